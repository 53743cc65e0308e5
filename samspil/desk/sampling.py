"""Chance and fairness: which documents come into a sample, and how rows are shared out among people."""

import random
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def draw_sample(strata: Mapping[str, Sequence[Item]], count: int, seed: int) -> list[tuple[str, Item]]:
    """`count` items drawn at random, each stratum in proportion to its size (largest remainders, larger strata first); the same seed draws the same.

    Raises ValueError when there are not so many.
    """
    shares = allot({name: len(items) for name, items in strata.items()}, count)
    chance = random.Random(seed)  # noqa: S311 - a sample that can be drawn again is wanted
    return [(name, item) for name in sorted(strata) for item in _pick(chance, strata[name], shares[name])]


def _pick(chance: random.Random, items: Sequence[Item], count: int) -> list[Item]:
    places = sorted(chance.sample(range(len(items)), count))
    return [items[place] for place in places]


def allot(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """How many of each stratum: n * size / total, rounded by largest remainders (Hamilton); never more than there are. Raises ValueError."""
    total = sum(sizes.values())
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total}")
    if not total:
        return dict.fromkeys(sizes, 0)
    shares = {name: count * size // total for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(count * sizes[name] % total), -sizes[name], name))
    for name in by_remainder[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def share_out(groups: Mapping[Hashable, Sequence[str]], people: Sequence[int]) -> dict[int, list[str]]:
    """Rows to people, groups whole: the largest group first, always to whom has fewest rows so far (ties: in the order given)."""
    given: dict[int, list[str]] = {person: [] for person in people}
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), str(group[0])))
    for _name, rows in ordered:
        least = min(people, key=lambda person: (len(given[person]), people.index(person)))
        given[least] += rows
    return given


def split_by_size(sizes: Sequence[int], parts: int = 3) -> list[int]:
    """For each size the part (from 0) it falls in, when all are put in order and cut into parts of equal numbers; equal sizes stay together."""
    ordered = sorted(sizes)
    edges = [ordered[len(ordered) * part // parts] for part in range(1, parts)] if ordered else []
    return [sum(size >= edge for edge in edges) for size in sizes]
