"""Tables of a choice or of bids as a workbook. Texts are written as texts: nothing handed in can become a formula. Same tables, same bytes."""

import io
from collections.abc import Sequence
from datetime import datetime

from samspil.purchasing.choice.tables import Table

_MADE = datetime(1980, 1, 1)
_WIDEST = 80


def render_tables(tables: Sequence[Table]) -> bytes:
    """One sheet a table, headings frozen, widths by content."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": _MADE})
    bold, wrap = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables:
        sheet = book.add_worksheet(table.title[:31].translate(str.maketrans("", "", "[]:*?/\\")).strip("'"))
        for column, heading in enumerate(table.head):
            sheet.write_string(0, column, heading, bold)
            longest = max([len(heading), *(len(str(row[column])) for row in table.rows)])
            sheet.set_column(column, column, min(longest + 2, _WIDEST))
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell, wrap)
                else:
                    sheet.write_number(number, column, cell, wrap)
        sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
