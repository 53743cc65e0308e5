"""Fitting of single layers: thin wrappers that turn scikit-learn's estimators into the arrays of `layers.py`."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from samspil.initiatives.features import BUCKETS
from samspil.initiatives.layers import Linear, Network, TextLayer, count_features

Array = NDArray[np.float64]
_MEMBERS = 5


def sparse_rows(features: Sequence[Sequence[int]]) -> csr_matrix:
    """Feature lists as a sparse matrix (texts x buckets) of scaled counts."""
    index: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in features:
        keys, counts = count_features(row)
        index += keys
        values += counts
        ends.append(len(index))
    return csr_matrix((np.array(values), np.array(index), np.array(ends)), shape=(len(features), BUCKETS))


def fit_text(rows: csr_matrix, targets: NDArray[np.int64], weights: Array, strength: float = 1.0, *, by_rarity: bool = True) -> TextLayer:
    """One logistic regression per column of `targets`; with `by_rarity` rare features weigh more, and the weights are folded into the layer."""
    seen = np.bincount(rows.indices, minlength=BUCKETS)
    rarity = np.log((1 + rows.shape[0]) / (1 + seen)) + 1.0 if by_rarity else np.ones(BUCKETS)
    scaled = rows @ diags(rarity)
    columns, bias = [], []
    for column in range(targets.shape[1]):
        fitted = LogisticRegression(C=strength, solver="liblinear", random_state=0).fit(
            scaled, targets[:, column], sample_weight=weights[:, column]
        )
        columns.append(fitted.coef_[0] * rarity * (seen > 0))
        bias.append(float(fitted.intercept_[0]))
    return TextLayer(_trim(np.stack(columns, axis=1)), np.array(bias, dtype=np.float32))


def join_layers(*layers: TextLayer) -> TextLayer:
    """Layers over the same features side by side."""
    return TextLayer(np.concatenate([layer.weights for layer in layers], axis=1), np.concatenate([layer.bias for layer in layers]))


def _trim(weights: Array) -> NDArray[np.float32]:
    """Half precision, and nothing for features that hardly weigh: a smaller file, the same reading."""
    weights = np.where(np.abs(weights) < 0.02, 0.0, weights)
    return weights.astype(np.float16).astype(np.float32)


def _standard(figures: Array) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    scale = figures.std(axis=0)
    return figures.mean(axis=0).astype(np.float32), np.where(scale > 1e-6, scale, 1.0).astype(np.float32)


def fit_network(figures: Array, target: NDArray[np.bool_], units: int) -> Network:
    """Five small networks that differ in their first weights."""
    mean, scale = _standard(figures)
    inputs = (figures - mean) / scale
    members = [
        MLPClassifier((units,), alpha=3.0, max_iter=300, random_state=seed).fit(inputs, target.astype(int)) for seed in range(_MEMBERS)
    ]
    return Network(
        mean,
        scale,
        np.stack([m.coefs_[0] for m in members]).astype(np.float32),
        np.stack([m.intercepts_[0] for m in members]).astype(np.float32),
        np.stack([m.coefs_[1][:, 0] for m in members]).astype(np.float32),
        np.array([m.intercepts_[1][0] for m in members], dtype=np.float32),
    )


def fit_linear(figures: Array, target: NDArray[np.bool_], strength: float = 0.3) -> Linear:
    """Logistic regression over standardised figures."""
    mean, scale = _standard(figures)
    fitted = LogisticRegression(C=strength, max_iter=2000).fit((figures - mean) / scale, target.astype(int))
    return Linear(mean, scale, fitted.coef_[0].astype(np.float32), fitted.intercept_.astype(np.float32))
