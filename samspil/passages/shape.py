"""How a document is set: measured once, then asked whether a line begins a new block and whether a block is a heading."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from samspil.passages.pieces import Piece
from samspil.passages.sentences import ends_in_abbreviation
from samspil.passages.signs import BULLET, SENTENCE_END

RUN_IN = re.compile(r"[^.:;!?]{2,60}:\s+\S")
_HYPHEN_END = ("-", "\u2010", "\ufffe", "\u00ad")
_WORD = re.compile(r"[^\W\d_]{2}")
_TITLE_START = re.compile(r"(?:#{1,6} |[\"„»(]?[A-ZÆØÅ0-9])")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-ZÆØÅ]")
_AWAITS = re.compile(r" (?:og|eller|samt|i|på|til|af|ved|for|fra|med|om|at|som|en|et|den|det|de)$")  # more must follow
_AWAITS_NAME = re.compile(r" (?:og|eller|samt|at|som|en|et)$")  # others may end a bullet: 'tælles med'
_SURE_LINE = 20
_LONGEST_TYPED_LINE = 130


@dataclass(frozen=True, slots=True)
class Shape:
    """`size`: of running text; `gap`: white space between its lines; `letter`: width of a letter of it; `lefts`: left edges of its columns;
    `heading_sizes`: larger sizes, largest first; `wrapped`: whether lines end where the line is full (or else where a paragraph ends);
    `shows_headings`: by size or by what the format says.
    """

    size: float
    gap: float
    letter: float
    lefts: tuple[float, ...]
    heading_sizes: tuple[float, ...]
    wrapped: bool
    shows_headings: bool

    @classmethod
    def measure(cls, pieces: Sequence[Piece], *, typed: bool) -> "Shape":
        """`typed`: plain text, whose lines may be whole paragraphs."""
        size = body_size(pieces)
        larger = sorted({round(p.size, 1) for p in pieces if p.size > size * 1.08 and len(p.text) < 200}, reverse=True)
        lengths = sorted(len(p.text) for p in pieces if not p.role)
        wrapped = not typed or (bool(lengths) and lengths[int(len(lengths) * 0.98)] <= _LONGEST_TYPED_LINE)
        shows = bool(larger) or any(piece.role == "heading" for piece in pieces)
        return cls(size, line_gap(pieces, size), letter_width(pieces), text_lefts(pieces), tuple(larger[:5]), wrapped, shows)

    def breaks(self, above: Piece, piece: Piece, right: float, bullet: bool) -> bool:
        """Whether `piece` begins a new block after the line `above`; `right`: how far the lines around reach; `bullet`: a list sign stands before it."""
        told = self.breaks_surely(above, piece, bullet)
        return self.ended_early(above, piece, right) if told is None else told

    def breaks_surely(self, above: Piece, piece: Piece, bullet: bool) -> bool | None:
        """Whether `piece` begins a new block, None where it takes the width of the lines around to tell."""
        if bullet or piece.role or above.role or not self.wrapped or self._looks_change(above, piece) or BULLET.match(piece.text):
            return True
        if above.text.endswith(_HYPHEN_END) and (above.page != piece.page or piece.box[1] - above.box[3] < 3 * above.size):
            return False
        if above.page != piece.page or piece.box[1] < above.box[1] - 2:
            if not goes_on(above, piece):
                return True
            return None if piece.text[0].isupper() and above.text[-1] != "," else False
        if piece.box[1] - above.box[3] > self.gap + 0.38 * above.size:
            return True
        return True if self._stands_beside(above, piece) else None

    def _stands_beside(self, above: Piece, piece: Piece) -> bool:
        """A cell right of the text on its height, and the text that goes on left of it."""
        if piece.box[2] <= above.box[0] + 1:
            return True
        return piece.box[0] > above.box[2] + 0.6 * above.size and piece.box[1] < above.box[3] - 0.5 * above.size

    def _looks_change(self, above: Piece, piece: Piece) -> bool:
        if abs(piece.size - above.size) > 0.6:
            return True
        return piece.bold != above.bold and self._stands_alone(above, piece)

    def _stands_alone(self, above: Piece, piece: Piece) -> bool:
        """A bold line is a heading of its own unless the bold text runs into the paragraph."""
        if above.bold and RUN_IN.match(above.text):
            return False
        return not above.bold or len(above.text) < 80 or SENTENCE_END.search(piece.text) is not None

    def ended_early(self, above: Piece, piece: Piece, right: float) -> bool:
        """A line that left room for the next line's first word ended its paragraph."""
        width = self.letter * above.size / self.size if self.size else self.letter
        word = len(piece.text.split(maxsplit=1)[0]) + 1
        room = right - above.box[2]
        if (
            piece.text[0].isupper()
            and self._is_indented(piece)
            and self._is_indented(above)
            and room > 3 * width
            and above.text[-1] not in ",;"
        ):
            return True
        if (
            piece.box[0] > above.box[0] + 0.8 * width
            and SENTENCE_END.search(above.text)
            and piece.text[0].isupper()
            and not BULLET.match(above.text)
        ):
            return not self._is_indented(above) and self._is_indented(piece)
        if room <= (word + 2) * width or (_AWAITS_NAME if piece.text[0].isupper() else _AWAITS).search(above.text[-8:]):
            return False
        if piece.text[0].islower() and len(above.text) > _SURE_LINE and not SENTENCE_END.search(above.text):
            return False  # a line beside a box or a picture
        return not piece.text[0].islower() or room > (word + 12) * width

    def _is_indented(self, piece: Piece) -> bool:
        """Lines of a list whose bullets the format lost stand further in than running text."""
        return all(abs(piece.box[0] - left) > 6 for left in self.lefts)

    def heading_level(self, piece: Piece, text: str) -> int:
        """1-6 for a heading by its looks, else 0: larger, or bold and short."""
        if len(text) > 160 or (len(text) > 60 and SENTENCE_END.search(text)) or not (_WORD.search(text) or " " in text[1:2]):
            return 0
        if round(piece.size, 1) in self.heading_sizes:
            return 1 + self.heading_sizes.index(round(piece.size, 1))
        if piece.bold and not RUN_IN.match(text) and (not SENTENCE_END.search(text) or (text.endswith(":") and len(text) < 60)):
            return 6
        return 0

    def is_typed_heading(self, text: str, alone: bool) -> bool:
        """Plain text and bare HTML have no sizes: a short line without a full stop is a heading, numbered ones ('2. Skole') too."""
        short = len(text) <= 70 and text[-1] not in ".!?:;," and _TITLE_START.match(text) is not None and _WORD.search(text) is not None
        return short and alone and not self.shows_headings


