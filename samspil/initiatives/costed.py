"""'Økonomi: Toiletterne koster 340.000 kr.': sums told apart from what they are for find their way home.

Catalogues end each proposal with a line of its sums ('Drift i 1.000 kr.: 2027: 450; 2028: 150'), and some agreements each chapter with a paragraph on
what all of it costs. Neither is near the undertaking in words or place, and the trained layers pass them over. Here the layout says whose they are:
such a line belongs to the one undertaking of its block, such a sentence to what it names in its section. Words: `vocabulary/data/wording.toml`.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import Surroundings
from samspil.initiatives.stretches import stretches
from samspil.initiatives.wording import is_cost_line, is_cost_title, names_nothing, says_money

Array = NDArray[np.float64]

_WORD = re.compile(r"[^\W\d_]{4,}")
_ENTRY = re.compile(r"(?:[A-ZÆØÅ]{1,4}[ -]?)?\d{1,3}(?:\.\d{1,3})*[.:)](?:\s|$)|[A-ZÆØÅ]{1,4}[ -]?\d{1,3}(?:\.\d{1,3})*(?:[.:)]?\s|$)")
_AHEAD = 1.3  # times what any other passage of the section shares
_REACH = 120  # passages back that a section is looked through: no longer one is about one thing
_FEWEST = 1.0  # letter sequences, each worth what few passages share it


@dataclass(frozen=True, slots=True)
class _Cost:
    """A passage that tells sums: `section`, the headings of what it is about, and whether it is a line of its own or a sentence among others."""

    place: int
    section: tuple[str, ...]
    is_line: bool


def join_costs(around: Surroundings, inside: Array, groups: Sequence[Sequence[int]]) -> tuple[list[list[int]], Array]:
    """The groups with the sums told apart from them, and `inside` with these passages as sure as what they belong to; mostly nothing changes."""
    costs = _find_costs(around)
    if not costs or not groups:
        return [list(group) for group in groups], inside
    group_of = {place: n for n, group in enumerate(groups) for place in group}
    apart = {cost.place for cost in costs}
    free = {place for n, group in enumerate(groups) if apart.issuperset(group) for place in group}
    told = {place: n for place, n in group_of.items() if place not in apart}
    letters = functools.cache(lambda place: _letters(around.lower[place]))
    homes: dict[int, int] = {}
    for cost in costs:
        home = _home(around, cost, _block_above(around, cost, apart), told, letters) if cost.is_line or around.money[cost.place] else None
        if home is not None and (cost.is_line or cost.place in free or cost.place not in group_of):
            homes[cost.place] = home
    return _regroup(groups, homes), _raise_inside(inside, groups, homes)


def _find_costs(around: Surroundings) -> list[_Cost]:
    """All passages that tell sums apart, in reading order."""
    found: list[_Cost] = []
    paragraph = -1
    for place, (passage, lower) in enumerate(zip(around.passages, around.lower, strict=True)):
        if passage.kind not in {"sentence", "item"}:
            continue
        if is_cost_line(lower):
            found.append(_Cost(place, passage.headings, is_line=True))
        elif passage.headings and is_cost_title(passage.headings[-1].lower()):
            found.append(_Cost(place, passage.headings[:-1], is_line=False))
        elif is_cost_title(lower.partition(":")[0]) or passage.paragraph == paragraph:
            paragraph = passage.paragraph
            found.append(_Cost(place, passage.headings, is_line=False))
    return found


def _block_above(around: Surroundings, cost: _Cost, apart: Collection[int]) -> list[int]:
    """The passages between the cost and the heading above its section; for a line not beyond the costs of what stands before, nor beyond its entry."""
    block: list[int] = []
    for place in range(cost.place - 1, max(-1, cost.place - 1 - _REACH), -1):
        passage = around.passages[place]
        if passage.kind == "heading" and passage.text == (cost.section or ("",))[-1]:
            break
        if passage.kind != "heading" and passage.headings[: len(cost.section)] != cost.section:
            break
        if cost.is_line and block and (place in apart or _begins_entry(around, cost.place, block[-1], place)):
            break
        if place not in apart and passage.kind in {"sentence", "item"}:
            block.append(place)
    return block


def _begins_entry(around: Surroundings, cost: int, first: int, before: int) -> bool:
    """Whether what a cost is about begins at `first`, since a paragraph does that the cost is in itself, or that has a number ('TM 2. Stier')."""
    begun = around.passages[first]
    if around.passages[before].paragraph == begun.paragraph:
        return False
    return begun.paragraph == around.passages[cost].paragraph or bool(_ENTRY.match(begun.text))


def _home(
    around: Surroundings, cost: _Cost, block: Sequence[int], group_of: Mapping[int, int], letters: Callable[[int], frozenset[str]]
) -> int | None:
    """The group that a cost belongs to; None when the block does not say so."""
    here = {group_of[place] for place in block if place in group_of}
    if not here:
        return None
    only = next(iter(here)) if len(here) == 1 else None
    unit = _named(cost.place, block, group_of, letters)
    if cost.is_line:
        return None if unit is not None and unit < 0 else only  # 'Beløb: 1,2 mio. kr. til fejemaskinen'
    if unit is None and names_nothing(around.lower[cost.place]):
        return only
    return unit if unit is not None and unit >= 0 else None


def _named(cost: int, block: Sequence[int], group_of: Mapping[int, int], letters: Callable[[int], frozenset[str]]) -> int | None:
    """The group of the block whose words the cost has, or a number below 0 for a passage of none; None when another has nearly as many of them."""
    told: dict[int, frozenset[str]] = {}
    for place in block:
        unit = group_of.get(place, -1 - place)
        told[unit] = told.get(unit, frozenset()) | letters(place)
    common = Counter(part for parts in told.values() for part in parts)
    own = letters(cost)
    shares = {unit: sum(1.0 / common[part] ** 2 for part in parts & own) for unit, parts in told.items()}
    best = max(shares, key=shares.__getitem__)
    rival = max((share for unit, share in shares.items() if unit != best), default=0.0)
    return best if shares[best] >= max(_FEWEST, _AHEAD * rival) else None


def _letters(text: str) -> frozenset[str]:
    return frozenset(part for word in _WORD.findall(text) if not says_money(word) for part in stretches(word))


def _regroup(groups: Sequence[Sequence[int]], homes: Mapping[int, int]) -> list[list[int]]:
    """The groups with each passage of `homes` in its home; groups of which nothing is left are gone."""
    moved = [[place for place in group if homes.get(place, n) == n] for n, group in enumerate(groups)]
    for place, home in homes.items():
        if place not in moved[home]:
            moved[home].append(place)
    return [sorted(group) for group in moved if group]


def _raise_inside(inside: Array, groups: Sequence[Sequence[int]], homes: Mapping[int, int]) -> Array:
    raised = inside.copy()
    for place, home in homes.items():
        raised[place] = max(inside[place], float(np.mean([inside[n] for n in groups[home] if n not in homes] or [0.0])))
    return raised
