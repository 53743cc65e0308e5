"""Rows as people look for them: filters, the queue's order, pages, counts, and the rows before and after one."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from samspil.desk import queue
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import REPLACED, STATES, WITHDRAWN, RowState
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.divisions import regions_in
from samspil.vocabulary.municipalities import find_by_code, read_municipalities

MOST = 200  # rows a page
WORTH, PLACE = "worth", "place"  # orders: what a check is worth, or municipality and place in the agreement
ORDERS = (WORTH, PLACE)
FIRST_YEAR, LAST_YEAR = 2008, 2099  # of budgets: before and after there are no divisions of the country to go by
DIFFERS = '"differs":["'  # as the stored JSON has it for a row with differences; within a text its quotes would be escaped
_HIDDEN = (REPLACED, WITHDRAWN)  # shown only when asked for
_LAST = 99  # rank of what is none of the 98 municipalities
_SEARCHED = ("technologies", "actors")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; '' or 0: no matter. `municipality`: a code; `assigned`: a person's id; `differs`: only rows a machine now reads otherwise."""

    year: int = 0
    theme: str = ""
    stage: str = ""
    state: str = ""
    municipality: str = ""
    region: str = ""
    assigned: int = 0
    label: str = ""
    differs: bool = False
    text: str = ""
    order: str = WORTH

    @property
    def query(self) -> str:
        """As part of an address, only what is set: 'year=2026&state=open'."""
        return urlencode([(name, int(value) if value is True else value) for name, value in self.list_set()])

    def list_set(self) -> list[tuple[str, Any]]:
        """Names and values of what is set."""
        found = [(name, getattr(self, name)) for name in self.__slots__]
        return [(name, value) for name, value in found if value and (name, value) != ("order", WORTH)]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page (from 1) of `pages`; `total` under these filters; `states`: how many in each state under the same filters but that of state."""

    rows: tuple[RowState, ...]
    page: int
    pages: int
    total: int
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class Around:
    """The queue around a row: `position` from 1 (0: it is not among them), `total`, the nearest rows `before` and `after` it."""

    position: int
    total: int
    before: tuple[RowState, ...]
    after: tuple[RowState, ...]


def list_page(desk: Desk, filters: Filters, page: int = 1, size: int = MOST) -> Page:
    """One page of rows, at most 200."""
    size = max(1, min(size, MOST))
    with desk.reading() as connection:
        found = _with_text(connection, filters, _fixed(filters))
        condition = sa.and_(found, _in_state(filters))
        states = _count_states(connection, found)
        total = states[filters.state] if filters.state in STATES else sum(states[state] for state in STATES if state not in _HIDDEN)
        pages = max(1, -(-total // size))
        page = max(1, min(page, pages))
        rows = _list(connection, filters, condition, limit=size, offset=(page - 1) * size)
    return Page(tuple(rows), page, pages, total, states)


def list_around(desk: Desk, filters: Filters, row: RowState, *, before: int = 5, after: int = 30) -> Around:
    """The row's neighbours in the queue, and where it stands in it."""
    with desk.reading() as connection:
        condition = _condition(connection, filters)
        place, total = find_place(connection, filters, row.id), _count(connection, condition)
        if place is None:
            return Around(0, total, (), ())
        above = _list(connection, filters, condition, place, earlier=True, limit=before)
        below = _list(connection, filters, condition, place, limit=after)
        inside = _count(connection, sa.and_(condition, tables.row.c.id == row.id))
        position = _count(connection, sa.and_(condition, _beyond(filters, place, earlier=True))) + 1 if inside else 0
        return Around(position, total, tuple(reversed(above)), tuple(below))


def find_place(connection: sa.Connection, filters: Filters, row: str) -> tuple[Any, ...] | None:
    """Where a row stands in the order: to be asked for before a decision moves it, and handed to `find_next`."""
    columns = [column for column, _up in _order(filters)]
    found = connection.execute(sa.select(*columns).where(tables.row.c.id == row)).one_or_none()
    return tuple(found) if found else None


def note_place(desk: Desk, filters: Filters, row: str) -> tuple[Any, ...] | None:
    """`find_place` of the desk as it is now."""
    with desk.reading() as connection:
        return find_place(connection, filters, row)


def find_next(desk: Desk, filters: Filters, place: tuple[Any, ...] | None, *, without: Sequence[str] = ()) -> str | None:
    """The row that comes after a place in the queue; at its end the first one, and None when there is no other."""
    with desk.reading() as connection:
        condition = sa.and_(_condition(connection, filters), tables.row.c.id.not_in(without))
        found = _list(connection, filters, condition, place, limit=1) if place else []
        found = found or _list(connection, filters, condition, limit=1)
        return found[0].id if found else None


def list_after(desk: Desk, filters: Filters, place: tuple[Any, ...] | None, most: int) -> list[RowState]:
    """Rows that come after a place in the order (`note_place`), from the beginning without one."""
    with desk.reading() as connection:
        return _list(connection, filters, _condition(connection, filters), place, limit=most)


