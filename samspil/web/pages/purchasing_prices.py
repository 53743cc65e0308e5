"""The negotiation list, the suppliers' right of reply, and the contract watch."""

from typing import Annotated, Any

from fastapi import File, Form, Request, UploadFile
from starlette.responses import Response

from samspil.errors import NothingReadError, SamspilError, UsageError
from samspil.web.pages.purchasing import find_set, frame, number_in, send_file, show_empty
from samspil.web.visit import Here, Visit
from samspil.workbench.purchasing import data as kept
from samspil.workbench.purchasing import prices, replies
from samspil.workbench.purchasing.data import DataSet, PurchasingError

SHOWN = 50
MOST_MONTHS = 120
Words = Annotated[str, Form(max_length=200)]


def show_list(request: Request, visit: Here) -> Response:
    """The list in its order, with the parts of the order, range, quality and question, and the sum against a target."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    asked = {name: request.query_params.get(name, "")[:20] for name in ("benchmark", "target")}
    try:
        target, trouble = prices.read_millions(asked["target"]), None
    except PurchasingError as error:
        target, trouble = None, error
    try:
        bargain = prices.negotiate(visit.desk, data, number_in(request, "year"), asked["benchmark"], target)
    except UsageError as error:
        return visit.page("purchasing_none.html", 422, trouble=error, **frame(data))
    page = max(1, number_in(request, "page"))
    values = {
        "bargain": bargain,
        "found": bargain.found,
        "asked": asked,
        "page": page,
        "size": SHOWN,
        "trouble": trouble,
        "w": prices.words,
    }
    status = 422 if trouble else 200
    return visit.page("purchasing_negotiation.html", status, benchmarks=prices.BENCHMARKS, **values, **frame(data, bargain.year))


def fetch_list(request: Request, visit: Here) -> Response:
    """The list as a workbook, as the command writes it."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    target = prices.read_millions(request.query_params.get("target", "")[:20])
    bargain = prices.negotiate(visit.desk, data, number_in(request, "year"), request.query_params.get("benchmark", "")[:20], target)
    return send_file(prices.write_list(bargain), prices.XLSX, f"forhandling-{bargain.year}.xlsx")


def show_replies(request: Request, visit: Here) -> Response:
    """The sheets that went out and the answers that came in, of one supplier or all."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    return _show_replies(visit, data, request.query_params.get("supplier", "")[:200], number_in(request, "year"))


def _show_replies(visit: Visit, data: DataSet, supplier: str, year: int, trouble: SamspilError | None = None) -> Response:
    portfolio = kept.open_portfolio(visit.desk, data)
    suppliers = sorted(portfolio.suppliers, key=lambda one: one.name)
    values: dict[str, Any] = {"suppliers": suppliers, "supplier": supplier, "trouble": trouble, "w": prices.words}
    exchanges = replies.list_exchanges(visit.desk, data, supplier)
    return visit.page("purchasing_replies.html", 422 if trouble else 200, exchanges=exchanges, **values, **frame(data, year))


def send_sheet(visit: Here, number: Annotated[int, Form(alias="set")], supplier: Words, year: Annotated[int, Form()] = 0) -> Response:
    """Make a sheet for a supplier and keep it. Raises NoDataError."""
    data = _find(visit, number)
    try:
        entries = prices.list_entries(visit.desk, data, supplier, year)
        replies.send(visit.desk, visit.person, data, supplier, year, entries)
    except UsageError as error:
        return _show_replies(visit, data, "", year, error)
    return visit.go(frame(data, year)["ask"]("/purchasing/replies", supplier=supplier), "web_purchasing.said_sheet")


def take_answer(visit: Here, number: Annotated[int, Form(alias="set")], file: Annotated[UploadFile, File()]) -> Response:
    """An answer that came back: checked and kept beside its sheet, or refused and kept nowhere. Raises NoDataError."""
    data = _find(visit, number)
    try:
        replies.receive(visit.desk, visit.person, data, file.filename or "", file.file.read(replies.MOST_ANSWER + 1))
    except (PurchasingError, NothingReadError) as error:
        return _show_replies(visit, data, "", 0, error)
    return visit.go(frame(data)["ask"]("/purchasing/replies"), "web_purchasing.said_answer")


def _find(visit: Visit, number: int) -> DataSet:
    found = kept.find_data(visit.desk, number) if number > 0 else None
    if found is None:
        raise kept.no_set()
    return found


def fetch_paper(request: Request, visit: Here, paper: str) -> Response:
    """A sheet or an answer as it went out or came in. Raises NoDataError."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    content, name = replies.fetch(visit.desk, data, int(paper) if paper.isascii() and paper.isdigit() and len(paper) < 9 else 0)
    return send_file(content, prices.XLSX, name)


def show_contracts(request: Request, visit: Here) -> Response:
    """What to look at in contracts and payments."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    months = min(number_in(request, "months") or prices.MONTHS, MOST_MONTHS)
    try:
        found, year, years = prices.contracts(visit.desk, data, number_in(request, "year"), months)
    except UsageError as error:
        return visit.page("purchasing_none.html", 422, trouble=error, **frame(data))
    names = {one.id: one.name for one in kept.open_portfolio(visit.desk, data).suppliers}
    values: dict[str, Any] = {"found": found, "years": years, "year": year, "months": months, "w": prices.words, "names": names}
    return visit.page("purchasing_contracts.html", **values, **frame(data, year))


def fetch_contracts(request: Request, visit: Here, kind: str) -> Response:
    """The watch as a workbook or a calendar. Raises NoDataError."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    months = min(number_in(request, "months") or prices.MONTHS, MOST_MONTHS)
    content, type_ = prices.write_contracts(visit.desk, data, number_in(request, "year"), months, kind)
    return send_file(content, type_, f"aftaler.{kind}")
