"""The pages behind the quotes: what the report asks of whoever can draw them, and which pages it needs.

The pipeline supplies a `PageSource`; the report asks it once for each page, with all the quotes that stand there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from samspil.publish.contract import order_initiatives
from samspil.publish.links import quote_anchor
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Review

Range = tuple[int, int]
Box = tuple[float, float, float, float]  # left, top, right, bottom as fractions of the page, from its upper left corner
CONTEXT = 600  # code points of a text page shown before the first and after the last quote


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page. `width` and `height` in pixels; `boxes`: for each range asked for, in order, the boxes that cover it."""

    png: bytes
    width: int
    height: int
    boxes: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the ranges (by their place in the list asked for) it belongs to; `quotes` is empty for text around them."""

    text: str
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    """A page of a format that has no pages to draw: the cleaned text around the quotes. `cut_pieces` makes it."""

    pieces: tuple[Piece, ...]


PageView = PageImage | PageText


class PageSource(Protocol):
    """Draws a page. `ranges` are half-open, in the document's cleaned text, each once, in order. None: the page cannot be shown."""

    def draw(self, sha256: str, page: int, ranges: list[Range]) -> PageView | None: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """One quote on a page: its anchor in the report and the place of its range in the page's `ranges`."""

    anchor: str
    initiative: Initiative
    evidence: Evidence
    range: int


@dataclass(frozen=True, slots=True)
class QuotedPage:
    """A page with quotes, `ranges` as they are handed to `PageSource.draw`."""

    sha256: str
    page: int
    ranges: tuple[Range, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class QuotedDocument:
    """A file with its quoted pages in order; `file` as listed."""

    sha256: str
    file: str
    pages: tuple[QuotedPage, ...]


def list_documents(review: Review) -> list[QuotedDocument]:
    """Every file that is quoted, in the order of its first initiative; its pages are all there is to draw."""
    quotes: dict[str, list[tuple[Initiative, int, Evidence]]] = {}
    for initiative in order_initiatives(review):
        for number, evidence in enumerate(initiative.evidence, 1):
            quotes.setdefault(evidence.sha256, []).append((initiative, number, evidence))
    return [QuotedDocument(sha256, found[0][2].document, _list_pages(sha256, found)) for sha256, found in quotes.items()]


def _list_pages(sha256: str, quotes: Sequence[tuple[Initiative, int, Evidence]]) -> tuple[QuotedPage, ...]:
    pages = []
    for page in sorted({evidence.page for _, _, evidence in quotes}):
        here = sorted((quote for quote in quotes if quote[2].page == page), key=lambda quote: (quote[2].start, quote[2].end))
        ranges = list(dict.fromkeys((evidence.start, evidence.end) for _, _, evidence in here))
        marks = [Mark(quote_anchor(i, number), i, e, ranges.index((e.start, e.end))) for i, number, e in here]
        pages.append(QuotedPage(sha256, page, tuple(ranges), tuple(marks)))
    return tuple(pages)


def cut_pieces(text: str, start: int, ranges: Sequence[Range], context: int = CONTEXT) -> tuple[Piece, ...]:
    """Cut a page's cleaned `text`, which begins at `start` of the document, at the borders of the `ranges`.

    Text far from any quote is left out, with an ellipsis in its place.
    """
    end = start + len(text)
    inside = [(max(first, start), min(last, end)) for first, last in ranges]
    known = [pair for pair in inside if pair[0] < pair[1]]
    if not known:
        return (Piece(text[: 2 * context]),)
    first = max(start, min(pair[0] for pair in known) - context)
    last = min(end, max(pair[1] for pair in known) + context)
    borders = sorted({first, last, *(border for pair in known for border in pair)})
    pieces = [_cut(text, start, (a, b), inside, context) for a, b in pairwise(borders)]
    return (*([Piece("… ")] if first > start else []), *pieces, *([Piece(" …")] if last < end else []))


def _cut(text: str, start: int, span: Range, ranges: Sequence[Range], context: int) -> Piece:
    quotes = tuple(number for number, (first, last) in enumerate(ranges) if first <= span[0] and span[1] <= last)
    words = text[span[0] - start : span[1] - start]
    if not quotes and len(words) > 2 * context:
        words = f"{words[:context]} […] {words[-context:]}"
    return Piece(words, quotes)
