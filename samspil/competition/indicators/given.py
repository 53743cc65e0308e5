"""What users give beside the accounts: official values, own tenders won (kontrolbud), a price index, inhabitants. Each file says its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from samspil.competition.indicators.areas import area_of
from samspil.competition.indicators.codes import plain, read_function
from samspil.competition.indicators.files import Row, read_sheet, refuse
from samspil.statbank.drivers import Drivers, read_drivers
from samspil.statbank.errors import StatbankError
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition import INDICATORS, LEVELS, ServiceArea, main_account_of
from samspil.vocabulary.municipalities import find_by_code, suggest

COUNTRY_CODES = ("", "000", "0000")
OFFICIAL_COLUMNS = ("municipality", "year", "level", "code", "kind", "value")
WINS_COLUMNS = ("municipality", "year", "function", "amount")
_NO_PERIOD = "no_period"
OfficialKey = tuple[str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class OfficialValues:
    """The ministry's values, from a user's file: (municipality or '', year, level, code, kind) -> share, 0 to 1."""

    shares: Mapping[OfficialKey, Decimal] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class OwnWins:
    """Own tenders won: (municipality, year, function) -> kroner. Who stands in the file in a year has reported; what it does not name is nought there."""

    amounts: Mapping[tuple[str, int, str], Decimal] = field(default_factory=dict)
    source: str = ""
    example: bool = False

    def reporting(self) -> dict[int, set[str]]:
        """Year -> the municipalities that have reported."""
        found: dict[int, set[str]] = {}
        for municipality, year, _function in self.amounts:
            found.setdefault(year, set()).add(municipality)
        return found

    def by_code(self, level: str, areas: tuple[ServiceArea, ...]) -> dict[tuple[str, int, str], Decimal]:
        """(municipality, or '' for all that reported, year, code of the level) -> kroner."""
        found: dict[tuple[str, int, str], Decimal] = {}
        for (municipality, year, function), amount in self.amounts.items():
            code = _code_at(level, function, areas)
            for who in (municipality, "") if code is not None else ():
                key = (who, year, code or "")
                found[key] = found.get(key, Decimal(0)) + amount
        return found


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """An index by year, and where it is from."""

    levels: Mapping[int, Decimal]
    source: str

    def factor(self, since: int, until: int) -> Decimal:
        """What a krone of one year is in another. Raises CompetitionError for a year that the index lacks."""
        for year in (since, until):
            if year not in self.levels:
                raise refuse("index_lacks", self.source, year=year, known=", ".join(str(one) for one in sorted(self.levels)))
        return self.levels[until] / self.levels[since]


@dataclass(frozen=True, slots=True)
class Prices:
    """All kroner in the prices of `year`."""

    index: PriceIndex
    year: int


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """(municipality, year) -> inhabitants."""

    counts: Mapping[tuple[str, int], Decimal] = field(default_factory=dict)
    source: str = ""
    example: bool = False

    def find(self, municipality: str, year: int, everybody: int) -> Decimal | None:
        """Of a municipality; '' for the country: the sum, only when as many municipalities are known as have accounts (`everybody`)."""
        if municipality:
            return self.counts.get((municipality, year))
        known = [count for (_code, when), count in self.counts.items() if when == year]
        return sum(known, Decimal(0)) if known and len(known) >= everybody else None


def read_official(file: Path) -> OfficialValues:
    """`municipality;year;level;code;kind;value`, values in per cent (27,3). Raises CompetitionError."""
    sheet = read_sheet(file, OFFICIAL_COLUMNS)
    shares: dict[OfficialKey, Decimal] = {}
    for row in sheet.rows:
        key = (_municipality(row, country=True), row.year(), *_level_and_code(row), _one_of(row, "kind", INDICATORS))
        value = row.number("value")
        if not 0 <= value <= 100:
            raise row.fault("not_percent", "value")
        if key in shares:
            raise row.fault("row_twice", "municipality")
        shares[key] = value / 100
    if max(shares.values()) <= Decimal("0.01"):  # 0,273 for 27,3 %
        raise refuse("not_percent_all", str(file))
    return OfficialValues(shares, sheet.source)


def read_own_wins(file: Path) -> OwnWins:
    """`municipality;year;function;amount`, kroner; a function as 2.28.14 or the bank's 22814. Raises CompetitionError."""
    sheet = read_sheet(file, WINS_COLUMNS)
    amounts: dict[tuple[str, int, str], Decimal] = {}
    for row in sheet.rows:
        key = (_municipality(row), row.year(), _function(row, "function"))
        amount = row.number("amount")
        if amount < 0:
            raise row.fault("negative", "amount")
        if key in amounts:
            raise row.fault("row_twice", "municipality")
        amounts[key] = amount
    return OwnWins(amounts, sheet.source, sheet.example)


