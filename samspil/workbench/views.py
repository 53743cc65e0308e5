"""A row and its source page as they are shown: who set which field when, the trail, the page's picture with boxes or its text in pieces."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from samspil.desk.fields import FieldError
from samspil.desk.spans import check_quote, find_words
from samspil.desk.state import find_undoable, fold_row, is_person, name_person
from samspil.store.desk import people as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, read_head, read_row_events
from samspil.values.desk import COUNTED_STATES, DECISIONS, NOTE, UNDO, Event, Json, Person, RowState, SourceText
from samspil.vocabulary.texts import say
from samspil.workbench.checks import find_own, list_documents, place_of
from samspil.workbench.sources import DrawnPage, NoSourceError, draw_source, find_home, open_source

LONGEST_TEXT = 40_000  # code points of a text page shown at once
BEFORE = 5_000  # of them before what is looked at
_LOOK_BACK = 2_000  # lines of the trail in which one's own last decision is looked for
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Setter:
    """Who set something: `name` as shown, `person` or a machine, `at` UTC."""

    name: str
    person: bool
    at: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """An event as shown: `undone` by a later one; `content` as in the trail."""

    sequence: int
    kind: str
    who: Setter
    content: Json
    undone: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with all that stands beside it. `setters`: field -> who; `notes`: the trail's notes; `others`: rows of the same agreement it can be joined with."""

    state: RowState
    setters: Mapping[str, Setter]
    trail: tuple[TrailLine, ...]
    notes: tuple[TrailLine, ...]
    can_undo: bool
    others: tuple[RowState, ...]
    own_themes: tuple[str, ...]
    documents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the page's text from `start` (in the cleaned text). `passage`: where the passage begins it belongs to, -1 between passages; `kind` of
    it; `quotes`: numbers (from 0) of the ranges it lies in."""

    start: int
    text: str
    passage: int
    kind: str
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A source page. `page` of `pages` (numbers); `drawn`: its picture, None for other formats and pages that cannot be drawn; `ranges` that are marked;
    `pieces` of its text from `start` to `end`, of which `first` to `last` is the whole page."""

    sha256: str
    file: str
    format: str
    page: int
    pages: tuple[int, ...]
    drawn: DrawnPage | None
    ranges: tuple[Range, ...]
    pieces: tuple[Piece, ...]
    start: int
    end: int
    first: int
    last: int

    def turn(self, by: int) -> int:
        """The page so many further on; 0 when there is none."""
        place = self.pages.index(self.page) + by
        return self.pages[place] if 0 <= place < len(self.pages) else 0


def view_row(desk: Desk, state: RowState) -> RowView:
    """The row with its trail and whom it can be joined with."""
    table = tables.row.c
    same = sa.and_(table.municipality_code == state.municipality_code, table.year == state.year, table.id != state.id)
    with desk.reading() as connection:
        events = read_row_events(connection, state.id)
        names = {name_person(person.id): person.name for person in kept.list_people(connection)}
        others = list_rows(
            connection, sa.and_(same, table.state.in_(COUNTED_STATES)), order=(table.sha256, table.page, table.id), limit=100
        )
        documents = list_documents(connection, place_of(state))
        own = tuple(find_own(connection, state.year))
    setters = {event.sequence: _setter(event, names) for event in events}
    unknown = Setter("", person=False, at="")
    fields = {name: setters.get(field.sequence, unknown) for name, field in state.fields.items()}
    trail = tuple(_tell(event, events, names) for event in reversed(events))
    notes = tuple(line for line in trail if line.kind == NOTE)
    return RowView(state, fields, trail, notes, find_undoable(events) is not None, tuple(others), own, documents)


def _setter(event: Event, names: Mapping[str, str]) -> Setter:
    return Setter(names.get(event.actor, event.actor), is_person(event.actor), event.at)


def _tell(event: Event, events: Sequence[Event], names: Mapping[str, str]) -> TrailLine:
    undone = any(other.kind == UNDO and other.content["sequence"] == event.sequence for other in events)
    return TrailLine(event.sequence, event.kind, _setter(event, names), event.content, undone)


def find_as_seen(desk: Desk, row: str, version: int) -> RowState | None:
    """The row as it was in that version; None when there never was one."""
    with desk.reading() as connection:
        events = read_row_events(connection, row)
    for end in range(len(events), 0, -1):
        state = fold_row(row, events[:end])
        if state and state.version == version:
            return state
    return None


def find_own_last(desk: Desk, person: Person) -> Event | None:
    """The person's newest decision that still holds, if it is among the trail's newest lines."""
    table = tables.event.c
    with desk.reading() as connection:
        recent = table.sequence > read_head(connection)[0] - _LOOK_BACK
        query = sa.select(table.sequence, table.rows).where(recent, table.actor == name_person(person.id), table.kind.in_(DECISIONS))
        for line in connection.execute(query.order_by(table.sequence.desc()).limit(20)):
            events = _events_of(connection, line.rows)
            undone = {event.content["sequence"] for event in events if event.kind == UNDO}
            if line.sequence not in undone:
                return next(event for event in events if event.sequence == line.sequence)
    return None


def _events_of(connection: sa.Connection, rows: str) -> list[Event]:
    return read_row_events(connection, str(json.loads(rows)[0]))


