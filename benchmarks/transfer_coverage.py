"""How often the truth lies within the 80 % range of a transfer: leave-one-case-out on simulated libraries whose truth is known.

usage: python benchmarks/transfer_coverage.py [--libraries 800] [--seed 1]

A library is made thus: places have sizes from 200 to 20,000; the true effect for one unit varies between places with a standard deviation tau on the log
scale, drawn for each library about the literature's 0.43 (a factor of e^0.25 to either side); each case reports its truth times an error of its grade's size
(`GRADE_SD`), grades drawn evenly. Each case is left out in turn, the others are transferred to its size by the same code the command runs, and its
true effect is held against the range. Printed by number of cases, and for worlds that are half and twice as varied as the literature's.
"""

import argparse
import math
import random
import time
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from samspil.cases.transfer.model import Number
from samspil.cases.transfer.run import transfer
from samspil.cases.transfer.spread import GRADE_SD, TAU2
from samspil.cases.transfer.wish import Wish, find_municipality
from samspil.values.case import GRADES, Case, Effect, Source

NUMBERS_OF_CASES = (1, 2, 3, 4, 5, 7, 10)
TAU = math.sqrt(float(TAU2))
_HOME = find_municipality("Herning")
_DAY = date(2026, 1, 1)


def make_library(chance: random.Random, count: int, tau: float) -> list[tuple[Case, Decimal]]:
    """`count` cases, each with the true effect at its place."""
    made = []
    for number in range(count):
        size = round(math.exp(chance.uniform(math.log(200), math.log(20_000))))
        truth = 500 * math.exp(chance.gauss(0, tau)) * size
        grade = chance.choice(GRADES)
        told = Decimal(max(1, round(truth * math.exp(chance.gauss(0, float(GRADE_SD[grade]))))))
        effect = Effect(
            *("v", "Virkning", "dkk", "k", grade, "evaluator"), value=told, recurrence="yearly", driver="users", driver_value=Decimal(size)
        )
        source = (Source("k", "Simuleret", "Samspil"),)
        place = ("raaderum", "tender", "home_care", "running", "p", "l")
        made.append(
            (Case(f"sim-{number}", 1, _DAY, "Simuleret", *place, source, ("0657",), effects=(effect,), fictional=True), Decimal(truth))
        )
    return made


def leave_one_out(library: list[tuple[Case, Decimal]]) -> Iterable[tuple[bool, float]]:
    """For each case: is its truth within the range that the others give, and how wide is the range (high / low)?"""
    for left, truth in library:
        size = left.effects[0].driver_value or Decimal(1)
        wish = Wish(_HOME, {"users": Number(size, "simuleret")}, today=_DAY)
        result = transfer([(case, case.effects[0]) for case, _truth in library if case is not left], wish)
        whole = (result.pooled or result.scaled[0]).range
        yield whole.low <= truth <= whole.high, float(whole.high / max(whole.low, Decimal(1)))


def measure(chance: random.Random, cases: int, libraries: int, times: float = 1.0) -> tuple[float, float]:
    """Coverage and the median of high / low, when `cases` cases are transferred; `times` the literature's variation between places."""
    found = []
    for _ in range(libraries):
        tau = TAU * times * math.exp(chance.gauss(0, 0.25))
        found += list(leave_one_out(make_library(chance, cases + 1, tau)))
    return sum(inside for inside, _width in found) / len(found), sorted(width for _inside, width in found)[len(found) // 2]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--libraries", type=int, default=800, help="libraries for each number of cases, divided by the cases in it")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, began = random.Random(options.seed), time.perf_counter()  # noqa: S311 - a simulation
    print("| cases transferred | coverage of the 80 % range | high / low | world half as varied | twice as varied |")
    print("| --- | --- | --- | --- | --- |")
    inside = []
    for cases in NUMBERS_OF_CASES:
        libraries = max(20, options.libraries * 4 // (cases + 1))
        coverage, width = measure(chance, cases, libraries)
        inside.append(coverage)
        other = [measure(chance, cases, max(10, libraries // 5), times)[0] for times in (0.5, 2.0)]
        print(f"| {cases} | {coverage:.1%} | {width:.1f} | {other[0]:.1%} | {other[1]:.1%} |")
    print(f"\nall together: {sum(inside) / len(inside):.1%}; {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
