"""Present values, annuities and payback, exact in Decimal. Rates are in per cent a year; flows fall at the end of their year.

Source of the formulas: Brealey, Myers and Allen, Principles of Corporate Finance, chapters 2 (present values, annuities) and 5 (payback, discounted payback).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

DIGITS = 40  # of every calculation; kroner stay exact


@dataclass(frozen=True, slots=True)
class Bar:
    """One input of a tornado: its ends, and the result at each while all others stand at their middle."""

    name: str
    low: Decimal
    high: Decimal
    at_low: Decimal
    at_high: Decimal

    @property
    def swing(self) -> Decimal:
        """How far the two results lie apart."""
        return abs(self.at_high - self.at_low)


def rank_bars(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """The widest first; equals by name."""
    return tuple(sorted(bars, key=lambda bar: (-bar.swing, bar.name)))


def discount(flows: Sequence[Decimal], rate: Decimal, first: int = 1) -> list[Decimal]:
    """Each year's flow as kroner of today, flow / (1 + r)^t, the first of them at the end of year `first` (0: now)."""
    growth = 1 + rate / 100
    return [flow / growth**year for year, flow in enumerate(flows, first)]


def present_value(flows: Sequence[Decimal], rate: Decimal, first: int = 1) -> Decimal:
    """The sum of the discounted flows, not rounded."""
    with localcontext() as context:
        context.prec = DIGITS
        return sum(discount(flows, rate, first), Decimal(0))


def annuity(rate: Decimal, years: int) -> Decimal:
    """What a krone at the end of each of the years is worth today: (1 - (1 + r)^-n) / r, and n when r = 0."""
    return present_value([Decimal(1)] * years, rate)


def payback(investment: Decimal, flows: Sequence[Decimal]) -> Decimal | None:
    """Years until what has come in is the investment, straight between two years' ends; 0 without investment; None when not within the years.

    Give discounted flows for the discounted payback.
    """
    with localcontext() as context:
        context.prec = DIGITS
        left = investment
        for year, flow in enumerate(flows):
            if left <= 0:
                return Decimal(year)
            if flow >= left:
                return year + left / flow
            left -= flow
        return None
