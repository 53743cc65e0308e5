"""The cleaned text of a document, collected piece by piece with its map home."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from samspil.passages.clean import LINE_ENDS, bridge, is_plain, read_marks
from samspil.passages.pieces import Piece
from samspil.values.document import Document
from samspil.values.passage import CleanText

_Joined = tuple[str, "array[int]", list[tuple[int, int]]]

_MOST_PLACES = 1 << 20
_places = array("I", range(1 << 12))  # 0, 1, 2 ...: a stretch of it is copied, and not counted out for each line


def read_line(raw: str, start: int, end: int) -> tuple[str, "array[int]"]:
    """The cleaned text of a line and the offset of each of its characters in `raw`."""
    if is_plain(raw, start, end):
        return raw[start:end], _count_places(start, end)
    marks = read_marks(raw, start, end)
    return "".join(marks.chars), array("I", marks.home)


def _count_places(start: int, end: int) -> "array[int]":
    """The numbers from `start` up to `end`."""
    if end > _MOST_PLACES:
        return array("I", range(start, end))
    while end > len(_places):
        _places.extend(range(len(_places), 2 * len(_places)))
    return _places[start:end]


@dataclass(slots=True)
class _Run:
    """Lines that belong together, while they are joined: their text in parts, and the home of each character."""

    parts: list[str] = field(default_factory=list)
    home: "array[int]" = field(default_factory=lambda: array("I"))

    def append(self, text: str, home: "array[int]", last_end: str) -> None:
        """The next line; `last_end`: the last raw character of the one before."""
        if self.home:
            if last_end in LINE_ENDS:
                bridge(self, text[:14], last_end)
            else:
                self.add(" ")
        self.parts.append(text)
        self.home.extend(home)

    def add(self, text: str, offset: int | None = None) -> None:
        """Characters that all come from one place, by default that of the last character."""
        self.parts.append(text)
        self.home.extend([self.home[-1] if offset is None else offset] * len(text))

    def drop_last(self) -> None:
        """Take the last character back."""
        self.parts[-1] = self.parts[-1][:-1]
        if not self.parts[-1]:
            self.parts.pop()
        self.home.pop()

    def tail(self, count: int) -> str:
        """The last `count` characters."""
        found = ""
        for part in reversed(self.parts):
            found = part[-count:] + found
            if len(found) >= count:
                break
        return found[-count:]


@dataclass
class TextCollector:
    """Appends blocks of text; pieces must come page by page."""

    document: Document
    parts: list[str] = field(default_factory=list)
    home: "array[int]" = field(default_factory=lambda: array("I"))  # four bytes a character: a text may have 20 million
    page_starts: dict[int, int] = field(default_factory=dict)

    def append(self, pieces: Sequence[Piece], before: str = "\n") -> tuple[int, str]:
        """Append lines that belong together; returns where their text begins, and the text ('' when they have none)."""
        text, home, starts = self._read_alone(pieces[0]) if len(pieces) == 1 else self._join(pieces)
        if not home:
            return len(self.home), ""
        if self.home:
            self.parts.append(before)
            self.home.extend([self.home[-1]] * len(before))
        start = len(self.home)
        for page, offset in starts:
            self.page_starts.setdefault(page, start + offset)
        self.parts.append(text)
        self.home.extend(home)
        return start, text

    def _read_alone(self, piece: Piece) -> _Joined:
        """What `_join` gives of a single line."""
        text, home = read_line(self.document.pages[piece.page].raw, piece.start, piece.end)
        return text, home, [(piece.page, 0)]

    def _join(self, pieces: Sequence[Piece]) -> _Joined:
        """The lines' text and the home of its characters, and where in it each page begins."""
        run = _Run()
        starts: list[tuple[int, int]] = []
        last_end = ""
        for piece in pieces:
            raw = self.document.pages[piece.page].raw
            text, home = read_line(raw, piece.start, piece.end)
            if text:
                run.append(text, home, last_end)
                if not starts or starts[-1][0] != piece.page:
                    starts.append((piece.page, len(run.home) - len(home)))
            last_end = raw[piece.end - 1 : piece.end] or last_end
        return "".join(run.parts), run.home, starts

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
