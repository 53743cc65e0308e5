"""Table rows in running lines: 'Pulje til skærmbesøg 300 500 800 800' under a header with years, and tables flattened to one cell a line."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from samspil.passages.columns import Columns, ends_text, measure_columns
from samspil.passages.figures import (
    Span,
    count_figures,
    has_other_figures,
    is_number,
    is_year,
    parse_caption_years,
    parse_header,
    split_row,
)
from samspil.passages.pieces import Piece
from samspil.passages.shape import body_size, letter_width

_SHORT = 34  # characters a header cell has at most
_MOST_HEADER_LINES = 16
_HEADER_LOOK = 5
_MOST_LABEL_LINES = 16
_LONGEST_REST = 60  # characters of a line that ends a label
_YEAR_SIGN = re.compile(r"20[1-4]\d|\bbo?\s?\d|[’'][2-4]\d", re.I)
_HEADER_SIGN = re.compile(r"20[1-4]\d|\bbo?\s?\d|[’'][2-4]\d|år\s[1-3]$|(?:kr|mio|pl|priser)\.?\)?$", re.I)  # what a header may end in
_DIGIT = re.compile(r"\d")
_MOST_ROWS = 0.6
_NUMBERED = re.compile(r"\d{1,3}[.)]?\s+(?=\S*[^\W\d_])")
_CODED = re.compile(r"[A-ZÆØÅ]{1,4}\s+(?=\S)")
_NUMBER_COLUMN = re.compile(r"(?:nr|lb|løb|pkt|punkt|id|#)\b", re.I)
_UNIT_CELL = re.compile(r"(?<=[^,;:\s])\s+((?:1\.000|t\.|mio\.)\s?kr\.?|kr\.|tkr\.?|mio\.)$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row found in lines: pieces of the label, pieces of the figures (None where the cell is empty), and the header above them.

    A row without cells is a line between the rows ('Drift'). `table` numbers the tables; `number`: what stood before the label in a column of numbers;
    `head`: what stands above the labels ('Besparelser').
    """

    label: tuple[Piece, ...]
    cells: tuple[Piece | None, ...]
    columns: tuple[str, ...]
    table: int = 0
    number: str = ""
    head: str = ""


@dataclass(slots=True)
class _Table:
    """A table being read. `pending`: lines that may begin a label; `end`: where the last row ended."""

    header: str
    columns: tuple[str, ...]
    place: Columns
    end: int
    pending: list[int] = field(default_factory=list)
    rows: dict[int, Row | None] = field(default_factory=dict)
    last: int = -1


class Header(NamedTuple):
    """A header found in lines: `after`: where the rows begin; `keep`: a caption, which stays text."""

    label: str
    columns: tuple[str, ...]
    after: int
    keep: bool = False


class _Figures(NamedTuple):
    """The figures of one row: where they end, the label on their line, and their pieces (None where a cell is empty)."""

    after: int
    label: Piece | None
    cells: tuple[Piece | None, ...]


def find_tables(pieces: Sequence[Piece]) -> dict[int, Row | None]:
    """For each index of a piece that belongs to a table without marks of its own: its row (at the row's first piece), None for the other pieces."""
    found: dict[int, Row | None] = {}
    index = tables = 0
    near = {index - n for index, piece in enumerate(pieces) if _has_year(piece.text) for n in range(_HEADER_LOOK)}
    letter = letter_width(pieces) / body_size(pieces) if near else 0.5
    while index < len(pieces):
        table = _read_table(pieces, index, letter) if index in near else None
        if table is not None and table.rows:
            tables += 1
            found.update((n, replace(row, table=-tables) if row else None) for n, row in table.rows.items())
        index = max(index + 1, table.end if table else 0)
    return found


@functools.lru_cache(maxsize=1 << 12)
def _has_year(text: str) -> bool:
    """Whether a line may name a budget year; most lines have no digit at all."""
    return _DIGIT.search(text) is not None and _YEAR_SIGN.search(text) is not None


