"""Rows for programs: lists under the pages' filters, one row, its trail, what it can be split into."""

from typing import Annotated

from fastapi import Header, Path, Query
from starlette.responses import Response

from samspil.values.desk import Json
from samspil.web.api.asked import Part, RowQuery
from samspil.web.api.contract import give, tells
from samspil.web.api.models import Row, RowList, Trail, Units
from samspil.web.api.shapes import etag_of, show_event, show_row
from samspil.web.visit import Here
from samspil.workbench.listing import EventPart, list_events_part, list_rows_part
from samspil.workbench.rows import Filters
from samspil.workbench.wishes import get_row, list_units

RowId = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]+$")]
_FILTERS = ("year", "theme", "stage", "state", "municipality", "region", "label", "differs", "text", "order")


@tells("listRows", "rows", RowList)
def show_list(visit: Here, query: Annotated[RowQuery, Query()]) -> Response:
    """Part of the queue."""
    assigned = visit.person.id if query.assigned == "me" else int(query.assigned or 0)
    filters = Filters(**{name: getattr(query, name) for name in _FILTERS}, assigned=assigned)
    part = list_rows_part(visit.desk, filters, query.cursor, query.limit)
    return give({"rows": [show_row(row) for row in part.rows], "next": part.next, "total": part.total})


@tells("getRow", "rows", Row, 304, 404, etag=True)
def show(visit: Here, row: RowId, if_none_match: Annotated[str, Header(max_length=1000)] = "") -> Response:
    """One row as it stands."""
    state = get_row(visit.desk, row)
    etag = etag_of(state)
    if etag in [one.strip().removeprefix("W/") for one in if_none_match.split(",")]:
        return Response(status_code=304, headers={"ETag": etag})
    return give(show_row(state), ETag=etag)


@tells("listRowTrail", "rows", Trail, 404)
def show_trail(visit: Here, row: RowId, query: Annotated[Part, Query()]) -> Response:
    """The lines of the trail that name the row, oldest first; also of a row that was undone away."""
    part = list_events_part(visit.desk, row, query.cursor, query.limit)
    if not part.events:
        get_row(visit.desk, row)
    return give(show_events(part, visit))


@tells("listRowUnits", "rows", Units, 404, etag=True)
def show_units(visit: Here, row: RowId) -> Response:
    """Passages that a split can give to different parts."""
    state = get_row(visit.desk, row)
    return give({"version": state.version, "units": list_units(visit.desk, state)}, ETag=etag_of(state))


@tells("listTrail", "trail", Trail)
def show_whole_trail(visit: Here, query: Annotated[Part, Query()]) -> Response:
    """The whole trail, oldest first."""
    return give(show_events(list_events_part(visit.desk, "", query.cursor, query.limit), visit))


def show_events(part: EventPart, visit: Here) -> Json:
    """`models.Trail`."""
    return {"events": [show_event(event, visit.person) for event in part.events], "next": part.next}
