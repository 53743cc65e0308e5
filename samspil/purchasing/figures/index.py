"""Price levels: kroner of one year as kroner of another by an index file `year,index,source` that the user gives (for example KL's pris- og lønskøn)."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from samspil.purchasing.figures.errors import FiguresError, complain
from samspil.vocabulary.system import explain

COLUMNS = ("year", "index", "source")
FIRST_YEAR, LAST_YEAR, MOST_BYTES = 1900, 2100, 200_000
_NUMBER = re.compile(r"\d{1,6}([.,]\d{1,9})?")


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """An index by year, and where it is from."""

    levels: tuple[tuple[int, Decimal], ...]
    source: str

    def factor(self, from_year: int, to_year: int) -> Decimal | None:
        """index[to] / index[from]; None when one of the years is not in it."""
        levels = dict(self.levels)
        before, after = levels.get(from_year), levels.get(to_year)
        return after / before if before and after else None


def read_index(file: Path) -> PriceIndex:
    """The index of a CSV file with comma or semicolon. Raises FiguresError naming file, line and column."""
    levels: dict[int, Decimal] = {}
    sources: dict[str, None] = {}
    for line, cells in _read_rows(file):
        year, level = _take(cells, f"{file}:{line}")
        if year in levels:
            raise complain("year_twice", f"{file}:{line} (year)", year=year)
        levels[year] = level
        sources[cells["source"]] = None
    if not levels:
        raise complain("no_rows", str(file))
    return PriceIndex(tuple(sorted(levels.items())), "; ".join(sources))


def _read_rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    text = read_small(file)
    head = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True))
    except csv.Error as error:
        raise complain("bad_csv", str(file), detail=error) from error
    columns = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if columns.count(name) != 1]
    if missing:
        raise complain("no_column", f"{file}:1", column=missing[0])
    found = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    for number, row in found:
        if len(row) != len(columns):
            raise complain("cells", f"{file}:{number}", found=len(row), wanted=len(columns))
    return [(number, dict(zip(columns, row, strict=True))) for number, row in found]


def _take(cells: dict[str, str], place: str) -> tuple[int, Decimal]:
    year, level = cells["year"], cells["index"]
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:9]) <= LAST_YEAR):
        raise complain("bad_year", f"{place} (year)", given=year[:40], first=FIRST_YEAR, last=LAST_YEAR)
    if not (level.isascii() and _NUMBER.fullmatch(level)) or not Decimal(level.replace(",", ".")):
        raise complain("bad_index", f"{place} (index)", given=level[:40])
    if not cells["source"]:
        raise complain("no_source", f"{place} (source)")
    return int(year), Decimal(level.replace(",", "."))


def read_small(file: Path) -> str:
    """A small text file of the user's. Raises FiguresError."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(file, explain(error)) from error
    if len(content) > MOST_BYTES:
        raise complain("too_big", str(file), most=MOST_BYTES // 1000)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise complain("not_utf8", str(file)) from error


def _unreadable(file: Path, detail: str) -> FiguresError:
    return complain("unreadable", str(file), detail=detail)
