"""What an audit of a published review finds."""

from dataclasses import dataclass

FINDING_KINDS = (
    "duplicate-municipality",
    "duplicate-row",
    "headline-mismatch",
    "carried-over",
    "stale-year",
    "contradiction",
    "theme-mismatch",
    "overstated-commitment",
    "unknown-municipality",
    "misspelt-municipality",
    "order",
    "arithmetic",
    "unit",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or likely fault, of a published review. `kind`: of FINDING_KINDS. `table`: number as printed, None for the prose. `municipality`: '' when it concerns none.
    `quote`: the words it is about, verbatim. `message`: what and why, for people. `expected`: the corrected figure or wording, '' when none can be said.
    `confidence` from 0 to 1. `start`/`end`: the quote's place in the article's text. `against`: the other place it is compared with, as a quote ('' if none).
    """

    kind: str
    table: int | None
    municipality: str
    quote: str
    message: str
    expected: str
    confidence: float
    start: int = 0
    end: int = 0
    against: str = ""
