"""Prices per month, year or hour as prices per day, and back. A year has the days of the calendar (365 or 366), or always 365 when asked for."""

import calendar
from decimal import Decimal

from samspil.purchasing.figures.model import Price, Step
from samspil.values.reason import Reason

CALENDAR, PLAIN = "calendar", "365"
CONVENTIONS = (CALENDAR, PLAIN)
MONTHS, WEEK = 12, 7


def days_in_year(year: int, convention: str = CALENDAR) -> int:
    """365, or 366 in leap years of the calendar."""
    return 366 if convention == CALENDAR and calendar.isleap(year) else 365


def find_factor(unit: str, year: int, hours_per_week: Decimal | None, convention: str) -> tuple[Decimal, Reason] | Reason:
    """What a price per `unit` is multiplied by to be per day, and why. Hours need hours per week (of 7 days)."""
    days = days_in_year(year, convention)
    if unit == "day":
        return Decimal(1), Reason.of("source_day")
    if unit == "month":
        return Decimal(MONTHS) / days, Reason.of("source_month", days=days, year=year)
    if unit == "year":
        return Decimal(1) / days, Reason.of("source_year", days=days, year=year)
    if unit == "hour" and hours_per_week:
        return hours_per_week / WEEK, Reason.of("source_hour", hours=hours_per_week)
    return Reason.of("no_hours")


def to_day(dkk: Decimal, unit: str, year: int, *, hours_per_week: Decimal | None = None, convention: str = CALENDAR) -> Price | Reason:
    """A price as kroner per day of `year`, with its step; a Reason when hours per week are not known."""
    found = find_factor(unit, year, hours_per_week, convention)
    if isinstance(found, Reason):
        return found
    factor, source = found
    after = dkk * factor
    steps = () if unit == "day" else (Step("unit", dkk, f"dkk_{unit}", factor, after, "dkk_day", source),)
    return Price(after, year, steps)


def from_day(
    dkk_day: Decimal, unit: str, year: int, *, hours_per_week: Decimal | None = None, convention: str = CALENDAR
) -> Decimal | Reason:
    """The same price per `unit` again."""
    found = find_factor(unit, year, hours_per_week, convention)
    return found if isinstance(found, Reason) else dkk_day / found[0]
