"""How long it takes to match one initiative against 10,000 cases once the index is built; beside it, in the same run, a naive scan over
the same readings, case by case.

usage: python benchmarks/case_match.py [--cases 10000] [--needs 60] [--fit]   (the figure to keep: p95 under 50 ms)

The cases are the library's own with problem and solution mixed between each other by a seeded generator, so their other texts repeat and are read once; the needs are those of tests/cases/matching/needs.toml.
`--fit` gives the weights that fit the tuning half best (samspil/cases/matching/weights.py holds them rounded) and leaves the speed out.
"""

import argparse
import dataclasses
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.common import describe_machine  # noqa: E402
from samspil.cases.casebook import read_library  # noqa: E402
from samspil.cases.matching.index import CaseIndex  # noqa: E402
from samspil.cases.matching.match import match_cases  # noqa: E402
from samspil.cases.matching.reading import Reading  # noqa: E402
from samspil.cases.matching.sides import read_need  # noqa: E402
from samspil.cases.matching.weights import WEIGHTS  # noqa: E402
from samspil.values.case import Case  # noqa: E402
from samspil.values.initiative import Evidence, Initiative  # noqa: E402
from tests.cases.matching.judged import halves, read_needs  # noqa: E402

LIMIT = 0.05
SCANNED = 20  # needs of the naive scan
ROUNDS, RATE = 6000, 2.5


def make_cases(count: int) -> list[Case]:
    """Cases whose sentences come from the library's cases, each from several of them."""
    rng, library = random.Random(10), read_library()  # noqa: S311 - a benchmark's texts, no secret
    made = []
    for number in range(count):
        own, *others = rng.sample(library, 3)
        problem = " ".join(rng.sample(own.problem.split(". ") + others[0].problem.split(". "), 2))
        solution = " ".join((own.solution, rng.choice(others[1].solution.split(". "))))
        made.append(dataclasses.replace(own, id=f"{own.id}-{number}", problem=problem, solution=solution))
    return made


def make_initiative(text: str, number: int) -> Initiative:
    """A need as an initiative of a review."""
    evidence = Evidence("aftale.pdf", "0" * 64, 1, 0, len(text), text)
    return Initiative(f"i{number}", "Odense", "0461", 2026, ("tendering",), (), "considered", 0.9, "model", (evidence,))


def scan(need: Initiative, readings: Sequence[Reading]) -> list[tuple[float, int]]:
    """What one would do without the matrix and the tables: look at every case in turn."""
    wanted = read_need(need)
    found = []
    for number, reading in enumerate(readings):
        shared = sum(wanted.weights[concept] * reading.weights[concept] for concept in wanted.weights.keys() & reading.weights.keys())
        shared += len(wanted.words.keys() & reading.words.keys()) + len(wanted.parts.keys() & reading.parts.keys())
        found.append((shared, number))
    return sorted(found, reverse=True)[:5]


def fit() -> None:
    """Logistic regression on the pairs of the tuning half, all weights kept in their direction and drawn towards 1."""
    index = CaseIndex(read_library())
    rows, marks = [], []
    for need in halves()[0]:
        features = index.features(read_need(need.text))
        rows.append(np.stack(list(features.values()), axis=1))
        marks += [need.judged.get(case.id, 0) / 3 for case in index.cases]
    names, table, target = list(features), np.concatenate(rows).astype(float), np.array(marks)
    sign = np.array([-1.0 if name == "opposite" else 1.0 for name in names])
    weights, start = np.ones(len(names)), -3.0
    for _ in range(ROUNDS):
        error = 1 / (1 + np.exp(-(table @ (weights * sign) + start))) - target
        weights = np.maximum(0, weights - RATE * ((table * sign).T @ error + 0.2 * (weights - 1)) / len(target))
        start -= RATE * error.mean()
    print(f"start {start:.1f}, in use {WEIGHTS.start}")
    for name, weight in zip(names, weights * sign, strict=True):
        print(f"{name} {weight:.1f}, in use {getattr(WEIGHTS, name)}")


def main() -> int:
    """The index and the scan in one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--needs", type=int, default=60)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    if options.fit:
        fit()
        return 0
    cases = make_cases(options.cases)
    start, worked = time.perf_counter(), time.process_time()
    index = CaseIndex(cases)
    built, worked = time.perf_counter() - start, time.process_time() - worked
    needs = [make_initiative(need.text, number) for number, need in enumerate(read_needs()[: options.needs])]
    match_cases(needs[0], index)
    times = []
    for need in needs:
        start = time.perf_counter()
        match_cases(need, index)
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    for need in needs[:SCANNED]:
        scan(need, index.readings)
    naive = (time.perf_counter() - start) / len(needs[:SCANNED])
    median, p95 = statistics.median(times), sorted(times)[-(-len(times) * 95 // 100) - 1]
    print(f"{describe_machine()}; {len(cases):,} cases, index built in {built:.1f} s ({worked:.1f} s of processor time)")
    print(
        f"one initiative: p50 {median * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms; naive scan {naive * 1000:.1f} ms, {naive / median:.1f} times as long"
    )
    return 0 if p95 < LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
