"""Draws, tornado, verdicts: the numpy way gives what the exact way gives, seeds repeat, ranges matter."""

import random
from decimal import Decimal

import numpy as np
import pytest
from make_cases import VALUES, make_case

from samspil.purchasing.make_or_buy.compare import compare_case
from samspil.purchasing.make_or_buy.formulas import Setting, net_value
from samspil.purchasing.make_or_buy.model import Line
from samspil.purchasing.make_or_buy.simulate import MANY, draw_line
from samspil.purchasing.make_or_buy.template import read_example

STEPS = ((Decimal(830_000), Decimal("0.25")), (Decimal(1_630_000), Decimal("0.5")), (Decimal(2_050_000), Decimal("0.75")))


def line(shape: str, low: float, middle: float, high: float, name: str = "food") -> Line:
    return Line(name, Decimal(str(middle)), Decimal(str(low)), Decimal(str(high)), shape)


@pytest.mark.parametrize("direction", ["insource", "outsource"])
def test_arrays_give_what_decimals_give(direction: str) -> None:
    chance = random.Random(3)  # noqa: S311 - cases of a test
    cases = []
    for _ in range(25):
        changes = {
            name: round(value * chance.uniform(0.5, 1.5), 2)
            for name, value in VALUES.items()
            if name in ("hourly_wage", "price_day", "places")
        }
        cases.append(make_case(direction, delay_months=chance.randint(0, 30), building=chance.randint(0, 10**6), **changes).numbers())
    setting = Setting(direction, 15, STEPS, True)
    exact = [float(net_value(numbers, setting)) for numbers in cases]
    arrays = {name: np.array([float(numbers[name]) for numbers in cases]) for name in cases[0]}
    assert np.allclose(net_value(arrays, setting, MANY), exact, rtol=1e-9)


@pytest.mark.parametrize(
    ("shape", "low", "middle", "high", "mean", "sd"),
    [
        ("triangular", 0, 3, 6, 3, 1.224745),  # sd of a triangle: sqrt((a2 + b2 + c2 - ab - ac - bc) / 18) = sqrt(27 / 18)
        ("pert", 0, 2, 6, 14 / 6, None),  # (0 + 4 x 2 + 6) / 6
        ("normal", 0, 3, 6, 3, 2.340912),  # 6 / (2 x 1.2815516)
    ],
)
def test_distributions_are_those_stated(shape: str, low: float, middle: float, high: float, mean: float, sd: float | None) -> None:
    drawn = draw_line(np.random.default_rng(1), line(shape, low, middle, high), 200_000)
    assert drawn.mean() == pytest.approx(mean, abs=0.02)
    if sd:
        assert drawn.std() == pytest.approx(sd, rel=0.01)
    if shape != "normal":
        assert low <= drawn.min() <= drawn.max() <= high
    else:
        assert np.mean((drawn > low) & (drawn < high)) == pytest.approx(0.8, abs=0.005)


def ranged(**more: object) -> dict[str, object]:
    return {"price_day": {"value": 2900, "low": 2700, "high": 3100, "distribution": "pert"}, **more}


def test_the_same_seed_gives_the_same_draws() -> None:
    first, second = (compare_case(make_case(**ranged()), draws=2_000).draws for _ in range(2))
    other = compare_case(make_case(head={"seed": 2}, **ranged()), draws=2_000).draws
    assert first == second
    assert other
    assert first
    assert other.quantiles != first.quantiles
    assert sum(first.bins) == 2_000


def test_verdicts() -> None:
    assert compare_case(make_case()).verdict == "no_range"
    assert compare_case(make_case(**ranged())).verdict == "change"
    assert compare_case(make_case("outsource", **ranged())).verdict == "stay"
    near = {"price_day": {"value": 2150, "low": 1800, "high": 2500, "distribution": "triangular"}}
    assert compare_case(make_case(**near)).verdict == "open"


def test_tornado_ends_are_net_values_and_the_widest_stands_first() -> None:
    food = {"value": 20_000, "low": 15_000, "high": 30_000}
    done = compare_case(make_case(**ranged(food=food)), draws=1_000)
    assert [bar.name for bar in done.bars] == ["price_day", "food"]
    assert done.bars[1].at_low == compare_case(make_case(food=15_000)).npv
    assert done.bars[0].at_high == compare_case(make_case(price_day=3_100)).npv


def test_shocks_ask_the_four_questions() -> None:
    """Occupancy -10 points, wage +5 %, twelve months' delay, more refusals: each is the net value of that very case."""
    done = compare_case(make_case())
    found = {(shock.name, shock.amount): shock for shock in done.shocks}
    for key, changes in {
        ("occupancy", Decimal(-10)): {"occupancy": 80},
        ("hourly_wage", Decimal("1.05")): {"hourly_wage": 210},
        ("delay_months", Decimal(12)): {"delay_months": 12},
        ("refusal_share", Decimal(20)): {"refusal_share": 30},
    }.items():
        assert found[key].npv == compare_case(make_case(**changes)).npv
        assert found[key].npv < done.npv
    assert not any(shock.name == "building" for shock in done.shocks)  # nought stays nought


def test_the_example_is_whole_made_up_and_undecided() -> None:
    done = compare_case(read_example())
    assert done.case.synthetic
    assert done.verdict == "open"
    assert done.draws
    assert done.draws.quantiles[10] < 0 < done.draws.quantiles[90]
