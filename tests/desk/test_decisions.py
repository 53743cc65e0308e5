"""Decisions are looked at before they count: codebook, whole kroner, words that stand in the agreement, ids that follow from what a row is made of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samspil.desk.fields import FieldError, check_amounts
from samspil.desk.numbers import parse_kroner
from samspil.store.desk.desk import Desk, read_events, read_head
from samspil.values.desk import ACCEPT, ADD, CORRECT, JOIN, REJECT, SPLIT, UNDO, Person, RowState
from samspil.workbench.checks import DecisionError, Place
from samspil.workbench.decide import NoSuchRowError, StaleError, Wish, decide
from samspil.workbench.sources import open_source
from samspil.workbench.wishes import (
    Part,
    Selection,
    accept_all,
    find_done,
    get_row,
    list_units,
    wish_addition,
    wish_extent,
    wish_join,
    wish_machine,
    wish_split,
    wish_undo,
    wish_without,
    wish_words,
)
from tests.desk.row_desk import FAXE, fill, open_desk

ANNA, BO = Person(1, "anna", "Anna", "coder"), Person(2, "bo", "Bo", "coder")
SCREENS, CLEANING = FAXE[0][2:]
CARE_HOME, CITIZENS, CARS = FAXE[1]
FAXE_2026 = Place(2026, "Faxe", "0320")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, str]]]:
    desk, rows = open_desk(tmp_path_factory.mktemp("desk"))
    yield desk, rows
    desk.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Desk, dict[str, str]]]:
    desk, rows = open_desk(tmp_path)
    yield desk, rows
    desk.close()


def amount(**changes: Any) -> dict[str, Any]:
    basis = {"dkk": 500_000, "kind": "saving", "profile": {"2027": 500_000}, "total": None, "price_level": None, "quote": ""}
    return {**basis, "ambiguous": False, "assumed": False, "part_of": False, **changes}


def correct(desk: Desk, row: str, **content: Any) -> RowState:
    return decide(desk, ANNA, Wish(CORRECT, (row,), (get_row(desk, row).version,), content))[0]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"themes": ["roads"]}, "themes"),
        ({"themes": []}, "themes"),
        ({"themes": "technology"}, "themes"),
        ({"topics": ["ai"]}, "topics"),  # the row is about tendering
        ({"themes": ["technology"], "topics": ["blockchain"]}, "topics"),
        ({"stage": "perhaps"}, "stage"),
        ({"stage": None}, "stage"),
        ({"amounts": {}}, "amounts"),
        ({"amounts": [3]}, "amounts.1"),
        ({"amounts": [amount(dkk=1.5)]}, "amounts.1.dkk"),
        ({"amounts": [amount(dkk=True)]}, "amounts.1.dkk"),
        ({"amounts": [amount(dkk=10**40)]}, "amounts.1.dkk"),
        ({"amounts": [amount(), amount(kind="gift")]}, "amounts.2.kind"),
        ({"amounts": [amount(profile={"26": 1})]}, "amounts.1.profile"),
        ({"amounts": [amount(profile={"9999": 1})]}, "amounts.1.profile"),
        ({"amounts": [amount(profile={"2027": "1"})]}, "amounts.1.profile"),
        ({"amounts": [amount(part_of=True)]}, "amounts.1.part_of"),
        ({"amounts": [amount(ambiguous=True)]}, "amounts.1.ambiguous"),
        ({"amounts": [amount(price_level="i går")]}, "amounts.1.price_level"),
        ({"committee": "x" * 1000}, "committee"),
        ({"technologies": [1]}, "technologies"),
        ({"evidence": []}, "evidence"),
        ({"evidence": [{"start": 1}]}, "evidence"),
        ({"municipality": "Greve"}, "unknown"),
    ],
)
def test_what_the_codebook_does_not_know_is_refused(filled: tuple[Desk, dict[str, str]], content: dict[str, Any], field: str) -> None:
    """The field is named and nothing is written."""
    desk, rows = filled
    with desk.reading() as connection:
        before = read_head(connection)
    with pytest.raises(FieldError) as caught:
        correct(desk, rows[CLEANING], **content)
    assert caught.value.field == field
    with desk.reading() as connection:
        assert read_head(connection) == before


@pytest.mark.parametrize(
    "change",
    [
        {"start": 0},
        {"quote": "Der afsættes penge."},
        {"page": 2},
        {"end": 10**6},
        {"start": -1},
        {"document": "greve.html"},
        {"sha256": "ab"},
        {"extra": 1},
        {"start": True},
    ],
)
def test_a_quote_must_stand_where_it_is_said_to(filled: tuple[Desk, dict[str, str]], change: dict[str, Any]) -> None:
    desk, rows = filled
    quote = get_row(desk, rows[SCREENS]).fields["evidence"].value[0]
    with pytest.raises(FieldError) as caught:
        correct(desk, rows[SCREENS], evidence=[quote | change])
    assert caught.value.field == "evidence"


def test_a_quote_of_another_municipality_is_refused(filled: tuple[Desk, dict[str, str]]) -> None:
    desk, rows = filled
    foreign = next(get_row(desk, row).fields["evidence"].value for quote, row in rows.items() if quote.startswith("Softwarerobotter"))
    with pytest.raises(FieldError):
        correct(desk, rows[SCREENS], evidence=foreign)


def test_a_correction_is_kept_in_the_contract_s_form(fresh: tuple[Desk, dict[str, str]]) -> None:
    """Themes in the codebook's order, years as text and sorted; a year outside the horizon is kept."""
    desk, rows = fresh
    given = amount(profile={2031: 7, "2026": 500_000}, price_level="2026")
    state = correct(desk, rows[CLEANING], themes=["insourcing", "tendering"], amounts=[given], committee="  Teknik ")
    assert state.fields["themes"].value == ["tendering", "insourcing"]
    assert list(state.fields["amounts"].value[0]["profile"].items()) == [("2026", 500_000), ("2031", 7)]
    assert state.fields["amounts"].value[0]["price_level"] == 2026
    assert state.fields["committee"].value == "Teknik"


