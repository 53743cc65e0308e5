"""The model's layers at reading time: numpy only, no training code. Weights come from `model.py`."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.features import BUCKETS

Floats = NDArray[np.float32]


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

    def score_all(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Log-odds per output of many texts, none of them without features (texts x outputs)."""
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        index = np.fromiter(itertools.chain.from_iterable(texts), dtype=np.int64, count=int(lengths.sum()))
        totals = np.add.reduceat(self.weights[index], np.concatenate(([0], lengths[:-1].cumsum())), axis=0)
        return np.asarray(totals / np.sqrt(lengths)[:, None] + self.bias, dtype=np.float64)

    def score(self, features: Sequence[int]) -> NDArray[np.float64]:
        """Log-odds per output of one text."""
        if not features:
            return self.bias.astype(np.float64)
        total = self.weights[np.fromiter(features, dtype=np.int64, count=len(features))].sum(axis=0)
        return np.asarray(total / np.sqrt(len(features)) + self.bias, dtype=np.float64)


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
        units = np.maximum(np.einsum("ni,miu->mnu", inputs, self.hidden, optimize=True) + self.hidden_bias[:, None, :], 0.0)
        scores = np.einsum("mnu,mu->mn", units, self.out) + self.out_bias[:, None]
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
