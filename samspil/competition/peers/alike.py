"""Likeness by stated conditions: a robust standardised distance whose parts are shown, and how firmly the nearest stand.

For each condition a unit is the robust spread among all municipalities that have it: the distance between the quartiles / 1.349, which is the standard deviation
of a normal distribution (Huber and Ronchetti, Robust Statistics, 2009, section 5.1), of logarithms where differences count in per cent; but never less than the
condition's floor. Distance = sqrt(sum of weight x (difference in units)² / sum of weights). A municipality that lacks a condition is not measured and is named.

Why the floor: raw nearest neighbours do not stand firm. A condition in which municipalities hardly differ (base per inhabitant) would be blown up to the same
size as the others, and uncertain figures would choose the peers. `benchmarks/peers_stability.py` measures it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import quantiles

from samspil.competition.errors import complain
from samspil.values.competition_peers import Alike, Condition, Fact, Part, PeerGroup, Ruler

COUNT = 10
FEWEST = 12  # a spread among fewer says little
IQR_OF_NORMAL = 1.349
Table = Mapping[str, Mapping[str, Fact]]  # condition -> municipality -> fact


def find_alike(municipality: str, facts: Sequence[Fact], conditions: Sequence[Condition], borders: int, count: int = COUNT) -> PeerGroup:
    """The `count` nearest, nearest first; equals by code. Raises CompetitionError when no numeric condition can be used or nobody can be measured."""
    table = by_condition(facts)
    used, dropped = _choose(municipality, table, conditions)
    if not any(one.scale != "category" for one in used):
        names = ", ".join(one.key for one in conditions if one.scale != "category")
        raise complain("competition_peers.error_no_conditions", "--conditions", municipality=municipality, names=names)
    rulers = tuple(measure_ruler(one, table[one.key]) for one in used)
    codes = sorted({code for one in used for code in table[one.key]} - {municipality})
    lacking = {code: tuple(one.key for one in used if code not in table[one.key]) for code in codes}
    found = [_measure(municipality, code, rulers, table) for code in codes if not lacking[code]]
    if not found:
        raise complain("competition_peers.error_nobody_alike", "--conditions", municipality=municipality)
    nearest = tuple(sorted(found, key=lambda one: (one.distance, one.municipality))[:count])
    unlike = tuple((code, names) for code, names in lacking.items() if names)
    notes = (*(("fewer_alike",) if len(nearest) < count else ()), *(("example",) if any(fact.example for fact in facts) else ()))
    members = tuple(one.municipality for one in nearest)
    return PeerGroup(
        municipality, "alike", borders, members=members, alike=nearest, rulers=rulers, unlike=unlike, dropped=dropped, notes=notes
    )


def by_condition(facts: Sequence[Fact]) -> dict[str, dict[str, Fact]]:
    """Condition -> municipality -> fact."""
    table: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        table.setdefault(fact.condition, {})[fact.municipality] = fact
    return table


def _choose(municipality: str, table: Table, conditions: Sequence[Condition]) -> tuple[list[Condition], tuple[tuple[str, str], ...]]:
    """The conditions that can be used, and those that cannot with the reason."""
    used, dropped = [], []
    for one in conditions:
        held = table.get(one.key, {})
        reason = "no_weight" if one.weight == 0 else "own_missing" if municipality not in held else "too_few" if len(held) < FEWEST else ""
        if reason:
            dropped.append((one.key, reason))
        else:
            used.append(one)
    return used, tuple(dropped)


def measure_ruler(condition: Condition, held: Mapping[str, Fact]) -> Ruler:
    """What one unit of a condition is among the municipalities that have it."""
    if condition.scale == "category":
        return Ruler(condition, 0.0, 1.0, len(held))
    low, _middle, high = quantiles([place(condition, fact) for fact in held.values()], n=4, method="inclusive")
    spread = (high - low) / IQR_OF_NORMAL
    return Ruler(condition, spread, max(spread, least_unit(condition)), len(held))


def least_unit(condition: Condition) -> float:
    """The floor on the condition's scale: 35 % is ln 1.35."""
    floor = float(condition.floor)
    return math.log1p(floor) if condition.scale == "relative" else floor


def place(condition: Condition, fact: Fact) -> float:
    """Where a fact lies on its condition's scale: its logarithm where differences count in per cent."""
    if fact.value is None:
        raise ValueError(fact.condition)
    return math.log(fact.value) if condition.scale == "relative" else float(fact.value)


def _measure(own: str, theirs: str, rulers: Sequence[Ruler], table: Table) -> Alike:
    """Distance and parts; the parts add up to the distance squared."""
    weights = math.fsum(float(ruler.condition.weight) for ruler in rulers)
    parts = tuple(_compare(table[one.condition.key][own], table[one.condition.key][theirs], one, weights) for one in rulers)
    return Alike(theirs, math.sqrt(math.fsum(part.squared for part in parts)), parts)


def _compare(own: Fact, theirs: Fact, ruler: Ruler, weights: float) -> Part:
    condition = ruler.condition
    if condition.scale == "category":
        units = 0.0 if own.word == theirs.word else float(condition.floor)
    else:
        units = (place(condition, theirs) - place(condition, own)) / ruler.unit
    weight = float(condition.weight)
    return Part(condition.key, own, theirs, units, weight, weight * units * units / weights)


def mark_kept(group: PeerGroup, kept: Mapping[str, int], draws: int) -> PeerGroup:
    """The same group with how often each stays (`stability.count_kept`)."""
    return replace(group, alike=tuple(replace(one, kept=kept.get(one.municipality, 0), draws=draws) for one in group.alike))
