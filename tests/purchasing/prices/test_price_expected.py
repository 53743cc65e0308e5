"""Expected prices on the generator's data, whose truth is known: coverage, error, reasons that add up, and that nobody is judged by their own prices."""

import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from price_values import PRICES, portfolio

from samspil.purchasing.prices.expected import Prices, expect, expect_all, fit_prices
from samspil.purchasing.prices.hedonic import conformal_quantile, count_once, deal_folds, solve_ridge
from samspil.purchasing.prices.model import Expected, Negotiation, Refusal
from samspil.purchasing.prices.negotiation import build_list
from samspil.purchasing.synthetic import Truth, make_portfolio
from samspil.values.purchasing import Portfolio

SEED = 41  # the model was made on seeds 1 to 3


@pytest.fixture(scope="module")
def made() -> tuple[Portfolio, Truth, Prices]:
    whole, truth = make_portfolio(SEED, 150, 5000)
    prices = fit_prices(whole)
    assert isinstance(prices, Prices)
    return whole, truth, prices


def priced(prices: Prices) -> dict[str, Expected]:
    return {one.key: one for one in expect_all(prices) if isinstance(one, Expected)}


def test_range_covers_and_middle_is_near(made: tuple[Portfolio, Truth, Prices]) -> None:
    """On a smaller sample than the benchmark's, hence two points wider than its 75 to 85 %."""
    whole, _truth, prices = made
    paid = {each.key: each.paid_dkk / each.days for each in whole.placements}
    found = priced(prices)
    assert len(found) > 1500
    covered = np.mean([one.low <= paid[key] <= one.high for key, one in found.items()])
    error = np.median([abs(float(one.per_day / paid[key]) - 1) for key, one in found.items()])
    assert 0.73 <= covered <= 0.87
    assert error <= 0.12


def test_middle_is_near_the_truth(made: tuple[Portfolio, Truth, Prices]) -> None:
    """Without noise and excess; what is left is the effect of suppliers, which nobody can see from outside."""
    _whole, truth, prices = made
    error = np.median([abs(float(one.per_day) / truth.expected[key] - 1) for key, one in priced(prices).items()])
    assert error <= 0.06


def test_reasons_add_up_to_the_ore(made: tuple[Portfolio, Truth, Prices]) -> None:
    for one in priced(made[2]).values():
        assert one.base + sum(part.dkk for part in one.parts) == one.per_day
        assert one.low <= one.per_day <= one.high
        assert one.group.offers >= 5
        assert one.group.suppliers >= 3


def test_reasons_point_the_way_of_the_truth(made: tuple[Portfolio, Truth, Prices]) -> None:
    """Higher support costs more than lower in the truth: its part must be larger."""
    by_level: dict[str, list[float]] = {}
    for one in priced(made[2]).values():
        part = next(part for part in one.parts if part.factor == "level")
        by_level.setdefault(part.value, []).append(float(part.dkk / one.per_day))
    means = [float(np.mean(by_level[level])) for level in sorted(by_level)]
    assert means == sorted(means)


def test_nobody_is_judged_by_their_own_prices(made: tuple[Portfolio, Truth, Prices]) -> None:
    """A supplier that doubles all its prices gets exactly the same expected prices as before."""
    whole, _truth, prices = made
    before = priced(prices)
    supplier = next(row.offer.supplier for row in prices.rows.rows if row.placement.key in before)
    offers = {each.id for each in whole.offers if each.supplier == supplier}
    dearer = tuple(replace(each, paid_dkk=each.paid_dkk * 2) if each.offer in offers else each for each in whole.placements)
    again = fit_prices(replace(whole, placements=dearer))
    assert isinstance(again, Prices)
    after = priced(again)
    mine = [key for key, one in before.items() if one.offer in offers]
    assert mine
    assert [after[key] for key in mine] == [before[key] for key in mine]


def test_order_of_the_lines_does_not_matter(made: tuple[Portfolio, Truth, Prices]) -> None:
    whole, _truth, prices = made
    mixed = list(whole.placements)
    random.Random(1).shuffle(mixed)  # noqa: S311 - an order, not a secret
    again = fit_prices(replace(whole, placements=tuple(mixed)))
    assert isinstance(again, Prices)
    assert priced(again) == priced(prices)


