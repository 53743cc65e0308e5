"""The second reading beside the rows: how far the two agree, and which rows a person should look at first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from samspil.review.agreement import ONLY_MODEL, ONLY_RULES, Agreement, RowAgreement, TwoReadings, Unit, compare_readings
from samspil.review.own_themes import keep_shipped
from samspil.values.initiative import Initiative
from samspil.values.review import Check, SecondReading

Span = tuple[int, int]
OCR_AMOUNT = "ocr_amount"
WORTH_SHOWING = 1.0  # below it two readings differ in something small; docs/second-reading.md


@dataclass(frozen=True, slots=True)
class SecondUnit:
    """An initiative as the second reading sees it: ranges of its evidence in the cleaned text."""

    themes: tuple[str, ...]
    stage: str
    spans: tuple[Span, ...]


def pair_document(name: str, passages: Sequence[Span], rows: Sequence[Initiative], second: Sequence[SecondUnit]) -> TwoReadings:
    """One document's rows and the second reading of it, ready to be compared."""
    model = tuple(
        Unit(row.id, themes, row.stage, tuple((e.start, e.end) for e in row.evidence), row.confidence)
        for row in rows
        if (themes := keep_shipped(row.themes))
    )
    rules = tuple(Unit(f"{name}:{number}", unit.themes, unit.stage, unit.spans) for number, unit in enumerate(second))
    return TwoReadings(name, tuple(passages), model, rules)


def compare_with_second(reader: str, documents: Sequence[TwoReadings], scanned: Iterable[str] = ()) -> SecondReading:
    """The agreement over all documents. `scanned`: ids of rows whose amounts stand on pages read by OCR; a person is asked to look at them."""
    agreement = compare_readings(documents)
    checks = _with_scanned(_checks(agreement), tuple(scanned))
    return SecondReading(reader, agreement.overall, agreement.themes, checks, sum(row.found_by == ONLY_RULES for row in agreement.rows))


def _checks(agreement: Agreement) -> tuple[Check, ...]:
    shown = (row for row in agreement.rows if row.model and row.worth >= WORTH_SHOWING)
    return tuple(Check(row.model or "", _reasons(row), row.decides, row.worth) for row in shown)


def _with_scanned(checks: Sequence[Check], scanned: Sequence[str]) -> tuple[Check, ...]:
    """A digit misread in a picture is a wrong number that nobody sees: such rows come with a reason of their own."""
    known = {check.initiative for check in checks}
    marked = [replace(check, reasons=(*check.reasons, OCR_AMOUNT)) if check.initiative in scanned else check for check in checks]
    return (*marked, *(Check(name, (OCR_AMOUNT,), (), WORTH_SHOWING) for name in scanned if name not in known))


def _reasons(row: RowAgreement) -> tuple[str, ...]:
    alone = (ONLY_MODEL,) if row.found_by == ONLY_MODEL else ()
    return (*alone, *(f"differs_{name}" for name in row.differs))
