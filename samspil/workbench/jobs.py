"""Runs that people ask for in the browser: one at a time, fair among people, begun again after a restart; how far each is stands in the store."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samspil.errors import SamspilError
from samspil.store.desk import jobs as kept
from samspil.store.desk.desk import Desk
from samspil.store.desk.jobs import DONE, FAILED, RUNNING, STOPPED, WAITING, Job
from samspil.store.desk.people import list_people
from samspil.values.desk import Person
from samspil.vocabulary.texts import say
from samspil.workbench.alerts import index_and_alert
from samspil.workbench.side_run import StoppedError
from samspil.workbench.uploads import UploadError, check_year, list_sources
from samspil.workbench.year_run import run_year

LOG = logging.getLogger("samspil.workbench")
REVIEW = "review"
LEASE = 15.0  # seconds without a sign of life after which a run counts as left behind
BEAT = 1.0
MOST_TRIES = 3
JOB_STATES = (WAITING, RUNNING, DONE, FAILED, STOPPED)
_SHOWN = 20
_STEPS = ("read", "settle", "draw", "write")


def ask_for_run(desk: Desk, person: Person, year: int) -> Job:
    """A run of all files of a year; the one that waits already, where there is one: it will read what has come since. Raises UploadError."""
    check_year(year)
    with desk.writing() as connection:
        if not list_sources(connection, year):
            raise UploadError(say("uploads.nothing", year=year), remedy=say("uploads.nothing_remedy"))
        known = [job for job in kept.list_jobs(connection, (WAITING,)) if job.record["year"] == year]
        number = known[0].id if known else kept.add_job(connection, person.id, REVIEW, desk.now(), {"year": year})
        found = kept.find_job(connection, number)
    if found is None:
        raise UploadError(say("uploads.no_job"))
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as people see it. `words`: what it does now, or what came of it; `read`: files in the order they were read; `by`: who asked."""

    id: int
    year: int
    state: str
    at: str
    by: str
    words: str
    done: int
    total: int
    read: tuple[str, ...]
    error: str
    remedy: str


def list_shown(desk: Desk) -> list[Shown]:
    """The newest runs, newest first."""
    with desk.reading() as connection:
        people = {person.id: person.name for person in list_people(connection)}
        return [_show(job, people.get(job.person, "")) for job in kept.list_jobs(connection, limit=_SHOWN)]


def _show(job: Job, by: str) -> Shown:
    record = job.record
    done, total = int(record.get("done", 0)), int(record.get("total", 0))
    words = ""
    if job.state == RUNNING:
        words = say(f"uploads.step_{record['step']}" if record.get("step") in _STEPS else "uploads.step_begin", done=done, total=total)
    elif job.state == DONE:
        words = say("uploads.outcome", **{name: record.get(name, 0) for name in ("initiatives", "municipalities", "changed")})
        words += _say_unread(int(record.get("unread", 0)))
    failed = {name: str(record.get(name, "")) if job.state == FAILED else "" for name in ("error", "remedy")}
    return Shown(job.id, int(record["year"]), job.state, job.at, by, words, done, total, tuple(record.get("read", ())), **failed)


def _say_unread(unread: int) -> str:
    return "" if not unread else say("uploads.unread_one") if unread == 1 else say("uploads.unread_many", n=unread)


def stop_job(desk: Desk, job: int) -> None:
    """End a run that waits or goes on; the desk stays as it was before it. Raises UploadError when there is no such run any more."""
    with desk.writing() as connection:
        found = kept.find_job(connection, job)
        if not found or found.state not in (WAITING, RUNNING):
            raise UploadError(say("uploads.no_job"), remedy=say("uploads.no_job_remedy"))
        kept.set_job(connection, job, STOPPED, found.record, was=found.state)


def choose_next(jobs: Sequence[Job]) -> Job | None:
    """Of those that wait, the oldest of the person whose last run began longest ago. `jobs`: all of them."""
    begun: dict[int, float] = {}
    for job in jobs:
        begun[job.person] = max(begun.get(job.person, 0.0), float(job.record.get("begun", 0.0)))
    waiting = [job for job in jobs if job.state == WAITING]
    return min(waiting, key=lambda job: (begun[job.person], job.id), default=None)


