"""Files and runs for programs, and for the script of the page where people bring files."""

from typing import Annotated, Any

from fastapi import File, Form, Request, UploadFile
from starlette.responses import Response

from samspil.vocabulary.texts import say
from samspil.web.api.contract import give, tells
from samspil.web.api.models import Asked, Jobs, Taken
from samspil.web.visit import Here
from samspil.workbench.jobs import Shown, ask_for_run, list_shown
from samspil.workbench.uploads import list_new, take_file

Year = Annotated[int, Form()]
_FIELDS = ("id", "year", "state", "at", "by", "done", "total", "read", "words", "error", "remedy")


@tells("listJobs", "jobs", Jobs)
def show(visit: Here) -> Response:
    """The newest runs and new files; the page's script asks again while something goes on."""
    new = [{"id": each.id, "year": each.year, "name": each.name, "sha256": each.sha256} for each in list_new(visit.desk)]
    return give({"jobs": [_as_json(job) for job in list_shown(visit.desk)], "new": new})


def _as_json(job: Shown) -> dict[str, Any]:
    return {name: getattr(job, name) for name in _FIELDS} | {"state_words": say(f"web_uploads.state_{job.state}")}


@tells("askForRun", "jobs", Asked, status=202)
def ask(request: Request, visit: Here, year: Year) -> Response:
    """A run of all files of a year. Raises UploadError."""
    job = ask_for_run(visit.desk, visit.person, year)
    wake(request)
    return give({"job": job.id}, 202)


def wake(request: Request) -> None:
    """Tell who carries out runs that there is one."""
    runner = getattr(request.app.state, "runner", None)
    if runner:
        runner.wake()


@tells("bringFile", "jobs", Taken, 413, status=201, also=(200,))
def take(visit: Here, year: Year, file: Annotated[UploadFile, File()]) -> Response:
    """One file; 200 when its bytes were there already for that year. Raises UploadError."""
    taken = take_file(visit.desk, visit.person, year, file.filename or "", file.file)
    return give({"name": taken.name, "sha256": taken.sha256, "known": taken.known}, 200 if taken.known else 201)
