"""The supplier's right of reply: the sheet of what is known, line by line, with a key each that binds the line to the sheet it went out with.

A key is SHEET-NUMBER-CHECK: the sheet's id (from supplier, date and content), the line's number, and six signs of a hash of the line. A key or a known value
that was changed on the way is found when the answer comes in.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.errors import UsageError
from samspil.purchasing.intake.columns import Column, code_label, read_kinds
from samspil.purchasing.prices.model import Entry
from samspil.purchasing.prices.words import ask, tell, write_date, write_number, write_ore
from samspil.values.purchasing import Portfolio

AGREE, DISAGREE, CORRECTION = "agree", "disagree", "correction"
STANCES = (AGREE, DISAGREE, CORRECTION)
QUESTION, COMPARED = "question", "compared"
# What the supplier is shown of each kind of row; the citizen's side (key of persons, suitability) never leaves the house.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "offers": (
        "places",
        "support_from",
        "support_to",
        "budgeted_occupancy",
        "occupancy",
        "staff_per_place",
        "educated_share",
        "days_to_start",
        "free_places",
    ),
    "tariffs": ("price_dkk", "hours_per_week", "valid_from", "valid_to"),
    "contracts": ("on_file", "starts", "expires", "notice_days"),
    "supervisions": ("score",),
    "outcomes": ("persons", "goals_met", "breakdowns"),
    "placements": ("days", "paid_dkk", "add_on_dkk", "hours_per_week"),
}
_CHECK, _ID = 6, 10


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """`kind` and `field`: a kind of rows and its column (`intake` columns.toml), or QUESTION and COMPARED; `subject`: which row, in words; `known`: as shown."""

    key: str
    offer: str
    kind: str
    field: str
    subject: str
    known: str
    unit: str = ""

    @property
    def can_correct(self) -> bool:
        """Whether a correction can be validated by its column; a question has an answer, not a correction."""
        return self.kind in SHOWN


@dataclass(frozen=True, slots=True)
class ReplySheet:
    """All lines of one supplier. `id`: of this very content on this day."""

    id: str
    supplier: str
    supplier_name: str
    as_of: date
    made_on: date
    lines: tuple[ReplyLine, ...]
    synthetic: bool = False


def make_sheet(portfolio: Portfolio, supplier: str, made_on: date, *, year: int | None = None, entries: Iterable[Entry] = ()) -> ReplySheet:
    """The sheet of one supplier's offers: facts, tariffs, contracts, scores, outcomes, and the placements of `year` (the last by default).

    `entries`: of the negotiation list, to send comparison and questions along. Raises UsageError when the supplier is not there or has nothing to show.
    """
    found = next((each for each in portfolio.suppliers if each.id == supplier), None)
    if found is None:
        near = ", ".join(each.id for each in portfolio.suppliers[:5]) or "-"
        raise UsageError(tell("no_supplier", given=supplier[:60]), remedy=tell("no_supplier_remedy", near=near))
    offers = {offer.id: offer.name for offer in portfolio.offers if offer.supplier == supplier}
    chosen = year or max((each.year for each in portfolio.placements if each.offer in offers), default=0)
    lines = [*_list_facts(portfolio, offers, chosen), *_list_questions(entries, offers)]
    if not lines:
        raise UsageError(tell("nothing_to_ask", supplier=supplier), remedy=tell("nothing_to_ask_remedy"))
    content = json.dumps([supplier, made_on.isoformat(), [asdict(line) for line in lines]], ensure_ascii=False)
    sheet = hashlib.sha256(content.encode()).hexdigest()[:_ID]
    keyed = tuple(replace(line, key=make_key(sheet, number, line)) for number, line in enumerate(lines, start=1))
    return ReplySheet(sheet, supplier, found.name, portfolio.as_of, made_on, keyed, portfolio.synthetic)


def make_key(sheet: str, number: int, line: ReplyLine) -> str:
    """The key of a line."""
    told = "\x1f".join((sheet, str(number), line.offer, line.kind, line.field, line.subject, line.known, line.unit))
    return f"{sheet}-{number:04}-{hashlib.sha256(told.encode()).hexdigest()[:_CHECK]}"


def _list_facts(portfolio: Portfolio, offers: Mapping[str, str], year: int) -> Iterator[ReplyLine]:
    rows: Mapping[str, Sequence[Any]] = {
        "offers": [each for each in portfolio.offers if each.id in offers],
        "tariffs": [each for each in portfolio.tariffs if each.offer in offers and each.price_year == year],
        "contracts": [each for each in portfolio.contracts if each.offer in offers],
        "supervisions": [each for each in portfolio.supervisions if each.offer in offers],
        "outcomes": [each for each in portfolio.outcomes if each.offer in offers],
        "placements": [each for each in portfolio.placements if each.offer in offers and each.year == year],
    }
    for kind, fields in SHOWN.items():
        columns = read_kinds()[kind]
        for row in rows[kind]:
            offer = row.id if kind == "offers" else row.offer
            subject = f"{offers[offer]}{_subject(kind, row)}"
            for name in fields:
                column = columns.find(name)
                yield ReplyLine("", offer, kind, name, subject, show(getattr(row, name), column), column.unit)


def _subject(kind: str, row: Any) -> str:
    """Which row of an offer it is."""
    if kind == "offers":
        return ""
    if kind == "tariffs":
        level = "" if row.support_level is None else f", {tell('level_word', level=row.support_level)}"
        return f": {row.paragraph}, {row.service}{level}"
    plain = {"contracts": "id", "outcomes": "year"}
    if kind in plain:
        return f": {getattr(row, plain[kind])}"
    return (
        f": {code_label('theme', row.theme)}, {write_date(row.on)}"
        if kind == "supervisions"
        else f": {row.key}, {row.paragraph}, {row.year}"
    )


def show(value: object, column: Column) -> str:
    """A value as people write it; '' when it is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return tell("yes" if value else "no")
    if isinstance(value, date):
        return write_date(value)
    if column.shape == "share":
        return f"{write_number(Decimal(str(value)) * 100, 2)} %"
    if column.shape == "money":
        return write_ore(Decimal(str(value))).replace("\u00a0", " ")
    return write_number(value, 4) if isinstance(value, Decimal) else str(value)


