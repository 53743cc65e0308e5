"""Net value, payback and break-even of an effect with its costs. An illustration: no forecast.

The investment falls now (year 0); the effect and the yearly cost fall at the end of the years 1..n. The discount rate is a real one and all amounts
are in the same year's prices. With E the effect in kroner a year, C the yearly cost, I the investment and r the rate:

    net value  NPV = -I + sum over t = 1..n of (E_t - C) / (1 + r)^t
    annuity    a = (1 - (1 + r)^-n) / r, and n when r = 0: a yearly effect gives NPV = -I + (E - C) a

Source of the formulas: Brealey, Myers and Allen, Principles of Corporate Finance, chapters 2 (present values, annuities) and 5 (payback, discounted
payback); break-even is the effect at which NPV is 0, solved from the same line.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from samspil.economics import worth as economics
from samspil.economics.worth import DIGITS, annuity, discount, present_value

YEARLY, ONE_OFF = "yearly", "one_off"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """One set of assumptions: kroner, `rate` in per cent a year, whole `years`; `effect` in kroner a year (YEARLY), or once after a year (ONE_OFF)."""

    effect: Decimal
    investment: Decimal
    yearly_cost: Decimal
    rate: Decimal
    years: int
    recurrence: str = YEARLY


def list_flows(one: Assumptions) -> list[Decimal]:
    """Kroner at the end of the years 1..n, before the investment."""
    return [(one.effect if one.recurrence == YEARLY or year == 1 else Decimal(0)) - one.yearly_cost for year in range(1, one.years + 1)]


def net_value(one: Assumptions) -> Decimal:
    """NPV in kroner, not rounded."""
    return present_value(list_flows(one), one.rate) - one.investment


def payback(one: Assumptions, *, discounted: bool) -> Decimal | None:
    """Years until what has come in is the investment, straight between two years' ends; 0 without investment; None when not within the years."""
    with localcontext() as context:
        context.prec = DIGITS
        flows = list_flows(one)
        return economics.payback(one.investment, discount(flows, one.rate) if discounted else flows)


def break_even(one: Assumptions) -> Decimal:
    """The effect in kroner (a year, or once) at which NPV is 0: E = C + I / a; of a one-off effect E = (I + C a) (1 + r)."""
    with localcontext() as context:
        context.prec = DIGITS
        a = annuity(one.rate, one.years)
        if one.recurrence == ONE_OFF:
            return (one.investment + one.yearly_cost * a) * (1 + one.rate / 100)
        return one.yearly_cost + one.investment / a
