"""Files that people bring in the browser: what is taken, under which name, and which files make up a year."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import BoundedSemaphore
from typing import BinaryIO

import sqlalchemy as sa

from samspil.documents.limits import MAX_FILE_BYTES, MEGABYTE
from samspil.documents.sniff import detect_format
from samspil.errors import RejectedError, SamspilError
from samspil.store.desk import jobs as kept
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk
from samspil.store.desk.jobs import Upload
from samspil.values.desk import Person
from samspil.vocabulary.texts import say

FIRST_YEAR, LAST_YEAR = 2008, 2099  # as `samspil review --year`
MOST_MEGABYTES = MAX_FILE_BYTES // MEGABYTE
MOST_NAME_BYTES = 180
_UNSAFE = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # names that Windows keeps for devices
_IN_MEMORY = BoundedSemaphore(2)  # whole files in memory at the same time


class UploadError(SamspilError):
    """A file, or a year, that is not taken. `place`: the file's name."""


class TooBigError(UploadError):
    """A file beyond the limit."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken under `name`; `known`: these bytes were there already for that year."""

    name: str
    sha256: str
    known: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a year as a run finds it: its name, its bytes' SHA-256, and whose it is where that is settled ('' where the run must find out)."""

    name: str
    sha256: str
    municipality_code: str = ""


def check_year(year: int) -> int:
    """Raises UploadError for a year that no agreement can be of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UploadError(say("uploads.bad_year", first=FIRST_YEAR, last=LAST_YEAR), remedy=say("uploads.bad_year_remedy"))
    return year


def take_file(desk: Desk, person: Person, year: int, name: str, stream: BinaryIO) -> Taken:
    """Keep an uploaded file for a year. Raises UploadError: empty, too big, a kind that is not read, a name that says another kind."""
    check_year(year)
    safe = make_safe(name)
    with _IN_MEMORY:
        content = stream.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise TooBigError(say("uploads.too_big", limit=MOST_MEGABYTES), place=safe, remedy=say("uploads.too_big_remedy"))
        _check_kind(content, safe)
        return _keep(desk, person, year, safe, content)


def _check_kind(content: bytes, name: str) -> None:
    """What the bytes are, not what the sender calls them. The text itself is only ever read in a child."""
    if not content:
        raise UploadError(say("uploads.empty"), place=name, remedy=say("uploads.empty_remedy"))
    try:
        detect_format(content, name)
    except RejectedError as error:
        raise UploadError(error.message, place=name, remedy=error.remedy or say("uploads.kinds")) from error
    except Exception as error:  # whatever a hostile file does to the look at its first bytes: it is not taken
        raise UploadError(say("uploads.unknown_kind"), place=name, remedy=say("uploads.kinds")) from error


def _keep(desk: Desk, person: Person, year: int, name: str, content: bytes) -> Taken:
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.writing() as connection:
        there = list_sources(connection, year)
        sources.keep_file(connection, sha256, content)
        for source in there:
            if source.sha256 == sha256:
                return Taken(source.name, sha256, known=True)
        free = find_free(name, {source.name.casefold() for source in there})
        kept.add_upload(connection, year, free, sha256, person.id, desk.now())
    return Taken(free, sha256, known=False)


def make_safe(name: str) -> str:
    """A file's name without folders, and without anything that could lead elsewhere, hide something or not be a name on some machine."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rstrip("/").rpartition("/")[2]
    plain = "".join(char if char.isprintable() and not "\ud800" <= char <= "\udfff" else "_" for char in last)
    plain = _UNSAFE.sub("_", plain).strip(" .")
    plain = f"_{plain}" if _RESERVED.match(plain) else plain
    stem, suffix = PurePosixPath(plain).stem, PurePosixPath(plain).suffix[:12]
    return f"{_shorten(stem, MOST_NAME_BYTES)}{suffix}" if stem else say("uploads.nameless")


def _shorten(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def find_free(name: str, taken: Iterable[str]) -> str:
    """The name, or with a number where another file has it: 'aftale (2).pdf'. `taken`: casefolded, since some machines do not tell A from a."""
    used, path, number, free = set(taken), PurePosixPath(name), 1, name
    while free.casefold() in used:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    return free


def list_sources(connection: sa.Connection, year: int) -> list[Source]:
    """All files of a year: those of the newest run, then those brought since. Files without known bytes, such as links that led elsewhere, are none."""
    table = tables.document.c
    read = {line.sha256: line for line in connection.execute(sa.select(tables.document).where(table.year == year).order_by(table.file))}
    known = [
        Source(line.file, line.sha256, line.municipality_code if line.verdict in ("ok", "warn") else "")
        for line in read.values()
        if line.sha256
    ]
    new = [Source(each.name, each.sha256) for each in kept.list_uploads(connection, year) if each.sha256 not in read]
    return [*known, *new]


def list_new(desk: Desk) -> list[Upload]:
    """Files that no finished run has read."""
    with desk.reading() as connection:
        known = {(line.year, line.sha256) for line in connection.execute(sa.select(tables.document.c.year, tables.document.c.sha256))}
        return [each for each in kept.list_uploads(connection) if (each.year, each.sha256) not in known]


def remove_new(desk: Desk, upload: int) -> None:
    """Take back a file that was brought by mistake. Raises UploadError once a run has read it."""
    if upload not in {each.id for each in list_new(desk)}:
        raise UploadError(say("uploads.gone"), remedy=say("uploads.gone_remedy"))
    with desk.writing() as connection:
        kept.remove_upload(connection, upload)


def propose_year(desk: Desk) -> int:
    """The year that files are most likely brought for: of those brought last, else of the newest review, else the next year from July on."""
    with desk.reading() as connection:
        uploads = kept.list_uploads(connection)
        newest = connection.execute(sa.select(sa.func.max(tables.run.c.year))).scalar()
    today = desk.clock()
    return uploads[-1].year if uploads else int(newest or today.year + (today.month >= 7))
