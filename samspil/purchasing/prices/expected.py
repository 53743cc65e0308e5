"""The price to expect of a placement from comparable ones, with its 80 % range and reasons in kroner (see `hedonic` for the method)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np

from samspil.purchasing.prices import hedonic
from samspil.purchasing.prices.design import Features, describe_value, read_features
from samspil.purchasing.prices.model import FACTORS, LEAST_OFFERS, LEAST_SUPPLIERS, Expected, Part, Refusal, to_ore
from samspil.purchasing.prices.rows import Groups, Row, Rows, gather_rows, make_row, mean_score, newest_scores
from samspil.values.purchasing import Offer, Placement, Portfolio

_ALL = -1  # the model of all rows, for a supplier that has none


@dataclass(frozen=True, slots=True)
class Prices:
    """The models of a portfolio: one for each fold of suppliers and one of all rows. `correction`: of each fold, on the log scale, at the lower and
    the upper end; `scores`: mean supervision score of each offer; `years`: the price years in the data.
    """

    rows: Rows
    groups: Groups
    fold_of: dict[str, int]
    fits: dict[int, hedonic.Fit]
    correction: dict[int, tuple[float, float]]
    scores: dict[str, Decimal | None]
    years: frozenset[int]


def fit_prices(portfolio: Portfolio) -> Prices | Refusal:
    """The models of a portfolio; Refusal when fewer than five offers of three suppliers have prices. Raises UsageError without statsmodels."""
    gathered = gather_rows(portfolio)
    rows = gathered.rows
    suppliers = {row.offer.supplier for row in rows}
    offers = {row.offer.id for row in rows}
    if len(offers) <= LEAST_OFFERS or len(suppliers) <= LEAST_SUPPLIERS:
        numbers = {"offers": len(offers), "suppliers": len(suppliers), "least": LEAST_OFFERS + 1, "least_suppliers": LEAST_SUPPLIERS + 1}
        return Refusal("too_few_in_all", numbers)
    fold_of = hedonic.deal_folds([row.offer.supplier for row in rows], min(hedonic.FOLDS, len(suppliers)))
    features = read_features(rows)
    folds = np.array([fold_of[row.offer.supplier] for row in rows])
    fits = {_ALL: hedonic.fit(features)} | {fold: hedonic.fit(features.take(folds != fold)) for fold in sorted(set(fold_of.values()))}
    correction = _correct(features, folds, fits)
    scores = {offer: mean_score(found.values()) for offer, found in newest_scores(portfolio.supervisions).items()}
    years = frozenset(row.placement.price_year for row in rows)
    return Prices(gathered, Groups(rows), fold_of, fits, correction, scores, years)


def _correct(features: Features, folds: Any, fits: Mapping[int, hedonic.Fit]) -> dict[int, tuple[float, float]]:
    """How far the ends must move for each fold. Each other fold is judged by a model that saw neither: nothing of a fold decides its own range.

    Each end has its half of what may lie outside; every offer counts once.
    """
    _names, places, counts = np.unique(features.offers, return_inverse=True, return_counts=True)
    once = 1.0 / counts[places]
    numbers = sorted(set(folds.tolist()))
    misses = {_ALL: {fold: _miss(fits[fold], features.take(folds == fold)) for fold in numbers}}
    misses |= {fold: {} for fold in numbers}
    for first, second in combinations(numbers, 2):
        fitted = hedonic.fit(features.take((folds != first) & (folds != second)))
        misses[first][second] = _miss(fitted, features.take(folds == second))
        misses[second][first] = _miss(fitted, features.take(folds == first))
    found = {}
    for fold, by_other in misses.items():
        scores = np.concatenate(list(by_other.values()))
        weights = np.concatenate([once[folds == other] for other in by_other])
        ends = [hedonic.conformal_quantile(scores[:, end], weights, hedonic.HIGH) for end in (0, 1)]
        found[fold] = (ends[0], ends[1])
    return found


def _miss(fitted: hedonic.Fit, features: Features) -> Any:
    """By how much prices lie below the lower and above the upper end: n x 2, negative inside."""
    raw = fitted.predict(features)
    return np.column_stack([raw[:, 1] - features.prices, features.prices - raw[:, 2]])


def _corrected(raw: Any, correction: tuple[float, float]) -> tuple[float, float, float]:
    """Middle and corrected ends; the ends never cross the middle."""
    middle = float(raw[0])
    return middle, min(float(raw[1]) - correction[0], middle), max(float(raw[2]) + correction[1], middle)


def expect(prices: Prices, placement: Placement, offer: Offer) -> Expected | Refusal:
    """The expected price of a placement in an offer, bought or only thought of; Refusal when fewer than five offers are comparable.

    `paid_dkk` and `days` are not looked at: only what is bought is.
    """
    if placement.own or offer.own:
        return Refusal("own")
    return _expect_rows(prices, [make_row(placement, offer, prices.scores.get(offer.id))])[0]


def _expect_rows(prices: Prices, rows: Sequence[Row]) -> list[Expected | Refusal]:
    """In the order of the rows; each by the model that never saw its supplier, a fold at a time (much faster than one by one)."""
    answers: list[Expected | Refusal] = [Refusal("own")] * len(rows)
    folds: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        folds.setdefault(prices.fold_of.get(row.offer.supplier, _ALL), []).append(number)
    for fold, numbers in folds.items():
        fitted = prices.fits[fold]
        inside = [rows[number] for number in numbers]
        features = read_features(inside)
        tables, raw = fitted.design.table(features), fitted.predict(features)
        for number, table, logs in zip(numbers, tables, raw, strict=True):
            answers[number] = _answer(prices, rows[number], fitted, table, _corrected(logs, prices.correction[fold]))
    return answers


def _answer(prices: Prices, row: Row, fitted: hedonic.Fit, table: Any, logs: tuple[float, float, float]) -> Expected | Refusal:
    group = prices.groups.find(row)
    if isinstance(group, Refusal):
        return group
    if row.placement.price_year not in prices.years:
        return Refusal("no_price_year", {"year": row.placement.price_year, "years": ", ".join(map(str, sorted(prices.years)))})
    per_day, low, high = (to_ore(math.exp(end)) for end in logs)
    base, parts = explain(fitted, row, table, per_day)
    return Expected(row.placement.key, row.offer.id, per_day, low, high, base, parts, group)


def explain(fitted: hedonic.Fit, row: Row, table: Any, per_day: Decimal) -> tuple[Decimal, tuple[Part, ...]]:
    """Base and parts in kroner that add up to `per_day`, to the øre. `table`: the row as the design writes it.

    A factor's log contribution (from the middle point of all placements) becomes kroner by the logarithmic mean of price and base, which leaves nothing over
    (Ang 2004, LMDI); the øre lost in rounding go to the largest part.
    """
    steps = fitted.params * (table - fitted.centre)
    names = fitted.design.factors
    logs = {
        factor: float(sum(step for step, name in zip(steps, names, strict=True) if name == factor)) for factor in FACTORS if factor in names
    }
    base = float(fitted.centre @ fitted.params)
    ratio = sum(logs.values())
    scale = math.exp(base) if abs(ratio) < 1e-9 else (math.exp(base + ratio) - math.exp(base)) / ratio
    kroner = {factor: to_ore(scale * log) for factor, log in logs.items()}
    start = to_ore(math.exp(base))
    rest = per_day - start - sum(kroner.values(), Decimal(0))
    if kroner:
        kroner[max(kroner, key=lambda factor: abs(kroner[factor]))] += rest
    else:
        start += rest
    return start, tuple(Part(factor, describe_value(row, factor), dkk) for factor, dkk in kroner.items())


def expect_all(prices: Prices) -> list[Expected | tuple[str, Refusal]]:
    """Of every placement of the portfolio: the expected price, or its key with the reason there is none. Those with a price come first."""
    rows = prices.rows.rows
    answers = _expect_rows(prices, rows)
    found: list[Expected | tuple[str, Refusal]] = [
        (row.placement.key, answer) if isinstance(answer, Refusal) else answer for row, answer in zip(rows, answers, strict=True)
    ]
    return found + [(placement.key, refusal) for placement, refusal in prices.rows.left_out]
