"""The cases that ship: whole, with all facts of the leaflet's table, in words of our own, each statement with its source."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samspil.cases.casebook import SHIPPED, read_library
from samspil.cases.writing import write_case
from samspil.values.case import CASE_THEMES, Case
from samspil.vocabulary.municipalities import find_by_name

SHARED = Path(__file__).resolve().parents[4] / "shared"
CASES = {case.id: case for case in read_library()}

# The table of the leaflet: number, case, theme, municipality, suppliers, words that must stand in the case (facts and period).
LEAFLET: list[tuple[int, str, str, str, tuple[str, ...], tuple[str, ...]]] = [
    (1, "holstebro-vej-park", "raaderum", "Holstebro", ("Kaj Bech A/S",), ("23 år", "10 pct.", "første gang", "veje", "parker", "idrætsanlæg", "eldrevne", "køretøjerne skiftes")),
    (2, "kerteminde-digital-traening", "raaderum", "Kerteminde", ("DigiRehab",), ("over 1 mio. kr.", "screen", "tablet", "behovet for pleje", "flere andre kommuner", "ikke oplyst")),
    (3, "tunstall-tryghedscentral", "tid", "", ("Tunstall",), ("500 kald", "tre minutter", "25 arbejdstimer", "døgn", "gennemsnit", "egen opgørelse", "ikke oplyst")),
    (4, "naestved-digital-assistent", "tid", "Næstved", ("Teton.ai",), ("kunstig intelligens", "sensorer", "animation", "privatliv", "fald", "infektioner", "i gang", "ingen tal")),
    (5, "aabenraa-intelligent-ble", "tid", "Aabenraa", ("ABENA",), ("sensorer", "app", "rapporter", "i gang", "ingen tal")),
    (6, "favrskov-esco-skoler", "groen", "Favrskov", ("Siemens",), ("12 skoler", "21 pct.", "3 mio. kWh", "14,3 mio. kWh", "ESCO", "leverandørens", "indeklima", "ikke oplyst")),
    (7, "vejen-vask-arbejdstoej", "groen", "Vejen", ("Elis Danmark A/S",), ("service 30 pct.", "kvalitet 30 pct.", "økonomi 40 pct.", "2019", "2026", "chips", "genbrug", "svind")),
    (8, "ballerup-rengoering-job", "socialt", "Ballerup", ("Coor A/S",), ("mere end ti år", "buddy", "skoler", "dagtilbud", "jobcentret")),
    (9, "aarhus-rengoering-ika", "socialt", "Aarhus", ("Forenede Service",), ("IKA-prisen", "efteråret 2022", "Kvalitet vejede", "dialog", "på kanten")),
    (10, "koebenhavn-chauffoerer", "socialt", "København", ("DEKRA", "Danske Fragtmænd"), ("Ni ud af ti vognmænd", "jobgaranti", "langtidsledige", "baggrund", "i gang")),
    (11, "aarhus-boegeskovhus", "selvbestemmelse", "Aarhus", ("Forenede Care",), ("siden 2014", "Bøgeskovhus", "lavt sygefravær", "uden tal")),
    (12, "glostrup-isfuglen", "selvbestemmelse", "Glostrup", ("Isfuglen", "Trygge Institutioner"), ("2030", "daginstitution", "sang, rytmik", "vælge", "i gang")),
    (13, "lolland-lev-vel", "selvbestemmelse", "Lolland", ("Lev-Vel",), ("en årrække", "samme hjælpere", "Ekstra ydelser")),
]  # fmt: skip

# Every effect of the leaflet: case, effect, value, unit, bound, recurrence, grade, who calculated, driver, driver's value, cost side.
EFFECTS: list[tuple[Any, ...]] = [
    ("holstebro-vej-park", "foerste-udbud", 10, "percent", "exact", "unknown", "municipality_statement", "municipality", "operating_cost_dkk", None, "unknown"),
    ("kerteminde-digital-traening", "netto", 1_000_000, "dkk", "at_least", "unknown", "supplier_claim", "unknown", "population_80plus", None, "net"),
    ("tunstall-tryghedscentral", "timer", 25, "hours", "about", "daily", "supplier_claim", "supplier", "alarm_users", None, "unknown"),
    ("naestved-digital-assistent", "fald", None, "count", "exact", "unknown", "supplier_claim", "unknown", "", None, "unknown"),
    ("aabenraa-intelligent-ble", "tid", None, "hours", "exact", "unknown", "supplier_claim", "unknown", "", None, "unknown"),
    ("favrskov-esco-skoler", "procent", 21, "percent", "exact", "unknown", "supplier_claim", "supplier", "energy_kwh", 14_300_000, "unknown"),
    ("favrskov-esco-skoler", "kwh", 3_000_000, "kwh", "exact", "unknown", "supplier_claim", "supplier", "energy_kwh", 14_300_000, "unknown"),
    ("aarhus-boegeskovhus", "sygefravaer", None, "percent", "exact", "unknown", "supplier_claim", "unknown", "", None, "unknown"),
]  # fmt: skip
WITHOUT_EFFECT = {
    "vejen-vask-arbejdstoej",
    "ballerup-rengoering-job",
    "aarhus-rengoering-ika",
    "koebenhavn-chauffoerer",
    "glostrup-isfuglen",
    "lolland-lev-vel",
}


def text_of(case: Case) -> str:
    return write_case(case).replace("\n", " ")


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@pytest.mark.parametrize("row", LEAFLET, ids=lambda row: row[1])
def test_every_fact_of_the_leaflet_stands_in_its_case(row: tuple[int, str, str, str, tuple[str, ...], tuple[str, ...]]) -> None:
    number, case_id, theme, municipality, suppliers, facts = row
    case = CASES[case_id]
    found = find_by_name(municipality) if municipality else None
    assert case.theme == theme
    assert case.municipalities == ((found.code,) if found else ())
    assert case.suppliers == suppliers
    text = " ".join(words_of(text_of(case)))
    assert not [fact for fact in facts if " ".join(words_of(fact)) not in text]
    tema, place = CASE_THEMES.index(theme) + 1, sum(1 for other in LEAFLET[:number] if other[2] == theme)
    assert case.sources[0].place == f"tema {tema}, eksempel {place}"
    assert case.sources[0].interest == "industry"


@pytest.mark.parametrize("row", EFFECTS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_every_effect_of_the_leaflet_stands_with_its_evidence(row: tuple[Any, ...]) -> None:
    effect = next(each for each in CASES[row[0]].effects if each.id == row[1])
    own = (
        effect.value,
        effect.unit,
        effect.bound,
        effect.recurrence,
        effect.grade,
        effect.calculated_by,
        effect.driver,
        effect.driver_value,
        effect.cost_side,
    )
    assert own == row[2:]
    assert effect.source == "di13"


def test_no_effect_is_invented_for_the_others() -> None:
    assert {case_id for _, case_id, *_ in LEAFLET if not CASES[case_id].effects} == WITHOUT_EFFECT
    assert len(LEAFLET) == 13


def test_the_arithmetic_of_the_leaflet() -> None:
    """500 calls of three minutes are 25 hours; 30, 30 and 40 make 100; 3 of 14.3 mio. kWh is 21 %."""
    assert 500 * 3 / 60 == 25
    kwh = next(effect for effect in CASES["favrskov-esco-skoler"].effects if effect.id == "kwh")
    assert kwh.value is not None
    assert kwh.driver_value is not None
    assert round(kwh.value / kwh.driver_value * 100) == 21
    assert kwh.driver_note.startswith("Forbruget før mangler i kilden")


def test_what_is_missing_is_said() -> None:
    """Where a driver has no value, or a value that we worked out, its note says so."""
    for case in CASES.values():
        for effect in case.effects:
            if effect.driver and effect.driver_value is None:
                assert effect.driver_note, (case.id, effect.id)


def test_cases_that_went_badly_or_cost_more_are_kept_too() -> None:
    against = {case.id for case in CASES.values() if any(not effect.gain for effect in case.effects)}
    assert {"vejservice-udbud-2012", "vejbelaegning-udbud-2012", "aarhus-selvforsyning", "konkurser-hjemmepleje"} <= against
    assert sum(case.outcome in ("stopped", "mixed") for case in CASES.values()) >= 8
    roads = next(effect for effect in CASES["vejservice-udbud-2012"].effects if effect.id == "alle")
    assert (roads.low, roads.high) == (Decimal(-20), Decimal(28))
    assert {case.id for case in CASES.values() if case.form == "insourcing"} == {
        "aarhus-selvforsyning",
        "hjemtagning-rundspoerge",
        "soelleroed-frydenholm",
    }


def test_aarhus_has_the_figures_of_its_source() -> None:
    text = text_of(CASES["aarhus-selvforsyning"]) + text_of(CASES["aarhus-indkoebsmodel"])
    figures = (
        "80 pct",
        "66 pct",
        "250 boliger",
        "274 pladser",
        "28 pct",
        "35 pct",
        "3,6 mio",
        "1,8 mio",
        "5,4 mio",
        "1,5 mio",
        "1,75 pct",
        "398,5 mio",
    )
    assert not [figure for figure in figures if figure not in text]


def test_a_source_that_we_have_not_read_says_so() -> None:
    for case in CASES.values():
        for source in case.sources:
            assert bool(source.read_on) != bool(source.referred_in), (case.id, source.id)


def test_the_files_are_written_as_the_writer_writes_them() -> None:
    """So that a change made by hand and one made by the form look the same in a diff."""
    for case in CASES.values():
        file = SHIPPED / f"{case.id}.md"
        assert file.read_text(encoding="utf-8") == write_case(case), file.name


SEEDS = sorted((SHARED / "seeds").glob("*.txt")) if SHARED.is_dir() else []


@pytest.mark.skipif(not SEEDS, reason="the source texts (../shared/seeds) are not beside this checkout")
def test_no_eight_words_in_a_row_are_the_sources() -> None:
    """Facts are taken over, sentences are not; the names of the sources are."""
    taken = {
        tuple(words[at : at + 8])
        for file in SEEDS
        for words in [words_of(file.read_text(encoding="utf-8"))]
        for at in range(len(words) - 7)
    }
    assert len(taken) > 1000
    for file in SHIPPED.glob("*.md"):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("    title:")]
        words = words_of("\n".join(lines))
        copied = [" ".join(words[at : at + 8]) for at in range(len(words) - 7) if tuple(words[at : at + 8]) in taken]
        assert not copied, (file.name, copied)


DOMAIN = SHARED / "domain.md"


@pytest.mark.skipif(not DOMAIN.is_file(), reason="the table of facts (../shared/domain.md) is not beside this checkout")
def test_the_thirteen_rows_of_the_table_are_covered() -> None:
    """Municipality, suppliers, theme and every number of each row stand in the case."""
    text = DOMAIN.read_text(encoding="utf-8")
    section = text[text.index("## 5. ") : text.index("## 6. ")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(row[0]) for row in rows] == [number for number, *_ in LEAFLET]
    for row, (_, case_id, theme, municipality, suppliers, _) in zip(rows, LEAFLET, strict=True):
        assert CASE_THEMES[int(row[1]) - 1] == theme
        assert not municipality or municipality in row[2]
        assert all(words_of(part)[0] in words_of(" ".join(suppliers)) for part in re.split("[,/]", row[3]))
        own = " ".join(words_of(text_of(CASES[case_id])))
        for number in re.findall(r"\d+(?:[.,]\d+)?", f"{row[4]} {row[5]} {row[6]}"):
            written = " ".join(words_of(number.replace(".", ",")))
            words = {"3": "tre", "9": "ni", "10": "ti"}.get(number, written)
            assert re.search(rf"\b({written}|{words})\b", own), (case_id, number)
