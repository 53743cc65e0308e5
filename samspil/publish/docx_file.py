"""A DOCX by python-docx, packed so that the same document has the same bytes: the library would write the time of day."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from samspil.vocabulary.texts import language

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP can tell


def pack_document(document: Any, change: Callable[[str, bytes], bytes] = lambda _name, content: content) -> bytes:
    """The file's bytes. `change` gets each part's name and content and gives what is to be packed."""
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, change(name, source.read(name)))
    return packed.getvalue()


def set_up_document(document: Any, title: str, page: tuple[int, int], margin: int) -> None:
    """Language, properties with a fixed date, and the page's width, height and side margins in millimetres."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    properties = document.core_properties
    properties.title, properties.author, properties.comments = title[:200], "Samspil", ""
    properties.language = LANGUAGES[language()]
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    section.left_margin = section.right_margin = Mm(margin)
    document.styles["Normal"].font.name = "Calibri"
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), LANGUAGES[language()])
