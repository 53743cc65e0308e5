"""What the municipality buys of social places: data brought and removed, the portfolio, its suppliers. Confidential: the table of routes says who may see it."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import File, Form, Request, UploadFile
from starlette.responses import Response

from samspil.errors import NothingReadError, SamspilError
from samspil.purchasing.figures.errors import FiguresError
from samspil.purchasing.figures.words import write_day
from samspil.vocabulary.municipalities import find_by_code, read_municipalities
from samspil.web.lines import CURATOR
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit
from samspil.workbench.purchasing import data as kept
from samspil.workbench.purchasing import figures as told
from samspil.workbench.purchasing.data import DataSet, PurchasingError

DATA = "/purchasing/data"
Token = Annotated[str, Form(max_length=100)]


def number_in(request: Request, name: str) -> int:
    """A whole number of the address, 0 for anything else."""
    words = request.query_params.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0


def find_set(request: Request, visit: Visit) -> DataSet | None:
    """The set that the address names, else the newest. Raises NoDataError."""
    return kept.find_data(visit.desk, number_in(request, "set"))


def show_empty(visit: Visit) -> Response:
    """Nothing was brought yet."""
    return visit.page("purchasing_empty.html", may_bring=visit.may(CURATOR))


def frame(data: DataSet, year: int = 0) -> dict[str, Any]:
    """What every page shows of the set: which one, of when, by whom; `ask`: an address that keeps set and year."""
    query = {"set": data.id, **({"year": year} if year else {})}

    def ask(path: str, **more: object) -> str:
        return f"{path}?{urlencode({**query, **more})}"

    return {"data": data, "place": find_by_code(data.municipality), "ask": ask, "when": when, "day": show_day, "view_year": year}


def show_day(day: str) -> str:
    """A day as people write it."""
    return write_day(date.fromisoformat(day))


def send_file(content: bytes, type_: str, name: str) -> Response:
    """A download under a name of ours."""
    return Response(content, media_type=type_, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def show(request: Request, visit: Here) -> Response:
    """The portfolio in a year: totals, price against quality, map, what is missing."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    try:
        figures = told.work_out(visit.desk, data, number_in(request, "year"))
    except FiguresError as error:
        return visit.page("purchasing_none.html", 422, trouble=error, **frame(data))
    values = told.share_words(figures) | told.describe_overview(figures)
    return visit.page("purchasing.html", **values, **frame(data, figures.basis.year))


def fetch(request: Request, visit: Here, name: str) -> Response:
    """The portfolio as a workbook or a document. Raises NoDataError."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    figures = told.work_out(visit.desk, data, number_in(request, "year"))
    content, type_ = told.write_figures(figures, name)
    return send_file(content, type_, f"{figures.basis.year}-{name}")


def show_suppliers(request: Request, visit: Here) -> Response:
    """Every supplier in the year."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    figures = told.work_out(visit.desk, data, number_in(request, "year"))
    bits = frame(data, figures.basis.year)
    suppliers = told.list_suppliers(figures, lambda supplier: bits["ask"](f"/purchasing/suppliers/{quote(supplier, safe='')}"))
    return visit.page(
        "purchasing_suppliers.html", suppliers=suppliers, groups=told.list_groups(figures), **told.share_words(figures), **bits
    )


def show_supplier(request: Request, visit: Here, supplier: str) -> Response:
    """One supplier: all key figures with years, peers, adjustments, contracts and supervision. Raises NoDataError."""
    data = find_set(request, visit)
    if data is None:
        return show_empty(visit)
    figures = told.work_out(visit.desk, data, number_in(request, "year"))
    values = told.share_words(figures) | told.describe_supplier(figures, told.find_supplier(figures, supplier))
    return visit.page("purchasing_supplier.html", **values, **frame(data, figures.basis.year))


def show_data(request: Request, visit: Here) -> Response:
    """The sets that were brought, and the form to bring one."""
    return _show_data(visit, number_in(request, "set"))


def _show_data(visit: Visit, shown: int = 0, status: int = 200, **values: Any) -> Response:
    sets = kept.list_data(visit.desk)
    about = {"megabytes": kept.MOST_MEGABYTES, "most": kept.MOST_FILES, "places": read_municipalities(), "place_of": find_by_code}
    given: dict[str, Any] = {"trouble": None, "refused": None, "findings": (), "counts": (), "municipality": ""}
    open_set = next((one for one in sets if one.id == shown), None)
    return visit.page("purchasing_data.html", status, sets=sets, open_set=open_set, when=when, day=show_day, **about, **(given | values))


def bring(visit: Here, file: Annotated[list[UploadFile], File()], municipality: Token = "", key: Token = "") -> Response:
    """Files brought: checked, kept when they may be used. Refused ones are told of here, cell by cell, and kept nowhere."""
    code = municipality if find_by_code(municipality) else ""
    files = [(one.filename or "", one.file.read(kept.MOST_READ + 1)) for one in file[: kept.MOST_FILES + 1]]
    try:
        done = kept.bring(visit.desk, visit.person, files, code, key)
    except (PurchasingError, NothingReadError) as error:
        return _show_data(visit, 0, 422, trouble=error, municipality=code)
    if not done.set:
        told_of = {"findings": done.reading.findings, "counts": done.reading.counts}
        return _show_data(visit, 0, 422, refused=_why(done.reading), municipality=code, **told_of)
    said = "web_purchasing.said_known" if done.known else "web_purchasing.said_brought"
    return visit.go(f"{DATA}?set={done.set}" if done.reading.findings else f"/purchasing?set={done.set}", said)


def _why(reading: Any) -> SamspilError:
    """Why files were refused, as an error that the page shows."""
    try:
        _ = reading.portfolio
    except NothingReadError as error:
        return error
    raise AssertionError("read after all")


def remove(visit: Here, number: Annotated[int, Form(alias="set")]) -> Response:
    """A set removed for good. Raises NoDataError."""
    kept.remove(visit.desk, visit.person, number)
    return visit.go(DATA, "web_purchasing.said_removed")


def fetch_template(visit: Here) -> Response:
    """The empty workbook."""
    return send_file(*kept.make_template())
