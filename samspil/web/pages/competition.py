"""Competition: which accounts are loaded, the country and every municipality beside what the desk's accepted rows say, and the suppliers' view."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import File, Form, Request, UploadFile
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.values.competition import INDICATORS, TARGETS
from samspil.vocabulary.municipalities import find_by_code, read_municipalities
from samspil.web.lines import CURATOR
from samspil.web.pages.purchasing import number_in, send_file
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit
from samspil.workbench.competition import accounts, bringing, exposed, given
from samspil.workbench.competition.bringing import Arrival
from samspil.workbench.competition.exposed import Asked, Beside
from samspil.workbench.competition.given import GIVEN
from samspil.workbench.competition.papers import ACCOUNTS, Paper, list_papers
from samspil.workbench.competition.papers import remove as remove_paper

HOME, DATA = "/competition", "/competition/data"
Token = Annotated[str, Form(max_length=100)]
Files = Annotated[list[UploadFile], File()]


def find_accounts(request: Request, visit: Visit) -> Paper | None:
    """The accounts that the address names, else those in use. Raises NoExposureError."""
    return accounts.find_accounts(visit.desk, number_in(request, "accounts"))


def show_empty(visit: Visit) -> Response:
    """No accounts were brought yet."""
    return visit.page("competition_empty.html", may_bring=visit.may(CURATOR))


def frame(request: Request, visit: Visit, paper: Paper, year: int = 0) -> dict[str, Any]:
    """What every page shows of the accounts; `ask`: an address that keeps accounts, years, indicator and recipe."""
    numbers = {name: number for name in ("accounts", "year", "budget") if (number := number_in(request, name))}
    query = {**numbers, **{name: word for name in ("kind", "recipe") if (word := request.query_params.get(name, "")[:80])}}

    def ask(path: str, **more: object) -> str:
        every = {**query, **more}
        return f"{path}?{urlencode(every)}" if every else path

    bits = {"paper": paper, "ask": ask, "when": when, "query": query, "view_year": year, "places": read_municipalities()}
    return {**bits, "recipes": given.list_recipes(visit.desk), "indicators": INDICATORS}


def open_beside(request: Request, visit: Visit, paper: Paper) -> Beside:
    """Accounts and rows joined for the years of the address. Raises NoExposureError, CompetitionError, StoreError."""
    kind = request.query_params.get("kind", "")[:20] or INDICATORS[0]
    recipe = request.query_params.get("recipe", "")[:80]
    return exposed.join(visit.desk, Asked(paper, number_in(request, "year"), number_in(request, "budget"), kind, recipe))


def show(request: Request, visit: Here) -> Response:
    """Which accounts, coverage and odd postings, then the country, municipalities and areas."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    beside, bits = open_beside(request, visit, paper), frame(request, visit, paper)
    about: dict[str, Any] = {
        "facts": exposed.describe_accounts(paper),
        "notes": exposed.list_notes(paper),
        "all_accounts": accounts.list_accounts(visit.desk),
    }
    drawn: dict[str, Any] = {"parts": exposed.draw_overview(beside, bits["ask"]), "files": list(exposed.FILES)}
    return visit.page("competition.html", beside=beside, open_rows=sum(beside.open.values()), **about, **drawn, **bits)


def fetch(request: Request, visit: Here, name: str) -> Response:
    """All figures as a workbook, JSON or CSV. Raises NoExposureError."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    content, type_ = exposed.write_file(open_beside(request, visit, paper), name)
    return send_file(content, type_, name)


def show_place(request: Request, visit: Here, municipality: str) -> Response:
    """One municipality: figures beside what has been agreed, and the cases. Raises NoExposureError."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    beside, bits = open_beside(request, visit, paper), frame(request, visit, paper)
    place = exposed.find_place(beside, municipality)
    target = request.query_params.get("target", "")[:40] or TARGETS[0]
    parts = exposed.draw_place(beside, place, target, bits["ask"])
    known: dict[str, Any] = {"place": place, "target": target, "targets": TARGETS, "open_rows": beside.open.get(place.code, 0)}
    return visit.page("competition_place.html", beside=beside, parts=parts, **known, **bits)


