"""Prices made comparable: units, price years, listed prices. Every expected sum is worked in the comment beside it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.purchasing.figures.deals import find_price
from samspil.purchasing.figures.listed import compare_listed, find_spans
from samspil.purchasing.figures.model import Price, round_oere
from samspil.purchasing.figures.portfolio import build_figures
from samspil.purchasing.figures.settings import Basis, Settings
from samspil.purchasing.figures.units import CALENDAR, PLAIN, days_in_year, from_day, to_day
from samspil.values.reason import Reason
from tests.purchasing.figures.figure_values import INDEX, D, placement, portfolio, tariff


@pytest.mark.parametrize(
    ("dkk", "unit", "year", "hours", "convention", "per_day"),
    [
        ("2500.50", "day", 2025, None, CALENDAR, "2500.50"),
        ("60833.33", "month", 2025, None, CALENDAR, "2000.00"),  # 60,833.33 x 12 / 365 = 1,999.99989
        ("60833.33", "month", 2024, None, CALENDAR, "1994.54"),  # / 366 = 1,994.5354
        ("60833.33", "month", 2024, None, PLAIN, "2000.00"),
        ("730000", "year", 2025, None, CALENDAR, "2000.00"),
        ("732000", "year", 2024, None, CALENDAR, "2000.00"),
        ("450", "hour", 2025, "10.5", CALENDAR, "675.00"),  # 450 x 10.5 / 7
        ("0.365", "month", 2025, None, CALENDAR, "0.01"),  # 0.365 x 12 / 365 = 0.012
        ("1.825", "year", 2025, None, CALENDAR, "0.01"),  # exactly half an øre: away from zero
    ],
)
def test_units_to_day(dkk: str, unit: str, year: int, hours: str | None, convention: str, per_day: str) -> None:
    found = to_day(D(dkk), unit, year, hours_per_week=D(hours) if hours else None, convention=convention)
    assert isinstance(found, Price)
    assert round_oere(found.dkk_day) == D(per_day)
    assert [step.key for step in found.steps] == ([] if unit == "day" else ["unit"])


@pytest.mark.parametrize("hours", [None, D(0)])
def test_an_hour_price_without_hours_gives_no_figure(hours: Decimal | None) -> None:
    assert to_day(D(450), "hour", 2025, hours_per_week=hours) == Reason.of("no_hours")


@given(
    st.decimals("0.01", "9999999", places=2),
    st.sampled_from(("day", "month", "year", "hour")),
    st.integers(2008, 2040),
    st.decimals("0.5", "168", places=1),
    st.sampled_from((CALENDAR, PLAIN)),
)
def test_units_round_trip(dkk: Decimal, unit: str, year: int, hours: Decimal, convention: str) -> None:
    there = to_day(dkk, unit, year, hours_per_week=hours, convention=convention)
    assert isinstance(there, Price)
    back = from_day(there.dkk_day, unit, year, hours_per_week=hours, convention=convention)
    assert isinstance(back, Decimal)
    assert round_oere(back) == dkk


@pytest.mark.parametrize(("year", "days"), [(2023, 365), (2024, 366), (2100, 365), (2000, 366)])
def test_days_of_a_year(year: int, days: int) -> None:
    assert days_in_year(year) == days
    assert days_in_year(year, PLAIN) == 365


def test_price_per_day_is_moved_to_the_price_year_line_by_line() -> None:
    """104,000 of 2024 x 106.6/104 = 106,600; with 50,000 of 2025 it is 156,600 over 80 days = 1,957.50."""
    lines = [placement("a", 1, "104000", 50, price_year=2024), placement("b", 1, "50000", 30)]
    found = find_price(lines, Basis(2025, 2025, Settings(index=INDEX)))
    assert isinstance(found, Price)
    assert round_oere(found.dkk_day) == D("1957.50")
    moved, spread = found.steps
    assert (moved.key, moved.before, round_oere(moved.after)) == ("price_year", D(104000), D("106600.00"))
    assert (spread.key, round_oere(spread.before), spread.before_unit, spread.after_unit) == ("days", D("156600.00"), "dkk", "dkk_day")
    for step in found.steps:
        assert round_oere(step.before * step.factor) == round_oere(step.after)


def test_without_an_index_other_price_years_give_no_figure() -> None:
    found = find_price([placement("a", 1, "1000", price_year=2024)], Basis(2025, None, Settings()))
    assert found == Reason.of("no_index", from_year=2024, to_year=2025)


@pytest.mark.parametrize(("paid", "days"), [("0", 100), ("1000", 0), ("1000", -5)])
def test_a_price_of_nothing_or_no_days_gives_no_figure(paid: str, days: int) -> None:
    assert find_price([placement("a", 1, paid, days)], Basis(2025, None, Settings())) == Reason.of("no_days")


def test_price_per_hour_of_support() -> None:
    """2,000 a day x 7 / 14 hours a week = 1,000 an hour. Hours are weighted by days: (10 x 30 + 16 x 60) / 90 = 14."""
    lines = [placement("a", 1, "60000", 30, hours_per_week=D(10)), placement("b", 1, "120000", 60, hours_per_week=D(16))]
    deal = build_figures(portfolio(lines)).deals[0]
    assert isinstance(deal.hourly, Price)
    assert round_oere(deal.hourly.dkk_day) == D("1000.00")
    assert deal.hourly.steps[-1].after_unit == "dkk_hour"


def test_paid_against_the_list_weighs_tariffs_by_calendar_days() -> None:
    """1 January to 30 June are 181 days at 2,000, July to December 184 at 2,100; 100 of 365 days paid: 100 x (181 x 2000 + 184 x 2100) / 365."""
    tariffs = [
        (0, tariff(1, "2000", valid_from=date(2025, 1, 1), valid_to=date(2025, 6, 30))),
        (1, tariff(1, "2100", valid_from=date(2025, 7, 1), valid_to=date(2025, 12, 31))),
    ]
    found = compare_listed(placement("a", 1, "225000"), tariffs, None, CALENDAR)
    assert not isinstance(found, Reason)
    listed, used = found
    assert round_oere(listed.listed_dkk) == D("205041.10")  # 20,504,109.589 / 100
    assert round(listed.ratio, 6) == D("1.097341")
    assert [(each.tariff, each.days) for each in used] == [(0, 181), (1, 184)]


SPANS = [
    ("level before all levels", [tariff(1, "1"), tariff(1, "2", support_level=2)], {}, [(1, 365)]),
    ("another level does not count", [tariff(1, "1", support_level=3)], {}, "no_tariff"),
    ("no date: the price year", [tariff(1, "1", year=2024)], {}, "tariff_gap"),
    ("open end", [tariff(1, "1", year=2024, valid_from=date(2024, 3, 1))], {}, [(0, 365)]),
    (
        "the later one takes over",
        [tariff(1, "1", valid_from=date(2025, 1, 1)), tariff(1, "2", valid_from=date(2025, 12, 1))],
        {},
        [(0, 334), (1, 31)],
    ),
    ("two prices at once", [tariff(1, "1"), tariff(1, "2")], {}, "tariff_doubled"),
    ("the same twice", [tariff(1, "1"), tariff(1, "1")], {}, [(0, 365)]),
    (
        "only the stay counts",
        [tariff(1, "1", valid_from=date(2025, 5, 1))],
        {"started": date(2025, 5, 1), "ended": date(2025, 5, 10)},
        [(0, 10)],
    ),
    ("a day before", [tariff(1, "1", valid_from=date(2025, 5, 1))], {"started": date(2025, 4, 30)}, "tariff_gap"),
    ("not of this year", [tariff(1, "1")], {"started": date(2026, 2, 1)}, "no_stay"),
]


@pytest.mark.parametrize(("tariffs", "stay", "wanted"), [case[1:] for case in SPANS], ids=[case[0] for case in SPANS])
def test_which_listed_price_applied(tariffs: list[Any], stay: dict[str, Any], wanted: object) -> None:
    found = find_spans(placement("a", 1, "1000", **stay), list(enumerate(tariffs)))
    if isinstance(wanted, str):
        assert isinstance(found, Reason)
        assert found.key == wanted
    else:
        assert not isinstance(found, Reason)
        assert [(number, days) for (number, _tariff), days in found] == wanted


def test_a_listed_price_of_another_price_year_is_moved_or_refused() -> None:
    """2,000 of 2024 is 2,000 x 106.6 / 104 = 2,050 of 2025."""
    old = [(0, tariff(1, "2000", year=2024, valid_from=date(2024, 1, 1)))]
    line = placement("a", 1, "205000")
    found = compare_listed(line, old, INDEX, CALENDAR)
    assert not isinstance(found, Reason)
    assert round_oere(found[0].listed_dkk) == D("205000.00")
    assert [step.key for step in found[1][0].price.steps] == ["price_year"]
    assert compare_listed(line, old, None, CALENDAR) == Reason.of("no_index", from_year=2024, to_year=2025)


def test_extra_services_are_no_listed_price_of_the_place() -> None:
    extra = tariff(1, "10")
    extra = type(extra)(
        extra.offer, extra.paragraph, "extra", *(getattr(extra, name) for name in ("service", "price_dkk", "unit", "price_year"))
    )
    deal = build_figures(portfolio([placement("a", 1, "1000")], tariffs=(extra,))).deals[0]
    assert deal.listed == Reason.of("no_tariff")
