"""Drivers per municipality (population and the like) from a population table of the bank or from a file of the user's own.

From the bank (FOLK1A and its like: OMRÅDE, ALDER, TID, and KØN or CIVILSTAND where they are): `population` from the total of all ages or from all
single ages, `population_80plus` from the single ages 80 and above, `children_0_5` from those of 0 to 5. Never from figures that overlap: a file
with a total among its parts is refused until it is said which to take. Own files: `own_drivers.py`.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from samspil.statbank.areas import MUNICIPALITY, UNKNOWN, municipality_of
from samspil.statbank.errors import complain, find, refuse_all, shorten
from samspil.statbank.levels import RANGE, SINGLE, TOTAL, list_levels
from samspil.statbank.lines import peek
from samspil.statbank.own_drivers import is_own_file, read_own_drivers
from samspil.statbank.read import read_table
from samspil.statbank.selecting import Choices, Sum, add_up, select
from samspil.statbank.words import AGE, AREA, METRIC, PERIOD, SEX, TIME, UNIT
from samspil.values.statistics import ERROR, Dimension, Driver, Table, TableFinding

OLDEST_NEEDED = 99  # single ages must reach this far, or the oldest are missing
_OTHERS = frozenset((AREA, AGE, SEX, "CIVILSTAND", TIME, UNIT, METRIC))


@dataclass(frozen=True, slots=True)
class Drivers:
    """What a file gave. `said`: what was chosen from it, one line each; `unit` of the figures is persons for the bank's tables."""

    drivers: tuple[Driver, ...]
    said: tuple[str, ...]
    example: bool

    def find(self, municipality: str, driver: str) -> Driver | None:
        """The driver of a municipality (four-digit code), if the file has it."""
        return next((one for one in self.drivers if one.municipality == municipality and one.driver == driver), None)


def read_drivers(file: Path, *, period: str = "", choices: Choices | None = None, example: bool = False) -> Drivers:
    """All drivers of a file, for one period ('2025K1', '2025'); it must be named when the file has several.

    Raises StatbankError naming file, field and remedy; nothing is half-read. `example`: the caller knows the figures to be made up.
    """
    if is_own_file(peek(file)):
        drivers = read_own_drivers(file, period)
        return Drivers(tuple(drivers), (), any(one.example for one in drivers))
    table = read_table(file)
    refuse_all(table.findings)
    drivers, said = _read_population(table, _one_period(table, period, choices or {}), example or table.origin.example)
    return Drivers(tuple(drivers), said, example or table.origin.example)


def _one_period(table: Table, period: str, choices: Choices) -> dict[str, Sequence[str]]:
    file = table.origin.file
    for needed in (AREA, TIME):
        if table.find_dimension(needed) is None:
            raise complain("no_driver_dimension", file, name=needed)
    if strange := [one.code for one in table.dimensions if one.code not in _OTHERS]:
        raise complain("not_population", file, names=shorten(strange))
    time = table.find_dimension(TIME) or Dimension(TIME, ())
    if period and period not in time.codes:
        raise complain("no_period", f"{file}:{TIME}", period=period[:20], known=shorten(time.codes, 12))
    wanted = dict(choices) | ({TIME: [period]} if period else {})
    if len(time.codes) > 1 and TIME not in wanted:
        raise complain("mixed_years", f"{file}:{TIME}", values=shorten(time.codes), last=max(time.codes))
    return wanted


