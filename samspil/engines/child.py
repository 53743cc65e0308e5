"""One job in its own killable child: started, watched by the clock, its answer taken, and nothing of it left behind."""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import IO, Any

from samspil.engines import frames
from samspil.engines.limits import Limits
from samspil.engines.server import ForkServer, can_fork, find_server
from samspil.engines.spawned import start_spawned

TIMEOUT, STALLED, MEMORY, CRASH, GARBAGE = "timeout", "stalled", "memory", "crash", "garbage"
FAILURES = (TIMEOUT, STALLED, MEMORY, CRASH, GARBAGE)
_READ_BYTES = 1 << 20
_SECONDS_TO_LEAVE = 5.0  # for a child that has answered
_NEAR_LIMIT = 0.8
_MOST_PIECES = 5_000
_SECONDS_BETWEEN_LOOKS = 0.5  # how soon a cancelled run notices


Piece = tuple[dict[str, Any], bytes]


@dataclass(frozen=True, slots=True)
class ChildAnswer:
    """Either `answer`, or `failure` (one of FAILURES) with `detail` in English for the log. `seconds` of wall time, of the last try.

    `pieces`: what followed the answer, each with facts; those that had come when the child failed, if it failed later than its answer.
    """

    answer: dict[str, Any] | None
    failure: str = ""
    detail: str = ""
    seconds: float = 0.0
    pieces: tuple[Piece, ...] = ()

    @property
    def ok(self) -> bool:
        """There is an answer."""
        return self.answer is not None


def run_in_child(
    task: str,
    payload: bytes,
    settings: Mapping[str, Any],
    limits: Limits,
    *,
    allowed: Collection[str],
    preload: tuple[str, ...] = (),
    retries: int = 0,
    cancelled: threading.Event | None = None,
) -> ChildAnswer:
    """Run `task` ('module:function', called as function(payload, settings, progress) -> dict, or an iterator of a dict and pieces that follow)
    in a fresh child of a fork server that has the modules of `preload` loaded. After a crash or garbage it is tried `retries` times more. May be called from many threads at once; setting
    `cancelled` ends the child within half a second.

    Raises ValueError when `task` is not in `allowed`; a failing child never raises.
    """
    if task not in allowed:
        raise ValueError(f"task {task!r} is not on the list")
    cancelled = cancelled or threading.Event()
    with open_job(task, payload, settings, limits) as job:
        answer = _run_once(job, limits, preload, cancelled)
        for _ in range(retries):
            if answer.failure not in (CRASH, GARBAGE) or cancelled.is_set():
                break
            answer = _run_once(job, limits, preload, cancelled)
    return answer


def _run_once(job: IO[bytes], limits: Limits, preload: tuple[str, ...], cancelled: threading.Event) -> ChildAnswer:
    folder = tempfile.mkdtemp(prefix="samspil-")
    started = time.monotonic()
    try:
        job.seek(0)
        watch = _Watch(limits, started, cancelled)
        with contextlib.closing(_Child(job, folder, limits, preload)) as child:
            answer, failure, detail = watch.over(child)
        return ChildAnswer(answer, failure, detail, time.monotonic() - started, tuple(watch.pieces))
    except OSError as error:
        return ChildAnswer(None, CRASH, f"no child could be started: {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_job(task: str, payload: bytes, settings: Mapping[str, Any], limits: Limits) -> IO[bytes]:
    """The job as a file without a name: one line of JSON, then the payload. A file cannot block as a pipe can."""
    if hasattr(os, "memfd_create"):
        file: IO[bytes] = os.fdopen(os.memfd_create("samspil-job"), "w+b")
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(frames.encode_json({"task": task, "settings": dict(settings), "limits": limits.to_json()}) + b"\n")
    file.write(payload)
    file.flush()
    return file


class _Child:
    """A child process seen from outside: a channel with its answer and a channel with its fate."""

    def __init__(self, job: IO[bytes], folder: str, limits: Limits, preload: tuple[str, ...]) -> None:
        self.pid = 0
        self.exit: int | None = None
        self.peak_bytes = 0
        self._fate_text = b""
        self._server: ForkServer | None = None
        self._server_gone = False
        self.answers, answers_far = socket.socketpair()
        self.fate, fate_far = socket.socketpair()
        with answers_far, fate_far:
            try:
                if can_fork():
                    self._server = find_server(preload)
                    self._server.fork(folder, limits.path, (job.fileno(), answers_far.fileno(), fate_far.fileno()))
                else:
                    self._kill_spawned = start_spawned(job, folder, limits.path, answers_far.dup(), fate_far.dup())
            except BaseException:
                self.answers.close()
                self.fate.close()
                raise

    def read_fate(self) -> bool:
        """Take in what the server tells; False when there is nothing more to come."""
        data = self.fate.recv(4096)
        self._server_gone = not data and self.exit is None
        self._fate_text += data
        *lines, self._fate_text = self._fate_text.split(b"\n")
        for line in lines:
            fact = json.loads(line)
            self.pid = fact.get("pid", self.pid)
            self.exit = fact.get("exit", self.exit)
            self.peak_bytes = fact.get("peak_kib", 0) * 1024
        return bool(data)

    def kill(self, number: int) -> None:
        """A signal for the child and all it has started."""
        if self.exit is not None:
            return
        if self._server is None:
            self._kill_spawned()
        elif self.pid and not self._server_gone:
            self._server.kill(self.pid, number)
        elif self.pid:  # the server was killed: what its child had started has nobody else to end it
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def wait(self, seconds: float) -> bool:
        """Wait for the end, reading nothing of the answer; True when it has come."""
        deadline = time.monotonic() + seconds
        while self.exit is None:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.fate], [], [], left)[0]:
                return False
            if not self.read_fate():
                return True
        return True

    def stop(self, grace: float) -> None:
        """Ask, wait, and then end it."""
        if self.exit is None:
            self.kill(signal.SIGTERM)
            if not self.wait(grace):
                self.kill(getattr(signal, "SIGKILL", signal.SIGTERM))
                self.wait(_SECONDS_TO_LEAVE)

    def close(self) -> None:
        """Whatever happened, leave no child and no channel behind."""
        if self.exit is None:
            if not self.pid:
                self.wait(1.0)
            self.kill(getattr(signal, "SIGKILL", signal.SIGTERM))
            self.wait(_SECONDS_TO_LEAVE)
        self.answers.close()
        self.fate.close()


