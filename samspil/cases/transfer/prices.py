"""Price levels: kroner of one year as kroner of another, by an index file `year,index,source` that the user gives."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from pathlib import Path

from samspil.cases.transfer.errors import complain
from samspil.cases.transfer.numbers import read_plain
from samspil.cases.transfer.small_files import Row, read_rows
from samspil.economics.worth import DIGITS

EXAMPLE_MARK = "eksempeltal"
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Prices:
    """An index by year. `file` as named; `source`: the sources in it; `example`: some of it is made up."""

    file: str
    index: dict[int, Decimal]
    source: str
    example: bool = False

    @property
    def last(self) -> int:
        """The latest year."""
        return max(self.index)

    def factor(self, from_year: int, to_year: int) -> Decimal:
        """index[to] / index[from]. Raises TransferError naming a year that is not in the file."""
        for year in (from_year, to_year):
            if year not in self.index:
                raise complain("no_year", self.file, year=year, first=min(self.index), last=self.last)
        with localcontext() as context:
            context.prec = DIGITS
            return self.index[to_year] / self.index[from_year]


def read_prices(file: Path) -> Prices:
    """The index of a CSV file. Raises TransferError for a year twice, an index of 0 or less, a row without source, or no rows."""
    index: dict[int, Decimal] = {}
    rows = read_rows(file, ("year", "index", "source"))
    for row in rows:
        year, number = _take(file, row)
        if year in index:
            raise complain("year_twice", f"{file}:{row.line} (year)", year=year)
        index[year] = number
    if not index:
        raise complain("no_rows", str(file))
    sources = list(dict.fromkeys(row.cells["source"] for row in rows))
    return Prices(str(file), index, "; ".join(sources), any(EXAMPLE_MARK in source.casefold() for source in sources))


def _take(file: Path, row: Row) -> tuple[int, Decimal]:
    text = row.cells["year"]
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:9]) <= LAST_YEAR):
        raise complain("bad_year", f"{file}:{row.line} (year)", given=text[:40], first=FIRST_YEAR, last=LAST_YEAR)
    number = read_plain(row.cells["index"], f"{file}:{row.line} (index)")
    if number <= 0:
        raise complain("bad_index", f"{file}:{row.line} (index)", given=row.cells["index"])
    if not row.cells["source"]:
        raise complain("no_source", f"{file}:{row.line} (source)")
    return int(text), number
