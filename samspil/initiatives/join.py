"""Passages of one undertaking are joined, different ones kept apart; then table rows find the initiative they belong to."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings, squash
from samspil.initiatives.layers import Linear, Network
from samspil.values.passage import Passage

Array = NDArray[np.float64]

REACH = 6  # passages back that a sentence may belong to
_FIGURE = re.compile(r"\d{1,3}(?:[.  ]\d{3})+|\d+(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a passage, a pair and a row count; part of the model's facts."""

    inside: float = 0.5
    pair: float = 0.5
    row: float = 0.5
    row_alone: float = 0.7


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


class RowMatcher:
    """Compares table rows with initiatives told in the text."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        counts: Counter[str] = Counter()
        for stems in around.stems:
            counts.update(stems)
        self._weight = {word: 1.0 / math.sqrt(count) for word, count in counts.items()}
        self._told_in: dict[str, list[int]] = {}
        for n, passage in enumerate(around.passages):
            if passage.kind in {"sentence", "item"}:
                for word in around.stems[n]:
                    self._told_in.setdefault(word, []).append(n)
        self._likeness: dict[int, dict[int, float]] = {}

    def describe(self, row: int, group: Sequence[int], inside: Array) -> list[float]:
        """Figures of a row beside a group of passages for 'does the row belong to it?'."""
        around = self.around
        label = around.stems[row]
        told = frozenset().union(*(around.stems[n] for n in group))
        text_scores = np.max([around.scores[n][:N_THEMES] for n in group], axis=0)
        row_scores = around.scores[row][:N_THEMES]
        return [
            self._share(label, told),
            self._spelling(row, group),
            self._figures(around.passages[row], group),
            float(len(label & told)),
            inside[row],
            float(row_scores.max()),
            float(text_scores[row_scores.argmax()]),
            float(row_scores.argmax() == text_scores.argmax()),
            float(row_scores @ text_scores) / N_THEMES,
            min(len(label), 8) / 8,
            *self._rivalry(row, group),
        ]

    def _rivalry(self, row: int, group: Sequence[int]) -> list[float]:
        """How like the row the group's best passage is, and how much better than the best passage of all other text."""
        likeness = self._likeness.get(row)
        if likeness is None:
            likeness = self._likeness[row] = self._compare_with_text(row)
        inside = max((likeness.get(n, 0.0) for n in group), default=0.0)
        outside = max((value for n, value in likeness.items() if n not in group), default=0.0)
        return [inside, inside - outside]

    def _compare_with_text(self, row: int) -> dict[int, float]:
        """For each passage that shares a word with the row's label: weighted share of words, and half as much for its figures."""
        shared: dict[int, float] = {}
        total = sum(self._weight.get(word, 1.0) for word in self.around.stems[row])
        for word in self.around.stems[row]:
            for n in self._told_in.get(word, ()):
                shared[n] = shared.get(n, 0.0) + self._weight[word] / total
        return {n: value + 0.5 * self._figures(self.around.passages[row], [n]) for n, value in shared.items()}

    def _share(self, label: frozenset[str], told: frozenset[str]) -> float:
        """Weighted share of the label's words that the text has; rare words count more."""
        total = sum(self._weight.get(word, 1.0) for word in label)
        return float(sum(self._weight.get(word, 1.0) for word in label & told) / total) if total else 0.0

    def _spelling(self, row: int, group: Sequence[int]) -> float:
        """Share of the label's letter sequences that the text has: sees into compounds."""
        label = _letters(self.around.lower[row])
        told = frozenset().union(*(_letters(self.around.lower[n]) for n in group))
        return len(label & told) / len(label) if label else 0.0

    def _figures(self, row: Passage, group: Sequence[int]) -> float:
        """Share of the row's figures (not zero) that the text states, in thousands, millions or kroner."""
        cells = {value for cell in row.cells for value in _values(cell) if value}
        told = {value for n in group for value in _values(self.around.passages[n].text)}
        hits = [any(_same(cell, value) for value in told) for cell in cells]
        return sum(hits) / len(hits) if hits else 0.0


def _letters(text: str) -> frozenset[str]:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return frozenset(word[n : n + 5] for word in words for n in range(max(1, len(word) - 4)))


def _values(text: str) -> list[float]:
    found = []
    for match in _FIGURE.finditer(text):
        digits = re.sub(r"[.  ](?=\d{3})", "", match.group()).replace(",", ".")
        if len(digits) < 16 and not (len(digits) == 4 and digits.startswith("20")):
            found.append(float(digits))
    return found


def _same(cell: float, told: float) -> bool:
    return told in {cell, cell * 1000, cell / 1000}


def attach_rows(
    around: Surroundings, inside: Array, groups: Sequence[Sequence[int]], layer: Linear, limits: Thresholds
) -> tuple[list[list[int]], list[int]]:
    """For each group the rows that belong to it, and the rows that stand alone as initiatives of their own."""
    matcher = RowMatcher(around)
    attached: list[list[int]] = [[] for _ in groups]
    alone: list[int] = []
    for row in (n for n, passage in enumerate(around.passages) if passage.kind == "row" and passage.cells):
        figures = [matcher.describe(row, group, inside) for group in groups]
        chances = layer.probability(np.array(figures)) if figures else np.zeros(0)
        if len(chances) and chances.max() >= limits.row:
            attached[int(chances.argmax())].append(row)
        elif inside[row] >= limits.row_alone:
            alone.append(row)
    return attached, alone


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


def committee_of(headings: Sequence[str], text: str) -> str:
    """The political committee an initiative stands under, or that is named in it; '' if none."""
    for heading in reversed(headings):
        if match := _COMMITTEE.search(heading):
            return match.group().strip()
    match = _COMMITTEE.search(text)
    return match.group().strip() if match else ""


_COMMITTEE = re.compile(
    r"(?:(?:[A-ZÆØÅ][\wæøåÆØÅ]*-?(?:,\s+|\s+og\s+|\s*))+(?:[A-ZÆØÅ]?[\wæøå]*-?\s*(?:og\s+)?){0,2})?[A-ZÆØÅ]?[\wæøå]*(?:udvalget|udvalg|Udvalget|Udvalg)\b"
)