def count_rows(desk: Desk, filters: Filters) -> int:
    """How many rows there are under the filters."""
    with desk.reading() as connection:
        return _count(connection, _condition(connection, filters))


def list_choices(desk: Desk) -> dict[str, list[Any]]:
    """What filters can be set to: years, municipalities (code, name) with rows in Danish order, labels."""
    table = tables.row.c
    with desk.reading() as connection:
        years = list(connection.execute(sa.select(table.year).distinct().order_by(table.year.desc())).scalars())
        codes = connection.execute(sa.select(table.municipality_code).distinct()).scalars()
        places = [(code, place.name if (place := find_by_code(code)) else code) for code in codes]
        labels = list(connection.execute(sa.select(tables.label.c.name).distinct().order_by(tables.label.c.name)).scalars())
    return {"years": years, "municipalities": sorted(places, key=lambda place: sort_key(place[1])), "labels": labels}


def _condition(connection: sa.Connection, filters: Filters) -> Any:
    return _with_text(connection, filters, sa.and_(_fixed(filters), _in_state(filters)))


def _in_state(filters: Filters) -> Any:
    state = tables.row.c.state
    return state == filters.state if filters.state in STATES else state.not_in(_HIDDEN)


def _with_text(connection: sa.Connection, filters: Filters, condition: Any) -> Any:
    words = filters.text.strip()
    return sa.and_(condition, tables.row.c.id.in_(_find_text(connection, condition, words))) if words else condition


def _fixed(filters: Filters) -> Any:
    """All but state and text."""
    table = tables.row.c
    assigned = sa.select(tables.assignment.c.row).where(tables.assignment.c.person == filters.assigned)
    labelled = sa.select(tables.label.c.row).where(tables.label.c.name == filters.label)
    parts = (
        (filters.year, table.year == filters.year),
        (filters.theme, table.themes.contains(f",{filters.theme},", autoescape=True)),
        (filters.stage, table.stage == filters.stage),
        (filters.municipality, table.municipality_code == filters.municipality),
        (filters.region, _in_region(filters.region, filters.year) if filters.region else sa.true()),
        (filters.assigned, table.id.in_(assigned)),
        (filters.label, table.id.in_(labelled)),
        (filters.differs, sa.and_(table.worth >= queue.DIFFERS, table.content.contains(DIFFERS, autoescape=True))),  # few are worth so much
    )
    return sa.and_(sa.true(), *(part for asked, part in parts if asked))


def _in_region(region: str, year: int) -> Any:
    """Regions have other borders from 2027: without a year, each row by its own."""
    table = tables.row.c
    if year:
        return table.municipality_code.in_(regions_in(min(max(year, FIRST_YEAR), LAST_YEAR)).get(region, ()))
    spans = [(table.year < 2027, regions_in(2026)), (table.year >= 2027, regions_in(2027))]
    return sa.or_(*(sa.and_(when, table.municipality_code.in_(found.get(region, ()))) for when, found in spans))


def _find_text(connection: sa.Connection, condition: Any, text: str) -> list[str]:
    """Rows with all these words, looked for in the stored JSON first (where æ is \\u00e6 and Æ another), then truly."""
    words = text.lower().split()[:10]
    likes = [sa.func.lower(tables.row.c.content).like(f"%{_pattern(word)}%", escape="!") for word in words]
    found = connection.execute(sa.select(tables.row.c.id, tables.row.c.content).where(condition, *likes))
    return [row for row, content in found if all(word in _words_of(json.loads(content)) for word in words)]


def _pattern(word: str) -> str:
    """For LIKE; a letter that JSON escapes stands for anything."""
    return "".join(
        "%" if not char.isascii() or not char.isprintable() or char in '"\\' else f"!{char}" if char in "!_%" else char for char in word
    )


def _words_of(content: dict[str, Any]) -> str:
    fields = {name: field["value"] for name, field in content["fields"].items()}
    quotes = [str(quote.get("quote", "")) for quote in fields["evidence"] or ()]
    lists = [str(one) for name in _SEARCHED for one in fields[name] or ()]
    return "\n".join((content["id"], content["municipality"], *quotes, *lists, str(fields["committee"] or ""))).lower()


def _list(
    connection: sa.Connection,
    filters: Filters,
    condition: Any,
    place: Sequence[Any] | None = None,
    *,
    earlier: bool = False,
    limit: int,
    offset: int = 0,
) -> list[RowState]:
    """Rows in the order, or (`earlier`) against it, from a place on. However many rows there are, only those that are given are read, and some are counted."""
    codes: list[str] = []
    if filters.order == PLACE:
        codes, offset = _find_codes(connection, condition, place, earlier=earlier, limit=limit, offset=offset)
        condition = sa.and_(condition, tables.row.c.municipality_code.in_(codes))
    if place:
        condition = sa.and_(condition, _beyond(filters, place, earlier=earlier))
    order = [column if up != earlier else column.desc() for column, up in _order(filters, codes)]
    return list_rows(connection, condition, order=order, limit=limit, offset=offset)


