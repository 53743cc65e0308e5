"""The Monte Carlo: each line with a range is drawn by its distribution, lines independent of each other, the generator seeded (numpy, PCG64).

triangular   between low and high, most likely at the value
pert         beta on [low, high] with a = 1 + 4 (value - low) / (high - low), b = 1 + 4 (high - value) / (high - low)
normal       mean the value, standard deviation (high - low) / (2 x 1.281552), so that 80 % lie between low and high; cut at the line's limits
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from samspil.purchasing.make_or_buy.formulas import Means, Setting, net_value
from samspil.purchasing.make_or_buy.lines import BY_NAME
from samspil.purchasing.make_or_buy.model import Case, Draws, Line

if TYPE_CHECKING:
    from numpy.random import Generator

DRAWS = 10_000
QUANTILES = (5, 10, 25, 50, 75, 90, 95)
Z80 = 1.2815515655446004  # 90th percentile of the standard normal distribution
_BINS = 40


def _least(one: Any, other: Any) -> Any:
    import numpy as np

    return np.minimum(one, other)


def _most(one: Any, other: Any) -> Any:
    import numpy as np

    return np.maximum(one, other)


MANY = Means(_least, _most, float)


def draw_line(generator: "Generator", line: Line, count: int) -> Any:
    """`count` draws of one line, its limits not yet kept."""

    low, middle, high = float(line.low), float(line.value), float(line.high)
    if line.distribution == "triangular":
        return generator.triangular(low, middle, high, count)
    if line.distribution == "pert":
        span = high - low
        return low + span * generator.beta(1 + 4 * (middle - low) / span, 1 + 4 * (high - middle) / span, count)
    return generator.normal(middle, (high - low) / (2 * Z80), count)


def simulate(case: Case, setting: Setting, numbers: Mapping[str, Decimal], count: int = DRAWS) -> Draws | None:
    """Quantiles of the net value; None when no line has a range."""
    import numpy as np

    varied = [line for line in case.lines.values() if line.varies]
    if not varied:
        return None
    generator = np.random.default_rng(case.seed)
    arrays = {name: np.full(count, float(value)) for name, value in numbers.items()}
    for line in sorted(varied, key=lambda line: line.name):  # the same draws whatever the order of the file
        spec = BY_NAME[line.name]
        arrays[line.name] = np.clip(draw_line(generator, line, count), float(spec.low), float(spec.high))
    values = np.asarray(net_value(arrays, setting, MANY))
    bins, edges = np.histogram(values, bins=_BINS)
    quantiles = dict(zip(QUANTILES, (float(value) for value in np.percentile(values, QUANTILES)), strict=True))
    names = tuple(sorted(line.name for line in varied))
    counts = tuple(int(value) for value in bins)
    return Draws(count, case.seed, quantiles, float(np.mean(values > 0)), float(edges[0]), float(edges[-1]), counts, names)
