"""Do the ten most alike stand firm? Every figure of all 98 municipalities gets noise, the ten are found anew, and those that stay are counted.

usage: python benchmarks/peers_stability.py [--draws 20] [--noise 0.05] [--seed 1] [--example FILE]

All conditions are made up, in two worlds: 'typed' (size, density, age and base follow the type of municipality, as they do in earnest) and 'plain' (they do not).
Noise: times 1 + noise x N(0, 1), or evenly within +- noise; on every condition, or (harder) on every raw figure that conditions are worked out from. The code measured is that of the command (`samspil.competition.peers.alike`).
`--example` writes the typed world as the example file that ships.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from samspil.competition.peers.alike import find_alike
from samspil.competition.peers.conditions import make_facts, read_conditions
from samspil.values.competition_peers import Condition
from samspil.values.statistics import Driver
from samspil.vocabulary.divisions import type_of
from samspil.vocabulary.municipalities import read_municipalities

YEAR = 2024
WORLDS = ("typed", "plain")
COLUMNS = ("population", "area_km2", "population_80plus", "children_0_5", "road_km", "base_dkk")
# type -> mean and spread of log inhabitants, log density, per cent of 80 and above, per cent of 0 to 5
SHAPES = {
    "hovedstad": (10.6, 0.45, 7.0, 0.8, 4.6, 0.8, 6.4, 0.55),
    "storby": (12.5, 0.25, 6.0, 0.5, 3.9, 0.3, 6.2, 0.3),
    "provinsby": (11.2, 0.3, 4.8, 0.35, 5.3, 0.45, 6.0, 0.3),
    "opland": (10.6, 0.3, 4.6, 0.4, 5.3, 0.6, 5.9, 0.55),
    "land": (10.4, 0.45, 3.9, 0.3, 6.4, 0.8, 5.0, 0.6),
    "": (10.7, 0.6, 4.9, 1.2, 5.3, 0.9, 5.7, 0.8),
}
SMALL = {"0825": 1_800, "0563": 3_300, "0741": 3_700, "0492": 6_000, "0482": 12_300}  # islands of that order of size
LARGE = {"0101": 660_000}


def make_world(chance: np.random.Generator, world: str) -> list[Driver]:
    """Six made-up figures for each of the 98."""
    drivers = []
    for one in read_municipalities():
        kind = type_of(one.code, date(YEAR, 1, 1)) if world == "typed" else ""
        size, size_spread, dense, dense_spread, old, old_spread, young, young_spread = SHAPES[kind]
        island = one.code in SMALL
        people = SMALL.get(one.code) or LARGE.get(one.code) or float(np.exp(chance.normal(size, size_spread)))
        density = float(np.exp(chance.normal(3.3, 0.3) if island else chance.normal(dense, dense_spread)))
        aged = max(2.5, chance.normal(old, old_spread) + 2 * island)
        small = max(2.5, chance.normal(young, young_spread) - island)
        roads = 190 * density**-0.55 * float(np.exp(chance.normal(0, 0.18)))
        base = 44_000 * float(np.exp(chance.normal(0, 0.06))) * (1 + 0.03 * (aged - 5.2)) * (1.15 if island else 1)
        values = (people, people / density, people * aged / 100, people * small / 100, people * roads / 1000, people * base)
        for name, value in zip(COLUMNS, values, strict=True):
            number = Decimal(f"{value:.1f}") if name in ("area_km2", "road_km") else Decimal(max(1, round(value)))
            drivers.append(Driver(one.code, name, number, date(YEAR, 1, 1), "made up", True))
    return drivers


def shake(drivers: Sequence[Driver], chance: np.random.Generator, noise: float, even: bool) -> list[Driver]:
    """The same figures with noise."""
    factors = 1 + (chance.uniform(-noise, noise, len(drivers)) if even else noise * chance.standard_normal(len(drivers)))
    return [replace(one, value=one.value * Decimal(f"{factor:.12f}")) for one, factor in zip(drivers, factors, strict=True)]


def as_conditions(drivers: Sequence[Driver]) -> list[Driver]:
    """The conditions themselves, as if the user had given them."""
    facts = make_facts(drivers, YEAR)
    return [Driver(one.municipality, one.condition, one.value, date(YEAR, 1, 1), "made up", True) for one in facts if one.value is not None]


def find_tens(drivers: Sequence[Driver], conditions: Sequence[Condition]) -> list[set[str]]:
    """The ten of each municipality."""
    facts = make_facts(drivers, YEAR)
    return [set(find_alike(one.code, facts, conditions, YEAR).members) for one in read_municipalities()]


def list_methods() -> dict[str, tuple[Condition, ...]]:
    """What is compared: nothing but the spread, with the floor, and as it ships (floor and type)."""
    shipped = read_conditions()
    numbers = tuple(one for one in shipped if one.scale != "category")
    return {
        "spread alone": tuple(replace(one, floor=Decimal(0)) for one in numbers),
        "with the floor": numbers,
        "as shipped (floor and type)": shipped,
    }


def measure_kept(
    drivers: Sequence[Driver], conditions: Sequence[Condition], *, draws: int, noise: float, even: bool, seed: int
) -> np.ndarray:
    """How many of ten are kept: draws x 98."""
    chance, before = np.random.default_rng(seed), find_tens(drivers, conditions)
    kept = []
    for _ in range(draws):
        after = find_tens(shake(drivers, chance, noise, even), conditions)
        kept.append([len(old & new) for old, new in zip(before, after, strict=True)])
    return np.array(kept)


def write_example(file: Path) -> None:
    """The typed world of seed 2026 as the file that ships."""
    held: dict[str, list[str]] = {}
    for one in make_world(np.random.default_rng(2026), "typed"):
        held.setdefault(one.municipality, []).append(str(one.value))
    head = [
        "# source: opdigtede tal (benchmarks/peers_stability.py)",
        "# date: 2026-11-22",
        "# example: yes",
        ",".join(("code", "year", *COLUMNS)),
    ]
    lines = [*head, *(",".join((code, str(YEAR), *cells)) for code, cells in held.items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print a line for each world, noise and method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--noise", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--example", type=Path)
    options = parser.parse_args()
    if options.example:
        write_example(options.example)
        return
    begun = time.monotonic()
    print(
        "| world | noise | method | kept of 10 | at least 8 kept | lowest mean of a municipality |\n| --- | --- | --- | ---: | ---: | ---: |"
    )
    for world in WORLDS:
        raw = make_world(np.random.default_rng(2026), world)
        for what, drivers in (("conditions", as_conditions(raw)), ("raw figures", raw)):
            for even in (False, True):
                for name, conditions in list_methods().items():
                    kept = measure_kept(drivers, conditions, draws=options.draws, noise=options.noise, even=even, seed=options.seed)
                    told = f"{what}, {'evenly within ±' if even else 'normal, sd '}{options.noise:.0%}"
                    print(f"| {world} | {told} | {name} | {kept.mean():.2f} | {np.mean(kept >= 8):.0%} | {kept.mean(axis=0).min():.1f} |")
    print(f"\n{time.monotonic() - begun:.0f} s, {options.draws} draws, 98 municipalities each")


if __name__ == "__main__":
    main()
