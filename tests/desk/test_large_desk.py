"""Desks that grow: the queue is in order whichever way its rows are found, and no question reads all rows. On both databases."""

import functools
import json
import random
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from samspil.publish.contract import review_to_json
from samspil.store.desk import people as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import ACCEPT, OPEN, REPLACED, WITHDRAWN, Person, RowState
from samspil.vocabulary.danish import sort_key
from samspil.web.serving import Wish as ServerWish
from samspil.web.serving import listen
from samspil.workbench.beside import view_beside
from samspil.workbench.decide import Wish, decide
from samspil.workbench.export import build_desk_review
from samspil.workbench.overview import View, build_board, read_current
from samspil.workbench.rows import ORDERS, PLACE, Filters, find_next, list_after, list_around, list_page, note_place
from samspil.workbench.runs import bring_in
from samspil.workbench.views import find_own_last, view_row
from samspil.workbench.wishes import get_row
from tests.publish.fictional_review import build_review

ANNA = Person(1, "anna", "Anna", "coder")
YEARS = (2025, 2026)


@pytest.fixture
def desk(store_place: str) -> Iterator[Desk]:
    """Two years; a third of the rows is decided, so that many are worth the same."""
    with Desk(store_place) as opened:
        plain = json.dumps(review_to_json(build_review()))
        for year in YEARS:
            review = json.loads(plain.replace("2026", str(year)))
            review["samspil"]["run"] = f"run-{year}"
            review["initiatives"] = [{**one, "budget_year": year, "id": f"{year}-{one['id']}"} for one in review["initiatives"]]
            bring_in(opened, review)
        with opened.writing() as connection:
            kept.add_person(connection, "anna", "Anna", "coder", "x")
        for row in _read_rows(opened)[::3]:
            decide(opened, ANNA, Wish(ACCEPT, (row.id,), (row.version,), {}))
        yield opened


def _read_rows(desk: Desk) -> list[RowState]:
    with desk.reading() as connection:
        return list_rows(connection)


def _sort(desk: Desk, filters: Filters) -> list[str]:
    """The queue as it must be, by Python."""
    with desk.reading() as connection:
        worth: dict[str, float] = dict(connection.execute(sa.select(tables.row.c.id, tables.row.c.worth)).all())
    shown = [row for row in _read_rows(desk) if (row.state == filters.state if filters.state else row.state not in (REPLACED, WITHDRAWN))]
    shown = [row for row in shown if filters.year in (0, row.year) and (not filters.theme or filters.theme in row.fields["themes"].value)]

    def place(row: RowState) -> tuple[Any, ...]:
        quote = row.fields["evidence"].value[0]
        by_place = (sort_key(row.municipality), quote["sha256"], quote["page"], row.id)
        return by_place if filters.order == PLACE else (-worth[row.id], row.id)

    return [row.id for row in sorted(shown, key=place)]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("chosen", [{}, {"year": 2025}, {"state": OPEN}, {"theme": "technology", "year": 2026}, {"year": 1999}])
def test_the_queue_is_in_order_from_any_place(desk: Desk, order: str, chosen: dict[str, Any]) -> None:
    """Pages, neighbours, positions, the next row and lists for programs are all the same queue."""
    filters = Filters(**chosen, order=order)
    queue = _sort(desk, filters)
    for size in (7, 200):
        pages = [list_page(desk, filters, number, size) for number in range(1, -(-len(queue) // size) + 1)]
        assert [row.id for page in pages for row in page.rows] == queue
        assert {page.total for page in pages} <= {len(queue)}
    for row in random.Random(2).sample(_read_rows(desk), 12):  # noqa: S311 - a test's own choice
        around, place = list_around(desk, filters, row, before=4, after=9), note_place(desk, filters, row.id)
        assert (around.position, around.total) == (queue.index(row.id) + 1 if row.id in queue else 0, len(queue))
        later = [one.id for one in list_after(desk, filters, place, 200)]
        earlier = [one for one in queue if one not in (*later, row.id)]
        assert [*earlier, *([row.id] if row.id in queue else []), *later] == queue
        assert [one.id for one in around.before] == earlier[-4:]
        assert [one.id for one in around.after] == later[:9]
        assert find_next(desk, filters, place, without=[row.id]) == next((one for one in (*later, *queue) if one != row.id), None)


def test_a_decision_concerns_only_its_year(desk: Desk) -> None:
    """The overview of the other years is not worked out anew, and that of its own is as if all were."""
    known = {year: read_current(desk, year) for year in YEARS}
    build_board(desk, View(2026))
    row = next(row for row in _read_rows(desk) if row.year == 2025 and row.state == OPEN)
    decide(desk, ANNA, Wish("reject", (row.id,), (row.version,), {"reason": "duplicate"}))
    assert read_current(desk, 2026) is known[2026]
    assert read_current(desk, 2025).initiatives == build_desk_review(desk, 2025).initiatives != known[2025].initiatives
    points = build_board(desk, View(2026)).trends["technology"]
    assert [point.found for point in points] == [build_desk_review(desk, year).headlines["technology"].municipalities for year in YEARS]
    decide(desk, ANNA, Wish("undo", (row.id,), (row.version + 1,), {}))
    assert read_current(desk, 2025).initiatives == known[2025].initiatives


def test_schema_and_migrations_agree_on_indexes(desk: Desk) -> None:
    """Both databases have the indexes that the tables name."""
    with desk.reading() as connection:
        inspector = sa.inspect(connection)
        for table in tables.metadata.sorted_tables:
            there = {index["name"] for index in inspector.get_indexes(table.name)}
            assert {str(index.name) for index in table.indexes} <= there


def test_no_question_reads_all_rows(desk: Desk) -> None:
    """What a row page asks for. SQLite tells how it would find it: never by going through the rows or the trail themselves."""
    if not desk.is_sqlite:
        pytest.skip("PostgreSQL plans by the size of its tables, and these are small")
    asked: list[tuple[str, Any]] = []
    sa.event.listen(desk.engine, "before_cursor_execute", lambda _c, _k, words, values, *_: asked.append((words, values)))
    row = _read_rows(desk)[5]
    del asked[:]
    filters = [Filters(), Filters(state=OPEN), Filters(year=2026), Filters(order=PLACE), Filters(year=2026, theme="technology")]
    shown: list[Callable[[], object]] = [
        functools.partial(run, desk, one) for one in filters for run in (lambda d, f: list_around(d, f, row), list_page)
    ]
    shown += [functools.partial(find_next, desk, one, note_place(desk, one, row.id)) for one in filters]
    shown += [lambda: view_row(desk, get_row(desk, row.id)), lambda: find_own_last(desk, ANNA), lambda: view_beside(desk, row.id)]
    for show in shown:
        show()
    assert len(asked) > 40
    with desk.engine.connect() as connection:
        for words, values in [one for one in asked if one[0].startswith("SELECT")]:
            plan = [line[3] for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values)]
            assert not [line for line in plan if line in ("SCAN row", "SCAN event", "SCAN event_row")], words


def test_answers_are_not_held_back() -> None:
    """asyncio sends small packets at once only on sockets that say they are TCP's; else a kept connection waits some 40 ms for each answer."""
    with listen(ServerWish(port=0)) as opened:
        assert opened.proto == socket.IPPROTO_TCP
