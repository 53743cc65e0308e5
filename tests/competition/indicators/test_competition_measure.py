"""Indicators of a municipality worked out by hand (accounts_by_hand.py): each definition, each level, PLI and IKU, and what must be said of them."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from samspil.competition.accounts.keeping import example_accounts
from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.areas import area_of, shipped_areas
from samspil.competition.indicators.cells import count_of
from samspil.competition.indicators.definitions import find_definition, shipped_definitions
from samspil.competition.indicators.given import Inhabitants, OfficialValues, OwnWins, PriceIndex, Prices
from samspil.competition.indicators.measure import Given, measure, measure_levels
from samspil.values.competition import Indicator, begins, full_code, main_account_of
from tests.competition.indicators.accounts_by_hand import AARHUS, MILLION, ODENSE, by_hand, keep

# Odense 2023, definition -> level -> code -> (bought, base) in million kroner.
BY_HAND = {
    "pli_samspil_v1": {
        # 5 + 2 + 8 + 6 + 5 + 3 of 10 + 6 + 10 + 6 + 25 + 50
        "total": {"": (29, 107)},
        "main_account": {"0": (2, 6), "1": (8, 10), "2": (5, 10), "5": (14, 81)},
        "function": {"22814": (5, 10), "2820": (2, 6), "13861": (8, 10), "52519": (6, 6), "52822": (5, 25), "53027": (3, 50)},
        "service_area": {
            "roads_parks": (7, 16),
            "waste_water": (8, 10),
            "daycare": (6, 6),
            "specialised_social": (5, 25),
            "care_homes": (3, 50),
        },
    },
    "pli_samspil_no_supply_v1": {
        "total": {"": (21, 97)},
        "main_account": {"0": (2, 6), "2": (5, 10), "5": (14, 81)},
        "function": {"22814": (5, 10), "2820": (2, 6), "52519": (6, 6), "52822": (5, 25), "53027": (3, 50)},
        "service_area": {"roads_parks": (7, 16), "daycare": (6, 6), "specialised_social": (5, 25), "care_homes": (3, 50)},
    },
    "pli_samspil_trade_v1": {
        "total": {"": (29, 103)},
        "main_account": {"0": (2, 6), "1": (8, 10), "2": (5, 10), "5": (14, 77)},
        "function": {"22814": (5, 10), "2820": (2, 6), "13861": (8, 10), "52519": (6, 6), "52822": (5, 21), "53027": (3, 50)},
        "service_area": {
            "roads_parks": (7, 16),
            "waste_water": (8, 10),
            "daycare": (6, 6),
            "specialised_social": (5, 21),
            "care_homes": (3, 50),
        },
    },
}
CASES = [(definition, level) for definition, levels in BY_HAND.items() for level in levels]


def in_millions(found: tuple[Indicator, ...]) -> dict[str, tuple[Decimal, Decimal]]:
    return {one.code: (one.numerator / MILLION, one.base / MILLION) for one in found}


def test_every_definition_that_ships_is_worked_by_hand() -> None:
    assert {one.name for one in shipped_definitions()} == set(BY_HAND)


@pytest.mark.parametrize(("name", "level"), CASES)
def test_by_hand(tmp_path: Path, name: str, level: str) -> None:
    """Exact: bought and base, and so the share."""
    found = measure(by_hand(tmp_path), find_definition(name), level, [2023], [ODENSE], country=False)
    assert in_millions(found) == BY_HAND[name][level]
    for one in found:
        bought, base = BY_HAND[name][level][one.code]
        assert one.share == Decimal(bought) / Decimal(base)
        assert (one.definition, one.kind, one.municipality, one.year) == (name, "pli", ODENSE, 2023)


def test_the_country_is_weighted(tmp_path: Path) -> None:
    """(29 + 4) of (107 + 10), not the mean of 27.1 % and 40 %; whoever is asked for, all municipalities of the file count."""
    country = measure(by_hand(tmp_path), years=[2023], municipalities=[AARHUS])[0]
    assert (country.municipality, country.numerator, country.base) == ("", 33 * MILLION, 117 * MILLION)
    assert country.municipalities == 2
    assert "country_incomplete" in country.notes


def test_levels_add_up(tmp_path: Path) -> None:
    """Functions add up to main accounts, main accounts to the total, to the øre."""
    found = measure_levels(example_accounts(), None, ("total", "main_account", "function"), [2023])
    for place in ("", ODENSE):
        sums = {
            level: [
                sum(getattr(one, name) for one in found if (one.level, one.municipality) == (level, place))
                for name in ("numerator", "base")
            ]
            for level in ("total", "main_account", "function")
        }
        assert sums["total"] == sums["main_account"] == sums["function"]


def test_sums_are_those_of_the_rule_for_one_cell(tmp_path: Path) -> None:
    """What DuckDB adds up is what `count_of` says of each cell of the example, by every definition."""
    from samspil.competition.accounts.keeping import open_accounts

    with open_accounts(example_accounts()) as connection:
        rows = connection.execute(
            "SELECT function, dranst, owner, art, amount FROM accounts WHERE municipality = '0461' AND year = 2024"
        ).fetchall()
    for definition in shipped_definitions():
        one = measure(example_accounts(), definition, "total", [2024], [ODENSE], country=False)[0]
        counted = [(count_of(definition, *row[:4]), row[4]) for row in rows]
        assert one.base == sum(amount for count, amount in counted if count != "out")
        assert one.numerator == sum(amount for count, amount in counted if count == "bought")
        assert 0 < one.numerator < one.base


def test_iku_is_pli_without_a_report(tmp_path: Path) -> None:
    pli, iku = measure(by_hand(tmp_path), years=[2023], municipalities=[ODENSE], kinds=("pli", "iku"), country=False)
    assert iku.share == pli.share
    assert iku.own_wins is None
    assert "iku_equals_pli" in iku.notes
    assert "iku_equals_pli" not in pli.notes


@pytest.mark.parametrize(
    ("level", "code", "bought", "base"),
    [
        ("total", "", "30.5", 107),
        ("main_account", "2", "6.5", 10),
        ("function", "22814", "6.5", 10),
        ("service_area", "roads_parks", "8.5", 16),
    ],
)
def test_own_wins_by_hand(tmp_path: Path, level: str, code: str, bought: str, base: int) -> None:
    """1.5 million won at winter service: in the numerator of IKU, told apart, not in PLI; 0 where nothing was won by one who reported."""
    given = Given(own_wins=OwnWins({(ODENSE, 2023, "22814"): Decimal(1_500_000)}, "kommunen"))
    found = measure(by_hand(tmp_path), None, level, [2023], [ODENSE, AARHUS], kinds=("pli", "iku"), given=given)
    iku = next(one for one in found if (one.municipality, one.kind, one.code) == (ODENSE, "iku", code))
    assert (iku.numerator, iku.base, iku.own_wins) == (Decimal(bought) * MILLION, base * MILLION, 1_500_000)
    pli = next(one for one in found if (one.municipality, one.kind, one.code) == (ODENSE, "pli", code))
    assert (pli.numerator, pli.own_wins) == (iku.numerator - 1_500_000, None)
    others = [one for one in found if (one.municipality, one.kind) == (ODENSE, "iku") and one.code != code]
    assert all(one.own_wins == 0 and "iku_equals_pli" not in one.notes for one in others)
    neighbour = [one for one in found if (one.municipality, one.kind) == (AARHUS, "iku")]
    assert neighbour
    assert all(one.own_wins is None and "iku_equals_pli" in one.notes for one in neighbour)
    country = next(one for one in found if (one.municipality, one.kind, one.code) == ("", "iku", code))
    assert country.own_wins == 1_500_000
    assert "own_wins_partial" in country.notes


def test_own_wins_above_own_work_are_told(tmp_path: Path) -> None:
    given = Given(own_wins=OwnWins({(ODENSE, 2023, "22814"): Decimal(6 * MILLION)}, "kommunen"))  # own work there is 5
    one = measure(by_hand(tmp_path), None, "function", [2023], [ODENSE], codes=["22814"], kinds=("iku",), given=given, country=False)[0]
    assert "own_wins_above_base" in one.notes
    assert "above_one" in one.notes


def test_the_official_value_stands_beside(tmp_path: Path) -> None:
    """29 / 107 is 27.1 %; the ministry says 28.0: 0.9 points below."""
    given = Given(official=OfficialValues({(ODENSE, 2023, "total", "", "pli"): Decimal("0.28")}, "ministeriet"))
    one = measure(by_hand(tmp_path), years=[2023], municipalities=[ODENSE], given=given, country=False)[0]
    assert one.official == Decimal("0.28")
    assert one.difference == Decimal(29) / Decimal(107) - Decimal("0.28")
    assert measure(by_hand(tmp_path), years=[2023], municipalities=[ODENSE], country=False)[0].difference is None


def test_per_inhabitant(tmp_path: Path) -> None:
    """107 million over 2,000 inhabitants; the country has none unless all municipalities with accounts have theirs."""
    people = Inhabitants({(ODENSE, 2023): Decimal(2000)}, "opgjort")
    found = {one.municipality: one for one in measure(by_hand(tmp_path), years=[2023], given=Given(inhabitants=people))}
    assert found[ODENSE].base_per_inhabitant == 53_500
    assert found[AARHUS].base_per_inhabitant is None
    assert found[""].inhabitants is None
    both = Inhabitants({(ODENSE, 2023): Decimal(2000), (AARHUS, 2023): Decimal(340)}, "opgjort")
    country = measure(by_hand(tmp_path), years=[2023], given=Given(inhabitants=both))[0]
    assert country.base_per_inhabitant == 117 * MILLION / Decimal(2340)


def test_constant_prices_move_kroner_and_not_shares(tmp_path: Path) -> None:
    """Index 100 and 105: 107 million of 2023 are 112.35 million of 2024; never without being asked."""
    file = by_hand(tmp_path)
    plain = measure(file, municipalities=[ODENSE], country=False)
    assert all(one.prices is None and "current_prices" in one.notes for one in plain)
    prices = Prices(PriceIndex({2023: Decimal(100), 2024: Decimal(105)}, "indeks"), 2024)
    moved = measure(file, municipalities=[ODENSE], country=False, given=Given(prices=prices))
    assert (moved[0].base, moved[0].numerator, moved[0].prices) == (Decimal("112350000"), Decimal("30450000"), 2024)
    assert (moved[1].base, moved[1].prices) == (plain[1].base, 2024)
    assert all("current_prices" not in one.notes for one in moved)
    assert Fraction(moved[0].numerator) / Fraction(moved[0].base) == Fraction(29, 107)


def test_an_index_without_the_year_is_refused(tmp_path: Path) -> None:
    prices = Prices(PriceIndex({2024: Decimal(105)}, "indeks.csv"), 2024)
    with pytest.raises(CompetitionError, match="2023"):
        measure(by_hand(tmp_path), years=[2023], given=Given(prices=prices))


def test_small_and_missing_bases_are_told(tmp_path: Path) -> None:
    """Under 5 million: a note. Zero or below: no share at all, never 0 %."""
    rows = [
        (ODENSE, 2023, "22814", "1", "1", "10", 4.9),
        (ODENSE, 2023, "22811", "1", "1", "10", -3),
        (ODENSE, 2023, "22812", "1", "1", "10", 5),
    ]
    found = {one.code: one for one in measure(keep(tmp_path, rows), None, "function", country=False)}
    assert "small_base" in found["22814"].notes
    assert found["22811"].share is None
    assert "no_base" in found["22811"].notes
    assert not {"small_base", "no_base"} & set(found["22812"].notes)


NOTED = [
    ([("22814", "1", "", "40", 3), ("22814", "1", "1", "10", 7)], "owner_missing"),  # no ownership: in the base, not bought, and said
    ([("22814", "1", "0", "40", 3), ("22814", "1", "1", "10", 7)], "owner_missing"),
    ([("22814", "1", "1", "45", 9), ("22814", "1", "1", "10", -3)], "above_one"),
    ([("22814", "1", "1", "45", -1), ("22814", "1", "1", "10", 9)], "negative_numerator"),
    ([("22814", "1", "1", "42", 1), ("22814", "1", "1", "10", 9)], "strange_arts"),
    ([("22814", "1", "1", "45", 1), ("22814", "1", "1", "10", 9)], "missing_arts"),
    ([("22814", "1", "1", "S4", 1), ("22814", "1", "1", "S1", 9)], "strange_arts"),
    ([("52822", "1", "1", "77", 4), ("52822", "1", "1", "10", 9)], "income_positive"),
]


@pytest.mark.parametrize(("rows", "note"), NOTED)
def test_what_is_odd_is_told(tmp_path: Path, rows: list[tuple[str, str, str, str, float]], note: str) -> None:
    definition = find_definition("pli_samspil_trade_v1")
    one = measure(keep(tmp_path, [(ODENSE, 2023, *row) for row in rows]), definition, country=False)[0]
    assert note in one.notes
    plain = measure(by_hand(tmp_path), definition, years=[2023], municipalities=[ODENSE], country=False)[0]
    assert note not in plain.notes


def test_without_ownership_the_numerator_is_what_is_sure(tmp_path: Path) -> None:
    rows = [(ODENSE, 2023, "22814", "1", "", art, amount) for art, amount in (("40", 3), ("45", 2), ("10", 5))]
    one = measure(keep(tmp_path, rows, lacks=("owner",)), country=False)[0]
    assert (one.numerator, one.base, one.unplaced) == (2 * MILLION, 10 * MILLION, 3 * MILLION)


def test_main_accounts_only(tmp_path: Path) -> None:
    """REGK11: levels total and main account, and it is said that functions were not taken out."""
    rows = [(ODENSE, 2023, "0", "1", "", "45", 2), (ODENSE, 2023, "2", "1", "", "10", 8), (ODENSE, 2023, "2", "1", "", "49", 2)]
    file = keep(tmp_path, rows, detail="main_account", lacks=("owner",), table="REGK11")
    found = measure(file, None, "main_account", country=False)
    assert in_millions(found) == {"0": (2, 2), "2": (2, 10)}
    assert all("functions_not_taken_out" in one.notes for one in found)
    for level in ("function", "service_area"):
        with pytest.raises(CompetitionError, match="REGK11"):
            measure(file, None, level)


@pytest.mark.parametrize("arts", [("45", "49", "40"), ("S4", "22")])
def test_accounts_without_wages_are_refused(tmp_path: Path, arts: tuple[str, ...]) -> None:
    """A table fetched with the bought arts only would show everything as bought; wages as the bank's S1 are wages."""
    rows = [(ODENSE, 2023, "22814", "1", "4", art, 5) for art in arts]
    with pytest.raises(CompetitionError) as caught:
        measure(keep(tmp_path, rows))
    assert caught.value.kind == "no_wages"
    found = measure(keep(tmp_path, [*rows, (ODENSE, 2023, "22814", "1", "1", "S1", 85)]), country=False)
    assert found[0].base == (85 + sum(5 for art in arts if art != "S4")) * MILLION


