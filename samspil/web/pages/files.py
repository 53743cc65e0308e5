"""Files that a person must decide about: whose agreement, of which year, and which of several counts."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.vocabulary.municipalities import read_municipalities
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit
from samspil.workbench import undecided
from samspil.workbench.jobs import ask_for_run
from samspil.workbench.overview import list_years
from samspil.workbench.uploads import FIRST_YEAR, LAST_YEAR, UploadError

Text = Annotated[str, Form(max_length=200)]
Texts = Annotated[list[str], Form(max_length=200)]
Number = Annotated[int, Form()]


def show(request: Request, visit: Here) -> Response:
    """The questions of a year: the one of the address, else the newest."""
    years = list_years(visit.desk)
    asked = request.query_params.get("year", "")
    return _show(visit, next((year for year in years if str(year) == asked), years[0] if years else 0))


def _show(visit: Visit, year: int, status: int = 200, *, trouble: SamspilError | None = None) -> Response:
    values = {
        "board": undecided.view_board(visit.desk, year),
        "years": list_years(visit.desk),
        "places": read_municipalities(),
        "trouble": trouble,
        "when": when,
    }
    return visit.page("files.html", status, first=FIRST_YEAR, last=LAST_YEAR, **values)


def fetch_list(visit: Here, year: int) -> Response:
    """What people have decided, as the list that `samspil review --manifest` takes."""
    content = undecided.export_manifest(visit.desk, year).encode("utf-8-sig")
    return Response(
        content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="filer-{year}.csv"'}
    )


def decide(
    visit: Here,
    year: int,
    what: Text = "",
    sha256: Text = "",
    seen: Texts = [],  # noqa: B006 - FastAPI copies it
    municipality: Text = "",
    budget_year: Text = "",
    key: Text = "",
) -> Response:
    """A decision about a file ('whose'), about which of several counts ('which'), or that one is taken back ('back')."""
    known = _seen(seen)
    number = known.get(sha256, -1)
    try:
        if what == undecided.WHICH:
            undecided.choose_file(visit.desk, visit.person, year, sha256, known, key)
        elif what == "back":
            undecided.take_back(visit.desk, visit.person, year, sha256, number, key)
        else:
            of = int(budget_year) if budget_year.isascii() and budget_year.isdigit() and len(budget_year) == 4 else 0
            undecided.decide_file(visit.desk, visit.person, year, sha256, municipality, of, number, key)
    except (undecided.FileDecisionError, UploadError) as error:
        return _show(visit, year, 409 if isinstance(error, undecided.StaleFileError) else 422, trouble=error)
    return visit.go(f"/files?year={year}", "web_files.said_back" if what == "back" else "web_files.said_decided")


def _seen(words: list[str]) -> dict[str, int]:
    """'<sha256>:<line>' of each file that was on the screen."""
    found = (one.rpartition(":") for one in words[:200])
    return {sha256: int(line) for sha256, _colon, line in found if line.isascii() and line.isdigit() and len(line) < 10}


def read_again(request: Request, visit: Here, year: int) -> Response:
    """A run that follows what has been decided."""
    try:
        ask_for_run(visit.desk, visit.person, year)
    except UploadError as error:
        return _show(visit, year, 422, trouble=error)
    runner = getattr(request.app.state, "runner", None)
    if runner:
        runner.wake()
    return visit.go(f"/files?year={year}", "web_files.said_asked")
