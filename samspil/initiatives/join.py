"""Passages of one undertaking are joined, different ones kept apart; then table rows find the initiative they belong to."""

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings, squash
from samspil.initiatives.layers import Linear, Network
from samspil.initiatives.left_alone import is_budget_line
from samspil.initiatives.pointed import match_pointing

Array = NDArray[np.float64]

REACH = 6  # passages back that a sentence may belong to
_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[.\u00a0 ](?=\d{3})")
_FIGURE = re.compile(r"\d(?:\d{0,2}(?:[.  ]\d{3})+|\d*(?:,\d+)?)")  # the first digit stands alone: it is looked for faster


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a passage, a pair and a row count; part of the model's facts."""

    inside: float = 0.42
    pair: float = 0.5
    row: float = 0.5
    row_alone: float = 0.7
    row_only: float = 0.3  # for an initiative that states no money: then its sum stands in a row, if anywhere


def join_passages(around: Surroundings, inside: Array, pair: Network, limits: Thresholds) -> list[list[int]]:
    """Groups of passage indexes (no rows), each one initiative, in reading order."""
    passages = around.passages
    candidates = [n for n, passage in enumerate(passages) if passage.kind in {"sentence", "item"} and inside[n] >= limits.inside]
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}
    for later in candidates:
        earlier = [n for n in group_of if 0 < later - n <= REACH]
        chances = pair.probability(np.array([around.compare(n, later, inside) for n in earlier])) if earlier else np.zeros(0)
        if len(chances) and chances.max() >= limits.pair:
            group_of[later] = group_of[earlier[int(chances.argmax())]]
            groups[group_of[later]].append(later)
        else:
            group_of[later] = len(groups)
            groups.append([later])
    return groups


@dataclass(frozen=True, slots=True)
class _Told:
    """What the passages of an initiative tell, gathered once for all rows: stems, letter sequences, figures, the themes' scores and the likeliest."""

    passages: frozenset[int]
    stems: frozenset[str]
    letters: frozenset[str]
    values: frozenset[float]
    scores: Array
    top: int


class RowMatcher:
    """Compares the table rows of a document with the initiatives told in its text."""

    def __init__(self, around: Surroundings, inside: Array) -> None:
        self.around = around
        self.inside = inside
        rows = [n for n, passage in enumerate(around.passages) if passage.kind == "row"]
        labels = frozenset().union(*(around.stems[n] for n in rows))  # no other word is ever asked for
        shared = [labels & stems for stems in around.stems]
        counts = Counter(itertools.chain.from_iterable(shared))
        self._weight = {word: 1.0 / math.sqrt(count) for word, count in counts.items()}
        self._told_in: dict[str, list[int]] = {}
        for n, passage in enumerate(around.passages):
            if passage.kind in {"sentence", "item"}:
                for word in shared[n]:
                    self._told_in.setdefault(word, []).append(n)
        self._values = functools.cache(lambda n: frozenset(_values(around.passages[n].text)))
        self._letters = functools.cache(lambda n: _letters(around.lower[n]))

    def gather(self, group: Sequence[int]) -> _Told:
        """What a group of passages tells."""
        around = self.around
        scores = np.max([around.scores[n][:N_THEMES] for n in group], axis=0)
        return _Told(
            frozenset(group),
            frozenset().union(*(around.stems[n] for n in group)),
            frozenset().union(*(self._letters(n) for n in group)),
            frozenset().union(*map(self._values, group)),
            scores,
            int(scores.argmax()),
        )

    def find_near(self, row: int, groups: Sequence[_Told]) -> list[int]:
        """Which groups share a word or a stretch of letters with the row's label: no other can be its own."""
        label, letters = self.around.stems[row], self._letters(row)
        return [n for n, told in enumerate(groups) if not label.isdisjoint(told.stems) or not letters.isdisjoint(told.letters)]

    def describe(self, row: int, groups: Sequence[_Told]) -> list[list[float]]:
        """Figures of a row beside each group for 'does the row belong to it?'."""
        around = self.around
        label, letters = around.stems[row], self._letters(row)
        cells = {value for cell in around.passages[row].cells for value in _values(cell) if value}
        scores = around.scores[row][:N_THEMES]
        top, inside = int(scores.argmax()), float(self.inside[row])
        likeness = self._compare_with_text(row, cells)
        length = min(len(label), 8) / 8
        total = sum(self._weight.get(word, 1.0) for word in label)
        return [
            [
                self._share(label, total, told.stems), _part(letters, told.letters), _hits(cells, told.values),
                float(len(label & told.stems)), inside, float(scores[top]), float(told.scores[top]),
                float(top == told.top), float(scores @ told.scores) / N_THEMES, length,
                *_rivalry(likeness, told.passages),
            ]
            for told in groups
        ]  # fmt: skip

    def _share(self, label: frozenset[str], total: float, told: frozenset[str]) -> float:
        """Weighted share of the label's words (`total`: of all of them) that the text has; rare words count more."""
        return float(sum(self._weight.get(word, 1.0) for word in label & told) / total) if total else 0.0

    def _compare_with_text(self, row: int, cells: Collection[float]) -> dict[int, float]:
        """For each passage that shares a word with the row's label: weighted share of words, and half as much for its figures."""
        shared: dict[int, float] = {}
        total = sum(self._weight.get(word, 1.0) for word in self.around.stems[row])
        for word in self.around.stems[row]:
            share = self._weight[word] / total
            for n in self._told_in.get(word, ()):
                shared[n] = shared.get(n, 0.0) + share
        return {n: value + 0.5 * _hits(cells, self._values(n)) for n, value in shared.items()} if cells else shared


