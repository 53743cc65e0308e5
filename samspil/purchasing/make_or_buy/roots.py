"""Where the net value is nought when one line moves and the others stand: a search over the whole span by numpy, each place then exact in Decimal.

The net value is made of straight pieces in the number of places, the occupancy and the price (kinks: the refund's thresholds, and when all who will move
have), so that a secant within a piece hits the root itself.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext

from samspil.economics.worth import DIGITS
from samspil.purchasing.make_or_buy.formulas import EXACT, Setting, net_value
from samspil.purchasing.make_or_buy.model import Root
from samspil.purchasing.make_or_buy.simulate import MANY

_GRID = 2_000
_TIGHT = Decimal("1e-24")
_MOST_STEPS = 400


def find_roots(numbers: Mapping[str, Decimal], setting: Setting, name: str, low: Decimal, high: Decimal) -> tuple[Root, ...]:
    """Every root of the line `name` between `low` and `high`, rising."""
    import numpy as np

    def exact(value: Decimal) -> Decimal:
        return Decimal(net_value({**numbers, name: value}, setting, EXACT))

    points = [low + (high - low) * step / _GRID for step in range(_GRID + 1)]
    arrays = {key: np.full(len(points), float(value)) for key, value in numbers.items()}
    arrays[name] = np.array([float(point) for point in points])
    values = net_value(arrays, setting, MANY)
    found = []
    for before, after, one, other in zip(points, points[1:], values, values[1:], strict=False):
        if (one < 0) != (other < 0):
            with localcontext() as context:
                context.prec = DIGITS
                found.append(Root(_close_in(exact, before, after), bool(other > one)))
    return tuple(found)


def _close_in(exact: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal:
    """Secant and halving by turns, between two values of different signs."""
    at_low, at_high = exact(low), exact(high)
    for step in range(_MOST_STEPS):
        if at_low == 0 or high - low <= _TIGHT:
            return low
        if at_high == 0:
            return high
        middle = (low + high) / 2 if step % 2 or at_high == at_low else low - at_low * (high - low) / (at_high - at_low)
        value = exact(min(max(middle, low), high))
        if (value < 0) == (at_low < 0):
            low, at_low = middle, value
        else:
            high, at_high = middle, value
        if abs(value) < _TIGHT:
            return middle
    return low
