"""Blind double coding on the desk: nothing of a coding is seen, read in the trail or in an extract before both are done; then it is settled and measured."""

import json
import random
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from samspil.desk.coding import Action, Coding, CodingError, parse_unit, seal_coding
from samspil.desk.state import fold_all
from samspil.desk.trail import check_chain
from samspil.store.desk import people as kept_people
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, find_row, list_rows, read_events, read_head
from samspil.store.desk.sources import keep_text
from samspil.values.desk import CORRECT, Person
from samspil.workbench.curation import Own, settle, settle_agreed, unsettle, view_document
from samspil.workbench.decide import StaleError, Wish, decide
from samspil.workbench.drawing import Ask, make_sample
from samspil.workbench.measuring import measure, tell
from samspil.workbench.samples import (
    NoSampleError,
    Sample,
    StaleCodingError,
    code,
    end_early,
    export_coding,
    finish,
    list_samples,
    open_coding,
    read_codings,
    view_sample,
)
from tests.desk.coded import YEAR, add, fill, make_source


class Team:
    """Two coders, a curator, an admin and one more coder over a sample of every agreement."""

    def __init__(self, desk: Desk, towns: int = 2) -> None:
        self.desk, self.documents = desk, fill(desk, towns)
        self.anna, self.bo, self.other = add(desk, "anna"), add(desk, "bo"), add(desk, "else")
        self.curator, self.admin = add(desk, "kim", "curator"), add(desk, "ida", "admin")
        self.sample = make_sample(desk, self.curator, Ask(YEAR, "Prøve", towns, (self.anna.id, self.bo.id), 7), "k1")

    def mark(self, who: Person, document: str, *actions: Action) -> Coding:
        coding = open_coding(self.desk, who, self.sample.id, document).coding
        for action in actions:
            coding = code(self.desk, who, self.sample.id, document, action, coding.version)
        return coding

    def find(self, who: Person, document: str, passages: tuple[int, ...], theme: str, stage: str) -> None:
        """One whole initiative."""
        coding = self.mark(who, document, Action("mark", passages[0], value=theme))
        unit = max(one.id for one in coding.units)
        self.mark(who, document, *[Action("take", n, unit) for n in passages[1:]], Action("stage", unit=unit, value=stage))

    def close(self, who: Person, document: str) -> bool:
        version = open_coding(self.desk, who, self.sample.id, document).coding.version
        return finish(self.desk, who, self.sample.id, document, version)

    def code_all(self) -> None:
        """In each agreement Anna finds the tender and a care home, Bo the same tender and the sensors; both are done."""
        for document in self.documents:
            self.find(self.anna, document, (1, 2), "tendering", "decided")
            self.find(self.anna, document, (4,), "friplejehjem", "considered")
            self.find(self.bo, document, (3,), "technology", "underway")
            self.find(self.bo, document, (1, 2), "tendering", "decided")
        for who in (self.anna, self.bo):
            for document in self.documents:
                self.close(who, document)


@pytest.fixture
def desk(store_place: str) -> Iterator[Desk]:
    with Desk(store_place) as opened:
        yield opened


@pytest.fixture
def team(desk: Desk) -> Team:
    return Team(desk)


def read_trail(desk: Desk) -> str:
    with desk.reading() as connection:
        return json.dumps([event.content for event in read_events(connection)])


