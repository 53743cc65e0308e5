"""The queue: rows under filters that stand in the address, accepted together when they were on the screen; and a row beside its page."""

from fastapi import Request
from starlette.responses import Response

from samspil.desk.queue import list_reasons
from samspil.errors import SamspilError
from samspil.publish import case_words
from samspil.values.codes import THEMES, horizon
from samspil.values.desk import STATES, Json, RowState
from samspil.vocabulary.divisions import REGIONS
from samspil.web.forms import Sent, seen_of, text_of, texts_of
from samspil.web.keys import KEYS, LIST, ROW
from samspil.web.row_words import CODES, WORDS
from samspil.web.visit import Here, Visit
from samspil.workbench.beside import view_beside
from samspil.workbench.case_rows import find_similar
from samspil.workbench.people import list_all
from samspil.workbench.rows import ORDERS, Filters, check_filters, list_around, list_choices, list_page
from samspil.workbench.sources import NoSourceError
from samspil.workbench.views import PageView, find_own_last, view_page, view_quote, view_row
from samspil.workbench.wishes import accept_all, get_row, list_units

SIZES = (50, 100, 200)


def filters_of(request: Request, visit: Visit) -> Filters:
    """The filters of the address."""
    return check_filters(dict(request.query_params), visit.person.id)


def show_list(request: Request, visit: Here) -> Response:
    """The queue."""
    filters = filters_of(request, visit)
    size = _number(request, "size", SIZES[0])
    page = list_page(visit.desk, filters, _number(request, "page", 1), size)
    people = {person.id: person.name for person in list_all(visit.desk)}
    choices = list_choices(visit.desk) | {"states": STATES, "themes": THEMES, "regions": REGIONS, "orders": ORDERS, "people": people}
    last = find_own_last(visit.desk, visit.person) if visit.may("coder") else None
    return visit.page("rows.html", filters=filters, page=page, size=size, choices=choices, last=last, left=None, **CODES, **WORDS)


def _number(request: Request, name: str, default: int) -> int:
    words = request.query_params.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else default


def accept_many(request: Request, visit: Here, form: Sent) -> Response:
    """Accept the ticked rows of those that were on the screen; what was changed since is named and left alone."""
    seen = [one for words in texts_of(form, "row") if (one := seen_of(words))]
    bulk = accept_all(visit.desk, visit.person, seen[:200], text_of(form, "key"))
    filters = filters_of(request, visit)
    if not bulk.changed:
        said = "web_rows.said_accepted_many" if bulk.done else "web_rows.said_none_ticked"
        return visit.go(f"/rows?{filters.query}", said)
    rows = [get_row(visit.desk, row) for row in bulk.changed if _exists(visit, row)]
    return visit.page("rows_changed.html", 409, filters=filters, bulk=bulk, rows=rows, **WORDS)


def _exists(visit: Visit, row: str) -> bool:
    try:
        get_row(visit.desk, row)
    except SamspilError:
        return False
    return True


def show_row(request: Request, visit: Here, row: str) -> Response:
    """A row beside its page."""
    return render_row(request, visit, get_row(visit.desk, row))


def render_row(
    request: Request, visit: Visit, state: RowState, status: int = 200, *, trouble: SamspilError | None = None, wanted: Json | None = None
) -> Response:
    """The page of a row; after a failed wish with what went `wrong` and what was `wanted` still in its forms."""
    filters = filters_of(request, visit)
    view = view_row(visit.desk, state)
    source, missing = _find_page(request, visit, state)
    values = {
        "view": view,
        "state": state,
        "source": source,
        "missing": missing,
        "filters": filters,
        "around": list_around(visit.desk, filters, state),
        "years": horizon(state.year),
        "themes": (*THEMES, *view.own_themes),
        "units": list_units(visit.desk, state) if visit.may("coder") else [],
        "last": find_own_last(visit.desk, visit.person) if visit.may("coder") else None,
        "trouble": trouble,
        "wanted": wanted or {},
        "beside": view_beside(visit.desk, state.id),
        "why": list_reasons(state),
        "similar": find_similar(visit.desk, state),
        "case_address": lambda case: f"/cases/{case}",
        "c": case_words,
    }
    return visit.page("row.html", status, **values, **CODES, **WORDS)


def _find_page(request: Request, visit: Visit, state: RowState) -> tuple[PageView | None, SamspilError | None]:
    """The page asked for, else that of the first quote; or why it cannot be shown."""
    quotes = state.fields["evidence"].value or ()
    documents = {quote["sha256"]: quote["document"] for quote in quotes}
    sha256, at = request.query_params.get("source", ""), request.query_params.get("at", "")
    page = _number(request, "turn", 0)
    try:
        if not page:
            return view_quote(visit.desk, state, _number(request, "quote", 1) - 1), None
        name = sha256 if sha256 in documents else next(iter(documents), "")
        place = int(at) if at.isascii() and at.isdigit() and len(at) < 10 else None
        return view_page(visit.desk, name, documents.get(name, ""), page, quotes, at=place), None
    except NoSourceError as error:
        return None, error


def show_keys(visit: Here) -> Response:
    """All keys, from the table that the pages use."""
    return visit.page("keys.html", groups=[(where, [key for key in KEYS if where in key.where]) for where in (ROW, LIST)])
