"""How uncertain the estimate is: Monte Carlo with lognormal factors (numpy, PCG64, seeded), and the same in closed form.

A factor is exp(ln(kg) + sigma x z), sigma = ln(high / low) / (2 x 1.959964): `kg` is its median and the interval's width is kept. Purchases that share a factor share its draw;
different factors are drawn independently. Closed form: the sum of lognormals taken as a lognormal with the sum's mean and variance
(L. F. Fenton, The sum of log-normal probability distributions in scatter transmission systems, IRE Transactions on Communications Systems 8, 1960).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samspil.values.competition_green import Factor, Interval, Line, Requirement

DRAWS, SEED = 10_000, 1
MOST_DRAWN = 20_000_000  # draws x categories that are held at once
Z95 = 1.959963984540054
_QUANTILES = (2.5, 50, 97.5)


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of the whole in the draws: kg, its share of the whole, and how often it is the heaviest."""

    interval: Interval
    share_low: float
    share_high: float
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that the draws gave. `touched`: one for each requirement; its interval is of the reduction, its shares of the emissions touched."""

    whole: Interval
    categories: Mapping[str, DrawnPart]
    touched: tuple[DrawnPart, ...]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Closed form: `interval` with independent factors; `low`, `high` with all at their ends at once (quantiles of a sum of terms that move together add up)."""

    interval: Interval
    low: Decimal
    high: Decimal


def sigma_of(factor: Factor) -> float:
    """The factor's standard deviation on the logarithmic scale."""
    return math.log(float(factor.high / factor.low)) / (2 * Z95)


def _weights(lines: Sequence[Line]) -> dict[tuple[str, str], tuple[Factor, float, float]]:
    """By category and unit: factor, what it is multiplied by, kg."""
    found: dict[tuple[str, str], tuple[Factor, float, float]] = {}
    for line in lines:
        if line.factor is not None and line.kg is not None and line.counted is not None:
            key = (line.spend.category, line.factor.unit)
            _factor, counted, kg = found.get(key, (line.factor, 0.0, 0.0))
            found[key] = (line.factor, counted + float(line.counted), kg + float(line.kg))
    return dict(sorted(found.items()))  # the same draws whatever the order of the file


def simulate(lines: Sequence[Line], requirements: Sequence[Requirement], draws: int = DRAWS, seed: int = SEED) -> Drawn | None:
    """The draws; None when nothing weighs anything."""
    import numpy as np

    parts = _weights(lines)
    if not sum(kg for _factor, _counted, kg in parts.values()):
        return None
    generator = np.random.default_rng(seed)
    categories: dict[str, Any] = defaultdict(lambda: np.zeros(draws))
    for (name, _unit), (factor, _counted, kg) in parts.items():
        categories[name] += kg * np.exp(sigma_of(factor) * generator.standard_normal(draws))
    whole = np.sum(list(categories.values()), axis=0)
    heaviest = np.argmax(list(categories.values()), axis=0)
    told = {
        name: _tell(drawn, drawn / whole, float(np.mean(heaviest == number))) for number, (name, drawn) in enumerate(categories.items())
    }
    touched = tuple(_touch(one, categories, whole, generator) for one in requirements)
    return Drawn(_interval(whole), told, touched, draws, seed)


def _touch(wish: Requirement, categories: Mapping[str, Any], whole: Any, generator: Any) -> DrawnPart:
    import numpy as np

    mine = np.zeros(len(whole))
    for name in wish.categories:
        mine = mine + categories[name] if name in categories else mine
    fall = generator.uniform(float(wish.low), float(wish.high), len(whole))
    return _tell(mine * fall, mine / whole)


def _tell(kg: Any, shares: Any, first: float = 0.0) -> DrawnPart:
    import numpy as np

    low, high = (float(value) for value in np.percentile(shares, (2.5, 97.5)))
    return DrawnPart(_interval(kg), low, high, first)


def _interval(values: Any) -> Interval:
    import numpy as np

    low, median, high = (float(value) for value in np.percentile(values, _QUANTILES))
    return Interval(low, median, high, float(np.mean(values)))


def spread_closed(lines: Sequence[Line]) -> Ends | None:
    """The closed forms; None when nothing weighs anything."""
    parts = [(factor, Decimal(0) + sum_kg) for factor, sum_kg in _exact(lines).values() if sum_kg]
    if not parts:
        return None
    mean = variance = 0.0
    low = high = Decimal(0)
    for factor, kg in parts:
        sigma = sigma_of(factor)
        own = float(kg) * math.exp(sigma**2 / 2)
        mean += own
        variance += own**2 * math.expm1(sigma**2)
        step = (factor.high / factor.low).sqrt()
        low, high = low + kg / step, high + kg * step
    spread = math.sqrt(math.log1p(variance / mean**2))
    middle = math.log(mean) - spread**2 / 2
    ends = (math.exp(middle - Z95 * spread), math.exp(middle), math.exp(middle + Z95 * spread))
    return Ends(Interval(*ends, mean), low, high)


def _exact(lines: Sequence[Line]) -> dict[tuple[str, str], tuple[Factor, Decimal]]:
    found: dict[tuple[str, str], tuple[Factor, Decimal]] = {}
    for line in lines:
        if line.factor is not None and line.kg is not None:
            key = (line.spend.category, line.factor.unit)
            found[key] = (line.factor, line.kg + (found[key][1] if key in found else 0))
    return found
