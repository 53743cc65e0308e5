"""A review comes to the desk, once and again."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from samspil.desk.queue import list_reasons
from samspil.publish.contract import review_to_json
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import ACCEPT, CORRECT, Person
from samspil.workbench.arriving import read_places, take_in
from samspil.workbench.decide import Wish, decide
from samspil.workbench.rows import Filters, list_page
from samspil.workbench.runs import bring_in, find_other_readers, is_same_reader
from samspil.workbench.verify import verify
from samspil.workbench.wishes import wish_machine
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


LLM = "llm-mistral-1"


def read_by(review: dict[str, Any], reader: str, run: str) -> dict[str, Any]:
    """The review as another reader would give it."""
    other = copy.deepcopy(review)
    other["samspil"] |= {"run": run, "model": reader}
    for item in other["initiatives"]:
        item["reader"] = f"model {reader}"
    return other


def test_a_run_beside_another_readers_rows_changes_none_of_them(store_place: str, review: dict[str, Any]) -> None:
    """Where it reads otherwise that is shown with its name; nothing is withdrawn, what only it finds is new, and once more changes nothing."""
    first, second = read_by(review, LLM, "first"), read_by(review, "linear-abc", "second")
    changed, gone, decided, new = (
        second["initiatives"][0],
        *(second["initiatives"][n]["id"] for n in (1, 2)),
        copy.deepcopy(second["initiatives"][3]),
    )
    changed["stage"] = "stopped" if changed["stage"] != "stopped" else "planned"
    new["id"], new["municipality"], new["municipality_code"] = "only-the-second", "Læsø", "825"
    second["initiatives"] = [*(item for item in second["initiatives"] if item["id"] not in (gone, decided)), new]
    with Desk(store_place) as desk:
        bring_in(desk, first)
        decide(desk, ANNA, Wish(CORRECT, (decided,), (1,), {"stage": "completed"}))
        before = rows_of(desk)
        bring_in(desk, second, beside=True)
        after = rows_of(desk)
        assert find_other_readers(desk) == {2026: LLM}
        second["samspil"]["run"] = "third"
        assert bring_in(desk, second, beside=True) == 0
        assert verify(desk).whole
        taken = decide(desk, ANNA, wish_machine(desk, (changed["id"], after[changed["id"]].version), ""))
        dropped = decide(desk, ANNA, wish_machine(desk, (gone, after[gone].version), ""))
    assert set(after) == {*before, "only-the-second"}
    assert all(after[row].state == before[row].state and after[row].fields == before[row].fields for row in before)
    assert all(after[row].reader == f"model {LLM}" for row in before)
    assert {row: after[row].differs for row in before if after[row].differs} == {
        changed["id"]: ("stage",),
        gone: ("gone",),
        decided: ("gone",),
    }
    assert {after[row].differs_by for row in (changed["id"], gone, decided)} == {"model linear-abc"}
    assert (after["only-the-second"].state, after["only-the-second"].reader) == ("open", "model linear-abc")
    assert [state.fields["stage"].value for state in taken] == [changed["stage"]]
    assert [state.state for state in dropped] == ["rejected"]


def test_versions_of_the_shipped_model_replace_each_other(store_place: str, review: dict[str, Any]) -> None:
    """They are one reader, also beside: an update is no other opinion."""
    first, second = read_by(review, "linear-abc", "first"), read_by(review, "linear-def", "second")
    gone = second["initiatives"].pop()["id"]
    with Desk(store_place) as desk:
        bring_in(desk, first)
        assert find_other_readers(desk) == {}
        bring_in(desk, second, beside=True)
        assert rows_of(desk)[gone].state == "withdrawn"
    assert [is_same_reader(*pair) for pair in (("model linear-a", "model linear-b"), ("model llm-a-1", "model llm-b-1"))] == [True, False]
    assert not is_same_reader("model linear-a", "model llm-a-1")
    assert is_same_reader("model llm-a-1", "model llm-a-1")


def rows_of(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        return {row.id: row for row in list_rows(connection)}


def test_why_a_row_is_to_be_looked_at_first(store_place: str, review: dict[str, Any]) -> None:
    """What the second reading said comes with the rows, raises them in the queue and is gone with the first decision."""
    first, other = (item["id"] for item in review["initiatives"][:2])
    check = {"initiative": first, "reasons": ["only_model", "differs_stage"], "decides": ["tendering"], "worth": 6.5}
    with Desk(store_place) as desk:
        bring_in(desk, review, checks=[check])
        rows = rows_of(desk)
        assert list_reasons(rows[first])[:3] == ["decides", "only_model", "differs_stage"]
        assert not {"decides", "only_model"} & set(list_reasons(rows[other]))
        assert list_page(desk, Filters()).rows[0].id == first
        [decided] = decide(desk, ANNA, Wish(ACCEPT, (first,), (1,), {}))
        assert list_reasons(decided) == []


@pytest.mark.parametrize(
    ("confidence", "amount", "reasons"),
    [
        (0.95, None, []),
        (0.7, None, ["uncertain"]),
        (0.95, {"dkk": 6_000_000, "ambiguous": False}, ["large_sum"]),
        (0.95, {"dkk": -6_000_000, "ambiguous": True}, ["large_sum", "ambiguous"]),
        (0.95, {"dkk": 60_000, "ambiguous": False}, []),
    ],
)
def test_reasons_of_a_rows_own(review: dict[str, Any], tmp_path: Path, confidence: float, amount: Any, reasons: list[str]) -> None:
    one = copy.deepcopy(review)
    item = one["initiatives"][0] = one["initiatives"][0] | {"confidence": confidence}
    item["amounts"] = [{**amount, "kind": "allocation", "profile": {}, "total": None, "assumed": False}] if amount else []
    with Desk(tmp_path / "desk.sqlite") as desk:
        bring_in(desk, one)
        assert list_reasons(rows_of(desk)[item["id"]]) == reasons


def test_reasons_come_with_a_review_from_a_folder(tmp_path: Path, review: dict[str, Any]) -> None:
    """run.json beside initiatives.json tells them; a damaged one, or one of another run, is no trouble."""
    first = review["initiatives"][0]["id"]
    checks = [{"initiative": first, "reasons": ["only_model"], "decides": [], "worth": 1.5}]
    (tmp_path / "initiatives.json").write_text(json.dumps(review), encoding="utf-8")
    for number, (record, expected) in enumerate(
        [
            ({"run": review["samspil"]["run"], "checks": checks}, True),
            ({"run": "another", "checks": checks}, False),
            ({"run": review["samspil"]["run"], "checks": [{"initiative": first}]}, False),
            ([], False),
        ]
    ):
        (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
        with Desk(tmp_path / f"{number}.sqlite") as desk:
            take_in(desk, read_places([tmp_path]))
            assert ("only_model" in list_reasons(rows_of(desk)[first])) is expected


def test_starting_again_with_the_same_folder_undoes_no_later_run(tmp_path: Path, review: dict[str, Any]) -> None:
    (tmp_path / "initiatives.json").write_text(json.dumps(review), encoding="utf-8")
    later = copy.deepcopy(review)
    later["samspil"]["run"] = "in the browser"
    new = copy.deepcopy(later["initiatives"][0]) | {"id": "brought-since", "municipality": "Læsø", "municipality_code": "825"}
    later["initiatives"].append(new)
    with Desk(tmp_path / "desk.sqlite") as desk:
        assert take_in(desk, read_places([tmp_path])) == len(review["initiatives"])
        bring_in(desk, later, beside=True)
        assert take_in(desk, read_places([tmp_path])) == 0
        assert rows_of(desk)["brought-since"].state == "open"
