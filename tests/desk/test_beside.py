"""Notes, labels and whose rows are whose: lines of the trail that change no field."""

from collections.abc import Callable

import pytest

from samspil.desk.state import fold_all
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, find_row, list_rows, read_events
from samspil.workbench.beside import (
    BesideError,
    add_note,
    assign_many,
    assign_row,
    find_notes,
    list_labels,
    list_loads,
    set_label,
    view_beside,
)
from samspil.workbench.decide import NoSuchRowError
from samspil.workbench.rows import Filters, list_page
from tests.desk.coded import add, fill

ROW, OTHER = "0320-2026-1", "0253-2026-2"


@pytest.fixture
def desk(store_place: str) -> Desk:
    desk = Desk(store_place)
    fill(desk, 6)
    return desk


def test_a_note_is_found_by_its_words_whatever_their_case(desk: Desk) -> None:
    anna = add(desk, "anna")
    add_note(desk, anna, ROW, "Ældrerådet spørger: er ÅRET rigtigt?\r\nSe side 3.", "k")
    add_note(desk, anna, ROW, "Ældrerådet spørger: er ÅRET rigtigt?\r\nSe side 3.", "k")
    add_note(desk, anna, OTHER, "Ingen bemærkninger")
    assert [(one.note.row, one.name) for one in find_notes(desk, "året ÆLDRERÅDET")] == [(ROW, "Anna")]
    assert len(find_notes(desk)) == 2
    assert find_notes(desk, "100 %") == []
    set_label(desk, anna, OTHER, "tvivl", on=True)
    assert [one.note.row for one in find_notes(desk, label="tvivl")] == [OTHER]


@pytest.mark.parametrize("text", ["", "   \n", "x" * 5001, "\x00"])
def test_what_is_no_note(desk: Desk, text: str) -> None:
    with pytest.raises(BesideError):
        add_note(desk, add(desk, "anna"), ROW, text)


def test_signs_no_database_holds_do_no_harm(desk: Desk) -> None:
    anna = add(desk, "anna")
    add_note(desk, anna, ROW, "nul \x00 og halv \ud800 <script>alert(1)</script>")
    (found,) = find_notes(desk, "<script>alert(1)</script>")
    assert "\x00" not in found.note.text
    set_label(desk, anna, ROW, "a\x00b\ud800", on=True)
    assert list_labels(desk) == [("a b?", 1)]


def test_labels_come_and_go_and_stand_in_the_trail(desk: Desk) -> None:
    anna = add(desk, "anna")
    for name in ("zebra", "  Ål  ål ", "aften"):
        set_label(desk, anna, ROW, name, on=True)
    set_label(desk, anna, ROW, "zebra", on=True)
    assert view_beside(desk, ROW).labels == ("aften", "zebra", "Ål ål")
    assert list_page(desk, Filters(label="zebra")).total == 1
    set_label(desk, anna, ROW, "zebra", on=False)
    assert view_beside(desk, ROW).labels == ("aften", "Ål ål")
    with desk.reading() as connection:
        assert [e.content["on"] for e in read_events(connection) if e.kind == "label" and e.content["name"] == "zebra"] == [True, False]
    for wrong in ("", "x" * 41):
        with pytest.raises(BesideError):
            set_label(desk, anna, ROW, wrong, on=True)


def test_none_of_it_changes_a_row(desk: Desk) -> None:
    """A decision made on the version seen before is not stale after."""
    anna = add(desk, "anna")
    with desk.reading() as connection:
        before = find_row(connection, ROW)
    add_note(desk, anna, ROW, "en note")
    set_label(desk, anna, ROW, "tvivl", on=True)
    assign_row(desk, anna, ROW, anna.id)
    with desk.reading() as connection:
        assert find_row(connection, ROW) == before == fold_all(read_events(connection))[ROW]
    asks: tuple[Callable[[], object], ...] = (
        lambda: add_note(desk, anna, "nej", "x"),
        lambda: set_label(desk, anna, "nej", "x", on=True),
        lambda: assign_row(desk, anna, "nej", 0),
    )
    for ask in asks:
        with pytest.raises(NoSuchRowError):
            ask()


def test_a_filter_is_shared_out_evenly_with_agreements_whole(desk: Desk) -> None:
    curator, anna, bo = add(desk, "kim", "curator"), add(desk, "anna"), add(desk, "bo")
    assert assign_many(desk, curator, Filters(year=2026), [anna.id, bo.id], key="k") == {anna.id: 6, bo.id: 6}
    assign_many(desk, curator, Filters(year=2026), [bo.id], free_only=False, key="k2")
    assign_many(desk, curator, Filters(year=2026), [anna.id, bo.id], free_only=False, key="k")  # the first click again
    assert {load.person.name: (load.rows, load.open) for load in list_loads(desk)} == {"Anna": (0, 0), "Bo": (12, 12), "Kim": (0, 0)}
    assert assign_many(desk, curator, Filters(year=2026), [anna.id]) == {anna.id: 0}
    assert assign_many(desk, curator, Filters(theme="tendering"), [anna.id], free_only=False) == {anna.id: 6}
    assert list_page(desk, Filters(assigned=anna.id)).total == 6
    assign_many(desk, curator, Filters(), [])
    with desk.reading() as connection:
        assert connection.execute(tables.assignment.select()).all() == []


def test_an_agreement_stays_with_one_person(desk: Desk) -> None:
    curator, anna, bo = add(desk, "kim", "curator"), add(desk, "anna"), add(desk, "bo")
    assign_many(desk, curator, Filters(), [anna.id, bo.id])
    with desk.reading() as connection:
        towns = {row.id: row.municipality for row in list_rows(connection)}
        whose = {line.row: line.person for line in connection.execute(tables.assignment.select())}
    assert all(len({whose[row] for row, town in towns.items() if town == name}) == 1 for name in set(towns.values()))


def test_rows_go_only_to_those_who_may_code(desk: Desk) -> None:
    curator, reader = add(desk, "kim", "curator"), add(desk, "rie", "reader")
    for person in (reader.id, 99):
        with pytest.raises(BesideError):
            assign_row(desk, curator, ROW, person)
        with pytest.raises(BesideError):
            assign_many(desk, curator, Filters(), [person])
