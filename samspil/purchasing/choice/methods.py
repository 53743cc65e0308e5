"""Other methods than the default, through scikit-criteria (extra `mcda`), on the values 0 to 1 of the fixed scales. All of them can turn the order of two offers
when a third comes or goes, because they measure each offer against the others at hand; `check_reversal` shows whether they do so here.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import Scored

DEFAULT = "additive"
METHODS = (DEFAULT, "wsm_sum", "wsm_max", "topsis", "vikor", "moora")
MOST_TRIED = 60
SAME = 1e-12
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer's rank and number by a method. `number`: the method's own; by VIKOR less is better."""

    offer: str
    rank: int
    number: float


@dataclass(frozen=True, slots=True)
class Reversal:
    """Without the offer `removed`, `below` comes before `above`, which it stood behind with it. `pairs`: how many pairs turn so; this is the first."""

    removed: str
    above: str
    below: str
    pairs: int


@dataclass(frozen=True, slots=True)
class MethodResult:
    """A ranking by another method, best first. `can_reverse`: by its nature; `tried`: how many offers were taken away in turn; `reversals`: what that turned."""

    method: str
    can_reverse: bool
    placed: tuple[Placed, ...]
    tried: int = 0
    reversals: tuple[Reversal, ...] = ()


def rank_by(method: str, scored: Sequence[Scored], *, best: bool = False) -> MethodResult:
    """The order by a method; `best`: what is unknown counts at its best. Raises ChoiceError: no such method, scikit-criteria not installed, nothing to compare."""
    names, values, weights = _take(scored, best)
    ranks, numbers = _evaluate(method, values, weights)
    placed = [Placed(name, int(place), float(number)) for name, place, number in zip(names, ranks, numbers, strict=True)]
    return MethodResult(method, method != DEFAULT, tuple(sorted(placed, key=lambda each: (each.rank, each.offer))))


def check_reversal(method: str, scored: Sequence[Scored], *, best: bool = False, most: int = MOST_TRIED) -> MethodResult:
    """The order by a method, and every turn of two offers when one of the first `most` is taken away. Raises ChoiceError."""
    result = rank_by(method, scored, best=best)
    names, values, weights = _take(scored, best)
    before = dict(zip(names, _evaluate(method, values, weights)[0].tolist(), strict=True))
    tried = [each.offer for each in result.placed[:most]] if len(names) > 2 else []
    found = []
    for name in tried:
        kept = [number for number, other in enumerate(names) if other != name]
        after = dict(zip([names[number] for number in kept], _evaluate(method, values[kept], weights)[0].tolist(), strict=True))
        pairs = _find_turned(before, after)
        if pairs:
            found.append(Reversal(name, *pairs[0], len(pairs)))
    return MethodResult(method, result.can_reverse, result.placed, len(tried), tuple(found))


def _find_turned(before: dict[str, float], after: dict[str, float]) -> list[tuple[str, str]]:
    """Pairs that stood strictly one way and stand strictly the other."""
    order = sorted(after, key=lambda name: (before[name], name))
    return [
        (above, below)
        for place, above in enumerate(order)
        for below in order[place + 1 :]
        if before[above] < before[below] and after[above] > after[below]
    ]


def _take(scored: Sequence[Scored], best: bool) -> tuple[list[str], Matrix, Matrix]:
    if not scored:
        raise complain("nothing_to_compare")
    missing = Fraction(int(best))
    values = [[float(missing if part.value is None else part.value) for part in each.parts] for each in scored]
    return [each.offer for each in scored], np.array(values), np.array([float(part.share) for part in scored[0].parts])


def _evaluate(method: str, values: Matrix, weights: Matrix) -> tuple[Matrix, Matrix]:
    """Ranks (equals share one) and numbers. One offer alone is the first by any method."""
    if method not in METHODS:
        raise complain("unknown_method", method=method[:40], methods=", ".join(METHODS))
    if method == DEFAULT or len(values) == 1:
        numbers = values @ weights
        return _rank(numbers), numbers
    held = (
        np.ptp(values, axis=0) > 0 if method == "vikor" else values.any(axis=0)
    )  # a criterion that tells none apart adds nothing, and divides by 0
    if not held.any() or len(np.unique(values, axis=0)) == 1:
        return np.ones(len(values)), np.zeros(len(values))
    numbers = _ask(method, values[:, held], weights[held])
    if not np.isfinite(numbers).all():
        raise complain("method_fails", method=method)
    return _rank(-numbers if method == "vikor" else numbers), numbers


def _rank(numbers: Matrix) -> Matrix:
    """1 for the greatest; a lead under 1e-12 is none."""
    ranks: Matrix = 1 + (numbers[None, :] > numbers[:, None] + SAME).sum(axis=1).astype(np.float64)
    return ranks


def _ask(method: str, values: Matrix, weights: Matrix) -> Matrix:
    """scikit-criteria's own numbers."""
    scaler, make, key = _find_parts(method)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import skcriteria

        table = skcriteria.mkdm(values, [max] * values.shape[1], weights=weights)
        result = make().evaluate(scaler("matrix").transform(table) if scaler else table)
        return np.asarray(result.e_[key], dtype=np.float64)


def _find_parts(method: str) -> tuple[Callable[[str], Any] | None, Callable[[], Any], str]:
    """How the matrix is normalised, the method, and where its number stands. Raises ChoiceError when the extra is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from skcriteria.agg.moora import RatioMOORA
            from skcriteria.agg.simple import WeightedSumModel
            from skcriteria.agg.topsis import TOPSIS
            from skcriteria.agg.vikor import VIKOR
            from skcriteria.preprocessing.scalers import MaxAbsScaler, SumScaler, VectorScaler
    except ImportError:
        raise complain("extra_missing", method=method) from None
    return {
        "wsm_sum": (SumScaler, WeightedSumModel, "score"),
        "wsm_max": (MaxAbsScaler, WeightedSumModel, "score"),
        "topsis": (VectorScaler, TOPSIS, "similarity"),
        "vikor": (None, VIKOR, "q_k"),
        "moora": (VectorScaler, RatioMOORA, "score"),
    }[method]
