"""Tables set with blanks, as on a typewriter: labels that go on over two lines, and empty cells that nothing but the columns' places shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from samspil.documents.rows import Cells

_FEWEST_COLUMNS = 3
_NEAR = 3  # characters between a cell's edge and its column's
_SHORTEST = 12  # characters: a line that was full before it went on
_NARROW = 2  # blanks
_FAR = 4  # lines that may stand between two parts of one table
_SENTENCE_END = re.compile(r"[.!?:;]$")
_GOES_ON = re.compile(r"(?:[-,/(]|\b(?:og|eller|samt|i|på|til|af|ved|for|fra|med|om))$")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line that is not blank: `start`/`end` in the text, `cells` of a row (None of other text), `left`: where the line begins, with its blanks;
    `number`: which line of the text it is, counting blank ones.
    """

    start: int
    end: int
    cells: Cells | None
    left: int
    number: int


def complete_rows(raw: str, lines: Sequence[TypedLine]) -> list[TypedLine]:
    """The lines with labels of two lines put together and a cell, maybe empty, in every column."""
    joined = join_labels(raw, [line if _is_row(raw, lines, index) else replace(line, cells=None) for index, line in enumerate(lines)])
    columns: list[tuple[float, float]] = []
    done: list[TypedLine] = []
    last = -_FAR - 1
    for index, line in enumerate(joined):
        if line.cells and len(line.cells) > 1:
            if line.number - last > _FAR:
                columns = measure_columns(raw, _table_from(joined, index))
            last = line.number
            if 1 < len(line.cells) < len(columns):
                done.append(replace(line, cells=place_cells(line, columns) or line.cells))
                continue
        done.append(line)
    return done


def _is_row(raw: str, lines: Sequence[TypedLine], index: int) -> bool:
    """A line of text that was filled up with blanks may end in a figure too: it stands among lines of text, and its gaps are narrow."""
    cells = lines[index].cells
    if not cells or not is_set_with_blanks(raw, cells) or max(b - a for (_, a), (b, _) in pairwise(cells)) > _NARROW:
        return True
    near = (lines[n] for n in (index - 1, index + 1) if 0 <= n < len(lines))
    return any(line.cells and abs(line.number - lines[index].number) == 1 for line in near)


def _table_from(lines: Sequence[TypedLine], first: int) -> Iterator[TypedLine]:
    """The rows of the table that begins at `first`, over the few lines that stand between."""
    last = lines[first].number
    for line in lines[first:]:
        if line.number - last > _FAR:
            return
        if line.cells:
            last = line.number
            yield line


def measure_columns(raw: str, rows: Iterator[TypedLine]) -> list[tuple[float, float]]:
    """Left and right edge of each column, in characters from the line's beginning, as most cells of full rows have it; [] for bars and tabs."""
    found = [row for row in rows if row.cells and is_set_with_blanks(raw, row.cells)]
    count = max((len(row.cells or ()) for row in found), default=0)
    full = [[(a - row.left, b - row.left) for a, b in row.cells or ()] for row in found if len(row.cells or ()) == count]
    if count < _FEWEST_COLUMNS:
        return []
    return [(median(a for a, _b in cells), median(b for _a, b in cells)) for cells in zip(*full, strict=True)]


def is_set_with_blanks(raw: str, cells: Cells) -> bool:
    """Whether nothing but blanks stands between the cells; one tab between two cells keeps empty ones by itself."""
    return all(raw[a:b].strip(" \u00a0") == "" for (_, a), (b, _) in pairwise(cells))


def place_cells(row: TypedLine, columns: Sequence[tuple[float, float]]) -> Cells | None:
    """The cells under their columns, empty ranges in the others; None when one stands under no column."""
    placed: list[tuple[int, int]] = []
    for start, end in row.cells or ():
        if start < row.left:  # a label that begins on the line above
            placed.append((start, end))
            continue
        column = _nearest(start - row.left, end - row.left, columns)
        if column is None or column < len(placed):
            return None
        placed += [(start, start)] * (column - len(placed))
        placed.append((start, end))
    return (*placed, *[(row.end, row.end)] * (len(columns) - len(placed)))


def _nearest(left: int, right: int, columns: Sequence[tuple[float, float]]) -> int | None:
    distance, column = min((min(abs(left - a), abs(right - b)), n) for n, (a, b) in enumerate(columns))
    return column if distance <= _NEAR else None


def join_labels(raw: str, lines: Sequence[TypedLine]) -> list[TypedLine]:
    """Labels whose last line alone has the figures beside it: 'Selvbetjening til byggesager og' above 'boligstøtte   450   450'."""
    joined: list[TypedLine] = []
    for line in lines:
        row = line
        while joined and row.cells and _is_label_above(raw, joined[-1], row):
            above = joined.pop()
            row = replace(row, start=above.start, cells=((above.start, row.cells[0][1]), *row.cells[1:]))
        joined.append(row)
    return joined


def _is_label_above(raw: str, above: TypedLine, row: TypedLine) -> bool:
    if above.cells is not None or not row.cells or above.number != row.number - 1 or not is_set_with_blanks(raw, row.cells):
        return False
    label, text = raw[slice(*row.cells[0])], raw[above.start : above.end].strip()
    if (
        not label[:1].isalpha()
        or len(text) < _SHORTEST
        or above.end - above.left >= row.cells[1][0] - row.left
        or _SENTENCE_END.search(text)
    ):
        return False
    return label[0].islower() or _GOES_ON.search(text) is not None
