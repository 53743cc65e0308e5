"""The codebook's ids. Their Danish labels stand in the vocabulary files."""

THEMES = ("tendering", "technology", "friplejehjem", "green_procurement", "insourcing")
TOPICS = ("welfare_technology", "ai", "automation", "digitalisation")
STAGES = ("considered", "planned", "decided", "underway", "completed", "stopped")
AMOUNT_KINDS = ("allocation", "saving", "other")

# What became of a file (docs/design.md, 'Outputs').
OK = "ok"
WARN = "warn"
NEEDS_OCR = "needs_ocr"
ENCRYPTED = "encrypted"
REJECTED = "rejected"
FAILED = "failed"
DUPLICATE = "duplicate"
ATTENTION = "attention"
VERDICTS = (OK, WARN, NEEDS_OCR, ENCRYPTED, REJECTED, FAILED, DUPLICATE, ATTENTION)
READ_VERDICTS = (OK, WARN)

MUNICIPALITIES_IN_DENMARK = 98


def horizon(budget_year: int) -> tuple[int, int, int, int]:
    """The budget year and its three estimate years (overslagsår)."""
    return (budget_year, budget_year + 1, budget_year + 2, budget_year + 3)