REFUSED = [
    ({"kind": "budget", "table": "BUDK1"}, "budget"),
    ({"lacks": ("art",), "table": "REGK31"}, "no_art"),
    ({"lacks": ("dranst",)}, "no_dranst"),
]


@pytest.mark.parametrize(("about", "kind"), REFUSED)
def test_what_no_indicator_can_be_made_of_is_refused(tmp_path: Path, about: dict[str, object], kind: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        measure(by_hand(tmp_path, **about))
    assert caught.value.kind == kind
    assert caught.value.place.endswith("regnskab.parquet")
    assert caught.value.remedy


def test_years_and_levels_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(CompetitionError, match="2019"):
        measure(by_hand(tmp_path), years=[2019])
    with pytest.raises(CompetitionError, match="municipality"):
        measure(by_hand(tmp_path), level="municipality")


def test_a_definition_for_other_years_is_told(tmp_path: Path) -> None:
    from dataclasses import replace

    late = replace(find_definition(), since=2024)
    found = {one.year: one.notes for one in measure(by_hand(tmp_path), late, municipalities=[ODENSE], country=False)}
    assert "outside_years" in found[2023]
    assert "outside_years" not in found[2024]


def test_the_example_is_marked() -> None:
    found = measure(example_accounts(), None, "service_area")
    assert found
    assert all(one.example for one in found)


CODES = [("2201", "02201", "0"), ("22814", "22814", "2"), ("22", "022", "0"), ("228", "228", "2"), ("0", "0", "0"), ("5", "5", "5")]


@pytest.mark.parametrize(("code", "full", "account"), CODES)
def test_codes_of_the_bank(code: str, full: str, account: str) -> None:
    assert (full_code(code), main_account_of(code)) == (full, account)


def test_beginnings_never_mix_main_accounts() -> None:
    """0.28 (codes 28xx) is not 2.8, 2.28 (228xx) is not 0.22."""
    assert begins("2820", ("028",))
    assert not begins("2820", ("28",))
    assert begins("22814", ("228",))
    assert not begins("2201", ("22",))


AREAS = [
    ("2820", "roads_parks"),
    ("22814", "roads_parks"),
    ("2510", "buildings_energy"),
    ("64550", "buildings_energy"),
    ("64552", "administration_it"),
    ("53026", "home_care"),
    ("53027", "care_homes"),
    ("46282", "rehabilitation"),
    ("46285", "health"),
    ("52519", "daycare"),
    ("32201", "schools"),
    ("32206", "transport"),
    ("23233", "transport"),
    ("53850", "specialised_social"),
    ("52820", "specialised_social"),
    ("13861", "waste_water"),
    ("3231", "culture_sport"),
    ("64240", None),
]


@pytest.mark.parametrize(("function", "key"), AREAS)
def test_area_of_a_function(function: str, key: str | None) -> None:
    area = area_of(function)
    assert (area.key if area else None) == key


def test_cleaning_has_no_function_and_welfare_is_flagged() -> None:
    areas = {area.key: area for area in shipped_areas()}
    assert {key for key, area in areas.items() if not area.functions} == {"cleaning", "laundry", "meals"}
    assert {"home_care", "care_homes", "schools", "daycare", "specialised_social", "health"} <= {
        key for key, area in areas.items() if area.welfare
    }
    assert not {"roads_parks", "transport", "waste_water"} & {key for key, area in areas.items() if area.welfare}
    assert all(area.source and area.status for area in areas.values())
