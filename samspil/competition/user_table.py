"""A user's table (CSV or a workbook's sheet) as rows by heading. Numbers are read as Danes write them; what can be read in two ways is refused, never guessed.

The files themselves are opened in a killable child (`samspil.table_files`); what comes here are plain cells with their places.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from samspil.competition.errors import CompetitionError, complain

MOST_ROWS = 20_000
LONGEST_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST = Decimal(10) ** 13
_PLAIN = re.compile(r"-?\d{1,15}(?:,\d{1,15})?")
_THOUSANDS = re.compile(
    r"-?[1-9]\d{0,2}(?:\.\d{3}){2,4}(?:,\d{1,9})?|-?[1-9]\d{0,2}\.\d{3},\d{1,9}|-?[1-9]\d{0,2}(?: \d{3}){1,4}(?:,\d{1,9})?"
)
_POWER = re.compile(r"-?\d(?:,\d{1,15})?[eE][-+]?\d{1,2}")
_ONE_POINT = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_ONE_COMMA = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_ENGLISH = re.compile(r"-?\d*\.\d+(?:[eE][-+]?\d{1,2})?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MONEY = re.compile(r"\s*(?:kr\.?|dkk|,-)\s*$|^\s*(?:kr\.?|dkk)\s*", re.IGNORECASE)
_FORMULA = ("=", "+", "@")
_EXAMPLE = re.compile(r"#+\s*(?:eksempel|example)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A cell that holds a date: no number, no text."""

    iso: str


def blame(kind: str, place: str = "", **values: object) -> CompetitionError:
    """The error of `competition_green.error_KIND`, for all that reads user's tables and wishes here."""
    return complain(f"competition_green.error_{kind}", place, **values)


Cell = str | int | float | bool | Day | None