def _part(letters: frozenset[str], told: frozenset[str]) -> float:
    """Share of the label's letter sequences that the text has: sees into compounds."""
    return len(letters & told) / len(letters) if letters else 0.0


def _hits(cells: Collection[float], told: frozenset[float]) -> float:
    """Share of the row's figures (not zero) that the text states, in thousands, millions or kroner."""
    if not cells or not told:
        return 0.0
    return sum(cell in told or cell * 1000 in told or cell / 1000 in told for cell in cells) / len(cells)


def _rivalry(likeness: Mapping[int, float], group: frozenset[int]) -> list[float]:
    """How like the row the group's best passage is, and how much better than the best passage of all other text."""
    inside = max((likeness.get(n, 0.0) for n in group), default=0.0)
    outside = max((value for n, value in likeness.items() if n not in group), default=0.0)
    return [inside, inside - outside]


def _letters(text: str) -> frozenset[str]:
    return frozenset().union(*map(_letters_of_word, _LETTERS.findall(text)))


@functools.lru_cache(maxsize=1 << 14)
def _letters_of_word(word: str) -> tuple[str, ...]:
    return tuple([word[n : n + 5] for n in range(max(1, len(word) - 4))]) if len(word) > 3 else ()


def _values(text: str) -> list[float]:
    found = []
    for figure in _FIGURE.findall(text):
        digits = _BETWEEN.sub("", figure).replace(",", ".") if len(figure) > 3 else figure.replace(",", ".")
        if len(digits) < 16 and not (len(digits) == 4 and digits.startswith("20")):
            found.append(float(digits))
    return found


def attach_rows(
    around: Surroundings, inside: Array, groups: Sequence[Sequence[int]], layer: Linear, limits: Thresholds
) -> tuple[list[list[int]], list[int]]:
    """For each group the rows that belong to it, and the rows that stand alone as initiatives of their own; lines of the whole budget are neither."""
    matcher = RowMatcher(around, inside)
    told = [matcher.gather(group) for group in groups]
    attached: list[list[int]] = [[] for _ in groups]
    left: list[tuple[int, int | None, float]] = []
    for row in _rows_of(around):
        group, chance = _likeliest(matcher, layer, row, told)
        if group is not None and chance >= limits.row:
            attached[group].append(row)
        else:
            left.append((row, group, chance))
    bare = {n for n, group in enumerate(groups) if not attached[n] and not any(around.money[place] for place in group)}
    rest: list[int] = []
    for row, group, chance in left:
        if group in bare and chance >= limits.row_only:
            attached[group].append(row)
        else:
            rest.append(row)
    pointed = match_pointing(around, groups, [n for n in sorted(bare) if not attached[n]], rest)
    for group, row in pointed.items():
        attached[group].append(row)
    taken = set(pointed.values())
    return attached, [row for row in rest if row not in taken and inside[row] >= limits.row_alone]


def _rows_of(around: Surroundings) -> list[int]:
    """The table rows with figures that are no lines of the whole budget."""
    return [n for n, passage in enumerate(around.passages) if passage.kind == "row" and passage.cells and not is_budget_line(passage.text)]


def _likeliest(matcher: RowMatcher, layer: Linear, row: int, told: Sequence[_Told]) -> tuple[int | None, float]:
    """The initiative that a row most likely belongs to, and how likely; None when it shares nothing with any."""
    near = matcher.find_near(row, told)
    if not near:
        return None, 0.0
    chances = layer.probability(np.array(matcher.describe(row, [told[n] for n in near])))
    best = int(chances.argmax())
    return near[best], float(chances[best])


def describe_group(around: Surroundings, inside: Array, group: Sequence[int], rows: Sequence[int], whole: Array) -> list[float]:
    """Figures of a proposed initiative for 'is it right?'; `whole`: its themes' log-odds as a whole text."""
    told = [inside[n] for n in group] or [inside[n] for n in rows]
    best = max(float(around.best[n]) for n in (*group, *rows))
    themes = squash(whole[:N_THEMES])
    ordered = np.sort(themes)
    return [
        max(told),
        float(np.mean(told)),
        min(told),
        best,
        float(ordered[-1]),
        float(ordered[-1] - ordered[-2]),
        min(len(group), 5) / 5,
        float(bool(rows)),
        float(any(around.money[n] for n in group)),
        float(not group),
    ]
