"""Rank with ties, means, quantiles and who has no figures, worked by hand; groups by date."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.peers.groups import find_group, read_names
from samspil.competition.peers.standing import quantile, stand
from samspil.values.competition import Indicator
from samspil.values.competition_peers import PeerGroup

# code: bought, base. Shares 0.1, 0.2, 0.2, 0.3; 0161 has no base, 0163 no row at all.
FIGURES = {"0101": (10, 100), "0147": (20, 100), "0151": (40, 200), "0153": (90, 300), "0161": (5, 0)}
OTHERS = ("0101", "0147", "0151", "0153", "0161", "0163")


def indicator(code: str, bought: object, base: object, area: str = "roads_parks") -> Indicator:
    return Indicator(code, 2024, "pli", "service_area", area, Decimal(str(bought)), Decimal(str(base)), "pli_samspil_v1")


def figures() -> list[Indicator]:
    return [indicator(code, *pair) for code, pair in FIGURES.items()]


def group_of(code: str, members: Sequence[str] = OTHERS) -> PeerGroup:
    return find_group(code, "own_choice", 2024, [one for one in members if one != code])


@pytest.mark.parametrize(
    ("code", "rank", "shared"),
    [("0153", 1, 0), ("0147", 2, 1), ("0151", 2, 1), ("0101", 4, 0)],  # 1-2-2-4
)
def test_equal_shares_share_a_place_and_the_next_is_left_out(code: str, rank: int, shared: int) -> None:
    (one,) = stand(figures(), group_of(code))
    assert (one.rank, one.shared, one.ranked) == (rank, shared, 4)


def test_values_of_the_group_are_those_worked_by_hand() -> None:
    """Peers of 0101: 0.2, 0.2, 0.3. Mean 0.7 / 3; together (20 + 40 + 90) / 600; quartile at 2 x 0.75 = 1.5: half way from 0.2 to 0.3; country 160 / 700."""
    (one,) = stand(figures(), group_of("0101"))
    assert one.mean is not None
    assert one.national is not None
    assert round(one.mean, 10) == Decimal("0.2333333333")
    assert one.weighted == Decimal("0.25")
    assert one.median == Decimal("0.2")
    assert one.upper_quartile == Decimal("0.25")
    assert round(one.national, 10) == Decimal("0.2285714286")
    assert one.national_count == 4
    assert [peer.municipality for peer in one.group] == ["0153", "0147", "0151"]  # highest first, equals by code


def test_those_without_figures_are_named_with_the_reason_and_counted() -> None:
    (one,) = stand(figures(), group_of("0101"))
    assert one.missing == (("0161", "no_base"), ("0163", "no_indicator"))
    assert (len(one.group), one.of) == (3, 5)
    assert "small_group" in one.notes
    assert "not_everybody" in one.notes


def test_a_municipality_without_a_base_has_no_rank_but_its_peers_are_told() -> None:
    (one,) = stand(figures(), group_of("0161"))
    assert one.rank is None
    assert "own_no_base" in one.notes
    assert one.median == Decimal("0.2")


def test_a_group_without_figures_gives_no_value_rather_than_nought() -> None:
    (one,) = stand(figures(), group_of("0101", ("0163",)))
    assert (one.mean, one.weighted, one.median, one.upper_quartile) == (None, None, None, None)
    assert "no_peers" in one.notes
    assert one.national is not None


def test_the_countrys_own_line_is_not_taken_for_a_municipality() -> None:
    """Its sums would else count twice."""
    with_country = [*figures(), indicator("", 165, 700)]
    assert stand(with_country, group_of("0101")) == stand(figures(), group_of("0101"))


def test_the_ten_highest_of_each_area_and_all_who_share_the_tenth_place() -> None:
    codes = [one.municipality for one in stand_of_many()]
    shares = [90, 80, 70, 60, 50, 45, 44, 43, 42, 30, 30, 10]  # the tenth and eleventh are equal
    roads = [indicator(code, share, 100) for code, share in zip(codes, shares, strict=True)]
    homes = [indicator(code, 100 - share, 100, "home_care") for code, share in zip(codes, shares, strict=True)]
    first, second = stand([*roads, *homes], find_group(codes[11], "best_ten", 2024))
    assert len(first.group) == 11
    assert "tied_tenth" in first.notes
    assert {one.municipality for one in first.group} == set(codes[:11])
    assert (first.rank, first.ranked) == (12, 12)  # the municipality is none of the ten: it is ranked behind them
    assert len(second.group) == 10  # 10, 20, ... the two lowest shares stand outside
    assert (second.rank, second.ranked) == (1, 10)  # here it is one of them, and counts once


def stand_of_many() -> list[Indicator]:
    from samspil.vocabulary.municipalities import read_municipalities

    return [indicator(one.code, 1, 2) for one in read_municipalities()[:12]]


def test_regions_are_those_of_the_year() -> None:
    before, after = (find_group("0350", "region", year) for year in (2026, 2027))
    assert (before.name, len(before.members)) == ("Sjælland", 16)
    assert (after.name, len(after.members)) == ("Østdanmark", 45)
    assert "0350" not in after.members
    assert {"0101", "0400"} <= set(after.members)


def test_types_are_the_grouping_of_the_year_and_say_when_they_began() -> None:
    group = find_group("0350", "type", 2024)
    assert (group.name, len(group.members)) == ("opland", 23)
    assert group.notes == ()
    assert find_group("0350", "type", 2010).notes == ("type_before",)


def test_the_country_is_all_98() -> None:
    assert len(find_group("0350", "national", 2024).members) == 98


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [
        ([], "0.75", None),
        (["0.4"], "0.75", "0.4"),
        (["0.1", "0.2"], "0.75", "0.175"),
        (["0.1", "0.2", "0.3", "0.4"], "0.75", "0.325"),  # at 2.25
        (["0.4", "0.1", "0.3", "0.2", "0.5"], "0.75", "0.4"),
        (["0.1", "0.2", "0.3", "0.4"], "0.5", "0.25"),
    ],
)
def test_quantiles_are_those_of_spreadsheets(values: list[str], part: str, expected: str | None) -> None:
    found = quantile([Decimal(value) for value in values], Decimal(part))
    assert found == (None if expected is None else Decimal(expected))


def test_figures_that_must_not_be_ranked_together_are_refused() -> None:
    first = figures()
    for kind, other in (
        ("error_mixed_definition", replace(first[1], definition="pli_other_v1")),
        ("error_mixed_prices", replace(first[1], prices=2020)),
    ):
        with pytest.raises(CompetitionError) as caught:
            stand([first[0], other], group_of("0101"))
        assert caught.value.kind == kind
        assert caught.value.remedy
    with pytest.raises(CompetitionError) as caught:
        stand([*first, first[0]], group_of("0101"))
    assert caught.value.kind == "error_area_twice"


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: find_group("9999", "type", 2024), "error_municipality"),
        (lambda: find_group("0350", "own_choice", 2024, ()), "error_nobody_chosen"),
        (lambda: find_group("0350", "own_choice", 2024, ("0253", "0350")), "error_chosen_itself"),
        (lambda: read_names(["Grev"], "--chosen"), "error_municipality"),
        (lambda: read_names(["1234"], "--chosen"), "error_municipality"),
        (lambda: stand([indicator("0101", 1, 2)], find_group("0350", "type", 2024)), "error_no_figures"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_with_a_remedy(call: object, kind: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.kind == kind
    assert caught.value.remedy


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(CompetitionError, match="Greve"):
        read_names(["Grevee"], "--chosen")
