"""Lines become blocks: headings, paragraphs, list items and table rows, by what the format says or by how the lines stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samspil.passages.pieces import Piece, join_visual_rows
from samspil.passages.shape import MARKDOWN_HEADING, Shape, is_numbered, right_edge
from samspil.passages.signs import BULLET, SENTENCE_END
from samspil.passages.tables import Row, find_tables
from samspil.values.document import Page

_LONE_BULLET = 2  # characters at most
_SPEECH = "–—"  # before a whole paragraph more often speech than a bullet
_TITLE = re.compile(r"budget|aftale|forlig|kommune|20[1-4]\d", re.I)
_MOST_BETWEEN = 12  # blocks that may stand between two halves of a paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: 'heading', 'paragraph', 'item' or 'row'. `pieces` in reading order. `row`: figures and header of a table row found in lines.
    `table`: its number (negative for tables found in lines). `marked`: an item's first line with its bullet or number.
    """

    kind: str
    pieces: tuple[Piece, ...]
    level: int = 0
    row: Row | None = None
    table: int = 0
    marked: Piece | None = None

    @property
    def text(self) -> str:
        """The raw lines, one blank apart."""
        return " ".join(piece.text for piece in self.pieces)


def find_blocks(pieces: Sequence[Piece], pages: Sequence[Page], *, typed: bool) -> list[Block]:
    """All blocks of a document in reading order."""
    pieces, bullets = _take_bullets(join_visual_rows(pieces, pages))
    shape = Shape.measure(pieces, typed=typed)
    rows = find_tables(pieces)
    blocks: list[Block] = []
    run: list[Piece] = []
    for index, piece in enumerate(pieces):
        if index in rows or piece.role == "row":
            blocks += _text_blocks(shape, run, bullets)
            run = []
            blocks += _row_blocks(piece, rows.get(index))
        else:
            run.append(piece)
    blocks += _text_blocks(shape, run, bullets)
    return _raise_title(_rejoin(blocks, shape))


def _raise_title(blocks: list[Block]) -> list[Block]:
    """The agreement's name stands above all other headings, also where it is set like them."""
    first = blocks[0] if blocks else None
    if first is None or first.kind != "heading" or not _TITLE.search(first.text[:200]):
        return blocks
    highest = min((block.level for block in blocks[1:] if block.kind == "heading"), default=first.level + 1)
    return [replace(first, level=highest - 1), *blocks[1:]] if first.level >= highest else blocks


def _take_bullets(pieces: Sequence[Piece]) -> tuple[list[Piece], set[tuple[int, int]]]:
    """Without the lone bullets (some producers draw them apart from their lines), and the (page, start) of the lines they stand before."""
    lone = [piece for piece in pieces if len(piece.text) <= _LONE_BULLET and not piece.role and BULLET.fullmatch(piece.text + " ")]
    if not lone:
        return list(pieces), set()
    places = {(piece.page, round(piece.box[3] / 4) + shift): piece.box[0] for piece in lone for shift in (-1, 0, 1)}
    gone = set(map(id, lone))
    kept = [piece for piece in pieces if id(piece) not in gone]
    before = ((piece, places.get((piece.page, round(piece.box[3] / 4)))) for piece in kept)
    return kept, {(piece.page, piece.start) for piece, left in before if left is not None and 0 < piece.box[0] - left < 60}


def _row_blocks(piece: Piece, row: Row | None) -> list[Block]:
    if piece.role == "row":
        return [Block("row", (piece,), table=piece.table)]
    return [Block("row", row.label, row=row, table=row.table)] if row else []


def _text_blocks(shape: Shape, run: Sequence[Piece], bullets: set[tuple[int, int]]) -> list[Block]:
    """The blocks of a run of lines that holds no table rows."""
    groups: list[list[Piece]] = []
    for index, piece in enumerate(run):
        bullet = (piece.page, piece.start) in bullets
        if groups and not _breaks(shape, run, index, bullet):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    blocks = [_block(shape, group, (group[0].page, group[0].start) in bullets) for group in groups]
    return [_settle(shape, blocks, number) for number in range(len(blocks))]


