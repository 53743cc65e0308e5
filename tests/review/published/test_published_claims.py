"""Counts of municipalities in running text: what is one, what it counts, and what only looks like one."""

import pytest

from samspil.review.published.claims import find_statements
from samspil.review.published.numbers import read_count

# text -> [(count, at least, of)]
COUNTS = [
    ("19 ud af 98 kommuner investerer i velfærdsteknologi.", [(19, False, 98)]),
    ("19 ud af landets 98 kommuner vil investere.", [(19, False, 98)]),
    ("19 af de 98 kommuner vil investere.", [(19, False, 98)]),
    ("Af gennemgangen fremgår det, at 19 af 98 vil investere i robotter i kommunerne.", [(19, False, 98)]),
    ("Syv kommuner overvejer friplejehjem.", [(7, False, None)]),
    ("Mindst seks kommuner ønsker en analyse.", [(6, True, None)]),
    ("I alt 12 kommuner vil købe grønt ind.", [(12, False, None)]),
    ("Over 30 kommuner har planer.", [(30, True, None)]),
    ("Mere end fyrre kommuner er med.", [(40, True, None)]),
    ("Minimum fem danske kommuner deltager.", [(5, True, None)]),
    ("Enogtyve jyske kommuner er gået sammen.", [(21, False, None)]),
    ("Der er planer i otte af landets kommuner.", [(8, False, None)]),
    ("Seks af de 29 kommuner i hovedstadsområdet vil bygge.", [(6, False, 29)]),
    ("19 kommuner vil bruge robotter, mens syv kommuner vil bygge friplejehjem.", [(19, False, None), (7, False, None)]),
    ("Kun én kommune har opgivet planerne.", [(1, False, None)]),
    ("14 byråd har sat penge af.", [(14, False, None)]),
    ("20 eller flere kommuner; mindst 20 kommuner.", [(20, True, None)]),
    ("Hele femogtredive kommuner vil hjemtage borgere.", [(35, False, None)]),
]
NO_COUNTS = [
    "Landets 98 kommuner har alle indgået budgetaftaler.",
    "Alle 98 kommuner er gennemgået.",
    "De 98 kommuner har vidt forskellig økonomi.",
    "Driften af 4-5 nye plejehjem sendes i udbud.",
    "Der mangler 5.000 plejeboliger i kommunerne.",
    "En kommune kan vælge at udbyde opgaven.",
    "I 2024 har kommunerne travlt.",
    "Kommunen afsætter 12 mio. kr. i kommunens budget.",
    "Mindst tre kommunale tendenser kan spores.",
    "Mange kommuner har planer, og flere kommuner overvejer dem.",
    "Vi har gennemgået 95 af landets 98 kommuners budgetaftaler.",
    "Priserne steg 3 procent i kommunerne i 2023.",
    "3 ud af 10 borgere i kommunerne er over 60 år.",
]
VAGUE = [
    "Knap 20 kommuner har planer.",
    "Omkring tyve kommuner er i gang.",
    "Hver femte kommune har planer.",
    "Op mod 30 kommuner kan komme med.",
    "Halvdelen af kommunerne vil spare.",
    "Det gælder 10-12 kommuner.",
    "To ud af tre kommuner vil udbyde mere.",
    "20 procent af landets kommuner vil bygge.",
    "Ca. 15 kommuner er med.",
]


@pytest.mark.parametrize(("text", "wanted"), COUNTS)
def test_counts(text: str, wanted: list[tuple[int, bool, int | None]]) -> None:
    assert [(each.count, each.at_least, each.of) for each in find_statements(text) if each.count is not None][-len(wanted) :] == wanted


@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_counts_no_municipalities(text: str) -> None:
    assert find_statements(text) == []


@pytest.mark.parametrize("text", VAGUE)
def test_vague_counts_are_told_but_not_claimed(text: str) -> None:
    assert [each.count for each in find_statements(text)] == [None]


PARTS = [
    ("Femten kommuner er med, heraf fire kommuner på Fyn.", [False, True]),
    ("Yderligere fire kommuner ser på det.", [True]),
    ("Otte andre kommuner venter.", [True]),
    ("Tallet er steget fra 12 kommuner sidste år til 19 kommuner i år.", [True, False]),
    ("Otte kommuner i Region Sjælland vil bygge.", [True]),
    ("Tre fynske kommuner vil udbyde driften.", [True]),
    ("De 19 kommuner ligger spredt.", [False]),
]


@pytest.mark.parametrize(("text", "subsets"), PARTS)
def test_parts_of_a_count_are_marked(text: str, subsets: list[bool]) -> None:
    """Such a count is a claim that no table of the whole country and year can be held against."""
    assert [each.subset for each in find_statements(text)] == subsets


def test_the_quote_is_the_whole_sentence() -> None:
    text = "Sådan er det. I år har syv kommuner, f.eks. Lejre, planer om bl.a. friplejehjem. Det er flere end før."
    (found,) = find_statements(text)
    assert found.quote == "I år har syv kommuner, f.eks. Lejre, planer om bl.a. friplejehjem."
    assert text[found.start : found.end] == found.quote


NUMBERS = {
    "nul": 0,
    "én": 1,
    "tolv": 12,
    "nitten": 19,
    "enogtyve": 21,
    "toogtredive": 32,
    "fyrre": 40,
    "femoghalvtreds": 55,
    "treogtres": 63,
    "syvoghalvfjerds": 77,
    "otteogfirs": 88,
    "otteoghalvfems": 98,
    "halvfems": 90,
    "hundrede": 100,
    "7": 7,
    "100": 100,
}


@pytest.mark.parametrize(("word", "number"), NUMBERS.items())
def test_number_words(word: str, number: int) -> None:
    assert read_count(word) == number


@pytest.mark.parametrize("word", ["101", "tusind", "mange", "", "²", "1,5"])
def test_what_is_no_number_up_to_100(word: str) -> None:
    assert read_count(word) is None
