"""A document as a theme's reader sees it: features with the theme's own words, and figures about each passage and what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import ANY, CONTINUES, N_THEMES, Surroundings
from samspil.initiatives.features import Features, hash_feature, read_words
from samspil.initiatives.layers import TextScorer
from samspil.initiatives.own_themes.folder import FALSE_FRIENDS
from samspil.initiatives.own_themes.terms import OwnTerms, speak_for
from samspil.initiatives.reader import LinearReader
from samspil.values.passage import Passage

Array = NDArray[np.float64]
_ABSENT = -4.0  # log-odds of the places that belong to the shipped themes


@dataclass(frozen=True, slots=True)
class Seen:
    """A document before any score of the theme. `continues`: the shipped model's log-odds that a passage continues what was begun before;
    `groups`: per passage the theme's groups in it; `hits`: how many speak for the theme in it and in its headings, and its false friends.
    """

    passages: Sequence[Passage]
    words: Sequence[Sequence[str]]
    features: Sequence[Features]
    continues: Array
    groups: Sequence[frozenset[str]]
    hits: Array


class Looker:
    """Looks at documents with the shipped reader's features and a theme's own words."""

    def __init__(self, shipped: LinearReader, terms: OwnTerms) -> None:
        self.shipped = shipped
        self.features = shipped.features
        self._terms = terms
        self._text = TextScorer(shipped.model.text, shipped.features)

    def look(self, passages: Sequence[Passage]) -> Seen:
        """Everything that does not depend on the theme's layers."""
        words = [read_words(passage.text) for passage in passages]
        features = [self.features.of_passage(passage, told) for passage, told in zip(passages, words, strict=True)]
        continues = self._text.score(features)[:, CONTINUES] if passages else np.zeros(0)
        named = [self._terms.find(told) for told in words]
        for feature, names in zip(features, named, strict=True):
            feature.others.extend(hash_feature(told) for told in _spell(names))
        hits = [self._count(passage, names) for passage, names in zip(passages, named, strict=True)]
        groups = [frozenset(names) for names in named]
        return Seen(passages, words, features, continues, groups, np.array(hits, dtype=np.float64).reshape(-1, 3))

    def _count(self, passage: Passage, names: Sequence[str]) -> tuple[int, int, int]:
        headings = self._terms.find(read_words(" ".join(passage.headings[-2:])))
        return len(speak_for(names)), len(speak_for(headings)), sum(name.startswith(FALSE_FRIENDS) for name in names)


def _spell(names: Sequence[str]) -> list[str]:
    """Features of a passage's groups: each for each place, and each pair that stands together; twice, since they weigh more than a word."""
    pairs = [f"own={a}+{b}" for a, b in combinations(sorted(set(names)), 2)]
    return [*(f"own={name}" for name in names), *pairs] * 2


def surround(seen: Seen, scores: Array) -> Surroundings:
    """The passages with the theme's log-odds in the first theme's place, so that the shipped layers for pairs and rows can be asked."""
    columns = np.full((len(seen.passages), N_THEMES + 2), _ABSENT)
    columns[:, 0] = columns[:, ANY] = scores
    columns[:, CONTINUES] = seen.continues
    return Surroundings(seen.passages, columns, seen.words)


def describe(seen: Seen, around: Surroundings) -> Array:
    """Figures of every passage for 'is it part of an initiative of the theme?'."""
    return np.column_stack([around.describe(), np.minimum(seen.hits, 3.0)])
