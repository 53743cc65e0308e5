"""Files whose municipality or year nobody knows, and several agreements of one municipality: people decide, and the next run follows; nothing is guessed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from samspil.desk.trail import check_chain
from samspil.review.manifest import read_manifest
from samspil.store.desk.desk import Desk, read_events, read_head
from samspil.values.desk import Person
from samspil.workbench.overview import read_current
from samspil.workbench.sources import open_source
from samspil.workbench.undecided import (
    FileDecisionError,
    StaleFileError,
    Undecided,
    choose_file,
    count_open,
    decide_file,
    export_manifest,
    take_back,
    view_board,
)
from samspil.workbench.uploads import UploadError, list_new, take_file
from samspil.workbench.year_run import find_folder, run_year
from tests.desk.coded import add
from tests.desk.test_year_runs import Quiet
from tests.review.test_settle import write_agreement

YEAR = 2026
KOLDING, VEJLE = "0621", "0630"
FILES = {
    "forlig.txt": write_agreement("vores", seed=1).replace("vores Kommune", "kommunen"),
    "odder budget 2027-2030.txt": write_agreement("Odder", year=2025, seed=2),
    "vejle a.txt": write_agreement("Vejle", seed=3),
    "vejle b.txt": write_agreement("Vejle", seed=4),
    "ikast-brande.txt": write_agreement("Ikast-Brande", seed=5),
}


@pytest.fixture
def desk(store_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with five agreements read, one of which can be placed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Desk(store_place) as opened:
        person = add(opened, "aase", "admin")
        for name, text in FILES.items():
            take_file(opened, person, YEAR, name, io.BytesIO(text.encode()))
        run_year(opened, YEAR, find_folder(opened), Quiet())
        yield opened


@pytest.fixture
def kim(desk: Desk) -> Person:
    return add(desk, "kim", "curator")


def find(desk: Desk, name: str) -> Undecided:
    board = view_board(desk, YEAR)
    every = [*board.whose, *board.done, *(file for choice in board.which for file in choice.files)]
    return next(file for file in every if file.file == name)


def read(desk: Desk) -> dict[str, tuple[str, str]]:
    """The verdict and municipality of each file of the newest run."""
    return {record.file: (record.verdict, record.municipality) for record in read_current(desk, YEAR).coverage.documents}


def test_decisions_are_followed_by_the_next_run_and_the_one_after_it(desk: Desk, kim: Person) -> None:
    board = view_board(desk, YEAR)
    assert [file.file for file in board.whose] == ["forlig.txt", "odder budget 2027-2030.txt"]
    assert [[file.file for file in choice.files] for choice in board.which] == [["vejle a.txt", "vejle b.txt"]]
    assert (board.done, board.waiting, count_open(desk, YEAR)) == ((), 0, 4)
    odder = find(desk, "odder budget 2027-2030.txt")
    assert (odder.municipality, odder.budget_year, odder.years) == ("Odder", None, (2025, 2026, 2027))
    assert find(desk, "forlig.txt").candidates == ()
    assert (
        "Budgetaftale 2026" in open_source(desk, find(desk, "forlig.txt").sha256, "forlig.txt").text
    )  # what people look at before they decide
    before = read(desk)
    decide_file(desk, kim, YEAR, find(desk, "forlig.txt").sha256, KOLDING, YEAR, 0, "k1")
    decide_file(desk, kim, YEAR, odder.sha256, odder.municipality_code, 2027, 0, "k2")
    first, second = (find(desk, f"vejle {letter}.txt") for letter in "ab")
    choose_file(desk, kim, YEAR, second.sha256, {first.sha256: 0, second.sha256: 0}, "k3")
    assert read(desk) == before  # only a run changes what is counted
    board = view_board(desk, YEAR)
    assert (board.whose, board.which, board.waiting) == ((), (), 4)
    assert {file.by for file in board.done} == {"Kim"}
    run_year(desk, YEAR, find_folder(desk), Quiet())
    expected = {
        "forlig.txt": ("ok", "Kolding"),
        "ikast-brande.txt": ("ok", "Ikast-Brande"),
        "odder budget 2027-2030.txt": ("attention", "Odder"),
        "vejle a.txt": ("duplicate", "Vejle"),
        "vejle b.txt": ("ok", "Vejle"),
    }
    assert read(desk) == expected
    assert view_board(desk, YEAR).waiting == 0
    run_year(desk, YEAR, find_folder(desk), Quiet())
    assert read(desk) == expected
    assert [(each.year, each.name) for each in list_new(desk)] == [(2027, "odder budget 2027-2030.txt")]
    run_year(desk, 2027, find_folder(desk), Quiet())
    (record,) = read_current(desk, 2027).coverage.documents
    assert (record.verdict, record.municipality, record.budget_year) == ("ok", "Odder", 2027)
    with desk.reading() as connection:
        assert check_chain(read_events(connection), head=read_head(connection)) == []


def test_a_decision_can_be_changed_and_taken_back(desk: Desk, kim: Person) -> None:
    """Another answer gives another review, though the files are the same; without one the machine decides again."""
    sha256 = find(desk, "forlig.txt").sha256
    for municipality, name in ((KOLDING, "Kolding"), ("0751", "Aarhus")):
        decide_file(desk, kim, YEAR, sha256, municipality, YEAR, find(desk, "forlig.txt").seen)
        run_year(desk, YEAR, find_folder(desk), Quiet())
        assert read(desk)["forlig.txt"] == ("ok", name)
    take_back(desk, kim, YEAR, sha256, find(desk, "forlig.txt").seen)
    assert view_board(desk, YEAR).waiting == 1
    run_year(desk, YEAR, find_folder(desk), Quiet())
    assert read(desk)["forlig.txt"] == ("attention", "")
    assert [file.file for file in view_board(desk, YEAR).whose] == ["forlig.txt", "odder budget 2027-2030.txt"]
    first, second = (find(desk, f"vejle {letter}.txt") for letter in "ab")
    choose_file(desk, kim, YEAR, second.sha256, {first.sha256: 0, second.sha256: 0})
    take_back(desk, kim, YEAR, second.sha256, find(desk, "vejle b.txt").seen)  # both: it was one decision
    assert [len(choice.files) for choice in view_board(desk, YEAR).which] == [2]


def test_two_people_and_two_clicks(desk: Desk, kim: Person) -> None:
    """The second to decide is told, and sees what the first has decided; the same key twice is one line."""
    sha256 = find(desk, "forlig.txt").sha256
    decide_file(desk, kim, YEAR, sha256, KOLDING, YEAR, 0, "k")
    line = find(desk, "forlig.txt").seen
    decide_file(desk, kim, YEAR, sha256, KOLDING, YEAR, 0, "k")
    assert find(desk, "forlig.txt").seen == line
    with pytest.raises(StaleFileError):
        decide_file(desk, add(desk, "eva", "curator"), YEAR, sha256, VEJLE, YEAR, 0, "other")
    decision = find(desk, "forlig.txt").decision
    assert decision
    assert decision.municipality_code == KOLDING


def test_what_cannot_be_decided_changes_nothing(desk: Desk, kim: Person) -> None:
    sha256, other = find(desk, "forlig.txt").sha256, find(desk, "vejle a.txt").sha256
    with desk.reading() as connection:
        before = read_head(connection)
    for municipality, year in (("9999", YEAR), ("", YEAR), ("Vejle", YEAR)):
        with pytest.raises(FileDecisionError):
            decide_file(desk, kim, YEAR, sha256, municipality, year, 0)
    with pytest.raises(UploadError):
        decide_file(desk, kim, YEAR, sha256, VEJLE, 1066, 0)
    for wrong in ("0" * 64, ""):
        with pytest.raises(FileDecisionError):
            decide_file(desk, kim, YEAR, wrong, VEJLE, YEAR, 0)
    for chosen, seen in ((other, {other: 0}), (sha256, {sha256: 0, other: 0}), ("x", {other: 0}), (other, {})):
        with pytest.raises(FileDecisionError):
            choose_file(desk, kim, YEAR, chosen, seen)
    with pytest.raises(FileDecisionError):
        take_back(desk, kim, YEAR, sha256, 0)
    with desk.reading() as connection:
        assert read_head(connection) == before


def test_the_list_for_the_command_line(desk: Desk, kim: Person, tmp_path: Path) -> None:
    """`samspil review --manifest` reads it."""
    first, second = (find(desk, f"vejle {letter}.txt") for letter in "ab")
    choose_file(desk, kim, YEAR, second.sha256, {first.sha256: 0, second.sha256: 0})
    decide_file(desk, kim, YEAR, find(desk, "forlig.txt").sha256, KOLDING, YEAR, 0)
    path = tmp_path / "liste.csv"
    path.write_text(export_manifest(desk, YEAR), encoding="utf-8", newline="")
    lines = read_manifest(path, FILES)
    assert {file: (line.municipality.name, line.year, line.counts) for file, line in lines.items()} == {
        "forlig.txt": ("Kolding", YEAR, None),
        "vejle a.txt": ("Vejle", YEAR, False),
        "vejle b.txt": ("Vejle", YEAR, True),
    }
