"""Days: working days and public holidays of Denmark, months added, and steps laid back from a new start or on from a day of begin."""

import calendar
import functools
from collections.abc import Sequence
from datetime import date, timedelta

from samspil.values.competition_plan import PlannedStep, Procedure, Step

# Whose last day is a deadline: it falls on a working day (regulation 1182/71, article 3(4)).
DEADLINES = ("applications", "tenders", "standstill")
_DAY = timedelta(days=1)
_LAST_PRAYER_DAY = 2023  # store bededag is no public holiday from 2024 (act 214 of 2023)


@functools.lru_cache(maxsize=256)
def list_holidays(year: int) -> frozenset[date]:
    """Public holidays of a year, by the Gregorian reckoning of Easter (Meeus). Constitution day, Christmas Eve and New Year's Eve are not: offices may be shut."""
    easter = find_easter(year)
    moving = [-3, -2, 0, 1, 39, 49, 50] + ([26] if year <= _LAST_PRAYER_DAY else [])
    fixed = ((1, 1), (12, 25), (12, 26))
    return frozenset([easter + timedelta(days=days) for days in moving] + [date(year, month, day) for month, day in fixed])


def find_easter(year: int) -> date:
    """Easter Sunday."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_working(day: date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in list_holidays(day.year)


def working_before(day: date) -> date:
    """The day itself or the nearest working day before it."""
    while not is_working(day):
        day -= _DAY
    return day


def working_after(day: date) -> date:
    """The day itself or the nearest working day after it."""
    while not is_working(day):
        day += _DAY
    return day


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); the month's last day where it has no such day, and the last day of a month stays one: 28 Feb + 1 is 31 Mar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if last else min(day.day, length))


def lay_back(procedure: Procedure, new_start: date, *, least: bool = False) -> tuple[PlannedStep, ...]:
    """The steps so that the last one ends the day before the new start. A step takes more days where its last day had to move to a working day."""
    firsts: list[tuple[Step, date]] = []
    following = new_start
    for step in reversed(procedure.steps):
        days = step.least if least else step.days
        if not days:
            continue
        last = following - _DAY
        if step.key in DEADLINES or step.key == "publish":
            last = working_before(last)
        if firsts:
            firsts[-1] = (firsts[-1][0], last + _DAY)
        following = last - timedelta(days=days - 1)
        firsts.append((step, following))
    return _close(firsts[::-1], new_start)


def _close(firsts: Sequence[tuple[Step, date]], end: date) -> tuple[PlannedStep, ...]:
    """Each step until the day before the next one."""
    ends = [first for _step, first in firsts[1:]] + [end]
    return tuple(PlannedStep(step, first, following - _DAY) for (step, first), following in zip(firsts, ends, strict=True))


def lay_on(procedure: Procedure, begin: date, *, least: bool = False) -> tuple[PlannedStep, ...]:
    """The steps from a day of begin on."""
    found = []
    first = begin
    for step in procedure.steps:
        days = step.least if least else step.days
        if not days:
            continue
        last = first + timedelta(days=days - 1)
        if step.key in DEADLINES or step.key == "publish":
            last = working_after(last)
        found.append(PlannedStep(step, first, last))
        first = last + _DAY
    return tuple(found)


def first_free(procedure: Procedure, begin: date, *, least: bool = False) -> date:
    """The earliest new start when the work begins that day."""
    return lay_on(procedure, begin, least=least)[-1].last + _DAY
