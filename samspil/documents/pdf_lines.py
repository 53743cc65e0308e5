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
_MATRIX = struct.Struct("4f").unpack_from  # FS_MATRIX: a, b, c, d of a to f
_NO_SCALE = (1.0, 0.0, 0.0, 1.0)


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function taking addresses as numbers: half the time of a call goes into looking at typed pointers."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
_box_of = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_size_of = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_matrix_of = _plain(pdfium.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_font_of = _plain(pdfium.FPDFText_GetFontInfo, _LONG, _POINTER, _INT, _POINTER, _LONG, _POINTER)


class LineReader:
    """Reads lines page by page; the little C structures are made once and used again."""

    def __init__(self) -> None:
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self._bold: dict[bytes, bool] = {}
        self._sizes: dict[tuple[float, tuple[float, ...]], float] = {}
        self._rect_at, self._matrix_at, self._name_at, self._flags_at = map(
            ctypes.addressof, (self._rect, self._matrix, self._name, self._flags)
        )

    def read_lines(self, text: Any, raw: str, frame: PageFrame) -> tuple[list[Line], int]:
        """The visible lines of `raw` in PDFium's order, and how many lines were left out as invisible (off the page or under 2 points)."""
        lines: list[Line] = []
        hidden = start = 0
        width, height = page_size(frame)
        at = ctypes.cast(text, _POINTER).value
        for part in raw.split("\r\n"):
            end = start + len(part)
            if part and not part.isspace():
                first = start + len(part) - len(part.lstrip())
                box = self._box(at, first, start + len(part.rstrip()) - 1, frame)
                size = self._size(at, first)
                tiny = size < _SMALLEST_POINTS and box[3] - box[1] < 2 * _SMALLEST_POINTS
                if not tiny and box[0] < width and box[2] > 0 and box[1] < height and box[3] > 0:
                    lines.append(Line(start, end, "", 0, (), box, size, self._is_bold(at, first)))
                else:
                    hidden += 1
            start = end + 2
        return lines, hidden

    def _box(self, text: int | None, first: int, last: int, frame: PageFrame) -> Box:
        _box_of(text, first, self._rect_at)
        left, top, right, bottom = _RECT(self._rect)
        if last != first and _box_of(text, last, self._rect_at):
            more_left, more_top, more_right, more_bottom = _RECT(self._rect)
            if more_right > more_left:
                left = left if left < more_left else more_left
                top = top if top > more_top else more_top
                right = right if right > more_right else more_right
                bottom = bottom if bottom < more_bottom else more_bottom
        return _round(*frame.place(left, top, right, bottom))

    def _size(self, text: int | None, index: int) -> float:
        """Font size as seen: the size the font was set in, times the scale of the text matrix. A document has few: each is worked out once."""
        scale = _MATRIX(self._matrix) if _matrix_of(text, index, self._matrix_at) else _NO_SCALE
        asked = (_size_of(text, index), scale)
        size = self._sizes.get(asked)
        if size is None:
            a, b, c, d = scale
            size = self._sizes[asked] = round(abs(asked[0]) * abs(a * d - b * c) ** 0.5, 1)
        return size

    def _is_bold(self, text: int | None, index: int) -> bool:
        length = _font_of(text, index, self._name_at, _NAME_BYTES, self._flags_at)
        if self._flags.value & _FORCED_BOLD:
            return True
        if not 0 < length <= _NAME_BYTES:
            return False
        name = self._name.value
        bold = self._bold.get(name)
        if bold is None:
            bold = self._bold[name] = _BOLD_NAME.search(name) is not None
        return bold


def _round(left: float, top: float, right: float, bottom: float) -> Box:
    """A box to a tenth of a point. C's floats have so few digits that ten times one is exact: this is what `round(left, 1)` gives, in half the time."""
    try:
        return (round(left * 10) / 10, round(top * 10) / 10, round(right * 10) / 10, round(bottom * 10) / 10)
    except (OverflowError, ValueError):  # infinite, or no number
        return (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))


def page_size(frame: PageFrame) -> tuple[float, float]:
    """Width and height within which print is visible; a page whose own rectangle is nonsense hides nothing."""
    if frame.width <= 0 or frame.height <= 0:
        return (math.inf, math.inf)
    return (frame.width, frame.height)