def view_quote(desk: Desk, state: RowState, number: int = 0) -> PageView:
    """The page of quote `number` of a row, with all its quotes there marked. Raises NoSourceError."""
    quotes = state.fields["evidence"].value or ()
    if not quotes:
        raise NoSourceError(say("desk_rows.no_evidence"), place=state.id)
    quote = quotes[min(max(number, 0), len(quotes) - 1)]
    return view_page(desk, quote["sha256"], quote["document"], int(quote["page"]), quotes, look_at=quote)


def view_page(
    desk: Desk, sha256: str, file: str, page: int, quotes: Sequence[Json] = (), *, look_at: Json | None = None, at: int | None = None
) -> PageView:
    """A page of a source with quotes marked. `at`: the place in the text to be shown where a page is long. Raises NoSourceError."""
    source = open_source(desk, sha256, file)
    numbers = tuple(number for number, _start, _end in source.pages)
    page = page if page in numbers else numbers[0]
    first, last = next((start, end) for number, start, end in source.pages if number == page)
    found = [place for quote in quotes if quote["sha256"] == sha256 and (place := find_quote(source, quote))]
    ranges = tuple(dict.fromkeys((start, end) for start, end in found if start < last and first < end))
    centre = at if at is not None else (find_quote(source, look_at) or (first, first))[0] if look_at else ranges[0][0] if ranges else first
    start, end = _window(source, first, last, centre)
    drawn = _draw(desk, source, page, ranges)
    pieces = cut_pieces(source, start, end, ranges)
    return PageView(sha256, file, source.format, page, numbers, drawn, ranges, pieces, start, end, first, last)


def find_quote(source: SourceText, quote: Json) -> Range | None:
    """Where a quote stands: at its place, or where else its words stand once on its page (the text may have been read anew); None when nowhere."""
    try:
        check_quote(quote, source)
        return int(quote["start"]), int(quote["end"])
    except FieldError:
        pass
    try:
        return find_words(source, str(quote.get("quote", "")), quote.get("page"))
    except FieldError:
        return None


def _window(source: SourceText, first: int, last: int, centre: int) -> Range:
    """A long page is shown around `centre`, from passage to passage."""
    if last - first <= LONGEST_TEXT:
        return first, last
    low = max(first, min(centre, last) - BEFORE)
    high = min(last, low + LONGEST_TEXT)
    edges = [a for a, _b, *_rest in source.passages if low <= a <= high]
    return (edges[0], edges[-1]) if len(edges) > 1 and edges[0] <= centre < edges[-1] else (low, high)


def _draw(desk: Desk, source: SourceText, page: int, ranges: Sequence[Range]) -> DrawnPage | None:
    if source.format != "pdf":
        return None
    try:
        return draw_source(desk, source, page, [one for one in ranges if find_home(source, page, *one)])
    except NoSourceError:
        return None


def cut_pieces(source: SourceText, start: int, end: int, ranges: Sequence[Range]) -> tuple[Piece, ...]:
    """The text from `start` to `end`, cut where passages and marked ranges begin and end; put together again it is the text."""
    passages = [(a, b, kind) for a, b, kind, *_rest in source.passages if a < end and start < b]
    edges = {start, end}
    edges |= {edge for a, b, _kind in passages for edge in (a, b)} | {edge for span in ranges for edge in span}
    inside = sorted(edge for edge in edges if start <= edge <= end)
    pieces, place = [], 0
    for left, right in pairwise(inside):
        while place < len(passages) and passages[place][1] <= left:
            place += 1
        own = passages[place] if place < len(passages) and passages[place][0] <= left else (-1, -1, "")
        quotes = tuple(number for number, (a, b) in enumerate(ranges) if a <= left and right <= b)
        pieces.append(Piece(left, source.text[left:right], own[0], own[2], quotes))
    return tuple(pieces)


def find_name(desk: Desk, sha256: str) -> str:
    """The name under which a file's bytes are on the desk. Raises NoSourceError."""
    table = tables.document.c
    with desk.reading() as connection:
        name = connection.execute(sa.select(table.file).where(table.sha256 == sha256).order_by(table.year.desc()).limit(1)).scalar()
    if name is None:
        raise NoSourceError(say("desk.no_source"), place=sha256[:12], remedy=say("desk.no_source_remedy"))
    return str(name)


def list_places(desk: Desk, sha256: str) -> list[Any]:
    """Whose agreement a file is: (year, municipality, code) of each year in which it lies on the desk."""
    table = tables.document.c
    with desk.reading() as connection:
        query = sa.select(table.year, table.municipality, table.municipality_code).where(
            table.sha256 == sha256, table.municipality_code != ""
        )
        return list(connection.execute(query.distinct().order_by(table.year.desc())))


def list_rows_of(desk: Desk, sha256: str) -> list[RowState]:
    """Rows of the review whose first quote stands in a file, in its order."""
    table = tables.row.c
    with desk.reading() as connection:
        found = list_rows(
            connection, sa.and_(table.sha256 == sha256, table.state.in_(COUNTED_STATES)), order=(table.page, table.id), limit=500
        )
    return sorted(found, key=lambda row: int(row.fields["evidence"].value[0]["start"]))
