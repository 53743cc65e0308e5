"""Tables of a PDF: the page gives lines, not cells. Names in a left column and texts in a right one are put in order, each name before its text."""

from collections import Counter
from collections.abc import Sequence

from samspil.passages.pieces import Piece
from samspil.review.published.signs import parse_name

_FEWEST_NAMES = 2
_APART = 40.0  # points from the left edge of names to that of texts, at least
_NEAR = 4.0
_MOST_BESIDE = 20  # lines of one height
_PART_OF_NAME = 40  # characters


def order_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines with every name of a two-column table before the lines of its text; as they are when there is no such table."""
    edges = _find_edges(pieces)
    if edges is None:
        return list(pieces)
    ordered: list[Piece] = []
    region: list[Piece] = []
    for piece in pieces:
        if region and (piece.page != region[-1].page or not _fits(piece, edges)):
            ordered += _order(region, edges)
            region = []
        if _fits(piece, edges):
            region.append(piece)
        else:
            ordered.append(piece)
    return ordered + _order(region, edges)


def _find_edges(pieces: Sequence[Piece]) -> tuple[float, float] | None:
    """The left edges of names and of the texts beside them."""
    heights: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        heights.setdefault((piece.page, round(piece.box[1] / _NEAR)), []).append(piece)
    lefts: Counter[tuple[int, int]] = Counter()
    for name in pieces:
        if len(name.text) > _PART_OF_NAME or parse_name(name.text) is None:
            continue
        height = round(name.box[1] / _NEAR)
        beside = [other for step in (-1, 0, 1) for other in heights.get((name.page, height + step), [])[:_MOST_BESIDE]]
        lefts.update({(round(name.box[0]), round(other.box[0])) for other in beside if other.box[0] > name.box[0] + _APART})
    best = lefts.most_common(1)
    return (float(best[0][0][0]), float(best[0][0][1])) if best and best[0][1] >= _FEWEST_NAMES else None


def _fits(piece: Piece, edges: tuple[float, float]) -> bool:
    """Whether a line stands in one of the two columns."""
    return piece.box[0] >= edges[1] - _NEAR or (abs(piece.box[0] - edges[0]) < _NEAR and piece.box[2] < edges[1])


def _order(region: Sequence[Piece], edges: tuple[float, float]) -> list[Piece]:
    """Names and texts of one page's part of the table: a text belongs to the last name that begins at its height or above."""
    names: list[list[Piece]] = []
    for piece in sorted((p for p in region if p.box[0] < edges[1] - _NEAR), key=lambda p: p.box[1]):
        if names and _goes_on(names[-1], piece):
            names[-1].append(piece)
        else:
            names.append([piece])
    texts: list[list[Piece]] = [[] for _ in range(len(names) + 1)]
    for piece in sorted((p for p in region if p.box[0] >= edges[1] - _NEAR), key=lambda p: (p.box[1], p.box[0])):
        above = sum(name[0].box[1] <= piece.box[1] + _NEAR for name in names)
        texts[above].append(piece)
    ordered = list(texts[0])
    for name, text in zip(names, texts[1:], strict=True):
        ordered += [*name, *text]
    return ordered


def _goes_on(name: Sequence[Piece], piece: Piece) -> bool:
    """Whether a line of the left column is the rest of the name above it."""
    if piece.text.casefold() in ("kommune", "regionskommune"):
        return "kommune" not in name[-1].text.casefold()
    return parse_name(_joined(name)) is None and parse_name(_joined([*name, piece])) is not None


def _joined(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in pieces).replace("- ", "-")
