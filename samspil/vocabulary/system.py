"""What the operating system complains about, in the user's language."""

import errno
from collections.abc import Callable
from pathlib import Path

from samspil.vocabulary.texts import say

_KNOWN = (
    "EACCES",
    "EPERM",
    "ENOENT",
    "EEXIST",
    "ENOTDIR",
    "EISDIR",
    "ENOSPC",
    "EDQUOT",
    "EFBIG",
    "EROFS",
    "EIO",
    "ENAMETOOLONG",
    "ELOOP",
    "EMFILE",
)


def explain(error: BaseException) -> str:
    """A few words on an error of files or disks: 'ingen adgang', 'disken er fuld'; the system's own words when there are none here."""
    number = getattr(error, "errno", None)
    name = errno.errorcode.get(number, "") if isinstance(number, int) else ""
    if name in _KNOWN:
        return say(f"cli.system_{name.lower()}")
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def read_small(file: Path, most: int, complain: Callable[..., Exception]) -> bytes:
    """The bytes of a user's file of at most `most` bytes. Raises what `complain` makes of 'no_file', 'unreadable' (detail) and 'too_big' (most, in kB)."""
    try:
        if not file.is_file():
            raise complain("no_file", str(file))
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise complain("unreadable", str(file), detail=explain(error)) from error
    if len(content) > most:
        raise complain("too_big", str(file), most=most // 1000)
    return content


def read_small_text(file: Path, most: int, complain: Callable[..., Exception]) -> str:
    """The same as text in UTF-8, with or without a mark at its start. Raises, besides, 'not_utf8' with the line."""
    content = read_small(file, most, complain)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise complain("not_utf8", f"{file}:{content.count(bytes([10]), 0, error.start) + 1}") from error