def _find_codes(
    connection: sa.Connection, condition: Any, place: Sequence[Any] | None, *, earlier: bool, limit: int, offset: int
) -> tuple[list[str], int]:
    """Codes of the few municipalities among which the rows are that are looked for, and how many rows of theirs come before those. No index knows the Danish
    order of names, so that rows of all would have to be read to be put in order."""
    counts = _count_ranks(connection, condition)
    ranks = sorted((rank for rank in counts if not place or (rank <= place[0] if earlier else rank >= place[0])), reverse=earlier)
    while not place and ranks and offset >= counts[ranks[0]][0]:
        offset -= counts[ranks.pop(0)][0]
    chosen: list[str] = []
    missing = limit + offset
    for rank in ranks:
        count, codes = counts[rank]
        chosen += codes
        missing -= 0 if place and rank == place[0] else count  # all of the place's own may lie on its other side
        if missing <= 0:
            break
    return chosen, offset


def _count_ranks(connection: sa.Connection, condition: Any) -> dict[int, tuple[int, list[str]]]:
    """Rank of a municipality -> how many rows it has, and the code (codes, for those that are none of the 98)."""
    code = tables.row.c.municipality_code
    counts: dict[int, tuple[int, list[str]]] = {}
    for found, count in connection.execute(sa.select(code, sa.func.count()).where(condition).group_by(code)):
        known, codes = counts.get(_rank(found), (0, []))
        counts[_rank(found)] = (known + count, [*codes, found])
    return counts


@functools.cache
def _read_ranks() -> dict[str, int]:
    """Code -> the municipality's place among all by name, in Danish order."""
    return {one.code: rank for rank, one in enumerate(sorted(read_municipalities(), key=lambda place: sort_key(place.name)))}


def _rank(code: str) -> int:
    return _read_ranks().get(code, _LAST)


def _order(filters: Filters, codes: Sequence[str] = ()) -> list[tuple[Any, bool]]:
    """Columns and whether they go up. The id comes last, so that no two rows stand alike. `codes`: of the municipalities to be put in order; none: all."""
    table = tables.row.c
    if filters.order == PLACE:
        ranks = {code: _rank(code) for code in codes} or _read_ranks()
        return [
            (sa.case(ranks, value=table.municipality_code, else_=_LAST), True),
            (table.sha256, True),
            (table.page, True),
            (table.id, True),
        ]
    return [(table.worth, False), (table.id, True)]


def _beyond(filters: Filters, place: Sequence[Any], *, earlier: bool = False) -> Any:
    """Rows after (or before) a place in the order. Said so that the indexes of the table serve."""
    table = tables.row.c
    if filters.order == PLACE:
        own = [code for code, rank in _read_ranks().items() if rank == place[0]]
        others = [code for code, rank in _read_ranks().items() if (rank < place[0] if earlier else rank > place[0])]
        code, inner = table.municipality_code, sa.tuple_(table.sha256, table.page, table.id)
        same = code.in_(own) if own else code.not_in(_read_ranks())
        beyond = code.in_(others) if earlier or not own else sa.or_(code.in_(others), code.not_in(_read_ranks()))
        return sa.or_(beyond, sa.and_(same, inner < tuple(place[1:]) if earlier else inner > tuple(place[1:])))
    worth, row = place
    if earlier:
        return sa.and_(table.worth >= worth, sa.or_(table.worth > worth, sa.and_(table.worth == worth, table.id < row)))
    return sa.and_(table.worth <= worth, sa.or_(table.worth < worth, sa.and_(table.worth == worth, table.id > row)))


def _count(connection: sa.Connection, condition: Any) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(tables.row).where(condition)).scalar_one())


def _count_states(connection: sa.Connection, condition: Any) -> dict[str, int]:
    """For each state, how many rows there would be."""
    state = tables.row.c.state
    found: dict[str, int] = dict(connection.execute(sa.select(state, sa.func.count()).where(condition).group_by(state)).all())
    return {one: found.get(one, 0) for one in STATES}


def check_filters(values: dict[str, str], me: int) -> Filters:
    """Filters from an address, where anything may stand: what is not understood counts as not set. `assigned=me` is `me`."""
    text = {name: values.get(name, "")[:200] for name in ("theme", "stage", "state", "municipality", "region", "label", "text")}
    assigned = me if values.get("assigned") == "me" else _number(values.get("assigned", ""))
    place = find_by_code(text["municipality"])
    order = values.get("order", WORTH)
    return Filters(
        **{**text, "municipality": place.code if place else ""},
        year=_number(values.get("year", "")),
        assigned=assigned,
        differs=values.get("differs") == "1",
        order=order if order in ORDERS else WORTH,
    )


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0