def _read_table(pieces: Sequence[Piece], at: int, letter: float) -> _Table | None:
    """The table whose header begins at `at`, without rows when nothing below the header fits it; None without a header."""
    header = _find_header(pieces, at) or _find_caption(pieces, at)
    if header is None:
        return None
    label, columns, first, keep = header
    if first >= len(pieces) or _find_header(pieces, first):
        return _Table(label, columns, Columns((), 0.0), first)
    table = _Table(label, columns, measure_columns(pieces, first, len(columns), letter), first)
    index = first
    while index < len(pieces) and not pieces[index].role and len(table.pending) <= _MOST_LABEL_LINES:
        following = _take_line(table, pieces, index)
        if following is None:
            break
        index = following
    if not any(row and row.cells for row in table.rows.values()):
        table.rows.clear()
        table.end = first
        return table
    table.rows.update(dict.fromkeys(range(at, at if keep else first)))
    _settle_labels(table)
    return table


def _find_header(pieces: Sequence[Piece], at: int) -> Header | None:
    """Label, columns, and where the rows begin, of a header in one line or in one line a cell (or half a cell)."""
    if pieces[at].role:
        return None
    if one := parse_header(pieces[at].text):
        return Header(*one, at + 1)
    if len(pieces[at].text) > _SHORT or pieces[at].text.endswith((".", ":")):
        return None
    if not any(_has_year(piece.text) for piece in pieces[at : at + _HEADER_LOOK]):
        return None
    text = ""
    best = None
    for index in range(at, min(len(pieces), at + _MOST_HEADER_LINES)):
        piece = pieces[index]
        if len(text) > 200 or len(piece.text) > _SHORT or piece.role or piece.size > pieces[at].size + 0.6:
            break
        if has_other_figures(piece.text) and has_other_figures(f"{text.rpartition(' ')[2]} {piece.text}"):
            break  # neither years nor the second line of '2026 (1.000 kr.)', 'Overslagsår 1'
        text = text[:-1] + piece.text if text.endswith(("‐", "-")) else f"{text} {piece.text}"
        if not _HEADER_SIGN.search(text[-8:]) or (index + 1 < len(pieces) and is_year(pieces[index + 1].text)):
            continue  # the run of years goes on
        header = parse_header(text)
        best = Header(*header, index + 1) if header else best
    return best if best and (best.after == at + 1 or len(best.label) <= _SHORT) else None


def _find_caption(pieces: Sequence[Piece], at: int) -> Header | None:
    """Years that only the caption names, when two rows with as many figures follow it."""
    if pieces[at].role == "row" or len(pieces[at].text) > 200 or at + 2 >= len(pieces) or "20" not in pieces[at].text:
        return None
    years = parse_caption_years(pieces[at].text)
    following = [piece for piece in pieces[at + 1 : at + 4] if not piece.role] if years else []
    rows = [split_row(piece.text, len(years)) for piece in following]
    return Header("", years, at + 1, keep=True) if sum(row is not None and row[0] > 0 for row in rows) > 1 else None


def _take_line(table: _Table, pieces: Sequence[Piece], index: int) -> int | None:
    """Read one line (or the lines of one row's figures); where to go on, None at the table's end."""
    if header := _find_header(pieces, index):
        return _skip_header(table, index, header)
    if figures := _find_figures(table, pieces, index):
        return _add_row(table, pieces, index, figures)
    if table.rows and not table.pending and _goes_on_below(table, pieces, index):
        return _lengthen_label(table, pieces, index)
    if _ends_table(pieces, index):
        return None
    table.pending.append(index)
    return index + 1


def _skip_header(table: _Table, index: int, header: Header) -> int | None:
    """The table's own header again, at the top of the next page; any other header begins a new table."""
    if not table.rows or header.columns != table.columns or table.pending:
        return None
    table.rows.update(dict.fromkeys(range(index, header.after)))
    table.end = header.after
    return header.after


def _find_figures(table: _Table, pieces: Sequence[Piece], index: int) -> _Figures | None:
    """The figures of a row, when the line at `index` ends in them or is the first of them; a label stands before or above them."""
    piece, size = pieces[index], len(table.columns)
    parts: tuple[int, Sequence[Span | None]] | None = split_row(piece.text, size)
    if parts is None and is_number(piece.text) and table.pending and _are_figures(pieces, index, size):
        return _Figures(index + size, None, tuple(pieces[index : index + size]))
    parts = parts or table.place.place_cells(piece)
    if parts is None or not (parts[0] or table.pending):
        return None
    cells = tuple(piece.part(*span) if span else None for span in parts[1])
    return _Figures(index + 1, piece.part(0, parts[0]) if parts[0] else None, cells)


