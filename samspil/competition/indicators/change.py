"""The change of an indicator between two years, split exactly into the effect of the numerator and of the base.

With share s = n / d, years 0 and 1, and each factor taken at the mean of the other's two values (the Shapley value of two factors; for a product the
Marshall-Edgeworth weights):

    effect of the numerator  = (n1 - n0) x (1/d0 + 1/d1) / 2
    effect of the base       = (1/d1 - 1/d0) x (n0 + n1) / 2            sum: s1 - s0
    kroner, by the share     = (s1 - s0) x (d0 + d1) / 2
    kroner, by the volume    = (d1 - d0) x (s0 + s1) / 2                sum: n1 - n0

No rest is left, and the years may be exchanged. Source: B. W. Ang (2004), 'Decomposition analysis for policymaking in energy: which is the preferred
method?', Energy Policy 32(9); P. de Boer (2009), 'Generalized Fisher index or Siegel-Shapley decomposition?', Energy Economics 31(5).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from samspil.competition.indicators.breaks import find_breaks
from samspil.values.competition import Indicator, ServiceArea
from samspil.values.competition_change import Break, Change, NoChange


def split_change(
    before: Indicator,
    after: Indicator,
    *,
    breaks: Sequence[Break] | None = None,
    areas: Sequence[ServiceArea] | None = None,
) -> Change | NoChange:
    """What happened between two years of one indicator; or why that cannot be told. Raises ValueError for indicators of different things."""
    if before.year > after.year:
        before, after = after, before
    if _about(before) != _about(after):
        raise ValueError(f"{_about(before)} is not {_about(after)}")
    told = (after.municipality, after.kind, after.level, after.code, before.year, after.year)
    if found := find_breaks(after.kind, after.level, after.code, before.year, after.year, breaks=breaks, areas=areas):
        return NoChange(*told, "break", found)
    if key := _find_obstacle(before, after):
        return NoChange(*told, key)
    return _split(told, before, after)


def list_changes(
    indicators: Sequence[Indicator],
    since: int,
    until: int,
    *,
    breaks: Sequence[Break] | None = None,
    areas: Sequence[ServiceArea] | None = None,
) -> tuple[Change | NoChange, ...]:
    """The change from one year to another of all that have both; what has one only is said ('one_year')."""
    first = {_about(one): one for one in indicators if one.year == since}
    found: list[Change | NoChange] = []
    for after in (one for one in indicators if one.year == until):
        before = first.pop(_about(after), None)
        found.append(split_change(before, after, breaks=breaks, areas=areas) if before else _alone(after, since, until))
    return (*found, *(_alone(one, since, until) for one in first.values()))


def _alone(one: Indicator, since: int, until: int) -> NoChange:
    return NoChange(one.municipality, one.kind, one.level, one.code, since, until, "one_year")


def _about(one: Indicator) -> tuple[str, str, str, str]:
    return one.municipality, one.kind, one.level, one.code


def _find_obstacle(before: Indicator, after: Indicator) -> str:
    """Why two figures cannot be compared, as a key; '' when they can."""
    tests = {
        "definitions_differ": before.definition != after.definition,
        "prices_differ": before.prices != after.prices,
        "example_differs": before.example != after.example,
        "owner_missing": bool(before.unplaced or after.unplaced),
        # reported in one of the years only: that is no change
        "own_wins_differ": before.kind == "iku" and (before.own_wins is None) != (after.own_wins is None),
        "coverage_differs": not before.municipality and before.municipalities != after.municipalities,
        "no_base": before.base <= 0 or after.base <= 0,
    }
    return next((key for key, found in tests.items() if found), "")


def _split(told: tuple[str, str, str, str, int, int], before: Indicator, after: Indicator) -> Change:
    n0, n1, d0, d1 = (Fraction(one) for one in (before.numerator, after.numerator, before.base, after.base))
    s0, s1 = n0 / d0, n1 / d1
    by_numerator = (n1 - n0) * (1 / d0 + 1 / d1) / 2
    by_base = (1 / d1 - 1 / d0) * (n0 + n1) / 2
    dkk = _kroner(n1) - _kroner(n0)
    volume = _kroner((d1 - d0) * (s0 + s1) / 2)
    beyond = _kroner((s1 - s0) * d1)
    of_base = _kroner(by_base * d1)
    # the rest goes to the part that is told first, so that whole kroner add up
    return Change(*told, s0, s1, by_numerator, by_base, dkk, dkk - volume, volume, beyond, beyond - of_base, of_base, after.prices)


def _kroner(value: Fraction) -> int:
    """Whole kroner; halves to the even one."""
    return round(value)


def difference_in_points(share: Decimal | Fraction, other: Decimal | Fraction) -> Decimal:
    """One share less another in percentage points with one decimal: 0.273, 0.275 -> -0.2."""
    points = (Fraction(share) - Fraction(other)) * 100
    return Decimal(round(points * 10)) / 10
