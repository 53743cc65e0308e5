"""The lines of a PDF page with box, size and weight, asked of the first and last character only: all boxes cost three times as much."""

import ctypes
import math
import re
import struct
from typing import Any

import pypdfium2.raw as pdfium

from samspil.documents.pdfium import PageFrame
from samspil.values.document import Box, Line

_BOLD_NAME = re.compile(rb"bold|black|heavy|semibd|demi", re.I)
_FORCED_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123
_SMALLEST_POINTS = 2.0  # smaller print is not meant for people
_NAME_BYTES = 128
_RECT = struct.Struct("4f").unpack_from  # FS_RECTF: left, top, right, bottom
_MATRIX = struct.Struct("6f").unpack_from  # FS_MATRIX: a to f
_box_of, _size_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetFontSize
_matrix_of, _font_of = pdfium.FPDFText_GetMatrix, pdfium.FPDFText_GetFontInfo


class LineReader:
    """Reads lines page by page; the little C structures are made once and used again."""

    def __init__(self) -> None:
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        # Pointers made once: to make one for each of five calls a line costs as much as the calls.
        self._to_rect, self._to_matrix = ctypes.pointer(self._rect), ctypes.pointer(self._matrix)
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self._to_flags = ctypes.pointer(self._flags)
        self._bold: dict[bytes, bool] = {}

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
        _box_of(text, first, self._to_rect)
        left, top, right, bottom = _RECT(self._rect)
        if last != first and _box_of(text, last, self._to_rect):
            more_left, more_top, more_right, more_bottom = _RECT(self._rect)
            if more_right > more_left:
                left, top = min(left, more_left), max(top, more_top)
                right, bottom = max(right, more_right), min(bottom, more_bottom)
        left, top, right, bottom = frame.place(left, top, right, bottom)
        return (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))

    def _size(self, text: Any, index: int) -> float:
        """Font size as seen: the size the font was set in, times the scale of the text matrix."""
        size = abs(float(_size_of(text, index)))
        if _matrix_of(text, index, self._to_matrix):
            a, b, c, d, _e, _f = _MATRIX(self._matrix)
            size *= abs(a * d - b * c) ** 0.5
        return round(size, 1)

    def _is_bold(self, text: Any, index: int) -> bool:
        length = _font_of(text, index, self._name, _NAME_BYTES, self._to_flags)
        if self._flags.value & _FORCED_BOLD:
            return True
        if not 0 < length <= _NAME_BYTES:
            return False
        name = self._name.value
        bold = self._bold.get(name)
        if bold is None:
            bold = self._bold[name] = _BOLD_NAME.search(name) is not None
        return bold


def page_size(frame: PageFrame) -> tuple[float, float]:
    """Width and height within which print is visible; a page whose own rectangle is nonsense hides nothing."""
    if frame.width <= 0 or frame.height <= 0:
        return (math.inf, math.inf)
    return (frame.width, frame.height)