def test_a_rejection_needs_a_reason(fresh: tuple[Desk, dict[str, str]]) -> None:
    desk, rows = fresh
    for reason in ("", "   ", "x" * 501, None):
        with pytest.raises(FieldError):
            decide(desk, ANNA, Wish(REJECT, (rows[CARS],), (1,), {"reason": reason}))
    assert decide(desk, ANNA, Wish(REJECT, (rows[CARS],), (1,), {"reason": "look_back"}))[0].reason == "look_back"


def test_the_extent_of_a_quote_moves_by_passages(fresh: tuple[Desk, dict[str, str]]) -> None:
    """Out and back gives the same quote; it never leaves its page."""
    desk, rows = fresh
    row = rows[SCREENS]
    before = get_row(desk, row).fields["evidence"].value

    def move(edge: str, way: str) -> list[Any]:
        wish = wish_extent(desk, (row, get_row(desk, row).version), 0, edge, way, "")
        return list(decide(desk, ANNA, wish)[0].fields["evidence"].value)

    assert move("end", "later")[0]["quote"].replace("\n", " ") == f"{SCREENS} {CLEANING}"
    assert [(q["start"], q["end"]) for q in move("end", "earlier")] == [(q["start"], q["end"]) for q in before]
    assert move("start", "earlier")[0]["quote"].startswith("Budgetaftale")
    move("start", "later")
    move("end", "later")
    with pytest.raises(FieldError):
        move("end", "later")


def test_words_and_offsets_choose_the_same(fresh: tuple[Desk, dict[str, str]]) -> None:
    """A selection by the script and words typed without one; words that stand nowhere or are not the row's own are refused."""
    desk, rows = fresh
    sha256 = get_row(desk, rows[CARS]).fields["evidence"].value[0]["sha256"]
    source = open_source(desk, sha256, "faxe.pdf")
    start = source.text.index("klimakrav")
    by_offset = wish_words(desk, (rows[CARS], 1), 0, Selection(sha256, start, start + 9), "")
    by_words = wish_words(desk, (rows[CARS], 1), 0, Selection(sha256, words=" klimakrav\n"), "")
    assert by_offset == by_words
    assert decide(desk, ANNA, by_words)[0].fields["evidence"].value[0]["quote"] == "klimakrav"
    seen = (rows[CARS], 2)
    for chosen in (
        Selection(sha256, words="findes ikke"),
        Selection(sha256, words="e"),
        Selection(sha256, words=" "),
        Selection(sha256, 5, 5),
        Selection(sha256, 0, 10**7),
        Selection("ab", 0, 4),
    ):
        with pytest.raises(FieldError):
            wish_words(desk, seen, 0, chosen, "")
    more = decide(desk, ANNA, wish_words(desk, seen, 1, Selection(sha256, words=CARE_HOME), ""))[0]
    assert [quote["quote"] for quote in more.fields["evidence"].value] == [CARE_HOME, "klimakrav"]
    left = decide(desk, ANNA, wish_without(desk, (rows[CARS], more.version), 0, ""))[0]
    assert [quote["quote"] for quote in left.fields["evidence"].value] == ["klimakrav"]
    with pytest.raises(FieldError):
        decide(desk, ANNA, wish_without(desk, (rows[CARS], left.version), 0, ""))


