"""Two people decide at the same time, in every order: no decision that was acknowledged is lost, none is done twice."""

import os
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from samspil.desk.state import fold_all, fold_row, name_person
from samspil.desk.trail import check_chain
from samspil.errors import SamspilError
from samspil.store.desk.desk import Desk, list_rows, read_events, read_head
from samspil.values.codes import STAGES
from samspil.values.desk import ACCEPT, CORRECT, PROPOSE, REJECT, SPLIT, UNDO, Person, RowState
from samspil.workbench.decide import StaleError, Wish, append, decide, refresh
from tests.desk.test_state import initiative

PEOPLE = (Person(1, "anna", "Anna", "coder"), Person(2, "bo", "Bo", "coder"))
ROUNDS = 10_000 if os.environ.get("SAMSPIL_SLOW") else 1_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """On a disk that need not survive this test."""
    desk = Desk(tmp_path / "desk.sqlite")

    @sa.event.listens_for(desk.engine, "connect")
    def _hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    desk.engine.dispose()
    yield desk
    desk.close()


def propose(desk: Desk, row: str) -> None:
    with desk.writing() as connection:
        append(connection, desk, [("model linear-1", PROPOSE, [row], {"initiative": initiative()}, "")])
        refresh(connection, [row])


def choose(chance: random.Random, seen: RowState, key: str) -> Wish:
    """What somebody might want who has seen the row like this."""
    kind = chance.choice((ACCEPT, CORRECT, CORRECT, REJECT, UNDO, SPLIT))
    parts = {f"{key}-{n}": initiative() for n in (1, 2)}
    contents: dict[str, dict[str, Any]] = {
        CORRECT: {"stage": chance.choice(STAGES)},
        REJECT: {"reason": "look_back"},
        SPLIT: {"into": parts},
    }
    return Wish(kind, (seen.id,), (seen.version,), contents.get(kind, {}), key)


def play(desk: Desk, chance: random.Random, row: str) -> tuple[list[str], list[str]]:
    """Each of two people looks and decides three times, in a random order, and sends a third of it twice. Gives the keys acknowledged and refused."""
    turns = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    chance.shuffle(turns)
    held: dict[int, Wish] = {}
    done, refused = [], []
    for number, who in enumerate(turns):
        if who not in held:
            with desk.reading() as connection:
                (seen,) = list_rows(connection, sa.text("id = :row").bindparams(row=row))
            held[who] = choose(chance, seen, f"{row}:{number}")
            continue
        wish = held.pop(who)
        try:
            first = decide(desk, PEOPLE[who], wish)
            done.append(wish.key)
            if chance.random() < 0.3:
                assert decide(desk, PEOPLE[who], wish) == first  # a double click
        except SamspilError:
            refused.append(wish.key)
    return done, refused


def test_random_interleavings(desk: Desk) -> None:
    """Every acknowledged decision stands once in the trail, every refused one not at all; the rows are what the trail says. 10,000 rounds with SAMSPIL_SLOW=1."""
    chance = random.Random(5)  # noqa: S311
    done: list[str] = []
    refused: list[str] = []
    for number in range(ROUNDS):
        propose(desk, f"r{number}")
        ours, theirs = play(desk, chance, f"r{number}")
        done += ours
        refused += theirs
    with desk.reading() as connection:
        events = list(read_events(connection))
        rows = {row.id: row for row in list_rows(connection)}
        assert check_chain(events, head=read_head(connection)) == []
    keys = [event.key for event in events if event.key]
    lost, doubled, slipped = set(done) - set(keys), len(keys) - len(set(keys)), set(refused) & set(keys)
    assert (len(lost), doubled, len(slipped)) == (0, 0, 0)
    assert sorted(keys) == sorted(done)
    assert fold_all(events) == rows
    assert len(done) > 2 * ROUNDS
    assert len(refused) > ROUNDS / 2


@pytest.mark.parametrize("seed", range(20))
def test_what_is_undone_leaves_no_trace_in_the_row(desk: Desk, seed: int) -> None:
    """The state after decisions and their undoing is the state before, but for the version."""
    chance = random.Random(seed)  # noqa: S311
    propose(desk, "r")
    play(desk, chance, "r")
    with desk.reading() as connection:
        events = [event for event in read_events(connection) if "r" in event.rows]
    undone = {event.content["sequence"] for event in events if event.kind == UNDO}
    plain = [event for event in events if event.kind != UNDO and event.sequence not in undone]
    first, second = fold_row("r", events), fold_row("r", plain)
    assert first is not None
    assert second is not None
    assert replace(first, version=0) == replace(second, version=0)


def test_two_at_the_same_moment_have_one_winner(tmp_path: Path) -> None:
    """Real threads at a barrier: one is acknowledged, the other sees what the first has done; the same key ten times at once is one decision."""
    with Desk(tmp_path / "desk.sqlite") as desk:
        for number in range(25):
            propose(desk, f"r{number}")
            outcomes = _at_once(
                [lambda p=person, n=number: decide(desk, p, Wish(CORRECT, (f"r{n}",), (1,), {"stage": STAGES[p.id]})) for person in PEOPLE]
            )
            losers = [one for one in outcomes if isinstance(one, StaleError)]
            assert len(losers) == 1
            assert losers[0].now.decided_by in map(name_person, (1, 2))
        propose(desk, "twice")
        same = Wish(ACCEPT, ("twice",), (1,), {}, "one key")
        outcomes = _at_once([lambda: decide(desk, PEOPLE[0], same)] * 10)
        assert all(isinstance(one, list) for one in outcomes)
        with desk.reading() as connection:
            assert sum(event.key == "one key" for event in read_events(connection)) == 1


def _at_once(works: list[Any]) -> list[Any]:
    barrier, outcomes = threading.Barrier(len(works)), []

    def run(work: Any) -> None:
        barrier.wait()
        try:
            outcomes.append(work())
        except Exception as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
