"""The files of a folder: regular files only, by content hash, in a fixed order. Nothing outside the folder is ever opened."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samspil.documents.limits import MAX_FILE_BYTES
from samspil.errors import UsageError
from samspil.values import codes
from samspil.vocabulary.texts import say

IGNORED = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
MAX_FILES = 50_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the folder: `name` is its path inside the folder, readable in any case; `verdict` and `reason` when it is not to be read."""

    name: str
    path: Path
    size: int
    modified: int
    verdict: str = ""
    reason: str = ""


def list_files(folder: Path) -> list[FoundFile]:
    """Every entry of the folder and its sub-folders, in the order of names. Raises UsageError when there is no such folder."""
    if not folder.is_dir():
        raise UsageError(say("cli.no_folder", folder=folder), remedy=say("cli.no_folder_remedy"))
    found = [entry for entry in _walk(folder, folder) if entry.path.name.lower() not in IGNORED]
    return sorted(found, key=lambda entry: entry.name)[:MAX_FILES]


def _walk(root: Path, folder: Path) -> Iterator[FoundFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield FoundFile(_shown(root, folder), folder, 0, 0, codes.REJECTED, say("cli.folder_unreadable", detail=error.strerror or error))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path)
        else:
            yield _look_at(root, path)


def _look_at(root: Path, path: Path) -> FoundFile:
    """Links are followed only to regular files inside the folder; pipes, sockets and devices are named and left alone."""
    name = _shown(root, path)
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return FoundFile(name, path, 0, 0, codes.REJECTED, say("cli.link_out"))
        facts = path.stat()
    except (OSError, RuntimeError) as error:
        return FoundFile(name, path, 0, 0, codes.REJECTED, say("cli.file_unreadable", detail=getattr(error, "strerror", None) or error))
    if not stat.S_ISREG(facts.st_mode):
        return FoundFile(name, path, 0, 0, codes.REJECTED, say("cli.not_a_file"))
    return FoundFile(name, path, facts.st_size, facts.st_mtime_ns)


def _shown(root: Path, path: Path) -> str:
    """The path inside the folder with '/' between parts; bytes that are no text and control characters become visible escapes."""
    raw = os.fsencode(path.relative_to(root)).decode("utf-8", errors="backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in raw.replace(os.sep, "/"))


def read_bytes(file: FoundFile) -> tuple[bytes, str]:
    """The bytes of a file and their SHA-256. Raises OSError when it cannot be read or changes meanwhile."""
    descriptor = os.open(file.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
        if os.fstat(stream.fileno()).st_mtime_ns != file.modified:
            raise OSError(say("cli.changed_meanwhile"))
    return data, hashlib.sha256(data).hexdigest()
