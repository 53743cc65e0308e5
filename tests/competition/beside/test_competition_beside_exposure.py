"""Accounts, agreements and cases joined: nothing is lost, nothing unknown becomes a no or a nought."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from beside_figures import INITIATIVES, MILLION, YEAR, indicator, make_exposure, make_review

from samspil.competition.accounts.keeping import example_accounts, write_rows
from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.measure import measure
from samspil.competition.peers.groups import find_group
from samspil.competition.peers.standing import stand
from samspil.competition.potential.volume import measure_potential
from samspil.exposure.opening import open_exposure
from samspil.exposure.standing import compare, find_changes, rank
from samspil.publish.competition.beside_charts import cut_series, find_top
from samspil.publish.competition.beside_words import function_name, write_change, write_millions, write_points, write_share
from samspil.similar import find_similar
from samspil.values.competition import TARGETS, Indicator
from samspil.values.competition_accounts import About, AccountFile
from samspil.values.competition_beside import AreaBeside, Exposure, MunicipalityBeside, Row
from samspil.values.competition_change import Change, NoChange
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.divisions import types_in


@pytest.fixture(scope="module")
def exposure() -> Exposure:
    return make_exposure()


def place_of(exposure: Exposure, code: str) -> MunicipalityBeside:
    found = exposure.find(code)
    assert found
    return found


def area_of(place: MunicipalityBeside, key: str) -> AreaBeside:
    return next(area for area in place.areas if area.key == key)


STATES = [  # accounts, agreement
    ("0751", "measured", "read"),
    ("0851", "measured", "read"),  # a file with a warning was read
    ("0741", "measured", "unknown"),  # its agreement needs OCR
    ("0320", "measured", "read"),  # a base of nought is in the file all the same
    ("0253", "not_measured", "unknown"),
]


@pytest.mark.parametrize(("code", "accounts", "agreement"), STATES)
def test_what_is_known_of_a_municipality(exposure: Exposure, code: str, accounts: str, agreement: str) -> None:
    place = place_of(exposure, code)
    assert (place.accounts, place.agreement) == (accounts, agreement)


def test_all_municipalities_stand_there_in_danish_order(exposure: Exposure) -> None:
    names = [place.name for place in exposure.municipalities]
    assert len(names) == 98
    assert names == sorted(names, key=sort_key)
    assert names[-1] in ("Aarhus", "Aalborg")


def test_without_a_review_no_agreement_says_anything() -> None:
    whole = make_exposure(review=False)
    assert {place.agreement for place in whole.municipalities} == {"no_review"}
    assert whole.budget_year is None
    assert whole.cases


def test_every_initiative_stands_under_an_area_or_among_those_not_placed(exposure: Exposure) -> None:
    found = {
        placed.initiative.id
        for place in exposure.municipalities
        for placed in (*place.not_placed, *(each for area in place.areas for each in area.placed))
    }
    assert found == {initiative.id for initiative in INITIATIVES}
    assert [placed.initiative.id for placed in place_of(exposure, "0751").not_placed] == ["0751-0003"]


def test_tendering_and_insourcing_stand_before_other_themes(exposure: Exposure) -> None:
    roads = area_of(place_of(exposure, "0101"), "roads_parks")
    assert [placed.initiative.themes for placed in roads.placed] == [("tendering",), ("technology",)]


def test_a_row_of_aarhus_by_hand(exposure: Exposure) -> None:
    """Roads 2024: 40 of 160 is 25 %; the country is 50+40+10+3+0 = 103 of 306; 103/306 x 160 - 40 = 13.856209 million up to it."""
    row = area_of(place_of(exposure, "0751"), "roads_parks").row
    assert row.now
    assert row.now.share == Decimal("0.25")
    assert [each.year for each in row.trend] == [2022, 2023, 2024]
    national = row.comparisons[0]
    assert (national.target, national.of) == ("national_mean", 4)  # Faxe has no base
    assert round(national.share, 6) == Decimal("0.336601")
    assert national.volume == Decimal("13856209.15")
    assert row.place
    assert (row.place.rank, row.place.of, row.place.tied) == (3, 4, 2)  # 50 %, 50 %, 25 %, 25 %
    assert [part.code for part in row.parts] == ["22811", "22814"]
    assert sum(part.base for part in row.parts) == row.now.base


def test_no_change_is_told_across_a_break_and_the_parts_add_up(exposure: Exposure) -> None:
    """København, total, 2023-2024: 40 to 50 of 100 is ten points, all by what is bought."""
    change = place_of(exposure, "0101").total.change
    assert isinstance(change, Change)
    assert change.numerator_effect + change.base_effect == change.points
    assert change.base_effect == 0
    assert change.dkk == 10 * MILLION
    roads = area_of(place_of(exposure, "0101"), "roads_parks").row
    assert [one.year for one in roads.breaks] == [2023]


def test_an_area_without_functions_is_not_countable(exposure: Exposure) -> None:
    cleaning = area_of(place_of(exposure, "0851"), "cleaning")
    assert not cleaning.countable
    assert cleaning.row.now is None
    assert [placed.initiative.id for placed in cleaning.placed] == ["0851-0006"]


def test_suppliers_see_the_least_bought_first_and_the_unknown_last(exposure: Exposure) -> None:
    """25 % twice: the larger base first; then 50 % twice; then those without a share, in Danish order."""
    roads = next(area for area in exposure.services if area.key == "roads_parks")
    assert [line.code for line in roads.lines[:4]] == ["0751", "0851", "0101", "0741"]
    rest = [line.name for line in roads.lines[4:]]
    assert rest == sorted(rest, key=sort_key)
    assert len(roads.lines) == 98
    assert all(line.now is None or line.now.share is None for line in roads.lines[4:])


def test_new_plans_are_open_ones_that_change_who_does_the_work(exposure: Exposure) -> None:
    """Considered, planned or decided; snow ploughs with sensors that run already are none."""
    roads = next(area for area in exposure.services if area.key == "roads_parks")
    plans = {line.code: [placed.initiative.id for placed in line.planned] for line in roads.lines if line.planned}
    assert plans == {"0751": ["0751-0001", "0751-0002"], "0101": ["0101-0004"]}


def test_cases_like_an_initiative_come_before_those_of_the_same_area(exposure: Exposure) -> None:
    roads = area_of(place_of(exposure, "0751"), "roads_parks")
    assert 0 < len(roads.cases) <= 4
    like = [bool(each.initiatives) for each in roads.cases]
    assert like == sorted(like, reverse=True)
    known = {placed.initiative.id for placed in roads.placed}
    matched = find_similar(make_review()).similar
    for each in roads.cases:
        assert set(each.initiatives) <= known
        assert all(each.case.id in {match.case.id for match in matched[one]} for one in each.initiatives)
        assert each.initiatives or each.case.service_area == "roads_parks"


def test_ranks_follow_1_2_2_4() -> None:
    shares = {"0101": (30, 100), "0147": (20, 100), "0151": (40, 200), "0153": (10, 100), "0155": (0, 0)}
    places = rank([indicator(code, YEAR, "total", "", *sums) for code, sums in shares.items()], YEAR)
    assert {key[0]: (place.rank, place.of, place.tied) for key, place in places.items()} == {
        "0101": (1, 4, 1),
        "0147": (2, 4, 2),
        "0151": (2, 4, 2),
        "0153": (4, 4, 1),
    }


@pytest.fixture(scope="module")
def measured() -> tuple[Indicator, ...]:
    return measure(example_accounts(), None, "service_area")


@pytest.mark.parametrize("code", ["0101", "0741", "0751", "0849"])
def test_comparisons_are_those_of_the_peers_command(measured: tuple[Indicator, ...], code: str) -> None:
    """Worked out for all at once, and the same as one municipality's standing and potential among those of its type."""
    year = max(one.year for one in measured)
    found = compare(measured, year)
    assert code in types_in(year)[find_group(code, "type", year).name]
    own = [one for one in measured if one.year == year]
    for standing in stand(own, find_group(code, "type", year)):
        told = {one.target: one for one in found[code, "service_area", standing.own.code]}
        for target in TARGETS:
            [potential] = measure_potential([standing], target)
            assert (told[target].share if target in told else None) == potential.benchmark
            assert (told[target].volume if target in told else None) == potential.volume


