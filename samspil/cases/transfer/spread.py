"""How wide a range is around one transferred number. Everything is on the log scale: half as much is as far off as twice as much.

Two parts, added as variances:

* the error of the transfer itself. Kaul, Boyle, Kuminoff, Parmeter and Pope (2013), 'What can we learn from benefit transfer errors?', Journal of
  Environmental Economics and Management 66(1): the median absolute error of 1,071 transfers in 31 studies is 39 %. For a log-normal error with the
  median of the truth, P(|e^d - 1| < 0.39) = 1/2 gives a standard deviation of 0.6049 (`tests/cases/transfer/test_transfer_pool.py` solves it).
  Two places differ by two draws of the spread between places, so that tau2 = 0.6049^2 / 2.
* the uncertainty of the case's own number: by the grade of its evidence (`GRADE_SD`: our own setting, nobody has measured it), or the range the source
  itself states, read as an 80 % range; the wider of the two counts.
"""

from decimal import Decimal, localcontext

from samspil.cases.transfer.model import Range, Spread, round_unit
from samspil.economics.worth import DIGITS
from samspil.values.case import Effect

MEDIAN_ERROR = Decimal("0.39")
TRANSFER_SD = Decimal("0.6049")
TAU2 = TRANSFER_SD**2 / 2
NOMINAL = Decimal("0.80")
Z = Decimal("1.2815515655")  # the normal distribution's 90 % point
GRADE_SD = {
    "supplier_claim": Decimal("0.35"),
    "municipality_statement": Decimal("0.25"),
    "evaluation": Decimal("0.15"),
    "independent_study": Decimal("0.10"),
}


def measure_spread(effect: Effect) -> Spread:
    """The spread of the case's own number. A source's range that reaches zero or less is left to `spread_out`."""
    grade = GRADE_SD[effect.grade]
    with localcontext() as context:
        context.prec = DIGITS
        below = _side(effect.value, effect.low, grade)
        above = _side(effect.high, effect.value, grade)
    return Spread("range" if max(below, above) > grade else "grade", below, above)


def _side(larger: Decimal | None, smaller: Decimal | None, grade: Decimal) -> Decimal:
    """log(larger / smaller) / Z, where both are known and above zero; never less than the grade's."""
    if larger is None or smaller is None or larger <= 0 or smaller <= 0:
        return grade
    return max((larger / smaller).ln() / Z, grade)


def spread_out(middle: Decimal, effect: Effect, spread: Spread, unit: str) -> Range:
    """The 80 % range: middle / e^(Z s) to middle x e^(Z s), s = sqrt(TRANSFER_SD^2 + spread^2), rounded.

    A source's own end at or below zero is scaled as it stands and moved away from zero by the error of the transfer.
    """
    with localcontext() as context:
        context.prec = DIGITS
        low, high = middle / _factor(spread.below), middle * _factor(spread.above)
        if effect.low is not None and effect.low <= 0 and effect.value:
            low = middle * effect.low / effect.value * (Z * TRANSFER_SD).exp()
    return Range(
        round_unit(low, unit),
        round_unit(middle, unit),
        round_unit(high, unit),
        open_above=effect.bound == "at_least",
        open_below=effect.bound == "at_most",
    )


def _factor(sd: Decimal) -> Decimal:
    return (Z * (TRANSFER_SD**2 + sd**2).sqrt()).exp()
