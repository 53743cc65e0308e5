"""What holds for all numbers: scaling, order, and that more evidence is never wider."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from transfer_cases import make_case, make_effect, make_wish, run, run_one

from samspil.cases.transfer.spread import GRADE_SD
from samspil.cases.transfer.worth import Assumptions, break_even, net_value, payback
from samspil.economics.worth import annuity
from samspil.values.case import GRADES

SIZES = st.integers(1, 10**6)
VALUES = st.integers(1, 10**9)


@st.composite
def effects(draw: st.DrawFn) -> dict[str, Any]:
    value = draw(VALUES)
    made: dict[str, Any] = {"value": Decimal(value), "grade": draw(st.sampled_from(GRADES)), "driver_value": Decimal(draw(SIZES))}
    if draw(st.booleans()):
        made |= {"low": Decimal(draw(st.integers(-value, value))), "high": Decimal(draw(st.integers(value, 3 * value)))}
    return made


@given(effects(), SIZES)
def test_low_middle_high(values: dict[str, Any], own: int) -> None:
    whole = run_one(make_wish(population_80plus=own), make_effect(**values)).range
    assert whole.low <= whole.middle <= whole.high


@given(effects(), SIZES, st.integers(2, 50))
def test_twice_the_size_is_twice_the_effect(values: dict[str, Any], own: int, times: int) -> None:
    """Within the krone that each is rounded to."""
    one = run_one(make_wish(population_80plus=own), make_effect(**values)).range
    more = run_one(make_wish(population_80plus=own * times), make_effect(**values)).range
    for end in ("low", "middle", "high"):
        assert abs(getattr(more, end) - times * getattr(one, end)) <= Decimal(times) / 2 + 1


@given(effects(), SIZES, SIZES)
def test_larger_here_is_never_less(values: dict[str, Any], own: int, other: int) -> None:
    first, second = (run_one(make_wish(population_80plus=size), make_effect(**values)).range for size in sorted((own, other)))
    assert first.middle <= second.middle
    assert first.high <= second.high


@given(effects(), SIZES)
def test_better_evidence_is_never_wider(values: dict[str, Any], own: int) -> None:
    found = [run_one(make_wish(population_80plus=own), make_effect(**{**values, "grade": grade})).range for grade in GRADES]
    assert list(GRADE_SD) == list(GRADES)
    for weaker, better in pairwise(found):
        assert weaker.low <= better.low
        assert better.high <= weaker.high
        assert weaker.middle == better.middle


@settings(deadline=None, max_examples=40)
@given(st.lists(effects(), min_size=2, max_size=7), SIZES)
def test_pooled_lies_between(values: list[dict[str, Any]], own: int) -> None:
    """Low <= middle <= high, the middle between the smallest and the largest case, the weights one in all."""
    result = run(make_wish(population_80plus=own), *(make_case(f"a{n}", make_effect(**one)) for n, one in enumerate(values)))
    assert result.pooled
    whole = result.pooled.range
    assert whole.low <= whole.middle <= whole.high
    middles = [one.range.middle for one in result.scaled]
    assert min(middles) - 1 <= whole.middle <= max(middles) + 1
    assert abs(sum(weight for _case, weight in result.pooled.weights) - 1) < 1e-9


MONEY = st.integers(0, 10**9).map(Decimal)
RATES = st.decimals(0, 25, places=2)


@given(MONEY, MONEY, MONEY, RATES, st.integers(1, 50))
def test_worth(effect: Decimal, investment: Decimal, cost: Decimal, rate: Decimal, years: int) -> None:
    """At the break-even effect the net value is 0; more effect is more worth; payback within the years only when it pays without interest."""
    one = Assumptions(effect, investment, cost, rate, years)
    at_zero = Assumptions(break_even(one), investment, cost, rate, years)
    assert abs(net_value(at_zero)) < Decimal("1e-15")
    assert net_value(Assumptions(effect + 1, investment, cost, rate, years)) > net_value(one)
    assert 0 < annuity(rate, years) <= years
    simple, discounted = payback(one, discounted=False), payback(one, discounted=True)
    if discounted is not None:
        assert simple is not None
        assert simple <= discounted <= years
    assert (discounted is not None) == (net_value(one) >= 0 or investment == 0)
