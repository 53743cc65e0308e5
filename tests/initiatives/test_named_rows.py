"""Rows that the text calls by their number go with the undertaking that calls them."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.named_rows import match_named
from samspil.initiatives.points import Points, find_points
from samspil.passages.split import split_passages

TABLE = """
| Nr. | Ændring | 2027 |
|---|---|---:|
| 1 | Vuggestuer | 300 |
| 2 | Skærme i hjemmet | 750 |
| 3 | Mindre køretid | -900 |
| BU-4 | Mad | 20 |
"""
FIRST = "De korte besøg flyttes over på en skærm."


def match(text: str, *, table: str = TABLE, starts: tuple[str, ...] = (FIRST,)) -> list[tuple[str, str]]:
    """Labels of the rows found, each with the beginning of its group; each of `starts` is a group."""
    _clean, passages = split_passages(read_document(f"# Aftale\n\n{text}\n\n## Bilag\n{table}".encode(), "aftale.md"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    groups = [[next(n for n, passage in enumerate(passages) if passage.text.startswith(start))] for start in starts]
    rows = [n for n, passage in enumerate(passages) if passage.kind == "row"]
    found = match_named(around, find_points(around, rows), groups, rows)
    return sorted((passages[row].text, starts[place]) for row, place in found.items())


SCREENS, DRIVING, FOOD = ("Skærme i hjemmet", FIRST), ("Mindre køretid", FIRST), ("Mad", FIRST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FIRST} Udstyret er punkt 2 i bilaget; den køretid, vi undgår, er punkt 3.", [DRIVING, SCREENS]),
        (f"{FIRST} Den, der siger nej tak, får sit besøg. Se tabel, linje 2.", [SCREENS]),
        (f"{FIRST} Virkningen er nr. 2 og 3.", [DRIVING, SCREENS]),
        (f"{FIRST} Prisen er med i forslag BU-4.", [FOOD]),
        (f"{FIRST} Det koster nr. 2 mio. kr.", []),  # a sum, no number
        (f"{FIRST} Det er aftalens punkt 9.", []),
        (f"{FIRST}\n\nVejene er punkt 2.", []),  # another paragraph
        (f"{FIRST} To. Tre. Fire. Vejene er punkt 2.", []),  # too far behind it
        (f"{FIRST} Se punkt 2.\n\n2. Stierne slås to gange om året.", [SCREENS]),
    ],
)
def test_a_row_called_by_its_number(text: str, expected: list[tuple[str, str]]) -> None:
    assert match(text) == sorted(expected)


def test_a_point_of_the_text_is_no_row_unless_a_table_is_meant() -> None:
    text = "\n\n".join(["2. Skærme i hjemmet indkøbes.", f"{FIRST} Se {{}}."])
    numbered = TABLE.replace("| 2 |", "| Punkt 2 |")
    assert match(text.format("punkt 2"), table=numbered) == []
    _clean, passages = split_passages(read_document(f"# A\n\n2. Stien.\n\n{FIRST} Se punkt 2.\n{TABLE}".encode(), "a.md"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    rows = [n for n, passage in enumerate(passages) if passage.kind == "row"]
    place = next(n for n, passage in enumerate(passages) if passage.text == FIRST)
    told = Points(members={"2": [1]})
    assert match_named(around, told, [[place]], rows) == {}
    assert [passages[row].text for row in match_named(around, Points(), [[place]], rows)] == [SCREENS[0]]


def test_what_two_call_or_stands_twice_is_nobodys() -> None:
    other = "Robotter tester vand."
    assert match(f"{FIRST} Se nr. 2.\n\n{other} Se nr. 2.", starts=(FIRST, other)) == []
    assert match(f"{FIRST} Se nr. 2.", table=f"{TABLE}\n## Mere\n{TABLE}") == []