def test_a_change_that_cannot_be_told_says_so() -> None:
    """Nothing changes from a base of nought: 2023 is given one here."""
    rows = [indicator("0320", 2023, "total", "", 0, 0), indicator("0320", 2024, "total", "", 1, 4)]
    change = find_changes(rows, YEAR)["0320", "total", ""]
    assert isinstance(change, NoChange)
    assert change.key == "no_base"
    assert "ikke opgjort" in write_change(change)


def test_a_line_stops_where_a_series_breaks_or_a_year_lacks() -> None:
    trend = [indicator("0751", year, "total", "", 10, 100) for year in (2019, 2020, 2022, 2023, 2024)]
    assert [[year for year, _share in piece] for piece in cut_series(trend, [2024])] == [[2019, 2020], [2022, 2023], [2024]]


def test_bars_end_at_the_next_ten_per_cent_above_the_largest() -> None:
    for bought, top in ((0, "0.1"), (10, "0.1"), (26, "0.3"), (30, "0.3"), (70, "0.7"), (71, "0.8"), (100, "1.0")):
        assert find_top([Row("total", "", indicator("0751", YEAR, "total", "", bought, 100))]) == Decimal(top), bought
    assert find_top([]) == Decimal("0.1")


WRITTEN = [
    (write_points(Fraction(1, 80)), "+1,3 procentpoint"),  # 1.25: halves away from nought
    (write_points(Fraction(-1, 80)), "\u22121,3 procentpoint"),
    (write_points(Fraction(1, 10_000)), "0,0 procentpoint"),
    (write_points(Fraction(-1, 10_000)), "0,0 procentpoint"),
    (write_share(None), "ikke opgjort"),
    (write_share(Decimal("0.2734")), "27,3\u00a0%"),
    (write_millions(Decimal("1234567890.12")), "1.234,6\u00a0mio.\u00a0kr."),
    (write_millions(None), "ikke opgjort"),
    (function_name("2201"), "0.22.01"),
    (function_name("22814"), "2.28.14"),
    (function_name("<b>"), "<b>"),
]


