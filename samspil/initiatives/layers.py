"""The model's layers at reading time: numpy only, no training code. Weights come from `model.py`."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.feature_table import FeatureTable, tabulate
from samspil.initiatives.features import BUCKETS, FeatureReader, Features

Floats = NDArray[np.float32]
_FEWEST_SPARE = 1_000  # words there is room for before tables are made larger


def sigmoid(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Log-odds to probability."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0))), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A linear layer over hashed features: `weights` (buckets x outputs), `bias` (outputs). A text's features are scaled by one over the root of their number."""

    weights: Floats
    bias: Floats

    @classmethod
    def from_sparse(cls, index: NDArray[np.int32], values: NDArray[np.float16], bias: Floats) -> "TextLayer":
        """From the rows that are not zero."""
        weights = np.zeros((BUCKETS, values.shape[1]), dtype=np.float32)
        weights[index] = values
        return cls(weights, bias.astype(np.float32))


class TextScorer:
    """A text layer with the sums of each distinct word's weights, so that a passage costs an addition per word and not per feature."""

    def __init__(self, layer: TextLayer, reader: FeatureReader) -> None:
        self.layer = layer
        self.reader = reader
        self._known = 0
        self._sums = np.zeros((0, len(layer.bias)), dtype=np.float32)
        self._counts = np.zeros(0, dtype=np.int64)
        self._learn()

    def _learn(self) -> None:
        """Add the words that the reader has met since."""
        fresh = self.reader.buckets[self._known :]
        if fresh:
            start, self._known = self._known, len(self.reader.buckets)
            counts = np.fromiter(map(len, fresh), dtype=np.int64, count=len(fresh))
            self._make_room()
            buckets = np.fromiter(itertools.chain.from_iterable(fresh), dtype=np.int64, count=int(counts.sum()))
            self._sums[start : self._known] = self._add(buckets, counts)
            self._counts[start : self._known] = counts

    def _make_room(self) -> None:
        """Room for words to come: a child that is forked later writes to that, and the rest of the tables stays shared."""
        if self._known > len(self._counts):
            size = self._known + self._known // 2 + _FEWEST_SPARE
            self._sums, self._counts = _lengthen(self._sums, size), _lengthen(self._counts, size)

    def _add(self, buckets: NDArray[np.int64], counts: NDArray[np.int64]) -> Floats:
        """Sums of the weights of consecutive stretches of `buckets`, `counts[i]` long; a stretch may be empty."""
        return np.asarray(_sum_stretches(self.layer.weights[buckets], counts), dtype=np.float32)

    def score(self, texts: Sequence[Features]) -> NDArray[np.float64]:
        """Log-odds per output (texts x outputs)."""
        return self.score_table(tabulate(texts))

    def score_table(self, table: FeatureTable) -> NDArray[np.float64]:
        """Log-odds per output of each text of the table (texts x outputs)."""
        self._learn()
        totals = np.asarray(_sum_stretches(self._sums[table.words], table.word_counts), dtype=np.float64)
        totals += self._add(table.others, table.other_counts)
        lengths = _sum_stretches(self._counts[table.words], table.word_counts) + table.other_counts
        return np.asarray(totals / np.sqrt(np.maximum(lengths, 1))[:, None] + self.layer.bias, dtype=np.float64)


def _lengthen(table: NDArray[Any], size: int) -> NDArray[Any]:
    """The table with rows of zeros behind it."""
    longer = np.zeros((size, *table.shape[1:]), dtype=table.dtype)
    longer[: len(table)] = table
    return longer


def _sum_stretches(rows: NDArray[Any], counts: NDArray[np.int64]) -> NDArray[Any]:
    """Sums of consecutive stretches of `rows`, `counts[i]` long; 0 for an empty stretch."""
    sums = np.zeros((len(counts), *rows.shape[1:]), dtype=rows.dtype)
    filled = np.flatnonzero(counts)
    if len(filled):
        starts = np.concatenate(([0], counts[filled][:-1].cumsum()))
        sums[filled] = np.add.reduceat(rows, starts, axis=0)
    return sums


@dataclass(frozen=True, slots=True)
class Network:
    """Several small networks with one hidden layer of rectifiers, averaged: inputs are standardised by `mean` and `scale`.

    Shapes: `hidden` (members, inputs, units), `hidden_bias` (members, units), `out` (members, units), `out_bias` (members).
    """

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    def probability(self, figures: NDArray[np.floating]) -> NDArray[np.float64]:
        """Mean probability of the members, one per row of `figures` (rows x inputs)."""
        if not len(figures):
            return np.zeros(0)
        inputs = (np.asarray(figures, dtype=np.float32) - self.mean) / self.scale
        members, width, units = self.hidden.shape
        flat = inputs @ self.hidden.transpose(1, 0, 2).reshape(width, members * units) + self.hidden_bias.reshape(-1)
        scores = np.einsum("nmu,mu->mn", np.maximum(flat, 0.0).reshape(-1, members, units), self.out) + self.out_bias[:, None]
        return np.asarray(sigmoid(scores).mean(axis=0))


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression over standardised figures."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats

    def probability(self, figures: NDArray[np.floating]) -> NDArray[np.float64]:
        """One probability per row of `figures`."""
        if not len(figures):
            return np.zeros(0)
        return sigmoid(((np.asarray(figures) - self.mean) / self.scale) @ self.weights + self.bias[0])


def count_features(features: Sequence[int]) -> tuple[list[int], list[float]]:
    """Distinct features and their scaled counts: the row that training sees for what `TextLayer.score` computes."""
    counts = Counter(features)
    root = max(1.0, float(len(features))) ** 0.5
    return list(counts), [count / root for count in counts.values()]
