"""Table rows that name a point of the text by its number: they go where the number says, and nowhere else."""

from collections.abc import Sequence

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.points import Points, find_points, match_points
from samspil.passages.split import split_passages

TEXT = """# Aftale om budget 2027

## 2. Børn

2.1 Legepladserne lægges om i tre byer. Gyngerne bliver stående.

2.2 Kørslen til skolerne varetages af to vognmænd. Ruterne er de samme. Skolebiblioteket får nye hylder.

## 3. Voksne

3.1 Pladser hos andre gennemgås én for én. Visitationen får et årsværk.

3.2 Følere i loftet melder fald på to huse.

| {head} | 2027 | 2028 |
|---|---:|---:|
| {a} Omlagte legepladser | 100 | 0 |
| {b} Skolekørsel, nye priser | -190 | -190 |
| {c} Lavere takst | -75 | -150 |
| {d} Hylder til bøger | 20 | 0 |
"""


def read(**codes: str) -> Surroundings:
    head = "Pkt. og ændring" if all(code.strip() for code in codes.values()) else "Ændring"
    _clean, passages = split_passages(read_document(TEXT.format(head=head, **codes).encode(), "aftale.md"))
    return Surroundings(passages, np.zeros((len(passages), 30)))


def rows_of(around: Surroundings) -> list[int]:
    return [n for n, passage in enumerate(around.passages) if passage.kind == "row"]


def place(around: Surroundings, start: str) -> int:
    return next(n for n, passage in enumerate(around.passages) if passage.text.startswith(start) and passage.kind != "heading")


NUMBERED = {"a": "2.1", "b": "2.2", "c": "3.1", "d": "2.2"}


@pytest.mark.parametrize("lead", ["", "Pkt. ", "Nr. ", "Afsnit "])
def test_a_number_names_the_point(lead: str) -> None:
    around = read(**{key: lead + code for key, code in NUMBERED.items()})
    points = find_points(around, rows_of(around))
    assert list(points.named.values()) == ["2.1", "2.2", "3.1", "2.2"]
    assert [points.told[place(around, start)] for start in ("2.1 Lege", "Gyngerne", "2.2 Kør", "3.1 Pladser")] == [
        "2.1",
        "2.1",
        "2.2",
        "3.1",
    ]


@pytest.mark.parametrize(
    "codes",
    [
        {"a": "1", "b": "2", "c": "3", "d": "4"},  # numbers of the table's own, two of which are chapters too
        {"a": "3.2", "b": "3.1", "c": "2.1", "d": "3.1"},  # words that speak against the numbers
        {"a": "9.1", "b": "9.2", "c": "9.3", "d": "9.4"},
        {"a": "", "b": "", "c": "", "d": ""},
    ],
)
def test_other_numbers_name_none(codes: dict[str, str]) -> None:
    around = read(**codes)
    assert not find_points(around, rows_of(around)).named


def match(around: Surroundings, groups: Sequence[Sequence[str]]) -> dict[str, str]:
    """The label of each row that finds a group, and the beginning of the group."""
    placed = [[place(around, start) for start in group] for group in groups]
    points = find_points(around, rows_of(around))
    found = match_points(around, points, placed, rows_of(around))
    return {around.passages[row].text.split(" ", 1)[1]: groups[group][0] for row, group in found.items()}


def test_a_row_goes_to_the_undertaking_of_its_point() -> None:
    """'Lavere takst' has no word of the text; 'Hylder til bøger' is of another sentence of its point."""
    groups = [["2.2 Kør"], ["3.1 Pladser"]]
    assert match(read(**NUMBERED), groups) == {"Skolekørsel, nye priser": "2.2 Kør", "Lavere takst": "3.1 Pladser"}


def test_a_point_without_an_undertaking_gives_its_rows_to_nobody() -> None:
    assert match(read(**NUMBERED), [["3.2 Følere"]]) == {}


def test_a_row_is_not_of_another_point() -> None:
    around = read(**NUMBERED)
    points = find_points(around, rows_of(around))
    transport = next(row for row in rows_of(around) if "kørsel" in around.passages[row].text)
    assert points.is_elsewhere(transport, [place(around, "3.2 Følere")])
    assert not points.is_elsewhere(transport, [place(around, "2.2 Kør")])


def test_the_only_row_of_a_point_that_one_undertaking_has() -> None:
    around = read(**NUMBERED)
    points = find_points(around, rows_of(around))
    groups = [[place(around, "2.2 Kør")], [place(around, "3.1 Pladser")]]
    assert points.alone_under(groups) == [{"2.2"}, {"3.1"}]
    assert points.alone_under([*groups, groups[1]]) == [{"2.2"}, set(), set()]
    row = points.only_row({"3.1"}, rows_of(around))
    assert row is not None
    assert around.passages[row].text.endswith("Lavere takst")
    assert points.only_row({"2.2"}, rows_of(around)) is None  # two rows name the point
    assert points.only_row(set(), rows_of(around)) is None


def test_a_row_that_says_it_is_of_a_point_needs_no_other_beside_it() -> None:
    """'Punkt 3.1, lavere takst' among rows without a number; a lone '3.1' may be the table's own."""
    around = read(a="", b="", c="Punkt 3.1,", d="")
    assert list(find_points(around, rows_of(around)).named.values()) == ["3.1"]
    around = read(a="", b="", c="3.1", d="")
    assert not find_points(around, rows_of(around)).named


def test_points_of_a_numbered_list() -> None:
    """The number stands before the item, not in its text."""
    text = "# Aftale\n\n3. Følere i loftet melder fald. De er valgt af beboerne.\n\n4. Vejene lappes.\n\n| Ændring | 2027 |\n|---|---:|\n| Punkt 3, udstyr | 90 |\n| Asfalt | 20 |\n"
    _clean, passages = split_passages(read_document(text.encode(), "aftale.md"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    points = find_points(around, rows_of(around))
    assert [points.told.get(place(around, start)) for start in ("Følere", "De er", "Vejene")] == ["3", "3", "4"]
    assert list(points.named.values()) == ["3"]


def test_what_stands_under_a_point_of_one_row_is_one_undertaking() -> None:
    """Point 3.1 has one row, 2.2 two; what stands under different points stays apart."""
    around = read(**NUMBERED)
    points = find_points(around, rows_of(around))
    first, second, other, more = (place(around, start) for start in ("3.1 Pladser", "Visitationen", "2.2 Kør", "Ruterne"))
    assert points.unite([[other], [more], [first], [second]]) == [[other], [more], [first, second]]
    assert points.unite([[first, other], [second]]) == [sorted([first, other]), [second]]
    assert Points().unite([[3], [1, 2]]) == [[3], [1, 2]]
