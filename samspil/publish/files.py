"""Leaving files behind safely: a reader sees the old file or the new one, never half of one."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samspil.errors import OutputError
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

_STAGE = ".samspil."
_LEFTOVER = re.compile(r"\.(samspil|report)\.[a-z0-9_]{8}\.(tmp|old)")


def write_bytes(path: Path, content: bytes) -> None:
    """Write to a temporary file beside `path`, fsync, rename. Raises OutputError when the disk or the folder refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
        with _removed_on_failure(Path(name)):
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
    except OSError as error:
        raise refusal(path, error) from error


@contextmanager
def staged_outputs(folder: Path, marker: str) -> Iterator[Path]:
    """A new empty folder whose content takes its place in `folder` when the block ends well: all of it, or nothing when the disk is full.

    A `report` folder that is there already gives way if only we wrote it (see `replaced_folder`). Raises OutputError.
    """
    _check_replaceable(folder / "report", marker)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=_STAGE, suffix=".tmp", dir=folder))
        with _removed_on_failure(new):
            yield new
            for path in sorted(new.iterdir()):
                if path.is_file():
                    os.replace(path, folder / path.name)
            _swap(folder / "report", new / "report" if (new / "report").is_dir() else None)
        shutil.rmtree(new, ignore_errors=True)
    except OutputError as error:  # told of the place where the file was to lie
        raise OutputError(error.message, place=error.place.replace(str(new), str(folder)), remedy=error.remedy) from error
    except OSError as error:
        raise refusal(folder, error) from error


def remove_leftovers(folder: Path) -> None:
    """Take away what a killed run left behind in `folder`, and put back a report that was being exchanged."""
    for path in folder.glob(".*"):
        if _LEFTOVER.fullmatch(path.name):
            if (path / "old").is_dir() and not (folder / "report").exists():
                os.rename(path / "old", folder / "report")
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


@contextmanager
def replaced_folder(folder: Path, marker: str) -> Iterator[Path]:
    """A new empty folder that takes `folder`'s place when the block ends well.

    An old folder is removed only if it is empty or holds `marker` (a file only we write). Raises OutputError otherwise.
    """
    _check_replaceable(folder, marker)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".tmp", dir=folder.parent))
        with _removed_on_failure(new):
            new.chmod(0o755)
            yield new
            _swap(folder, new)
    except OSError as error:
        raise refusal(folder, error) from error


def _check_replaceable(folder: Path, marker: str) -> None:
    try:
        taken = folder.exists() and any(folder.iterdir()) and not (folder / marker).is_file()
    except OSError as error:
        raise refusal(folder, error) from error
    if taken:
        raise OutputError(say("publish.error_folder_in_use"), place=str(folder), remedy=say("publish.remedy_folder_in_use"))


def refusal(path: Path, error: OSError) -> OutputError:
    """The error in the user's words."""
    return OutputError(say("publish.error_write", reason=explain(error)), place=str(path), remedy=say("publish.remedy_write"))


def _swap(folder: Path, new: Path | None) -> None:
    """`new` takes the place of `folder`; None: nothing does."""
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".old", dir=folder.parent)) if folder.exists() else None
    if old:
        os.rename(folder, old / "old")
    if new:
        os.rename(new, folder)
    if old:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        raise
