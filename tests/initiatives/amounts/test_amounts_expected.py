"""Years that open a sentence whose sum is told in what is expected, lists with strokes, and levels that only look like a ramp."""

import pytest

from samspil.initiatives.amounts import is_of_savings, read_amounts
from samspil.initiatives.drafts import amounts_of
from samspil.values.passage import Passage

Told = list[tuple[int, str, dict[int, int]]]

CASES: list[tuple[str, Told]] = [
    ("Fra 2027 og frem regner vi med, at det koster 2,5 mio. kr. mindre.", [(2_500_000, "saving", {2027: 2_500_000, 2028: 2_500_000, 2029: 2_500_000})]),
    ("I 2027 forventes det, at udgiften falder med 300.000 kr.", [(300_000, "saving", {2027: 300_000})]),
    ("I 2028 betyder det, at der spares 1 mio. kr.", [(1_000_000, "saving", {2028: 1_000_000})]),
    (
        "Der afsættes 1,2/0,8/0,8/0,6 mio. kr. i 2026-2029.",
        [
            (1_200_000, "allocation", {2026: 1_200_000}),
            (800_000, "allocation", {2027: 800_000}),
            (800_000, "allocation", {2028: 800_000}),
            (600_000, "allocation", {2029: 600_000}),
        ],
    ),
    ("Der afsættes 1/2 mio. kr. i 2026.", [(500_000, "allocation", {2026: 500_000})]),
    (
        "Købet koster 500.000 kr. i 2026, og fra 2028 falder udgiften til porto med 700.000 kr. årligt.",
        [(500_000, "allocation", {2026: 500_000}), (700_000, "saving", {2028: 700_000, 2029: 700_000})],
    ),
    ("Der gives 0,5 mio. kr. i 2026 stigende til 0,9 mio. kr. i 2028.", [(500_000, "allocation", {2026: 500_000, 2028: 900_000})]),
    ("Det svarer til 450.000 kr. om året, som vi nu trækker ud.", [(450_000, "saving", dict.fromkeys(range(2026, 2030), 450_000))]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_amounts(text: str, expected: Told) -> None:
    """Codebook, 'Amounts', for budget year 2026."""
    assert [(one.dkk, one.kind, dict(one.profile)) for one in read_amounts([text], 2026)] == expected


def test_a_year_that_opens_the_sentence_reaches_no_other_clause() -> None:
    """Only what is expected is tied to it, not what happens to stand in a clause of its own."""
    for one in read_amounts(["Fra 2027 gælder en ny lov, som koster staten 3 mio. kr."], 2026):
        assert one.assumed or 2027 not in one.profile


SAVED = [
    ("Rengøringen udbydes i foråret 2028 (1,1 mio. kr. i 2028, 2,7 mio. kr. derefter)", ["saving", "saving"]),
    ("Softwarerobotten afløser to stillinger (1,0 mio. kr. årligt)", ["saving"]),
    ("Der afsættes 0,5 mio. kr. i 2027 til rådgivning", ["allocation"]),
    ("Kurser, 200.000 kr. til vikarer", ["allocation"]),
]


@pytest.mark.parametrize(("text", "kinds"), SAVED, ids=[text[:30] for text, _ in SAVED])
def test_what_stands_in_a_list_of_savings_is_saved_unless_it_says_otherwise(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in read_amounts([text], 2027, {0})] == kinds
    assert {one.kind for one in read_amounts([text], 2027)} == {"allocation"}


TITLES = [
    ("Effektiviseringer", True),
    ("Bilag 2. Effektiviseringer", True),
    ("3.2 Besparelsesforslag", True),
    ("3. Besparelser og effektiviseringer", True),
    ("Her sparer vi", True),
    ("Besparelser og udvidelser", False),
    ("Bilag 1. Ønsker, der imødekommes", False),
    ("Effektivisering og digitalisering", False),
    ("Reduktion af CO2", False),
]


@pytest.mark.parametrize(("title", "saved"), TITLES)
def test_titles_of_lists_of_savings(title: str, saved: bool) -> None:
    assert is_of_savings(title) is saved


@pytest.mark.parametrize(
    ("kind", "heading", "told"),
    [("item", "Bilag 2. Effektiviseringer", "saving"), ("item", "Ønsker", "allocation"), ("sentence", "Effektiviseringer", "allocation")],
)
def test_bullets_take_the_kind_of_their_list(kind: str, heading: str, told: str) -> None:
    passage = Passage("Rengøringen udbydes (1,1 mio. kr. i 2028)", 0, 41, 1, kind, 1, ("Aftale", heading))
    assert [one.kind for one in amounts_of([passage], [], 2027)] == [told]
