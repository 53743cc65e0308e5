"""The files of a folder: regular files only, by content hash, in a fixed order. Nothing outside the folder is ever opened."""

import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from samspil.documents.limits import MAX_FILE_BYTES, MEGABYTE
from samspil.errors import UsageError
from samspil.values import codes
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

IGNORED = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
RESULTS = ("initiatives.json", "run.json", "datapackage.json")  # a folder that holds all three is an earlier review
MAX_FILES = 50_000
_TRIES = 3


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the folder. `name`: its path inside the folder, readable in any case; `modified`, `changed`: times in nanoseconds of the last
    change of its content and of anything about it; `verdict` and `reason` when it is not to be read."""

    name: str
    path: Path
    size: int = 0
    modified: int = 0
    changed: int = 0
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, their SHA-256, and the file as it was at that moment."""

    data: bytes
    sha256: str
    file: FoundFile


def list_files(folder: Path, skipped: Collection[Path] = ()) -> list[FoundFile]:
    """Every entry of the folder and its sub-folders, in the order of names, without those in `skipped` (the results, the store, the list).

    Raises UsageError when there is no such folder, or more files in it than anybody has agreements.
    """
    if not folder.is_dir():
        raise UsageError(say("cli.no_folder", folder=folder), remedy=say("cli.no_folder_remedy"))
    left_out = {Path(os.path.realpath(path)) for path in skipped}
    found: list[FoundFile] = []
    for entry in _walk(folder, left_out):
        if len(found) == MAX_FILES:
            raise UsageError(say("cli.too_many_files", limit=MAX_FILES), place=show_path(folder), remedy=say("cli.no_folder_remedy"))
        found.append(entry)
    return sorted(_joined_accents(found), key=lambda entry: entry.name)


def _walk(root: Path, left_out: Collection[Path]) -> Iterator[FoundFile]:
    top = Path(os.path.realpath(root))
    names = {path.name for path in left_out}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            yield _refused(root, folder, "folder_unreadable", detail=explain(error))
            continue
        if folder != root and {entry.name for entry in entries}.issuperset(RESULTS):
            yield _refused(root, folder, "earlier_results")
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.name.lower() in IGNORED or (entry.name in names and Path(os.path.realpath(path)) in left_out):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                yield _look_at(root, top, path)


def _look_at(root: Path, top: Path, path: Path) -> FoundFile:
    """Links are followed only to regular files inside the folder; pipes, sockets and devices are named and left alone."""
    try:
        if path.is_symlink() and not Path(os.path.realpath(path, strict=True)).is_relative_to(top):
            return _refused(root, path, "link_out")
        facts = path.stat()
    except OSError as error:
        return _refused(root, path, "file_unreadable", detail=explain(error))
    if not stat.S_ISREG(facts.st_mode):
        return _refused(root, path, "not_a_file")
    if facts.st_size > MAX_FILE_BYTES:
        return _refused(root, path, "file_too_big", megabytes=facts.st_size // MEGABYTE, limit=MAX_FILE_BYTES // MEGABYTE)
    return FoundFile(show_path(path.relative_to(root)), path, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def _refused(root: Path, path: Path, reason: str, **values: object) -> FoundFile:
    return FoundFile(show_path(path.relative_to(root)), path, verdict=codes.REJECTED, reason=say(f"cli.{reason}", **values))


def _joined_accents(found: list[FoundFile]) -> list[FoundFile]:
    """Names as people write them ('å' is one letter, not two), unless another file would get the same."""
    names = Counter(unicodedata.normalize("NFC", file.name) for file in found)
    return [replace(file, name=joined) if names[joined := unicodedata.normalize("NFC", file.name)] == 1 else file for file in found]


def show_path(path: Path) -> str:
    """A path as text with '/' between its parts. Bytes that are no text and signs that cannot be seen become escapes, never the same for two paths."""
    return "".join(map(_show_letter, path.as_posix()))


def _show_letter(letter: str) -> str:
    if "\udc80" <= letter <= "\udcff":  # a byte that is not UTF-8
        return f"\\x{ord(letter) - 0xDC00:02x}"
    if letter == "\\":
        return "\\\\"
    if letter.isprintable():
        return letter
    return f"\\x{ord(letter):02x}" if letter < "\x80" else f"\\u{ord(letter):04x}"


def read_bytes(file: FoundFile) -> Content:
    """The bytes of a file as they stood still for the time of reading. Raises OSError when it cannot be read or does not stand still."""
    for _ in range(_TRIES):
        descriptor = os.open(file.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            before = _times(stream.fileno())
            data = stream.read(MAX_FILE_BYTES + 1)
            if _times(stream.fileno()) == before:
                size, modified, changed = before
                steady = replace(file, size=size, modified=modified, changed=changed)
                return Content(data, hashlib.sha256(data).hexdigest(), steady)
    raise OSError(say("cli.changed_meanwhile"))


def _times(descriptor: int) -> tuple[int, int, int]:
    facts = os.fstat(descriptor)
    return facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns
