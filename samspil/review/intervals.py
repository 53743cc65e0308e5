"""What measured error rates say about a published figure: an interval for each headline, and bands of certainty for rows.

Interval of a headline. Of m municipalities read, n were found to have a theme; T truly have it. A municipality that has it is found with the sensitivity
se, one that has it not is left alone with the specificity sp. Both are known from a labelled sample only, with Jeffreys' prior:
se ~ Beta(tp + 1/2, fn + 1/2), sp ~ Beta(tn + 1/2, fp + 1/2). Then n = A + B with A | T ~ BetaBinomial(T; tp + 1/2, fn + 1/2) and
B | T ~ BetaBinomial(m - T; fp + 1/2, tn + 1/2), every T from 0 to m is as likely beforehand, and

    P(T | n)  is proportional to  sum over a of P(A = a | T) P(B = n - a | T).

The interval holds every T whose middle (all below it and half its own share) lies between 5 % and 95 %: counting a share half keeps the interval of a
whole number from being too wide (mid-P; Lancaster 1961, Journal of the American Statistical Association 56, 223-234). The sums are exact: no simulation, no random numbers. It is the
finite-population, Bayesian form of the correction of Rogan and Gladen (1978, American Journal of Epidemiology 107, 71-76), with the uncertainty of the rates as in Lang and
Reiczigel (2014, Preventive Veterinary Medicine 113, 13-22). Assumptions and limits: docs/second-reading.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import lgamma
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded by those who count with it: most of what a review does needs no arrays
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEVEL = 0.9
_PRIOR = 0.5  # Jeffreys


@dataclass(frozen=True, slots=True)
class ErrorCounts:
    """Municipality x theme pairs of a labelled sample that the reader had not seen: right and wrong, found and not found."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @property
    def tells(self) -> bool:
        """Whether both error rates can be judged from the sample at all."""
        return self.true_positive + self.false_negative > 0 and self.true_negative + self.false_positive > 0


def estimate_true_count(found: int, read: int, errors: ErrorCounts | None, level: float = LEVEL) -> tuple[int, int] | None:
    """The interval of the true number of municipalities among `read` of which `found` were found; None when the error rates are missing."""
    if errors is None or not errors.tells:
        return None
    if not 0 <= found <= read:
        raise ValueError(f"{found} of {read} municipalities cannot be")
    shares = weigh_true_counts(found, read, errors)
    middles = [summed - share / 2 for summed, share in zip(accumulate(shares), shares, strict=True)]
    tail = (1.0 - level) / 2
    inside = [count for count, middle in enumerate(middles) if tail <= middle <= 1.0 - tail]
    likeliest = max(range(read + 1), key=lambda count: shares[count])
    return min([*inside, likeliest]), max([*inside, likeliest])


def weigh_true_counts(found: int, read: int, errors: ErrorCounts) -> list[float]:
    """P(T | found) for T = 0..read."""
    import numpy as np

    hits = _beta_binomials(read, errors.true_positive + _PRIOR, errors.false_negative + _PRIOR)
    alarms = _beta_binomials(read, errors.false_positive + _PRIOR, errors.true_negative + _PRIOR)
    weights = np.array([hits[true, : found + 1] @ alarms[read - true, found::-1] for true in range(read + 1)])
    shares: list[float] = (weights / weights.sum()).tolist()
    return shares


def _beta_binomials(most: int, a: float, b: float) -> "Array":
    """Row n, column k: the beta-binomial probability of k among n, C(n, k) B(k + a, n - k + b) / B(a, b); 0 for k above n."""
    import numpy as np

    n, k = np.ogrid[: most + 1, : most + 1]
    rest = np.maximum(n - k, 0)
    choose = _log_gammas(1.0, most)
    together = choose[n] - choose[k] - choose[rest] + _log_gammas(a, most)[k] + _log_gammas(b, most)[rest] - _log_gammas(a + b, most)[n]
    probabilities: Array = np.where(k <= n, np.exp(together - (lgamma(a) + lgamma(b) - lgamma(a + b))), 0.0)
    return probabilities


def _log_gammas(start: float, most: int) -> "Array":
    """log Gamma(start + k) for k = 0..most."""
    import numpy as np

    return np.array([lgamma(start + k) for k in range(most + 1)])


SURE, FAIRLY_SURE, UNSURE = "sure", "fairly_sure", "unsure"
SURE_FROM, FAIRLY_SURE_FROM = 0.95, 0.80  # precision that the name of the band promises


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Of `n` rows with a confidence from `low` up to the next bin, `right` were right."""

    low: float
    n: int
    right: int


@dataclass(frozen=True, slots=True)
class Bands:
    """From which confidence a row is 'sure' or 'fairly sure'; None when no confidence earns the name."""

    sure: float | None
    fairly_sure: float | None

    def name(self, confidence: float) -> str:
        """The band of a row with this confidence."""
        if self.sure is not None and confidence >= self.sure:
            return SURE
        return FAIRLY_SURE if self.fairly_sure is not None and confidence >= self.fairly_sure else UNSURE


def find_bands(table: Sequence[CalibrationBin]) -> Bands:
    """The bands that a calibration table bears out.

    Precision of a bin is (right + 1/2)/(n + 1), Jeffreys' mean, so that few rows do not earn a name; neighbouring bins are pooled until precision does not fall
    with confidence (pool adjacent violators); a band begins at the lowest confidence from which all pools keep the promise.
    """
    pools = _pool([one for one in sorted(table, key=lambda one: one.low) if one.n])
    return Bands(_begin(pools, SURE_FROM), _begin(pools, FAIRLY_SURE_FROM))


def _pool(bins: Sequence[CalibrationBin]) -> list[CalibrationBin]:
    pools: list[CalibrationBin] = []
    for one in bins:
        pools.append(one)
        while len(pools) > 1 and _precision(pools[-2]) > _precision(pools[-1]):
            above, below = pools.pop(), pools.pop()
            pools.append(CalibrationBin(below.low, below.n + above.n, below.right + above.right))
    return pools


def _begin(pools: Sequence[CalibrationBin], promise: float) -> float | None:
    return next((pool.low for pool in pools if _precision(pool) >= promise), None)


def _precision(pool: CalibrationBin) -> float:
    return (pool.right + _PRIOR) / (pool.n + 2 * _PRIOR)
