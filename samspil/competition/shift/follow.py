"""The plan beside the actual shares, year by year: deviation, kroner at the constant base, what remains, and the pace it would take."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from samspil.competition.shift.plan import planned_share
from samspil.competition.user_table import blame
from samspil.economics.worth import DIGITS
from samspil.values.competition import Indicator
from samspil.values.competition_shift import Actual, Shift, ShiftPlan, ShiftYear

BASE_MOVED = Decimal("0.1")


def follow(plan: ShiftPlan, actuals: Sequence[Actual] = ()) -> Shift:
    """The plan's years and those with an actual share. Raises CompetitionError for a year twice."""
    found: dict[int, Actual] = {}
    for actual in actuals:
        if actual.year in found:
            raise blame("year_twice", str(actual.year), year=actual.year)
        found[actual.year] = actual
    first, last = plan.points[0][0], plan.points[-1][0]
    years = sorted({*range(first, last + 1), *found})
    base = next((found[year].base for year in sorted(found) if found[year].base), None)
    with localcontext() as context:
        context.prec = DIGITS
        rows = tuple(_year(plan, year, found.get(year), base) for year in years)
        start, target = plan.points[0][1], plan.points[-1][1]
        latest = max(found, default=None)
        pace = (target - found[latest].share) / (last - latest) if latest is not None and latest < last else None
        return Shift(plan, rows, latest, pace, (target - start) / (last - first), _notes(plan, rows))


def _year(plan: ShiftPlan, year: int, actual: Actual | None, first_base: Decimal | None) -> ShiftYear:
    planned, target = planned_share(plan, year), plan.points[-1][1]
    if actual is None:
        return ShiftYear(year, planned, plan_kroner=_kroner(plan, planned))
    deviation = actual.share - planned if planned is not None else None
    remaining = target - actual.share
    return ShiftYear(
        year,
        planned,
        actual,
        deviation,
        _kroner(plan, planned),
        _kroner(plan, actual.share),
        _kroner(plan, deviation),
        remaining,
        _kroner(plan, remaining),
        actual.base / first_base - 1 if actual.base and first_base else None,
    )


def _kroner(plan: ShiftPlan, share: Decimal | None) -> Decimal | None:
    return share * plan.base if share is not None and plan.base is not None else None


def _notes(plan: ShiftPlan, rows: Iterable[ShiftYear]) -> tuple[str, ...]:
    rows = tuple(rows)
    found = {
        "example": any(row.actual and row.actual.example for row in rows),
        "from_indicator": any(row.actual and row.actual.kind for row in rows),
        "no_base": plan.base is None,
        "no_actual": all(row.actual is None for row in rows),
        "before_start": any(row.actual and row.plan is None for row in rows),
        "base_moved": any(row.base_change is not None and abs(row.base_change) > BASE_MOVED for row in rows),
    }
    return tuple(name for name, holds in found.items() if holds)


def actuals_of(indicators: Sequence[Indicator]) -> tuple[Actual, ...]:
    """Actual shares from indicators of one municipality, kind, definition, level and code; years without a base are left out. Raises CompetitionError when they are mixed."""
    kinds = {(one.municipality, one.kind, one.level, one.code, one.definition) for one in indicators}
    if len(kinds) > 1:
        raise blame("shift_mixed")
    return tuple(
        Actual(one.year, share, one.numerator, one.base, one.definition, one.kind, one.example)
        for one in indicators
        if (share := one.share) is not None
    )
