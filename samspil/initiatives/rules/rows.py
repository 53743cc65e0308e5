"""Table rows find the initiative they belong to: words of their label and figures that the text states."""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from samspil.values.passage import Passage

ENOUGH = 0.35  # share of the label, weighted by rarity, that the text must have; equal figures add up to half as much
_FIGURE = re.compile(r"\d{1,3}(?:[.\u00a0 ]\d{3})+|\d+(?:,\d+)?")
_BETWEEN = re.compile(r"[.\u00a0 ](?=\d{3})")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL_WORDS = frozenset(
    [
        "blev",
        "bliver",
        "deres",
        "efter",
        "eller",
        "flere",
        "hvor",
        "have",
        "også",
        "over",
        "samt",
        "skal",
        "under",
        "ville",
        "være",
        "været",
        "denne",
        "dette",
    ]
)
_PART = 5  # letters by which a compound is recognised: 'gulvsensorer' and 'sensorgulv' share 'senso'


class RowFinder:
    """Compares the rows of a document with its text; words that stand everywhere count little."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self._parts = [_parts(passage.text) if passage.kind != "heading" else frozenset() for passage in passages]
        counts = Counter(part for parts in self._parts for part in parts)
        self._weight = {part: 1.0 / math.sqrt(count) for part, count in counts.items()}
        self._told: dict[str, list[int]] = {}
        for place, passage in enumerate(passages):
            if passage.kind in {"sentence", "item"}:
                for part in self._parts[place]:
                    self._told.setdefault(part, []).append(place)

    def best_passage(self, row: int) -> tuple[int, float]:
        """The sentence most like the row, and how like it is; (-1, 0) when none is."""
        parts = self._parts[row]
        total = sum(self._weight[part] for part in parts)
        shared: dict[int, float] = {}
        for part in parts:
            for place in self._told.get(part, ()):
                shared[place] = shared.get(place, 0.0) + self._weight[part] / total
        figures = read_figures(self.passages[row].cells)
        scores = {place: score + 0.5 * _agreeing(figures, self.passages[place].text) for place, score in _best(shared)}
        place = max(scores, key=lambda one: (scores[one], -one), default=-1)
        return place, scores.get(place, 0.0)


def attach_rows(passages: Sequence[Passage], groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """For each group the rows whose most similar sentence is one of its own."""
    attached: list[list[int]] = [[] for _ in groups]
    home = {place: n for n, group in enumerate(groups) for place in group}
    rows = [place for place, passage in enumerate(passages) if passage.kind == "row" and passage.cells]
    if not rows or not groups:
        return attached
    finder = RowFinder(passages)
    for row in rows:
        place, score = finder.best_passage(row)
        if score >= ENOUGH and place in home:
            attached[home[place]].append(row)
    return attached


def read_figures(texts: Iterable[str]) -> frozenset[float]:
    """The numbers in texts without years and zeros."""
    found = (match for text in texts for match in _FIGURE.findall(text))
    values = (_BETWEEN.sub("", match).replace(",", ".") for match in found)
    return frozenset(float(value) for value in values if len(value) < 16 and not re.fullmatch(r"20\d\d|0+", value))


def _parts(text: str) -> frozenset[str]:
    return frozenset().union(*map(_parts_of_word, _WORD.findall(text.lower())))


@functools.lru_cache(maxsize=200_000)
def _parts_of_word(word: str) -> frozenset[str]:
    """Letter sequences of a word that carries meaning."""
    return frozenset() if word in _SMALL_WORDS else frozenset(word[n : n + _PART] for n in range(max(1, len(word) - _PART)))


def _best(shared: dict[int, float]) -> list[tuple[int, float]]:
    """The ten most similar, so that a long document costs no more than a short one."""
    return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:10]


def _agreeing(figures: frozenset[float], text: str) -> float:
    """Share of the row's figures that the text states, in kroner, thousands or millions."""
    told = read_figures([text])
    return sum(any(figure * factor in told for factor in (1, 1000, 0.001)) for figure in figures) / len(figures) if figures else 0.0
