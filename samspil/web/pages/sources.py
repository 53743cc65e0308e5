"""Source files: a page as picture, a page with its text to read and to select from."""

import re
from typing import Any

from fastapi import Request
from starlette.responses import Response

from samspil.values.codes import THEMES
from samspil.values.desk import Json
from samspil.web.errors import Refusal
from samspil.web.pages.rows import filters_of
from samspil.web.row_words import CODES, WORDS
from samspil.web.visit import Here, Visit
from samspil.workbench.checks import find_own
from samspil.workbench.sources import draw_source, open_source
from samspil.workbench.views import find_name, list_places, list_rows_of, view_page

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_KEPT = "private, max-age=3600"  # the same bytes for ever: the address names the file by its hash


def show_picture(request: Request, visit: Here, sha256: str, page: int) -> Response:
    """The page as PNG. `r`: the ranges with which its boxes were asked for, so that it is drawn once. Raises Refusal, NoSourceError."""
    found = [_RANGE.fullmatch(words) for words in request.query_params.get("r", "").split(",") if words]
    if len(found) > 100 or not all(found):
        raise Refusal(422, "status_422")
    ranges = [(int(match.group(1)), int(match.group(2))) for match in found if match]
    source = open_source(visit.desk, sha256, find_name(visit.desk, sha256))
    return Response(draw_source(visit.desk, source, page, ranges).png, media_type="image/png", headers={"Cache-Control": _KEPT})


def show_page(request: Request, visit: Here, sha256: str, page: int) -> Response:
    """A page of a source with all rows that quote it. `start` and `end`: a range to be marked and shown."""
    name = find_name(visit.desk, sha256)
    start, end = (_number(request, key) for key in ("start", "end"))
    source = open_source(visit.desk, sha256, name)
    rows = list_rows_of(visit.desk, sha256)
    hit: list[Json] = []
    if 0 <= start < end <= len(source.text):
        page = next((number for number, a, b in source.pages if a <= start < b), page)
        last = next(b for number, _a, b in source.pages if number == page)
        hit = [{"sha256": sha256, "page": page, "start": start, "end": min(end, last), "quote": source.text[start : min(end, last)]}]
    quotes = hit or [quote for row in rows for quote in row.fields["evidence"].value or ()]
    at = _number(request, "at")
    view = view_page(visit.desk, sha256, name, page, quotes, look_at=hit[0] if hit else None, at=at if at >= 0 else None)
    places = list_places(visit.desk, sha256)
    values: dict[str, Any] = {
        "source": view,
        "rows": rows,
        "places": places,
        "filters": filters_of(request, visit),
        "themes": _themes(visit, places),
    }
    return visit.page("source.html", **values, missing=None, **CODES, **WORDS)


def _themes(visit: Visit, places: list[tuple[int, str, str]]) -> tuple[str, ...]:
    with visit.desk.reading() as connection:
        own = find_own(connection, places[0][0]) if places else []
    return (*THEMES, *own)


def _number(request: Request, name: str) -> int:
    words = request.query_params.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else -1
