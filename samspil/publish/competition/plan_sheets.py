"""A tender plan as a workbook: how to read, then a sheet per table; days as days, kroner as numbers, every text as text and never a formula."""

import datetime
import io
from decimal import Decimal
from typing import Any

import xlsxwriter

from samspil.publish.competition.plan_story import Section, Story, sheet_sections
from samspil.publish.competition.plan_tables import Cell, Column
from samspil.publish.xlsx import LONGEST_CELL, OPTIONS, STYLES, write_guide

_MORE = {
    "date": {"valign": "top", "num_format": "dd-mm-yyyy", "align": "left"},
    "number": {"valign": "top", "num_format": "#,##0.##", "align": "right"},
}
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def to_xlsx(story: Story) -> bytes:
    """The workbook's bytes; the same for the same story."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": story.title[:200], "created": datetime.datetime(2026, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in {**STYLES, **_MORE}.items()}
    conflicts = next((each for each in story.sections if each.key == "conflicts"), None)
    look = [f"{title}: {line}" for title, lines in (conflicts.groups if conflicts else ()) for line in lines]
    write_guide(book, [_plain(line) for line in (story.title, story.statement, story.answer, *look, *story.method)], styles)
    for section in sheet_sections(story):
        _write(book, section, styles)
    book.close()
    return target.getvalue()


def _write(book: Any, section: Section, styles: dict[str, Any]) -> None:
    page = book.add_worksheet(section.title.translate(_FORBIDDEN)[:_LONGEST_NAME])
    table = section.table
    if table is None:
        raise ValueError(section.key)
    for number, column in enumerate(table.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.title, styles["head"])
    for line, row in enumerate(table.rows, 1):
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(page, (line, number), cell, column, styles)
    page.freeze_panes(1, 2 if section.sheet_only else 1)
    page.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, place: tuple[int, int], cell: Cell, column: Column, styles: dict[str, Any]) -> None:
    style = styles[column.style]
    if cell is None or cell == "":
        page.write_blank(*place, None, style)
    elif isinstance(cell, datetime.date):
        page.write_datetime(*place, datetime.datetime(cell.year, cell.month, cell.day), style)
    elif isinstance(cell, str):
        page.write_string(*place, _plain(cell), style)
    else:
        page.write_number(*place, int(cell) if isinstance(cell, Decimal) and cell == int(cell) else float(cell), style)


def _plain(text: str) -> str:
    """What a cell can hold."""
    clean = text.encode("utf-8", errors="replace").decode("utf-8")
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - 1] + "…"