@dataclass(frozen=True, slots=True)
class UserTable:
    """`rows`: all rows from the first; `formulas`, `errors`: (row, column) from 0 of formulas without a result and of '#REF!'; `hidden`: hidden rows with content."""

    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key, its Danish heading, other ways to write it, and whether the table must have it."""

    key: str
    title: str
    others: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """One row: cells by key, and where it stands."""

    where: str
    cells: Mapping[str, Cell]
    titles: Mapping[str, str]

    def place(self, key: str) -> str:
        """'fil.csv, række 7 (beløb)'."""
        return f"{self.where} ({self.titles.get(key, key)})"


@dataclass(frozen=True, slots=True)
class Records:
    """`example`: a comment on top marks the file as an example; `hidden`: how many of the rows are hidden in the workbook."""

    rows: tuple[Record, ...]
    example: bool = False
    hidden: int = 0
    file: str = field(default="")


def take_records(tables: Sequence[UserTable], headings: Sequence[Heading]) -> Records:
    """The rows of the one sheet that has the headings. Raises CompetitionError (no such sheet, two, a heading twice, a formula without a result ...)."""
    fitting = [table for table in tables if not _missing(table, headings)]
    if len(fitting) > 1:
        raise blame("two_sheets", tables[0].file, sheets=", ".join(show(table.sheet) for table in fitting))
    if not fitting:
        _blame(tables, headings)
    return _read(fitting[0], headings)


def _blame(tables: Sequence[UserTable], headings: Sequence[Heading]) -> None:
    filled = [table for table in tables if _head(table) is not None]
    if not filled:
        raise blame("empty", tables[0].file if tables else "")
    best = min(filled, key=lambda table: len(_missing(table, headings)))
    row = _head(best) or 0
    names = ", ".join(f"'{heading.title}'" for heading in _missing(best, headings))
    raise blame("no_column", _where(best, row), columns=names)


def _head(table: UserTable) -> int | None:
    """The first row with content that is no comment."""
    for number, row in enumerate(table.rows):
        filled = [cell for cell in row if not is_empty(cell)]
        if filled and not str(filled[0]).lstrip().startswith("#"):
            return number
    return None


def _missing(table: UserTable, headings: Sequence[Heading]) -> list[Heading]:
    head = _head(table)
    found = {fold(cell) for cell in table.rows[head]} if head is not None else set()
    return [heading for heading in headings if heading.needed and not found & _names(heading)]


def _names(heading: Heading) -> set[str]:
    return {fold(name) for name in (heading.title, heading.key, *heading.others)}


def _read(table: UserTable, headings: Sequence[Heading]) -> Records:
    head = _head(table) or 0
    spots = _spots(table, head, headings)
    titles = {heading.key: heading.title for heading in headings}
    rows = []
    for number in range(head + 1, len(table.rows)):
        row = table.rows[number]
        filled = [cell for cell in row if not is_empty(cell)]
        if not filled or str(filled[0]).lstrip().startswith("#"):
            continue
        rows.append(_record(table, number, spots, titles, len(table.rows[head])))
        if len(rows) > MOST_ROWS:
            raise blame("too_many_rows", table.file, most=MOST_ROWS)
    if not rows:
        raise blame("no_rows", _where(table, head))
    example = any(isinstance(cell, str) and _EXAMPLE.match(cell.strip()) for row in table.rows[:head] for cell in row)
    return Records(tuple(rows), example, sum(number > head for number in table.hidden), table.file)


def _spots(table: UserTable, head: int, headings: Sequence[Heading]) -> dict[str, int]:
    cells = [fold(cell) for cell in table.rows[head]]
    spots = {}
    for heading in headings:
        found = [number for number, cell in enumerate(cells) if cell in _names(heading)]
        if len(found) > 1:
            raise blame("column_twice", _where(table, head), column=heading.title)
        if found:
            spots[heading.key] = found[0]
    return spots


def _record(table: UserTable, number: int, spots: Mapping[str, int], titles: Mapping[str, str], width: int) -> Record:
    row = table.rows[number]
    where = _where(table, number)
    for key, column in spots.items():
        if (number, column) in table.formulas:
            raise blame("formula", f"{where} ({titles[key]})")
        if (number, column) in table.errors:
            raise blame("error_cell", f"{where} ({titles[key]})")
    if any(not is_empty(cell) for cell in row[width:]):
        raise blame("cells", where)
    cells = {key: row[column] if column < len(row) else None for key, column in spots.items()}
    return Record(where, cells, titles)


def _where(table: UserTable, row: int) -> str:
    sheet = f", {show(table.sheet)}" if table.sheet else ""
    return f"{table.file}{sheet}:{row + 1}"


def fold(cell: object) -> str:
    """A heading, category or unit as it is compared: case, blanks and invisible signs do not count; 'CO₂' is 'CO2'."""
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else "")).casefold()
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(text.split())


def is_empty(cell: Cell) -> bool:
    """Nothing in it, or blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def show(text: str, most: int = 60) -> str:
    """What of a user's text may stand in a message: one line, without control signs, cut."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def read_text(record: Record, key: str, *, needed: bool = True) -> str:
    """A cell as text of one line. Raises CompetitionError."""
    cell = record.cells.get(key)
    if is_empty(cell):
        if needed:
            raise blame("no_value", record.place(key))
        return ""
    if isinstance(cell, bool | Day):
        raise blame("not_text", record.place(key))
    text = " ".join(unicodedata.normalize("NFC", str(cell)).split())
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise blame("bad_text", record.place(key), most=LONGEST_TEXT)
    if text.startswith(_FORMULA):
        raise blame("formula_text", record.place(key), given=show(text))
    return text


def read_number(record: Record, key: str, *, money: bool = False) -> Decimal | None:
    """A number, None for an empty cell. `money`: '1,234' is refused too (kroner have two decimals). Raises CompetitionError."""
    cell = record.cells.get(key)
    if cell is None or is_empty(cell):
        return None
    place = record.place(key)
    if isinstance(cell, Day):
        raise blame("date", place)
    if isinstance(cell, bool):
        raise blame("not_number", place, given=str(cell))
    number = Decimal(format(cell, ".15g")) if isinstance(cell, int | float) else _parse(cell, place, money)
    if not number.is_finite() or abs(number) > MOST:
        raise blame("not_number", place, given=show(str(cell)))
    return number


def _parse(cell: str, place: str, money: bool) -> Decimal:
    text = " ".join(unicodedata.normalize("NFKC", cell).replace("\u2212", "-").split())
    text = _MONEY.sub("", text) if money else text
    given = show(cell, 40)
    if _ONE_POINT.fullmatch(text):
        raise blame("ambiguous_point", place, given=given)
    if money and _ONE_COMMA.fullmatch(text):
        raise blame("ambiguous_comma", place, given=given)
    if text.isascii() and (_PLAIN.fullmatch(text) or _THOUSANDS.fullmatch(text) or _POWER.fullmatch(text)):
        return Decimal(text.replace(".", "").replace(" ", "").replace(",", "."))
    if _ENGLISH.fullmatch(text):
        raise blame("decimal_point", place, given=given)
    raise blame("not_number", place, given=given)


def read_year(record: Record, key: str, *, needed: bool = True) -> int | None:
    """A year of four digits. Raises CompetitionError."""
    if is_empty(record.cells.get(key)) and not needed:
        return None
    cell = record.cells.get(key)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip() if isinstance(cell, int | str) else ""
    if isinstance(cell, bool) or not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise blame("bad_year", record.place(key), given=show(str(cell if cell is not None else ""), 40), first=FIRST_YEAR, last=LAST_YEAR)
    return int(text)
