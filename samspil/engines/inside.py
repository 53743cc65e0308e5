"""The child's side: take the limits on, run one function, write one answer, leave. Nothing here returns to the code that forked."""

import contextlib
import gc
import importlib
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from samspil.engines import frames
from samspil.engines.limits import Limits, limits_from_json

try:
    import resource
except ImportError:  # Windows: the supervisor's clock is the only limit there
    resource = None  # type: ignore[assignment]

_SECONDS_BETWEEN_SIGNS = 0.2
_LONGEST_MESSAGE = 2_000
_RARE_COLLECTIONS = (50_000, 20, 100)  # a child lives for one document: looking for cycles costs more than they do
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_LAST_STANDARD_FD = 2


def run_job(payload_file: BinaryIO, write: Callable[[bytes], None]) -> None:
    """Read the job, run it, write its answer or its error. Never raises; MemoryError and all other errors become a frame."""
    try:
        gc.set_threshold(*_RARE_COLLECTIONS)
        job = frames.decode_json(payload_file.readline())
        take_limits(limits_from_json(job["limits"]))
        answer = call(job, payload_file.read(), make_progress(write))
        if isinstance(answer, Iterator):
            answer = write_parts(answer, write)
        body = frames.encode_json(answer)
        kind = frames.ANSWER
    except MemoryError:
        kind, body = frames.ERROR, b'{"kind":"memory","detail":""}'
    except BaseException as error:  # the last stop before the process ends: everything must be told
        kind, body = frames.ERROR, frames.encode_json({"kind": "crash", "detail": describe(error)})
    write(frames.pack(kind, body))


def write_parts(parts: Iterator[Any], write: Callable[[bytes], None]) -> dict[str, Any]:
    """What a task gives bit by bit: its answer, which nothing takes back that happens later, then pieces (facts, bytes). The rest is empty."""
    write(frames.pack(frames.FIRST, frames.encode_json(next(parts))))
    for facts, data in parts:
        write(frames.pack_piece(facts, data))
    return {}


def call(job: dict[str, Any], payload: bytes, progress: Callable[[object], None]) -> Any:
    """The function 'module:function' of the job; the parent has checked it against its list."""
    module, function = str(job["task"]).split(":")
    return getattr(importlib.import_module(module), function)(payload, job["settings"], progress)


def describe(error: BaseException) -> str:
    """Kind and message of an error, short enough for a pipe."""
    return f"{type(error).__name__}: {error}"[:_LONGEST_MESSAGE]


def make_progress(write: Callable[[bytes], None]) -> Callable[[object], None]:
    """A function that tells the parent that the child is alive, at most five times a second."""
    last = [time.monotonic()]

    def progress(_step: object = None) -> None:
        now = time.monotonic()
        if now - last[0] >= _SECONDS_BETWEEN_SIGNS:
            last[0] = now
            write(frames.pack(frames.PROGRESS))

    return progress


def take_limits(limits: Limits) -> None:
    """Resource limits of this process; they bind its own children too."""
    if resource is None:
        return
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in wanted.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(name, (value, value))
    with contextlib.suppress(ValueError, OSError):  # one second between the warning signal and the kill
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))


def leave_family(folder: str, path: str) -> None:
    """A session of its own, an empty environment, and a folder of its own as the place to be."""
    os.setsid()
    os.environ.clear()
    os.environ["TMPDIR"] = folder
    if path:
        os.environ["PATH"] = path
    os.chdir(folder)
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGPIPE, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)


def keep_only(kept: list[int]) -> None:
    """Close every descriptor but the given ones; the standard three lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(_LAST_STANDARD_FD + 1):
        os.dup2(nowhere, standard)
    here = _LAST_STANDARD_FD + 1
    for descriptor in sorted(kept):
        os.closerange(here, descriptor)
        here = descriptor + 1
    os.closerange(here, max(here, 1024))


def write_all(descriptor: int, data: bytes) -> None:
    """All of it, however small the pipe."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def become_child(payload_fd: int, answer_fd: int, folder: str, path: str) -> None:
    """What a freshly forked process does with its life. Does not return."""
    status = 1
    try:
        leave_family(folder, path)
        keep_only([payload_fd, answer_fd])
        with io.FileIO(payload_fd, closefd=False) as raw, io.BufferedReader(raw) as payload:
            run_job(payload, lambda data: write_all(answer_fd, data))
        status = 0
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def main() -> None:
    """A child that was spawned, not forked: job on standard input, frames on standard output."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    run_job(sys.stdin.buffer, lambda data: (out.write(data), None)[1])
