"""Names and order."""

import pytest
from audit_articles import audit, kinds, make_review

from samspil.review.audit.names import count_slips, find_former, find_slip
from samspil.review.audit.order import keep_most
from samspil.vocabulary.danish import sort_key

OWN = {
    "Assens": "Der afsættes 0,4 mio. kr. til velfærdsteknologi på plejecentrene.",
    "Egedal": "Skærmbesøg tilbydes flere borgere i hjemmeplejen.",
    "Hillerød": "En softwarerobot skal bogføre fakturaer i administrationen.",
    "Hørsholm": "Robotstøvsugere udlånes til hjemmeboende ældre.",
    "Vejle": "Kunstig intelligens skal skrive referater for sagsbehandlerne.",
    "Aabenraa": "Sensorbleer indføres på alle plejehjem.",
    "Aalborg": "Borgerne får en app til genoptræning derhjemme.",
}


def review_of(*names: str, year: int = 2024) -> list[tuple[str, str, str]]:
    texts = list(OWN.values())
    rows = [(name, OWN.get(name.removesuffix(" Kommune"), texts[place % len(texts)])) for place, name in enumerate(names)]
    found = audit(make_review(("technology", "Velfærdsteknologi", rows), year=year))
    return [(finding.kind, finding.municipality, finding.expected) for finding in found if finding.kind != "duplicate-row"]


def test_accepted_spellings_are_no_faults() -> None:
    """Without 'Kommune', in the genitive, with aa or å, with a blank for a hyphen."""
    names = (
        "Ballerup",
        "Bornholms Regionskommune",
        "Faaborg Midtfyn Kommune",
        "Høje Tåstrup Kommune",
        "Københavns Kommune",
        "Nordfyn Kommune",
        "Århus kommune",
    )
    rows = [(name, f"Række nummer {place} om skærmbesøg i hjemmeplejen.") for place, name in enumerate(names)]
    assert kinds(audit(make_review(("technology", "Teknologi", rows)))) == []


@pytest.mark.parametrize(
    ("printed", "right"),
    [("Hillrød", "Hillerød"), ("Hedensed", "Hedensted"), ("Aalborrg", "Aalborg"), ("Hillerod", "Hillerød"), ("Aabnraa", "Aabenraa")],
)
def test_misspelt_names(printed: str, right: str) -> None:
    assert ("misspelt-municipality", right, right) in review_of(f"{printed} Kommune")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("Hundested Kommune", "Halsnæs"), ("Region Midtjylland", ""), ("Storlund Kommune", ""), ("Grenaa", "Norddjurs")],
)
def test_unknown_names(printed: str, expected: str) -> None:
    found = review_of(printed)
    assert [(kind, right) for kind, _name, right in found] == [("unknown-municipality", expected)]


def test_a_misspelt_name_in_the_prose_is_found() -> None:
    review = make_review(("technology", "Teknologi", [("Vejle", OWN["Vejle"])]), prose=["I Silkebrog Kommune er man længst fremme."])
    assert [(one.kind, one.table, one.quote, one.expected) for one in audit(review)] == [
        ("misspelt-municipality", None, "Silkebrog", "Silkeborg")
    ]


@pytest.mark.parametrize(
    "text", ["Alle Kommuner er med.", "Byrådet i Vejle Kommune mødes.", "Den Kommunale Højskole.", "KL og Lejre Kommune."]
)
def test_other_words_before_kommune_are_no_names(text: str) -> None:
    assert kinds(audit(make_review(("technology", "Teknologi", [("Vejle", OWN["Vejle"])]), prose=[text]))) == []


def test_the_same_municipality_twice_under_two_spellings() -> None:
    rows = [("Aalborg Kommune", OWN["Aalborg"]), ("Ålborg", OWN["Aabenraa"])]
    found = audit(make_review(("technology", "Teknologi", rows)))
    assert [(one.kind, one.quote, one.municipality, one.confidence) for one in found] == [
        ("duplicate-municipality", "Ålborg", "Aalborg", 1.0)
    ]


def test_order_names_the_fewest_rows() -> None:
    assert review_of("Assens", "Hørsholm", "Hillerød", "Vejle") == [("order", "Hørsholm", "mellem Hillerød og Vejle")]
    assert review_of("Assens", "Vejle", "Egedal", "Hillerød", "Hørsholm") == [("order", "Vejle", "efter Hørsholm")]
    assert review_of("Vejle", "Aabenraa", "Aalborg") == []
    assert review_of("Aabenraa", "Assens", "Egedal", "Vejle") == [("order", "Aabenraa", "efter Vejle")]


def test_a_table_in_another_order_gets_one_finding() -> None:
    found = review_of("Vejle", "Hørsholm", "Hillerød", "Egedal", "Assens")
    assert found == [("order", "", "")]


def test_a_table_by_region_is_in_order() -> None:
    names = ("Aalborg", "Horsens", "Odder", "Struer", "Assens", "Kolding", "Vejle", "Egedal", "Hillerød", "Hørsholm", "Faxe", "Sorø")
    rows = [(name, f"Række nummer {place} om skærmbesøg i hjemmeplejen.") for place, name in enumerate(names)]
    assert kinds(audit(make_review(("technology", "Teknologi", rows)))) == []


def test_longest_run() -> None:
    keys = [sort_key(name) for name in ("Greve", "Ballerup", "Dragør", "Faxe", "Ærø", "Herlev")]
    assert keep_most(keys) == {1, 2, 3, 5}
    assert keep_most([]) == frozenset()


def test_slips() -> None:
    assert count_slips("silkebrog", "silkeborg") == 1
    assert count_slips("", "abc") == 3
    assert find_slip("Malmø Kommune") is None
    assert find_slip("Ølstrup") is None
    former = find_former("Nørre Aaby Kommune")
    assert former is not None
    assert former.name == "Middelfart"
