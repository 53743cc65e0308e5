"""Files are brought in the browser, and read: the page, and its form without a script (what its script asks for: `api/uploads.py`)."""

from typing import Annotated

from fastapi import File, Form, Request, UploadFile
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.web.api.uploads import Year, wake
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit
from samspil.workbench import uploads
from samspil.workbench.jobs import ask_for_run, list_shown, stop_job
from samspil.workbench.runs import find_other_readers
from samspil.workbench.uploads import UploadError, list_new, propose_year, remove_new, take_file


def show(visit: Here) -> Response:
    """The page, with all that goes on: a second tab shows the same."""
    return _show(visit)


def _show(visit: Visit, status: int = 200, trouble: SamspilError | None = None) -> Response:
    year, jobs = propose_year(visit.desk), list_shown(visit.desk)
    values = {"year": year, "new": list_new(visit.desk), "jobs": jobs, "trouble": trouble, "megabytes": uploads.MOST_MEGABYTES}
    values["others"] = find_other_readers(visit.desk)
    return visit.page("uploads.html", status, first=uploads.FIRST_YEAR, last=uploads.LAST_YEAR, when=when, **values)


def take(request: Request, visit: Here, year: Year, file: Annotated[list[UploadFile], File()]) -> Response:
    """Several files at once and a run, from a browser without scripts. Files before a faulty one are kept, and stand on the page."""
    try:
        for each in file:
            take_file(visit.desk, visit.person, year, each.filename or "", each.file)
        ask_for_run(visit.desk, visit.person, year)
    except UploadError as error:
        return _show(visit, 413 if isinstance(error, uploads.TooBigError) else 422, error)
    wake(request)
    return visit.go("/uploads", "web_uploads.said_taken")


def begin(request: Request, visit: Here, year: Year) -> Response:
    """A run of what has been brought already, by a button. Raises UploadError."""
    ask_for_run(visit.desk, visit.person, year)
    wake(request)
    return visit.go("/uploads", "web_uploads.said_asked")


def remove(visit: Here, upload: Annotated[int, Form()]) -> Response:
    """Take back a file that no run has read. Raises UploadError."""
    remove_new(visit.desk, upload)
    return visit.go("/uploads", "web_uploads.said_removed")


def stop(visit: Here, job: Annotated[int, Form()]) -> Response:
    """End a run. Raises UploadError."""
    stop_job(visit.desk, job)
    return visit.go("/uploads", "web_uploads.said_stopped")
