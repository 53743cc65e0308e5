"""BULK files of tens of millions of lines, read by DuckDB with bounded memory: checked columns, the same findings and the same choices as a small table.

Two passes over the file: one for the categories and the way numbers are written, one that keeps the cells in a temporary database (some 50 MB for
20 million lines; removed again). Then questions are SQL over the table `cells`: a column per dimension by the bank's code, and `value`.
"""

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from samspil.statbank.checks import check_cells, check_dimensions, sort_findings
from samspil.statbank.csv_file import MOST_CATEGORIES, check_marks, describe_header
from samspil.statbank.errors import StatbankError, complain, find, shorten
from samspil.statbank.lines import LONGEST_LINE, Header, check_tail, peek, read_header, sniff
from samspil.statbank.numbers import MISSING_SIGNS
from samspil.statbank.presentation import name_presentation, read_dimension
from samspil.statbank.provenance import hash_file, read_provenance
from samspil.statbank.read import describe_origin, find_changed
from samspil.statbank.selecting import Choices, choose
from samspil.values.statistics import CODES, ERROR, TEXTS, Dimension, Origin, TableFinding
from samspil.vocabulary.system import explain

MEMORY = "1GB"
_MOST_DECIMALS = 6
_LONGEST_WHOLE = 18  # digits of DECIMAL(18, n)
_BROKEN = r"-?[0-9]{1,13}[.,][0-9]{1,12}"
_SHAPES = frozenset(("", "-", ",", ".", "-,", "-."))  # numbers without their digits
_LINE = re.compile(r"Line: (\d+)")
_COMPLAINTS = (  # words of DuckDB -> our text
    ("unterminated quote", "open_quote"),
    ("unicode", "wrong_encoding"),
    ("Expected Number of Columns", "uneven_line"),
    ("state machine", "uneven_line"),
    ("aximum line size", "line_too_long"),
)


class Bulk:
    """An open BULK file. `connection`: DuckDB with the table `cells`; `cells`: lines; `findings`: as of `checks.check_table`. Close it, or use `with`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: "tempfile.TemporaryDirectory[str]") -> None:
        self.connection = connection
        self.origin: Origin
        self.dimensions: tuple[Dimension, ...] = ()
        self.cells = 0
        self.missing = 0
        self.findings: tuple[TableFinding, ...] = ()
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and remove it."""
        self.connection.close()
        self._folder.cleanup()

    def select(self, choices: Choices, name: str = "chosen") -> tuple[str, ...]:
        """Make a view `name` of the chosen cells, and say what was chosen. Raises SelectError when that would count something twice.

        Overlaps are judged by the categories of the whole file.
        """
        kept, said = choose(self.origin.file, self.dimensions, choices, self.findings)
        parts = [_one_of(d.code, kept[d.code]) for d in self.dimensions if len(kept[d.code]) < len(d.categories)]
        self.connection.execute(f"CREATE OR REPLACE VIEW {quote(name)} AS SELECT * FROM cells WHERE {' AND '.join(parts) or 'true'}")  # noqa: S608
        return said

    def count_distinct(self, dimension: str, name: str = "cells") -> int:
        """How many codes of a dimension the cells (or a view of them) really have."""
        row = self.connection.execute(f"SELECT count(DISTINCT {quote(dimension)}) FROM {quote(name)}").fetchone()  # noqa: S608
        return int(row[0]) if row else 0


