"""Sums that are told apart from what they are for: lines of a catalogue, and paragraphs headed 'Økonomi'."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.costed import join_costs
from samspil.initiatives.wording import is_cost_line, is_cost_title, names_nothing
from samspil.passages.split import split_passages

CATALOGUE = """Forslag 4 Lifte

Alle boliger på Bøgehuset får lifte i loftet.

Medarbejderne løfter i dag to og to.

Drift i 1.000 kr., 2027-pl: 2027: 2.150; 2028: 300

Forslag 5 Legepladser

Fire legepladser lægges om.

Anlæg i 1.000 kr.: 2027: 900
"""

CHAPTER = """1. Ældre

En fond får brugsret til marken ved Hårlev og bygger boliger. Tyve borgere får sat et skylletoilet ind. Plejecentret får nye badeværelser.

Økonomi: Skylletoiletterne koster 340.000 kr. i 2026. Badeværelserne koster 3,9 mio. kr. i alt. Vejen til marken sættes til 2,4 mio. kr.

2. Børn

Skolerne får nye bøger for 1 mio. kr.
"""


def join(text: str, *groups: list[str]) -> list[list[str]]:
    """The groups (beginnings of passages) with the sums that were put to them."""
    _clean, passages = split_passages(read_document(text.encode(), "aftale.txt"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))

    def place(start: str) -> int:
        return next(n for n, passage in enumerate(passages) if passage.kind != "heading" and passage.text.startswith(start))

    inside = np.full(len(passages), 0.2)
    found, _raised = join_costs(around, inside, [[place(start) for start in group] for group in groups])
    return [[passages[n].text for n in group] for group in found]


def test_a_line_of_sums_belongs_to_the_proposal_of_its_block() -> None:
    assert join(CATALOGUE, ["Alle boliger"]) == [
        ["Alle boliger på Bøgehuset får lifte i loftet.", "Drift i 1.000 kr., 2027-pl: 2027: 2.150; 2028: 300"]
    ]


def test_a_line_that_was_put_to_another_proposal_comes_home() -> None:
    found = join(CATALOGUE, ["Alle boliger", "Anlæg i"], ["Fire legepladser"])
    assert [group[-1][:5] for group in found] == ["Drift", "Anlæg"]


def test_a_block_with_two_undertakings_keeps_its_line_to_itself() -> None:
    found = join(CATALOGUE, ["Alle boliger"], ["Medarbejderne"])
    assert [len(group) for group in found] == [1, 1]


def test_a_paragraph_on_money_is_shared_out_by_what_its_sentences_name() -> None:
    found = join(CHAPTER, ["En fond"], ["Tyve borgere"])
    assert found == [
        ["En fond får brugsret til marken ved Hårlev og bygger boliger.", "Vejen til marken sættes til 2,4 mio. kr."],
        ["Tyve borgere får sat et skylletoilet ind.", "Skylletoiletterne koster 340.000 kr. i 2026."],
    ]


def test_sums_of_what_is_no_initiative_go_nowhere() -> None:
    assert join(CHAPTER, ["En fond"]) == [
        ["En fond får brugsret til marken ved Hårlev og bygger boliger.", "Vejen til marken sættes til 2,4 mio. kr."]
    ]


def test_without_sums_apart_nothing_is_changed() -> None:
    assert join(CHAPTER, ["Skolerne får"]) == [["Skolerne får nye bøger for 1 mio. kr."]]


def test_a_sum_that_names_nothing_belongs_to_the_only_undertaking() -> None:
    text = "Vagt\n\nEt vagtselskab overtager runderne fra juli.\n\nØkonomi\n\nDer indregnes en besparelse på 400.000 kr. årligt.\n"
    assert len(join(text, ["Et vagtselskab"])[0]) == 2


def test_what_was_put_to_an_initiative_is_as_sure_as_it() -> None:
    _clean, passages = split_passages(read_document(CATALOGUE.encode(), "aftale.txt"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    first = next(n for n, passage in enumerate(passages) if passage.text.startswith("Alle"))
    inside = np.full(len(passages), 0.1)
    inside[first] = 0.9
    groups, raised = join_costs(around, inside, [[first]])
    assert raised[groups[0][1]] == 0.9
    assert inside[groups[0][1]] == 0.1


LINES = [
    ("Drift i 1.000 kr., 2027-pl: 2027: 450; 2028: 150", True),
    ("Beløb i 1.000 kr., 2027-pl (halvårsvirkning i 2027): 2027: -400; 2028: -800", True),
    ("Besparelse: 0,5 mio. kr. årligt fra 2027", True),
    ("Nettoudgift: 1.200.000 kr. i 2026 stigende til 1.500.000 kr.", True),
    ("Virkning: -250 t.kr. i 2024 og -480 t.kr. fra 2025.", True),
    ("Engangsudgift til indretning, 1.000 kr.: 2027: 350", True),
    ("Konsulent, beløb i 1.000 kr., 2027-pl: 2027: 200; 2028: 0; 2029: 0", True),
    ("Konsulenten skriver: 2027: 200", False),
    ("Konsulent, beløb i 1.000 kr.: se bilaget for 2027", False),
    ("Økonomi: Heldagstilbuddet koster 2,9 mio. kr. i 2024 og 5,8 mio. kr. i hvert af årene", False),
    ("Effekt: færre ventetider og gladere borgere i 2027", False),
    ("Udvalg: Økonomiudvalget", False),
    ("Der afsættes følgende beløb: 2 mio. kr.", False),
]


@pytest.mark.parametrize(("text", "is_line"), LINES, ids=[text for text, _ in LINES])
def test_lines_of_sums(text: str, is_line: bool) -> None:
    assert is_cost_line(text.lower()) is is_line


@pytest.mark.parametrize(
    ("title", "counts"), [("Økonomi", True), ("Finansiering:", True), ("Økonomiudvalget", False), ("Drift og anlæg", False)]
)
def test_titles_of_paragraphs_on_money(title: str, counts: bool) -> None:
    assert is_cost_title(title.lower()) is counts


@pytest.mark.parametrize(
    ("text", "nothing"),
    [("Der afsættes 2 mio. kr.", True), ("Økonomi: Udgiften er 2 mio. kr.", True), ("Toiletterne koster 2 mio. kr.", False)],
)
def test_sentences_that_name_nothing(text: str, nothing: bool) -> None:
    assert names_nothing(text.lower()) is nothing


LEADS = """Ældre og social

