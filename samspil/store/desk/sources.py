"""Source files at the desk: their bytes, their text with its map home, and pictures of their pages."""

import array
import functools
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.values.desk import SourceText


def keep_file(connection: sa.Connection, sha256: str, content: bytes) -> None:
    """Keep a file's bytes, once."""
    if not has_file(connection, sha256):
        connection.execute(sa.insert(tables.file), [{"sha256": sha256, "size": len(content), "content": content}])


def has_file(connection: sa.Connection, sha256: str) -> bool:
    """Whether its bytes are here."""
    return connection.execute(sa.select(tables.file.c.size).where(tables.file.c.sha256 == sha256)).scalar() is not None


def find_file(connection: sa.Connection, sha256: str) -> bytes | None:
    """A file's bytes."""
    found = connection.execute(sa.select(tables.file.c.content).where(tables.file.c.sha256 == sha256)).scalar()
    return bytes(found) if found is not None else None


def keep_text(connection: sa.Connection, source: SourceText) -> None:
    """Keep what was read in a file; what was read of it before gives way."""
    home = array.array("I", source.home).tobytes()
    words = {number: [[start, end, *box] for start, end, box in found] for number, found in source.words.items()}
    facts = {"pages": source.pages, "passages": source.passages, "home": zlib.compress(home, 6).hex(), "words": words}
    packed = zlib.compress(json.dumps(facts, separators=(",", ":")).encode(), 1)
    connection.execute(sa.delete(tables.text).where(tables.text.c.sha256 == source.sha256))
    safe = source.text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")  # what no database holds; the length stays
    connection.execute(sa.insert(tables.text), [{"sha256": source.sha256, "format": source.format, "content": safe, "facts": packed}])


def find_text(connection: sa.Connection, sha256: str) -> SourceText | None:
    """What was read in a file."""
    found = connection.execute(sa.select(tables.text).where(tables.text.c.sha256 == sha256)).one_or_none()
    if found is None:
        return None
    return replace(_read_facts(bytes(found.facts)), sha256=sha256, format=found.format, text=found.content)


@functools.lru_cache(
    maxsize=8
)  # a page asks for its text several times; what is kept is found by the bytes themselves, so that it cannot be old
def _read_facts(packed: bytes) -> SourceText:
    """All but hash, format and text."""
    facts = json.loads(zlib.decompress(packed))
    home = array.array("I")
    home.frombytes(zlib.decompress(bytes.fromhex(facts["home"])))
    pages = tuple((int(number), int(start), int(end)) for number, start, end in facts["pages"])
    passages = tuple((int(start), int(end), str(kind), tuple(headings)) for start, end, kind, headings in facts["passages"])
    words = {int(number): tuple((a, b, (c, d, e, f)) for a, b, c, d, e, f in some) for number, some in facts.get("words", {}).items()}
    return SourceText("", "", "", pages, tuple(home), passages, words)


def keep_picture(connection: sa.Connection, key: str, facts: Mapping[str, Any], png: bytes) -> None:
    """Keep a drawn page, or the boxes of quotes on one, under `key`."""
    connection.execute(sa.delete(tables.picture).where(tables.picture.c.key == key))
    connection.execute(sa.insert(tables.picture), [{"key": key, "facts": json.dumps(facts), "png": png}])


def find_picture(connection: sa.Connection, key: str) -> tuple[dict[str, Any], bytes] | None:
    """A drawn page: its facts (width, height, boxes) and its PNG."""
    found = connection.execute(sa.select(tables.picture.c.facts, tables.picture.c.png).where(tables.picture.c.key == key)).one_or_none()
    return (dict(json.loads(found.facts)), bytes(found.png)) if found else None