def test_nobody_sees_a_coding_before_both_are_done(team: Team) -> None:
    """Not the other coder, not the curator, not an admin; and not through the trail."""
    desk, sample, (first, second) = team.desk, team.sample.id, team.documents
    team.find(team.anna, first, (1, 2), "tendering", "decided")
    team.find(team.anna, second, (4,), "friplejehjem", "considered")
    for document in team.documents:
        assert not team.close(team.anna, document)
    assert not team.close(team.bo, first)
    for who in (team.bo, team.curator, team.admin, team.other, team.anna):
        for ask in (lambda who=who: read_codings(desk, who, sample), lambda who=who: view_document(desk, who, sample, first)):
            with pytest.raises(NoSampleError):
                ask()
        with pytest.raises(NoSampleError):
            measure(desk, who, sample)
        if who is not team.anna:
            with pytest.raises(NoSampleError):
                export_coding(desk, who, sample, team.anna.id)
    for who in (team.curator, team.admin, team.other):
        with pytest.raises(NoSampleError):
            open_coding(desk, who, sample, first)
    assert open_coding(desk, team.bo, sample, second).coding == Coding()
    assert '"units"' not in read_trail(desk)
    assert view_sample(desk, team.bo, sample).done == {team.anna.id: 2, team.bo.id: 1}
    assert len(export_coding(desk, team.anna, sample, team.anna.id)["documents"]) == 2
    assert team.close(team.bo, second)
    assert export_coding(desk, team.bo, sample, team.anna.id)["documents"][0]["initiatives"]


def test_a_stranger_does_not_even_see_the_sample(team: Team) -> None:
    with pytest.raises(NoSampleError):
        view_sample(team.desk, team.other, team.sample.id)
    assert list_samples(team.desk, team.other) == []
    assert [view.sample.id for view in list_samples(team.desk, team.curator)] == [team.sample.id]


def test_the_seals_prove_that_nothing_was_changed_after(team: Team) -> None:
    """What is opened is what was sealed while it was secret; the chain holds."""
    team.code_all()
    with team.desk.reading() as connection:
        events = list(read_events(connection))
        assert check_chain(events, head=read_head(connection)) == []
    sealed = {(event.actor, event.content["sha256"]): event.content["seal"] for event in events if "seal" in event.content}
    opened = {(event.actor, event.content["sha256"]): event.content for event in events if "units" in event.content}
    assert len(sealed) == 4
    for whose, content in opened.items():
        assert seal_coding(Coding(units=tuple(map(parse_unit, content["units"]))), content["salt"]) == sealed[whose]
    assert opened.keys() == sealed.keys()


def test_a_closed_coding_is_closed(team: Team) -> None:
    document = team.documents[0]
    coding = team.mark(team.anna, document, Action("mark", 1))
    with pytest.raises(CodingError):
        finish(team.desk, team.anna, team.sample.id, document, coding.version)  # no theme, no stage
    team.mark(team.anna, document, Action("drop", 1, 1))
    team.close(team.anna, document)
    with pytest.raises(CodingError):
        team.mark(team.anna, document, Action("mark", 1))


def test_each_action_is_saved_once_and_two_windows_meet(team: Team) -> None:
    document, sample = team.documents[0], team.sample.id
    first = code(team.desk, team.anna, sample, document, Action("mark", 1, value="tendering"), 0, "a")
    assert code(team.desk, team.anna, sample, document, Action("mark", 1, value="tendering"), 0, "a") == first
    assert open_coding(team.desk, team.anna, sample, document).coding == first
    with pytest.raises(StaleCodingError):
        code(team.desk, team.anna, sample, document, Action("mark", 3), 0, "b")


def test_a_document_read_anew_is_not_coded_further(team: Team) -> None:
    """Two codings over other passages could not be compared."""
    document = team.documents[0]
    team.mark(team.anna, document, Action("mark", 1))
    with team.desk.writing() as connection:
        keep_text(connection, make_source(document, "Et helt andet sted"))
    with pytest.raises(CodingError):
        team.mark(team.bo, document, Action("mark", 1))


