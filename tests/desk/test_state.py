"""What events do to rows: the trail alone decides, machine and person apart, and any past moment can be rebuilt."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from samspil.desk.state import as_initiative, fold_all
from samspil.desk.trail import check_chain
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, append_events, find_row, read_events, read_head
from samspil.store.desk.open import read_revision
from samspil.values.desk import ACCEPT, CORRECT, JOIN, PROPOSE, REJECT, SPLIT, UNDO, WITHDRAW, Event, Person
from samspil.workbench.checks import DecisionError
from samspil.workbench.decide import StaleError, Wish, append, decide, refresh

ANNA = Person(1, "anna", "Anna", "coder")
BO = Person(2, "bo", "Bo", "coder")


def initiative(stage: str = "planned", **more: Any) -> dict[str, Any]:
    quote = {"document": "a.pdf", "sha256": "ab", "page": 3, "start": 5, "end": 9, "quote": "Udbud", "prefix": "", "suffix": ""}
    basis = {
        "budget_year": 2026,
        "municipality": "Faxe",
        "municipality_code": "0320",
        "themes": ["tendering"],
        "topics": [],
        "stage": stage,
    }
    return {**basis, "confidence": 0.7, "evidence": [quote], "amounts": [], "technologies": [], "actors": [], "committee": "", **more}


@pytest.fixture
def desk(store_place: str) -> Desk:
    desk = Desk(store_place)
    propose(desk, "model linear-1", "r1", initiative())
    return desk


def propose(desk: Desk, actor: str, row: str, content: dict[str, Any] | None) -> None:
    with desk.writing() as connection:
        line = (actor, PROPOSE, [row], {"initiative": content}, "") if content else (actor, WITHDRAW, [row], {}, "")
        append(connection, desk, [line])
        refresh(connection, [row])


def version(desk: Desk, row: str) -> int:
    with desk.reading() as connection:
        state = find_row(connection, row)
        return state.version if state else 0


def wish(desk: Desk, kind: str, content: dict[str, Any] | None = None, rows: tuple[str, ...] = ("r1",), key: str = "") -> Wish:
    return Wish(kind, rows, tuple(version(desk, row) for row in rows), content or {}, key)


def test_fields_know_who_set_them(desk: Desk) -> None:
    """A correction sets one field; the others stay the machine's, and the proposal is kept."""
    (state,) = decide(desk, ANNA, wish(desk, CORRECT, {"stage": "decided"}))
    assert (state.state, state.fields["stage"].value, state.fields["stage"].actor) == ("corrected", "decided", "person 1")
    assert state.fields["themes"].actor == "model linear-1"
    assert state.proposal["stage"] == "planned"
    assert as_initiative(state)["stage"] == "decided"


def test_a_new_run_never_undoes_a_person(desk: Desk) -> None:
    """It shows where it would now read otherwise; what nobody decided follows the new run."""
    decide(desk, ANNA, wish(desk, CORRECT, {"stage": "decided"}))
    propose(desk, "model linear-2", "r1", initiative("stopped", themes=["insourcing"]))
    with desk.reading() as connection:
        state = find_row(connection, "r1")
    assert state is not None
    assert (state.fields["stage"].value, state.fields["themes"].value, state.differs) == ("decided", ["insourcing"], ("stage",))
    propose(desk, "model linear-3", "r1", None)
    with desk.reading() as connection:
        state = find_row(connection, "r1")
    assert state is not None
    assert (state.state, state.differs) == ("corrected", ("gone",))


def test_the_second_to_save_sees_both_versions(desk: Desk) -> None:
    """Nothing of either is lost, and nothing is changed by the second."""
    seen = wish(desk, REJECT, {"reason": "Ikke et udbud"})
    decide(desk, ANNA, wish(desk, CORRECT, {"stage": "decided"}))
    with pytest.raises(StaleError) as caught:
        decide(desk, BO, seen)
    assert caught.value.now.fields["stage"].value == "decided"


def test_the_same_key_is_done_once(desk: Desk) -> None:
    """A double click is one decision."""
    twice = wish(desk, ACCEPT, key="k1")
    assert decide(desk, ANNA, twice) == decide(desk, ANNA, twice)
    assert version(desk, "r1") == 2


def test_split_join_and_undo(desk: Desk) -> None:
    """Parts take the place of the whole and the other way round; undo brings back what was."""
    before = decide(desk, ANNA, wish(desk, ACCEPT))[0]
    parts = {"p1": initiative(), "p2": initiative(themes=["technology"])}
    assert [s.state for s in decide(desk, ANNA, wish(desk, SPLIT, {"into": parts}))] == ["replaced", "added", "added"]
    whole = {"into": "w", "initiative": initiative("decided")}
    assert [s.state for s in decide(desk, BO, wish(desk, JOIN, whole, ("p1", "p2")))] == ["replaced", "replaced", "added"]
    assert [s.state for s in decide(desk, BO, wish(desk, UNDO, rows=("p1",)))] == ["added", "added"]
    with desk.reading() as connection:
        assert find_row(connection, "w") is None
    decide(desk, BO, wish(desk, ACCEPT, rows=("p2",)))
    with pytest.raises(DecisionError):
        decide(desk, ANNA, wish(desk, UNDO))  # a part has been decided about since
    decide(desk, BO, wish(desk, UNDO, rows=("p2",)))
    after = decide(desk, ANNA, wish(desk, UNDO))
    assert [s.id for s in after] == ["r1"]
    assert replace(after[0], version=0) == replace(before, version=0)


def test_the_trail_rebuilds_any_moment_and_shows_tampering(desk: Desk) -> None:
    """The fold over the events up to a line is the state of that moment; a changed, missing or cut line is named."""
    decide(desk, ANNA, wish(desk, ACCEPT))
    decide(desk, ANNA, wish(desk, CORRECT, {"stage": "decided"}))
    with desk.reading() as connection:
        events = list(read_events(connection))
        head = read_head(connection)
        assert fold_all(events) == {"r1": find_row(connection, "r1")}
    assert fold_all(events[:2])["r1"].state == "accepted"
    assert check_chain(events, head=head) == []
    assert [b.sequence for b in check_chain([events[0], events[2]])] == [3]
    assert [b.problem for b in check_chain([replace(events[0], actor="person 9"), *events[1:]])] == ["changed"]
    assert check_chain(events[:2], head=head)


def test_schema_and_migrations_agree(desk: Desk) -> None:
    """A migrated store has the tables the code believes in, and opening it again changes nothing."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with desk.reading() as connection:
        own = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("passage_index")}
        context = MigrationContext.configure(connection, opts=own)  # the index of search is made by hand, for each database otherwise
        assert compare_metadata(context, tables.metadata) == []
    assert read_revision(desk.engine) == max(
        path.name[:4] for path in Path(tables.__file__).with_name("migrations").joinpath("versions").glob("[0-9]*.py")
    )


def test_an_event_cannot_be_written_twice(desk: Desk) -> None:
    """The sequence is unique: two writers that saw the same end cannot both add a line."""
    with desk.reading() as connection:
        (event,) = read_events(connection)
    with pytest.raises(sa.exc.IntegrityError), desk.writing() as connection:
        append_events(connection, [Event(**{name: getattr(event, name) for name in event.__slots__})])
