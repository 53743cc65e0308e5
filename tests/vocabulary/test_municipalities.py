"""Names of municipalities as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.vocabulary import municipalities as register

# Real spellings of all kinds (docs/domain, section 1), by the official name.
VARIANTS = {
    "København": "København|Københavns Kommune|KØBENHAVNS KOMMUNE|Københavns  kommune|Koebenhavn|Kobenhavn|Kbh.|Kbh|Copenhagen|Kbh. Kommune|København Kommune",
    "Frederiksberg": "Frederiksberg|frederiksberg kommune|Frederiksbergs|Frb.",
    "Ballerup": "Ballerup|BALLERUP KOMMUNE|Ballerups",
    "Brøndby": "Brøndby|Broendby Kommune|Brondby",
    "Dragør": "Dragør|Dragoer|Dragor Kommune",
    "Høje-Taastrup": "Høje-Taastrup|Høje Taastrup|Høje Tåstrup|Høje-Tåstrup Kommune|Høje–Taastrup|HØJE-TAASTRUP|Hoeje-Taastrup|Hoje Taastrup|Høje\u2011Taastrup",
    "Lyngby-Taarbæk": "Lyngby-Taarbæk|Lyngby Tårbæk|Lyngby-Tårbæk Kommune|lyngby-taarbaek|Lyngby - Taarbæk|Lyngby-Taarbæks",
    "Rødovre": "Rødovre|Roedovre|Rodovre kommune",
    "Tårnby": "Tårnby|Taarnby|TAARNBY KOMMUNE|Tarnby|Ta\u030arnby",
    "Vallensbæk": "Vallensbæk|Vallensbaek|vallensbæk kommune",
    "Furesø": "Furesø|Furesoe|Fureso Kommune|Furesøs",
    "Fredensborg": "Fredensborg|Fredensborg-Humlebæk",
    "Helsingør": "Helsingør|Helsingoer Kommune|Helsingor",
    "Hørsholm": "Hørsholm|Hoersholm|Horsholm",
    "Halsnæs": "Halsnæs|Halsnæs'|Frederiksværk-Hundested|Halsnaes Kommune",
    "Greve": "Greve|Greve Kommune|Greves",
    "Køge": "Køge|Koege|Køge\u00a0Kommune|Koge Kommune",
    "Odsherred": "Odsherred|Ods Herred|Odsherreds Kommune",
    "Faxe": "Faxe|Fakse|Faxe Kommune",
    "Sorø": "Sorø|Soroe Kommune|Soro",
    "Stevns": "Stevns|Stevns'|Stevns Kommune",
    "Næstved": "Næstved|Naestved|Næstved kommune|Næstveds",
    "Guldborgsund": "Guldborgsund|Guldborg Sund|Guldborgsund Kommune",
    "Bornholm": "Bornholm|Bornholms Regionskommune|Bornholms Kommune|Bornholm Kommune|Bornholms|bornholms regionskommune",
    "Assens": "Assens|Assens'|Assens Kommune",
    "Faaborg-Midtfyn": "Faaborg-Midtfyn|Fåborg-Midtfyn|Faaborg Midtfyn|Fåborg Midtfyn Kommune|Faaborg-Midtfyns",
    "Odense": "Odense|Odenses|ODENSE KOMMUNE|Odense Kommunes",
    "Nordfyns": "Nordfyns|Nordfyn|Nordfyns Kommune|Nordfyn Kommune|Nord Fyn|Nordfyns'",
    "Ærø": "Ærø|Aeroe|Ærøs|Ærø Kommune",
    "Sønderborg": "Sønderborg|Soenderborg|Sonderborg Kommune",
    "Tønder": "Tønder|Toender|Tonder",
    "Fanø": "Fanø|Fanoe|Fano Kommune",
    "Varde": "Varde|Varde Kommune",
    "Vejen": "Vejen|Vejen Kommune|Vejens",
    "Aabenraa": "Aabenraa|Åbenrå|Aabenrå|Åbenraa|Aabenraa Kommunes|ÅBENRÅ KOMMUNE|Abenra",
    "Fredericia": "Fredericia|Fredericias|Fredericia’s",
    "Horsens": "Horsens|Horsens'|Horsens’ Kommune",
    "Syddjurs": "Syddjurs|Syddjurs'",
    "Norddjurs": "Norddjurs|Norddjurs Kommune",
    "Odder": "Odder|Odder Kommune",
    "Randers": "Randers|Randers'|Randers Kommune",
    "Samsø": "Samsø|Samsoe|Samso",
    "Aarhus": "Aarhus|Århus|ÅRHUS KOMMUNE|Aarhus'|Aarhus´|Arhus|aarhus kommune|A\u030arhus|\u212brhus",
    "Ikast-Brande": "Ikast-Brande|Ikast Brande|Ikast–Brande Kommune|ikast-brande",
    "Ringkøbing-Skjern": "Ringkøbing-Skjern|Ringkøbing Skjern|Ringkoebing-Skjern|Rinkøbing-Skjern|Ringkobing-Skjern Kommune|Ringkøbing\u2010Skjern",
    "Morsø": "Morsø|Morsoe|Mors Kommune|Morsø Kommune|Morso",
    "Skive": "Skive|Skives|Skive Kommune",
    "Brønderslev": "Brønderslev|Brønderslev-Dronninglund|Broenderslev Kommune|Bronderslev",
    "Vesthimmerlands": "Vesthimmerlands|Vesthimmerland|Vesthimmerlands Kommune|Vest Himmerland|Vesthimmerland Kommune",
    "Læsø": "Læsø|Laesoe|Læsøs",
    "Mariagerfjord": "Mariagerfjord|Mariager Fjord",
    "Aalborg": "Aalborg|Ålborg|AALBORG KOMMUNE|Alborg",
    "Hjørring": "Hjørring|Hjoerring|Hjorring Kommune",
    "Haderslev": "Haderslev\nKommune|Haderslev",
    "Struer": "Struer|Struer Kommune",
    "Billund": "Billund|Billunds Kommune",
    "Lejre": "Lejre|Lejre Kommune",
}
PAIRS = [(form, name) for name, forms in VARIANTS.items() for form in forms.split("|")]


@pytest.mark.parametrize(("form", "name"), PAIRS)
def test_finds_each_spelling(form: str, name: str) -> None:
    """Case, aa and å, ae and oe, hyphens and blanks, genitive and 'Kommune' do not matter."""
    found = register.find_by_name(form)
    assert found is not None
    assert name == found.name


def test_table_of_spellings_is_long_enough() -> None:
    """At least 150 real spellings."""
    assert len(PAIRS) >= 150


@pytest.mark.parametrize(
    "form", ["", "Kommune", "Christiansø", "Region Syddanmark", "Vejby", "Ribe", "mors", "by", "Sjælland", "Aarhusianer"]
)
def test_finds_nothing_for_other_words(form: str) -> None:
    """Former or other places and plain words are no municipality."""
    assert register.find_by_name(form) is None


def test_there_are_98() -> None:
    """Codes and names are unique; the five regions have 29, 17, 22, 19 and 11."""
    everyone = register.read_municipalities()
    regions = [municipality.region for municipality in everyone]
    assert len({municipality.code for municipality in everyone}) == len({municipality.name for municipality in everyone}) == 98
    assert [regions.count(name) for name in ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")] == [29, 17, 22, 19, 11]


def test_every_alias_finds_its_municipality_and_no_other() -> None:
    """No alias of the list is shared."""
    for code, forms in register.read_aliases().items():
        for form in forms:
            found = register.find_by_name(form)
            assert found is not None
            assert code == found.code


@pytest.mark.parametrize(
    ("code", "name"), [("751", "Aarhus"), ("0751", "Aarhus"), (" 101 ", "København"), ("0411", None), ("51", None), ("x", None)]
)
def test_finds_by_code(code: str, name: str | None) -> None:
    """Three digits as in statistics or four as in the register; Christiansø (0411) is none."""
    found = register.find_by_code(code)
    assert name == (found.name if found else None)


@pytest.mark.parametrize(
    ("code", "date", "region"),
    [
        ("0101", "2026-12-31", "Hovedstaden"),
        ("0101", "2027-01-01", "Østdanmark"),
        ("253", "2026-06-01", "Sjælland"),
        ("253", "2028-06-01", "Østdanmark"),
        ("0751", "2028-01-01", "Midtjylland"),
        ("0751", "2006-12-31", ""),
    ],
)
def test_region_has_a_date(code: str, date: str, region: str) -> None:
    """Hovedstaden and Sjælland become Østdanmark on 1 January 2027."""
    assert region == register.region_of(code, datetime.date.fromisoformat(date))


def test_region_of_unknown_code() -> None:
    """An unknown code is an error."""
    with pytest.raises(KeyError):
        register.region_of("9999", datetime.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Sønderbrog", "Sønderborg"),
        ("Aalbrg", "Aalborg"),
        ("Frederikssun", "Frederikssund"),
        ("Ringkøbing", "Ringkøbing-Skjern"),
        ("Гreve", "Greve"),
    ],
)
def test_suggests_the_nearest(wrong: str, right: str) -> None:
    """A misspelt name leads to the right one first."""
    assert right == register.suggest(wrong)[0].name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vejen Kommune", [("Vejen", "official")]),
        ("Byrådet i Vejen", [("Vejen", "official")]),
        ("Odense Byråd", [("Odense", "official")]),
        ("kommunalbestyrelsen i Greve har", [("Greve", "official")]),
        ("Kommunalbestyrelsen på Samsø", [("Samsø", "official")]),
        ("Haderslev\nKommune", [("Haderslev", "official")]),
        ("næstved kommune", [("Næstved", "official")]),
        ("Dragør og Tårnby Kommuner", [("Dragør", "official"), ("Tårnby", "official")]),
        ("Dragør, Tårnby og Københavns Kommune", [("Dragør", "official"), ("Tårnby", "official"), ("København", "official")]),
        ("Frederiksværk-Hundested Kommune", [("Halsnæs", "official")]),
        ("Ringkø-\nbing-Skjern  kommune", [("Ringkøbing-Skjern", "official")]),
        ("| Vejen | 3 |", [("Vejen", "alone")]),
        ("# Greve\n", [("Greve", "alone")]),
        ("Vi har set på Thisted og lært", [("Thisted", "bare")]),
        ("Vejen er glat", [("Vejen", "doubtful")]),
        ("han gik ad vejen med en skive brød og en odder", []),
        ("Herlev Hospital", [("Herlev", "doubtful")]),
        ("Odense Universitetshospital", [("Odense", "doubtful")]),
        ("Billund Lufthavn", [("Billund", "doubtful")]),
        ("Odsherred-modellen", [("Odsherred", "doubtful")]),
        ("Herningvej 3 og mors hus", []),
        ("\u0410arhus Kommune", [("Aarhus", "uncertain")]),
        ("Vej\u200ble", [("Vejle", "uncertain")]),
        ("Vej\u00adle Kommune", [("Vejle", "official")]),
        ("Tårnby Kommune".replace("å", "a\u030a"), [("Tårnby", "official")]),
    ],
)
def test_finds_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    """How strongly a name stands in a text."""
    assert expected == [(mention.municipality.name, mention.strength) for mention in register.find_mentions(text)]


def test_mention_range_is_of_the_original_text() -> None:
    """Offsets count in the text as given, also behind decomposed letters."""
    text = "A\u030aret i Vejle Kommune"
    (mention,) = register.find_mentions(text)
    assert text[mention.start : mention.end] == "Vejle Kommune"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding is idempotent."""
    folded = register.fold_name(text)
    assert folded == register.fold_name(folded)


@given(st.text(alphabet=st.sampled_from("Vejlå aKomunøs-\n'.\u200b\u0410\u030a,|"), max_size=80))
def test_mentions_stand_in_the_text(text: str) -> None:
    """Any text: mentions are in order, inside, and never overlap."""
    mentions = register.find_mentions(text)
    places = [place for mention in mentions for place in (mention.start, mention.end)]
    assert places == sorted(places)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)


@given(st.sampled_from(PAIRS), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_never_matters(pair: tuple[str, str], change: object) -> None:
    """Upper, lower or title case find the same."""
    assert callable(change)
    assert register.find_by_name(pair[0]) == register.find_by_name(change(pair[0]))
