"""Lines of all pages made comparable: every line gets a box, so that one set of layout rules serves PDF and plain text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from samspil.passages.figures import parse_header
from samspil.passages.signs import BULLET
from samspil.values.document import Box, Document, Page

_PAGE_NUMBER = re.compile(r"(?:side|page|s\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?\s*(?:(?:af|/|of)\s*\d{1,4})?", re.I)
_EDGE = 0.12  # share of the page's height in which running heads and feet stand
_RULE = re.compile(r"[-=+_|~.\s]{4,}")
_LONGEST_RULE = 400
_CONTENTS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,})\s*\d{1,3}\s*$")
_YEAR = re.compile(r"\b20[1-4]\d\b")
_OWN_LINES = ("docx", "html")  # formats in which a line end inside a paragraph was set by hand
_LINE_END = re.compile(r"\s*\n\s*")
_FEWEST_LINES = 12
_FEWEST_FULL = 3  # lines
_NARROWEST, _WIDEST = 40, 130  # characters of a line of text broken to a width
_GOES_ON = re.compile(r"[a-zæøå(0-9]")
_ENDED = re.compile(r"[.!?:;…][\"'”»)]*$")
_WIDEST_SEAM = 4  # raw characters between two cells of one height: a line end and blanks


class Piece(NamedTuple):
    """A line on its page: `text` is `raw[start:end]`, without outer blanks; `page` is an index into the document's pages."""

    page: int
    start: int
    end: int
    text: str
    box: Box
    size: float = 10.0
    bold: bool = False
    role: str = ""
    level: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    table: int = 0

    def part(self, first: int, last: int) -> "Piece":
        """The piece from its character `first` to `last` (half open)."""
        return Piece(
            self.page, self.start + first, self.start + last, self.text[first:last], self.box, self.size, self.bold, self.role, self.level
        )


def read_pieces(document: Document) -> list[Piece]:
    """All lines with text, in reading order, without running heads, feet, page numbers, rules and tables of contents."""
    own_lines = document.format in _OWN_LINES
    pieces = [piece for index, page in enumerate(document.pages) for piece in _pieces_of(index, page, own_lines)]
    if own_lines and is_broken_into_lines([piece.text for piece in pieces if piece.role == "paragraph"]):
        pieces = [piece._replace(role="") if piece.role == "paragraph" else piece for piece in pieces]
    furniture = find_furniture(pieces, document.pages)
    return [piece for number, piece in enumerate(pieces) if number not in furniture]


