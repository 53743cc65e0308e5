"""The door of the room: bytes and a name become a `Document`, or a `RejectedError` that says why not. Runs inside the killable child."""

from samspil.documents import sniff
from samspil.documents.docx import read_docx
from samspil.documents.html import read_html
from samspil.documents.limits import check_file_size
from samspil.documents.loaded import LoadedPages
from samspil.documents.pdf import read_pdf
from samspil.documents.plain import read_plain
from samspil.documents.progress import Progress, no_progress
from samspil.values.document import Document


def read_document(
    data: bytes, name: str, *, ocr: bool = False, progress: Progress = no_progress, stay: LoadedPages | None = None
) -> Document:
    """Read one file. `name` only tells the extension; `ocr` also reads scanned PDF pages when tesseract is installed (about 4 s a page);
    `progress(n)` is called after page n; `stay` keeps a PDF open and its pages loaded, for drawing.

    Raises RejectedError with verdict 'needs_ocr', 'encrypted', 'rejected' or 'failed' and a reason for people.
    """
    check_file_size(data)
    kind = sniff.detect_format(data, name)
    if kind == sniff.PDF:
        return read_pdf(data, ocr=ocr, progress=progress, stay=stay)
    if kind == sniff.DOCX:
        return read_docx(data)
    if kind == sniff.HTML:
        return read_html(data, progress=progress)
    return read_plain(data)
