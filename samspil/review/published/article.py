"""A document becomes an article: cleaned lines (paragraphs, headings, cells) one blank line apart, each with its place in the article's text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from samspil.passages.clean import join_marks, read_marks
from samspil.passages.pieces import Piece, read_pieces
from samspil.passages.shape import Shape, right_edge
from samspil.passages.signs import BULLET, SENTENCE_END
from samspil.review.published.columns import order_columns
from samspil.review.published.signs import begins_alone, parse_inline, stands_alone
from samspil.values.document import Document

BETWEEN = "\n\n"
_OUTLINE = re.compile(r"(?:#{1,6}\s+)?(?:\*\*|__)?")
_TYPED_LINE = 12.0  # points from one line of plain text to the next (passages.pieces)
_GAP = re.compile(r"\t+|[ \u00a0]{3,}")


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A paragraph, heading, list item or a paragraph of a table cell. `text` is `Article.text[start:end]`. `gap`: blank lines before it, where the format
    shows them. `table`, `row`, `column`: of a cell, from 1, 1 and 0; `table` is 0 elsewhere. `columns`: how many the row has. `sign`: what it is when
    the layout tells: 'name', 'text', 'theme', 'header', 'skip'.
    """

    text: str
    start: int = 0
    end: int = 0
    role: str = ""
    level: int = 0
    bold: bool = False
    gap: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    columns: int = 0
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """`text`: the lines, a blank line apart. `title`: the format's own title field."""

    text: str
    lines: tuple[ArticleLine, ...]
    title: str = ""


def read_lines(document: Document) -> list[ArticleLine]:
    """The document's lines cleaned (NFC, single blanks, no soft hyphens, wrapped lines joined), without running heads and page numbers; places are not set yet."""
    pieces = read_pieces(document)
    raws = [page.raw for page in document.pages]
    if document.format == "pdf":
        pieces = order_columns(pieces)
    shape = Shape.measure(pieces, typed=document.format != "pdf")
    lines: list[ArticleLine] = []
    run: list[Piece] = []
    rows = 0
    for piece in pieces:
        cells = _cells_of(piece, raws[piece.page])
        if not cells:
            run.append(piece)
            continue
        lines += _join_run(shape, run, raws)
        run = []
        rows += 1
        lines += _row_lines(piece, cells, raws[piece.page], rows)
    return [*lines, *_join_run(shape, run, raws)]


def place_lines(lines: Sequence[ArticleLine], title: str = "") -> Article:
    """The article of these lines, in their order."""
    placed: list[ArticleLine] = []
    offset = 0
    for line in lines:
        placed.append(replace(line, start=offset, end=offset + len(line.text)))
        offset += len(line.text) + len(BETWEEN)
    return Article(BETWEEN.join(line.text for line in placed), tuple(placed), title)


def _cells_of(piece: Piece, raw: str) -> tuple[tuple[int, int], ...]:
    """Ranges of a row's cells; a name and its text with a tab or wide gap between are two cells, a paragraph that only looks like a row is none."""
    if piece.role == "row" and piece.table:
        return piece.cells
    if piece.cells:
        return piece.cells
    match = _GAP.search(raw, piece.start, min(piece.end, piece.start + 60))
    if match and not piece.role and stands_alone(raw[piece.start : match.start()]):
        return ((piece.start, match.start()), (match.end(), piece.end))
    return ()


def _row_lines(piece: Piece, cells: Sequence[tuple[int, int]], raw: str, row: int) -> Iterator[ArticleLine]:
    """Every paragraph of every cell."""
    for column, (start, end) in enumerate(cells):
        for first, last in _paragraphs(raw, start, end):
            text = clean_text(raw, first, last)
            if text:
                yield ArticleLine(text, role="row", bold=piece.bold, table=piece.table or -1, row=row, column=column, columns=len(cells))


def _paragraphs(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of a cell; a line end before a small letter was only a break."""
    here = start
    for match in re.finditer(r"\s*\n\s*", raw[start:end]):
        behind = raw[start + match.end() : start + match.end() + 1]
        if SENTENCE_END.search(raw[here : start + match.start()]) or not behind.islower():
            yield here, start + match.start()
            here = start + match.end()
    yield here, end


def clean_text(raw: str, start: int, end: int) -> str:
    """One line cleaned, without marks of Markdown around it."""
    text = "".join(read_marks(raw, start, end).chars).strip()
    return _OUTLINE.sub("", text, count=1).removesuffix("**").strip()


def _join_run(shape: Shape, run: Sequence[Piece], raws: Sequence[str]) -> Iterator[ArticleLine]:
    """Lines outside tables; lines that a line's width cut are joined."""
    groups: list[list[int]] = []
    for index, piece in enumerate(run):
        if groups and not _breaks(shape, run, groups[-1], index, piece):
            groups[-1].append(index)
        else:
            groups.append([index])
    for group in groups:
        first = run[group[0]]
        before = run[group[0] - 1] if group[0] else None
        text = _join([run[n] for n in group], raws)
        if text:
            yield ArticleLine(text, role=first.role, level=first.level, bold=first.bold, gap=_gap(before, first))


def _breaks(shape: Shape, run: Sequence[Piece], group: Sequence[int], index: int, piece: Piece) -> bool:
    above = run[index - 1]
    if piece.role or above.role:
        return True
    goes_on = piece.text[:1].islower() and not SENTENCE_END.search(above.text)
    if stands_alone(above.text) or (stands_alone(piece.text) and not goes_on):
        return True
    if begins_alone(piece.text) or (SENTENCE_END.search(above.text) and parse_inline(piece.text)):
        return True
    if begins_alone(run[group[0]].text):  # a caption goes on only in small letters
        return not piece.text[:1].islower() or _gap(above, piece) > 0
    return shape.breaks(above, piece, right_edge(run, index - 1), bullet=False)


def _join(pieces: Sequence[Piece], raws: Sequence[str]) -> str:
    """The text of some lines, without bullet and without hyphens of hyphenation."""
    first = pieces[0]
    mark = BULLET.match(first.text) if not begins_alone(first.text) and not first.text.startswith("**") else None
    start = first.start + (mark.end() if mark and not first.text[:1].isalnum() else 0)
    marks = read_marks(raws[first.page], start, first.end)
    for before, piece in pairwise(pieces):
        join_marks(marks, read_marks(raws[piece.page], piece.start, piece.end), raws[before.page][before.end - 1])
    text = "".join(marks.chars).strip()
    return _OUTLINE.sub("", text, count=1).removesuffix("**").strip() if not first.role or "**" in text else text


def _gap(before: Piece | None, piece: Piece) -> int:
    """Blank lines between two lines of plain text; 0 where the format has roles of its own."""
    if before is None or piece.role or before.role or before.page != piece.page:
        return 0
    return max(0, round((piece.box[1] - before.box[1]) / _TYPED_LINE) - 1)
