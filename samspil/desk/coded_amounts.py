"""Sums as two people coded them: when they are the same, and their kroner side by side. Rules without input or output."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from samspil.values.desk import Json

Amount = Mapping[str, Any]
_ADDED = ("allocation", "saving")  # kinds that the review adds up; 'other' is only described


def key_amount(amount: Amount) -> Hashable:
    """What makes a sum the sum it is: its kind, whether it is a 'heraf' or ambiguous, and its kroner by year; without years the sum over them, or as
    written. How it is written, its prices and whether its years were assumed tell nothing else about the kroner (docs/codebook.md, 'Amounts')."""
    years = tuple(sorted((str(year), int(dkk)) for year, dkk in amount["profile"].items()))
    total = amount["total"] if amount["total"] is not None else amount["dkk"]
    return amount["kind"], amount["part_of"], amount["ambiguous"], years or int(total)


def same_amounts(first: Sequence[Amount], second: Sequence[Amount]) -> bool:
    """Whether two lists hold the same sums, in whatever order."""
    return sorted(map(repr, map(key_amount, first))) == sorted(map(repr, map(key_amount, second)))


def join_amounts(sides: Iterable[Sequence[Json]]) -> tuple[Json, ...]:
    """All sums, each once."""
    found: dict[Hashable, Json] = {}
    for amounts in sides:
        for amount in amounts:
            found.setdefault(key_amount(amount), amount)
    return tuple(found.values())


def keep_known(new: Sequence[Json], known: Sequence[Json]) -> list[Json]:
    """The new sums; where one is known already it stays as it is, with the words of the source that state it."""
    by_key = {key_amount(amount): amount for amount in known}
    return [by_key.get(key_amount(amount), amount) for amount in new]


def lay_side_by_side(first: Sequence[Amount], second: Sequence[Amount]) -> list[tuple[float, float]]:
    """Kroner by kind and year as both have them, for every kind and year that either has; 0 where one has none. What is never added is left out."""
    one, other = add_up(first), add_up(second)
    return [(one.get(place, 0), other.get(place, 0)) for place in sorted(one.keys() | other.keys())]


def add_up(amounts: Sequence[Amount]) -> dict[tuple[str, str], int]:
    """Kroner by (kind, year), as the review adds them: no 'heraf', nothing ambiguous; a sum without years stands under the year ''."""
    found: dict[tuple[str, str], int] = {}
    for amount in amounts:
        if amount["kind"] not in _ADDED or amount["part_of"] or amount["ambiguous"]:
            continue
        for year, dkk in (amount["profile"] or {"": amount["total"] or amount["dkk"]}).items():
            found[amount["kind"], str(year)] = found.get((amount["kind"], str(year)), 0) + abs(int(dkk))
    return found
