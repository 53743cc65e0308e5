"""A line that ends with a colon and bullets that go on from it are one sentence, and one undertaking."""

import pytest

from samspil.documents.read import read_document
from samspil.initiatives.drafts import draft_initiatives
from samspil.initiatives.model import read_model
from samspil.initiatives.reader import LinearReader
from samspil.passages.split import split_passages

POOL = """Budgetaftale 2027 for Ringsted Kommune

# Ældre

Puljen til velfærdsteknologi på plejehjemmene er på 6 mio. kr. i 2027 og bruges til:

- {robots} til borgere, der får gjort rent hver anden uge
- {sensors} i gulvet, der giver besked ved fald

Haven ved Bøgely får nye bænke.
"""


@pytest.fixture(scope="module")
def reader() -> LinearReader:
    return LinearReader(read_model())


def read(text: str, reader: LinearReader) -> list[tuple[list[str], list[int]]]:
    """For each initiative the first words of its quotes, and its sums."""
    clean, passages = split_passages(read_document(text.encode(), "aftale.md"))
    drafts = draft_initiatives(clean, passages, reader, 2027)
    return [([quote.quote.split()[0] for quote in draft.evidence], [amount.dkk for amount in draft.amounts]) for draft in drafts]


def test_bullets_that_go_on_from_their_lead_are_one_initiative_with_it(reader: LinearReader) -> None:
    assert read(POOL.format(robots="robotstøvsugere", sensors="sensorer"), reader) == [
        (["Puljen", "robotstøvsugere", "sensorer"], [6_000_000])
    ]


def test_bullets_that_begin_anew_are_not_made_part_of_the_lead(reader: LinearReader) -> None:
    found = read(POOL.format(robots="Robotstøvsugere", sensors="Sensorer"), reader)
    assert ["Puljen", "Robotstøvsugere", "Sensorer"] not in [quotes for quotes, _sums in found]


@pytest.mark.parametrize(
    ("robots", "sensors"),
    [
        ("at købe robotstøvsugere", "at sætte sensorer"),
        ("1 mio. kr. til robotstøvsugere", "5 mio. kr. til sensorer"),
        ("robotstøvsugere for 1 mio. kr.", "sensorer for 5 mio. kr."),
    ],
)
def test_bullets_that_are_undertakings_of_their_own_stay_apart(reader: LinearReader, robots: str, sensors: str) -> None:
    """Each says what is to be done, or has a sum of its own."""
    begins = {"Puljen", robots.split(maxsplit=1)[0], sensors.split(maxsplit=1)[0]}
    assert not any(begins <= set(quotes) for quotes, _sums in read(POOL.format(robots=robots, sensors=sensors), reader))
