"""Small files of the user's, read whole: TOML whose faults can be named by line, and CSV with `# source:` above its header."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from samspil.competition.errors import CompetitionError, complain
from samspil.vocabulary.system import explain

ROOM = "competition_indicators"
MOST_BYTES = 5_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
_HEADER = re.compile(r"\[\[?[^\[\]]+\]\]?\s*(#.*)?$")
_LINE = re.compile(r"at line (\d+)")
_POINTS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,9})?")


def refuse(key: str, place: str, **values: object) -> CompetitionError:
    """The error `competition_indicators.KEY` with its remedy."""
    return complain(f"{ROOM}.{key}", place, **values)


def read_small(file: Path) -> str:
    """The text of a small file in UTF-8. Raises CompetitionError."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise refuse("unreadable", str(file), detail=explain(error)) from error
    if len(content) > MOST_BYTES:
        raise refuse("too_big", str(file), most=MOST_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("not_utf8", str(file)) from error
    if "\x00" in text:
        raise refuse("not_utf8", str(file))
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file and its text, so that a fault can be told by line."""

    file: str
    text: str
    data: Mapping[str, Any]

    def place(self, *needles: str) -> str:
        """'FILE:7': the first line that holds all of the needles; the file alone when none does. Comments do not count."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if not line.lstrip().startswith("#") and all(needle in line for needle in needles):
                return f"{self.file}:{number}"
        return self.file

    def place_in(self, data: Mapping[str, Any], *needles: str) -> str:
        """The same inside a table of the file: below its header and above the next one; the header's line when nothing fits there."""
        first, last = self._span(data)
        lines = self.text.splitlines()
        told = [
            re.compile(rf'["\']?{re.escape(needle)}["\']?\s*=') if needle.isidentifier() else re.compile(re.escape(needle))
            for needle in needles
        ]
        for number in range(first, last):
            line = lines[number].strip()
            if not line.startswith("#") and all(one.match(line) if one.pattern.endswith("=") else one.search(line) for one in told):
                return f"{self.file}:{number + 1}"
        return f"{self.file}:{first}" if first else self.file

    def _span(self, data: Mapping[str, Any]) -> tuple[int, int]:
        """The lines of a table of the file, its header left out: first, and the one after the last; the lines above the first header for the file itself."""
        lines = [line.strip() for line in self.text.splitlines()]
        heads = [number for number, line in enumerate(lines) if _HEADER.match(line)]
        if data is self.data:
            return 0, heads[0] if heads else len(lines)
        for name, value in self.data.items():
            tables = value if isinstance(value, list) else [value]
            mine = [number for number in heads if lines[number].strip("[] ").split("]")[0].strip() == name]
            for table, head in zip(tables, mine, strict=False):
                if table is data:
                    return head + 1, next((one for one in heads if one > head), len(lines))
        return 0, len(lines)

    def check_names(self, data: Mapping[str, Any], known: Sequence[str]) -> None:
        """Raise CompetitionError for a key that is not known."""
        for name in data:
            if name not in known:
                raise refuse("unknown_key", self.place_in(data, name), name=str(name)[:40], known=", ".join(known))

    def text_of(self, data: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
        """A text; '' when it is not there and not needed. Raises CompetitionError."""
        value = data.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                raise refuse("no_key", self.place_in(data, name), name=name)
            return ""
        if not isinstance(value, str):
            raise refuse("not_text", self.place_in(data, name), name=name)
        return value.strip()

    def texts_of(self, data: Mapping[str, Any], name: str) -> tuple[str, ...]:
        """A list of texts; () when it is not there. Raises CompetitionError."""
        value = data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise refuse("not_texts", self.place_in(data, name), name=name)
        return tuple(value)

    def table_of(self, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """A table; {} when it is not there. Raises CompetitionError."""
        value = data.get(name, {})
        if not isinstance(value, dict):
            raise refuse("not_table", self.place(f"[{name}]") if f"[{name}]" in self.text else self.place_in(data, name), name=name)
        return value

    def tables_of(self, data: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
        """A list of tables (`[[name]]`); () when it is not there. Raises CompetitionError."""
        value = data.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise refuse("not_tables", self.place(f"[{name}]") if f"[{name}]" in self.text else self.place_in(data, name), name=name)
        return tuple(value)

    def year_of(self, data: Mapping[str, Any], name: str) -> int | None:
        """A year; None when it is not there. Raises CompetitionError."""
        value = data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not FIRST_YEAR <= value <= LAST_YEAR:
            raise refuse("bad_year", self.place_in(data, name), given=str(value)[:40], first=FIRST_YEAR, last=LAST_YEAR)
        return value


def read_toml(text: str, file: str) -> TomlFile:
    """A TOML text taken apart. Raises CompetitionError naming the line."""
    try:
        return TomlFile(file, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _LINE.search(str(error))
        raise refuse("bad_toml", f"{file}:{found[1]}" if found else file, detail=str(error)[:160]) from error


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a CSV file: cells by column, and where it stands ('FILE:7')."""

    place: str
    cells: Mapping[str, str] = field(default_factory=dict)

    def fault(self, key: str, column: str, **values: object) -> CompetitionError:
        """What is wrong with a cell, told by line and column."""
        return refuse(key, f"{self.place} ({column})", given=self.cells.get(column, "")[:40], **values)

    def year(self) -> int:
        """The column `year`. Raises CompetitionError."""
        given = self.cells["year"]
        if not (given.isascii() and given.isdigit() and FIRST_YEAR <= int(given[:9]) <= LAST_YEAR):
            raise self.fault("bad_year", "year", first=FIRST_YEAR, last=LAST_YEAR)
        return int(given)

    def number(self, column: str) -> Decimal:
        """A number with decimal comma or point; with points between thousands only where a comma or a second point shows what they are. Raises CompetitionError."""
        given = self.cells[column].replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
        if _POINTS.fullmatch(given):
            if "," not in given and given.count(".") == 1:
                raise self.fault("two_readings", column)
            given = given.replace(".", "")
        if not (given.isascii() and _NUMBER.fullmatch(given)):
            raise self.fault("not_a_number", column)
        return Decimal(given.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: what stands above its header (`# source: ...`), and its rows."""

    file: str
    facts: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def source(self) -> str:
        """Where the figures are from: the line `# source:`. Raises CompetitionError when there is none."""
        if not self.facts.get("source"):
            raise refuse("no_source", self.file)
        return self.facts["source"]

    @property
    def example(self) -> bool:
        """Whether the figures are said to be made up (`# example: yes`)."""
        return self.facts.get("example", "").lower() in {"yes", "ja", "true", "1"}

    def fact_number(self, name: str) -> Decimal | None:
        """A number that stands above the header (`# NAME: 27,5`); None when it does not. Raises CompetitionError."""
        given = self.facts.get(name)
        return Row(self.file, {f"# {name}": given}).number(f"# {name}") if given else None


def read_sheet(file: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """A CSV file with these columns in any order, split by semicolon or comma. Raises CompetitionError naming line and column."""
    return parse_sheet(read_small(file), str(file), columns, optional)


def parse_sheet(text: str, file: str, columns: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """The same of a text. Raises CompetitionError."""
    lines = text.split("\n")
    top = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if top is None:
        raise refuse("no_rows", file)
    facts = {
        name.strip().lower(): value.strip()[:300]
        for name, mark, value in (line.lstrip("# ").partition(":") for line in lines[:top])
        if mark
    }
    delimiter = ";" if ";" in lines[top] else ","
    heads = [cell.strip().lower() for cell in lines[top].split(delimiter)]
    for name in columns:
        if heads.count(name) != 1:
            raise refuse("no_column", f"{file}:{top + 1}", name=name, columns=delimiter.join((*columns, *optional)))
    for name in heads:
        if name not in {*columns, *optional}:
            raise refuse("unknown_column", f"{file}:{top + 1}", name=name[:40], columns=delimiter.join((*columns, *optional)))
    rows = tuple(_read_rows(file, lines[top + 1 :], top + 2, heads, delimiter))
    if not rows:
        raise refuse("no_rows", file)
    return Sheet(file, facts, rows)


def _read_rows(file: str, lines: Sequence[str], first: int, heads: Sequence[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            place, before = f"{file}:{first + before}", reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(heads):
                raise refuse("wrong_width", place, found=len(cells), wanted=len(heads))
            yield Row(place, dict(zip(heads, (cell.strip() for cell in cells), strict=True)))
    except csv.Error as error:
        raise refuse("bad_csv", f"{file}:{first + before}", detail=error) from error
