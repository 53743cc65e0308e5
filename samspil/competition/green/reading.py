"""Spending, emission factors and price indices from user's tables. Formats: docs/green-purchasing.md.

Emission factors are kg CO2e per krone or per unit; other masses ('ton CO2e', 'g CO2e') and 'kg CO2' alone are refused, not converted: a factor 1,000 wrong looks like any other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspil.competition.user_table import (
    Heading,
    Record,
    Records,
    UserTable,
    blame,
    fold,
    read_number,
    read_text,
    read_year,
    show,
    take_records,
)
from samspil.values.competition_green import KRONER, Factor, PriceLevels, Spend

Z95 = Decimal("1.959963984540054")  # 97.5th percentile of the standard normal distribution
SPEND = (
    Heading("purchase", "indkøb", ("køb", "aftale", "navn", "beskrivelse"), needed=False),
    Heading("category", "kategori", ("indkøbskategori",)),
    Heading("amount", "beløb", ("beløb (kr.)", "beløb i kr.", "beløb kr.", "kroner", "kr.", "amount (dkk)")),
    Heading("year", "år", ("regnskabsår", "prisår")),
    Heading("quantity", "antal", ("mængde",), needed=False),
    Heading("unit", "enhed", (), needed=False),
)
FACTORS = (
    Heading("category", "kategori", ("indkøbskategori",)),
    Heading("kg", "faktor", ("emissionsfaktor", "factor")),
    Heading("unit", "enhed", ()),
    Heading("price_year", "prisår", (), needed=False),
    Heading("low", "lav", ("nedre",), needed=False),
    Heading("high", "høj", ("øvre",), needed=False),
    Heading("gsd", "gsd", ("geometrisk standardafvigelse",), needed=False),
    Heading("source", "kilde", ()),
)
INDEX = (Heading("year", "år", ()), Heading("index", "indeks", ()), Heading("source", "kilde", ()))
_UNIT = re.compile(r"(?P<mass>kg|g|t|ton|tons|mio\. ton)\s*co2(?P<e>e|-e|-ækv\.?|-ækvivalenter|eq|-eq)?\s*(?:/|pr\.?|per)\s*(?P<unit>.+)")
_KRONER = ("kr", "kr.", "krone", "kroner", "dkk")
_WIDEST = Decimal(1000)  # high / low of a factor: beyond it somebody mixed up units


@dataclass(frozen=True, slots=True)
class Spending:
    """The lines of a spend file; `example`: it says of itself that it is made up; `hidden`: rows hidden in the workbook, read all the same."""

    lines: tuple[Spend, ...]
    example: bool = False
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class FactorList:
    """The factors of a file; one for each category and unit."""

    factors: tuple[Factor, ...]
    example: bool = False
    hidden: int = 0


def read_spending(tables: Sequence[UserTable]) -> Spending:
    """Raises CompetitionError: amounts below nought, the same purchase twice, sums in thousands, what cannot be read."""
    _refuse_thousands(tables)
    records = take_records(tables, SPEND)
    seen: dict[tuple[str, str, int], str] = {}
    lines = []
    for record in records.rows:
        line = _read_spend(record)
        key = (fold(line.purchase), fold(line.category), line.year)
        if key in seen:
            raise blame("purchase_twice", line.place, purchase=show(line.purchase), first=seen[key])
        seen[key] = line.place
        lines.append(line)
    return Spending(tuple(_same_names(lines)), records.example, records.hidden)


def _refuse_thousands(tables: Sequence[UserTable]) -> None:
    for table in tables:
        for number, row in enumerate(table.rows[:20]):
            for cell in row:
                if isinstance(cell, str) and re.fullmatch(
                    r"(?:beløb|amount)?\W*(?:i )?(?:1\.?000|t|mio\.?|mia\.?|tusinde?) ?(?:kr\.?|dkk|kroner)\W*", fold(cell)
                ):
                    raise blame("thousands", f"{table.file}:{number + 1}", given=show(cell))


def _read_spend(record: Record) -> Spend:
    category = read_text(record, "category")
    amount = read_number(record, "amount", money=True)
    if amount is None:
        raise blame("no_value", record.place("amount"))
    if amount < 0:
        raise blame("negative", record.place("amount"))
    quantity, unit = read_number(record, "quantity"), read_text(record, "unit", needed=False)
    if quantity is not None and quantity < 0:
        raise blame("negative", record.place("quantity"))
    if (quantity is None) != (not unit) and fold(unit) not in _KRONER:
        raise blame("quantity_unit", record.place("unit" if unit == "" else "quantity"))
    year = read_year(record, "year")
    purchase = read_text(record, "purchase", needed=False) or category
    return Spend(purchase, category, amount, int(year or 0), quantity, fold(unit) if quantity is not None else "", record.where)


def _same_names(lines: Sequence[Spend]) -> list[Spend]:
    """'transport' and 'Transport ' are one category, by the name that stands first."""
    names: dict[str, str] = {}
    for line in lines:
        names.setdefault(fold(line.category), line.category)
    return [
        Spend(line.purchase, names[fold(line.category)], line.amount, line.year, line.quantity, line.unit, line.place) for line in lines
    ]


def read_factors(tables: Sequence[UserTable]) -> FactorList:
    """Raises CompetitionError: another mass than kg CO2e, nought or below, no uncertainty, no source, a category twice, what cannot be read."""
    records = take_records(tables, FACTORS)
    seen: dict[tuple[str, str], str] = {}
    factors = []
    for record in records.rows:
        factor = _read_factor(record)
        key = (fold(factor.category), factor.unit)
        if key in seen:
            raise blame("category_twice", factor.place, category=show(factor.category), first=seen[key])
        seen[key] = factor.place
        factors.append(factor)
    return FactorList(tuple(factors), records.example, records.hidden)


def _read_factor(record: Record) -> Factor:
    category, source = read_text(record, "category"), read_text(record, "source")
    kg = read_number(record, "kg")
    if kg is None:
        raise blame("no_value", record.place("kg"))
    if kg <= 0:
        raise blame("factor_nought", record.place("kg"), given=f"{kg:f}")
    unit = read_unit(read_text(record, "unit"), record.place("unit"))
    year = read_year(record, "price_year", needed=False)
    if unit == KRONER and year is None:
        raise blame("no_price_year", record.place("price_year"))
    if unit != KRONER and year is not None:
        raise blame("price_year_of_unit", record.place("price_year"), unit=show(unit))
    low, high = _read_width(record, kg)
    return Factor(category, kg, unit, low, high, source, year, record.where)


def read_unit(text: str, place: str) -> str:
    """'kg CO2e/kr.' is 'kr.', 'kg CO2e pr. liter' is 'liter'. Raises CompetitionError."""
    match = _UNIT.fullmatch(fold(text))
    if match is None:
        raise blame("bad_unit", place, given=show(text))
    if match["mass"] != "kg" or not match["e"]:
        raise blame("other_mass", place, given=show(text))
    unit = match["unit"].strip()
    if unit in _KRONER:
        return KRONER
    if re.search(r"\bkr\b|kroner|dkk|euro|eur|€", unit):
        raise blame("other_money", place, given=show(text))
    return unit


def _read_width(record: Record, kg: Decimal) -> tuple[Decimal, Decimal]:
    """The 95 % interval, as given or from a geometric standard deviation: kg / gsd^1.96 to kg x gsd^1.96."""
    low, high, gsd = (read_number(record, key) for key in ("low", "high", "gsd"))
    if gsd is not None and low is None and high is None:
        if not 1 < gsd <= 10:
            raise blame("bad_gsd", record.place("gsd"), given=f"{gsd:f}")
        step = (gsd.ln() * Z95).exp()
        return kg / step, kg * step
    if gsd is not None or low is None or high is None:
        raise blame("no_width" if gsd is None else "two_widths", record.place("low"))
    if not 0 < low <= kg <= high or low == high or high / low > _WIDEST:
        raise blame("bad_width", record.place("low"), low=f"{low:f}", kg=f"{kg:f}", high=f"{high:f}")
    return low, high


def read_levels(tables: Sequence[UserTable]) -> PriceLevels:
    """A price index. Raises CompetitionError: a year twice, nought or below."""
    levels: dict[int, Decimal] = {}
    sources: dict[str, None] = {}
    for record in _index_rows(tables).rows:
        year, level = read_year(record, "year") or 0, read_number(record, "index")
        if level is None or level <= 0:
            raise blame("bad_index", record.place("index"))
        if year in levels:
            raise blame("year_twice", record.place("year"), year=year)
        levels[year] = level
        sources[read_text(record, "source")] = None
    return PriceLevels(tuple(sorted(levels.items())), "; ".join(sources))


def _index_rows(tables: Sequence[UserTable]) -> Records:
    return take_records(tables, INDEX)
