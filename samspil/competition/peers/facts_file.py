"""Conditions from files: a population table of Statistics Denmark, or a simple file of the user's own, `code,year,population,area_km2,own_island,...`.

The user's file has, above its header, lines `# source: ...`, `# date: 2026-01-31` and, where the figures are made up, `# example: yes`; comma or semicolon,
with semicolons decimals may have a comma; an empty cell is 'not known'. Columns: the drivers conditions are worked out from, the conditions themselves,
and conditions of the user's own with a name that begins with `own_` (numbers above zero).
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import resources
from pathlib import Path

from samspil.competition.errors import CompetitionError, complain
from samspil.competition.peers.conditions import list_drivers, read_conditions
from samspil.statbank.drivers import read_drivers
from samspil.statbank.errors import StatbankError
from samspil.statbank.lines import peek
from samspil.statbank.own_drivers import is_own_file
from samspil.values.statistics import Driver
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.system import read_small_text

MOST_BYTES = 1_000_000
LARGEST = Decimal(10) ** 13
_OWN_NAME = re.compile(r"own_[a-z0-9_]{1,30}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,9})?")
_YES = frozenset(("yes", "ja", "true", "1"))


@dataclass(frozen=True, slots=True)
class _Page:
    file: str
    source: str
    example: bool
    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    comma: bool


def read_facts(files: Sequence[Path], year: str = "") -> tuple[Driver, ...]:
    """All drivers of the files, for one year each; `year` must be named when a file has several. Raises CompetitionError, StatbankError."""
    return tuple(driver for file in files for driver in _read_file(file, year))


def read_example() -> tuple[Driver, ...]:
    """The made-up conditions of all 98 that ship: marked as an example wherever they are shown."""
    file = resources.files("samspil.competition.peers").joinpath("examples/conditions-example.csv")
    return _read_page(file.read_text(encoding="utf-8"), "conditions-example.csv", "")


def _read_file(file: Path, year: str) -> tuple[Driver, ...]:
    if not file.is_file():
        raise complain("competition_peers.error_no_file", str(file))
    if is_own_file(peek(file)):
        return _read_page(read_small_text(file, MOST_BYTES, _complain), str(file), year)
    try:  # single ages give those of 80 and above too
        return read_drivers(file, period=year, choices={"ALDER": ["@single"]}).drivers
    except StatbankError:
        return read_drivers(file, period=year).drivers


def _complain(kind: str, place: str = "", **values: object) -> CompetitionError:
    return complain(f"competition_peers.error_{kind}", place, **values)


def _read_page(text: str, file: str, year: str) -> tuple[Driver, ...]:
    page = _take_apart(text, file)
    wanted = _one_year(page, year)
    seen: dict[str, int] = {}
    drivers = [driver for line, cells in page.rows for driver in _read_line(page, line, cells, wanted, seen)]
    if not drivers:
        raise _complain("no_rows", file)
    return tuple(drivers)


def _take_apart(text: str, file: str) -> _Page:
    lines = text.splitlines()
    top = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    facts = _read_head(lines[:top])
    header = lines[top] if top < len(lines) else ""
    mark = ";" if ";" in header else ","
    columns = [cell.strip().lower() for cell in header.split(mark)]
    _check_columns(file, top + 1, columns)
    try:
        stated = date.fromisoformat(facts.get("date", ""))
    except ValueError as error:
        raise _complain("no_date", file, given=facts.get("date", "")[:20]) from error
    if not facts.get("source"):
        raise _complain("no_source", file)
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines[top + 1 :])), delimiter=mark, strict=True))
    except csv.Error as error:
        raise _complain("bad_csv", file, detail=error) from error
    numbered = [(top + 2 + number, cells) for number, cells in enumerate(rows) if any(cell.strip() for cell in cells)]
    source = f"{facts['source'][:200]} ({stated.isoformat()})"
    return _Page(file, source, facts.get("example", "").lower() in _YES, columns, numbered, mark == ";")


def _read_head(lines: Sequence[str]) -> Mapping[str, str]:
    pairs = (line.lstrip("# ").partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, mark, value in pairs if mark}


def _check_columns(file: str, line: int, columns: Sequence[str]) -> None:
    known = [*list_drivers(), *(one.key for one in read_conditions() if one.scale != "category")]
    known = list(dict.fromkeys(known))
    if tuple(columns[:2]) != ("code", "year") or len(columns) < 3:
        raise _complain("header", f"{file}:{line}", known=", ".join(known))
    for name in columns[2:]:
        if columns.count(name) > 1:
            raise _complain("column_twice", f"{file}:{line}", name=name[:40])
        if name not in known and not _OWN_NAME.fullmatch(name):
            raise _complain("column", f"{file}:{line}", name=name[:40], known=", ".join(known))


def _one_year(page: _Page, year: str) -> str:
    years = sorted({cells[1].strip() for _line, cells in page.rows if len(cells) > 1})
    if year and year not in years:
        raise _complain("no_year", f"{page.file}:year", year=year[:20], known=", ".join(years[:12]))
    if not year and len(years) > 1:
        raise _complain("several_years", f"{page.file}:year", known=", ".join(years[:12]), last=years[-1])
    return year or (years[0] if years else "")


def _read_line(page: _Page, line: int, cells: Sequence[str], wanted: str, seen: dict[str, int]) -> list[Driver]:
    place = f"{page.file}:{line}"
    if len(cells) != len(page.columns):
        raise _complain("cells", place, found=len(cells), wanted=len(page.columns))
    code, year = cells[0].strip(), cells[1].strip()
    if not _YEAR.fullmatch(year):
        raise _complain("bad_year", place, given=year[:20])
    if year != wanted:
        return []
    one = find_by_code(code) if code.isascii() and code.isdigit() else None
    if one is None:
        raise _complain("unknown_code", place, given=code[:40])
    if one.code in seen:
        raise _complain("code_twice", place, code=one.code, first=seen[one.code])
    seen[one.code] = line
    found = []
    for name, cell in zip(page.columns[2:], cells[2:], strict=True):
        if cell.strip():
            value = _read_value(page, f"{place}:{name}", cell.strip())
            found.append(Driver(one.code, name, value, date(int(year), 1, 1), page.source, page.example))
    return found


def _read_value(page: _Page, place: str, text: str) -> Decimal:
    plain = text.replace(",", ".") if page.comma and "." not in text else text
    try:
        value = Decimal(plain) if _NUMBER.fullmatch(plain) else None
    except InvalidOperation:
        value = None
    if value is None or not 0 < value < LARGEST:
        raise _complain("bad_number", place, given=text[:40])
    return value
