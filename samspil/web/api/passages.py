"""Search for programs: passages of all agreements on the desk."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from samspil.search.query import narrow_query, parse_query
from samspil.web.api.asked import SearchQuery
from samspil.web.api.contract import give, tells
from samspil.web.api.models import Found
from samspil.web.api.shapes import show_hit
from samspil.web.visit import Here
from samspil.workbench.listing import make_cursor, read_cursor
from samspil.workbench.search import search


@tells("search", "search", Found)
def show(visit: Here, query: Annotated[SearchQuery, Query()]) -> Response:
    """Passages that fit, best first. Raises QueryError, CursorError."""
    wanted = narrow_query(parse_query(query.q), year=query.year, municipality=query.municipality, theme=query.theme, kind=query.kind)
    page = int(read_cursor(query.cursor, (int,))[0]) if query.cursor else 1
    answer = search(visit.desk, wanted, page=page, size=query.limit)
    following = make_cursor((page + 1,)) if page < answer.pages else ""
    hits = [show_hit(hit) for hit in answer.hits] if page <= answer.pages else []
    return give({"hits": hits, "total": answer.total, "capped": answer.capped, "next": following})