def fetch_note(request: Request, visit: Here, municipality: str) -> Response:
    """The municipality's page as a document. Raises NoExposureError."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    beside = open_beside(request, visit, paper)
    place = exposed.find_place(beside, municipality)
    return send_file(exposed.write_note(beside, place), exposed.DOCX, f"{place.code}.docx")


def show_suppliers(request: Request, visit: Here) -> Response:
    """Where a service is least tendered, and what is newly planned. Raises NoExposureError."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    beside, bits = open_beside(request, visit, paper), frame(request, visit, paper)
    names = {each.key: exposed.name_area(each.key) for each in beside.exposure.services}
    area = exposed.find_area(beside, request.query_params.get("area", "")[:60] or next(iter(names)))
    parts = exposed.draw_area(beside, area, bits["ask"])
    return visit.page("competition_suppliers.html", beside=beside, area=area, names=names, parts=parts, **bits)


def show_data(visit: Here) -> Response:
    """All accounts that were brought, the form to bring more, and how far a reading is."""
    return _show_data(visit)


def _show_data(visit: Visit, status: int = 200, trouble: SamspilError | None = None) -> Response:
    shown = _find_arrival(visit)
    if trouble is None and shown and shown.state == bringing.FAILED:
        trouble = shown.trouble
    limits = {"most": bringing.MOST_FILES, "megabytes": bringing.MOST_MEGABYTES}
    lists = {"papers": accounts.list_accounts(visit.desk), "given": {kind: list_papers(visit.desk, kind) for kind in GIVEN}}
    response = visit.page("competition_data.html", status, arrival=shown, trouble=trouble, when=when, **limits, **lists)
    if shown and shown.state == bringing.READING:
        response.headers["Refresh"] = "3"  # how far it is, also without a script
    return response


def _find_arrival(visit: Visit) -> Arrival | None:
    """What is being read, whoever brought it; what has ended is for the one who brought it."""
    arrival = bringing.find_arrival(visit.desk)
    return arrival if arrival and (arrival.state == bringing.READING or arrival.person.id == visit.person.id) else None


def bring(visit: Here, file: Files, kind: Token = "", key: Token = "") -> Response:
    """Files of accounts, or of what stands beside them, brought: read in a process of its own. What goes fast is shown at once; the rest is followed on the page."""
    files = [(one.filename or "", one.file) for one in file[: bringing.MOST_FILES + 1] if one.filename]
    what = kind if kind in GIVEN else ACCOUNTS
    try:
        arrival = bringing.bring(visit.desk, visit.person, files, key, what)
    except SamspilError as error:
        return _show_data(visit, 422, error)
    if arrival.state == bringing.FAILED:
        return _show_data(visit, 422, arrival.trouble)
    return _go_on(visit, arrival)


def _go_on(visit: Visit, arrival: Arrival) -> Response:
    if arrival.state == bringing.DONE and arrival.kind == ACCOUNTS:
        return visit.go(f"{HOME}?accounts={arrival.paper}", "web_competition.said_brought")
    return visit.go(DATA, f"web_competition.said_{arrival.kind}" if arrival.state == bringing.DONE else "web_competition.said_reading")


def bring_example(visit: Here) -> Response:
    """The example that ships."""
    number = bringing.bring_example(visit.desk, visit.person)
    return visit.go(f"{HOME}?accounts={number}", "web_competition.said_example")


def stop(visit: Here) -> Response:
    """End the reading that goes on."""
    bringing.stop(visit.desk)
    return visit.go(DATA, "web_competition.said_stopped")


def remove(visit: Here, number: Annotated[int, Form(alias="paper")], kind: Token = "") -> Response:
    """Accounts, or a file beside them, removed for good. Raises NoExposureError."""
    if kind in GIVEN:
        remove_paper(visit.desk, visit.person, kind, number)
    else:
        accounts.remove(visit.desk, visit.person, number)
    return visit.go(DATA, "web_competition.said_removed")


def name_place(code: str) -> str:
    """The municipality's name; '' for no code."""
    found = find_by_code(code) if code else None
    return found.name if found else ""
