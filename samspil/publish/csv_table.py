"""`initiatives.csv`: UTF-8, comma between cells, decimal point, CRLF as RFC 4180 has it; no cell a spreadsheet would take for a formula."""

import csv
import functools
import io
from pathlib import Path

from samspil.publish.files import write_bytes
from samspil.publish.rows import Cell, column_types, flat_rows, review_years
from samspil.values.review import Review

_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_IGNORED_BEFORE = " \n\u00a0\ufeff\u200b\"'"


def write_csv(review: Review, path: Path) -> None:
    """One row per initiative, one header row."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(column_types(review_years(review)))
    neutral = functools.cache(neutralise)  # many cells hold the same text
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in flat_rows(review))
    write_bytes(path, sheet.getvalue().encode("utf-8", errors="replace"))


def neutralise(cell: Cell) -> Cell:
    """Text a spreadsheet might run as a formula gets a leading apostrophe; numbers stay numbers."""
    if isinstance(cell, str):
        text = cell.replace("\x00", "\ufffd")
        return f"'{text}" if text.lstrip(_IGNORED_BEFORE).startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text
    return cell
