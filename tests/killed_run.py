"""A review that kills itself at a labelled point: `killed_run.py FOLDER OUT POINT NUMBER` dies when POINT is reached for the NUMBERth time.

Exit code 9 means that the point was never reached so often. No switch for this is built into Samspil: its functions are wrapped here.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from agreements import review  # noqa: E402

from samspil import pictures, pipeline, reading  # noqa: E402
from samspil.store.sqlite import Store  # noqa: E402

NEVER_REACHED = 9
POINTS: dict[str, tuple[Any, str]] = {
    "run-begins": (Store, "begin_run"),
    "file-kept": (Store, "keep_reading"),
    "files-seen": (Store, "keep_seen"),
    "pages-come": (pictures, "parse_pieces"),
    "pages-kept": (Store, "keep_pictures"),
    "settled": (pipeline, "settle_documents"),
    "built": (pipeline, "build_review"),
    "file-written": (os, "fsync"),
    "file-placed": (os, "replace"),
    "folder-placed": (os, "rename"),
    "outputs-written": (pipeline, "write_outputs"),
    "run-ends": (Store, "end_run"),
    "file-read": (reading, "read_bytes"),
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wrap(function: Callable[..., Any], number: int, *, before: bool) -> Callable[..., Any]:
    """The function, which now kills this process before or after its NUMBERth call."""
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if before and calls == number:
            die()
        result = function(*arguments, **named)
        if calls == number:
            die()
        return result

    return wrapped


def main() -> None:
    folder, out, point, number = sys.argv[1:]
    label, _, when = point.partition(":")
    owner, name = POINTS[label]
    if label == "pages-kept":  # pages come with the readings: it takes a loss of them for pages to be drawn and kept later
        pictures.parse_pieces = lambda *_: {}
    setattr(owner, name, wrap(getattr(owner, name), int(number), before=when == "before"))
    review(Path(folder), Path(out))
    sys.exit(NEVER_REACHED)


if __name__ == "__main__":
    main()
