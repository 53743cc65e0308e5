"""Small CSV files of the user's (price index, costs): read whole, with limits, and every fault by file, line and column."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from samspil.cases.transfer.errors import complain
from samspil.vocabulary.system import read_small_text

MOST_BYTES = 200_000
MOST_ROWS = 2_000


class Row(NamedTuple):
    """A line's number in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


def read_rows(file: Path, needed: Sequence[str]) -> list[Row]:
    """The rows of a CSV file with at least the columns `needed`; comma or semicolon, UTF-8. Raises TransferError."""
    text = read_small_text(file, MOST_BYTES, complain).replace("\r\n", "\n").replace("\r", "\n")
    head = text.partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=mark, strict=True))
    except csv.Error as error:
        raise complain("bad_csv", str(file), detail=str(error)) from error
    columns = [cell.strip().lower() for cell in lines[0]] if lines else []
    for name in needed:
        if columns.count(name) != 1:
            raise complain("no_column", f"{file}:1", column=name, columns=mark.join(needed))
    if len(lines) > MOST_ROWS:
        raise complain("too_many_rows", str(file), most=MOST_ROWS)
    return [_take_row(file, number, line, columns) for number, line in enumerate(lines[1:], 2) if any(cell.strip() for cell in line)]


def _take_row(file: Path, number: int, line: Sequence[str], columns: Sequence[str]) -> Row:
    if len(line) != len(columns):
        raise complain("cells", f"{file}:{number}", found=len(line), wanted=len(columns))
    return Row(number, {column: cell.strip() for column, cell in zip(columns, line, strict=True)})
