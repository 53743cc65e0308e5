"""PDF files: raw page text exactly as PDFium gives it, its lines, and notes on what a reader should know."""

import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from samspil.documents import letters
from samspil.documents import ocr as ocr_reader
from samspil.documents.drawing import draw_pages, find_boxes, render_page
from samspil.documents.limits import check_line_count, check_text_size, rejection
from samspil.documents.loaded import LoadedPages
from samspil.documents.notes import list_pages
from samspil.documents.pdf_lines import LineReader
from samspil.documents.pdfium import FORM_XFA, has_pictures, open_pdf, open_text, read_frame, read_text, read_title, walk_pages
from samspil.documents.progress import Progress, no_progress
from samspil.errors import RejectedError
from samspil.values import codes
from samspil.values.document import Document, Page
from samspil.vocabulary.texts import say

__all__ = ["draw_pages", "find_boxes", "read_pdf", "render_page"]

_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|XFA|ImportData|SubmitForm|RichMedia)\b")


@dataclass
class _Findings:
    """What reading the pages brought to light; page numbers from 1."""

    pages: list[Page] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    garbage: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    by_ocr: list[int] = field(default_factory=list)
    characters: int = 0
    lines: int = 0
    unsafe: int = 0
    signs: int = 0


def read_pdf(data: bytes, *, ocr: bool = False, progress: Progress = no_progress, stay: LoadedPages | None = None) -> Document:
    """All pages with text; `stay` keeps the file open and its pages loaded. Raises RejectedError (encrypted, damaged, too large, or 'needs_ocr' when no page has readable text)."""
    with stay.open(data) if stay else open_pdf(data) as document:
        found = read_pages(document, ocr=ocr and ocr_reader.is_available(), progress=progress, stay=stay)
        if not found.pages:
            raise rejection("damaged")
        require_text(found)
        notes = [*describe_file(document, data), *describe_findings(found)]
        title = read_title(document)
    return Document("pdf", tuple(found.pages), title, codes.WARN if notes else codes.OK, tuple(notes))


def read_pages(document: Any, *, ocr: bool, progress: Progress, stay: LoadedPages | None = None) -> _Findings:
    """Read page after page, keeping count of size. Raises RejectedError when a limit is passed."""
    found = _Findings()
    reader = LineReader()
    for number, handle in walk_pages(document, stay.keep if stay else None):
        if handle is None:
            found.lost.append(number)
        else:
            page = read_page(reader, handle, number, found)
            if ocr and number in (*found.scanned[-1:], *found.garbage[-1:]):
                page = ocr_reader.read_page(handle, number) or page
                found.by_ocr.extend([number] if page.ocr else [])
            found.pages.append(page)
        progress(number)
    return found


def read_page(reader: LineReader, handle: Any, number: int, found: _Findings) -> Page:
    """One page; sorts it under 'scanned' or 'garbage' when its text layer is no use."""
    frame = read_frame(handle)
    with open_text(handle) as text:
        raw, unsafe = letters.replace_unsafe(read_text(text), keep_fffe=True)
        lines, hidden = reader.read_lines(text, raw, frame)
    found.characters += len(raw)
    found.lines += len(lines)
    check_text_size(found.characters)
    check_line_count(found.lines)
    found.unsafe += unsafe
    found.signs += letters.count_invisible_signs(raw)
    if hidden:
        found.hidden.append(number)
    if letters.is_garbage(raw):
        found.garbage.append(number)
        lines = []
    elif not letters.is_readable(raw) and has_pictures(handle):
        found.scanned.append(number)
    return Page(number, raw, tuple(lines), round(frame.width, 1), round(frame.height, 1))


def require_text(found: _Findings) -> None:
    """Refuse a document without one readable page. Raises RejectedError with verdict 'needs_ocr'."""
    useless = set(found.garbage) - set(found.by_ocr)
    if any(page.ocr or (page.number not in useless and letters.is_readable(page.raw)) for page in found.pages):
        return
    key = "garbage_text" if found.garbage else "no_text"
    raise RejectedError(codes.NEEDS_OCR, say(f"documents.{key}", pages=len(found.pages)))


def describe_findings(found: _Findings) -> list[str]:
    """Notes on single pages."""
    read = set(found.by_ocr)
    by_key = {
        "pages_need_ocr": [number for number in found.scanned if number not in read],
        "pages_garbage": [number for number in found.garbage if number not in read],
        "pages_lost": found.lost,
        "pages_hidden_text": found.hidden,
        "pages_by_ocr": found.by_ocr,
    }
    notes = [say(f"documents.{key}", pages=list_pages(numbers)) for key, numbers in by_key.items() if numbers]
    if found.unsafe:
        notes.append(say("documents.unsafe_characters", count=found.unsafe))
    if found.signs:
        notes.append(say("documents.invisible_signs", count=found.signs))
    return notes


def describe_file(document: Any, data: bytes) -> list[str]:
    """Notes on the file as a whole: damage, encryption, active content, embedded files. None of it is run or opened."""
    notes = []
    if b"%%EOF" not in data[-2048:]:
        notes.append(say("documents.recovered"))
    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) >= 0:
        notes.append(say("documents.protected"))
    scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
    if scripts or pdfium.FPDF_GetFormType(document.raw) in FORM_XFA or _ACTIVE.search(data):
        notes.append(say("documents.active_content"))
    attachments = pdfium.FPDFDoc_GetAttachmentCount(document.raw)
    if attachments > 0:
        notes.append(say("documents.attachments", count=attachments))
    return notes