def test_a_selection_becomes_a_row_once(fresh: tuple[Desk, dict[str, str]]) -> None:
    """A selection over two pages is two quotes; the same words again are the same row, which is there already; undone, they can be added again."""
    desk, rows = fresh
    sha256 = get_row(desk, rows[CARS]).fields["evidence"].value[0]["sha256"]
    source = open_source(desk, sha256, "faxe.pdf")
    start, end = source.text.index(CLEANING), source.text.index(CARE_HOME) + len(CARE_HOME)
    wish = wish_addition(desk, FAXE_2026, Selection(sha256, start, end), ["tendering"], [], "decided", "k1")
    (state,) = decide(desk, ANNA, wish)
    assert (state.state, state.municipality, [quote["page"] for quote in state.fields["evidence"].value]) == ("added", "Faxe", [1, 2])
    assert decide(desk, ANNA, wish) == [state]
    assert find_done(desk, ANNA, "k1") == (state.id,)
    assert find_done(desk, BO, "k1") == ()
    again = wish_addition(desk, FAXE_2026, Selection(sha256, start, end), ["tendering"], [], "planned", "k2")
    with pytest.raises(DecisionError):
        decide(desk, BO, again)
    assert decide(desk, ANNA, Wish(UNDO, (state.id,), (1,), {})) == []
    assert decide(desk, BO, again)[0].id == state.id
    for themes, stage in (([], "planned"), (["tendering"], "x")):
        with pytest.raises(FieldError):
            decide(desk, ANNA, wish_addition(desk, FAXE_2026, Selection(sha256, 0, 8), themes, [], stage, ""))
    assert wish.kind == ADD


def test_a_row_is_split_by_its_passages(fresh: tuple[Desk, dict[str, str]]) -> None:
    desk, rows = fresh
    row = rows[SCREENS]
    decide(desk, ANNA, wish_extent(desk, (row, 1), 0, "end", "later", ""))
    units = list_units(desk, get_row(desk, row))
    assert [unit["quote"] for unit in units] == [SCREENS, CLEANING]
    for parts in (
        [Part((0, 1))],
        [Part((0,)), Part(())],
        [Part((0,)), Part((7,))],
        [Part((0,), (0,)), Part((1,), (0,))],
        [Part((0,)), Part((1,), (3,))],
    ):
        with pytest.raises((FieldError, DecisionError)):
            decide(desk, ANNA, wish_split(desk, (row, 2), parts, ""))
    wish = wish_split(desk, (row, 2), [Part((0,), (0,)), Part((1,), (), ("tendering",), "decided")], "")
    assert wish == wish_split(desk, (row, 2), [Part((0,), (0,)), Part((1,), (), ("tendering",), "decided")], "")
    whole, first, second = decide(desk, ANNA, wish)
    assert (whole.state, first.fields["themes"].value, second.fields["themes"].value) == ("replaced", ["technology"], ["tendering"])
    assert (len(first.fields["amounts"].value), second.fields["amounts"].value, second.fields["topics"].value) == (1, [], [])
    with pytest.raises(DecisionError):
        decide(desk, BO, Wish(ACCEPT, (row,), (whole.version,), {}))
    (back,) = decide(desk, ANNA, Wish(UNDO, (row,), (whole.version,), {}))
    assert back.state == "corrected"
    with pytest.raises(NoSuchRowError):
        get_row(desk, first.id)
    assert wish.kind == SPLIT


def test_rows_of_one_agreement_are_joined(fresh: tuple[Desk, dict[str, str]]) -> None:
    """Neighbouring quotes become one; rows of two municipalities, or a row with itself, are refused."""
    desk, rows = fresh
    foreign = next(row for quote, row in rows.items() if quote.startswith("Færgens"))
    for seen in ([(rows[CARE_HOME], 1), (foreign, 1)], [(rows[CARE_HOME], 1)], [(rows[CARE_HOME], 1), (rows[CARE_HOME], 1)]):
        with pytest.raises(DecisionError):
            decide(desk, ANNA, wish_join(desk, seen, "", ""))
    wish = wish_join(desk, [(rows[CITIZENS], 1), (rows[CARE_HOME], 1)], "decided", "")
    *parts, whole = decide(desk, ANNA, wish)
    assert [part.state for part in parts] == ["replaced", "replaced"]
    assert whole.fields["themes"].value == ["friplejehjem", "insourcing"]
    assert [quote["quote"].replace("\n", " ") for quote in whole.fields["evidence"].value] == [f"{CARE_HOME} {CITIZENS}"]
    assert wish.kind == JOIN
    decide(desk, ANNA, Wish(REJECT, (rows[CARS],), (1,), {"reason": "duplicate"}))
    with pytest.raises(DecisionError):
        decide(desk, ANNA, wish_join(desk, [(rows[CARS], 2), (whole.id, 1)], "", ""))


