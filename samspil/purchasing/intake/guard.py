"""Every cell of every sheet, also of those that are not read, is looked at for personal data before anything else is said about a file."""

import re
from collections.abc import Iterator

from samspil.purchasing.intake import personal
from samspil.purchasing.intake.cells import Raw, is_empty
from samspil.purchasing.intake.columns import Column
from samspil.purchasing.intake.findings import FILE, Finding, letter
from samspil.purchasing.intake.grid import Grid
from samspil.purchasing.intake.headings import Layout, is_help

_ORGANISATIONS = frozenset(("name",))  # shapes of columns where names of organisations stand
_P_NUMBER = re.compile(r"10[0-3]\d{7}")  # those given out so far; a person's number may look so too, but not in this column
_CVR = re.compile(r"\d{2} ?\d{2} ?\d{2} ?\d{2}")
_LEAST_NAMES = 3
_LISTED = 50


def find_personal(grid: Grid, layout: Layout | None) -> list[Finding]:
    """Places of personal data, without the data. At most 50 a sheet are listed; the last says how many more there are."""
    found: list[Finding] = []
    more = 0
    for finding in _find(grid, layout):
        if len(found) < _LISTED:
            found.append(finding)
        else:
            more += 1
    if more:
        last = found[-1]
        found[-1] = Finding(last.key, last.level, last.file, last.sheet, last.cell, more=more)
    return found


def _find(grid: Grid, layout: Layout | None) -> Iterator[Finding]:
    if personal.find_in_text(grid.sheet, prose=False):
        yield _place(grid, "sheet_name", "")
    for text in grid.comments:
        if kind := personal.find_in_text(text):
            yield _place(grid, kind, "")
    columns = layout.columns if layout else {}
    start = layout.row if layout else -1
    refused = set()
    if layout or not is_help(grid):
        for index, top in _personal_columns(grid, layout):
            refused.add(index)
            yield _place(grid, personal.HEADING, f"{letter(index)}{top + 1}")
    helping = is_help(grid)
    for number, row in enumerate(grid.rows):
        for index, raw in enumerate(row):
            if index in refused or is_empty(raw):
                continue
            kind = _look(raw, columns.get(index) if number > start else None, heading=number <= start, helping=helping)
            if kind:
                yield _place(grid, kind, f"{letter(index)}{number + 1}")
    yield from _name_columns(grid, layout)


def _look(raw: Raw, column: Column | None, *, heading: bool, helping: bool) -> str:
    """What kind of personal data one cell holds, '' for none."""
    shape = column.shape if column else ""
    if isinstance(raw, str):
        return _look_at_text(raw.strip(), shape, helping=helping or heading)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and not (shape in ("cvr", "pnumber") and raw < 2e9):
        return personal.find_in_number(raw, money=shape == "money")
    return ""


def _look_at_text(text: str, shape: str, *, helping: bool) -> str:
    """`helping`: a sheet of explanations or a heading: sentences may stand there."""
    if (shape == "pnumber" and _P_NUMBER.fullmatch(text)) or (shape == "cvr" and _CVR.fullmatch(text)):
        return ""
    if shape in ("id", "paragraph", "paragraphs") and personal.is_given_name(text):
        return personal.NAME
    sentences = helping or shape in ("conditions", "list", "codes")
    found = personal.find_in_text(text, organisation=shape in _ORGANISATIONS, prose=not sentences)
    return "" if helping and found == personal.PROSE else found


def _personal_columns(grid: Grid, layout: Layout | None) -> Iterator[tuple[int, int]]:
    """Columns whose heading is about persons and which hold anything, with the row of that heading."""
    rows = range(layout.row, layout.row + 1) if layout else range(min(5, len(grid.rows)))
    known = layout.columns if layout else {}
    for number in rows:
        for index, cell in enumerate(grid.rows[number]):
            filled = (index < len(row) and not is_empty(row[index]) for row in grid.rows[number + 1 :])
            if isinstance(cell, str) and index not in known and personal.is_personal_heading(cell) and any(filled):
                yield index, number


def _name_columns(grid: Grid, layout: Layout | None) -> Iterator[Finding]:
    """Columns that are not read and hold given names, one after another."""
    for index in layout.unread if layout else ():
        texts = (
            [
                str(row[index])
                for row in grid.rows[layout.row + 1 :]
                if index < len(row) and isinstance(row[index], str) and not is_empty(row[index])
            ]
            if layout
            else []
        )
        names = sum(personal.is_given_name(text) for text in texts)
        if names >= _LEAST_NAMES and names * 2 >= len(texts):
            yield _place(grid, personal.NAME, letter(index))


def _place(grid: Grid, kind: str, cell: str) -> Finding:
    """The place only. A sheet whose own name tells is called by nothing."""
    sheet = "" if personal.find_in_text(grid.sheet, prose=False) else grid.sheet
    return Finding(f"personal_{kind}", FILE, grid.file, sheet, cell)