def _read_population(table: Table, choices: dict[str, Sequence[str]], example: bool) -> tuple[list[Driver], tuple[str, ...]]:
    areas = table.find_dimension(AREA) or Dimension(AREA, ())
    levels = list_levels(areas)
    if AREA not in choices:  # the bank's tables hold regions and the country too: only municipalities are asked for here
        if strange := levels.get(UNKNOWN):
            shown = [f"{code} {areas.label_of(code)}".removesuffix(f" {code}") for code in strange]
            raise complain("unknown_municipality", f"{table.origin.file}:{AREA}", values=shorten(shown))
        if MUNICIPALITY not in levels:
            raise complain("no_municipalities", f"{table.origin.file}:{AREA}", values=shorten(areas.codes))
        choices = {**choices, AREA: [f"@{MUNICIPALITY}"]}
    selection = select(table, choices)
    period = next(one.codes[0] for one in selection.table.dimensions if one.code == TIME)
    day = day_of_period(period, table.origin.file)
    ages = selection.table.find_dimension(AGE)
    sums = add_up(selection, [AREA, AGE] if ages else [AREA])
    wanted = _list_drivers(ages, table.origin.file)
    source = tell_source(table, period)
    drivers, faults = [], []
    for code in selection.table.find_dimension(AREA).codes:  # type: ignore[union-attr]
        municipality = municipality_of(code)
        for name, codes in wanted.items() if municipality else ():
            parts = [sums[(code, age) if ages else (code,)] for age in codes if ((code, age) if ages else (code,)) in sums]
            faults += _find_faults(table, code, name, parts, len(codes))
            value = sum((part.value or Decimal(0) for part in parts), Decimal(0))
            drivers.append(Driver(municipality or "", name, value, day, source, example))
    refuse_all(faults)
    return drivers, selection.said


def _find_faults(table: Table, code: str, driver: str, parts: Sequence[Sum], of: int) -> list[TableFinding]:
    place = f"{AREA}={code}"
    missing = sum(part.missing for part in parts) + of - len(parts)
    if missing:
        return [find("driver_missing", ERROR, table.origin.file, place, driver=driver, count=missing)]
    if sum((part.value or Decimal(0) for part in parts), Decimal(0)) <= 0:
        return [find("driver_zero", ERROR, table.origin.file, place, driver=driver)]
    return []


def _list_drivers(ages: Dimension | None, file: str) -> Mapping[str, Sequence[str]]:
    """Driver -> the ages that make it up. Raises StatbankError when the ages are of no use for any."""
    if ages is None:
        return {"population": [""]}
    levels = list_levels(ages)
    if TOTAL in levels:
        return {"population": levels[TOTAL]}
    if RANGE in levels:
        raise complain("age_ranges", f"{file}:{AGE}", values=shorten(levels[RANGE]))
    single = {int(code.split()[0]): code for code in levels.get(SINGLE, ()) if code.isascii() and code.isdigit()}
    found: dict[str, Sequence[str]] = {}
    for name, first, last in (("population", 0, None), ("population_80plus", 80, None), ("children_0_5", 0, 5)):
        if codes := _span(single, first, last):
            found[name] = codes
    if not found:
        raise complain("ages_incomplete", f"{file}:{AGE}", values=shorten(ages.codes))
    return found


def _span(ages: Mapping[int, str], first: int, last: int | None) -> list[str]:
    """The codes of all ages from `first` to `last` (None: as far as the table goes, at least to 99); [] when one is missing."""
    end = max(ages, default=0) if last is None else last
    if (last is None and end < OLDEST_NEEDED) or any(age not in ages for age in range(first, end + 1)):
        return []
    return [ages[age] for age in range(first, end + 1)]


def day_of_period(period: str, file: str) -> datetime.date:
    """The day a period begins: figures of FOLK1A are of the first day of the quarter, those of a year of 1 January. Raises StatbankError."""
    found = PERIOD.fullmatch(period)
    if not found:
        raise complain("bad_period", f"{file}:{TIME}", period=period[:20])
    kind, number = found["kind"] or "", int(found["number"] or 1)
    step = {"K": 3, "Q": 3, "M": 1, "H": 6, "": 1}.get(kind)
    month = 1 + (step or 0) * (number - 1)
    if step is None or found["month"] or not 1 <= month <= 12:
        raise complain("bad_period", f"{file}:{TIME}", period=period[:20])
    return datetime.date(int(found["year"]), month, 1)


def tell_source(table: Table, period: str) -> str:
    """'Danmarks Statistik, Statistikbanken, FOLK1A, 2025K1, hentet 2026-01-02'."""
    origin = table.origin
    parts = [origin.source, origin.id, period]
    return ", ".join(part for part in parts if part) + (f" ({origin.read_on.isoformat()})" if origin.read_on else "")
