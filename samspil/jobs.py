"""The jobs that may run in a child, by name: the parent hands them out without loading what they need."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from samspil.engines.server import can_fork, find_server

if TYPE_CHECKING:  # `prepare` is called before anything else is loaded
    from samspil.engines.pool import Job

READ = "samspil.tasks:read_file"
READ_AND_DRAW = "samspil.tasks:read_and_draw"
DRESS = "samspil.tasks:dress_file"
DRAW = "samspil.tasks:draw_pages"
PUBLISHED = "samspil.tasks:read_published"
OPEN = "samspil.tasks:open_source"
PURCHASES = "samspil.tasks:read_purchases"
CASE_SHEET = "samspil.tasks:read_case_sheet"
TABLE = "samspil.table_task:read_table"
_TASKS = (READ, READ_AND_DRAW, DRESS, DRAW, PUBLISHED, OPEN, PURCHASES, CASE_SHEET, TABLE)
_PRELOAD = ("samspil.tasks", "samspil.ready", "samspil.warm")  # the second unless jobs are few, the third in a pause
_FEW = 2  # jobs; more, and what is loaded for all of them is worth its time
_OCR_SECONDS = 3600.0  # about 4 s a page and core; a whole scanned agreement may take some minutes


def prepare() -> None:
    """Begin to load what the jobs need, in another process, before there is a job: the parent has things of its own to load meanwhile."""
    if can_fork():
        find_server(_PRELOAD)


def expect(count: int) -> None:
    """So many jobs are to come: for a few, loading what makes each of many cheaper would cost more than it saves."""
    if can_fork() and count <= _FEW:
        find_server(_PRELOAD).expect_few()


def make_job(key: str, task: str, payload: bytes, settings: Mapping[str, Any]) -> "Job":
    """A job with the limits that suit it: reading with OCR may take long and needs PATH to find the program.

    One more try after a crash: it may have been another file's, that took the fork server with it.
    """
    from dataclasses import replace

    from samspil.engines.limits import Limits
    from samspil.engines.pool import Job

    limits = Limits()
    if settings.get("ocr"):
        limits = replace(
            limits,
            wall_seconds=_OCR_SECONDS,
            silence_seconds=120.0,
            cpu_seconds=int(_OCR_SECONDS),
            memory_bytes=2 << 30,
            path=os.environ.get("PATH", ""),
        )
    return Job(key, task, payload, settings, limits, allowed=_TASKS, preload=_PRELOAD, retries=1)
