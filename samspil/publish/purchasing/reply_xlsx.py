"""The sheet that goes to a supplier: what is known is locked, what is to be answered is open, with a choice of answers and room to say more."""

import datetime
import io
from typing import Any

import xlsxwriter

from samspil.publish.xlsx import OPTIONS, STYLES
from samspil.purchasing.prices.reply import STANCES, ReplyLine, ReplySheet, describe_field
from samspil.purchasing.prices.reply_read import HEADS, LONGEST_COMMENT
from samspil.purchasing.prices.words import tell, write_date

_WIDTHS = {"key": 24, "offer": 12, "what": 24, "subject": 44, "known": 40, "unit": 10, "stance": 12, "correction": 16, "comment": 60}
_OPEN = ("stance", "correction", "comment")


def reply_to_xlsx(sheet: ReplySheet) -> bytes:
    """Guide and lines. Same sheet, same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": tell("reply_title", supplier=sheet.supplier_name), "created": datetime.datetime(2026, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in STYLES.items()}
    styles["open"] = book.add_format(
        {"font_name": "Calibri", "valign": "top", "text_wrap": True, "locked": False, "bg_color": "#FFF8DC", "border": 1}
    )
    _write_guide(book, sheet, styles)
    _write_lines(book, sheet, styles)
    book.close()
    return target.getvalue()


def _write_guide(book: Any, sheet: ReplySheet, styles: dict[str, Any]) -> None:
    page = book.add_worksheet(tell("sheet_reply_guide"))
    page.set_column(0, 0, 100)
    page.hide_gridlines(2)
    facts = {"as_of": write_date(sheet.as_of), "made_on": write_date(sheet.made_on), "id": sheet.id, "lines": len(sheet.lines)}
    lines = [tell("reply_title", supplier=sheet.supplier_name), tell("reply_facts", **facts)]
    lines += [tell("synthetic")] if sheet.synthetic else []
    lines += [tell(f"reply_guide_{number}", most=LONGEST_COMMENT) for number in range(1, 6)]
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, styles["wrap" if number else "title"])


def _write_lines(book: Any, sheet: ReplySheet, styles: dict[str, Any]) -> None:
    page = book.add_worksheet(tell("sheet_reply"))
    for column, name in enumerate(HEADS):
        page.set_column(column, column, _WIDTHS[name])
        page.write_string(0, column, tell(f"head_{name}"), styles["head"])
    for number, line in enumerate(sheet.lines, start=1):
        _write_line(page, number, line, styles)
    last = len(sheet.lines)
    page.data_validation(
        1, HEADS.index("stance"), last, HEADS.index("stance"), {"validate": "list", "source": [tell(f"stance_{code}") for code in STANCES]}
    )
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(HEADS) - 1)
    page.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_line(page: Any, number: int, line: ReplyLine, styles: dict[str, Any]) -> None:
    values = {
        "key": line.key,
        "offer": line.offer,
        "what": describe_field(line),
        "subject": line.subject,
        "known": line.known,
        "unit": line.unit,
    }
    for column, name in enumerate(HEADS):
        if name in _OPEN:
            page.write_blank(number, column, None, styles["open"])
        else:
            page.write_string(number, column, values[name], styles["wrap"])
