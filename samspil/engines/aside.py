"""Several pieces of work at the same time, each in a copy of this process: for what is computed from values at hand and leaves files behind."""

import contextlib
import gc
import os
import signal
from collections.abc import Callable, Sequence

from samspil.engines.zygote import die_with_parent

Work = Callable[[], object]


def do_together(works: Sequence[Work]) -> None:
    """Do all of `works`, the last one here and the others in copies of this process, which are gone when this returns.

    A work must not touch an open database or a lock of this process, and what it computes is lost but for the files it writes. A work that fails
    in its copy is done again here, so that its error reaches the caller as it is. Where a process cannot be copied, all is done here, in order.
    """
    if not hasattr(os, "fork"):
        for work in works:
            work()
        return
    copies = {_start(work): work for work in works[:-1]}
    try:
        works[-1]()
        while copies:
            child, work = next(iter(copies.items()))
            ended = _wait(child)
            del copies[child]
            if ended != 0:
                work()
    finally:
        for child in copies:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            _wait(child)


def _start(work: Work) -> int:
    """The process id of a copy that does the work and nothing else: no clean-up of what belongs to the original."""
    here = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        die_with_parent(here)
        gc.freeze()  # what was there before is shared as long as nobody looks at it, not even the collector
        work()
        status = 0
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def _wait(child: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:  # somebody else has seen its end: how it went is not known
        return 1
