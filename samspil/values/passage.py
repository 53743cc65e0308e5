"""Passages: the units reading works on, with their place in the cleaned text and the way home to the page."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a bullet, a heading, or the label cell of a table row.

    `text` equals `clean.text[start:end]`. `kind`: 'sentence', 'item', 'heading' or 'row'. `page`: where it begins. `paragraph`: number of the
    paragraph, list or table it stands in. `headings`: the path of headings above it, outermost first. Of a row: `cells` are the cells after the
    label as written, `columns` the header cells above them, `notes` the caption and the lines before the table, where the unit stands, and the row's number; the first
    passage of a numbered item has that alone: 'Nr. 3'.
    """

    text: str
    start: int
    end: int
    page: int
    kind: str
    paragraph: int
    headings: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanText:
    """The cleaned text of a document with its map home.

    `pages`: (number, start, end) of each page in the cleaned text, in order and without gaps. `home`: for each code point of `text` its offset
    in the `raw` text of its page. Cleaned text is NFC and has no soft hyphens, no line-end hyphens, single blanks, no running heads.
    """

    text: str
    pages: tuple[tuple[int, int, int], ...]
    home: Sequence[int] = field(repr=False, default=())

    def page_index(self, offset: int) -> int:
        """Index into `pages` of the page on which the code point at `offset` stands."""
        starts = [start for _number, start, _end in self.pages]
        return max(0, bisect_right(starts, offset) - 1)

    def split_at_pages(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The range cut at page breaks: (page number, start, end) of each part, without blanks at its ends."""
        parts = []
        for number, page_start, page_end in self.pages[self.page_index(start) :]:
            if page_start >= end:
                break
            left, right = max(start, page_start), min(end, page_end)
            piece = self.text[left:right]
            left += len(piece) - len(piece.lstrip())
            right -= len(piece) - len(piece.rstrip())
            if left < right:
                parts.append((number, left, right))
        return parts
