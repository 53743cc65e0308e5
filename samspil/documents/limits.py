"""How much one file may ask of us (docs: hardening, 'Isolation figures'), and the two ways of saying no."""

from samspil.errors import RejectedError
from samspil.values import codes
from samspil.vocabulary.texts import say

MEGABYTE = 1_000_000
MAX_FILE_BYTES = 100 * MEGABYTE
MAX_PAGES = 3_000
MAX_TEXT_BYTES = 20 * MEGABYTE
MAX_LINES = 500_000  # a line costs about 300 bytes of memory: this is well inside the child's limit
MAX_PIXELS = 50_000_000  # per drawn page
MAX_NOTES = 20

MAX_ZIP_MEMBERS = 2_000
MAX_ZIP_BYTES = 300 * MEGABYTE
MAX_ZIP_RATIO = 100
ZIP_RATIO_FROM_BYTES = MEGABYTE  # small members may be as repetitive as they like


def rejection(key: str, **values: object) -> RejectedError:
    """The error for a file we will not read; `key` names the sentence in the catalogue of this room."""
    return RejectedError(codes.REJECTED, say(f"documents.{key}", **values))


def check_file_size(data: bytes) -> None:
    """Refuse empty and oversized files. Raises RejectedError."""
    if not data:
        raise rejection("empty")
    if len(data) > MAX_FILE_BYTES:
        raise rejection("file_too_big", megabytes=len(data) // MEGABYTE, limit=MAX_FILE_BYTES // MEGABYTE)


def check_text_size(size: int) -> None:
    """Refuse more text than any agreement has; `size` in bytes or characters. Raises RejectedError."""
    if size > MAX_TEXT_BYTES:
        raise rejection("text_too_big", megabytes=size // MEGABYTE, limit=MAX_TEXT_BYTES // MEGABYTE)


def check_line_count(count: int) -> None:
    """Refuse files cut into absurdly many lines. Raises RejectedError."""
    if count > MAX_LINES:
        raise rejection("too_many_lines", lines=count, limit=MAX_LINES)
