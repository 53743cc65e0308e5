"""A hedonic model of the logarithm of the price per day, by statsmodels, with honest ranges.

Middle: ridge regression with Huber's weights, so that a few dear deals do not lift what is expected of the others; an offer with many placements counts as
at most 1/RHO of one with a single placement (the working correlation of lines of one offer). Range: quantile regression of what is left
(Koenker and Bassett 1978) at 10 and 90 %, then widened or narrowed by split-conformal correction (Romano, Patterson and Candès 2019). Suppliers are dealt
into folds; a fold's prices are judged by a model that saw none of its suppliers, and its correction by the other folds, each predicted by a model that saw
neither of the two: an offer's own rows never judge it, not even the width of its range. The correction counts every
offer once, whatever its size (offers are what is exchangeable: Lee, Barber and Willett 2023).
"""

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samspil.errors import UsageError
from samspil.purchasing.prices.design import Design, Features, make_design
from samspil.vocabulary.texts import say

COVERAGE = 0.80
LOW, HIGH = (1 - COVERAGE) / 2, (1 + COVERAGE) / 2
FOLDS = 5
RHO = 0.5
_PENALTY = 0.5  # in rows: how strongly a code seen in few offers is drawn to the average
_ROUNDS, _STILL = 30, 1e-6
_ENOUGH_FOR_QUANTILES = 300  # rows; below it the range is the same for all
_SHORT_DAYS = 60
_MOST_FOR_QUANTILES = 4_000  # rows drawn evenly: three columns need no more


@dataclass(frozen=True, slots=True)
class Fit:
    """A model fitted on some rows. `centre`: the middle point of the columns over offers, from which reasons are told; `low`, `high`: coefficients of the range."""

    design: Design
    params: Any
    centre: Any
    low: Any
    high: Any

    def predict(self, features: Features) -> Any:
        """Logarithm of the price per day: n rows -> (n, 3) of middle, low and high, before the correction."""
        table = self.design.table(features)
        middle = table @ self.params
        spread = _spread_table(features)
        return np.column_stack([middle, middle + spread @ self.low, middle + spread @ self.high])


def deal_folds(suppliers: Sequence[str], folds: int = FOLDS) -> dict[str, int]:
    """Suppliers into folds of equal size, by a hash of their ids: the same whatever the order they come in."""
    ordered = sorted(set(suppliers), key=lambda one: hashlib.sha256(one.encode()).digest())
    return {supplier: number % folds for number, supplier in enumerate(ordered)}


def count_once(offers: Any) -> Any:
    """Weights that make the lines of an offer count together: 1 / (1 + (n - 1) RHO) each."""
    _names, places, counts = np.unique(np.asarray(offers, dtype=str), return_inverse=True, return_counts=True)
    return 1.0 / (1.0 + (counts[places] - 1) * RHO)


def fit(features: Features) -> Fit:
    """The model of these rows. Raises UsageError when statsmodels is not installed, ValueError for no rows."""
    if not len(features):
        raise ValueError("a model needs rows")
    design = make_design(features)
    table = design.table(features)
    weights = count_once(features.offers)
    params = _fit_middle(table, features.prices, weights)
    centre = (table * weights[:, None]).sum(axis=0) / weights.sum()
    low, high = _fit_range(_spread_table(features), features.prices - table @ params)
    return Fit(design, params, centre, low, high)


def _fit_middle(table: Any, prices: Any, weights: Any) -> Any:
    """Ridge regression, weighted again and again by Huber's weights (statsmodels' norm) until it stands still."""
    _api, robust = _load_statsmodels()
    norm, huber = robust.norms.HuberT(), np.ones(len(prices))
    penalty = np.full(table.shape[1], _PENALTY)
    penalty[0] = 0.0
    params = np.zeros(table.shape[1])
    for _round in range(_ROUNDS):
        new = solve_ridge(table, prices, weights * huber, penalty)
        left = prices - table @ new
        scale = float(np.median(np.abs(left)) / 0.6745)
        moved, params = float(np.abs(new - params).max()), new
        if moved < _STILL or scale < 1e-9:
            break
        huber = norm.weights(left / scale)
    return params


def solve_ridge(table: Any, prices: Any, weights: Any, penalty: Any) -> Any:
    """Weighted ridge regression by its normal equations: the same as statsmodels' `OLS.fit_regularized(L1_wt=0)`, which takes the singular values of the
    whole table each time (50 times slower here; a test compares the two).
    """
    weighted = table * weights[:, None]
    return np.linalg.solve(table.T @ weighted + np.diag(penalty), weighted.T @ prices)


def _spread_table(features: Features) -> Any:
    """What the width of the range may depend on: a constant, the level of support and how short the stay was."""
    return np.column_stack([np.ones(len(features)), features.levels - 2.0, (features.days < _SHORT_DAYS).astype(float)])


def _fit_range(spread: Any, left: Any) -> tuple[Any, Any]:
    """Coefficients of the 10 and 90 % quantile of what is left."""
    if len(left) < _ENOUGH_FOR_QUANTILES:
        constant = np.zeros(spread.shape[1])
        ends = []
        for share in (LOW, HIGH):
            end = constant.copy()
            end[0] = float(np.quantile(left, share))
            ends.append(end)
        return ends[0], ends[1]
    step = max(1, len(left) // _MOST_FOR_QUANTILES)
    api, _robust = _load_statsmodels()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its standard errors are not used
        model = api.QuantReg(left[::step], spread[::step] + 0.0)
        return tuple(np.asarray(model.fit(q=share, max_iter=200).params) for share in (LOW, HIGH))  # type: ignore[return-value]


def _load_statsmodels() -> tuple[Any, Any]:
    """The two parts of statsmodels in use; its import takes a second or two. Raises UsageError when it is not installed."""
    try:
        from statsmodels import robust
        from statsmodels.regression import linear_model, quantile_regression
    except ImportError as error:
        raise UsageError(say("purchasing_prices.no_statsmodels"), remedy=say("purchasing_prices.no_statsmodels_remedy")) from error

    class Api:
        OLS = linear_model.OLS
        QuantReg = quantile_regression.QuantReg

    return Api, robust


def conformal_quantile(scores: Any, weights: Any, coverage: float) -> float:
    """The weighted quantile of scores at `coverage`, with one more of weight as if at infinity (finite sample: Vovk 2005); the highest score at most."""
    order = np.argsort(scores, kind="stable")
    heaped = np.cumsum(weights[order]) / (weights.sum() + weights.max())
    place = int(np.searchsorted(heaped, coverage, side="left"))
    return float(scores[order[min(place, len(order) - 1)]])
