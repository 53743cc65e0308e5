"""A review comes to the desk, once and again."""

import copy
import json
from typing import Any

import pytest

from samspil.publish.contract import review_to_json
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import CORRECT, Person
from samspil.workbench.decide import Wish, decide
from samspil.workbench.runs import bring_in
from tests.publish.fictional_review import build_review

ANNA = Person(1, "anna", "Anna", "coder")


@pytest.fixture(scope="module")
def review() -> dict[str, Any]:
    return dict(json.loads(json.dumps(review_to_json(build_review(hostile=True)))))


def test_every_initiative_becomes_a_row_once(store_place: str, review: dict[str, Any]) -> None:
    """The same review a second time changes nothing, also what a hostile file has put into its quotes comes through."""
    with Desk(store_place) as desk:
        assert bring_in(desk, review) == len(review["initiatives"])
        assert bring_in(desk, review) == 0
        with desk.reading() as connection:
            rows = {row.id: row for row in list_rows(connection)}
    assert {row: state.fields["evidence"].value for row, state in rows.items()} == {i["id"]: i["evidence"] for i in review["initiatives"]}


def test_a_new_run_keeps_decisions_and_names_what_differs(store_place: str, review: dict[str, Any]) -> None:
    """An initiative under another id but with nearly the same words is the same row; one that is gone is withdrawn unless a person decided about it."""
    again = copy.deepcopy(review)
    again["samspil"]["run"] = "later"
    moved, gone, decided = again["initiatives"][0], again["initiatives"][1]["id"], again["initiatives"][2]["id"]
    old_id, moved["id"], moved["stage"] = moved["id"], "another-id", "stopped"
    again["initiatives"] = [item for item in again["initiatives"] if item["id"] not in (gone, decided)]
    with Desk(store_place) as desk:
        bring_in(desk, review)
        decide(desk, ANNA, Wish(CORRECT, (decided,), (1,), {"stage": "completed"}))
        assert bring_in(desk, again) == 3
        with desk.reading() as connection:
            rows = {row.id: row for row in list_rows(connection, tables.row.c.id.in_([old_id, gone, decided, "another-id"]))}
    assert sorted(rows) == sorted([old_id, gone, decided])
    assert (rows[old_id].fields["stage"].value, rows[gone].state) == ("stopped", "withdrawn")
    assert (rows[decided].state, rows[decided].differs) == ("corrected", ("gone",))
