"""What the documents room hands on: pages of raw text with lines and where they stand."""

from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]  # left, top, right, bottom in points, origin at the page's upper left corner
Word = tuple[int, int, Box]  # start and end in `Page.raw`; the box as fractions (0 to 1) of the page as seen


class Line(NamedTuple):  # a document has thousands: a tuple is made in a third of the time a frozen dataclass takes
    """A line of a PDF page, or a whole paragraph, list item or table row of a format that knows them.

    `start`/`end`: half-open range in `Page.raw`. `role`: what the format itself says: '' (unknown, as in PDF and plain text), 'paragraph',
    'heading', 'item', 'row', 'caption'. `level`: heading level 1-6, else 0. `cells`: ranges of a table row's cells in `Page.raw`.
    `box`, `size` (font size in points), `bold`: layout, where the format has it. `table`: number of the table the row belongs to, else 0.
    """

    start: int
    end: int
    role: str = ""
    level: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    table: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """`number` from 1; `raw`: the text as the library gives it, never changed; `lines` in reading order; `ocr`: read from an image.

    `width`, `height` in points; of a page that OCR has read, as it is held to be read, as its lines' boxes are. `words`: of such a page, where each stands as seen.
    """

    number: int
    raw: str
    lines: tuple[Line, ...]
    width: float = 0.0
    height: float = 0.0
    ocr: bool = False
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file. `format`: 'pdf', 'docx', 'html' or 'text'. `title`: the format's own title field. `verdict`: 'ok' or 'warn' (a parsed file),
    `notes`: sentences for people behind a 'warn', in Danish (e.g. pages that need OCR, guessed encoding, active content ignored).
    """

    format: str
    pages: tuple[Page, ...]
    title: str = ""
    verdict: str = "ok"
    notes: tuple[str, ...] = field(default_factory=tuple)
