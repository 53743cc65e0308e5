"""`initiatives.xlsx`: the review as a workbook for people; kroner as numbers, every text as text, never a formula or a link."""

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from samspil.publish import sheets
from samspil.publish.files import write_bytes
from samspil.publish.rows import review_years
from samspil.values.review import Review
from samspil.vocabulary.texts import say

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
LONGEST_CELL = 32_000
MOST_PLACES = 32_767  # of 16 bits, where Excel stops
LARGEST_NUMBER = 10**15  # beyond it a spreadsheet's numbers lose whole kroner
STYLES: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#003972"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#003972",
        "font_color": "#FFFFFF",
        "border": 1,
        "border_color": "#BFBFBF",
    },
    "text": {"valign": "top"},
    "wrap": {"valign": "top", "text_wrap": True},
    "kroner": {"valign": "top", "num_format": "#,##0;[Red]-#,##0;0", "align": "right"},
    "count": {"valign": "top", "num_format": "0", "align": "right"},
    "share": {"valign": "top", "num_format": "0.00", "align": "right"},
}


def write_xlsx(review: Review, path: Path) -> None:
    """Six sheets: how to read, overview, initiatives, amounts, quotes, coverage. Same review, same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    year = review_years(review)[0]
    book.set_properties({"title": say("publish.title", year=year), "created": datetime.datetime(year, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in STYLES.items()}
    write_guide(book, sheets.guide_lines(review), styles)
    for sheet in sheets.list_sheets(review):
        write_sheet(book, say(f"publish.sheet_{sheet.name}"), sheet, styles)
    book.close()
    write_bytes(path, target.getvalue())


def write_guide(book: Any, lines: Sequence[str], styles: Mapping[str, Any]) -> None:
    """The first sheet: how to read, a line each."""
    page = book.add_worksheet(say("publish.sheet_guide"))
    page.set_column(0, 0, 110)
    page.hide_gridlines(2)
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, styles["wrap" if number else "title"])


def write_sheet(book: Any, title: str, sheet: sheets.Sheet, styles: Mapping[str, Any]) -> None:
    """A sheet with a frozen head, filters, and every text as text."""
    page = book.add_worksheet(title)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width, styles[column.style])  # also of the empty cells, which need not be written
        page.write_string(0, number, column.title, styles["head"])
    for line, row in enumerate(sheet.rows, 1):
        for number, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, line, number, cell, styles[column.style])
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, line: int, number: int, cell: sheets.Cell, style: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str) or abs(cell) >= LARGEST_NUMBER:
        page.write_string(line, number, _storable(str(cell)), style)
    else:
        page.write_number(line, number, cell, style)


def _storable(text: str) -> str:
    """Without lone surrogates, and cut (with an ellipsis) where a cell would overflow; letters beyond 16 bits fill two places of a cell."""
    if text.isascii() and len(text) <= LONGEST_CELL:
        return text
    clean = text.encode("utf-8", errors="replace").decode("utf-8")
    clean = clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - 1] + "…"
    places = clean.encode("utf-16-le")
    return clean if len(places) <= 2 * MOST_PLACES else places[: 2 * MOST_PLACES].decode("utf-16-le", errors="ignore")
