"""Does the forecast of need hold? Rolling back-test on generated series: how often the truth lies in the 80 % range, and how far off the median is.

usage: python benchmarks/self_sufficiency.py [--series 200] [--draws 1000] [--seed 1]

Series of 20 years are made in four worlds: growth that is new each year ('walk'), that lasts ('lasting'), a walk seen with counting noise ('noise'), and both.
From each of the years 10, 12 and 15 the next five are forecast by the code the command runs (`history.draw_growth`) and held against what came.
"""

import argparse
import time
from dataclasses import dataclass, field

import numpy as np

from samspil.purchasing.self_sufficiency.flow import grow
from samspil.purchasing.self_sufficiency.history import draw_growth

WORLDS = ("walk", "lasting", "noise", "both")
YEARS, ORIGINS, AHEAD = 20, (10, 12, 15), 5


@dataclass
class Found:
    """Shares covered by years ahead, and mean absolute errors as shares of the truth."""

    hits: list[np.ndarray] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    errors_same: list[float] = field(default_factory=list)

    @property
    def covered(self) -> float:
        """Over all years ahead."""
        return float(np.mean(self.hits))

    @property
    def error(self) -> float:
        """Of the median."""
        return float(np.mean(self.errors))

    @property
    def error_same(self) -> float:
        """Of 'same as last year'."""
        return float(np.mean(self.errors_same))


def make_series(chance: np.random.Generator, world: str) -> np.ndarray:
    """Citizens in 20 years."""
    level, growth = np.log(chance.uniform(150, 1500)), chance.normal(0.02, 0.012)
    lasting = chance.uniform(0.3, 0.7) if world in ("lasting", "both") else 0.0
    noise = chance.uniform(0, 0.01) if world in ("noise", "both") else 0.0
    spread, apart, seen = chance.uniform(0.004, 0.015), 0.0, []
    for _ in range(YEARS):
        apart = lasting * apart + chance.normal(0, spread)
        level += growth + apart
        seen.append(np.exp(level + chance.normal(0, noise)))
    return np.array(seen)


def back_test(seed: int, series: int, draws: int, worlds: tuple[str, ...] = WORLDS) -> Found:
    """So many series of each world."""
    chance, found = np.random.default_rng(seed), Found()
    for world in worlds:
        for _ in range(series):
            values = make_series(chance, world)
            for origin in ORIGINS:
                truth = values[origin : origin + AHEAD]
                paths = grow(float(values[origin - 1]), draw_growth(list(values[:origin]), AHEAD, draws, chance))[1:]
                low, middle, high = np.percentile(paths, (10, 50, 90), axis=1)
                found.hits.append((low <= truth) & (truth <= high))
                found.errors.append(float(np.mean(np.abs(middle / truth - 1))))
                found.errors_same.append(float(np.mean(np.abs(values[origin - 1] / truth - 1))))
    return found


def main() -> None:
    """Print a line for each world and for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    print(f"{'world':8} {'covered':>8} {'by year ahead':>34} {'error':>7} {'same':>7}")
    for worlds in (*((world,) for world in WORLDS), WORLDS):
        found = back_test(options.seed, options.series, options.draws, worlds)
        ahead = " ".join(f"{share:.3f}" for share in np.mean(found.hits, axis=0))
        print(f"{worlds[0] if len(worlds) == 1 else 'all':8} {found.covered:8.3f} {ahead:>34} {found.error:7.4f} {found.error_same:7.4f}")
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
