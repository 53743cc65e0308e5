"""A sheet of bids (XLSX or CSV), read in a child: the first column is the bidder, one is the price, each other a quality criterion.

Rows named 'vægt', 'maks' and 'værdi' (weight, max, value) hold the weights, the most points and the kroner of full points; the first may give the price's weight.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from samspil.purchasing.choice.privacy import error_key
from samspil.purchasing.intake.cells import Problem, Raw, read_number
from samspil.purchasing.intake.columns import fold
from samspil.purchasing.intake.csv_files import read_csv
from samspil.purchasing.intake.grid import Grid, UnreadableError
from samspil.purchasing.intake.personal import PROSE, find_in_text
from samspil.vocabulary.texts import use_language

TASK = "samspil.purchasing.bids.sheet:read_sheet"
_PRICE = {"pris", "price", "tilbudspris", "samlet pris", "pris kr", "evalueringspris"}
_SPECIAL = {
    "vægt": "weight",
    "vægt %": "weight",
    "weight": "weight",
    "maks": "max",
    "max": "max",
    "maxpoint": "max",
    "værdi": "value_dkk",
    "value": "value_dkk",
}
_MOST_ROWS = 600


class SheetError(Exception):
    """What is wrong: a key of the catalogue, what fills it, and the place."""


def read_sheet(payload: bytes, settings: Mapping[str, Any], progress: Any) -> dict[str, Any]:
    """`settings`: name, language. Gives `bids`, `quality` and perhaps `price_weight`, numbers as text; or `error`, `values` and `place`."""
    use_language(settings.get("language", "da"))
    name = settings["name"]
    try:
        return _read_grid(_open(payload, name))
    except UnreadableError as error:
        return {"error": "sheet_unreadable", "values": {}, "place": f"{name} ({error.key})"}
    except SheetError as error:
        key, values, place = error.args
        return {"error": key, "values": values, "place": place}


def _open(payload: bytes, name: str) -> Grid:
    """The first sheet that is shown and has rows."""
    if not name.lower().endswith((".xlsx", ".xlsm")):
        return read_csv(payload, name)
    from samspil.purchasing.intake.xlsx import read_xlsx

    grids = [
        grid for grid in read_xlsx(payload, name) if grid.visible and any(any(cell not in (None, "") for cell in row) for row in grid.rows)
    ]
    if not grids:
        raise SheetError("sheet_empty", {}, name)
    return grids[0]


def _read_grid(grid: Grid) -> dict[str, Any]:
    _refuse_personal(grid)
    head = next((number for number, row in enumerate(grid.rows) if any(_text(cell) for cell in row)), None)
    if head is None:
        raise SheetError("sheet_empty", {}, grid.file)
    headings = [_text(cell) for cell in grid.rows[head]]
    price = [number for number, heading in enumerate(headings) if fold(heading) in _PRICE]
    if len(price) != 1:
        raise SheetError("sheet_no_price", {}, _place(grid, head, 0))
    columns = [number for number, heading in enumerate(headings) if heading and number not in (0, price[0])]
    if len({headings[number] for number in columns}) < len(columns):
        raise SheetError("sheet_doubled", {}, _place(grid, head, 0))
    quality: dict[str, dict[str, str]] = {headings[number]: {} for number in columns}
    made: dict[str, Any] = {"bids": [], "quality": quality}
    rows = [(number, row) for number, row in enumerate(grid.rows) if number > head and any(_text(cell) for cell in row)]
    if len(rows) > _MOST_ROWS:
        raise SheetError("bid_count", {"count": len(rows), "most": 500}, grid.file)
    for number, row in rows:
        _read_row(grid, number, row, (price[0], columns, headings), made)
    return made


def _read_row(grid: Grid, number: int, row: Sequence[Raw], layout: tuple[int, list[int], list[str]], made: dict[str, Any]) -> None:
    """A bid, or one of the rows of weights, most points and values."""
    price, columns, headings = layout
    name = _text(row[0]) if row else ""
    special = _SPECIAL.get(fold(name))
    if not name:
        raise SheetError("sheet_no_name", {}, _place(grid, number, 0))
    if special:
        for column in columns:
            if column < len(row) and _text(row[column]):
                made["quality"][headings[column]][special] = _number(grid, number, column, row)
        if special == "weight" and price < len(row) and _text(row[price]):
            made["price_weight"] = _number(grid, number, price, row)
        return
    points = {headings[column]: _number(grid, number, column, row) for column in columns}
    made["bids"].append({"name": name, "price": _number(grid, number, price, row), "points": points})


def _number(grid: Grid, number: int, column: int, row: Sequence[Raw]) -> str:
    place = _place(grid, number, column)
    if (number, column) in grid.formulas or (number, column) in grid.errors:
        raise SheetError("sheet_formula", {}, place)
    value = row[column] if column < len(row) else None
    if value is None or not _text(value):
        raise SheetError("sheet_missing", {}, place)
    try:
        return str(read_number(value))
    except Problem as problem:
        raise SheetError("sheet_number", {}, f"{place} ({problem.key})") from None


def _refuse_personal(grid: Grid) -> None:
    """Names of firms are allowed; CPR numbers and ways to reach a person are not."""
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            kind = find_in_text(cell, organisation=True, prose=False) if isinstance(cell, str) else ""
            if kind and kind != PROSE:
                raise SheetError(error_key(kind), {}, _place(grid, number, column))


def _text(cell: Raw) -> str:
    return "" if cell is None else str(cell).strip()


def _place(grid: Grid, row: int, column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{grid.file}{f', {grid.sheet}' if grid.sheet else ''}, {letters}{row + 1}"