def _pieces_of(index: int, page: Page, own_lines: bool) -> Iterator[Piece]:
    row = last = 0
    pitch = _line_pitch(page)
    for line in page.lines:
        raw = page.raw[line.start : line.end]
        text = raw.strip()
        if not text:
            continue
        row += 1 if line.box else max(1, _count_ends(page.raw, last, line.start) // pitch)
        last = line.end
        start = line.start + len(raw) - len(raw.lstrip())
        box = line.box or _typed_box(raw, row)
        piece = Piece(
            index, start, start + len(text), text, box, line.size or 10.0, line.bold, line.role, line.level, line.cells, line.table
        )
        if own_lines and "\n" in text and not line.cells and line.role != "heading":
            yield from cut_hand_set(piece)
        else:
            yield piece


def _count_ends(raw: str, start: int, end: int) -> int:
    """Line ends in a stretch of text; old files end lines in a carriage return alone."""
    return max(raw.count("\n", start, end), raw.count("\r", start, end))


def _line_pitch(page: Page) -> int:
    """Line ends from one typed line to the next: 2 where the text is set with a blank line between all lines."""
    lines = page.lines
    if len(lines) < _FEWEST_LINES or any(line.box or line.role not in ("", "row") for line in lines):
        return 1
    ends = [_count_ends(page.raw, above.end, below.start) for above, below in pairwise(lines)]
    if 10 * sum(count == 1 for count in ends) > len(ends) or 2 * sum(count == 2 for count in ends) < len(ends):
        return 1
    return 2 if is_broken_into_lines([page.raw[line.start : line.end].strip() for line in lines if not line.role]) else 1


def is_broken_into_lines(paragraphs: Sequence[str]) -> bool:
    """Whether what the format calls paragraphs are single lines, as when the text of a PDF was pasted in: none is long, and many begin in the midst of a sentence."""
    if len(paragraphs) < _FEWEST_LINES or 50 * sum(len(text) > _WIDEST for text in paragraphs) > len(paragraphs):
        return False
    run_on = sum(below[0].islower() and not _ENDED.search(above[-9:]) for above, below in pairwise(paragraphs))
    return 4 * run_on > len(paragraphs)


def cut_hand_set(piece: Piece) -> Iterator[Piece]:
    """A paragraph cut at the line ends its author set, where neither a sentence runs over them nor the line was full."""
    ends = list(_LINE_END.finditer(piece.text))
    bounds = [0, *(match.end() for match in ends)]
    lengths = [match.start() - first for match, first in zip(ends, bounds, strict=False)]
    width = _full_width([*lengths, len(piece.text) - bounds[-1]])
    start = 0
    for match, length in zip(ends, lengths, strict=True):
        before, after = piece.text[start : match.start()], piece.text[match.end() : match.end() + 40]
        full = width and length + len(after.split(maxsplit=1)[0]) + 1 > width and not BULLET.match(after)
        if "\n" in match[0].replace("\n", "", 1) or not (full or (not _ENDED.search(before[-9:]) and _GOES_ON.match(after))):
            yield piece.part(start, match.start())
            start = match.end()
    yield piece.part(start, len(piece.text))


def _full_width(lengths: Sequence[int]) -> int:
    """How long the longest of a paragraph's lines is when most of them are about as long, as in text broken to a width; 0 otherwise."""
    width = max(lengths)
    if len(lengths) < _FEWEST_FULL or not _NARROWEST <= width <= _WIDEST:
        return 0
    return width if 2 * sum(length > 0.8 * width for length in lengths) > len(lengths) else 0


def _typed_box(raw: str, row: int) -> Box:
    """Plain text as on a typewriter: 5 points a character, 12 points a line; tabs count as 4 blanks."""
    flat = raw.rstrip().expandtabs(4)
    left = 5.0 * (len(flat) - len(flat.lstrip()))
    return (left, 12.0 * row, 5.0 * len(flat), 12.0 * row + 10.0)


def find_furniture(pieces: Sequence[Piece], pages: Sequence[Page]) -> set[int]:
    """Indexes of lines that are no text: rules, contents lines, and at a page's edge what is repeated there or a bare page number."""
    found = {number for number, piece in enumerate(pieces) if not piece.role and _is_ornament(piece.text)}
    places = {number: _place(piece) for number, piece in enumerate(pieces) if _is_at_edge(piece, pages[piece.page])}
    pages_with: Counter[tuple[str, int]] = Counter()
    for place, _page in {(place, pieces[number].page) for number, place in places.items()}:
        pages_with[place] += 1
    enough = max(2, min(4, (len(pages) + 1) // 2))
    for number, place in places.items():
        text = pieces[number].text
        is_repeated = pages_with[place] >= enough and parse_header(text) is None
        if (is_repeated or _PAGE_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text):
            found.add(number)
    return found


def _is_ornament(text: str) -> bool:
    if not text[0].isalnum() and len(text) < _LONGEST_RULE and _RULE.fullmatch(text):
        return True
    return "..." in text[-60:] and len(text) < _LONGEST_RULE and _CONTENTS.search(text[-60:]) is not None


def _is_at_edge(piece: Piece, page: Page) -> bool:
    if not page.height or len(piece.text) > 160 or piece.role:
        return False
    return piece.box[3] < page.height * _EDGE or piece.box[1] > page.height * (1 - _EDGE)


def _place(piece: Piece) -> tuple[str, int]:
    """Text without its digits, and the height it stands at: equal for the same running head on every page."""
    return re.sub(r"\d+", "#", piece.text.lower()), round(piece.box[1] / 6)


def join_visual_rows(pieces: Sequence[Piece], pages: Sequence[Page]) -> list[Piece]:
    """Cells that the format gives one by one on the same height become one line with cells again."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and not piece.role and _same_height(joined[-1], piece):
            joined[-1] = _beside(joined[-1], piece, pages[piece.page].raw)
        else:
            joined.append(piece)
    return joined


def _same_height(left: Piece, right: Piece) -> bool:
    if left.page != right.page or left.role or not left.box[3] or not 0 <= right.start - left.end <= _WIDEST_SEAM:
        return False
    overlap = min(left.box[3], right.box[3]) - max(left.box[1], right.box[1])
    height = min(left.box[3] - left.box[1], right.box[3] - right.box[1])
    return overlap > 0.6 * height and right.box[0] >= left.box[2] - 1.0


def _beside(left: Piece, right: Piece, raw: str) -> Piece:
    box = (left.box[0], min(left.box[1], right.box[1]), right.box[2], max(left.box[3], right.box[3]))
    cells = (*(left.cells or ((left.start, left.end),)), (right.start, right.end))
    return left._replace(end=right.end, text=raw[left.start : right.end], box=box, cells=cells)
