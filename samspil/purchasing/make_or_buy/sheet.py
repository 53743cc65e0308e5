"""A case out of a workbook's grids. Runs in a killable child: gives plain tables, or the name of what is wrong."""

from collections.abc import Sequence
from typing import Any

from samspil.purchasing.intake.grid import Grid, UnreadableError
from samspil.purchasing.intake.xlsx import read_xlsx
from samspil.purchasing.make_or_buy.reading import CELLS
from samspil.purchasing.make_or_buy.template import CASE_SHEET, LINES_SHEET

MOST_ROWS = 500


def read_sheets(data: bytes, file: str) -> dict[str, Any]:
    """`{"data": {...}}` as the TOML would give it (numbers as texts with a point), or `{"error": [kind, place, values]}`."""
    try:
        grids = {grid.sheet.strip().lower(): grid for grid in read_xlsx(data, file)}
    except UnreadableError as error:
        return {"error": ["bad_sheet", "", {"detail": error.key}]}
    found: dict[str, Any] = {}
    for sheet, cells in ((CASE_SHEET, ("value",)), (LINES_SHEET, CELLS)):
        grid = grids.get(sheet)
        rows = list(grid.rows)[:MOST_ROWS] if grid else []
        heads = [str(cell or "").strip().lower() for cell in rows[0]] if rows else []
        if grid is None or not {"name", *cells} <= set(heads):
            return {"error": ["sheet_columns", sheet, {"columns": ", ".join(("name", *cells)), "sheet": sheet}]}
        taken = _take_rows(grid, rows, heads, cells)
        if "error" in taken:
            return taken
        found[sheet] = taken["rows"]
    found[CASE_SHEET] = {name: _whole(cells.get("value")) for name, cells in found[CASE_SHEET].items()}
    return {"data": {"case": found[CASE_SHEET], "lines": found[LINES_SHEET]}}


def _take_rows(grid: Grid, rows: Sequence[Sequence[Any]], heads: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows[1:], 1):
        name = str(row[heads.index("name")] or "").strip()
        if not name:
            continue
        place = f"{grid.sheet}!{number + 1}"
        if name in found:
            return {"error": ["name_twice", place, {"given": name[:60]}]}
        spots = {cell: heads.index(cell) for cell in cells}
        if any((number, column) in grid.formulas | grid.errors for column in spots.values()):
            return {"error": ["formula", place, {}]}
        found[name] = {cell: _plain(row[column]) for cell, column in spots.items() if row[column] not in (None, "")}
    return {"rows": found}


def _plain(value: Any) -> Any:
    """A cell as JSON: whole numbers whole, others as the shortest text that gives them back, with a comma."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return int(value) if value == int(value) else repr(value).replace(".", ",") if "e" not in repr(value) else str(value)
    return str(value)


def _whole(value: Any) -> Any:
    return value if value is not None else ""
