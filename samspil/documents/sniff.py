"""What a file is, told by its first bytes and checked against its name: a wrong name is a question to the sender, not a guess of ours."""

import re
from pathlib import PurePath

from samspil.documents.archive import Archive, find_end_record
from samspil.documents.limits import rejection
from samspil.errors import RejectedError
from samspil.values import codes
from samspil.vocabulary.texts import say

PDF, DOCX, HTML, TEXT = "pdf", "docx", "html", "text"

EXTENSIONS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".txt": TEXT,
    ".text": TEXT,
    ".md": TEXT,
}
_PROPER_EXTENSION = {PDF: ".pdf", DOCX: ".docx", HTML: ".html", TEXT: ".txt"}
_NOT_OURS = {".doc", ".rtf", ".odt", ".docm", ".exe", ".zip", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}

# First bytes of what we refuse, with the key of its name in the catalogue.
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind_old_office"),
    (b"{\\rtf", "kind_rtf"),
    (b"MZ", "kind_program"),
    (b"\x7fELF", "kind_program"),
    (b"\x89PNG", "kind_image"),
    (b"\xff\xd8\xff", "kind_image"),
    (b"GIF8", "kind_image"),
    (b"II*\x00", "kind_image"),
    (b"MM\x00*", "kind_image"),
    (b"BM", "kind_image"),
    (b"RIFF", "kind_image"),
    (b"\x1f\x8b", "kind_archive"),
    (b"7z\xbc\xaf'\x1c", "kind_archive"),
    (b"Rar!", "kind_archive"),
    (b"SQLite format 3", "kind_database"),
)
_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HTML_ANYWHERE = re.compile(rb"<(?:!doctype\s+html|html|script)\b", re.I)
_WINDOW = 1024
_MANY_CONTROLS = 0.1


def detect_format(data: bytes, name: str) -> str:
    """One of 'pdf', 'docx', 'html', 'text'. Raises RejectedError for other kinds, files with two faces and wrong names."""
    found = detect_content(data)
    suffix = PurePath(name).suffix.lower()
    named = EXTENSIONS.get(suffix)
    if found == TEXT and named == HTML:
        return HTML  # a piece of a page without <html> is still a page
    if (named is not None and named != found) or suffix in _NOT_OURS:
        raise rejection("wrong_name", content=say(f"documents.kind_{found}"), proposal=propose_name(name, found))
    return found


def propose_name(name: str, found: str) -> str:
    """The file's name with the extension its content deserves."""
    return PurePath(name).stem + _PROPER_EXTENSION[found]


def detect_content(data: bytes) -> str:
    """The format by content alone. Raises RejectedError for kinds we do not read."""
    head = data[:_WINDOW]
    if b"%PDF-" in head:
        check_one_face(data)
        return PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return detect_zip(data)
    refuse_other_kinds(data)
    if _HTML_START.match(_plain_head(data)):
        return HTML
    if head.lstrip()[:5] == b"<?xml":
        raise rejection("type", content=say("documents.kind_xml"))
    if looks_binary(head):
        raise rejection("type", content=say("documents.kind_unknown"))
    return TEXT


def _plain_head(data: bytes) -> bytes:
    """The first characters as ASCII, also of a file in UTF-16."""
    head = data[: 4 * _WINDOW].removeprefix(b"\xef\xbb\xbf")
    return head[2:].replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def check_one_face(data: bytes) -> None:
    """Refuse a PDF that is at the same time a ZIP file or a web page: two programs would read two documents. Raises RejectedError."""
    start = data.find(b"%PDF-", 0, 2 * _WINDOW)
    tail = data[max(data.rfind(b"%%EOF"), len(data) - 64 * _WINDOW, 0) :]
    two_faced = data.startswith(b"PK") or find_end_record(data) >= 0
    if two_faced or _HTML_ANYWHERE.search(data[:start]) or (b"%%EOF" in tail[:5] and _HTML_ANYWHERE.search(tail)):
        raise rejection("two_faces")


def detect_zip(data: bytes) -> str:
    """A ZIP is ours only when it holds a Word document without macros. Raises RejectedError."""
    names = Archive(data).names
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise rejection("type", content=say("documents.kind_macros"))
    if "word/document.xml" in names:
        return DOCX
    kinds = {"xl/workbook.xml": "kind_sheet", "ppt/presentation.xml": "kind_slides", "content.xml": "kind_odf"}
    key = next((kind for member, kind in kinds.items() if member in names), "kind_archive")
    raise rejection("type", content=say(f"documents.{key}"))


def refuse_other_kinds(data: bytes) -> None:
    """Name what a file is when its first bytes say so. Raises RejectedError (verdict 'encrypted' for a Word file with a password)."""
    for magic, key in _OTHER_KINDS:
        if data.startswith(magic) and (len(magic) > 2 or looks_binary(data[:_WINDOW])):
            if key == "kind_old_office" and "EncryptedPackage".encode("utf-16-le") in data:
                raise RejectedError(codes.ENCRYPTED, say("documents.encrypted"))
            raise rejection("type", content=say(f"documents.{key}"))


def looks_binary(head: bytes) -> bool:
    """Many control bytes, and not because the text is in UTF-16 (where every other byte of Danish is zero)."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    zeros = max(head[0::2].count(0), head[1::2].count(0))
    if zeros > len(head) // 5 and min(head[0::2].count(0), head[1::2].count(0)) <= zeros // 10:
        return False
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    return controls > _MANY_CONTROLS * len(head)