@pytest.mark.parametrize(("written", "expected"), WRITTEN)
def test_numbers_are_written_as_people_do(written: str, expected: str) -> None:
    assert written == expected


def test_a_table_of_main_accounts_has_no_service_areas(tmp_path: Path) -> None:
    """REGK11: main accounts are measured, service areas are not, and nothing is nought."""
    file = tmp_path / "regk11.parquet"
    rows = [
        ("0751", 2024, account, "1", "", art, Decimal(sum_)) for account in "25" for art, sum_ in (("10", 6_000_000), ("45", 4_000_000))
    ]
    write_rows(
        rows,
        file,
        About("accounts", "REGK11", "LOBM", (AccountFile("a.csv", "ab" * 32),), "prøve", detail="main_account", lacks=("owner",)),
    )
    place = place_of(open_exposure(file), "0751")
    assert [row.key for row in place.main_accounts] == ["2", "5"]
    assert place.total.now
    assert place.total.now.base == 20_000_000
    assert all(area.row.now is None for area in place.areas)
    assert place_of(open_exposure(file), "0101").accounts == "not_measured"


def test_a_budget_is_no_accounts(tmp_path: Path) -> None:
    file = tmp_path / "budget.parquet"
    write_rows([("0751", 2026, "22811", "1", "4", "40", Decimal(5))], file, About("budget", "BUDK1", "LOBM", (), "prøve"))
    with pytest.raises(CompetitionError):
        open_exposure(file)