Outcome = tuple[dict[str, Any] | None, str, str]


class _Watch:
    """Reads what the child writes, and looks at the clock."""

    def __init__(self, limits: Limits, started: float, cancelled: threading.Event) -> None:
        self._limits = limits
        self._cancelled = cancelled
        self._end = started + limits.wall_seconds
        self._silent_until = started + limits.silence_seconds
        self._reader = frames.FrameReader(limits.answer_bytes)
        self._first: dict[str, Any] | None = None
        self.pieces: list[Piece] = []

    def over(self, child: _Child) -> Outcome:
        """Until there is an answer, an end, or no patience left. An answer that came first stands, whatever happened later."""
        answer, failure, detail = self._follow(child)
        return (answer, failure, detail) if self._first is None else (self._first, "", detail)

    def _follow(self, child: _Child) -> Outcome:
        while True:
            left = min(self._end, self._silent_until) - time.monotonic()
            if self._cancelled.is_set():
                return None, CRASH, "cancelled"
            if left <= 0:
                return self._too_late(child)
            ready = select.select([child.answers, child.fate], [], [], min(left, _SECONDS_BETWEEN_LOOKS))[0]
            if child.fate in ready and not child.read_fate() and child.exit is None:
                return None, CRASH, "the fork server ended"
            if child.answers in ready:
                outcome = self._read_answer(child)
                if outcome is not None:
                    return outcome
            elif child.exit is not None and not select.select([child.answers], [], [], 0)[0]:
                return self._at_the_end(child)  # looked again: the answer may have come between the first look and the news of the end

    def _read_answer(self, child: _Child) -> Outcome | None:
        """Take in output; an outcome when it is whole or worthless."""
        data = child.answers.recv(_READ_BYTES)
        if not data:
            child.wait(_SECONDS_TO_LEAVE)
            return self._at_the_end(child)
        self._silent_until = time.monotonic() + self._limits.silence_seconds
        try:
            for kind, body in self._reader.feed(data):
                if kind in (frames.FIRST, frames.PIECE):
                    self._take_part(kind, body)
                elif kind != frames.PROGRESS:
                    return self._take(child, kind, body)
        except frames.GarbageError as error:
            return None, GARBAGE, str(error)
        return None

    def _take_part(self, kind: bytes, body: bytes) -> None:
        """The answer, or a piece that follows it. Raises GarbageError."""
        if (kind == frames.FIRST) != (self._first is None) or len(self.pieces) >= _MOST_PIECES:
            raise frames.GarbageError("parts in disorder")
        if kind == frames.FIRST:
            self._first = frames.decode_json(body)
        else:
            self.pieces.append(frames.split_piece(body))

    def _take(self, child: _Child, kind: bytes, body: bytes) -> Outcome:
        """The child's last word."""
        value = frames.decode_json(body)
        child.wait(_SECONDS_TO_LEAVE)
        if kind == frames.ANSWER:
            return value, "", ""
        failure = value.get("kind")
        return None, failure if failure in FAILURES else CRASH, str(value.get("detail", ""))

    def _too_late(self, child: _Child) -> Outcome:
        failure = TIMEOUT if time.monotonic() >= self._end else STALLED
        child.stop(self._limits.grace_seconds)
        return None, failure, f"stopped after {failure}"

    def _at_the_end(self, child: _Child) -> Outcome:
        """It ended without an answer: why, by its exit code and its memory."""
        if child.exit is None:
            return None, GARBAGE, "closed its pipe and went on"
        if child.exit >= 0:
            broken = "" if self._reader.is_between_frames else " in the middle of its answer"
            return None, GARBAGE, f"ended with exit code {child.exit} and no answer{broken}"
        number = -child.exit
        if number == getattr(signal, "SIGXCPU", 24):
            return None, TIMEOUT, "used up its processor time"
        if number == getattr(signal, "SIGKILL", 9) or child.peak_bytes > _NEAR_LIMIT * self._limits.memory_bytes:
            return None, MEMORY, f"ended by {signal_name(number)}"
        return None, CRASH, f"ended by {signal_name(number)}"


def signal_name(number: int) -> str:
    """'SIGSEGV' for 11."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