def _breaks(shape: Shape, run: Sequence[Piece], index: int, bullet: bool) -> bool:
    """Whether a new block begins at the line `index`; how far the lines around reach is measured only where it decides."""
    above, piece = run[index - 1], run[index]
    told = shape.breaks_surely(above, piece, bullet)
    return shape.ended_early(above, piece, right_edge(run, index - 1)) if told is None else told


def _block(shape: Shape, group: Sequence[Piece], bulleted: bool) -> Block:
    first = group[0]
    text = " ".join(piece.text for piece in group[:20])
    if first.role == "heading":
        return Block("heading", tuple(group), first.level or 1)
    if not first.role and (mark := MARKDOWN_HEADING.match(first.text)):
        return Block("heading", (first.part(mark.end(), len(first.text)), *group[1:]), len(mark[1]))
    bullet = BULLET.match(first.text) if first.role != "caption" and not (first.role and first.text[0] in _SPEECH) else None
    level = shape.heading_level(first, text) if first.role != "item" and (not bullet or is_numbered(text)) else 0
    if level and not bulleted:
        return Block("heading", tuple(group), level)
    if first.role == "item" or bullet or bulleted:
        return Block("item", (first.part(bullet.end(), len(first.text)) if bullet else first, *group[1:]), marked=first)
    return Block("paragraph", tuple(group))


def _settle(shape: Shape, blocks: Sequence[Block], number: int) -> Block:
    """A short line alone before other text is a heading where the format shows no sizes; so is '2. Skole' outside a list."""
    block = blocks[number]
    if shape.shows_headings:
        return block
    if block.kind not in {"paragraph", "item"} or len(block.pieces) > 2 or number + 1 == len(blocks) or block.pieces[0].role == "item":
        return block
    pieces = (block.marked or block.pieces[0], *block.pieces[1:])
    text = " ".join(piece.text for piece in pieces)
    following = blocks[number + 1]
    alone = following.kind != "heading" and (SENTENCE_END.search(following.text[-6:]) is not None or len(following.text) > len(text))
    if block.kind == "item":
        alone = alone and is_numbered(text) and following.kind == "paragraph" and (not number or blocks[number - 1].kind != "item")
    return Block("heading", pieces, 2) if shape.is_typed_heading(text, alone) else block


def _rejoin(blocks: Sequence[Block], shape: Shape) -> list[Block]:
    """Put together again what a footnote, a box or a table cut in two: the second half begins with a small letter."""
    joined: list[Block] = []
    open_at = -1
    for block in blocks:
        if 0 <= open_at < len(joined) - 1 and _is_second_half(joined[open_at], block, joined[open_at + 1 :]):
            half = joined.pop(open_at)
            joined.append(replace(half, pieces=(*half.pieces, *block.pieces)))
            open_at = len(joined) - 1
            continue
        joined.append(block)
        if _is_open(block, shape):
            open_at = len(joined) - 1
        elif len(joined) - open_at > _MOST_BETWEEN:
            open_at = -1
    return joined


def _is_open(block: Block, shape: Shape) -> bool:
    """A paragraph of running text whose last sentence has not ended."""
    last = block.pieces[-1] if block.pieces else None
    if last is None or last.role or not shape.wrapped or block.kind not in {"paragraph", "item"}:
        return False
    return not SENTENCE_END.search(last.text) and len(last.text) > 25 and abs(last.size - shape.size) < 0.6


def _is_second_half(half: Block, block: Block, between: Sequence[Block]) -> bool:
    """What stands between must be on the page on which the first half begins, so that pages stay in order."""
    first = block.pieces[0]
    if block.kind != "paragraph" or first.role or not first.text[0].islower() or abs(first.size - half.pieces[-1].size) > 0.6:
        return False
    page = half.pieces[0].page
    return all(piece.page == page for each in between for piece in each.pieces)


def iter_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """The rows that the format itself marks."""
    return (block for block in blocks if block.kind == "row" and block.row is None)