def test_ending_early_keeps_what_both_are_done_with(team: Team) -> None:
    first, second = team.documents
    with pytest.raises(CodingError):
        end_early(team.desk, team.curator, team.sample.id)
    team.find(team.anna, first, (1,), "tendering", "decided")
    team.find(team.anna, second, (4,), "friplejehjem", "considered")
    for who, document in ((team.anna, first), (team.anna, second), (team.bo, first)):
        team.close(who, document)
    end_early(team.desk, team.curator, team.sample.id)
    sample, codings = read_codings(team.desk, team.curator, team.sample.id)
    assert [document.sha256 for document in sample.documents] == [first]
    assert {sha256 for _coder, sha256 in codings} == {first}
    with pytest.raises(NoSampleError):
        view_document(team.desk, team.curator, team.sample.id, second)
    assert "friplejehjem" not in json.dumps(export_coding(team.desk, team.curator, team.sample.id, team.anna.id))


def pairs_of(team: Team, document: str) -> dict[tuple[str, ...], str]:
    """Themes -> the pair's name."""
    view = view_document(team.desk, team.curator, team.sample.id, document)
    return {one.own.themes: one.pair.name for one in view.pairs}


def test_what_is_settled_becomes_decisions(team: Team) -> None:
    """The machine's row is corrected, a missed one added, one left out; the rows follow from the trail alone."""
    team.code_all()
    document, sample = team.documents[0], team.sample.id
    pairs = pairs_of(team, document)
    assert settle_agreed(team.desk, team.curator, sample, document) == 1
    settle(team.desk, team.curator, sample, document, pairs["friplejehjem",], "first", key="x")
    settle(team.desk, team.curator, sample, document, pairs["friplejehjem",], "first", key="x")  # a second click
    settle(team.desk, team.curator, sample, document, pairs["technology",], "own", Own(("technology",), ("welfare_technology",), "planned"))
    with pytest.raises(CodingError):
        settle(team.desk, team.curator, sample, document, pairs["technology",], "none")
    view = view_document(team.desk, team.curator, sample, document)
    assert view.waiting == 0
    with team.desk.reading() as connection:
        rows = {row.id: row for row in list_rows(connection, tables.row.c.sha256 == document)}
        assert fold_all(read_events(connection)) == {row.id: row for row in list_rows(connection)}
    tender = rows["0320-2026-1"]
    assert (tender.state, tender.fields["stage"].value, tender.decided_by) == ("corrected", "decided", f"person {team.curator.id}")
    assert len(tender.fields["evidence"].value) == 1  # two passages that touch are one quote
    added = sorted((row.fields["themes"].value, row.fields["stage"].value) for row in rows.values() if row.state == "added")
    assert added == [(["friplejehjem"], "considered"), (["technology"], "planned")]
    assert [row.id.rsplit("-", 1)[1] for row in view.left] == ["2"]


def test_a_settlement_is_undone_only_while_its_rows_are_as_it_left_them(team: Team) -> None:
    team.code_all()
    document, sample = team.documents[0], team.sample.id
    pairs = pairs_of(team, document)
    settle(team.desk, team.curator, sample, document, pairs["friplejehjem",], "first")
    with team.desk.reading() as connection:
        (added,) = [row for row in list_rows(connection) if row.state == "added"]
    unsettle(team.desk, team.curator, sample, document, pairs["friplejehjem",])
    with team.desk.reading() as connection:
        assert find_row(connection, added.id) is None
    settle(team.desk, team.curator, sample, document, pairs["friplejehjem",], "first")
    with team.desk.reading() as connection:
        now = find_row(connection, added.id)
    assert now
    decide(team.desk, team.admin, Wish(CORRECT, (now.id,), (now.version,), {"stage": "planned"}))
    with pytest.raises(StaleError):
        unsettle(team.desk, team.curator, sample, document, pairs["friplejehjem",])
    with team.desk.reading() as connection:
        after = find_row(connection, now.id)
    assert after
    assert after.fields["stage"].value == "planned"
    assert view_document(team.desk, team.curator, sample, document).waiting == 2


