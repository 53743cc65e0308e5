"""'Det koster 600.000 kr.', 'Bevillingen hertil er 450.000 kr.': a sentence that has nothing but a sum is about what stands right before it.

The trained layers pass such sentences over where the undertaking's own words say little. Words: `vocabulary/data/wording.toml`, `bare` and `nothing_more`.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import Surroundings
from samspil.initiatives.stretches import stretches
from samspil.initiatives.wording import goes_back, is_bare_sum

Array = NDArray[np.float64]

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SIZE = 5  # letters: 'autom' in 'automaterne' and 'automat'
_DEFINITE = ("en", "et", "ne", "n", "t")  # 'Automaterne koster …' is about those that were named


def join_bare_sums(around: Surroundings, inside: Array, groups: Sequence[Sequence[int]]) -> tuple[list[list[int]], Array]:
    """The groups with the bare sums behind them, and `inside` with these as sure as what they belong to.

    Also across one sentence that is in no group, where the paragraph has one undertaking only and nothing before it; but not '75.000 kr.' without a
    word, which goes with the sentence it stands behind.
    """
    group_of = {n: place for place, group in enumerate(groups) for n in group}
    alone = {group[0] for group in groups if len(group) == 1}
    homes: dict[int, int] = {}
    for n in range(1, len(around.passages)):
        if around.money[n] and (n not in group_of or n in alone) and around.passages[n].kind in {"sentence", "item"}:
            home = _home(around, groups, {**group_of, **homes}, n)
            if home is not None and home != group_of.get(n):
                homes[n] = home
    if not homes:
        return [list(group) for group in groups], inside
    joined = [
        sorted([*(n for n in group if n not in homes), *(n for n, home in homes.items() if home == place)])
        for place, group in enumerate(groups)
    ]
    raised = inside.copy()
    for n, home in homes.items():
        raised[n] = max(inside[n], float(np.mean([inside[other] for other in groups[home] if other not in homes])))
    return [group for group in joined if group], raised


def _home(around: Surroundings, groups: Sequence[Sequence[int]], group_of: Mapping[int, int], n: int) -> int | None:
    """The group of the sentence before, or of the one before that, when a sentence says nothing more than what it costs."""
    before = _group_before(around, group_of, n)
    if before is None:
        return None
    told = frozenset(
        part for place in groups[before] for word in _LONG_WORD.findall(around.lower[place]) for part in stretches(word, _SIZE)
    )
    if n - 1 in group_of and goes_back(around.lower[n]):
        return before
    return (
        before
        if is_bare_sum(around.lower[n], lambda word: word.endswith(_DEFINITE) and not told.isdisjoint(stretches(word, _SIZE)))
        else None
    )


def _group_before(around: Surroundings, group_of: Mapping[int, int], n: int) -> int | None:
    if not around.same_paragraph(n - 1, n):
        return None
    if n - 1 in group_of:
        return group_of[n - 1]
    if not around.same_paragraph(n - 2, n) or n - 2 not in group_of or not _LONG_WORD.search(around.lower[n]):
        return None
    paragraph = around.passages[n].paragraph
    first = next(m for m in range(n, -1, -1) if m == 0 or around.passages[m - 1].paragraph != paragraph)
    return group_of[n - 2] if {group_of.get(m) for m in range(first, n - 1)} == {group_of[n - 2]} else None
