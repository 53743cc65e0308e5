"""Pictures of PDF pages and the places of quotes on them, asked for page by page when somebody looks."""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import c_double
from dataclasses import dataclass
from typing import Any
from zlib import Z_RLE

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from samspil.documents.limits import MAX_PIXELS
from samspil.documents.pdfium import PageFrame, open_page, open_pdf, open_text, read_frame
from samspil.values.document import Box

POINTS_PER_INCH = 72
SCREEN_DPI = 110
_PNG_LEVEL = 1  # encoding costs more than drawing: level 1 is three times as fast as 6 and hardly larger
_SMALLEST_SIDE = 1.0
_SIXTEEN = ([(grey * 15 + 127) // 255 for grey in range(256)], [17 * shade for shade in range(16) for _colour in range(3)], 4)
# Four shades for letters and lines. Their borders are not even, or thin pale lines would be white.
_FOUR = (
    [sum(grey >= least for least in (43, 128, 240)) for grey in range(256)],
    [shade for shade in (0, 85, 180, 255) for _ in range(3)],
    2,
)
_PLAIN = slice(24, 248)  # what is neither ink nor paper
_MOST_EDGES = 0.125  # of a page's points: edges of letters are 3 to 11 in a hundred on pages of text, tinted pages have 15 and more
_LARGEST_TINT = 0.01  # of them in one and the same grey: a tint, and no edge
_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
_MOST_OBJECTS = 2_000  # looked at on a page


def render_page(data: bytes, number: int, dpi: float = SCREEN_DPI) -> bytes:
    """Page `number` (from 1) as a grey PNG. The resolution is lowered for pages of more than 50 megapixels.

    Raises RejectedError when the PDF cannot be opened, ValueError when it has no such page.
    """
    with open_pdf(data) as document:
        return encode_png(draw_image(document, number, dpi))


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
    with open_pdf(data) as document:
        for number, ranges in pages.items():
            try:
                drawn = _draw_quoted(document, number, ranges, dpi)
            except ValueError:
                continue
            yield number, drawn


def _draw_quoted(document: Any, number: int, ranges: Sequence[tuple[int, int]], dpi: float) -> DrawnPage:
    """Raises ValueError when there is no such page."""
    with _load_page(document, number) as page, open_text(page.raw) as text:
        frame = read_frame(page.raw)
        boxes = [[as_fractions(box, frame) for box in find_text_boxes(text, frame, start, end)] for start, end in ranges]
        image = _draw(page, dpi)
        pictures = has_pictures(page.raw)
    return DrawnPage(encode_sheet(image, fine=pictures), image.width, image.height, boxes)


def draw_image(document: Any, number: int, dpi: float) -> Image.Image:
    """The page as a grey picture, never above the pixel limit. Raises ValueError when there is no such page."""
    with _load_page(document, number) as page:
        return _draw(page, dpi)


@contextmanager
def _load_page(document: Any, number: int) -> Iterator[Any]:
    """Loading a page is dear: whoever wants its picture and its text takes both from one."""
    if not 1 <= number <= len(document):
        raise ValueError(f"page {number} of {len(document)}")
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"page {number} cannot be loaded") from error
    try:
        yield page
    finally:
        page.close()


def _draw(page: Any, dpi: float) -> Image.Image:
    width, height = page.get_size()
    scale = choose_scale(width, height, dpi)
    if scale <= 0:
        return Image.new("L", (1, 1), 255)
    image: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return image.copy()


def choose_scale(width: float, height: float, dpi: float) -> float:
    """Pixels per point; 0 when the page has no area to draw."""
    if not (_SMALLEST_SIDE <= width < math.inf and _SMALLEST_SIDE <= height < math.inf):
        return 0.0
    scale = min(dpi / POINTS_PER_INCH, math.sqrt(MAX_PIXELS / (width * height)))
    # A page 1e9 points long and 1 wide would still make a line of too many pixels.
    return scale if min(width, height) * scale >= 1 else 0.0


def encode_png(image: Image.Image) -> bytes:
    """The picture as PNG bytes, the same for the same picture."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_PNG_LEVEL)
    return out.getvalue()


def encode_sheet(image: Image.Image, *, fine: bool = False) -> bytes:
    """A grey page as PNG bytes: in four shades when it holds letters and lines only, in sixteen when it is `fine` or tinted.

    On paper nobody sees the difference; four shades take half of the time and two thirds of the room of sixteen.
    """
    to_shade, palette, bits = _SIXTEEN if fine or is_tinted(image) else _FOUR
    shades = image.point(to_shade)
    shades.putpalette(palette)
    out = io.BytesIO()
    if bits == 2:  # few shades make long runs: looking for anything but runs takes longer and finds nothing
        shades.save(out, "PNG", bits=bits, compress_level=_PNG_LEVEL, compress_type=Z_RLE)
    else:
        shades.save(out, "PNG", bits=bits, compress_level=_PNG_LEVEL)
    return out.getvalue()


def is_tinted(image: Image.Image) -> bool:
    """Whether a grey picture shows more greys than the edges of letters and lines do."""
    greys, points = image.histogram()[_PLAIN], image.width * image.height
    return sum(greys) > _MOST_EDGES * points or max(greys) > _LARGEST_TINT * points


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
