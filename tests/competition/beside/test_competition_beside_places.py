"""Initiatives find their service area by their words, theme or topic; what tells nothing stays without one."""

import pytest
from beside_figures import initiative

from samspil.exposure.places import place_initiative, read_rules
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition_beside import PLACED_BY

WORDINGS = [  # the quote, its theme, the areas
    ("Ejendomsservicen på skolerne er hjemtaget.", "insourcing", "buildings_energy"),
    ("Drift af kommunens gadelys sendes i udbud.", "tendering", "roads_parks"),
    ("Den offentlige trafik på øen kontroludbydes.", "tendering", "transport"),
    ("Familiebehandlingen hjemtages til kommunens egne familieterapeuter.", "insourcing", "specialised_social"),
    ("Udbud af tjenesteydelser analyseres, og administrationen vender tilbage.", "tendering", ""),
    ("Genoptræningen købes i dag hos et privat center og hjemtages til eget træningscenter.", "insourcing", "rehabilitation"),
    ("Vejvedligeholdelsen sendes i udbud fra 2027.", "tendering", "roads_parks"),
    ("Vintertjeneste og snerydning hjemtages.", "insourcing", "roads_parks"),
    ("Driften af de grønne områder konkurrenceudsættes.", "tendering", "roads_parks"),
    ("Rengøringen på skoler og daginstitutioner sendes i udbud.", "tendering", "cleaning"),
    ("Madservice til hjemmeboende borgere udbydes.", "tendering", "meals"),
    ("Madproduktionen på plejehjemmene udliciteres.", "tendering", "meals"),
    ("Kørsel til specialskolerne genudbydes.", "tendering", "transport"),
    ("Vask af tøj og arbejdstøj samles på et privat vaskeri.", "tendering", "laundry"),
    ("Hjemmeplejen i distrikt nord udbydes.", "tendering", "home_care"),
    ("Driften af to plejecentre udbydes.", "tendering", "care_homes"),
    ("Genoptræningen lægges ud til private fysioterapeuter.", "tendering", "rehabilitation"),
    ("Tandplejen for børn udbydes.", "tendering", "health"),
    ("Vuggestuepladser købes hos private daginstitutioner.", "tendering", "daycare"),
    ("Botilbuddet for voksne med autisme tages hjem.", "insourcing", "specialised_social"),
    ("Jobcentret skal bruge andre aktører i beskæftigelsesindsatsen.", "tendering", "employment"),
    ("Affaldsindsamlingen sendes i udbud.", "tendering", "waste_water"),
    ("Bygningsvedligeholdelsen udbydes i et partnerskab.", "tendering", "buildings_energy"),
    ("Driften af svømmehallen udliciteres.", "tendering", "culture_sport"),
    ("Sagsbehandlingen støttes af en chatbot.", "technology", "administration_it"),
    ("Ældreplejen konkurrenceudsættes.", "tendering", "home_care care_homes"),
    ("Der opføres et friplejehjem på den gamle skolegrund.", "friplejehjem", "care_homes"),
    ("Projektet fortsætter i 2027.", "friplejehjem", "care_homes"),
    ("Flere opgaver skal konkurrenceudsættes.", "tendering", ""),
    ("Udbudspolitikken gennemgås.", "tendering", ""),
    ("Vi er på vej mod et bedre samarbejde.", "tendering", ""),
    ("Der indregnes en effektivisering på 1 mio. kr.", "tendering", ""),
]


@pytest.mark.parametrize(("quote", "theme", "areas"), WORDINGS, ids=[row[0][:40] for row in WORDINGS])
def test_a_wording_stands_under_its_areas(quote: str, theme: str, areas: str) -> None:
    placed = place_initiative(initiative(1, "0751", "Aarhus", quote, theme))
    assert [how.area for how in placed.areas] == areas.split()


@pytest.mark.parametrize(("quote", "theme"), [row[:2] for row in WORDINGS if row[2]])
def test_how_it_was_placed_is_said_with_words_of_the_quote(quote: str, theme: str) -> None:
    """Words that place stand in the quote; a theme is the initiative's own."""
    for how in place_initiative(initiative(1, "0751", "Aarhus", quote, theme)).areas:
        assert how.how in PLACED_BY
        assert how.words
        known = quote.lower() if how.how in ("words", "implied") else theme
        assert all(word in known for word in how.words)


def test_the_place_of_a_task_is_told_and_does_not_count() -> None:
    placed = place_initiative(initiative(1, "0751", "Aarhus", "Rengøringen på skoler og daginstitutioner sendes i udbud."))
    assert placed.left_out == ("daycare", "schools")
    assert placed.by("schools") is None


def test_a_topic_places_only_what_no_word_places() -> None:
    plain = initiative(1, "0751", "Aarhus", "Der afsættes en pulje.", "technology", topics=("ai",))
    assert [(how.area, how.how) for how in place_initiative(plain).areas] == [("administration_it", "topic")]
    named = initiative(2, "0751", "Aarhus", "Der afsættes en pulje til hjemmeplejen.", "technology", topics=("ai",))
    assert [(how.area, how.how) for how in place_initiative(named).areas] == [("home_care", "words")]


def test_the_rules_name_known_areas_only() -> None:
    rules = read_rules()
    assert rules.tasks | rules.places <= set(SERVICE_AREAS)
    assert not rules.tasks & rules.places
