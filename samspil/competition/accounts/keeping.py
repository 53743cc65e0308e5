"""The kept file of accounts: one Parquet file of leaves in kroner, and what it says of itself.

Columns: municipality VARCHAR (four digits), year SMALLINT, function VARCHAR (the bank's code), dranst VARCHAR, owner VARCHAR, art VARCHAR,
amount DECIMAL(18, 2) (kroner, current prices); sorted by year, municipality, function. Key `samspil` of the file's metadata: `About` as JSON.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from importlib import resources
from pathlib import Path

import duckdb

from samspil.competition.accounts.describing import about_from_json, about_to_json
from samspil.competition.errors import CompetitionError, complain
from samspil.values.competition_accounts import About
from samspil.vocabulary.system import explain

COLUMNS = {
    "municipality": "VARCHAR",
    "year": "SMALLINT",
    "function": "VARCHAR",
    "dranst": "VARCHAR",
    "owner": "VARCHAR",
    "art": "VARCHAR",
    "amount": "DECIMAL(18,2)",
}
MEMORY, THREADS = "1GB", 2
_KEY = "samspil"
_ROOM = "competition_import"
_EXAMPLE = "eksempel-regnskab.parquet"
_ROWS_EACH = 122_880  # of a row group: DuckDB's own size
Row = tuple[str, int, str, str, str, str, Decimal]


def write_accounts(connection: duckdb.DuckDBPyConnection, path: Path, about: About, view: str = "accounts") -> None:
    """Write the rows of a table or view with the columns above; `path` is the old file or the whole new one, whatever happens. Raises CompetitionError.

    The rows are sorted here; columns of other types are cast.
    """
    columns = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    copy_sorted(connection, f"SELECT {columns} FROM {_quote(view)} ORDER BY year, municipality, function, dranst, owner, art", path, about)  # noqa: S608


def copy_sorted(connection: duckdb.DuckDBPyConnection, query: str, path: Path, about: About) -> None:
    """The same for a query that gives the columns in their types, sorted. Raises CompetitionError."""
    told = about_to_json(about)
    with replacing(path) as new:
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_EACH}, KV_METADATA {{{_KEY}: {_text(told)}}}"
        try:
            connection.execute(f"COPY ({query}) TO {_text(str(new))} ({options})")
        except duckdb.OutOfMemoryException as error:
            raise complain(f"{_ROOM}.no_memory", str(path)) from error
        except duckdb.IOException as error:
            raise complain(f"{_ROOM}.cannot_write", str(path), reason=_first_line(error)) from error


def write_rows(rows: Iterable[Row], path: Path, about: About) -> None:
    """Some few rows as a kept file: for examples and for joining what other programs give. Raises CompetitionError."""
    connection = duckdb.connect(config={"threads": 1})
    with connection:
        connection.execute(f"CREATE TABLE accounts ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
        if given := list(rows):
            columns = ", ".join("unnest(?)" for _name in COLUMNS)
            connection.execute(f"INSERT INTO accounts SELECT {columns}", [list(column) for column in zip(*given, strict=True)])
        write_accounts(connection, path, about)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new name beside `path` that takes its place when the block ends well and is gone when it does not. Raises CompetitionError."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise complain(f"{_ROOM}.cannot_write", str(path), reason=explain(error)) from error
    os.close(handle)
    new = Path(name)
    try:
        yield new
        new.chmod(0o644)
        with new.open("rb") as stream:
            os.fsync(stream.fileno())
        new.replace(path)
    except OSError as error:
        raise complain(f"{_ROOM}.cannot_write", str(path), reason=explain(error)) from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def read_about(path: Path) -> About:
    """What a kept file says of itself. Raises CompetitionError for a file that is not there, not ours, of another form, or cut."""
    with duckdb.connect(config={"threads": 1}) as connection:
        return _read_about(connection, path)


def _read_about(connection: duckdb.DuckDBPyConnection, path: Path) -> About:
    _check_start(path)
    try:
        found = connection.execute("SELECT value FROM parquet_kv_metadata(?) WHERE key = ?", [_plain(path), _KEY.encode()]).fetchall()
    except duckdb.Error as error:
        raise _translate(error, path) from error
    if not found:
        raise complain(f"{_ROOM}.not_kept", str(path))
    return about_from_json(bytes(found[0][0]), str(path))


def open_accounts(path: Path, *, memory: str = MEMORY, threads: int = THREADS) -> duckdb.DuckDBPyConnection:
    """DuckDB with the view `accounts` over a kept file; nothing is read yet. Raises CompetitionError as `read_about`, and for other columns."""
    connection = duckdb.connect(config={"memory_limit": memory, "threads": threads, "autoinstall_known_extensions": False})
    try:
        _read_about(connection, path)
        connection.execute(f"CREATE VIEW accounts AS SELECT {', '.join(COLUMNS)} FROM read_parquet({_text(_plain(path))})")  # noqa: S608
        kinds = {str(row[0]): str(row[1]) for row in connection.execute("DESCRIBE accounts").fetchall()}
        if kinds != COLUMNS:
            raise complain(f"{_ROOM}.not_kept", str(path))
    except duckdb.Error as error:
        connection.close()
        raise _translate(error, path) from error
    except BaseException:
        connection.close()
        raise
    return connection


def example_accounts() -> Path:
    """The made-up accounts that ship: 98 municipalities, some twenty functions, three years. `read_about` says that they are an example."""
    return Path(str(resources.files("samspil.competition").joinpath("examples", _EXAMPLE)))


def _check_start(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - 4))
            end = stream.read(4)
    except OSError as error:
        raise complain(f"{_ROOM}.cannot_open", str(path), reason=explain(error)) from error
    if start != b"PAR1":
        raise complain(f"{_ROOM}.not_kept", str(path))
    if end != b"PAR1":
        raise complain(f"{_ROOM}.damaged", str(path), detail="PAR1")


def _translate(error: duckdb.Error, path: Path) -> CompetitionError:
    if isinstance(error, duckdb.BinderException):  # other columns
        return complain(f"{_ROOM}.not_kept", str(path))
    return complain(f"{_ROOM}.damaged", str(path), detail=_first_line(error))


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:160]


def _plain(path: Path) -> str:
    """A path in which * ? [ stand for themselves."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def count_accounts(path: Path) -> tuple[int, int, tuple[int, ...]]:
    """Rows, municipalities and the years of a kept file. Raises CompetitionError."""
    with open_accounts(path) as connection:
        row = connection.execute("SELECT count(*), count(DISTINCT municipality) FROM accounts").fetchone() or (0, 0)
        years = connection.execute("SELECT DISTINCT year FROM accounts ORDER BY 1").fetchall()
    return int(row[0]), int(row[1]), tuple(int(year[0]) for year in years)
