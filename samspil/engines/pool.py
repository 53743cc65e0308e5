"""Many jobs, a few at a time, answers as they come. Jobs are read only when there is room: memory does not grow with their number."""

import functools
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from samspil.engines.child import ChildAnswer, run_in_child
from samspil.engines.limits import Limits


@dataclass(frozen=True, slots=True)
class Job:
    """One call of `run_in_child`, with a `key` by which its answer is known."""

    key: str
    task: str
    payload: bytes = field(repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    allowed: Collection[str] = ()
    preload: tuple[str, ...] = ()
    retries: int = 0


def run_job(job: Job, cancelled: threading.Event | None = None) -> ChildAnswer:
    """One job in its child."""
    return run_in_child(
        job.task,
        job.payload,
        job.settings,
        job.limits,
        allowed=job.allowed,
        preload=job.preload,
        retries=job.retries,
        cancelled=cancelled,
    )


def run_all(
    jobs: Iterable[Job], workers: int, *, executor: Executor | None = None, run: Callable[[Job], ChildAnswer] | None = None
) -> Iterator[tuple[str, ChildAnswer]]:
    """Each job's key and answer, in the order in which they are done. At most `workers` + 1 payloads are in memory.

    `executor`: any `concurrent.futures.Executor`, such as Dask's; the default is a pool of `workers` threads that supervise.
    When the caller stops early (also by Ctrl-C), waiting jobs are dropped and running children ended.
    """
    own = executor is None
    pool = executor or ThreadPoolExecutor(workers, thread_name_prefix="samspil")
    running: dict[Future[ChildAnswer], str] = {}
    cancelled = threading.Event()
    if run is None:
        run = functools.partial(run_job, cancelled=cancelled) if own else run_job  # an event does not travel to other machines
    try:
        for job in jobs:
            running[pool.submit(run, job)] = job.key
            del job
            if len(running) > workers:
                yield from _take_done(running)
        while running:
            yield from _take_done(running)
    finally:
        cancelled.set()
        for future in running:
            future.cancel()
        if own:
            pool.shutdown(wait=True, cancel_futures=True)


def _take_done(running: dict[Future[ChildAnswer], str]) -> Iterator[tuple[str, ChildAnswer]]:
    """Wait for at least one answer, and give all there are."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        yield running.pop(future), future.result()
