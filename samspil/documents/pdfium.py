"""A thin hold on PDFium: open, walk the pages, close. PDFium is not thread-safe: one thread of one process uses this at a time."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from samspil.documents.limits import MAX_PAGES, rejection
from samspil.errors import RejectedError
from samspil.values import codes
from samspil.values.document import Box
from samspil.vocabulary.texts import say

FORM_XFA = (2, 3)  # FORMTYPE_XFA_FULL, FORMTYPE_XFA_FOREGROUND
_MISSES_IN_A_ROW = 20  # pages of a lying page count are not looked for one by one


@dataclass(frozen=True, slots=True)
class PageFrame:
    """Where a page's own coordinates lie on the page as seen: its visible rectangle (points) and its quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        """Width as seen, in points."""
        return self.right - self.left if self.turns % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height as seen, in points."""
        return self.top - self.bottom if self.turns % 2 == 0 else self.right - self.left

    def place(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the page's own coordinates (y upwards) as a box with origin at the upper left corner as seen."""
        if self.turns == 0:
            return (left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.turns == 1:
            return (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turns == 2:
            return (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return (self.top - top, self.right - right, self.top - bottom, self.right - left)


@contextmanager
def open_pdf(data: bytes) -> Iterator[Any]:
    """The opened document, closed afterwards. Raises RejectedError: 'encrypted', or damaged beyond opening."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise RejectedError(codes.ENCRYPTED, say("documents.encrypted")) from error
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise RejectedError(codes.ENCRYPTED, say("documents.encrypted_unknown")) from error
        raise rejection("damaged") from error
    try:
        yield document
    finally:
        document.close()


def count_pages(document: Any) -> int:
    """How many pages to look for, at most the limit. Raises RejectedError when there really are more; a count that lies is ignored."""
    count = int(pdfium.FPDF_GetPageCount(document.raw))
    if count <= MAX_PAGES:
        return count
    page = pdfium.FPDF_LoadPage(document.raw, MAX_PAGES)
    if not page:
        return MAX_PAGES
    pdfium.FPDF_ClosePage(page)
    raise rejection("too_many_pages", pages=count, limit=MAX_PAGES)


def walk_pages(document: Any, keep: Callable[[int, Any], bool] | None = None) -> Iterator[tuple[int, Any]]:
    """Each page's number from 1 and its handle (None when it cannot be loaded), closed when the next one is asked for unless `keep` takes it over."""
    misses = 0
    for index in range(count_pages(document)):
        page = pdfium.FPDF_LoadPage(document.raw, index)
        misses = 0 if page else misses + 1
        if misses > _MISSES_IN_A_ROW:
            return
        try:
            yield index + 1, page or None
        finally:
            if page and not (keep and keep(index + 1, page)):
                pdfium.FPDF_ClosePage(page)


@contextmanager
def open_page(document: Any, number: int) -> Iterator[Any]:
    """One page's handle. Raises ValueError when the document has no such page."""
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise ValueError(f"page {number} cannot be loaded")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


@contextmanager
def open_text(page: Any) -> Iterator[Any]:
    """The text layer of a page."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        yield text
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)


def read_frame(page: Any) -> PageFrame:
    """The visible rectangle and the rotation of a page."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    turns = max(0, int(pdfium.FPDFPage_GetRotation(page))) % 4
    return PageFrame(rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top), turns)


def read_text(text: Any) -> str:
    """All characters of the text layer, one code point per PDFium character, so that an offset is a PDFium index."""
    count = int(pdfium.FPDFText_CountChars(text)) if text else 0
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(4 * count + 4)  # room for two UTF-16 units a character
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    found = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(found) == count and pdfium.FPDFText_GetCharIndexFromTextIndex(text, count - 1) == count - 1:
        return found
    return "".join(_letter(pdfium.FPDFText_GetUnicode(text, index)) for index in range(count))


def _letter(code: int) -> str:
    """A glyph whose letter the file does not tell becomes U+FFFD, so that the offsets after it still hold."""
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


def read_title(document: Any) -> str:
    """The title field, '' when there is none."""
    needed = int(pdfium.FPDF_GetMetaText(document.raw, b"Title", None, 0))
    if not 2 < needed <= 2_000:
        return ""
    buffer = ctypes.create_string_buffer(needed)
    pdfium.FPDF_GetMetaText(document.raw, b"Title", buffer, needed)
    return buffer.raw[: needed - 2].decode("utf-16-le", "replace").strip()


def has_pictures(page: Any) -> bool:
    """A page that shows something although it has no text: images, forms, or letters drawn as many paths."""
    count = int(pdfium.FPDFPage_CountObjects(page))
    kinds = [pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index)) for index in range(min(count, 200))]
    shown = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_SHADING)
    return any(kind in shown for kind in kinds) or kinds.count(pdfium.FPDF_PAGEOBJ_PATH) >= 30
