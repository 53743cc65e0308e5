"""The need forecast from its own past: growth from year to year (in logs) as an autoregression of order 1, fitted by statsmodels (`AutoReg`).

Short series make the estimate of how long a deviation lasts too small: it is corrected by Kendall's (1954) (1 + 3 r) / n. Paths hold the uncertainty of the
mean growth, of the spread (chi square) and of the years to come. How well the 80 % range holds: benchmarks/self_sufficiency.py.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from samspil.purchasing.make_or_buy.errors import complain

if TYPE_CHECKING:
    from numpy.random import Generator

    from samspil.purchasing.self_sufficiency.flow import Array

LEAST_YEARS = 8
_LOWEST, _HIGHEST = -0.5, 0.9
_STILL = 1e-9


def draw_growth(values: Sequence[float], years: int, count: int, generator: "Generator") -> "Array":
    """Growth in per cent in the years to come, years by draws. Raises MakeError without statsmodels."""
    import numpy as np

    growth = np.diff(np.log(np.asarray(values, dtype=float)))
    size, mean = len(growth), float(np.mean(np.diff(np.log(values))))
    lasting = _find_lasting(growth)
    apart = growth - mean
    errors = apart[1:] - lasting * apart[:-1]
    freedom = max(size - 2, 1)
    spread = float(np.sqrt(errors @ errors / freedom)) * np.sqrt(freedom / generator.chisquare(freedom, count))
    means = mean + spread / (1 - lasting) / np.sqrt(size) * generator.standard_normal(count)
    # The deviation today is counted from the mean as estimated, so that a path's mean growth moves all its years alike.
    deviation = np.full(count, apart[-1])
    out = np.empty((years, count))
    for year in range(years):
        deviation = lasting * deviation + spread * generator.standard_normal(count)
        out[year] = np.expm1(means + deviation) * 100
    return out


def _find_lasting(growth: "Array") -> float:
    """The share of a deviation that lasts until the next year."""
    try:
        from statsmodels.tsa.ar_model import AutoReg
    except ImportError as error:
        raise complain("no_statsmodels") from error
    if float(growth.std()) < _STILL:
        return 0.0
    found = float(AutoReg(growth, 1, trend="c").fit().params[1])
    return min(max(found + (1 + 3 * found) / len(growth), _LOWEST), _HIGHEST)
