"""Pictures of PDF pages and the places of quotes on them, asked for page by page when somebody looks."""

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from PIL import Image

from samspil.documents.limits import MAX_PIXELS
from samspil.documents.loaded import LoadedPages
from samspil.documents.pdfium import PageFrame, open_page, open_pdf, open_text, read_frame
from samspil.documents.sheets import Grey, encode_png, encode_sheet
from samspil.values.document import Box

POINTS_PER_INCH = 72
SCREEN_DPI = 110
_SMALLEST_SIDE = 1.0
_WHITE = 255
_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
_MOST_OBJECTS = 2_000  # looked at on a page


def render_page(data: bytes, number: int, dpi: float = SCREEN_DPI) -> bytes:
    """Page `number` (from 1) as a grey PNG. The resolution is lowered for pages of more than 50 megapixels.

    Raises RejectedError when the PDF cannot be opened, ValueError when it has no such page.
    """
    with open_pdf(data) as document, open_page(document, number) as page:
        return encode_png(Image.fromarray(draw_grey(page, dpi)))


def find_boxes(data: bytes, page_number: int, raw_start: int, raw_end: int) -> list[Box]:
    """The boxes (points, origin upper left) that cover `page.raw[raw_start:raw_end]`, one for each line.

    Raises as `render_page`.
    """
    with open_pdf(data) as document, open_page(document, page_number) as page, open_text(page) as text:
        return find_text_boxes(text, read_frame(page), raw_start, raw_end)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as PNG with its size in pixels, and for each quote its boxes as fractions (0 to 1) of the page, origin upper left."""

    png: bytes
    width: int
    height: int
    boxes: list[list[Box]]


def draw_pages(data: bytes, pages: Mapping[int, Sequence[tuple[int, int]]], dpi: float = SCREEN_DPI) -> Iterator[tuple[int, DrawnPage]]:
    """One opening of the file for all pages (number from 1 -> ranges of `page.raw`); a page that cannot be loaded is left out.

    Raises RejectedError when the PDF cannot be opened.
    """
    with LoadedPages(0) as loaded, loaded.open(data):
        yield from draw_loaded(loaded, pages, dpi)


def draw_loaded(
    loaded: LoadedPages, pages: Mapping[int, Sequence[tuple[int, int]]], dpi: float = SCREEN_DPI
) -> Iterator[tuple[int, DrawnPage]]:
    """As `draw_pages`, of a PDF that is open already. Each page is let go once it is drawn."""
    for number, ranges in pages.items():
        try:
            with loaded.take(number) as page, open_text(page) as text:
                drawn = _draw_quoted(page, text, ranges, dpi)
        except ValueError:
            continue
        yield number, drawn


def _draw_quoted(page: Any, text: Any, ranges: Sequence[tuple[int, int]], dpi: float) -> DrawnPage:
    frame = read_frame(page)
    boxes = [[as_fractions(box, frame) for box in find_text_boxes(text, frame, start, end)] for start, end in ranges]
    grey = draw_grey(page, dpi)
    rows, columns = grey.shape
    return DrawnPage(encode_sheet(grey, fine=has_pictures(page)), columns, rows, boxes)


def draw_grey(page: Any, dpi: float) -> Grey:
    """The page in grey, rows by columns, never above the pixel limit; one white point when there is no area to draw. It stands until the next is drawn."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = choose_scale(width, height, dpi)
    rows, columns = (math.ceil(height * scale), math.ceil(width * scale)) if scale > 0 else (1, 1)
    grey = _make_canvas(rows, columns)
    grey.fill(_WHITE)
    if scale > 0:
        bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, grey.ctypes.data, columns)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)
    return grey


@functools.lru_cache(maxsize=1)
def _make_canvas(rows: int, columns: int) -> Grey:
    """The same memory for pages of one size: to get new memory from the system takes as long as to draw."""
    return np.empty((rows, columns), np.uint8)


def choose_scale(width: float, height: float, dpi: float) -> float:
    """Pixels per point; 0 when the page has no area to draw."""
    if not (_SMALLEST_SIDE <= width < math.inf and _SMALLEST_SIDE <= height < math.inf):
        return 0.0
    scale = min(dpi / POINTS_PER_INCH, math.sqrt(MAX_PIXELS / (width * height)))
    # A page 1e9 points long and 1 wide would still make a line of too many pixels.
    return scale if min(width, height) * scale >= 1 else 0.0


def has_pictures(page: Any) -> bool:
    """Whether a page may show anything but letters and lines: images, gradients, what is drawn in a frame of its own."""
    count = pdfium.FPDFPage_CountObjects(page)
    kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, number)) for number in range(count))
    return count > _MOST_OBJECTS or any(kind in _PICTURES for kind in kinds)


def find_text_boxes(text: Any, frame: PageFrame, start: int, end: int) -> list[Box]:
    """PDFium's rectangles of a range of characters, those on one line drawn together."""
    left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    boxes: list[Box] = []
    for index in range(max(0, pdfium.FPDFText_CountRects(text, start, max(0, end - start)))):
        if pdfium.FPDFText_GetRect(text, index, left, top, right, bottom):
            boxes.append(frame.place(left.value, top.value, right.value, bottom.value))
    return merge_on_lines(boxes, _quarter_turns(text, frame, start))


def _quarter_turns(text: Any, frame: PageFrame, index: int) -> int:
    """Which way a character is read on the page as seen: 0 to the right, 1 downwards, 2 to the left, 3 upwards."""
    angle = pdfium.FPDFText_GetCharAngle(text, index)  # radians against the clock; -1 without such a character
    return (frame.turns - (round(angle / (math.pi / 2)) if angle > 0 else 0)) % 4


def merge_on_lines(boxes: list[Box], turns: int = 0) -> list[Box]:
    """Neighbours that overlap in height by half and follow each other in reading direction (`turns`: see `_quarter_turns`) become one box."""
    merged: list[Box] = []
    for box in boxes:
        if merged and _same_line(_turn_back(merged[-1], turns), _turn_back(box, turns)):
            last = merged[-1]
            merged[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            merged.append(box)
    return merged


def _turn_back(box: Box, turns: int) -> Box:
    """The box as it would lie if it were read to the right."""
    left, top, right, bottom = box
    return (box, (top, -right, bottom, -left), (-right, -bottom, -left, -top), (-bottom, left, -top, right))[turns]


def _same_line(first: Box, second: Box) -> bool:
    shared = min(first[3], second[3]) - max(first[1], second[1])
    lower = min(first[3] - first[1], second[3] - second[1])
    return shared > 0.5 * lower and second[0] >= first[0]


def as_fractions(box: Box, frame: PageFrame) -> Box:
    """Points to fractions of the page, kept within it."""
    if frame.width <= 0 or frame.height <= 0:
        return (0.0, 0.0, 0.0, 0.0)
    return (_share(box[0], frame.width), _share(box[1], frame.height), _share(box[2], frame.width), _share(box[3], frame.height))


def _share(position: float, whole: float) -> float:
    return round(min(1.0, max(0.0, position / whole)), 5)
