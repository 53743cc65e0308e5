"""How long stochastic weights take for 5,000 offers by 20 criteria by 10,000 draws, and whether the default ranking ever turns when an offer comes or goes.

usage: python benchmarks/offer_choice.py [--offers 5000] [--criteria 20] [--draws 10000] [--cases 10000]
(the figures to keep: under 2 s on 2 cores; 0 reversals)
"""

import argparse
import random
import sys
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.common import describe_machine  # noqa: E402
from samspil.purchasing.choice.acceptability import count_ranks, draw_weights  # noqa: E402
from samspil.purchasing.choice.model import Criterion, Measured  # noqa: E402
from samspil.purchasing.choice.scoring import rank, score, share_weights  # noqa: E402

LIMIT, ROUNDS = 2.0, 3


def time_draws(offers: int, criteria: int, draws: int) -> float:
    """Seconds of the best of a few rounds, drawing counted."""
    values = np.random.default_rng(7).random((offers, criteria))
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        counts, _sums = count_ranks(values, draw_weights(np.full(criteria, 1 / criteria), draws, 1, None))
        times.append(time.perf_counter() - begun)
        assert counts[:, 0].sum() >= draws
    return min(times)


def count_reversals(cases: int) -> int:
    """Random choices in which an offer is taken away and a random one added: how many pairs change their order."""
    chance, turned = random.Random(3), 0  # noqa: S311 - a benchmark's numbers, no secret
    for _case in range(cases):
        keys = [f"c{number}" for number in range(chance.randint(1, 6))]
        criteria = [Criterion(key, "", ((Decimal(0), Decimal(chance.randint(0, 1))), (Decimal(100), Decimal("0.5")))) for key in keys]
        shares = share_weights({key: Decimal(chance.randint(1, 50)) for key in keys})
        offers = {f"o{number}": _draw(chance, keys) for number in range(chance.randint(2, 8))}
        turned += _turns(offers, _draw(chance, keys), chance.choice(sorted(offers)), criteria, shares)
    return turned


def _draw(chance: random.Random, keys: list[str]) -> dict[str, Measured]:
    return {key: Measured(Decimal(chance.randint(-10, 110)) if chance.random() < 0.9 else None) for key in keys}


def _turns(
    offers: dict[str, dict[str, Measured]], added: dict[str, Measured], gone: str, criteria: list[Criterion], shares: dict[str, Fraction]
) -> int:
    def order(chosen: dict[str, dict[str, Measured]]) -> list[str]:
        return [each.offer for each in rank([score(key, found, criteria, shares) for key, found in chosen.items()])]

    before = order(offers)
    after = order({**{key: found for key, found in offers.items() if key != gone}, "new": added})
    return [key for key in before if key != gone] != [key for key in after if key != "new"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("offers", 5000), ("criteria", 20), ("draws", 10_000), ("cases", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    print(describe_machine())
    seconds = time_draws(options.offers, options.criteria, options.draws)
    print(f"{options.offers} offers x {options.criteria} criteria x {options.draws} draws: {seconds:.2f} s (limit {LIMIT} s)")
    turned = count_reversals(options.cases)
    print(f"{options.cases} random choices, one offer taken away and one added: {turned} reversals (limit 0)")
    return int(seconds > LIMIT or turned > 0)


if __name__ == "__main__":
    sys.exit(main())
