"""Files are brought in the browser, and read: the page, its form without a script, and what its script asks for."""

from typing import Annotated, Any

from fastapi import File, Form, Request, UploadFile
from starlette.responses import JSONResponse, Response

from samspil.errors import SamspilError
from samspil.store.desk.desk import Desk
from samspil.vocabulary.texts import say
from samspil.web.visit import Here, Visit
from samspil.workbench import uploads
from samspil.workbench.jobs import Shown, ask_for_run, list_shown, stop_job
from samspil.workbench.uploads import UploadError, list_new, propose_year, remove_new, take_file

Year = Annotated[int, Form()]


def show(visit: Here) -> Response:
    """The page, with all that goes on: a second tab shows the same."""
    return _show(visit)


def _show(visit: Visit, status: int = 200, trouble: SamspilError | None = None) -> Response:
    year, jobs = propose_year(visit.desk), list_shown(visit.desk)
    values = {"year": year, "new": list_new(visit.desk), "jobs": jobs, "trouble": trouble, "megabytes": uploads.MOST_MEGABYTES}
    return visit.page("uploads.html", status, first=uploads.FIRST_YEAR, last=uploads.LAST_YEAR, **values)


def take(request: Request, visit: Here, year: Year, file: Annotated[list[UploadFile], File()]) -> Response:
    """Several files at once and a run, from a browser without scripts. Files before a faulty one are kept, and stand on the page."""
    try:
        for each in file:
            take_file(visit.desk, visit.person, year, each.filename or "", each.file)
        ask_for_run(visit.desk, visit.person, year)
    except UploadError as error:
        return _show(visit, 413 if isinstance(error, uploads.TooBigError) else 422, error)
    _wake(request)
    return visit.go("/uploads", "web_uploads.said_taken")


def take_one(visit: Here, year: Year, file: Annotated[UploadFile, File()]) -> Response:
    """A file from the page's script. Raises UploadError."""
    taken = take_file(visit.desk, visit.person, year, file.filename or "", file.file)
    return JSONResponse({"name": taken.name, "sha256": taken.sha256, "known": taken.known}, 200 if taken.known else 201)


def ask(request: Request, visit: Here, year: Year) -> Response:
    """A run from the page's script. Raises UploadError."""
    job = ask_for_run(visit.desk, visit.person, year)
    _wake(request)
    return JSONResponse({"job": job.id}, 202)


def begin(request: Request, visit: Here, year: Year) -> Response:
    """A run of what has been brought already, by a button. Raises UploadError."""
    ask_for_run(visit.desk, visit.person, year)
    _wake(request)
    return visit.go("/uploads", "web_uploads.said_asked")


def _wake(request: Request) -> None:
    runner = getattr(request.app.state, "runner", None)
    if runner:
        runner.wake()


def list_state(visit: Here) -> Response:
    """Runs and new files for the page's script, which asks again while something goes on."""
    return JSONResponse(read_state(visit.desk))


def read_state(desk: Desk) -> dict[str, Any]:
    """`jobs` newest first with words for people; `new`: files that no run has read."""
    new = [{"id": each.id, "year": each.year, "name": each.name} for each in list_new(desk)]
    return {"jobs": [_as_json(job) for job in list_shown(desk)], "new": new}


def _as_json(job: Shown) -> dict[str, Any]:
    names = ("id", "year", "state", "done", "total", "read", "error", "remedy")
    return {name: getattr(job, name) for name in names} | {"words": job.words, "state_words": say(f"web_uploads.state_{job.state}")}


def remove(visit: Here, upload: Annotated[int, Form()]) -> Response:
    """Take back a file that no run has read. Raises UploadError."""
    remove_new(visit.desk, upload)
    return visit.go("/uploads", "web_uploads.said_removed")


def stop(visit: Here, job: Annotated[int, Form()]) -> Response:
    """End a run. Raises UploadError."""
    stop_job(visit.desk, job)
    return visit.go("/uploads", "web_uploads.said_stopped")
