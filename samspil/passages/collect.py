"""The cleaned text of a document, collected piece by piece with its map home."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from samspil.passages.clean import Marks, join_marks, read_marks
from samspil.passages.pieces import Piece
from samspil.values.document import Document
from samspil.values.passage import CleanText


@dataclass
class TextCollector:
    """Appends blocks of text; pieces must come page by page."""

    document: Document
    parts: list[str] = field(default_factory=list)
    home: "array[int]" = field(default_factory=lambda: array("I"))  # four bytes a character: a text may have 20 million
    page_starts: dict[int, int] = field(default_factory=dict)

    def append(self, pieces: Sequence[Piece], before: str = "\n") -> tuple[int, str]:
        """Append lines that belong together; returns where their text begins, and the text ('' when they have none)."""
        marks, starts = self._join(pieces)
        if not marks.chars:
            return len(self.home), ""
        if self.home:
            self.parts.append(before)
            self.home.extend([self.home[-1]] * len(before))
        start = len(self.home)
        for page, offset in starts:
            self.page_starts.setdefault(page, start + offset)
        text = "".join(marks.chars)
        self.parts.append(text)
        self.home.extend(marks.home)
        return start, text

    def _join(self, pieces: Sequence[Piece]) -> tuple[Marks, list[tuple[int, int]]]:
        """The lines as one run, and where in it each page begins."""
        joined = Marks()
        starts: list[tuple[int, int]] = []
        last_end = ""
        for piece in pieces:
            raw = self.document.pages[piece.page].raw
            marks = read_marks(raw, piece.start, piece.end)
            join_marks(joined, marks, last_end)
            if marks.chars and (not starts or starts[-1][0] != piece.page):
                starts.append((piece.page, len(joined.chars) - len(marks.chars)))
            last_end = raw[piece.end - 1 : piece.end] or last_end
        return joined, starts

    def clean_text(self) -> CleanText:
        """What was collected, with page ranges that leave no gap; pages without text are empty ranges."""
        text = "".join(self.parts)
        starts = []
        following = len(text)
        for index in range(len(self.document.pages) - 1, -1, -1):
            following = min(following, self.page_starts.get(index, following))
            starts.append(following)
        starts.reverse()
        if starts:
            starts[0] = 0
        ends = [*starts[1:], len(text)]
        pages = tuple((page.number, a, b) for page, a, b in zip(self.document.pages, starts, ends, strict=True))
        return CleanText(text, pages, self.home)
