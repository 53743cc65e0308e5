"""Table rows find the initiative they belong to: words of their label and figures that the text states."""

import functools
import heapq
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from samspil.values.passage import Passage

ENOUGH = 0.35  # share of the label, weighted by rarity, that the text must have; equal figures add up to half as much
_FIGURE = re.compile(r"\d(?:\d{0,2}(?:[.\u00a0 ]\d{3})+|\d*(?:,\d+)?)")  # the first digit stands alone: it is looked for faster
_BETWEEN = re.compile(r"[.\u00a0 ](?=\d{3})")
_BY_FIGURES = 0.5  # added when all figures of the row stand in the text
_MARGIN = 0.01  # more than sums of such numbers lose by rounding
_MOST = 10
_SHORTEST = 4
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
    """Compares the rows of a document with its text; words that stand everywhere count little.

    `words`: the words of each passage (see `lexicon.split_words`), none for headings. Only letter sequences that a row has are counted.
    """

    def __init__(self, passages: Sequence[Passage], words: Sequence[Sequence[str]]) -> None:
        self.passages = passages
        in_rows = {word for place, passage in enumerate(passages) if passage.kind == "row" for word in words[place]}
        wanted = frozenset(part for word in in_rows for part in _parts(word))
        shared = {word: wanted.intersection(_parts(word)) for word in set().union(*words)}
        telling = {word for word, parts in shared.items() if parts}
        self._parts = [frozenset().union(*(shared[word] for word in told if word in telling)) for told in words]
        counts = Counter(itertools.chain.from_iterable(self._parts))
        self._weight = {part: 1.0 / math.sqrt(count) for part, count in counts.items()}
        self._told: dict[str, list[int]] = {}
        for place, passage in enumerate(passages):
            if passage.kind in {"sentence", "item"}:
                for part in self._parts[place]:
                    self._told.setdefault(part, []).append(place)
        self._figures = functools.cache(lambda place: read_figures([passages[place].text]))

    def best_passage(self, row: int) -> tuple[int, float]:
        """The sentence most like the row, and how like it is; (-1, 0) when none is."""
        parts = self._parts[row]
        total = sum(self._weight[part] for part in parts)
        shared: dict[int, float] = {}
        for part in parts:
            share = self._weight[part] / total
            for place in self._told.get(part, ()):
                shared[place] = shared.get(place, 0.0) + share
        figures = read_figures(self.passages[row].cells) if shared else frozenset()
        scores = {place: score + _BY_FIGURES * _agreeing(figures, self._figures(place)) for place, score in _best(shared)}
        place = max(scores, key=lambda one: (scores[one], -one), default=-1)
        return place, scores.get(place, 0.0)


def attach_rows(passages: Sequence[Passage], groups: Sequence[Sequence[int]], words: Sequence[Sequence[str]]) -> list[list[int]]:
    """For each group the rows whose most similar sentence is one of its own. `words` of each passage: see `RowFinder`."""
    attached: list[list[int]] = [[] for _ in groups]
    home = {place: n for n, group in enumerate(groups) for place in group}
    rows = [place for place, passage in enumerate(passages) if passage.kind == "row" and passage.cells]
    if not rows or not groups:
        return attached
    finder = RowFinder(passages, words)
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


def _parts(word: str) -> list[str]:
    """Letter sequences of a word; of one with hyphens or figures those of its parts."""
    return _parts_of_word(word) if word.isalpha() else [part for each in _WORD.findall(word) for part in _parts_of_word(each)]


def _parts_of_word(word: str) -> list[str]:
    """Letter sequences of a word that carries meaning."""
    if len(word) < _SHORTEST or word in _SMALL_WORDS:
        return []
    return [word[n : n + _PART] for n in range(max(1, len(word) - _PART))]


def _best(shared: dict[int, float]) -> list[tuple[int, float]]:
    """The ten most similar, so that a long document costs no more than a short one; without those that no figures can bring to the top."""
    least = max(shared.values(), default=0.0) - _BY_FIGURES - _MARGIN
    close = [item for item in shared.items() if item[1] >= least]
    return heapq.nsmallest(_MOST, close, key=lambda item: (-item[1], item[0])) if len(close) > _MOST else close


def _agreeing(figures: frozenset[float], told: frozenset[float]) -> float:
    """Share of the row's figures that the text states, in kroner, thousands or millions."""
    if not figures or not told:
        return 0.0
    return sum(figure in told or figure * 1000 in told or figure * 0.001 in told for figure in figures) / len(figures)
