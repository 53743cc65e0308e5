"""Which kind of rows a sheet holds, where its headings stand, and which column is which."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from samspil.purchasing.intake.cells import Raw, is_empty
from samspil.purchasing.intake.columns import Column, Kind, fold, read_kinds
from samspil.purchasing.intake.findings import DOUBT, SHEET, Finding, letter
from samspil.purchasing.intake.grid import Grid

HELP_SHEETS = frozenset(("hjælp", "help", "koder", "codes"))
_LOOKED_AT = 25  # rows, for the headings
_LEAST_KNOWN = 2
_NEAR = 0.74


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet that can be read: `row` of the headings (from 0), the `columns` by index, and `unread`: columns that are not."""

    kind: Kind
    row: int
    columns: Mapping[int, Column]
    unread: tuple[int, ...]

    def index(self, key: str) -> int | None:
        """Where a field stands."""
        return next((index for index, column in self.columns.items() if column.key == key), None)


def is_help(grid: Grid) -> bool:
    """The template's own sheets of explanations."""
    return fold(grid.sheet) in HELP_SHEETS


def find_layout(grid: Grid) -> tuple[Layout | None, list[Finding]]:
    """The layout of a sheet, with what is wrong with its headings; None when it cannot be read."""
    named = _kind_by_name(grid)
    row, kind = _find_row(grid, named)
    if kind is None:
        return None, [_finding(grid, "no_headings" if named else "unknown_sheet", SHEET, detail={"kinds": _titles()})]
    columns, unread, findings = _map_columns(grid, row, kind)
    if row:
        findings.append(_finding(grid, "rows_above", DOUBT, str(row + 1), {"row": str(row + 1)}))
    missing = [column for column in kind.columns if column.required and column not in columns.values()]
    near = _near_headings(grid, row, unread, missing)
    for column in missing:
        key, detail = ("missing_column_near", {"near": near[column.key]}) if column.key in near else ("missing_column", {})
        findings.append(_finding(grid, key, SHEET, str(row + 1), detail, column.heading))
    broken = any(finding.level == SHEET for finding in findings)
    return None if broken else Layout(kind, row, columns, tuple(unread)), findings


def _titles() -> str:
    return ", ".join(kind.title for kind in read_kinds().values())


def _kind_by_name(grid: Grid) -> Kind | None:
    """The kind that the sheet's name, or a CSV file's, says."""
    name = fold(grid.sheet or grid.file.rpartition("/")[2].rpartition(".")[0])
    for kind in read_kinds().values():
        names = {fold(each) for each in (*kind.names, kind.da, kind.en, kind.key, kind.file)}
        if name in names or any(name.startswith(f"{each} ") for each in names):
            return kind
    return None


def _find_row(grid: Grid, named: Kind | None) -> tuple[int, Kind | None]:
    """The row with most known headings, and of which kind it is: the named one first."""
    best: tuple[int, int, Kind | None] = (0, 0, None)
    for number, cells in enumerate(grid.rows[:_LOOKED_AT]):
        folded = {fold(cell) for cell in cells if isinstance(cell, str) and cell.strip()}
        for kind in (named,) if named else read_kinds().values():
            known = len({column.key for name in folded if (column := kind.headings.get(name))})
            if known > best[0]:
                best = (known, number, kind)
    needed = _LEAST_KNOWN if best[2] is None or named is None or len(named.columns) > 3 else 1
    return (best[1], best[2]) if best[0] >= needed else (0, None)


def _map_columns(grid: Grid, row: int, kind: Kind) -> tuple[dict[int, Column], list[int], list[Finding]]:
    columns: dict[int, Column] = {}
    unread: list[int] = []
    findings = []
    cells = list(grid.rows[row])
    width = max((len(each) for each in grid.rows), default=0)
    for index in range(width):
        cell = cells[index] if index < len(cells) else None
        column = kind.headings.get(fold(str(cell))) if not is_empty(cell) else None
        if column is None:
            unread.append(index)
        elif column in columns.values():
            findings.append(_finding(grid, "doubled_column", SHEET, f"{letter(index)}{row + 1}", {}, column.heading))
        else:
            columns[index] = column
    return columns, unread, findings


def _near_headings(grid: Grid, row: int, unread: list[int], missing: list[Column]) -> dict[str, str]:
    """For a missing column, the letter of an unknown one whose heading is nearly its own."""
    found = {}
    for index in unread:
        if index < len(grid.rows[row]) and not is_empty(cell := grid.rows[row][index]):
            names = {fold(name): column for column in missing for name in (column.da, column.en, *column.others)}
            near = get_close_matches(fold(str(cell)), names, 1, _NEAR)
            if near:
                found[names[near[0]].key] = letter(index)
    return found


def nearest_column(kind: Kind, heading: Raw, taken: Mapping[int, Column]) -> str:
    """The heading that an unknown one is nearly, among those not there already; '' for none."""
    free = {fold(name): column for column in kind.columns if column not in taken.values() for name in (column.da, column.en)}
    near = get_close_matches(fold(str(heading)), free, 1, _NEAR)
    return free[near[0]].heading if near else ""


def _finding(grid: Grid, key: str, level: str, cell: str = "", detail: Mapping[str, str] | None = None, column: str = "") -> Finding:
    return Finding(key, level, grid.file, grid.sheet, cell, column, "", detail or {})
