"""BULK files of tens of millions of lines, read by DuckDB with bounded memory: checked columns, the same findings and the same choices as a small table.

One pass over the file (`bulk_lines`) keeps the cells in a temporary database (some 60 MB for 20 million lines; removed again). Then questions are SQL
over the table `cells`: a column per dimension by the bank's code, and `value`.
"""

import math
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np

from samspil.statbank.bulk_lines import check_numbers, guess_categories, keep_cells, list_texts, make_source, quote, take_lines, text
from samspil.statbank.checks import check_cells, check_dimensions, sort_findings
from samspil.statbank.csv_file import describe_header
from samspil.statbank.errors import StatbankError, complain, find, shorten
from samspil.statbank.lines import LONGEST_LINE, Header, check_tail, peek, read_header, sniff
from samspil.statbank.presentation import name_presentation, read_dimension
from samspil.statbank.provenance import hash_file, read_provenance
from samspil.statbank.read import describe_origin, find_changed
from samspil.statbank.selecting import Choices, choose
from samspil.values.statistics import ERROR, TEXTS, Dimension, Origin, TableFinding
from samspil.vocabulary.system import explain

MEMORY = "1GB"
_AT_ONCE = 8_000_000  # cells looked through at a time
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


def _one_of(name: str, codes: Sequence[str]) -> str:
    return f"{quote(name)} IN ({', '.join(text(code) for code in codes)})" if codes else "false"


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
        return _open(file, header, memory, threads)
    except OSError as error:
        raise complain("cannot_open", str(file), reason=explain(error)) from error


def _open(file: Path, header: Header, memory: str, threads: int) -> Bulk:
    """The file read into a new database; its SHA-256 is worked out beside that."""
    folder = tempfile.TemporaryDirectory(prefix="samspil-bulk-")
    bulk = None
    try:
        with ThreadPoolExecutor(1) as beside:
            digest = beside.submit(hash_file, file)
            bulk = Bulk(connect(Path(folder.name), memory, threads), folder)
            _fill(bulk, file, header, digest)
    except BaseException as error:
        if bulk:
            bulk.connection.close()
        folder.cleanup()
        if isinstance(error, duckdb.Error):
            raise _translate(error, file) from error
        raise
    return bulk


def connect(folder: Path, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """A new database in `folder` with bounded memory."""
    settings: dict[str, Any] = {
        "memory_limit": memory,
        "threads": threads,
        "preserve_insertion_order": False,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(str(folder / "cells.duckdb"), config=settings)


def _fill(bulk: Bulk, file: Path, header: Header, digest: "Future[str]") -> None:
    connection = bulk.connection
    source = make_source(file, header, Path(bulk._folder.name))
    if not take_lines(connection, source, guess_categories(file, header)):
        raise complain("no_rows", str(file))
    raw = list_texts(connection, header, file)
    texts = {name: sorted({one.strip() for one in known}) for name, known in raw.items()}
    _check_texts(texts, file, header)
    mark, decimals = check_numbers(connection, file, header)
    presentation = name_presentation(texts)
    if presentation == TEXTS:
        raise complain("bulk_texts", str(file))
    bulk.dimensions = tuple(
        read_dimension(name, known, presentation, file, given) for (name, known), given in zip(texts.items(), header.given, strict=True)
    )
    codes = {name: dict(zip(texts[name], d.codes, strict=True)) for name, d in zip(texts, bulk.dimensions, strict=True)}
    keep_cells(connection, {name: {one: codes[name][one.strip()] for one in known} for name, known in raw.items()}, mark, decimals)
    row = connection.execute("SELECT count(*), count(*) - count(value) FROM cells").fetchone() or (0, 0)
    bulk.cells, bulk.missing = int(row[0]), int(row[1])
    _describe(bulk, file, header, presentation, digest.result())


def _check_texts(texts: Mapping[str, Sequence[str]], file: Path, header: Header) -> None:
    for given, known in zip(header.given, texts.values(), strict=True):
        if strange := [one for one in known if "\x00" in one]:
            raise complain("nul", f"{file}:{given}", values=shorten(strange))
        if "" in known:
            raise complain("empty_category", f"{file}:{given}")


def _describe(bulk: Bulk, file: Path, header: Header, presentation: str, digest: str) -> None:
    beside = read_provenance(file)
    kept = {"format": "BULK", "language": header.language, "presentation": presentation}
    bulk.origin = describe_origin(file, beside, digest, bulk.dimensions, kept)
    found = [*find_changed(file, beside, digest), *describe_header(file, header, presentation), *_check_doubled(bulk, file)]
    found += check_dimensions(str(file), bulk.dimensions)
    found += check_cells(str(file), bulk.dimensions, bulk.cells, bulk.missing)
    bulk.findings = sort_findings(found)


def _check_doubled(bulk: Bulk, file: Path) -> list[TableFinding]:
    """Cells that stand twice, looked for among some millions at a time, so that memory stays small."""
    twice = sum(_count_doubled(bulk.connection, bulk.dimensions, condition) for condition in _split(bulk))
    if not twice:
        return []
    names = ", ".join(quote(dimension.code) for dimension in bulk.dimensions)
    row = bulk.connection.execute(f"SELECT {names} FROM cells GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1").fetchone()  # noqa: S608
    what = ", ".join(f"{dimension.code}={code}" for dimension, code in zip(bulk.dimensions, row or (), strict=False))
    return [find("doubled_rows", ERROR, str(file), "", count=twice, first=what)]


def _split(bulk: Bulk) -> list[str]:
    """Conditions that cut the cells, by the dimension of most categories, into parts of some millions each."""
    widest = max(bulk.dimensions, key=lambda dimension: len(dimension.categories)).code
    if bulk.cells <= _AT_ONCE:
        return ["true"]
    rows = bulk.connection.execute(f"SELECT CAST({quote(widest)} AS VARCHAR), count(*) FROM cells GROUP BY ALL ORDER BY 1").fetchall()  # noqa: S608
    parts: list[list[str]] = [[]]
    held = 0
    for code, count in rows:
        if held and held + count > _AT_ONCE:
            parts.append([])
            held = 0
        parts[-1].append(str(code))
        held += count
    return [_one_of(widest, part) for part in parts]


def _count_doubled(connection: duckdb.DuckDBPyConnection, dimensions: Sequence[Dimension], condition: str) -> int:
    """How many of the cells stand there once more, by one whole number for each combination of codes."""
    kind = "BIGINT" if math.prod(len(dimension.categories) for dimension in dimensions) < 2**62 else "HUGEINT"
    key = f"CAST(0 AS {kind})"
    for dimension in dimensions:
        if len(dimension.categories) > 1:
            key = f"({key} * {len(dimension.categories)} + enum_code({quote(dimension.code)}))"
    if kind == "HUGEINT":  # more combinations than numpy's whole numbers hold
        found = connection.execute(f"SELECT count(*) - count(DISTINCT {key}) FROM cells WHERE {condition}").fetchone()  # noqa: S608
        return int(found[0]) if found else 0
    keys = connection.execute(f"SELECT {key} AS key FROM cells WHERE {condition}").fetchnumpy()["key"]  # noqa: S608
    keys.sort()
    return int(np.count_nonzero(keys[1:] == keys[:-1]))


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