def quote(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _one_of(name: str, codes: Sequence[str]) -> str:
    return f"{quote(name)} IN ({', '.join(_text(code) for code in codes)})" if codes else "false"


def open_bulk(file: Path, *, memory: str = MEMORY, threads: int = 2) -> Bulk:
    """Read and check a CSV or BULK file of any size. Raises StatbankError naming file, line and remedy; then nothing is kept."""
    try:
        start = peek(file)
        if sniff(file, start) != "csv":
            raise complain("bulk_only", str(file))
        header = read_header(file, start)
        if header.encoding != "utf-8":
            raise complain("bulk_encoding", str(file))
        check_tail(file)
        folder = tempfile.TemporaryDirectory(prefix="samspil-bulk-")
    except OSError as error:
        raise complain("cannot_open", str(file), reason=explain(error)) from error
    bulk = None
    try:
        bulk = Bulk(_connect(Path(folder.name), memory, threads), folder)
        _fill(bulk, file, header)
    except BaseException as error:
        if bulk:
            bulk.connection.close()
        folder.cleanup()
        if isinstance(error, duckdb.Error):
            raise _translate(error, file) from error
        raise
    return bulk


def _connect(folder: Path, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {
        "memory_limit": memory,
        "threads": threads,
        "preserve_insertion_order": False,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(str(folder / "cells.duckdb"), config=settings)


def _fill(bulk: Bulk, file: Path, header: Header) -> None:
    source = _source(file, header, Path(bulk._folder.name))
    texts, raw, lines, shapes = _look_through(bulk.connection, source, header)
    if not lines:
        raise complain("no_rows", str(file))
    _check_texts(texts, file, header)
    mark, decimals = _check_numbers(bulk.connection, source, file, header, shapes)
    presentation = name_presentation(texts)
    if presentation == TEXTS:
        raise complain("bulk_texts", str(file))
    bulk.dimensions = tuple(
        read_dimension(name, known, presentation, file, given) for (name, known), given in zip(texts.items(), header.given, strict=True)
    )
    trimmed = [any(text != text.strip() for text in known) for known in raw.values()]
    _keep(bulk.connection, source, bulk.dimensions, trimmed, presentation, mark, decimals, shapes)
    row = bulk.connection.execute("SELECT count(*), count(*) - count(value) FROM cells").fetchone() or (0, 0)
    bulk.cells, bulk.missing = int(row[0]), int(row[1])
    _describe(bulk, file, header, presentation)


def _check_texts(texts: Mapping[str, Sequence[str]], file: Path, header: Header) -> None:
    for given, known in zip(header.given, texts.values(), strict=True):
        if len(known) > MOST_CATEGORIES:
            raise complain("too_many_categories", f"{file}:{given}", count=len(known), most=MOST_CATEGORIES)
        if strange := [text for text in known if "\x00" in text]:
            raise complain("nul", f"{file}:{given}", values=shorten(strange))
        if "" in known:
            raise complain("empty_category", f"{file}:{given}")


def _describe(bulk: Bulk, file: Path, header: Header, presentation: str) -> None:
    digest, beside = hash_file(file), read_provenance(file)
    kept = {"format": "BULK", "language": header.language, "presentation": presentation}
    bulk.origin = describe_origin(file, beside, digest, bulk.dimensions, kept)
    found = [*find_changed(file, beside, digest), *describe_header(file, header, presentation), *_check_doubled(bulk, file)]
    found += check_dimensions(str(file), bulk.dimensions)
    found += check_cells(str(file), bulk.dimensions, bulk.cells, bulk.missing)
    bulk.findings = sort_findings(found)


def _source(file: Path, header: Header, folder: Path) -> str:
    """The file as DuckDB sees it: every column text, every line as wide as the header. By a link, since it takes * and [ in a path for patterns."""
    link = folder / "file.csv"
    try:
        link.symlink_to(file.resolve())
    except OSError:
        link = file
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header.names) + 1))
    options = (
        f"delim={_text(header.delimiter)}, quote='\"', escape='\"', header=true, auto_detect=false, strict_mode=true, compression='none'"
    )
    return f"read_csv({_text(str(link))}, columns={{{columns}}}, {options}, nullstr='\x01', max_line_size={LONGEST_LINE})"


def _look_through(
    connection: duckdb.DuckDBPyConnection, source: str, header: Header
) -> tuple[dict[str, list[str]], dict[str, list[str]], int, list[str]]:
    """Pass one: the categories of each dimension, sorted, trimmed and as written; the number of lines; what numbers look like without their digits."""
    value, width = f"c{len(header.names)}", range(len(header.names))
    asked = [f"list(DISTINCT c{place})" for place in width]
    asked += ["count(*)", f"list(DISTINCT translate({value}, '0123456789', ''))"]  # some few shapes: '', '-', ',', '..'
    row = connection.execute(f"SELECT {', '.join(asked)} FROM {source}").fetchone() or ()  # noqa: S608
    raw = {name: list(known or ()) for name, known in zip(header.names, row, strict=False)}
    texts = {name: sorted({text.strip() for text in known}) for name, known in raw.items()}
    return texts, raw, int(row[-2]), list(row[-1] or ())


