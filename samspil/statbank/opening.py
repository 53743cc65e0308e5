"""Any file of the bank, small or huge, as cells in DuckDB: one way to ask, whatever the format.

Small files, JSON-stat, Windows-1252 and texts alone go through `read.read_table`, which names lines; large CSV and BULK through `bulk.open_bulk`.
"""

import tempfile
from pathlib import Path

import duckdb
import numpy as np

from samspil.statbank.bulk import MEMORY, Bulk, connect, open_bulk
from samspil.statbank.bulk_lines import quote, text
from samspil.statbank.checks import check_table
from samspil.statbank.errors import complain
from samspil.statbank.lines import peek, sniff
from samspil.statbank.read import read_table
from samspil.values.statistics import MISSING, SCALE, Table
from samspil.vocabulary.system import explain

LARGE = 30_000_000  # bytes: some million lines; above it a text file goes to DuckDB at once


def open_file(file: Path, *, memory: str = MEMORY, threads: int = 2) -> Bulk:
    """The cells of a CSV, BULK or JSON-stat file, checked. Raises StatbankError naming file, line and remedy."""
    try:
        large = file.stat().st_size > LARGE
    except OSError as error:
        raise complain("cannot_open", str(file), reason=explain(error)) from error
    if large and sniff(file, peek(file)) == "csv":
        return open_bulk(file, memory=memory, threads=threads)
    return load_table(read_table(file), memory=memory, threads=threads)


def load_table(table: Table, *, memory: str = MEMORY, threads: int = 2) -> Bulk:
    """A table read into memory as `cells`, with its findings."""
    folder = tempfile.TemporaryDirectory(prefix="samspil-bulk-")
    connection = None
    try:
        connection = connect(Path(folder.name), memory, threads)
        _fill(connection, table)
    except BaseException:
        if connection:
            connection.close()
        folder.cleanup()
        raise
    bulk = Bulk(connection, folder)
    bulk.origin, bulk.dimensions, bulk.findings = table.origin, table.dimensions, check_table(table)
    bulk.cells, bulk.missing = len(table), sum(1 for number in table.numbers if number == MISSING)
    return bulk


def _fill(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Positions become codes, millionths an exact decimal."""
    given = {f"p{place}": np.frombuffer(column, dtype=np.uintc) for place, column in enumerate(table.positions)}
    given["v"] = np.frombuffer(table.numbers, dtype=np.int64)
    columns = []
    for place, dimension in enumerate(table.dimensions):
        codes = ", ".join(text(code) for code in dimension.codes)
        connection.execute(f"CREATE TYPE e{place} AS ENUM ({', '.join(text(code) for code in sorted(dimension.codes))})")
        columns.append(f"CAST([{codes}][p{place} + 1] AS e{place}) AS {quote(dimension.code)}")
    unit = f"CAST({10**-SCALE:.{SCALE}f} AS DECIMAL({SCALE + 1}, {SCALE}))"
    value = f"CASE WHEN v <> {MISSING} THEN CAST(v AS DECIMAL(19, 0)) * {unit} END AS value"
    connection.register("given", given)
    try:
        connection.execute(f"CREATE TABLE cells AS SELECT {', '.join(columns)}, {value} FROM given")  # noqa: S608
    finally:
        connection.unregister("given")