def claim_next(desk: Desk, now: float) -> Job | None:
    """Take the next run, unless one goes on. What a server has left behind waits again first."""
    with desk.writing() as connection:
        jobs = kept.list_jobs(connection)
        for job in jobs:
            if job.state == RUNNING and now - float(job.record.get("beat", 0.0)) > LEASE:
                state = WAITING if int(job.record.get("tries", 1)) < MOST_TRIES else FAILED
                kept.set_job(
                    connection, job.id, state, job.record | {"error": "" if state == WAITING else say("uploads.left_behind")}, was=RUNNING
                )
        jobs = kept.list_jobs(connection)
        chosen = None if any(job.state == RUNNING for job in jobs) else choose_next(jobs)
        if chosen is None:
            return None
        begin = {"begun": now, "beat": now, "tries": int(chosen.record.get("tries", 0)) + 1, "step": "", "read": [], "error": ""}
        kept.set_job(connection, chosen.id, RUNNING, chosen.record | begin, was=WAITING)
        return kept.find_job(connection, chosen.id)


@dataclass(slots=True)
class Progress:
    """How far a run is, written to the store at most once a second. `beat` gives False when the run is to end."""

    desk: Desk
    job: Job
    stopped: threading.Event
    written: float = 0.0

    def tell(self, values: dict[str, Any]) -> None:
        """What the run says."""
        read = self.job.record.setdefault("read", [])
        if values.get("step") == "read" and values.get("name") and values["name"] not in read:  # scanned files are read twice
            read.append(values["name"])
        self.job.record.update({name: values[name] for name in ("step", "done", "total") if name in values})

    def beat(self) -> bool:
        """Write it down, as a sign of life too; False when somebody has stopped the run, or the server ends."""
        if self.stopped.is_set():
            return False
        if time.time() - self.written < BEAT:
            return True
        self.written = self.job.record["beat"] = time.time()
        with self.desk.writing() as connection:
            return kept.set_job(connection, self.job.id, RUNNING, self.job.record, was=RUNNING)


class Runner:
    """Beside the requests: takes what waits, one after the other. `start` and `stop` belong to the server's begin and end."""

    def __init__(self, desk: Desk, folder: Path, run: Callable[..., dict[str, Any]] = run_year) -> None:
        """`folder`: where runs keep their files; it is made when first needed."""
        self.desk, self.folder, self._run = desk, folder, run
        self._stopped, self._wake = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="runs", daemon=True)

    def start(self) -> None:
        """Begin; also with what was left behind."""
        self._thread.start()

    def wake(self) -> None:
        """There is something new."""
        self._wake.set()

    def stop(self) -> None:
        """End the run that goes on; it waits again, and the next start begins it anew with all that was read."""
        self._stopped.set()
        self._wake.set()
        if self._thread.ident:
            self._thread.join(10)

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            try:
                job = claim_next(self.desk, time.time())
                if job:
                    self._carry_out(job)
                    continue
            except Exception as error:  # the store was busy, or away for a moment: the run is begun again
                LOG.warning("%s", say("uploads.runner_trouble", detail=type(error).__name__))
            self._wake.wait(2)

    def _carry_out(self, job: Job) -> None:
        progress = Progress(self.desk, job, self._stopped)
        try:
            outcome = self._run(self.desk, int(job.record["year"]), self.folder, progress)
            self._end(job, DONE, outcome)
        except StoppedError:
            self._end(job, WAITING, {"tries": 0})  # of no effect when a person has stopped it
            return
        except SamspilError as error:
            place = f"{error.place}: " if error.place else ""
            self._end(job, FAILED, {"error": place + error.message, "remedy": error.remedy})
            return
        except Exception as error:
            LOG.exception("run %s", job.id)
            self._end(
                job, FAILED, {"error": say("uploads.own_fault", detail=type(error).__name__), "remedy": say("uploads.own_fault_remedy")}
            )
            return
        index_and_alert(self.desk, stopped=self._stopped.is_set)

    def _end(self, job: Job, state: str, values: dict[str, Any]) -> None:
        with self.desk.writing() as connection:
            kept.set_job(connection, job.id, state, job.record | values, was=RUNNING)
