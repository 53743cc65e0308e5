"""Rows of one sheet become values; each row is read or refused, and counted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samspil.purchasing.intake.cells import Problem, Raw, clean, is_empty, read_cell, show_value
from samspil.purchasing.intake.columns import Column, fold
from samspil.purchasing.intake.findings import DOUBT, NOTE, ROW, Finding, letter
from samspil.purchasing.intake.grid import Grid
from samspil.purchasing.intake.headings import Layout, nearest_column
from samspil.purchasing.intake.schemas import check_row, make_value
from samspil.values.purchasing import Place
from samspil.vocabulary.paragraphs import map_paragraph

_TOTAL = re.compile(
    r"(?:i alt|ialt|total|totalt|sum|subtotal|hovedtotal|samlet|gennemsnit|grand total|average)\b.*", re.IGNORECASE | re.DOTALL
)
_UNIT_TEXT = "kr dkk kroner dage døgn andel % antal timer km dato tekst tal id kode ja nej mio t 1 000 procent pct år personer pladser"
_UNIT_WORDS = frozenset(_UNIT_TEXT.split())
_NEXT_ROWS = 3  # a second row of headings stands this close under the first


@dataclass(slots=True)
class Entry:
    """A row that was read, with what is needed to name its cells. `refused`: a later check took it out."""

    kind: str
    value: object
    grid: Grid
    row: int
    layout: Layout = field(repr=False)
    refused: bool = False

    def is_empty(self, field_name: str) -> bool:
        """Whether nothing stands in its cell, or the sheet has no such column."""
        index, cells = self.layout.index(field_name), self.grid.rows[self.row]
        return index is None or index >= len(cells) or is_empty(cells[index])

    def finding(self, key: str, field_name: str, level: str, detail: Mapping[str, str] | None = None) -> Finding:
        """A fault in one of its cells."""
        index = self.layout.index(field_name)
        column = self.layout.kind.find(field_name)
        cell = f"{letter(index)}{self.row + 1}" if index is not None else str(self.row + 1)
        raw = self.grid.rows[self.row][index] if index is not None and index < len(self.grid.rows[self.row]) else None
        shown = "" if is_empty(raw) else show_value(raw, column, key)
        return Finding(key, level, self.grid.file, self.grid.sheet, cell, column.heading, shown, detail or {})


@dataclass(slots=True)
class SheetRows:
    """What came of one sheet. `filled`: rows with content under the headings, = read + refused."""

    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    filled: int = 0
    refused: int = 0


def read_rows(grid: Grid, layout: Layout) -> SheetRows:
    """All rows under the headings."""
    done = SheetRows(findings=[*_sheet_findings(grid, layout), *_unread_findings(grid, layout)])
    for number in range(layout.row + 1, len(grid.rows)):
        cells = grid.rows[number]
        if all(is_empty(cell) for cell in cells) and not _marked(grid, number, layout):
            continue
        done.filled += 1
        odd = _odd_row(cells, number, layout)
        found = [Finding(odd, ROW, grid.file, grid.sheet, str(number + 1))] if odd else []
        values, faults = ({}, []) if odd else _read_cells(grid, layout, number)
        found += faults
        done.findings += found
        if any(finding.level == ROW for finding in found):
            done.refused += 1
        else:
            value = make_value(layout.kind.key, values, Place(grid.file, grid.sheet, number + 1))
            done.entries.append(Entry(layout.kind.key, value, grid, number, layout))
    return done


def _marked(grid: Grid, number: int, layout: Layout) -> bool:
    """A row that looks empty but holds formulas without a result."""
    return any((number, index) in grid.formulas or (number, index) in grid.errors for index in layout.columns)


def _odd_row(cells: Sequence[Raw], number: int, layout: Layout) -> str:
    """'total_row', 'repeated_heading', 'second_heading', or '' for a row of data."""
    texts = [clean(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
    if texts and _TOTAL.fullmatch(texts[0]):
        return "total_row"
    filled = sum(not is_empty(cell) for cell in cells)
    known = sum(fold(text) in layout.kind.headings for text in texts)
    if known >= 2 and known * 5 >= filled * 4:
        return "repeated_heading"
    units = sum(set(fold(text).replace("%", " % ").split()) <= _UNIT_WORDS or fold(text) in layout.kind.headings for text in texts)
    return "second_heading" if number <= layout.row + _NEXT_ROWS and units >= 2 and units * 2 >= filled else ""


def _read_cells(grid: Grid, layout: Layout, number: int) -> tuple[dict[str, object], list[Finding]]:
    cells = grid.rows[number]
    values: dict[str, object] = {}
    faults: list[Finding] = []
    for index, column in layout.columns.items():
        raw = cells[index] if index < len(cells) else None
        try:
            value = _read_one(grid, (number, index), raw, column)
        except Problem as problem:
            faults.append(_cell_finding(grid, number, index, column, raw, problem))
            continue
        if value is not None:
            values[column.key] = value
    if not faults:
        places = {column.key: index for index, column in layout.columns.items()}
        for key, fault in check_row(layout.kind.key, values):
            index = places[key]
            raw = cells[index] if index < len(cells) else None
            faults.append(_cell_finding(grid, number, index, layout.columns[index], raw, fault))
    if not faults:
        faults += list(_map_paragraphs(grid, layout, number, values))
    return values, faults


def _read_one(grid: Grid, place: tuple[int, int], raw: Raw, column: Column) -> object:
    """The value of one cell, None for empty. Raises Problem."""
    if place in grid.formulas:
        raise Problem("formula")
    if place in grid.errors:
        raise Problem("error_value")
    if is_empty(raw):
        if column.required:
            raise Problem("missing")
        return None
    return read_cell(raw, column)


def _cell_finding(grid: Grid, number: int, index: int, column: Column, raw: Raw, problem: Problem, level: str = ROW) -> Finding:
    shown = "" if is_empty(raw) else show_value(raw, column, problem.key)
    cell = f"{letter(index)}{number + 1}"
    return Finding(problem.key, level, grid.file, grid.sheet, cell, column.heading, shown, problem.detail)


def _map_paragraphs(grid: Grid, layout: Layout, number: int, values: dict[str, object]) -> Iterator[Finding]:
    """Paragraphs as they are called today; what was changed or cannot be told is said. Changes `values`."""
    year = values.get("year") or values.get("price_year")
    for index, column in layout.columns.items():
        if not column.shape.startswith("paragraph") or column.key not in values:
            continue
        given = values[column.key]
        found = [map_paragraph(code, year if isinstance(year, int) else None) for code in (given if isinstance(given, tuple) else (given,))]
        codes = tuple(dict.fromkeys(each.code for each in found))
        values[column.key] = codes if isinstance(given, tuple) else codes[0]
        for each in found:
            raw = grid.rows[number][index]
            if each.early:
                yield _cell_finding(grid, number, index, column, raw, Problem("paragraph_early", {"on": each.why}), DOUBT)
            elif each.unclear:
                yield _cell_finding(
                    grid, number, index, column, raw, Problem("paragraph_unclear", {"why": each.why, "code": each.code}), DOUBT
                )
            elif each.changed:
                yield _cell_finding(grid, number, index, column, raw, Problem("paragraph_mapped", {"code": each.code}), NOTE)


def _sheet_findings(grid: Grid, layout: Layout) -> Iterator[Finding]:
    """What the eye does not see at once."""
    for key in grid.notes:
        yield Finding(key, NOTE, grid.file, grid.sheet)
    if not grid.visible:
        yield Finding("hidden_sheet", DOUBT, grid.file, grid.sheet)
    hidden = [row for row in grid.hidden if row > layout.row]
    if hidden:
        rows = ", ".join(str(row + 1) for row in hidden[:8]) + (" …" if len(hidden) > 8 else "")
        yield Finding("hidden_rows", DOUBT, grid.file, grid.sheet, str(hidden[0] + 1), detail={"rows": rows, "count": str(len(hidden))})
    for top, left, bottom, right in grid.merged:
        if bottom > layout.row:
            area = f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
            yield Finding("merged_cells", DOUBT, grid.file, grid.sheet, area)
    if grid.comments:
        yield Finding("cell_comments", NOTE, grid.file, grid.sheet, detail={"count": str(len(grid.comments))})


def _unread_findings(grid: Grid, layout: Layout) -> Iterator[Finding]:
    """Columns that are not read although there is something in them."""
    heading = grid.rows[layout.row]
    for index in layout.unread:
        held = sum(1 for row in grid.rows[layout.row + 1 :] if index < len(row) and not is_empty(row[index]))
        name = heading[index] if index < len(heading) else None
        cell, detail = f"{letter(index)}{layout.row + 1}", {"count": str(held), "letter": letter(index)}
        if is_empty(name):
            if held:
                yield Finding("no_heading", DOUBT, grid.file, grid.sheet, cell, detail=detail)
            continue
        near = nearest_column(layout.kind, name, layout.columns)
        key = "unknown_column_near" if near else "unknown_column"
        yield Finding(key, DOUBT, grid.file, grid.sheet, cell, detail=detail | {"near": near})
