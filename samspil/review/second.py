"""The second reading beside the rows: how far the two agree, and which rows a person should look at first."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspil.review.agreement import ONLY_MODEL, ONLY_RULES, Agreement, RowAgreement, TwoReadings, Unit, compare_readings
from samspil.review.own_themes import keep_shipped
from samspil.values.initiative import Initiative
from samspil.values.review import Check, SecondReading

Span = tuple[int, int]
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


def compare_with_second(reader: str, documents: Sequence[TwoReadings]) -> SecondReading:
    """The agreement over all documents."""
    agreement = compare_readings(documents)
    return SecondReading(
        reader, agreement.overall, agreement.themes, _checks(agreement), sum(row.found_by == ONLY_RULES for row in agreement.rows)
    )


def _checks(agreement: Agreement) -> tuple[Check, ...]:
    shown = (row for row in agreement.rows if row.model and row.worth >= WORTH_SHOWING)
    return tuple(Check(row.model or "", _reasons(row), row.decides, row.worth) for row in shown)


def _reasons(row: RowAgreement) -> tuple[str, ...]:
    alone = (ONLY_MODEL,) if row.found_by == ONLY_MODEL else ()
    return (*alone, *(f"differs_{name}" for name in row.differs))