def test_what_the_sample_shows(team: Team) -> None:
    """Anna and Bo agree on one of three initiatives; the machine finds one of three, and one of its two rows is right."""
    team.code_all()
    assert measure(team.desk, team.anna, team.sample.id).machine is None
    for document in team.documents:
        for name in pairs_of(team, document).values():
            view = view_document(team.desk, team.curator, team.sample.id, document)
            pair = next(one for one in view.pairs if one.pair.name == name)
            settle(team.desk, team.curator, team.sample.id, document, name, pair.choices[0])
    result = measure(team.desk, team.anna, team.sample.id)
    assert (result.same, result.pairs) == (2, 6)
    assert result.agreement.themes["tendering"].alpha == pytest.approx(1.0)
    assert result.agreement.themes["friplejehjem"].alpha is not None
    assert result.agreement.themes["friplejehjem"].alpha < 0.01
    assert result.machine is not None
    assert (result.machine.documents, result.machine.precision.right, result.machine.precision.of) == (2, 2, 4)
    assert (result.machine.recall.right, result.machine.recall.of) == (2, 6)
    assert (result.machine.stage.right, result.machine.stage.of) == (0, 2)
    told = " ".join(tell(result))
    assert "To personer kodede 2 aftaler uafhængigt af hinanden og fandt tilsammen 6 initiativer. De var helt enige om 2 af 6." in told
    assert "50 % af de initiativer, maskinen fandt, er rigtige (2 af 4, 90 %-interval" in told


def ask(team: Team, **more: object) -> Sample:
    known: dict[str, object] = {"year": YEAR, "name": "Ny", "count": 1, "coders": (team.anna.id, team.bo.id), "seed": 1, "way": "size"}
    return make_sample(team.desk, team.curator, Ask(**{**known, **more}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0},
        {"count": 3},
        {"year": 1999},
        {"name": "  "},
        {"name": "x" * 101},
        {"coders": (1, 1)},
        {"coders": (1, 99)},
        {"coders": (1,)},
        {"seed": -1},
        {"seed": 2**31},
        {"way": "by guess"},
    ],
    ids=str,
)
def test_what_cannot_be_drawn(team: Team, wrong: dict[str, object]) -> None:
    with pytest.raises(CodingError):
        ask(team, **wrong)
    assert len(list_samples(team.desk, team.curator)) == 1


def test_who_is_shut_out_or_only_reads_cannot_be_asked_to_code(team: Team) -> None:
    reader = add(team.desk, "rie", "reader")
    with team.desk.writing() as connection:
        kept_people.set_person(connection, team.other.id, disabled=True)
    for person in (reader, team.other):
        with pytest.raises(CodingError):
            ask(team, coders=(team.anna.id, person.id))


def test_a_sample_is_drawn_once_and_can_be_drawn_again(desk: Desk) -> None:
    team = Team(desk, 6)
    again = make_sample(desk, team.curator, Ask(YEAR, "Prøve", 6, (team.anna.id, team.bo.id), 7), "k1")
    assert again == team.sample
    first, second, other = ask(team, count=3, seed=4), ask(team, count=3, seed=4), ask(team, count=3, seed=5)
    assert first.documents == second.documents
    assert first.documents != other.documents


def test_two_coders_at_once_lose_nothing(desk: Desk) -> None:
    """Each in a thread, a hundred actions in random order over the documents; the sample opens once."""
    team = Team(desk)
    faults: list[BaseException] = []

    def work(who: Person, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - a test
        try:
            for n in range(20):
                team.mark(who, chance.choice(team.documents), Action("mark", 1 + n % 5, value="tendering"))
            for document in team.documents:
                units = open_coding(desk, who, team.sample.id, document).coding.units
                team.mark(who, document, *[Action("stage", unit=unit.id, value="planned") for unit in units])
                team.close(who, document)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(who, number)) for number, who in enumerate((team.anna, team.bo))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    _sample, codings = read_codings(desk, team.curator, team.sample.id)
    for coder in team.sample.coders:
        assert sum(len(coding.units) for (who, _sha256), coding in codings.items() if who == coder) == 20
    assert read_trail(desk).count('"opened": true') == 1
    with desk.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.coding)).scalar() == 4