def is_numbered(text: str) -> bool:
    """'2. Skole', '3.1 Ældre'."""
    return _NUMBERED.match(text) is not None


def goes_on(above: Piece, piece: Piece) -> bool:
    """Over a column or page break a paragraph goes on when its sentence has not ended ('12 mio. kr.' before a small letter has not)."""
    if piece.text[0].islower() and ends_in_abbreviation(above.text):
        return True
    return not SENTENCE_END.search(above.text) and (
        piece.text[0].islower() or piece.text[0].isdigit() or above.text[-1] == "," or len(above.text) > 40
    )


def right_edge(run: Sequence[Piece], index: int, reach: int = 6) -> float:
    """How far to the right the lines around `index` reach: those of its column, page and size."""
    here = run[index]
    left, right = here.box[0], here.box[2]
    for piece in run[max(0, index - reach) : index + reach + 1]:
        box = piece.box
        if box[2] > right and abs(box[0] - left) < 40 and piece.page == here.page and abs(piece.size - here.size) < 0.6:
            right = box[2]
    return right


def body_size(pieces: Sequence[Piece]) -> float:
    """The font size most characters have."""
    exact: dict[float, int] = {}
    for piece in pieces:
        exact[piece.size] = exact.get(piece.size, 0) + len(piece.text)
    weights: Counter[float] = Counter()
    for size, weight in exact.items():
        weights[round(size, 1)] += weight
    return weights.most_common(1)[0][0] if weights else 10.0


def line_gap(pieces: Sequence[Piece], size: float) -> float:
    """The usual white space between two lines of a paragraph, in points (may be negative where boxes overlap)."""
    gaps = [b.box[1] - a.box[3] for a, b in pairwise(pieces) if a.page == b.page and abs(b.box[1] - a.box[3]) < 1.2 * size]
    return median(gaps) if gaps else 0.2 * size


def letter_width(pieces: Sequence[Piece]) -> float:
    """The usual width of a letter, of lines that are one line (PDFium draws lines with a hard hyphen together)."""
    widths = [(p.box[2] - p.box[0]) / len(p.text) for p in pieces if len(p.text) > 30 and "\ufffe" not in p.text]
    return median(widths) if widths else 5.0


def text_lefts(pieces: Sequence[Piece]) -> tuple[float, ...]:
    """Left edges at which running text begins: those of at least an eighth of all lines (one per column).

    Below a paragraph's indented first line the text goes back to the edge: such an indent is no edge, however many paragraphs there are.
    """
    lefts = [round(piece.box[0] / 3) for piece in pieces]
    counts = Counter(lefts)
    often = {left for left, count in counts.items() if count * 8 >= len(pieces)}
    if len(often) > 1:
        back = Counter(left for left, below in pairwise(lefts) if below < left)
        often = {left for left in often if 3 * back[left] < 2 * counts[left]}
    return tuple(3.0 * left for left in counts if left in often)