def _list_questions(entries: Iterable[Entry], offers: Mapping[str, str]) -> Iterator[ReplyLine]:
    """Paid and benchmark per day, then the questions, of each entry of this supplier."""
    for entry in entries:
        if entry.offer in offers:
            values = {"paid": write_ore(entry.paid_dkk / entry.days), "other": write_ore(entry.benchmark_dkk / entry.days)}
            known = tell("compared", **values, days=entry.days, name=tell(f"benchmark_name_{entry.lines[0].benchmark.kind}"))
            yield ReplyLine("", entry.offer, COMPARED, COMPARED, entry.name, known)
            for driver in entry.drivers:
                yield ReplyLine("", entry.offer, QUESTION, driver.key, entry.name, ask(driver))


def describe_field(line: ReplyLine) -> str:
    """What the line is about: the column's heading, or 'question'."""
    return read_kinds()[line.kind].find(line.field).heading if line.can_correct else tell(f"kind_{line.kind}")


def sheet_to_json(sheet: ReplySheet) -> dict[str, Any]:
    """For the file that is kept."""
    return asdict(sheet) | {"as_of": sheet.as_of.isoformat(), "made_on": sheet.made_on.isoformat()}


def parse_sheet(values: Mapping[str, Any]) -> ReplySheet:
    """The sheet of `sheet_to_json`. Raises KeyError, TypeError, ValueError for anything else."""
    days = {name: date.fromisoformat(values[name]) for name in ("as_of", "made_on")}
    lines = tuple(ReplyLine(**line) for line in values["lines"])
    sheet, supplier, name = (str(values[key]) for key in ("id", "supplier", "supplier_name"))
    return ReplySheet(sheet, supplier, name, days["as_of"], days["made_on"], lines, bool(values.get("synthetic")))
