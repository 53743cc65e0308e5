"""Pages of a PDF that stay loaded between reading and drawing: to load a page again takes half as long as to draw it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any

import pypdfium2.raw as pdfium

from samspil.documents.pdfium import open_page, open_pdf

MOST_PAGES = 100  # a page of text takes about 0.1 megabytes
_MOST_OBJECTS = 2_000  # of a page that stays


class LoadedPages:
    """One PDF, open until this is closed, with pages as the reading left them. Pages beyond `most`, and crowded ones, are loaded again when asked for."""

    def __init__(self, most: int = MOST_PAGES) -> None:
        self._most = most
        self._stack = ExitStack()
        self._document: Any = None
        self._pages: dict[int, Any] = {}

    def __enter__(self) -> "LoadedPages":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._most = 0
        for page in self._pages.values():
            pdfium.FPDF_ClosePage(page)
        self._pages.clear()
        self._stack.close()

    @property
    def is_open(self) -> bool:
        """Whether there is a PDF."""
        return self._document is not None

    @contextmanager
    def open(self, data: bytes) -> Iterator[Any]:
        """The document, which stays open. Raises RejectedError."""
        self._document = self._stack.enter_context(open_pdf(data))
        yield self._document

    def keep(self, number: int, page: Any) -> bool:
        """Whether the page (from 1) is this object's to close from now on."""
        if len(self._pages) >= self._most or pdfium.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
            return False
        self._pages[number] = page
        return True

    @contextmanager
    def take(self, number: int) -> Iterator[Any]:
        """A page (from 1), closed afterwards. Raises ValueError when the PDF has no such page."""
        kept = self._pages.pop(number, None)
        if kept is None:
            with open_page(self._document, number) as page:
                yield page
            return
        try:
            yield kept
        finally:
            pdfium.FPDF_ClosePage(kept)
