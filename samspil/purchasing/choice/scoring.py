"""The default: a linear additive value model with fixed value functions, in fractions.

score = sum over criteria of (weight / sum of weights) x value. A value depends on the offer's own measurement and the criterion's points only, so the order of two
offers cannot turn because a third comes or goes. What is not known is counted at its worst and at its best, never at a mean.
"""

import itertools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import Criterion, Measured, Part, Scored


def share_weights(weights: Mapping[str, Decimal], place: str = "") -> dict[str, Fraction]:
    """Weights as shares of their sum. Raises ChoiceError for none, a negative or endless one, and a sum of nothing."""
    for key, weight in weights.items():
        if not weight.is_finite():
            raise complain("weight_endless", place, criterion=key)
        if weight < 0:
            raise complain("weight_negative", place, criterion=key, weight=weight)
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    if not whole:
        raise complain("weights_nothing", place)
    return {key: Fraction(weight) / whole for key, weight in weights.items()}


def find_value(criterion: Criterion, measured: Decimal) -> tuple[Fraction, bool]:
    """The value 0 to 1 of a measurement, and whether it lay outside the scale."""
    points, x = criterion.points, Fraction(measured)
    if x <= points[0][0]:
        return Fraction(points[0][1]), x < points[0][0]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x <= x1:
            return Fraction(y0) + (Fraction(y1) - Fraction(y0)) * (x - Fraction(x0)) / (Fraction(x1) - Fraction(x0)), False
    return Fraction(points[-1][1]), True


def find_measurement(criterion: Criterion, value: Fraction, near: Decimal | None = None) -> Fraction | None:
    """A measurement of that value, the nearest one to `near` (the end of the scale nearest to it counts too); None when the function never reaches it."""
    found = []
    for (x0, y0), (x1, y1) in itertools.pairwise(criterion.points):
        a, b, low, high = Fraction(x0), Fraction(x1), Fraction(y0), Fraction(y1)
        if low == high == value:
            found += [a, b]
        elif min(low, high) <= value <= max(low, high):
            found.append(a + (b - a) * (value - low) / (high - low))
    aim = Fraction(criterion.points[0][0] if near is None else near)
    return min(found, key=lambda x: abs(x - aim), default=None)


def score(offer: str, measured: Mapping[str, Measured], criteria: Sequence[Criterion], shares: Mapping[str, Fraction]) -> Scored:
    """One offer's parts. Criteria without a share weigh nothing and are left out."""
    parts = []
    for criterion in criteria:
        if criterion.key not in shares:
            continue
        found = measured.get(criterion.key, Measured(None))
        value, outside = (None, False) if found.value is None else find_value(criterion, found.value)
        parts.append(Part(criterion.key, found, value, shares[criterion.key], outside))
    return Scored(offer, tuple(parts))


def rank(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """Best first by the worst case, then by the best case, then by id; equals share a rank. With each the best and worst rank it may turn out to have."""
    lows, highs = {each.offer: each.low for each in scored}, {each.offer: each.high for each in scored}
    sorted_lows, sorted_highs = sorted(lows.values()), sorted(highs.values())
    ranked = []
    for each in scored:
        low, high = lows[each.offer], highs[each.offer]
        surely_above = len(scored) - bisect_right(sorted_lows, high)
        maybe_above = len(scored) - bisect_right(sorted_highs, low) - (high > low)  # not itself
        above = len(scored) - bisect_right(sorted_lows, low)
        ranked.append(replace(each, best_rank=surely_above + 1, worst_rank=maybe_above + 1, rank=above + 1))
    return tuple(sorted(ranked, key=lambda each: (-lows[each.offer], -highs[each.offer], each.offer)))


def round_parts(scored: Scored, digits: int = 2) -> dict[str, Decimal]:
    """Contributions in points of 100 at their worst, rounded so that they add up to the rounded score (largest remainders)."""
    unit = Fraction(1, 10**digits)
    exact = {part.criterion: part.low * 100 / unit for part in scored.parts}
    whole = {key: int(value) for key, value in exact.items()}
    missing = round_half_up(scored.low * 100 / unit) - sum(whole.values())
    order = sorted(exact, key=lambda key: (whole[key] - exact[key], key))
    for key in order[:missing]:
        whole[key] += 1
    return {key: Decimal(value).scaleb(-digits) for key, value in whole.items()}


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, halves up; for values of 0 or more."""
    return int(value + Fraction(1, 2))
