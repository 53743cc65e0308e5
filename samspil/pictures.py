"""Pages with quotes for the report: drawn in children, a document at a time, kept in the store, handed to the report one by one."""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.documents.words import cover_range
from samspil.engines.child import ChildAnswer, Piece
from samspil.engines.pool import Job, run_all
from samspil.folder import FoundFile, read_bytes
from samspil.jobs import DRAW, make_job
from samspil.publish.pages import PageImage, PageText, PageView, QuotedDocument, QuotedPage, cut_pieces, list_documents
from samspil.review.build import ReadDocument
from samspil.store.sqlite import Picture, Store
from samspil.values.document import Box, Word
from samspil.values.draft import list_quoted
from samspil.values.review import Review

DPI = 90
_EDITION = "2"  # of how pages are drawn: another one, and they are drawn anew
PAGES_PER_JOB = 25
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A read document with the file it came from and its format."""

    file: FoundFile
    format: str
    document: ReadDocument


@dataclass(frozen=True, slots=True)
class Asked:
    """Pages that a child draws. `scanned`: page number -> boxes of its quotes where OCR has read the page."""

    sha256: str
    pages: Sequence[QuotedPage]
    scanned: Mapping[int, list[list[Box]]]


class StoredPages:
    """The report's `PageSource`: pictures out of the store, text pages out of what was read."""

    def __init__(self, store: Store, find_source: Callable[[str], SourceFile | None]) -> None:
        self.store = store
        self.find_source = find_source

    def draw(self, sha256: str, page: int, ranges: list[Range]) -> PageView | None:
        """The page with the places of its quotes; None when it cannot be shown."""
        kept = self.store.find_picture(picture_key(sha256, page, ranges))  # first, since looking for the source is dearer
        if kept:
            facts, png = kept
            boxes = tuple(tuple((box[0], box[1], box[2], box[3]) for box in quote) for quote in facts["boxes"])
            return PageImage(png, facts["width"], facts["height"], boxes)
        source = self.find_source(sha256)
        if source is None or source.format == "pdf":
            return None
        _number, start, end = next((p for p in source.document.page_ranges if p[0] == page), source.document.page_ranges[0])
        return PageText(cut_pieces(source.document.text[start:end], start, ranges))


def picture_key(sha256: str, page: int, ranges: Sequence[Range]) -> str:
    """Name of a drawn page in the store: the file's bytes, the page, its marked ranges, the resolution and how it is drawn."""
    return f"{sha256}:{page}:{DPI}:{_EDITION}:" + ",".join(f"{start}-{end}" for start, end in ranges)


def draw_missing(
    review: Review, store: Store, find_source: Callable[[str], SourceFile | None], workers: int, tell: Callable[[int, int], None]
) -> None:
    """Draw every PDF page with quotes that the store does not hold yet. A page that cannot be drawn is left out; the quote stays as text."""
    wanted = [(document, pages) for document in list_documents(review) if (pages := _missing(document, store, find_source))]
    total, done = sum(len(pages) for _, pages in wanted), 0
    asked: dict[str, Asked] = {}
    for key, answer in run_all(_jobs(wanted, find_source, asked), workers):
        one = asked.pop(key)
        _keep(store, one, answer)
        done += len(one.pages)
        tell(done, total)


def _missing(document: QuotedDocument, store: Store, find_source: Callable[[str], SourceFile | None]) -> list[QuotedPage]:
    pages = [page for page in document.pages if not store.has_picture(picture_key(page.sha256, page.page, page.ranges))]
    source = find_source(document.sha256) if pages else None
    return pages if source and source.format == "pdf" else []


def _jobs(
    wanted: Sequence[tuple[QuotedDocument, list[QuotedPage]]],
    find_source: Callable[[str], SourceFile | None],
    asked: dict[str, Asked],
) -> Iterator[Job]:
    for document, pages in wanted:
        source = find_source(document.sha256)
        if source is None:
            continue
        try:
            content = read_bytes(source.file)
        except OSError:
            continue
        if content.sha256 != document.sha256:
            continue
        homes = _homes(source.document)
        for first in range(0, len(pages), PAGES_PER_JOB):
            batch = pages[first : first + PAGES_PER_JOB]
            key = f"{document.sha256}:{first}"
            asked[key] = Asked(document.sha256, batch, cover_scanned(source.document, batch, homes))
            settings = {"dpi": DPI, "pages": {str(page.page): [homes[span] for span in page.ranges] for page in batch}}
            yield make_job(key, DRAW, content.data, settings)


def _homes(document: ReadDocument) -> Mapping[Range, Range]:
    """From each quote's range in the cleaned text to its range in its page's raw text."""
    return {(quote.start, quote.end): (quote.raw_start, quote.raw_end) for draft in document.drafts for quote in draft.evidence}


def cover_scanned(document: ReadDocument, pages: Sequence[QuotedPage], homes: Mapping[Range, Range]) -> dict[int, list[list[Box]]]:
    """Boxes of the quotes on pages that OCR has read, by page number: the file itself knows of no words there."""
    return {page.page: _cover(words, [homes[span] for span in page.ranges]) for page in pages if (words := document.words.get(page.page))}


def _cover(words: Sequence[Word], homes: Iterable[Range]) -> list[list[Box]]:
    return [cover_range(words, start, end) for start, end in homes]


def _keep(store: Store, asked: Asked, answer: ChildAnswer) -> None:
    """Keep the pictures that came; a child that failed or answers nonsense leaves its pages without pictures."""
    if answer.answer is None:
        return
    try:
        views = answer.answer["views"]
        pictures = {
            picture_key(asked.sha256, page.page, page.ranges): _parse_view(views[str(page.page)], page, asked.scanned.get(page.page))
            for page in asked.pages
            if str(page.page) in views
        }
    except (KeyError, TypeError, ValueError):
        return
    if pictures:
        store.keep_pictures(asked.sha256, pictures)


def _parse_view(view: Mapping[str, Any], page: QuotedPage, scanned: list[list[Box]] | None) -> Picture:
    return _parse_picture(view, base64.b64decode(view["png"], validate=True), len(page.ranges), scanned)


def parse_pieces(sha256: str, document: ReadDocument, pieces: Sequence[Piece]) -> dict[str, Picture]:
    """By key the pictures that came with a reading of the file; what is no picture of a quoted page is left out, and drawn when it is asked for."""
    quoted = list_quoted(document.drafts)
    found: dict[str, Picture] = {}
    for facts, png in pieces:
        try:
            number = facts["page"]
            homes = quoted[number]
            words = document.words.get(number)
            scanned = _cover(words, homes.values()) if words else None
            found[picture_key(sha256, number, list(homes))] = _parse_picture(facts, png, len(homes), scanned)
        except (KeyError, TypeError, ValueError):
            continue
    return found


def _parse_picture(facts: Mapping[str, Any], png: bytes, quotes: int, scanned: list[list[Box]] | None) -> Picture:
    """Raises KeyError, TypeError or ValueError for anything but a picture with its size and boxes."""
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("no PNG")
    boxes = [[_parse_box(box) for box in quote] for quote in scanned or facts["boxes"]]
    if len(boxes) != quotes:
        raise ValueError("boxes")
    return {"width": int(facts["width"]), "height": int(facts["height"]), "boxes": boxes}, png


def _parse_box(values: Sequence[Any]) -> list[float]:
    left, top, right, bottom = (float(number) for number in values)
    return [left, top, right, bottom]
