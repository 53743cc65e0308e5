"""Open opportunities for suppliers as files: CSV, XLSX and JSON (docs/case-matching.md). No text cell can run as a formula."""

import csv
import datetime
import io
import json
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from samspil.cases.matching.opportunities import Opportunity
from samspil.publish.csv_table import neutralise
from samspil.publish.figures import ADDED_KINDS, build_ledger, stated_sum
from samspil.publish.files import write_bytes
from samspil.publish.sheets import Cell, Column, Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.values.codes import horizon
from samspil.values.initiative import Initiative
from samspil.vocabulary.concepts import read_concepts
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label

ENDINGS = (".csv", ".xlsx", ".json")
_WIDTHS = {
    "id": 22, "municipality": 20, "municipality_code": 8, "budget_year": 9, "stage": 14, "themes": 30, "areas": 26, "technologies": 26, "quote": 80, "file": 30, "page": 8,
    "amount_quotes": 40, "actors": 24, "committee": 24, "cases": 30,
}  # fmt: skip
_COUNTS = frozenset(("budget_year", "ambiguous_amounts"))
_JOINT, _QUOTES = "; ", "\n\n"
_EARLIEST = datetime.datetime(2000, 1, 1)  # a workbook's date of making, fixed: same opportunities, same bytes


def write_opportunities(opportunities: Sequence[Opportunity], path: Path, notes: Sequence[str] = ()) -> None:
    """Write them in the format of the path's ending (one of `ENDINGS`). `notes`: lines on coverage for the workbook's first sheet and the JSON. Raises OutputError."""
    content = {".csv": to_csv, ".xlsx": to_xlsx, ".json": to_json}[path.suffix.lower()](opportunities, notes)
    write_bytes(path, content)


def to_row(opportunity: Opportunity) -> dict[str, Cell]:
    """One opportunity, column -> cell; None where the agreement says nothing."""
    initiative = opportunity.initiative
    evidence = initiative.evidence
    return {
        "id": initiative.id,
        "municipality": initiative.municipality,
        "municipality_code": initiative.municipality_code,
        "budget_year": initiative.budget_year,
        "stage": initiative.stage,
        "themes": _JOINT.join(initiative.themes),
        "areas": _JOINT.join(opportunity.areas),
        "technologies": _JOINT.join(concept.partition(".")[2] for concept in opportunity.technologies),
        "quote": _QUOTES.join(place.quote for place in evidence),
        "file": _JOINT.join(dict.fromkeys(place.document for place in evidence)),
        "page": ", ".join(dict.fromkeys(str(place.page) for place in evidence)),
        **_money(initiative),
        "amount_quotes": _JOINT.join(dict.fromkeys(amount.quote for amount in initiative.amounts if amount.quote)),
        "actors": _JOINT.join(initiative.actors),
        "committee": initiative.committee,
        "confidence": round(initiative.confidence, 3),
        "cases": _JOINT.join(opportunity.cases),
    }


def _money(initiative: Initiative) -> dict[str, Cell]:
    """Kroner by the rules of the review: no part of a sum, no ambiguous one is added."""
    years = horizon(initiative.budget_year)
    cells: dict[str, Cell] = {}
    ambiguous = 0
    for kind in ADDED_KINDS:
        ledger = build_ledger([initiative], kind, years)
        named = {year for entry in ledger.added for year in entry.amount.profile} & set(years)
        cells[f"{kind}_first_year_dkk"] = ledger.years[years[0]] if years[0] in named else None
        cells[f"{kind}_four_years_dkk"] = sum(ledger.years.values()) if named else None
        cells[f"{kind}_without_years_dkk"] = sum(stated_sum(entry.amount) for entry in ledger.totals) if ledger.totals else None
        ambiguous += len(ledger.ambiguous)
    return cells | {"ambiguous_amounts": ambiguous}


COLUMNS = (
    "id", "municipality", "municipality_code", "budget_year", "stage", "themes", "areas", "technologies", "quote", "file", "page",
    *(f"{kind}_{span}_dkk" for kind in ADDED_KINDS for span in ("first_year", "four_years", "without_years")),
    "ambiguous_amounts", "amount_quotes", "actors", "committee", "confidence", "cases",
)  # fmt: skip


def to_csv(opportunities: Sequence[Opportunity], _notes: Sequence[str] = ()) -> bytes:
    """UTF-8, comma between cells, decimal point, CRLF; ids, not labels."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for opportunity in opportunities:
        row = to_row(opportunity)
        writer.writerow(
            ["" if row[name] is None else neutralise(row[name] or 0 if name.endswith("_dkk") else row[name] or "") for name in COLUMNS]
        )
    return sheet.getvalue().encode("utf-8", errors="replace")


def to_json(opportunities: Sequence[Opportunity], notes: Sequence[str] = ()) -> bytes:
    """{"notes": [...], "opportunities": [...]}, a row each, lists as lists."""
    rows = []
    for opportunity in opportunities:
        row: dict[str, object] = dict(to_row(opportunity))
        initiative = opportunity.initiative
        row |= {
            "themes": list(initiative.themes),
            "areas": list(opportunity.areas),
            "actors": list(initiative.actors),
            "cases": list(opportunity.cases),
        }
        row["technologies"] = [concept.partition(".")[2] for concept in opportunity.technologies]
        row["quotes"] = [{"quote": place.quote, "file": place.document, "page": place.page} for place in initiative.evidence]
        for name in ("quote", "file", "page"):
            del row[name]
        rows.append(row)
    text = json.dumps({"notes": list(notes), "opportunities": rows}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", errors="replace")


def to_xlsx(opportunities: Sequence[Opportunity], notes: Sequence[str] = ()) -> bytes:
    """Two sheets: how to read, and the opportunities with labels for people."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": say("cases_match.opportunities_head"), "created": _EARLIEST})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in STYLES.items()}
    guide = [say("cases_match.opportunities_head"), *notes, *(say(f"cases_match.guide_{number}") for number in range(1, 5))]
    write_guide(book, guide, styles)
    columns = [Column(say(f"cases_match.head_{name}"), _WIDTHS.get(name, 14), _style(name)) for name in COLUMNS]
    rows = [_labelled(opportunity) for opportunity in opportunities]
    write_sheet(book, say("cases_match.sheet_opportunities"), Sheet("opportunities", columns, rows), styles)
    book.close()
    return target.getvalue()


def _style(name: str) -> str:
    if name.endswith("_dkk"):
        return "kroner"
    return "count" if name in _COUNTS else "share" if name == "confidence" else "wrap"


def _labelled(opportunity: Opportunity) -> list[Cell]:
    concepts = read_concepts()
    row = to_row(opportunity)
    row["stage"] = label("stage", opportunity.initiative.stage)
    row["themes"] = _JOINT.join(label("theme", theme) for theme in opportunity.initiative.themes)
    row["areas"] = _JOINT.join(concepts[f"area.{area}"].label for area in opportunity.areas)
    row["technologies"] = _JOINT.join(concepts[concept].label for concept in opportunity.technologies)
    return [row[name] for name in COLUMNS]