def _are_figures(pieces: Sequence[Piece], index: int, size: int) -> bool:
    figures = pieces[index : index + size]
    if len(figures) < size or sum(is_year(each.text) for each in figures) > 1:
        return False
    return all(is_number(each.text) and not each.role for each in figures)


def _add_row(table: _Table, pieces: Sequence[Piece], index: int, figures: _Figures) -> int:
    """A row whose figures begin at `index`; of the pending lines those that run into each other are its label."""
    pending = [pieces[n] for n in table.pending]
    below = figures.label
    first = len(pending)
    while first and (below is None or table.place.wraps(pending[first - 1], below)):
        first -= 1
        below = pending[first]
    for number, piece in zip(table.pending[:first], pending[:first], strict=True):
        table.rows[number] = Row((piece,), (), table.columns)
    label = (*pending[first:], figures.label) if figures.label else tuple(pending[first:])
    start = table.pending[first] if first < len(pending) else index
    table.rows.update(dict.fromkeys(range(start, figures.after)))
    table.rows[start] = Row(label, figures.cells, table.columns, head=table.header)
    table.last, table.end = start, figures.after
    table.pending.clear()
    return figures.after


def _goes_on_below(table: _Table, pieces: Sequence[Piece], index: int) -> bool:
    """A line below the figures that begins with a small letter is the rest of that row's label."""
    piece, row = pieces[index], table.rows.get(table.last)
    if row is None or not 0 < len(row.label) < _MOST_LABEL_LINES or len(piece.text) >= _LONGEST_REST:
        return False
    return (piece.text[0].islower() or piece.text[0] == "(") and not count_figures(piece.text)


def _lengthen_label(table: _Table, pieces: Sequence[Piece], index: int) -> int:
    row = table.rows[table.last]
    if row is not None:
        table.rows[table.last] = replace(row, label=(*row.label, pieces[index]))
    table.rows[index] = None
    table.end = index + 1
    return index + 1


def _ends_table(pieces: Sequence[Piece], index: int) -> bool:
    """A heading or a full sentence below the last row is no wrapped label."""
    return ends_text(pieces[index].text) or pieces[index].size > pieces[index - 1].size * 1.08


def _settle_labels(table: _Table) -> None:
    """Take running numbers, committee codes and units out of the labels when the whole table has such a column."""
    rows = {n: row for n, row in table.rows.items() if row and row.cells and row.label}
    words = table.header.split()
    if _NUMBER_COLUMN.match(table.header) or (len(rows) > 2 and _share(rows, _NUMBERED) > _MOST_ROWS):
        _cut_labels(table, rows, _NUMBERED)
        words = words[1:]
    if len(words) > 1 and len(rows) > 2 and _share(rows, _CODED) > _MOST_ROWS:
        _cut_labels(table, rows, _CODED)
    if "enhed" in table.header.lower():
        _move_units(table)


def _move_units(table: _Table) -> None:
    """A unit at the end of a label is the first cell of its row."""
    for n, row in table.rows.items():
        last = row.label[-1] if row and row.cells and row.label else None
        match = _UNIT_CELL.search(last.text) if last else None
        if row and last and match:
            label = (*row.label[:-1], last.part(0, match.start()))
            table.rows[n] = replace(row, label=label, cells=(last.part(*match.span(1)), *row.cells), columns=("Enhed", *row.columns))


def _share(rows: dict[int, Row], pattern: re.Pattern[str]) -> float:
    return sum(pattern.match(row.label[0].text) is not None for row in rows.values()) / len(rows)


def _cut_labels(table: _Table, rows: dict[int, Row], pattern: re.Pattern[str]) -> None:
    for n, row in rows.items():
        if match := pattern.match(row.label[0].text):
            label = (row.label[0].part(match.end(), len(row.label[0].text)), *row.label[1:])
            rows[n] = table.rows[n] = replace(row, label=label, number=row.number or _number_in(match[0]))
        elif len(row.label) > 1 and row.label[0].text.rstrip(".)").isdigit():
            rows[n] = table.rows[n] = replace(row, label=row.label[1:], number=row.label[0].text.rstrip(".)"))


def _number_in(cut: str) -> str:
    """The number in what is cut from a label, '' of a committee's code."""
    number = cut.strip(" .)")
    return number if number.isdigit() else ""