def test_a_placement_not_bought_yet(made: tuple[Portfolio, Truth, Prices]) -> None:
    """Asked before it is bought: more hours cost more; a new supplier is judged by all; days and paid are not looked at."""
    whole, _truth, prices = made
    key = next(key for key, one in priced(prices).items() if "hours" not in one.unknown)
    placement = next(each for each in whole.placements if each.key == key)
    offer = replace(next(each for each in whole.offers if each.id == placement.offer), supplier="L999")
    asked = replace(placement, days=0, paid_dkk=Decimal(0), hours_per_week=Decimal(10))
    few, many = expect(prices, asked, offer), expect(prices, replace(asked, hours_per_week=Decimal(20)), offer)
    assert isinstance(few, Expected)
    assert isinstance(many, Expected)
    assert few.per_day < many.per_day


def test_unknown_factors_are_named(made: tuple[Portfolio, Truth, Prices]) -> None:
    whole, _truth, prices = made
    key = next(iter(priced(prices)))
    placement = next(each for each in whole.placements if each.key == key)
    offer = next(each for each in whole.offers if each.id == placement.offer)
    found = expect(prices, replace(placement, hours_per_week=None), replace(offer, staff_per_place=None, municipality=""))
    assert isinstance(found, Expected)
    assert set(found.unknown) == {"hours", "staff", "region"}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"target_group": "unheard_of"}, "too_few"),
        ({"paragraph": "SEL § 999"}, "too_few"),
        ({"own": True}, "own"),
        ({"price_year": 2039}, "no_price_year"),
    ],
)
def test_no_price_rather_than_a_wrong_one(made: tuple[Portfolio, Truth, Prices], values: dict[str, object], reason: str) -> None:
    whole, _truth, prices = made
    key = next(iter(priced(prices)))
    placement = replace(next(each for each in whole.placements if each.key == key), **values)  # type: ignore[arg-type]
    found = expect(prices, placement, next(each for each in whole.offers if each.id == placement.offer))
    assert isinstance(found, Refusal)
    assert found.key == reason


def test_too_few_offers_in_all() -> None:
    found = fit_prices(portfolio(PRICES[:5]))
    assert isinstance(found, Refusal)
    assert (found.key, found.numbers["offers"]) == ("too_few_in_all", 5)


def test_a_small_portfolio_is_priced_without_trouble() -> None:
    """Six offers, one line each: a wide range, but a range."""
    prices = fit_prices(portfolio(PRICES))
    assert isinstance(prices, Prices)
    for one in priced(prices).values():
        assert Decimal(900) < one.per_day < Decimal(1500)


@pytest.mark.parametrize("seed", [51])
def test_planted_deals_are_found_in_the_top_fifth(seed: int) -> None:
    whole, truth = make_portfolio(seed)
    found = build_list(whole, years=sorted({each.year for each in whole.placements}))
    order = [each.offer for each in found.entries]
    planted = {deal.offer for deal in truth.overpriced}
    assert len(planted & set(order[: len(order) // 5])) >= 0.9 * len(planted)
    _check_ranges(found)


def _check_ranges(found: Negotiation) -> None:
    for entry in found.entries:
        assert entry.low_dkk <= entry.potential_dkk <= entry.high_dkk
        assert entry.potential_dkk == sum(line.potential_dkk for line in entry.lines)
        assert entry.drivers


def test_folds_do_not_depend_on_order() -> None:
    names = [f"L{number}" for number in range(23)]
    folds = deal_folds(names)
    assert deal_folds(names[::-1] * 2) == folds
    assert sorted(np.bincount(list(folds.values()))) == [4, 4, 5, 5, 5]


def test_an_offer_with_many_lines_counts_as_two_at_most() -> None:
    weights = count_once(["a", *["b"] * 1000])
    assert weights[0] == 1
    assert 1.9 < weights[1:].sum() <= 2.0


def test_ridge_is_that_of_statsmodels() -> None:
    """Its penalty is counted per row."""
    from statsmodels.regression.linear_model import OLS

    draw = np.random.default_rng(1)
    table = np.column_stack([np.ones(80), draw.normal(size=(80, 5))])
    prices, weights, penalty = draw.normal(size=80), draw.uniform(0.2, 1, 80), np.array([0, 0.5, 0.5, 0.5, 0.5, 0.5])
    root = np.sqrt(weights)
    theirs = OLS(root * prices, root[:, None] * table).fit_regularized(L1_wt=0, alpha=penalty / 80).params
    assert np.abs(solve_ridge(table, prices, weights, penalty) - theirs).max() < 1e-9


def test_conformal_quantile_by_hand() -> None:
    """Nine scores of the same weight and one at infinity: 0.8 of ten is the eighth; 0.95 is beyond all, hence the highest."""
    scores, weights = np.array([5.0, 1, 2, 3, 4, 9, 8, 7, 6]), np.ones(9)
    assert conformal_quantile(scores, weights, 0.8) == 8.0
    assert conformal_quantile(scores, weights, 0.95) == 9.0
