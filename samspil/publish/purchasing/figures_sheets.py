"""`figures.xlsx`: every table with numbers as numbers, reasons as text, no formula and no link."""

import datetime
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

import xlsxwriter

from samspil.publish.purchasing import figures_tables as tables
from samspil.publish.purchasing.figures_facts import basis_line, method_lines, overview_facts, title
from samspil.publish.purchasing.figures_model import Cell, Column, Table, columns
from samspil.publish.sheets import Cell as SheetCell
from samspil.publish.sheets import Column as SheetColumn
from samspil.publish.sheets import Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.purchasing.figures.model import LEAST_OFFERS, LEAST_SUPPLIERS, Scores, Stats, SupplierFigures, round_oere
from samspil.purchasing.figures.portfolio import Figures
from samspil.purchasing.figures.words import label, tell
from samspil.values.reason import Reason
from samspil.vocabulary.texts import say

_RIGHT = {"valign": "top", "align": "right"}
_FORMATS = {
    "oere": "#,##0.00",
    "percent": "0.0 %",
    "index": "0.0",
    "score": "0.00",
    "factor": "0.000000",
    "number": "0.00",
    "hhi": "0",
    "year": "0",
    "date": "dd-mm-yyyy",
}
OWN_STYLES = {**STYLES, **{name: {**_RIGHT, "num_format": form} for name, form in _FORMATS.items()}}
_ZERO_DAY = datetime.date(1899, 12, 30)  # what a spreadsheet counts days from


def to_xlsx(figures: Figures) -> bytes:
    """The workbook; the same bytes for the same figures."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": title(figures), "created": datetime.datetime(figures.basis.year, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in OWN_STYLES.items()}
    write_guide(book, _guide(figures), styles)
    for table in list_tables(figures):
        write_sheet(book, say(f"purchasing_figures.sheet_{table.name}"), _as_sheet(table), styles)
    book.close()
    return target.getvalue()


def _guide(figures: Figures) -> list[str]:
    lines = [title(figures), f"{say('purchasing_figures.confidential')}. {say('purchasing_figures.confidential_text')}"]
    if figures.portfolio.synthetic:
        lines.append(f"{say('purchasing_figures.synthetic')}. {say('purchasing_figures.synthetic_text')}")
    lines += [basis_line(figures), *(f"{name}: {words}" for name, words in overview_facts(figures)), *method_lines(figures.basis)]
    lines.append(say("purchasing_figures.groups_lead", offers=LEAST_OFFERS, suppliers=LEAST_SUPPLIERS))
    return [*lines, say("purchasing_figures.concentration_lead")]


def list_tables(figures: Figures) -> Iterator[Table]:
    """All of them; empty ones are left out. Adjustments stand line by line for the year shown."""
    book = tables.Book.of(figures)
    shown = [deal for deal in figures.deals if deal.year == figures.basis.year]
    found = (
        tables.gaps_table(book),
        tables.parts_sheet(book),
        tables.points_table(book),
        _kinds_of_years(figures),
        tables.suppliers_table(book, {}),
        _supplier_years(figures),
        _offer_years(figures),
        _measures(figures.suppliers),
        tables.deals_table(book, figures.deals, whole=True),
        tables.steps_table(shown, book),
        tables.tariffs_table(shown, book),
        tables.groups_table(book, this_year=False),
        tables.concentration_table(book),
        Table("scores", tables.scores_table(figures.suppliers[0]).columns, list(tables.score_rows(figures.suppliers)))
        if figures.suppliers
        else Table("scores", (), ()),
    )
    return (table for table in found if table.rows)


def _kinds_of_years(figures: Figures) -> Table:
    whole = tables.years_table(figures.external)
    rows: list[list[Cell]] = []
    for name, lines in (("external", figures.external), ("own", figures.own)):
        rows += [[say(f"purchasing_figures.trend_{name}"), *tables.year_cells(line)] for line in lines]
    return Table("years", (*columns("kind::18"), *whole.columns), rows)


def _supplier_years(figures: Figures) -> Table:
    head = tables.years_table(()).columns
    rows = [[each.supplier.id, each.supplier.name, *tables.year_cells(line)] for each in figures.suppliers for line in each.trend]
    return Table("supplier_years", (*columns("supplier::10", "name::36"), *head), rows)


def _offer_years(figures: Figures) -> Table:
    head = tables.years_table(()).columns
    rows = [
        [supplier.supplier.name, each.offer.id, each.offer.name, *tables.year_cells(line)]
        for supplier in figures.suppliers
        for each in supplier.offers
        for line in each.trend
    ]
    return Table("offer_years", (*columns("supplier::36", "offer::12", "name::34"), *head), rows)


def _measures(suppliers: Sequence[SupplierFigures]) -> Table:
    """Numbers that are told, beside those of peers, as numbers: shares from 0 to 1."""
    head = columns(
        "supplier::36", "offer::34", "measure::30", "value:number", "median:number", "q1:number", "q3:number", "peer_offers:count"
    )
    rows: list[list[Cell]] = []
    for supplier in suppliers:
        for offer in supplier.offers:
            spread = offer.scores.spread if isinstance(offer.scores, Scores) else None
            for each in (*offer.measured, *offer.results):
                if isinstance(each.value, Reason):  # counted among what is missing
                    continue
                stats = each.peers
                told: list[Cell] = [stats.median, stats.q1, stats.q3, stats.offers] if isinstance(stats, Stats) else [None] * 4
                reason = stats if isinstance(stats, Reason) else None
                named: list[Cell] = [supplier.supplier.name, offer.offer.name, label("measure", each.name), each.value]
                rows.append([*named, *told, spread if each.name == "supervision" else None, reason])
    return Table("measures", (*head, *columns("spread:score:10", "reason:wrap:50")), rows)


def _as_sheet(table: Table) -> Sheet:
    heads = [SheetColumn(column.title, column.width, column.style) for column in table.columns]
    rows = [[_store(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    return Sheet(table.name, heads, rows)


def _store(cell: Cell, column: Column) -> SheetCell:
    """A cell as a spreadsheet keeps it: sums to the øre, days as its own count of days, reasons as text."""
    if isinstance(cell, Reason):
        return tell(cell)
    if isinstance(cell, datetime.date):
        return (cell - _ZERO_DAY).days
    if not isinstance(cell, Decimal):
        return cell
    if column.style in ("oere", "kroner"):
        return float(round_oere(cell))
    return round(float(cell * 100 if column.style == "index" else cell), 10)