def read_index(file: Path) -> PriceIndex:
    """`year;index`, with the source above the header (`# source:`) or in a column `source`. Raises CompetitionError."""
    sheet = read_sheet(file, ("year", "index"), ("source",))
    levels: dict[int, Decimal] = {}
    sources: dict[str, None] = {}
    for row in sheet.rows:
        year, level = row.year(), row.number("index")
        if level <= 0:
            raise row.fault("index_zero", "index")
        if year in levels:
            raise row.fault("row_twice", "year")
        levels[year] = level
        sources[row.cells.get("source") or sheet.source] = None
    return PriceIndex(levels, "; ".join(sources))


def read_inhabitants(file: Path, years: tuple[int, ...]) -> Inhabitants:
    """Inhabitants of each year from a population table of the bank (1 January: '2024', '2024K1') or a file of one's own; years it lacks stay unknown.

    Raises CompetitionError (StatbankError for what is wrong inside the file) when it has none of the years.
    """
    counts: dict[tuple[str, int], Decimal] = {}
    sources: dict[str, None] = {}
    example = False
    for year in years:
        drivers = _of_year(file, year)
        for one in drivers.drivers if drivers else ():
            if one.driver == "population":
                counts[one.municipality, year] = one.value
                sources[one.source] = None
                example = example or one.example
    if not counts:
        raise refuse("no_inhabitants", str(file), years=", ".join(str(year) for year in years))
    return Inhabitants(counts, "; ".join(sources), example)


def _of_year(file: Path, year: int) -> Drivers | None:
    for period in (str(year), f"{year}K1", f"{year}Q1", f"{year}M01"):
        try:
            return read_drivers(file, period=period)
        except StatbankError as error:
            if error.kind != _NO_PERIOD:
                raise
    return None


def _code_at(level: str, function: str, areas: tuple[ServiceArea, ...]) -> str | None:
    """The code of a level that a function belongs to; None where it belongs to none."""
    if level == "total":
        return ""
    if level == "main_account":
        return main_account_of(function)
    if level == "function":
        return function
    area = area_of(function, areas)
    return area.key if area else None


def _municipality(row: Row, *, country: bool = False) -> str:
    given = row.cells["municipality"]
    if country and given in COUNTRY_CODES:
        return ""
    found = find_by_code(given) if given.isascii() and given.isdigit() else None
    if found is None:
        near = ", ".join(f"{one.code} {one.name}" for one in suggest(given)) if given and not given.isdigit() else ""
        raise row.fault("unknown_municipality", "municipality", near=f" ({near}?)" if near else "")
    return found.code


def _one_of(row: Row, column: str, known: tuple[str, ...]) -> str:
    given = row.cells[column].lower()
    if given not in known:
        raise row.fault("unknown_cell", column, known=", ".join(known))
    return given


def _level_and_code(row: Row) -> tuple[str, str]:
    level, code = _one_of(row, "level", LEVELS), row.cells["code"]
    if level == "total":
        if code:
            raise row.fault("code_of_total", "code")
        return level, ""
    if level == "main_account":
        if code not in tuple("0123456"):
            raise row.fault("unknown_cell", "code", known="0-6")
        return level, code
    if level == "service_area":
        return level, _one_of(row, "code", SERVICE_AREAS)
    return level, _function(row, "code")


def _function(row: Row, column: str) -> str:
    """The bank's code of '2.28.14' or '22814'."""
    given = row.cells[column]
    code = read_function(given) if given.count(".") == 2 else given
    code = code[1:] if code and len(code) == 5 and code[0] == "0" else code
    if not code or not (code.isascii() and code.isdigit() and len(code) in (4, 5)) or main_account_of(code) not in "0123456":
        raise row.fault("bad_function", column)
    return plain(code)
