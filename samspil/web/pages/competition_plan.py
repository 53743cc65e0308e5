"""Tender plans and the green side of purchases: lists brought, answers with their drawings, and files of them. Internal: not for readers."""

from typing import Annotated, Any

from fastapi import File, Form, Request, UploadFile
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.values.competition import TARGETS
from samspil.vocabulary.municipalities import read_municipalities
from samspil.web.forms import Sent
from samspil.web.pages.competition import name_place
from samspil.web.pages.purchasing import number_in, send_file
from samspil.web.pages.purchasing_make import Typed, read_typed
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit
from samspil.workbench.competition import accounts, green, papers, plans
from samspil.workbench.competition.papers import GREEN, PLAN, miss
from samspil.workbench.competition.plans import Made

PLANS, GREENS = "/competition/plan", "/competition/green"
Upload = Annotated[UploadFile | None, File()]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_plan(request: Request, visit: Here) -> Response:
    """The form, the plans that were made, and one of them. Raises NoExposureError."""
    number = number_in(request, "paper")
    paper = papers.find_paper(visit.desk, PLAN, number) if number else None
    return _show_plan(visit, plans.open_plan(visit.desk, paper) if paper else None)


def _show_plan(
    visit: Visit, made: Made | None = None, typed: dict[str, str] | None = None, trouble: SamspilError | None = None
) -> Response:
    values: dict[str, Any] = {"made": made, "typed": Typed(typed or {}), "trouble": trouble, "when": when, "place_of": name_place}
    if made and made.plan:
        statement, parts = plans.draw_plan(made.plan)
        values |= {"statement": statement, "parts": parts, "files": plans.list_files(made.plan)}
    known = {"places": read_municipalities(), "targets": TARGETS, "accounts": accounts.find_accounts(visit.desk)}
    status = 422 if trouble or (made and not made.plan) else 200
    return visit.page("competition_plan.html", status, papers=papers.list_papers(visit.desk, PLAN), **known, **values)


def make_plan(visit: Here, form: Sent, file: Upload = None) -> Response:
    """A list of contracts brought (or the example): the plan of it, or what is wrong with it."""
    typed = read_typed(form)
    given = (file.filename, file.file.read(plans.MOST_BYTES + 1)) if file and file.filename else None
    if given is None and not typed.get("example"):
        return _show_plan(visit, None, typed, miss("no_list"))
    try:
        made = plans.bring(visit.desk, visit.person, given, typed, typed.get("key", "")[:100])
    except SamspilError as error:
        return _show_plan(visit, None, typed, error)
    if made.plan is None:
        return _show_plan(visit, made, typed)
    return visit.go(f"{PLANS}?paper={made.paper}", "web_competition.said_planned")


def fetch_plan(visit: Here, paper: int, name: str) -> Response:
    """A file of a plan, as the command writes it. Raises NoExposureError."""
    made = plans.open_plan(visit.desk, _find(visit, PLAN, paper))
    if made.plan is None:
        raise miss("no_file")
    content, type_ = plans.write_file(made.plan, name)
    return send_file(content, type_, name)


def fetch_template() -> Response:
    """The empty list of contracts."""
    return send_file(plans.make_template(), _XLSX, "kontrakter.xlsx")


def _find(visit: Visit, kind: str, number: int) -> papers.Paper:
    found = papers.find_paper(visit.desk, kind, number) if number else None
    if found is None:
        raise miss("no_paper")
    return found


def show_green(request: Request, visit: Here) -> Response:
    """The form, the estimates that were made, and one of them. Raises NoExposureError."""
    number = number_in(request, "paper")
    paper = papers.find_paper(visit.desk, GREEN, number) if number else None
    return _show_green(visit, paper)


def _show_green(
    visit: Visit, paper: papers.Paper | None = None, typed: dict[str, str] | None = None, trouble: SamspilError | None = None
) -> Response:
    answer = green.open_estimate(visit.desk, paper)[0] if paper else None
    values: dict[str, Any] = {"shown": paper, "answer": answer, "typed": Typed(typed or {}), "trouble": trouble, "when": when}
    values |= {"papers": papers.list_papers(visit.desk, GREEN), "files": list(green.TYPES), **(answer.parts if answer else {})}
    return visit.page("competition_green.html", 422 if trouble else 200, **values)


def make_green(visit: Here, form: Sent, spend: Upload = None, factors: Upload = None, index: Upload = None) -> Response:
    """Spend and factors brought (or the examples): the estimate, or what is wrong with them."""
    typed = read_typed(form)
    given = {"spend": spend, "factors": factors, "index": index}
    files = {part: (one.filename or "", one.file.read(green.MOST_BYTES + 1)) for part, one in given.items() if one and one.filename}
    try:
        number = green.bring(visit.desk, visit.person, files, typed, typed.get("key", "")[:100])
    except SamspilError as error:
        return _show_green(visit, None, typed, error)
    return visit.go(f"{GREENS}?paper={number}", "web_competition.said_estimated")


def fetch_green(visit: Here, paper: int, name: str) -> Response:
    """A file of an estimate, as the command writes it. Raises NoExposureError."""
    content, type_ = green.write_file(green.open_estimate(visit.desk, _find(visit, GREEN, paper)), name)
    return send_file(content, type_, name)


def fetch_green_template(name: str) -> Response:
    """An empty table, or an example. Raises NoExposureError."""
    return send_file(green.make_template(name), "text/csv; charset=utf-8", name)


def remove(visit: Here, number: Annotated[int, Form(alias="paper")], kind: Annotated[str, Form(max_length=20)] = PLAN) -> Response:
    """A plan or an estimate removed for good. Raises NoExposureError."""
    which = GREEN if kind == GREEN else PLAN
    papers.remove(visit.desk, visit.person, which, number)
    return visit.go(GREENS if which == GREEN else PLANS, "web_competition.said_removed")
