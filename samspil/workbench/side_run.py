"""Work in a process of its own, which tells how far it is: it can be ended at any time, and ends by itself when the server is gone."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Protocol

import samspil
from samspil.errors import SamspilError
from samspil.vocabulary.texts import say

_TURN = 0.25  # seconds between two looks at whether the run is to end
_SECONDS_TO_END = 5


class RunError(SamspilError):
    """A run that cannot be carried out, or broke off."""


class StoppedError(Exception):
    """Somebody has stopped the run, or the server ends."""


class Watcher(Protocol):
    """Who is told how far a run is, and says whether it may go on."""

    def tell(self, values: dict[str, Any]) -> None:
        """A line of the run."""

    def beat(self) -> bool:
        """False when the run is to end."""


def carry_out(module: str, wish: Mapping[str, Any], watcher: Watcher) -> None:
    """`python -m MODULE WISH` until it has ended; it tells on standard output. Raises RunError, StoppedError; the process is gone then."""
    environment = {**os.environ, "PYTHONPATH": str(Path(samspil.__file__).parents[1])}
    command = [sys.executable, "-P", "-m", module, json.dumps(wish)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; what people sent is data in JSON
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    )
    lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
    reader = threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        if not _follow(lines, watcher):
            raise RunError(say("uploads.broke_off", code=process.wait(_SECONDS_TO_END)), remedy=say("uploads.own_fault_remedy"))
    finally:
        _end(process)
        reader.join(_SECONDS_TO_END)


def _follow(lines: "queue.Queue[dict[str, Any] | None]", watcher: Watcher) -> bool:
    """Tell on until the run says that it has ended; False when it ends without a word. Raises RunError, StoppedError."""
    ended = False
    while True:
        if not watcher.beat():
            raise StoppedError
        try:
            values = lines.get(timeout=_TURN)
        except queue.Empty:
            continue
        if values is None:
            return ended
        if "error" in values:
            raise RunError(str(values["error"]), place=str(values.get("place", "")), remedy=str(values.get("remedy", "")))
        ended = ended or "end" in values
        watcher.tell(values)


def _listen(stream: IO[bytes] | None, lines: "queue.Queue[dict[str, Any] | None]") -> None:
    for line in stream or ():
        try:
            lines.put(dict(json.loads(line)))
        except ValueError:
            continue  # something a library has printed
    lines.put(None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Whatever it is doing. Its own children end with it."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(_SECONDS_TO_END)
    if process.stdout:
        process.stdout.close()


def tell(**values: object) -> None:
    """For the process itself: a line to who started it."""
    print(json.dumps(values), flush=True)


def tell_error(error: SamspilError) -> None:
    """For the process itself: why it cannot go on."""
    tell(error=error.message, place=error.place, remedy=error.remedy)


def end_with_parent() -> None:
    """For the process itself: nothing is ever written to our standard input; when reading it ends, the server has ended."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1):  # not through sys.stdin, whose lock an ending interpreter would wait for
                pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
