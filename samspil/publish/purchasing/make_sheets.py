"""A story as a workbook: how to read, then a sheet per section; numbers as numbers, never a formula."""

import datetime
import io
from decimal import Decimal

import xlsxwriter

from samspil.publish.purchasing.make_story import ROOM, Cell, Section, Story
from samspil.publish.sheets import Cell as SheetCell
from samspil.publish.sheets import Column, Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet

_STYLES = {
    "text": "text",
    "wrap": "wrap",
    "kroner": "kroner",
    "oere": "oere",
    "count": "count",
    "year": "count",
    "number": "number",
    "percent": "percent",
}
_NUMBERS = {
    "oere": {"valign": "top", "num_format": "#,##0.00;[Red]-#,##0.00;0.00", "align": "right"},
    "number": {"valign": "top", "num_format": "#,##0.##;-#,##0.##;0", "align": "right"},
    "percent": {"valign": "top", "num_format": "0.0%", "align": "right"},
}
_LONGEST_NAME = 31


def to_xlsx(story: Story) -> bytes:
    """The workbook's bytes; the same for the same story."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": story.title[:200], "created": datetime.datetime(2026, 1, 1)})
    looks = {**STYLES, **_NUMBERS}
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in looks.items()}
    write_guide(book, [story.title, story.statement, story.answer, *story.cautions, *story.method], styles)
    for section in story.sections:
        if section.table:
            write_sheet(book, section.title[:_LONGEST_NAME], _sheet(section), styles)
    book.close()
    return target.getvalue()


def _sheet(section: Section) -> Sheet:
    if section.table is None:
        raise ValueError(section.key)
    columns = [Column(one.title, one.width, _STYLES[one.style]) for one in section.table.columns]
    return Sheet(f"{ROOM}.{section.key}", columns, [[_cell(cell) for cell in row] for row in section.table.rows])


def _cell(cell: Cell) -> SheetCell:
    """Decimals as numbers of a spreadsheet."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(round(cell, 6))
    return cell
