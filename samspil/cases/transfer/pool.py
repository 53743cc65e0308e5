"""Several cases together: a random-effects meta-analysis by statsmodels, on log(effect for one unit of what it grows with).

With four cases or more, the spread between places (tau2) is Paule and Mandel's (1982) estimate; the standard error is Hartung and Knapp's (2001; Sidik
and Jonkman 2002), never taken below the ordinary one (Röver, Knapp and Friede 2015); the range is the 80 % prediction interval for a new place,
mean +- t(k - 2) sqrt(tau2 + se^2) (Higgins, Thompson and Spiegelhalter 2009). With two or three cases tau2 cannot be estimated: it is the literature's
(`spread.TAU2`), widened when the cases differ more than that (Birge's ratio, sqrt(Q / (k - 1)) when above 1). `benchmarks/transfer_coverage.py`
measures how often the truth lies within.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samspil.cases.transfer.errors import complain
from samspil.cases.transfer.model import BY_SIZE, Heterogeneity, Pooled, Range, Refusal, Scaled, round_unit
from samspil.cases.transfer.scale import cap_range
from samspil.cases.transfer.spread import TAU2, Z
from samspil.cases.transfer.words import write_number
from samspil.vocabulary.texts import say

LITERATURE, ESTIMATED = "literature", "estimated"
FEW = 3
_TAIL = 0.10
_PRECISION, _NUDGE = 1e-6, 1e-9


@dataclass(frozen=True, slots=True)
class Combined:
    """The result on the log scale; see `model.Pooled`."""

    method: str
    mean: float
    se: float
    se_hk: float
    tau2: float
    sd: float
    quantile: float
    seen: Heterogeneity
    weights: tuple[float, ...]


def find_obstacle(scaled: Sequence[Scaled]) -> Refusal | None:
    """Why these effects cannot be pooled; None when they can. Effects must be one of each case, of one unit, kind, direction and quantity."""
    for key, values in (
        ("mixed_units", [say(f"cases.unit_{one.unit}") for one in scaled]),
        ("mixed_ways", [say(f"cases_transfer.way_{one.way}") for one in scaled]),
        ("mixed_drivers", [say(f"cases.driver_{one.quantity}") for one in scaled if one.way == BY_SIZE]),
        ("mixed_bases", [" ".join((one.effect.base or one.effect.per).casefold().split()) for one in scaled if one.way != BY_SIZE]),
        ("mixed_own", [write_number(one.own.value) for one in scaled]),
        ("mixed_recurrence", [say(f"cases.recurrence_{one.effect.recurrence}") for one in scaled]),
        ("opposite_signs", [say(f"cases_transfer.sign_{'gain' if one.effect.gain else 'loss'}") for one in scaled]),
        ("mixed_prices", [str(one.price_year) for one in scaled if one.unit == "dkk" and one.way == BY_SIZE]),
    ):
        if len(different := list(dict.fromkeys(values))) > 1:
            return _refuse(key, found=", ".join(different))
    doubled = [one.case for number, one in enumerate(scaled) if one.case in {other.case for other in scaled[:number]}]
    return _refuse("same_case_twice", found=", ".join(dict.fromkeys(doubled))) if doubled else None


def _refuse(key: str, **values: object) -> Refusal:
    return Refusal(key, say(f"cases_transfer.pool_{key}", **values), say(f"cases_transfer.pool_{key}_remedy", **values))


def pool(scaled: Sequence[Scaled]) -> Pooled:
    """The pooled effect of two cases or more that `find_obstacle` has nothing against. Raises TransferError when statsmodels is not installed."""
    ordered = sorted(
        scaled, key=lambda one: (one.case, one.effect.id)
    )  # the order of the cases must not matter, not even in the last digit
    logs = [float(one.rate.ln()) for one in ordered]
    combined = combine(logs, [float((one.spread.below + one.spread.above) / 2) ** 2 for one in ordered])
    first = ordered[0]
    half = combined.quantile * combined.sd
    low, middle, high = (_amount(combined.mean + step, first) for step in (-half, 0.0, half))
    bounds = {one.effect.bound for one in scaled}
    whole = Range(low, middle, high, open_above="at_least" in bounds, open_below="at_most" in bounds)
    whole, _cut = cap_range(whole, first.way, first.unit, first.own, gain=first.effect.gain)
    shares = dict(zip([one.case for one in ordered], combined.weights, strict=True))
    return Pooled(
        *(combined.method, combined.mean, combined.se, combined.se_hk, combined.tau2, combined.sd, combined.quantile, combined.seen),
        tuple((one.case, shares[one.case]) for one in scaled),
        whole,
        first.quantity,
        first.unit,
        first.own,
    )


def _amount(log_rate: float, one: Scaled) -> Decimal:
    return round_unit(Decimal(math.exp(log_rate)) * one.own.value, one.unit)


def combine(logs: Sequence[float], variances: Sequence[float]) -> Combined:
    """Random-effects mean and prediction of log effects with their own variances (above 0). Raises TransferError when statsmodels is not installed."""
    if len(logs) < 2:
        raise ValueError("pooling takes two cases or more")
    found = _combine_effects(logs, variances)
    q, df = max(float(found.q), 0.0), len(logs) - 1
    seen = Heterogeneity(float(found.tau2), q, df, max(0.0, (q - df) / q) if q > 0 else 0.0)
    return _with_literature(logs, variances, seen) if len(logs) <= FEW else _with_estimate(found, seen)


def _with_estimate(found: Any, seen: Heterogeneity) -> Combined:
    from scipy import stats

    se, se_hk = float(found.sd_eff_w_re), float(found.sd_eff_w_re_hksj)
    sd = math.sqrt(seen.tau2 + max(se, se_hk) ** 2)
    quantile = float(stats.t.isf(_TAIL, seen.df - 1))
    weights = tuple(float(weight) for weight in found.weights_rel_re)
    return Combined(ESTIMATED, float(found.mean_effect_re), se, se_hk, seen.tau2, sd, quantile, seen, weights)


def _with_literature(logs: Sequence[float], variances: Sequence[float], seen: Heterogeneity) -> Combined:
    """tau2 is given, so that the sum of both variances is known: the fixed-effect mean of it."""
    tau2 = float(TAU2)
    found = _combine_effects(logs, [variance + tau2 for variance in variances])
    se = float(found.sd_eff_w_fe)
    sd = math.sqrt((tau2 + se**2) * max(1.0, float(found.q) / seen.df))
    weights = tuple(float(weight) for weight in found.weights_rel_fe)
    return Combined(LITERATURE, float(found.mean_effect_fe), se, float(found.sd_eff_w_fe_hksj), tau2, sd, float(Z), seen, weights)


def _combine_effects(logs: Sequence[float], variances: Sequence[float]) -> Any:
    try:
        import numpy
        from statsmodels.stats.meta_analysis import combine_effects
    except ImportError as error:
        raise complain("no_statsmodels") from error
    effects, own = numpy.asarray(logs, dtype=float), numpy.asarray(variances, dtype=float)
    with numpy.errstate(divide="ignore"):  # statsmodels' own I2 of cases that are all alike; ours is made of Q
        return combine_effects(effects, own, method_re="iterated", use_t=True, tau2_start=_find_start(effects, own), atol=_PRECISION)


def _find_start(effects: Any, own: Any) -> float:
    """Just below Paule and Mandel's tau2, the root of sum w (y - m)^2 = k - 1.

    statsmodels 0.15 takes the equation's being a hair below zero for 'no heterogeneity' and gives tau2 = 0; with a tight tolerance its steps come
    (8 % of random sets of 4 to 9 cases at 1e-9). From just below the root it stops at once.
    """
    from scipy.optimize import brentq

    def surplus(tau2: float) -> float:
        weights = 1 / (own + tau2)
        mean = (weights * effects).sum() / weights.sum()
        return float((weights * (effects - mean) ** 2).sum() - (len(effects) - 1))

    if surplus(0.0) <= 0:
        return 0.0
    top = float(((effects - effects.mean()) ** 2).sum())  # there every weight is at most 1 / top, and the sum at most 1
    root = float(brentq(surplus, 0.0, top, xtol=1e-13, rtol=1e-13))
    return max(0.0, root - _NUDGE * (root + _NUDGE))
