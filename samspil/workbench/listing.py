"""Lists for programs, part by part: rows in the queue's order, the trail, a year's documents. A cursor says where the next part begins; what changes between two
parts moves nothing that has been given already."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.desk.spans import make_evidence
from samspil.errors import SamspilError
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, find_event_by_key, find_row
from samspil.values.desk import CORRECT, COUNTED_STATES, OPEN, Event, Json, RowState
from samspil.vocabulary.texts import say
from samspil.workbench.checks import place_of
from samspil.workbench.decide import Wish
from samspil.workbench.rows import PLACE, Filters, count_rows, list_after, note_place
from samspil.workbench.wishes import Seen, open_document, see

MOST_CURSOR = 2000


class CursorError(SamspilError):
    """The cursor is none that was given out for this list."""


@dataclass(frozen=True, slots=True)
class RowPart:
    """`next`: cursor of what follows, '' at the end; `total` under the filters."""

    rows: tuple[RowState, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class EventPart:
    """`next`: cursor of what follows, '' at the end."""

    events: tuple[Event, ...]
    next: str


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """Documents of a year as the contract has them, `at_desk`: whether the file's bytes are here."""

    documents: tuple[Json, ...]
    next: str


def list_rows_part(desk: Desk, filters: Filters, cursor: str, limit: int) -> RowPart:
    """Rows after the cursor ('' from the beginning). Raises CursorError."""
    kinds = (int, str, int, str) if filters.order == PLACE else (float, str)
    after = read_cursor(cursor, kinds) if cursor else None
    found = list_after(desk, filters, after, limit + 1)
    rows = found[:limit]
    following = ""
    if len(found) > limit:
        following = make_cursor(note_place(desk, filters, rows[-1].id) or ())
    return RowPart(tuple(rows), following, count_rows(desk, filters))


def list_events_part(desk: Desk, row: str, cursor: str, limit: int) -> EventPart:
    """The trail's lines after the cursor, oldest first; those of one row where `row` is given. Raises CursorError."""
    after = int(read_cursor(cursor, (int,))[0]) if cursor else 0
    table = tables.event.c
    query = sa.select(tables.event).where(table.sequence > after)
    if row:
        query = query.where(table.sequence.in_(sa.select(tables.event_row.c.sequence).where(tables.event_row.c.row == row)))
    with desk.reading() as connection:
        found = [_event(line) for line in connection.execute(query.order_by(table.sequence).limit(limit + 1))]
    events = found[:limit]
    return EventPart(tuple(events), make_cursor((events[-1].sequence,)) if len(found) > limit else "")


def list_documents_part(desk: Desk, year: int, cursor: str, limit: int) -> DocumentPart:
    """The newest run's documents of a year, by file name. Raises CursorError."""
    after = str(read_cursor(cursor, (str,))[0]) if cursor else ""
    table, here = tables.document.c, tables.file.c
    at_desk = sa.exists().where(here.sha256 == table.sha256).label("at_desk")
    names = (table.file, table.sha256, table.municipality, table.municipality_code, table.pages, table.verdict, table.reason)
    query = sa.select(*names, at_desk).where(table.year == year, table.file > after).order_by(table.file).limit(limit + 1)
    with desk.reading() as connection:
        found = [{**line._mapping, "budget_year": year, "at_desk": bool(line.at_desk)} for line in connection.execute(query)]
    documents = found[:limit]
    return DocumentPart(tuple(documents), make_cursor((documents[-1]["file"],)) if len(found) > limit else "")


def count_years(desk: Desk) -> list[Json]:
    """The years on the desk, newest first: `rows` that stand in the review, `unchecked` of them, `documents` of the newest run."""
    row, document = tables.row.c, tables.document.c
    unchecked = sa.func.sum(sa.case((row.state == OPEN, 1), else_=0))
    by_rows = sa.select(row.year, sa.func.count(), unchecked).where(row.state.in_(COUNTED_STATES)).group_by(row.year)
    with desk.reading() as connection:
        rows = {year: (count, left) for year, count, left in connection.execute(by_rows)}
        by_documents = sa.select(document.year, sa.func.count()).group_by(document.year)
        documents = {line[0]: line[1] for line in connection.execute(by_documents)}
    years = sorted({*rows, *documents}, reverse=True)
    return [
        {"year": year, "rows": rows.get(year, (0, 0))[0], "unchecked": int(rows.get(year, (0, 0))[1]), "documents": documents.get(year, 0)}
        for year in years
    ]


def make_cursor(place: Sequence[Any]) -> str:
    """Letters and digits that say a place."""
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")


def read_cursor(cursor: str, kinds: Sequence[type]) -> tuple[Any, ...]:
    """The place, of values of these kinds. Raises CursorError."""
    try:
        if len(cursor) > MOST_CURSOR:
            raise ValueError(len(cursor))
        found = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        place = tuple(float(value) if kind is float and isinstance(value, int) else value for kind, value in zip(kinds, found, strict=True))
        if not all(_fits(value, kind) for value, kind in zip(place, kinds, strict=True)):
            raise ValueError(cursor)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CursorError(say("web_api.bad_cursor"), remedy=say("web_api.bad_cursor_remedy")) from error
    return place


def _fits(value: Any, kind: type) -> bool:
    if isinstance(value, bool) or not isinstance(value, kind):
        return False
    if isinstance(value, str):
        return not any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value)
    return isinstance(value, int | float) and abs(value) < 2**31 and value == value  # noqa: PLR0124 - NaN is not itself


def _event(line: Any) -> Event:
    return Event(**{**line._mapping, "rows": tuple(json.loads(line.rows)), "content": json.loads(line.content)})


def find_by_key(desk: Desk, key: str) -> Event | None:
    """The trail's line that was written under a key."""
    with desk.reading() as connection:
        return find_event_by_key(connection, key)


def find_rows(desk: Desk, rows: Sequence[str]) -> list[RowState]:
    """Rows as they stand, without those that an undo has taken away."""
    with desk.reading() as connection:
        return [state for row in rows if (state := find_row(connection, row))]


def wish_correction(desk: Desk, seen: Seen, content: Json, key: str) -> Wish:
    """A correction in which `evidence` may be given as ranges {sha256, start, end} of sources' texts: quotes are made of them. A range that is a quote of the
    row already stays that quote. Raises FieldError, NoSourceError, NoSuchRowError, StaleError."""
    if "evidence" not in content:
        return Wish(CORRECT, (seen[0],), (seen[1],), content, key)
    state = see(desk, seen)
    known = {(quote["sha256"], quote["start"], quote["end"]): quote for quote in state.fields["evidence"].value or ()}
    quotes: list[Json] = []
    for one in content["evidence"]:
        place = (one["sha256"], one["start"], one["end"])
        if place in known:
            quotes.append(dict(known[place]))
        else:
            source, document = open_document(desk, place_of(state), one["sha256"])
            quotes += make_evidence(source, document, one["start"], one["end"])
    return Wish(CORRECT, (seen[0],), (seen[1],), {**content, "evidence": quotes}, key)
