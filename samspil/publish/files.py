"""Leaving files behind safely: a reader sees the old file or the new one, never half of one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samspil.errors import OutputError
from samspil.vocabulary.texts import say


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
def replaced_folder(folder: Path, marker: str) -> Iterator[Path]:
    """A new empty folder that takes `folder`'s place when the block ends well.

    An old folder is removed only if it is empty or holds `marker` (a file only we write). Raises OutputError otherwise.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / marker).is_file():
        raise OutputError(say("publish.error_folder_in_use"), place=str(folder), remedy=say("publish.remedy_folder_in_use"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".tmp", dir=folder.parent))
        with _removed_on_failure(new):
            new.chmod(0o755)
            yield new
            _swap(folder, new)
    except OSError as error:
        raise refusal(folder, error) from error


def refusal(path: Path, error: OSError) -> OutputError:
    """The error in the user's words."""
    reason = error.strerror or str(error)
    return OutputError(say("publish.error_write", reason=reason), place=str(path), remedy=say("publish.remedy_write"))


def _swap(folder: Path, new: Path) -> None:
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".old", dir=folder.parent))
        os.rename(folder, old / "old")
        os.rename(new, folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.rename(new, folder)


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