def test_many_are_accepted_as_they_were_seen(fresh: tuple[Desk, dict[str, str]]) -> None:
    """What was changed since is left alone and named; the same click twice is one."""
    desk, rows = fresh
    correct(desk, rows[CARS], stage="decided")
    seen = [(rows[one], 1) for one in (SCREENS, CARS, CLEANING)] + [("no such row", 1)]
    bulk = accept_all(desk, ANNA, seen, "k")
    assert (bulk.done, bulk.changed) == ([rows[SCREENS], rows[CLEANING]], [rows[CARS], "no such row"])
    assert accept_all(desk, ANNA, seen, "k").done == bulk.done
    with desk.reading() as connection:
        assert sum(event.kind == ACCEPT for event in read_events(connection)) == 2


def test_what_a_new_run_reads_can_be_taken_or_left(fresh: tuple[Desk, dict[str, str]]) -> None:
    desk, rows = fresh
    correct(desk, rows[CARS], stage="decided")
    correct(desk, rows[CITIZENS], stage="decided")
    correct(desk, rows[CARE_HOME], stage="completed")
    fill(desk, "second", Otte={"stage": "underway"})
    state = get_row(desk, rows[CITIZENS])
    assert state.differs == ("stage",)
    taken = decide(desk, BO, wish_machine(desk, (state.id, state.version), ""))[0]
    assert (taken.fields["stage"].value, taken.fields["stage"].actor, taken.differs) == ("underway", "person 2", ())
    with pytest.raises(DecisionError):
        wish_machine(desk, (state.id, taken.version), "")
    fill(desk, "third", Otte={"stage": "underway"}, Rengøringen=None)
    assert get_row(desk, rows[CLEANING]).state == "withdrawn"


def test_one_s_own_last_decision_is_undone_wherever_it_was(fresh: tuple[Desk, dict[str, str]]) -> None:
    """Not another's, and not when somebody has decided since."""
    desk, rows = fresh
    decide(desk, ANNA, Wish(ACCEPT, (rows[CARS],), (1,), {}))
    with desk.reading() as connection:
        sequence = read_head(connection)[0]
    with pytest.raises(DecisionError):
        wish_undo(desk, BO, sequence, "")
    correct_by_bo = Wish(CORRECT, (rows[CARS],), (2,), {"stage": "stopped"})
    decide(desk, BO, correct_by_bo)
    with pytest.raises(StaleError):
        wish_undo(desk, ANNA, sequence, "")
    decide(desk, BO, Wish(UNDO, (rows[CARS],), (3,), {}))
    assert decide(desk, ANNA, wish_undo(desk, ANNA, sequence, ""))[0].state == "open"
    with pytest.raises(DecisionError):
        wish_undo(desk, ANNA, 10**6, "")


def test_a_key_stands_for_one_wish_of_one_person(fresh: tuple[Desk, dict[str, str]]) -> None:
    desk, rows = fresh
    decide(desk, ANNA, Wish(ACCEPT, (rows[CARS],), (1,), {}, "k"))
    for person, wish in ((BO, Wish(ACCEPT, (rows[CARS],), (2,), {}, "k")), (ANNA, Wish(ACCEPT, (rows[CITIZENS],), (1,), {}, "k"))):
        with pytest.raises(DecisionError):
            decide(desk, person, wish)
    wrong: list[tuple[tuple[str, ...], tuple[int, ...]]] = [((), ()), ((rows[CARS],), ()), ((rows[CARS], rows[CARS]), (2, 2))]
    for named, versions in wrong:
        with pytest.raises(DecisionError):
            decide(desk, ANNA, Wish(ACCEPT, named, versions, {}))


@pytest.mark.parametrize(
    ("words", "dkk"),
    [
        ("1.200.000", 1_200_000),
        ("1 200 000 kr.", 1_200_000),
        ("1,2 mio. kr.", 1_200_000),
        ("0,25 mia.", 250_000_000),
        ("363 t.kr.", 363_000),
        ("363 tkr", 363_000),
        ("−5", -5),
        ("-1.000", -1000),
        ("12.000", 12_000),
        ("", None),
    ],
)
def test_sums_as_people_type_them(words: str, dkk: int | None) -> None:
    assert parse_kroner(words, "amounts") == dkk


@pytest.mark.parametrize("words", ["1.5", "1.2 mio", "en million", "1,5", "1e9", "12.00", "1,23456789 t.kr.", "--3", "٣"])
def test_sums_nobody_can_be_sure_of(words: str) -> None:
    with pytest.raises(FieldError):
        parse_kroner(words, "amounts")


def test_an_amount_of_nothing_else_is_whole() -> None:
    assert check_amounts([{"dkk": 5, "kind": "other"}], 2026) == [amount(dkk=5, kind="other", profile={})]
