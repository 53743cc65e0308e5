"""'Det koster 600.000 kr.', 'Bevillingen hertil er 450.000 kr.': a sentence that has nothing but a sum is about what stands right before it.

The trained layers pass such sentences over where the undertaking's own words say little. Words: `vocabulary/data/wording.toml`, `bare` and `nothing_more`.
"""

import functools
import itertools
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import Surroundings
from samspil.initiatives.stretches import stretches
from samspil.initiatives.wording import goes_back, is_bare_sum

Array = NDArray[np.float64]

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SIZE = 5  # letters: 'autom' in 'automaterne' and 'automat'
_REACH = 30  # sentences back in a paragraph
_DEFINITE = ("en", "et", "ne", "n", "t")  # 'Automaterne koster …' is about those that were named


def join_bare_sums(around: Surroundings, inside: Array, groups: Sequence[Sequence[int]]) -> tuple[list[list[int]], Array]:
    """The groups with the bare sums behind them, and `inside` with these as sure as what they belong to.

    Also across one sentence that is in no group, where the paragraph has one undertaking only and nothing before it; but not '75.000 kr.' without a
    word, which goes with the sentence it stands behind.
    """
    home_of = {n: place for place, group in enumerate(groups) for n in group}
    alone = {group[0] for group in groups if len(group) == 1}
    told = functools.cache(lambda group: frozenset(part for n in groups[group] for part in _parts(around.lower[n])))
    homes: dict[int, int] = {}
    for n in range(1, len(around.passages)):
        if around.money[n] and (n not in home_of or n in alone) and around.passages[n].kind in {"sentence", "item"}:
            home = _home(around, told, home_of, n)
            if home is not None and home != home_of.get(n):
                homes[n] = home_of[n] = home
    return put_home(groups, inside, homes)


def put_home(groups: Sequence[Sequence[int]], inside: Array, homes: Mapping[int, int]) -> tuple[list[list[int]], Array]:
    """The groups with each passage of `homes` in the group given there and in no other; it is as sure as the others there are on average."""
    if not homes:
        return [list(group) for group in groups], inside
    joined = [[n for n in group if n not in homes] for group in groups]
    raised = inside.copy()
    for n, home in homes.items():
        raised[n] = max(inside[n], float(np.mean([inside[other] for other in groups[home] if other not in homes])))
        joined[home].append(n)
    return [sorted(group) for group in joined if group], raised


def _home(around: Surroundings, told: Callable[[int], frozenset[str]], home_of: Mapping[int, int], n: int) -> int | None:
    """The group of the sentence before, or of the one before that, when a sentence says nothing more than what it costs."""
    before = _group_before(around, home_of, n)
    if before is None:
        return None
    goes_on = n - 1 in home_of and goes_back(around.lower[n])
    return before if goes_on or is_bare_sum(around.lower[n], lambda word: _is_known(word, told(before))) else None


def _is_known(word: str, told: frozenset[str]) -> bool:
    return word.endswith(_DEFINITE) and not told.isdisjoint(stretches(word, _SIZE))


def _parts(text: str) -> list[str]:
    return [part for word in _LONG_WORD.findall(text) for part in stretches(word, _SIZE)]


def _group_before(around: Surroundings, home_of: Mapping[int, int], n: int) -> int | None:
    """The group of the sentence before; or of the one before that, if nothing else stands before it in the paragraph."""
    if not around.same_paragraph(n - 1, n):
        return None
    if n - 1 in home_of:
        return home_of[n - 1]
    if not around.same_paragraph(n - 2, n) or n - 2 not in home_of or not _LONG_WORD.search(around.lower[n]):
        return None
    above = itertools.takewhile(lambda m: around.same_paragraph(m, n), range(n - 2, max(-1, n - 2 - _REACH), -1))
    return home_of[n - 2] if {home_of.get(m) for m in above} == {home_of[n - 2]} else None
