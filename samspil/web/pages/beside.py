"""Notes and labels on rows, and who looks at which rows."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form, Request
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.values.codes import THEMES
from samspil.values.desk import STATES
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import short_label
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit, own_path
from samspil.workbench import beside
from samspil.workbench.rows import Filters, check_filters, list_choices, list_page

Text = Annotated[str, Form(max_length=200)]
Long = Annotated[str, Form(max_length=20_000)]
Number = Annotated[int, Form()]
Numbers = Annotated[list[int], Form(max_length=200)]


def add_note(visit: Here, row: str, text: Long = "", key: Text = "", back: Long = "") -> Response:
    """A note on a row."""
    beside.add_note(visit.desk, visit.person, row, text, key)
    return _back(visit, row, back, "web_samples.said_noted")


def set_label(visit: Here, row: str, name: Text = "", off: Text = "", key: Text = "", back: Long = "") -> Response:
    """A label on a row, or (`off`) from it."""
    beside.set_label(visit.desk, visit.person, row, name, on=not off, key=key)
    return _back(visit, row, back, "web_samples.said_labelled")


def assign_row(visit: Here, row: str, person: Number = 0, key: Text = "", back: Long = "") -> Response:
    """A row is somebody's to look at."""
    beside.assign_row(visit.desk, visit.person, row, person, key)
    return _back(visit, row, back, "web_samples.said_assigned")


def _back(visit: Visit, row: str, back: str, said: str) -> Response:
    """To the row, with the queue's filters as they were."""
    query = own_path(f"/{back}")[1:]
    return visit.go(f"/rows/{quote(row, safe='')}" + (f"?{query}" if query else ""), said)


def show_notes(request: Request, visit: Here) -> Response:
    """Notes by their words, and labels."""
    text, label = (request.query_params.get(name, "")[:200] for name in ("text", "label"))
    found = beside.find_notes(visit.desk, text, label)
    return visit.page("notes.html", found=found, labels=beside.list_labels(visit.desk), text=text, label=label, when=when)


def show_work(request: Request, visit: Here) -> Response:
    """Who has how many rows, and rows to be shared out."""
    return _show_work(visit, _filters(request, visit))


def _filters(request: Request, visit: Visit) -> Filters:
    return check_filters(dict(request.query_params), visit.person.id)


def _show_work(
    visit: Visit, filters: Filters, status: int = 200, *, shared: dict[int, int] | None = None, trouble: SamspilError | None = None
) -> Response:
    loads = beside.list_loads(visit.desk)
    names = {load.person.id: load.person.name for load in loads}
    values: dict[str, Any] = {
        "loads": loads,
        "filters": filters,
        "total": list_page(visit.desk, filters, 1, 1).total,
        "choices": list_choices(visit.desk),
        "states": STATES,
        "themes": THEMES,
        "short": short_label,
        "shared": {names.get(person, ""): count for person, count in (shared or {}).items() if person},
        "trouble": trouble,
    }
    return visit.page("work.html", status, **values)


def share_out(
    request: Request,
    visit: Here,
    people: Numbers = [],  # noqa: B006 - FastAPI copies it
    whole: Text = "",
    free_only: Text = "",
    back: Text = "",
    key: Text = "",
) -> Response:
    """Rows of the filters in the address, evenly among people; `back`: taken back from everybody."""
    filters = _filters(request, visit)
    try:
        if not people and not back:
            raise beside.BesideError(say("beside.bad_person"), remedy=say("beside.bad_person_remedy"))
        shared = beside.assign_many(
            visit.desk, visit.person, filters, [] if back else people, whole=bool(whole), free_only=bool(free_only), key=key
        )
    except beside.BesideError as error:
        return _show_work(visit, filters, 422, trouble=error)
    return _show_work(visit, filters, shared=shared)