def _check_numbers(
    connection: duckdb.DuckDBPyConnection, source: str, file: Path, header: Header, shapes: Sequence[str]
) -> tuple[str, int]:
    """The decimal mark in use and how many decimals at most. Raises StatbankError for what is no number, two marks, or perhaps thousands."""
    value = f"c{len(header.names)}"
    if bad := [shape for shape in shapes if shape not in _SHAPES and shape not in MISSING_SIGNS]:
        asked = f"SELECT any_value({value}) FROM {source} WHERE translate({value}, '0123456789', '') = ?"  # noqa: S608
        row = connection.execute(asked, [bad[0]]).fetchone()
        raise complain("not_a_number", f"{file}:{header.contents}", given=str(row[0] if row else bad[0])[:40])
    used = [mark for mark in ",." if any(shape.removeprefix("-") == mark for shape in shapes)]
    marks, mark, decimals = {}, "", 0
    for each in used:
        length = f"length(split_part({value}, '{each}', 2))"
        asked = f"SELECT any_value({value}), max({length}), min({length}) FROM {source} WHERE contains({value}, '{each}') AND {value} SIMILAR TO {_text(_BROKEN)}"  # noqa: S608
        row = connection.execute(asked).fetchone()
        if row and row[0] is not None:
            marks[each], mark, decimals = (0, str(row[0])), each, int(row[1])
            check_marks(file, header.contents, {each: marks[each]}, [str(row[0])] if each == "." and row[1] == row[2] == 3 else [])
    check_marks(file, header.contents, marks, [])
    if decimals > _MOST_DECIMALS:
        raise complain("not_a_number", f"{file}:{header.contents}", given=marks[mark][1])
    return mark, decimals


def _keep(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    dimensions: Sequence[Dimension],
    trimmed: Sequence[bool],
    presentation: str,
    mark: str,
    decimals: int,
    shapes: Sequence[str],
) -> None:
    """Pass two: the cells with codes as enumerations and exact numbers. Only what the file needs is done to each cell: there are many."""
    columns = []
    for number, (dimension, trim) in enumerate(zip(dimensions, trimmed, strict=True)):
        codes = ", ".join(_text(code) for code in sorted(dimension.codes))
        connection.execute(f"CREATE TYPE e{number} AS ENUM ({codes})")
        text = f"trim(c{number})" if trim else f"c{number}"
        code = text if presentation == CODES else f"split_part({text}, ' ', 1)"
        columns.append(f"CAST({code} AS e{number}) AS {quote(dimension.code)}")
    value = f"c{len(dimensions)}"
    kind = f"DECIMAL({_LONGEST_WHOLE}, {decimals})"
    plain = f"replace({value}, ',', '.')" if mark == "," else value
    number_of = f"CAST({plain} AS {kind})"
    if any(shape in MISSING_SIGNS for shape in shapes) or "-" in shapes:
        signs = ", ".join(_text(sign) for sign in sorted(MISSING_SIGNS))
        number_of = f"CASE WHEN {value} IN ({signs}) THEN NULL WHEN {value} = '-' THEN 0 ELSE {number_of} END"
    columns.append(f"CAST({number_of} AS {kind}) AS value")
    connection.execute(f"CREATE TABLE cells AS SELECT {', '.join(columns)} FROM {source}")  # noqa: S608


def _check_doubled(bulk: Bulk, file: Path) -> list[TableFinding]:
    """Cells that stand twice, looked for one category of the first dimension at a time, so that memory stays small."""
    key = "CAST(0 AS HUGEINT)"
    for dimension in bulk.dimensions:
        key = f"({key} * {len(dimension.categories)} + enum_code({quote(dimension.code)}))"
    first = bulk.dimensions[0]
    twice = 0
    for code in first.codes:
        asked = f"SELECT count(*) - count(DISTINCT {key}) FROM cells WHERE {quote(first.code)} = {_text(code)}"  # noqa: S608
        found = bulk.connection.execute(asked).fetchone()
        twice += int(found[0]) if found else 0
    if not twice:
        return []
    names = ", ".join(quote(dimension.code) for dimension in bulk.dimensions)
    row = bulk.connection.execute(f"SELECT {names} FROM cells GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1").fetchone()  # noqa: S608
    what = ", ".join(f"{dimension.code}={code}" for dimension, code in zip(bulk.dimensions, row or (), strict=False))
    return [find("doubled_rows", ERROR, str(file), "", count=twice, first=what)]


def _translate(error: duckdb.Error, file: Path) -> StatbankError:
    """DuckDB's complaint in ours: the line it names, and what is wrong there."""
    text = str(error)
    found = _LINE.search(text)
    place = f"{file}:{found[1]}" if found else str(file)
    if isinstance(error, duckdb.OutOfMemoryException):
        return complain("bulk_memory", place)
    if isinstance(error, duckdb.ConversionException):
        return complain("not_a_number", place, given=text.splitlines()[0][:80])
    for words, key in _COMPLAINTS:
        if words in text:
            return complain(key, place, detail="UTF-8", most=LONGEST_LINE)
    return complain("bulk_trouble", place, detail=" ".join(text.split())[:160])
