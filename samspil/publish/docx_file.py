"""A DOCX by python-docx, packed so that the same document has the same bytes: the library would write the time of day."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

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
