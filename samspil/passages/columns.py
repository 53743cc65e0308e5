"""Where the columns of a table without marks stand, measured on its own lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from samspil.passages.figures import Span, count_figures, parse_header, split_row
from samspil.passages.pieces import Piece
from samspil.passages.sentences import ends_in_abbreviation

_LOOK_AHEAD = 60
_LONGEST_LABEL = 110
_SHORT_LABEL = 25  # 'Senior 2:' may begin a label of two lines
_SPREAD = 1.12
_NO_GAP = -100.0
_UNKNOWN = -1e6  # a right edge no line has
_NEAR = 4.0  # points by which right edges of one column differ
_LINKS = ("og", "eller", "samt", "i", "på", "til", "af", "ved", "for", "fra", "med", "om", "m.v.,")


@dataclass(frozen=True, slots=True)
class Columns:
    """`rights`: right edges of the figure columns, first to last, () when they cannot be told. `reach`: right edge of the label column.
    `letter`: width of a letter of size 1. `row_gap`: white space between two rows.
    """

    rights: tuple[float, ...]
    reach: float
    letter: float = 0.5
    row_gap: float = _NO_GAP

    def wraps(self, upper: Piece, lower: Piece) -> bool:
        """Whether the label goes on from the line `upper` to the line `lower`, rather than `upper` standing alone ('Drift')."""
        if upper.text.endswith(("-", "\u2010", "\u00ad", "\ufffe", ",", "/", "(")) or upper.text.split()[-1] in _LINKS:
            return True
        if upper.text[0].isdigit() and lower.text[0].isdigit():
            return False  # numbered rows
        if not lower.text[0].isupper():
            return True
        if upper.page != lower.page:
            return False
        if lower.box[1] - upper.box[3] < self.row_gap - 0.12 * upper.size:
            return True
        word = len(lower.text.split(maxsplit=1)[0]) + 1
        return upper.box[2] + word * _letter_width(upper) > self.reach + 1

    def place_cells(self, piece: Piece) -> tuple[int, tuple[Span | None, ...]] | None:
        """A row with empty cells: where its label ends, and a span or None for each column.

        The last figure's column is told by its right edge; figures before it are taken to stand next to it, as in a measure that begins later.
        """
        count = count_figures(piece.text)
        column = next((n for n, right in enumerate(self.rights) if abs(right - piece.box[2]) < _NEAR), None)
        if not count or column is None or count > column + 1:
            return None
        if count < len(piece.text.split()) and not is_spread(piece, self.letter):
            return None
        parts = split_row(piece.text, count)
        if parts is None:
            return None
        before, after = column + 1 - count, len(self.rights) - column - 1
        return parts[0], ((None,) * before + parts[1] + (None,) * after)


def _letter_width(piece: Piece) -> float:
    return (piece.box[2] - piece.box[0]) / max(1, len(piece.text))


def measure_columns(pieces: Sequence[Piece], first: int, count: int, letter: float) -> Columns:
    """Look at the lines from `first` on, as far as they can belong to a table of `count` figure columns; `letter`: width of a letter of size 1."""
    labels: list[float] = []
    gaps: list[float] = []
    rights: list[float] = []
    pending: list[float] = []  # right edges of lines without figures; they count when a row follows
    above: Piece | None = None
    page = -1  # of the last row
    for piece in pieces[first : first + _LOOK_AHEAD]:
        if piece.role or ends_text(piece.text):
            break
        parts = split_row(piece.text, count)
        if parts is not None and parse_header(piece.text):
            if labels and page == piece.page:
                break  # another table; on the next page it is this one's header again
            continue
        figures = count if parts else count_figures(piece.text)
        if not figures:
            pending.append(piece.box[2])
            above = None
            continue
        page = piece.page
        if parts is not None or is_spread(piece, letter):
            rights.append(piece.box[2])
        if parts is None:
            above = None
            continue
        labels += [*pending, piece.box[0] + parts[0] * letter * piece.size]
        pending.clear()
        if above is not None and above.page == piece.page:
            gaps.append(piece.box[1] - above.box[3])
        above = piece if parts[0] else None
    reach = max(labels, default=max(pending, default=0.0))
    return Columns(_fit_grid(rights, count, reach) if labels else (), reach, letter, median(gaps) if gaps else _NO_GAP)


def is_spread(piece: Piece, letter: float) -> bool:
    """Whether a line is wider than its letters: there is white space between its cells, so it is no running text."""
    return piece.box[2] - piece.box[0] > _SPREAD * len(piece.text) * letter * piece.size


def ends_text(text: str) -> bool:
    """Whether a line ends a sentence or is too long for a label: it does not belong to a table."""
    if len(text) > _LONGEST_LABEL or (text.endswith(":") and len(text) > _SHORT_LABEL):
        return True
    return text.endswith(".") and not text[-2:-1].isdigit() and not ends_in_abbreviation(text)


def _fit_grid(rights: Sequence[float], count: int, reach: float) -> tuple[float, ...]:
    """The right edges of `count` columns right of `reach`, from all of them or from their even distance; () when the lines do not show them."""
    groups: list[list[float]] = []
    for right in sorted(rights):
        if groups and right - groups[-1][-1] < _NEAR:
            groups[-1].append(right)
        else:
            groups.append([right])
    centres = [sum(group) / len(group) for group in groups]
    if len(centres) == count:
        return tuple(centres)
    last = (*[_UNKNOWN] * (count - 1), *centres[-1:])  # full rows end there; the figures of others are told to stand next to each other
    if not 1 < len(centres) < count:
        return last if len(centres) == 1 else ()
    apart = min(b - a for a, b in pairwise(centres))
    for between in range(1, count):  # columns from one edge to the next: rows may end in every second column only
        pitch = apart / between
        if centres[-1] - (count - 1) * pitch > reach:
            return _even_grid(centres, pitch, count) or last
    return last


def _even_grid(centres: Sequence[float], pitch: float, count: int) -> tuple[float, ...]:
    """The edges of `count` columns as far apart as `pitch`, () when the edges found do not stand among them."""
    steps = [round((centres[-1] - centre) / pitch) for centre in centres]
    fits = all(abs(centres[-1] - step * pitch - centre) < 2 * _NEAR for step, centre in zip(steps, centres, strict=True))
    return tuple(centres[-1] - pitch * n for n in range(count - 1, -1, -1)) if fits and max(steps) < count else ()
