"""Features of many texts as tables of numbers: what a document's passages are scored by, without a list for each."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.features import BUCKETS, FeatureReader, Features
from samspil.values.passage import Passage

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """`words`: those of all texts, one text after the other, `word_counts` how many each text has; `others` and `other_counts` likewise (see `Features`)."""

    words: Ints
    word_counts: Ints
    others: Ints
    other_counts: Ints


def tabulate(texts: Sequence[Features]) -> FeatureTable:
    """The features of these texts."""
    return FeatureTable(*_chain([text.words for text in texts]), *_chain([text.others for text in texts]))


def tabulate_passages(reader: FeatureReader, passages: Sequence[Passage], words: Sequence[Sequence[str]]) -> FeatureTable:
    """All features of each passage, as `FeatureReader.of_passage` gives them; `words`: those of each, see `read_words`."""
    told = list(itertools.chain.from_iterable(words))
    numbers = reader.numbers_of(told)
    counts = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    ends = counts.cumsum()
    inside = np.ones(max(0, len(told) - 1), dtype=np.bool_)
    inside[ends[(ends > 0) & (ends < len(told))] - 1] = False  # the pair over the end of a text is none
    pairs = (reader.pairs.hash_pairs(numbers)[inside] % BUCKETS).astype(np.int64)
    more, more_counts = _chain(_tell_more(reader, passages, words, ends))
    texts = np.arange(len(words))
    owners = np.concatenate((np.repeat(texts, counts)[:-1][inside], np.repeat(texts, more_counts)))
    order = np.argsort(owners, kind="stable")
    return FeatureTable(numbers, counts, np.concatenate((pairs, more))[order], np.bincount(owners, minlength=len(words)))


def _tell_more(reader: FeatureReader, passages: Sequence[Passage], words: Sequence[Sequence[str]], ends: Ints) -> list[Sequence[int]]:
    """Of each passage the features of its phrases and of its place."""
    places: dict[tuple[str, tuple[str, ...]], tuple[int, ...]] = {}
    found: list[Sequence[int]] = []
    for passage in passages:
        key = (passage.kind, passage.headings[-2:])
        if key not in places:
            places[key] = tuple(reader.of_place(passage))
        found.append(places[key])
    phrases = reader.terms.places_of_phrases(list(itertools.chain.from_iterable(words)))
    for text in np.unique(np.searchsorted(ends, phrases, side="right")).tolist():
        found[text] = [*reader.of_phrases(words[text]), *found[text]]
    return found


def _chain(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """All numbers, one list after the other, and how many each list has."""
    counts = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    flat: Iterable[int] = itertools.chain.from_iterable(lists)
    return np.fromiter(flat, dtype=np.int64, count=int(counts.sum())), counts
