"""The lines of a PDF page with box, size and weight, asked of the first and last character only: all boxes cost three times as much."""

import ctypes
import math
import re
from typing import Any

import pypdfium2.raw as pdfium

from samspil.documents.pdfium import PageFrame
from samspil.values.document import Box, Line

_BOLD_NAME = re.compile(rb"bold|black|heavy|semibd|demi", re.I)
_FORCED_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123
_SMALLEST_POINTS = 2.0  # smaller print is not meant for people
_NAME_BYTES = 128


class LineReader:
    """Reads lines page by page; the little C structures are made once and used again."""

    def __init__(self) -> None:
        self._rect = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()

    def read_lines(self, text: Any, raw: str, frame: PageFrame) -> tuple[list[Line], int]:
        """The visible lines of `raw` in PDFium's order, and how many lines were left out as invisible (off the page or under 2 points)."""
        lines: list[Line] = []
        hidden = 0
        start = 0
        width, height = page_size(frame)
        for part in raw.split("\r\n"):
            end = start + len(part)
            if part and not part.isspace():
                first = start + len(part) - len(part.lstrip())
                box = self._box(text, first, start + len(part.rstrip()) - 1, frame)
                size = self._size(text, first)
                tiny = size < _SMALLEST_POINTS and box[3] - box[1] < 2 * _SMALLEST_POINTS
                if not tiny and box[0] < width and box[2] > 0 and box[1] < height and box[3] > 0:
                    lines.append(Line(start, end, "", 0, (), box, size, self._is_bold(text, first)))
                else:
                    hidden += 1
            start = end + 2
        return lines, hidden

    def _box(self, text: Any, first: int, last: int, frame: PageFrame) -> Box:
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(text, first, rect)
        left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
        if last != first and pdfium.FPDFText_GetLooseCharBox(text, last, rect) and rect.right > rect.left:
            left, top = min(left, rect.left), max(top, rect.top)
            right, bottom = max(right, rect.right), min(bottom, rect.bottom)
        left, top, right, bottom = frame.place(left, top, right, bottom)
        return (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))

    def _size(self, text: Any, index: int) -> float:
        """Font size as seen: the size the font was set in, times the scale of the text matrix."""
        matrix = self._matrix
        size = abs(float(pdfium.FPDFText_GetFontSize(text, index)))
        if pdfium.FPDFText_GetMatrix(text, index, matrix):
            size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        return round(size, 1)

    def _is_bold(self, text: Any, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(text, index, self._name, _NAME_BYTES, self._flags)
        if self._flags.value & _FORCED_BOLD:
            return True
        return 0 < length <= _NAME_BYTES and _BOLD_NAME.search(self._name.value) is not None


def page_size(frame: PageFrame) -> tuple[float, float]:
    """Width and height within which print is visible; a page whose own rectangle is nonsense hides nothing."""
    if frame.width <= 0 or frame.height <= 0:
        return (math.inf, math.inf)
    return (frame.width, frame.height)
