"""The queue: filters, order, pages, neighbours; and the desk exported as it is and as it was."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samspil.publish.contract import review_to_json
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, read_head
from samspil.values.desk import ACCEPT, CORRECT, REJECT, Person
from samspil.workbench.decide import Wish, decide
from samspil.workbench.export import ExportError, build_desk_review, write_export
from samspil.workbench.rows import Filters, check_filters, find_next, list_around, list_choices, list_page, note_place
from samspil.workbench.runs import bring_in
from samspil.workbench.wishes import get_row
from tests.desk.row_desk import fill, open_desk

ANNA = Person(1, "anna", "Anna", "coder")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Desk, dict[str, str]]]:
    desk, rows = open_desk(tmp_path)
    yield desk, rows
    desk.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """With one row assigned and labelled, one corrected and read otherwise since."""
    desk, _rows = open_desk(tmp_path_factory.mktemp("desk"))
    decide(desk, ANNA, Wish(CORRECT, ("0320-2026-03",), (1,), {"stage": "decided"}))
    fill(desk, "second", Otte={"stage": "underway"})
    with desk.writing() as connection:
        connection.execute(
            tables.person.insert(), [{"id": 1, "login": "anna", "name": "Anna", "role": "coder", "password": "", "disabled": False}]
        )
        connection.execute(tables.assignment.insert(), [{"row": "0253-2026-00", "person": 1}])
        connection.execute(tables.label.insert(), [{"row": "0492-2026-01", "name": "tvivl"}])
    yield desk
    desk.close()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, 12),
        ({"year": 2026}, 12),
        ({"year": 2025}, 0),
        ({"theme": "friplejehjem"}, 2),
        ({"theme": "friplejehj_m"}, 0),  # no wildcard
        ({"theme": "%"}, 0),
        ({"stage": "decided"}, 1),
        ({"state": "open"}, 11),
        ({"state": "corrected"}, 1),
        ({"municipality": "0492"}, 3),
        ({"region": "Sjælland"}, 9),
        ({"region": "Sjælland", "year": 2026}, 9),
        ({"region": "Østdanmark"}, 0),  # from 2027
        ({"region": "Nordjylland"}, 0),
        ({"assigned": 1}, 1),
        ({"assigned": 7}, 0),
        ({"label": "tvivl"}, 1),
        ({"differs": True}, 1),
        ({"text": "KØRETØJER"}, 1),
        ({"text": "ærø"}, 3),
        ({"text": "friplejehjem skolegrund"}, 1),
        ({"text": "100%"}, 0),
        ({"text": "evidence"}, 0),  # a word of the stored JSON, not of a row
        ({"text": "0253-2026-01"}, 1),
        ({"text": '"\\'}, 0),
        ({"theme": "technology", "municipality": "0253", "state": "open"}, 1),
    ],
)
def test_filters(shared: Desk, filters: dict[str, Any], found: int) -> None:
    page = list_page(shared, Filters(**filters))
    assert (page.total, len(page.rows)) == (found, found)
    if "state" not in filters:
        assert sum(page.states.values()) == found


def test_filters_stand_in_the_address_and_back(shared: Desk) -> None:
    """What is not understood counts as not set; 'me' is who asks."""
    given = {
        "year": "2026",
        "theme": "technology",
        "municipality": "492",
        "differs": "1",
        "assigned": "me",
        "text": "æ&b",
        "order": "place",
    }
    filters = check_filters(given, me=1)
    assert filters == Filters(2026, "technology", municipality="0492", assigned=1, differs=True, text="æ&b", order="place")
    assert filters.query == "year=2026&theme=technology&municipality=0492&assigned=1&differs=1&text=%C3%A6%26b&order=place"
    assert check_filters({"year": "x", "municipality": "kommune", "assigned": "-1", "order": "1; drop"}, me=1) == Filters()


@pytest.mark.parametrize("order", ["worth", "place"])
def test_pages_and_neighbours_go_through_all_rows_once(shared: Desk, order: str) -> None:
    """Pages, and next after next, give the same rows in the same order; the last leads to the first."""
    filters = Filters(order=order)
    whole = [row.id for row in list_page(shared, filters).rows]
    assert [row.id for number in (1, 2, 3) for row in list_page(shared, filters, number, 5).rows] == whole
    walked = [whole[0]]
    while len(walked) < len(whole):
        walked.append(find_next(shared, filters, note_place(shared, filters, walked[-1])) or "")
    assert walked == whole
    assert find_next(shared, filters, note_place(shared, filters, whole[-1])) == whole[0]
    around = list_around(shared, filters, get_row(shared, whole[6]), before=2, after=3)
    assert (around.position, around.total) == (7, 12)
    assert [row.id for row in around.before] == whole[4:6]
    assert [row.id for row in around.after] == whole[7:10]


def test_the_queue_orders_by_what_a_check_is_worth(shared: Desk) -> None:
    """First where a machine now reads otherwise, then uncertain rows and large sums, last what is decided; by place in Danish order."""
    assert list_page(shared, Filters()).rows[0].differs == ("stage",)
    names = [row.municipality for row in list_page(shared, Filters(order="place")).rows]
    assert list(dict.fromkeys(names)) == ["Faxe", "Greve", "Ærø"]


def test_after_a_decision_the_next_is_the_one_that_stood_below(fresh: tuple[Desk, dict[str, str]]) -> None:
    """Also when the decided row leaves the selection or moves to its end; at the end of a selection there is none."""
    desk, _rows = fresh
    for filters in (Filters(state="open"), Filters()):
        first, second = list_page(desk, filters).rows[:2]
        place = note_place(desk, filters, first.id)
        decide(desk, ANNA, Wish(ACCEPT, (first.id,), (first.version,), {}))
        assert find_next(desk, filters, place, without=[first.id]) == second.id
    only = Filters(text="klimakrav")
    (row,) = list_page(desk, only).rows
    assert find_next(desk, only, note_place(desk, only, row.id), without=[row.id]) is None


def test_at_most_200_rows_a_page(shared: Desk) -> None:
    assert len(list_page(shared, Filters(), 10**6, 10**6).rows) == 12
    assert list_page(shared, Filters(), -3, 0).pages == 12
    assert list_choices(shared)["municipalities"] == [("0320", "Faxe"), ("0253", "Greve"), ("0492", "Ærø")]


def test_the_desk_is_exported_as_a_review(fresh: tuple[Desk, dict[str, str]], tmp_path: Path) -> None:
    """Rejected rows are out, corrections are in, headlines are counted anew; what was exported can be brought to another desk."""
    desk, rows = fresh
    decide(desk, ANNA, Wish(REJECT, ("0320-2026-02",), (1,), {"reason": "look_back"}))
    decide(desk, ANNA, Wish(CORRECT, ("0253-2026-02",), (1,), {"themes": ["tendering"]}))
    review = build_desk_review(desk, 2026)
    assert len(review.initiatives) == len(rows) - 1
    assert review.headlines["friplejehjem"].municipalities == 0
    assert review.headlines["technology"].allocation_dkk == dict.fromkeys(range(2026, 2030), 1_200_000)
    assert review.facts["desk_decided"] == 1
    content = json.loads(write_export(review, "json"))
    assert content == json.loads(json.dumps(review_to_json(review)))
    with Desk(tmp_path / "other.sqlite") as other:
        assert bring_in(other, content) == len(rows) - 1
    assert write_export(review, "csv").startswith(b"id,")
    assert write_export(review, "xlsx").startswith(b"PK")


def test_any_past_moment_can_be_exported(fresh: tuple[Desk, dict[str, str]]) -> None:
    """What was exported then is what is exported now for that line, byte for byte; also across a new run."""
    desk, _rows = fresh
    then: dict[int, bytes] = {}

    def note() -> None:
        with desk.reading() as connection:
            sequence = read_head(connection)[0]
        then[sequence] = write_export(build_desk_review(desk, 2026), "json")

    note()
    decide(desk, ANNA, Wish(ACCEPT, ("0320-2026-02",), (1,), {}))
    note()
    fill(desk, "second", Otte={"stage": "underway"}, Fødevarer=None)
    note()
    decide(desk, ANNA, Wish(REJECT, ("0320-2026-03",), (2,), {"reason": "look_back"}))
    note()
    assert len(set(then.values())) == 4
    assert {sequence: write_export(build_desk_review(desk, 2026, sequence), "json") for sequence in then} == then


@pytest.mark.parametrize(("year", "until"), [(1999, None), (2026, 0), (2026, 10**6), (1999, 3)])
def test_what_was_never_there_is_not_exported(shared: Desk, year: int, until: int | None) -> None:
    with pytest.raises(ExportError):
        build_desk_review(shared, year, until)
    with pytest.raises(ExportError):
        write_export(build_desk_review(shared, 2026), "exe")
