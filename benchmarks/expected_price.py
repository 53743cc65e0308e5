"""Expected prices and the negotiation list on made-up portfolios of 300 suppliers and 12,000 placements whose truth is known.

usage: python benchmarks/expected_price.py [--seeds 101 102 103] [--placements 12000]

Printed for each seed: how many bought placements have an expected price; how often the 80 % range holds what was paid (all, and without the planted deals); the
median of |expected / paid - 1|; planted deals within the top fifth of the list over all years, and over the last year (of those on that list); seconds. Ends with
1 when a figure is missed: coverage 75 to 85 %, error at most 12 %, deals found at least 90 % (all seeds together). The model was made on seeds 1 to 3.
"""

import argparse
import statistics
import sys
import time
from dataclasses import dataclass

from samspil.purchasing.prices.expected import Prices, expect_all, fit_prices
from samspil.purchasing.prices.model import Expected, Negotiation
from samspil.purchasing.prices.negotiation import build_list
from samspil.purchasing.synthetic import Truth, make_portfolio
from samspil.values.purchasing import Portfolio


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one seed; `planted`, `found`: over all years; `planted_last`, `found_last`: of the list of the last year."""

    priced: int
    refused: int
    covered: float
    covered_clean: float
    error: float
    planted: int
    found: int
    planted_last: int
    found_last: int
    seconds: float


def measure(seed: int, placements: int) -> Measured:
    """One seed."""
    portfolio, truth = make_portfolio(seed, placements=placements)
    started = time.perf_counter()
    prices = fit_prices(portfolio)
    assert isinstance(prices, Prices)
    answers = expect_all(prices)
    seconds = time.perf_counter() - started
    years = sorted({each.year for each in portfolio.placements})
    found, planted = count_deals(build_list(portfolio, years=years), truth)
    found_last, planted_last = count_deals(build_list(portfolio), truth)
    priced = {each.key: each for each in answers if isinstance(each, Expected)}
    refused = sum(not isinstance(each, Expected) and each[1].key == "too_few" for each in answers)
    return Measured(len(priced), refused, *judge(portfolio, truth, priced), planted, found, planted_last, found_last, seconds)


def judge(portfolio: Portfolio, truth: Truth, priced: dict[str, Expected]) -> tuple[float, float, float]:
    """Coverage of all, coverage without planted deals, median error."""
    dear = {key for deal in truth.overpriced for key in deal.placements}
    paid = {each.key: each.paid_dkk / each.days for each in portfolio.placements if each.key in priced}
    inside = {key: one.low <= paid[key] <= one.high for key, one in priced.items()}
    errors = [abs(float(one.per_day / paid[key]) - 1) for key, one in priced.items()]
    clean = [held for key, held in inside.items() if key not in dear]
    return sum(inside.values()) / len(inside), sum(clean) / len(clean), statistics.median(errors)


def count_deals(found: Negotiation, truth: Truth) -> tuple[int, int]:
    """Planted deals in the top fifth of the list, and on the list at all."""
    order = [each.offer for each in found.entries]
    planted = {deal.offer for deal in truth.overpriced} & set(order)
    return len(planted & set(order[: len(order) // 5])), len(planted)


def main() -> int:
    """Print a table; 1 when a figure is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    parser.add_argument("--placements", type=int, default=12_000)
    options = parser.parse_args()
    results = []
    print("| seed | priced | too few | covered | without planted | median error | deals, all years | deals, last year | seconds |")
    print("| --- " + "| ---: " * 8 + "|")
    for seed in options.seeds:
        one = measure(seed, options.placements)
        results.append(one)
        figures = f"{one.covered:.1%} | {one.covered_clean:.1%} | {one.error:.1%} | {one.found}/{one.planted} | {one.found_last}/{one.planted_last}"
        print(f"| {seed} | {one.priced} | {one.refused} | {figures} | {one.seconds:.1f} |", flush=True)
    good = all(0.75 <= one.covered <= 0.85 and one.error <= 0.12 for one in results)
    shares = (sum(one.found for one in results) / sum(one.planted for one in results),)
    shares += (sum(one.found_last for one in results) / sum(one.planted_last for one in results),)
    print(f"deals found in the top fifth: all years {shares[0]:.1%}, last year {shares[1]:.1%}")
    return 0 if good and shares[0] >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
