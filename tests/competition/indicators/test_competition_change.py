"""The change between two years: parts that add up exactly and to the krone, and changes that must not be told."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.competition.indicators.change import difference_in_points, list_changes, split_change
from samspil.competition.indicators.measure import measure
from samspil.competition.indicators.words import describe_change
from samspil.values.competition import Indicator
from samspil.values.competition_change import Break, Change, NoChange
from tests.competition.indicators.accounts_by_hand import AARHUS, ODENSE, by_hand

BEFORE = Indicator("0461", 2022, "pli", "total", "", Decimal(20), Decimal(100), "pli_samspil_v1")
AFTER = replace(BEFORE, year=2023, numerator=Decimal(36), base=Decimal(120))
KRONER = st.decimals(min_value=0, max_value=Decimal("1e12"), places=2)
BASES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("1e12"), places=2)


def told(before: Indicator, after: Indicator) -> Change:
    found = split_change(before, after)
    assert isinstance(found, Change)
    return found


def test_by_hand() -> None:
    """20 of 100 becomes 36 of 120: 20 % to 30 %.

    Numerator: 16 x (1/100 + 1/120) / 2 = 16 x 11/1200 = 11/75 = 14.67 points. Base: (1/120 - 1/100) x 56 / 2 = -28/600 = -4.67 points. Together 10.
    Kroner: by the share 0.10 x (100 + 120) / 2 = 11, by the volume 20 x (0.2 + 0.3) / 2 = 5. Together 16.
    Against an unchanged share: 36 - 0.2 x 120 = 12: of the base -28/600 x 120 = -5.6, about -6, of the numerator the rest, 18.
    """
    one = told(BEFORE, AFTER)
    assert (one.before, one.after, one.points) == (Fraction(1, 5), Fraction(3, 10), Fraction(1, 10))
    assert (one.numerator_effect, one.base_effect) == (Fraction(11, 75), Fraction(-7, 150))
    assert (one.dkk, one.share_dkk, one.volume_dkk) == (16, 11, 5)
    assert (one.beyond_dkk, one.beyond_numerator_dkk, one.beyond_base_dkk) == (12, 18, -6)


@given(KRONER, BASES, KRONER, BASES)
@settings(max_examples=300, deadline=None)
def test_parts_add_up(n0: Decimal, d0: Decimal, n1: Decimal, d1: Decimal) -> None:
    """Shares exactly, kroner to the krone; and the same split whichever year is named first, with the sign turned where years are exchanged."""
    before, after = replace(BEFORE, numerator=n0, base=d0), replace(AFTER, numerator=n1, base=d1)
    one = told(before, after)
    assert one.numerator_effect + one.base_effect == one.points == Fraction(n1) / Fraction(d1) - Fraction(n0) / Fraction(d0)
    assert one.share_dkk + one.volume_dkk == one.dkk
    assert abs(one.dkk - (Fraction(n1) - Fraction(n0))) <= 1
    assert one.beyond_numerator_dkk + one.beyond_base_dkk == one.beyond_dkk
    assert abs(one.beyond_dkk - (Fraction(n1) - one.before * Fraction(d1))) <= 1
    turned = told(replace(before, numerator=n1, base=d1), replace(after, numerator=n0, base=d0))
    assert (turned.numerator_effect, turned.base_effect) == (-one.numerator_effect, -one.base_effect)


@given(KRONER, BASES, BASES)
@settings(deadline=None)
def test_what_did_not_move_has_no_effect(numerator: Decimal, base: Decimal, other: Decimal) -> None:
    same_base = told(replace(BEFORE, numerator=numerator, base=base), replace(AFTER, numerator=numerator + 1, base=base))
    assert same_base.base_effect == 0
    same_numerator = told(replace(BEFORE, numerator=numerator, base=base), replace(AFTER, numerator=numerator, base=other))
    assert same_numerator.numerator_effect == 0


def test_kroner_add_up_over_all_municipalities_of_the_example() -> None:
    from samspil.competition.accounts.keeping import example_accounts

    found = list_changes(measure(example_accounts(), None, "main_account"), 2022, 2024)
    assert len(found) > 600
    for one in found:
        assert isinstance(one, Change)
        assert one.share_dkk + one.volume_dkk == one.dkk
        assert one.numerator_effect + one.base_effect == one.after - one.before


OBSTACLES = [
    (replace(AFTER, definition="pli_samspil_v2"), "definitions_differ"),
    (replace(AFTER, prices=2023), "prices_differ"),
    (replace(AFTER, example=True), "example_differs"),
    (replace(AFTER, base=Decimal(0)), "no_base"),
    (replace(AFTER, base=Decimal(-5)), "no_base"),
    (replace(AFTER, unplaced=Decimal(1)), "owner_missing"),
]


@pytest.mark.parametrize(("after", "key"), OBSTACLES)
def test_what_cannot_be_compared(after: Indicator, key: str) -> None:
    found = split_change(BEFORE, after)
    assert isinstance(found, NoChange)
    assert found.key == key
    assert "ingen ændring vises" in describe_change(found)


def test_own_wins_reported_in_one_year_only_are_no_change() -> None:
    before, after = replace(BEFORE, kind="iku"), replace(AFTER, kind="iku", own_wins=Decimal(5))
    found = split_change(before, after)
    assert isinstance(found, NoChange)
    assert found.key == "own_wins_differ"
    assert isinstance(split_change(before, replace(AFTER, kind="iku")), Change)


def test_the_country_of_other_municipalities_is_no_change() -> None:
    before, after = replace(BEFORE, municipality="", municipalities=98), replace(AFTER, municipality="", municipalities=97)
    found = split_change(before, after)
    assert isinstance(found, NoChange)
    assert found.key == "coverage_differs"


def test_nothing_is_told_across_a_break() -> None:
    """The break is named with its year; the years on one side of it are compared."""
    before = replace(BEFORE, level="function", code="53026", year=2024)
    found = split_change(before, replace(before, year=2025))
    assert isinstance(found, NoChange)
    assert [one.key for one in found.breaks] == ["elderly_act_2025"]
    words = describe_change(found)
    assert "databrud" in words
    assert "2025: Ældreloven" in words
    assert "skal efterprøves" in words
    assert isinstance(split_change(replace(before, year=2023), before), Change)


def test_breaks_of_ones_own_take_the_place_of_those_that_ship() -> None:
    mine = [Break(2023, "x", "Ny kontoplan", "os", "own_design")]
    assert isinstance(split_change(BEFORE, AFTER, breaks=mine), NoChange)
    assert isinstance(split_change(BEFORE, AFTER, breaks=[]), Change)


def test_years_may_come_in_any_order_but_must_be_of_the_same_thing() -> None:
    assert split_change(AFTER, BEFORE) == split_change(BEFORE, AFTER)
    with pytest.raises(ValueError, match="0751"):
        split_change(BEFORE, replace(AFTER, municipality="0751"))


def test_from_accounts(tmp_path: Path) -> None:
    """Odense, 2.28.14: 5 of 10 in 2023, 8 of 16 in 2024: the share stands still, the 3 million are volume. What has one year only is said."""
    found = list_changes(measure(by_hand(tmp_path), None, "function", country=False), 2023, 2024)
    roads = next(one for one in found if (one.municipality, one.code) == (ODENSE, "22814"))
    assert isinstance(roads, Change)
    assert (roads.points, roads.dkk, roads.share_dkk, roads.volume_dkk) == (0, 3_000_000, 0, 3_000_000)
    assert {(one.municipality, one.code): one.key for one in found if isinstance(one, NoChange)}[ODENSE, "2820"] == "one_year"
    assert sum(one.municipality == AARHUS for one in found) == 1


def test_words() -> None:
    words = describe_change(told(BEFORE, AFTER))
    assert "fra 20,0\u00a0% til 30,0\u00a0%, +10,0 procentpoint" in words
    assert "tælleren +14,7 procentpoint og grundlaget \u22124,7 procentpoint" in words
    assert "+16 kr.: +11 kr. af ændret andel og +5 kr. af ændret grundlag" in words


@pytest.mark.parametrize(("share", "other", "points"), [("0.2728", "0.275", "-0.2"), ("0.2734", "0.2731", "0"), ("0.3", "0.2", "10")])
def test_points(share: str, other: str, points: str) -> None:
    assert difference_in_points(Decimal(share), Decimal(other)) == Decimal(points)
