"""How firmly the first stands: over which weights it stays first, and what would have made the second draw level. Exact, in fractions, at the worst case."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from samspil.purchasing.choice.model import Criterion, Scored, Swing, WeightRange
from samspil.purchasing.choice.scoring import find_measurement

NOTHING, ALL = Fraction(0), Fraction(1)


def find_ranges(ranked: Sequence[Scored]) -> tuple[WeightRange, ...]:
    """Per criterion the shares at which the first stays first (ties included), all others keeping their proportions.

    With share t the score is t x value + (1 - t) x rest; that is a line in t for each offer, so the bounds are where another's line crosses the first's.
    """
    if not ranked:
        return ()
    first = ranked[0]
    return tuple(_find_range(number, first, ranked[1:]) for number in range(len(first.parts)))


def _find_range(number: int, first: Scored, others: Sequence[Scored]) -> WeightRange:
    low, high = NOTHING, ALL
    own, rest = _split(first, number)
    for other in others:
        value, remaining = _split(other, number)
        gain, base = own - value, rest - remaining  # the lead is t x gain + (1 - t) x base
        slope = gain - base
        if slope > 0:
            low = max(low, -base / slope)
        elif slope < 0:
            high = min(high, -base / slope)
    part = first.parts[number]
    return WeightRange(part.criterion, part.share, low, high)


def _split(scored: Scored, number: int) -> tuple[Fraction, Fraction]:
    """The value by one criterion and the score by all others as if they were all there is (evenly, when they weigh nothing)."""
    values = [part.value or NOTHING for part in scored.parts]
    shares = [part.share for part in scored.parts]
    left = ALL - shares[number]
    others = [place for place in range(len(values)) if place != number]
    if not others:
        return values[number], values[number]
    if not left:
        return values[number], sum((values[place] for place in others), NOTHING) / len(others)
    return values[number], sum((values[place] * shares[place] for place in others), NOTHING) / left


def find_swings(ranked: Sequence[Scored], criteria: Sequence[Criterion]) -> tuple[Swing, ...]:
    """Per criterion the measurement at which the second would draw level with the first, all else as it is."""
    if len(ranked) < 2:
        return ()
    first, second = ranked[:2]
    gap = first.low - second.low
    by_key = {criterion.key: criterion for criterion in criteria}
    swings = []
    for part in second.parts:
        value = part.value or NOTHING
        wanted = value + gap / part.share if part.share else None
        possible = wanted is not None and wanted <= ALL
        found = find_measurement(by_key[part.criterion], wanted, part.measured.value) if possible and wanted is not None else None
        needed = None if found is None else _to_decimal(found)
        swings.append(Swing(part.criterion, part.measured.value, needed, wanted if found is not None else None))
    return tuple(swings)


def _to_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
