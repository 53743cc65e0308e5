"""A simple file of the user's own with drivers: `code,year,population,pupils,...`, one line per municipality and year.

Above the header stand lines `# source: ...`, `# date: 2026-01-31` (the day the figures were taken) and, where they are made up, `# example: yes`.
Separator comma or semicolon; with semicolons decimals may have a comma. An empty cell is 'not known'. Columns: docs/statbank.md.
"""

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from samspil.statbank.errors import complain, find, refuse_all, shorten
from samspil.values.case import DRIVERS
from samspil.values.statistics import ERROR, Driver, TableFinding
from samspil.vocabulary.municipalities import find_by_code, suggest

MOST_BYTES = 5_000_000
_FIXED = ("code", "year")
_YES = frozenset(("yes", "ja", "true", "1"))
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


@dataclass(frozen=True, slots=True)
class _Page:
    """The file taken apart. `rows`: line number and cells below the header."""

    file: Path
    facts: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    comma: bool


def is_own_file(start: bytes) -> bool:
    """Does the file begin as ours do: a comment line, or a header with `code` first?"""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"#", b"code,", b"code;", b'"code"'))


def read_own_drivers(file: Path, period: str = "") -> list[Driver]:
    """The drivers of one year. Raises StatbankError naming line, field and remedy for all that is wrong; nothing is half-read."""
    page = _take_apart(file)
    day = _read_day(page)
    wanted = _one_year(page, period)
    source = page.facts.get("source", "")
    if not source:
        raise complain("no_source", str(file))
    example = page.facts.get("example", "").lower() in _YES
    drivers: list[Driver] = []
    faults: list[TableFinding] = []
    seen: dict[str, int] = {}
    for line, cells in page.rows:
        _read_line(page, line, cells, wanted, (f"{source} ({day.isoformat()})", example), drivers, faults, seen)
    refuse_all(faults)
    if not drivers:
        raise complain("no_rows", str(file))
    return drivers


def _take_apart(file: Path) -> _Page:
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise complain("own_too_large", str(file), most=MOST_BYTES // 1_000_000)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise complain("wrong_encoding", str(file), detail=f"0x{data[error.start]:02x}") from error
    if "\x00" in text:
        raise complain("nul", str(file))
    lines = text.splitlines()
    top = next((number for number, line in enumerate(lines) if not line.startswith("#") and line.strip()), len(lines))
    facts = {}
    for line in lines[:top]:
        name, mark, value = line.lstrip("# ").partition(":")
        if mark:
            facts[name.strip().lower()] = value.strip()[:300]
    header = lines[top] if top < len(lines) else ""
    delimiter = ";" if ";" in header else ","
    columns = [cell.strip().lower() for cell in header.split(delimiter)]
    _check_columns(file, top + 1, columns)
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines[top + 1 :])), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise complain("open_quote", str(file)) from error
    numbered = [(top + 2 + number, cells) for number, cells in enumerate(rows) if any(cell.strip() for cell in cells)]
    return _Page(file, facts, columns, numbered, delimiter == ";")


def _check_columns(file: Path, line: int, columns: Sequence[str]) -> None:
    known = shorten((*_FIXED, *DRIVERS), 20)
    if tuple(columns[:2]) != _FIXED or len(columns) < 3:
        raise complain("own_header", f"{file}:{line}", known=known)
    for name in columns[2:]:
        if name not in DRIVERS or columns.count(name) > 1:
            raise complain("own_column", f"{file}:{line}:{name[:40]}", name=name[:40], known=known)


def _read_day(page: _Page) -> datetime.date:
    given = page.facts.get("date", "")
    try:
        return datetime.date.fromisoformat(given)
    except ValueError as error:
        raise complain("own_date", f"{page.file}:# date", given=given[:20]) from error


def _one_year(page: _Page, period: str) -> str:
    """The year to take: the one named, or the only one."""
    years = sorted({cells[1].strip() for _line, cells in page.rows if len(cells) > 1})
    if period and period not in years:
        raise complain("no_period", f"{page.file}:year", period=period[:20], known=shorten(years, 12))
    if not period and len(years) > 1:
        raise complain("mixed_years", f"{page.file}:year", values=shorten(years), last=years[-1])
    return period or (years[0] if years else "")


def _read_line(
    page: _Page,
    line: int,
    cells: Sequence[str],
    wanted: str,
    told: tuple[str, bool],
    drivers: list[Driver],
    faults: list[TableFinding],
    seen: dict[str, int],
) -> None:
    """Add the drivers of a line, or what is wrong with it."""

    def blame(key: str, field: str, **values: object) -> None:
        faults.append(find(key, ERROR, str(page.file), f"{line}:{field}", **values))

    if len(cells) != len(page.columns):
        return blame("wrong_width", "", found=len(cells), width=len(page.columns))
    code, year = cells[0].strip(), cells[1].strip()
    if year != wanted:
        return None
    if not (year.isascii() and year.isdigit() and _FIRST_YEAR <= int(year[:6]) <= _LAST_YEAR):
        return blame("bad_period", "year", period=year[:20])
    municipality = find_by_code(code) if code.isascii() and code.isdigit() else None
    if municipality is None:
        near = ", ".join(f"{one.code} {one.name}" for one in suggest(code)) if not code.isdigit() else ""
        return blame("unknown_municipality", "code", values=f"{code[:40]}{f' ({near}?)' if near else ''}")
    if municipality.code in seen:
        return blame("own_twice", "code", code=municipality.code, first=seen[municipality.code])
    seen[municipality.code] = line
    for name, cell in zip(page.columns[2:], cells[2:], strict=True):
        if not cell.strip():
            continue
        value = _read_value(cell.strip(), page.comma)
        if value is None:
            blame("not_a_number", name, given=cell.strip()[:40])
        elif value <= 0:
            blame("driver_zero", name, driver=name)
        else:
            drivers.append(Driver(municipality.code, name, value, datetime.date(int(year), 1, 1), *told))
    return None


def _read_value(text: str, comma: bool) -> Decimal | None:
    plain = text.replace(",", ".") if comma and "." not in text else text
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    plain_figures = all(letter in "0123456789.-" for letter in plain)
    return value if plain_figures and value.is_finite() and abs(value) < Decimal("1e13") else None
