"""The generator's portfolios follow the truth they come with."""

import math
from statistics import mean, median, stdev

import pytest

from samspil.purchasing.synthetic import Truth, make_portfolio, truth_to_json
from samspil.values.purchasing import Portfolio

SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest) -> tuple[Portfolio, Truth]:
    return make_portfolio(request.param, 120, 4000)


def test_sizes_and_marks(made: tuple[Portfolio, Truth]) -> None:
    portfolio, _truth = made
    assert len(portfolio.suppliers) == 120
    assert len(portfolio.placements) == 4000
    assert 2 * 120 <= len(portfolio.offers) <= 3 * 120
    assert portfolio.synthetic
    assert all("opdigtet" in supplier.name for supplier in portfolio.suppliers)
    assert all("opdigtet" in offer.name for offer in portfolio.offers)
    assert len({placement.year for placement in portfolio.placements}) == 4
    assert 0.3 < mean(placement.own for placement in portfolio.placements) < 0.6
    assert 4.0 <= median(score.score for score in portfolio.supervisions) <= 4.6


def test_prices_are_the_truth_with_noise(made: tuple[Portfolio, Truth]) -> None:
    portfolio, truth = made
    planted = {deal.offer for deal in truth.overpriced}
    errors = [
        math.log(float(line.paid_dkk) / line.days / truth.expected[line.key]) for line in portfolio.placements if line.offer not in planted
    ]
    assert abs(mean(errors)) < 0.01
    assert 0.07 < stdev(errors) < 0.09


def test_planted_deals_are_as_dear_as_the_truth_says(made: tuple[Portfolio, Truth]) -> None:
    portfolio, truth = made
    lines = {line.key: line for line in portfolio.placements}
    assert len(truth.overpriced) == len(portfolio.offers) // 20
    for deal in truth.overpriced:
        assert 0.12 <= deal.excess <= 0.40
        assert deal.placements
        held = [lines[key] for key in deal.placements]
        assert not any(line.own for line in held)
        above = mean(math.log(float(line.paid_dkk) / line.days / truth.expected[line.key]) for line in held)
        assert abs(above - math.log(1 + deal.excess)) < 0.15


def test_the_same_seed_gives_the_same() -> None:
    assert make_portfolio(9, 6, 40) == make_portfolio(9, 6, 40)
    assert make_portfolio(9, 6, 40)[0] != make_portfolio(10, 6, 40)[0]
    assert truth_to_json(make_portfolio(9, 6, 40)[1])["seed"] == 9


@pytest.mark.parametrize("sizes", [(1, 5), (5, 0)])
def test_too_small_is_refused(sizes: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least"):
        make_portfolio(1, *sizes)
