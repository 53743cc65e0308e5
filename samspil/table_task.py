"""A user's table opened in a child that can be killed: bytes in, plain cells out."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from samspil.purchasing.intake.csv_files import read_csv
from samspil.purchasing.intake.grid import Grid, UnreadableError
from samspil.purchasing.intake.xlsx import read_xlsx

_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_NO_TABLE = (b"%PDF", b"<", b"{", b"[")
MOST_CELLS = 600_000
_BLANKS = bytes.maketrans(b',;\t"', b"    ")


def read_table(payload: bytes, settings: Mapping[str, Any], progress: Callable[[object], None]) -> dict[str, Any]:
    """`{"sheets": [...]}` with cells as JSON (a date as {"date": ISO}), or `{"error": [key of purchasing_findings, detail]}`. `settings`: name."""
    progress("read")
    try:
        grids = _open(payload, str(settings["name"]))
        if sum(len(row) for grid in grids for row in grid.rows) > MOST_CELLS:
            raise UnreadableError("too_many_cells")
    except UnreadableError as error:
        return {"error": [error.key, error.detail]}
    return {"sheets": [_plain(grid) for grid in grids]}


def _open(payload: bytes, name: str) -> Sequence[Grid]:
    if not payload.strip():
        raise UnreadableError("empty_file")
    if payload.startswith(_PACKED):
        return read_xlsx(payload, name)
    if payload.lstrip()[:4].startswith(_NO_TABLE):
        raise UnreadableError("no_table")
    return [read_csv(_quiet_comments(payload), name)]


def _quiet_comments(payload: bytes) -> bytes:
    """Lines of comment on top must not decide what separates the cells: their own commas and quotes become blanks."""
    lines = payload.split(b"\n")
    for number, line in enumerate(lines):
        if line.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"#", b""):
            break
        lines[number] = line.translate(_BLANKS)
    return b"\n".join(lines)


def _plain(grid: Grid) -> dict[str, Any]:
    return {
        "sheet": grid.sheet,
        "rows": [[_cell(cell) for cell in row] for row in grid.rows],
        "formulas": sorted(map(list, grid.formulas)),
        "errors": sorted(map(list, grid.errors)),
        "hidden": list(grid.hidden) if grid.visible else list(range(len(grid.rows))),
    }


def _cell(cell: Any) -> Any:
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return {"date": str(cell)}
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)