ÆS 2. Tisvilde. Forhandlingerne med en stiftelse om et frit plejehjem afsluttes uden aftale.

ÆS 3. Udskrevne patienter. Borgerne får samme aften besøg af sygeplejen. Kørslen følger med.
Beløb: 1,3 mio. kr. i 2024.

ÆS 4. Driftsgården. En fejemaskine fra 2009 afløses af en tilsvarende. Redskaber på benzin købes ikke længere.
Beløb: 1,2 mio. kr. i 2024 til fejemaskinen.
"""


def test_a_line_at_the_end_of_a_paragraph_is_about_that_paragraph() -> None:
    """Proposals without headings of their own: the sum of one is not that of the one above."""
    assert join(LEADS, ["Forhandlingerne"]) == [["Forhandlingerne med en stiftelse om et frit plejehjem afsluttes uden aftale."]]
    assert join(LEADS, ["Borgerne"])[0][-1] == "Beløb: 1,3 mio. kr. i 2024."


def test_a_line_that_names_something_else_in_its_block_is_about_that() -> None:
    assert join(LEADS, ["Redskaber"]) == [["Redskaber på benzin købes ikke længere."]]
    assert join(LEADS, ["En fejemaskine"])[0][-1] == "Beløb: 1,2 mio. kr. i 2024 til fejemaskinen."
