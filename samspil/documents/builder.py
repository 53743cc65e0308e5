"""Paragraphs, items and rows collected into the one page of a format without pages, with their offsets."""

from collections.abc import Sequence

from samspil.documents.letters import replace_unsafe
from samspil.documents.limits import check_line_count, check_text_size
from samspil.values.document import Line, Page

_BLANKS = " \t\r\n\f\v\u00a0"


class PageBuilder:
    """Lines in reading order, one newline apart; the cells of a row one tab apart."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self._offset = 0
        self.unsafe = 0
        self.tables = 0

    def add(self, text: str, role: str = "paragraph", *, level: int = 0, size: float = 0.0, bold: bool = False) -> None:
        """A block of text; nothing is added when it is blank."""
        text = self._clean(text)
        if text:
            self._append(text, Line(self._offset, self._offset + len(text), role, level, size=size, bold=bold))

    def add_row(self, cells: Sequence[str], table: int) -> None:
        """A table row. Empty cells keep their column; a row of nothing but empty cells is left out."""
        texts = [self._clean(cell) for cell in cells]
        if not any(texts):
            return
        ranges = []
        here = self._offset
        for text in texts:
            ranges.append((here, here + len(text)))
            here += len(text) + 1
        self._append("\t".join(texts), Line(self._offset, here - 1, "row", cells=tuple(ranges), table=table))

    def next_table(self) -> int:
        """The number of a new table, from 1."""
        self.tables += 1
        return self.tables

    def build(self) -> Page:
        """The page, number 1."""
        return Page(1, "\n".join(self._parts), tuple(self._lines))

    @property
    def is_empty(self) -> bool:
        """Nothing was added."""
        return not self._lines

    def _clean(self, text: str) -> str:
        text, unsafe = replace_unsafe(text.strip(_BLANKS))
        self.unsafe += unsafe
        return text

    def _append(self, text: str, line: Line) -> None:
        self._parts.append(text)
        self._lines.append(line)
        self._offset += len(text) + 1
        check_text_size(self._offset)
        check_line_count(len(self._lines))
