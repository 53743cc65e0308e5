"""Tables with real cells: which column holds the municipalities, which a theme, and which rows are headers. Every cell's line gets its sign."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from samspil.review.published.article import ArticleLine
from samspil.review.published.signs import is_header, is_region, parse_caption, parse_name
from samspil.review.published.themes import find_theme
from samspil.review.published.words import read_words

_FIGURES = re.compile(r"[\d.,\s]{1,6}")
_LONGEST_LABEL = 70
_FEWEST_ROWS = 4
_ENOUGH = 0.6
_TOTALS = ("i alt", "total", "sum", "samlet")
_ORDER = {"name": 0, "skip": 1, "theme": 2}


@dataclass(frozen=True, slots=True)
class _Grid:
    """`name`: column of the municipalities; `theme`: column of themes, -1 without; `skipped`: columns of numbers and regions; `first`: row of the first name."""

    name: int
    theme: int
    skipped: frozenset[int]
    first: int


def sign_cells(lines: Sequence[ArticleLine]) -> list[ArticleLine]:
    """The lines with `sign` set in tables that hold municipalities; in each row the name first, so that its text is one piece."""
    cells: dict[int, list[ArticleLine]] = {}
    for line in lines:
        if line.table > 0:
            cells.setdefault(line.table, []).append(line)
    grids = {table: grid for table, own in cells.items() if (grid := _describe(own))}
    signed: list[ArticleLine] = []
    for table, group in groupby(lines, key=lambda line: line.table):
        grid = grids.get(table)
        if grid is None:
            signed += [replace(line, sign="skip") if table > 0 else line for line in group]
            continue
        for _row, cells_of_row in groupby(group, key=lambda line: line.row):
            signed += _sign_row(list(cells_of_row), grid)
    return signed


def _describe(lines: Sequence[ArticleLine]) -> _Grid | None:
    """None for a table without municipalities (figures, layout)."""
    names = Counter(line.column for line in lines if (known := parse_name(line.text)) and known.municipality)
    if not names:
        return None
    name = min(names, key=lambda column: (-names[column], column))
    first = min(line.row for line in lines if line.column == name and parse_name(line.text))
    columns: dict[int, list[str]] = {}
    for line in lines:
        if line.column != name and line.row >= first:
            columns.setdefault(line.column, []).append(line.text)
    heads = {line.column: line.text.casefold().strip() for line in lines if line.row < first}
    theme = next((column for column, texts in sorted(columns.items()) if _are_themes(texts, heads.get(column, ""))), -1)
    return _Grid(name, theme, frozenset(column for column, texts in columns.items() if _say_nothing(texts)), first)


def _are_themes(texts: Sequence[str], head: str) -> bool:
    if any(len(text) > _LONGEST_LABEL for text in texts):
        return False
    if head in read_words()["header_themes"]:
        return True
    few = len(set(texts)) <= max(6, len(texts) // 3) and len(texts) >= _FEWEST_ROWS
    return few and sum(bool(find_theme(text)) for text in texts) >= _ENOUGH * len(texts)


def _say_nothing(texts: Sequence[str]) -> bool:
    """Running numbers, regions."""
    return all(_FIGURES.fullmatch(text) or is_region(text) for text in texts)


def _sign_row(row: Sequence[ArticleLine], grid: _Grid) -> list[ArticleLine]:
    """A row of one cell is a heading inside the table unless it is a name; rows above the first name are headers."""
    if len({line.column for line in row}) == 1 and row[0].columns > 1 and not parse_name(row[0].text):
        title = row[0].column in (0, grid.name) and len(row) == 1 and len(row[0].text) <= 2 * _LONGEST_LABEL
        return [replace(line, sign="" if title and row[0].column != grid.theme else _sign(line, grid)) for line in row]
    if row[0].row < grid.first and not any(parse_caption(line.text) for line in row):
        return [replace(line, sign="header") for line in row]
    if all(is_header(line.text) or len(line.text) <= 30 for line in row) and is_header(row[0].text) and not parse_name(row[0].text):
        return [replace(line, sign="header") for line in row]
    return sorted((replace(line, sign=_sign(line, grid)) for line in row), key=lambda line: _ORDER.get(line.sign, 3))


def _sign(line: ArticleLine, grid: _Grid) -> str:
    if line.column == grid.theme:
        return "theme"
    if line.column in grid.skipped:
        return "skip"
    if line.column != grid.name:
        return "text"
    if line.text.casefold() in _TOTALS:
        return "skip"
    return "name" if parse_name(line.text) or (line.columns > 1 and len(line.text) <= _LONGEST_LABEL) else "text"
