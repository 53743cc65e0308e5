"""Move a desk from one store to another: every table, then compared, then made valid all at once. The store it comes from stays as it is."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.errors import SamspilError, StoreError
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.store.desk.open import make_url
from samspil.store.desk.search import rebuild_index
from samspil.vocabulary.texts import say
from samspil.workbench.competition.accounts import list_hashes, move_files
from samspil.workbench.verify import Verdict, verify

MANY, FEW = 500, 4  # rows at a time: of most tables, and of those that hold files
Tell = Callable[[str, int], None]


class MoveError(SamspilError):
    """The desk cannot be moved there; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Moved:
    """`rows`: table -> how many. `verdict`: of the trail where it is now, the same as it was before.

    `files`: how many files of accounts came along; `missing`: how many of them were not on this machine.
    """

    rows: dict[str, int]
    verdict: Verdict
    files: int = 0
    missing: int = 0


def move(source: str | Path, target: str | Path, tell: Tell = lambda _table, _rows: None) -> Moved:
    """Copy all that is in `source` into `target`, which must be empty. `tell` hears of each table that is copied.

    While it runs nobody can write to `source`, and nobody else sees anything in `target`: all tables come in one transaction, in an order in which what is referred
    to comes first. Each table is read back and compared (number of rows and SHA-256 of all values) before that transaction ends, so that a fault, a full disk or
    a kill leaves `target` empty, and the same command can be given again. Files of accounts, which lie beside a desk, are copied before it ends.
    Raises StoreError, MoveError.
    """
    _check_places(source, target)
    with Desk(source) as old, Desk(target) as new:
        with old.writing() as reading, new.writing() as writing:
            _check_empty(writing, target)
            try:
                rows = {table.name: _copy(reading, writing, table, tell) for table in tables.metadata.sorted_tables}
                _set_numbers(writing)
                rebuild_index(writing)
                files, missing = move_files(old, new, list_hashes(reading))
            except sa.exc.SQLAlchemyError as error:
                raise StoreError(
                    say("desk_move.failed", detail=_first_line(error)), place=_show(target), remedy=say("desk_move.failed_remedy")
                ) from error
            before = verify(old)
        after = verify(new)
    if before != after:  # cannot be, since every value was compared; said aloud if it is
        raise MoveError(say("desk_move.differs", table="event"), place=_show(target), remedy=say("desk_move.differs_remedy"))
    return Moved(rows, after, files, missing)


def _check_places(source: str | Path, target: str | Path) -> None:
    old, new = (sa.engine.make_url(make_url(place)) for place in (source, target))
    if old.get_backend_name() == "sqlite" and not Path(old.database or "").is_file():
        raise MoveError(say("desk_move.no_source"), place=_show(source), remedy=say("desk_move.no_source_remedy"))
    same_file = (
        old.get_backend_name() == new.get_backend_name() == "sqlite"
        and Path(old.database or "").resolve() == Path(new.database or "").resolve()
    )
    if same_file or old == new:
        raise MoveError(say("desk_move.same"), place=_show(target), remedy=say("desk_move.empty_remedy"))


def _check_empty(connection: sa.Connection, target: str | Path) -> None:
    for table in tables.metadata.sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).scalar():
            raise MoveError(say("desk_move.not_empty", table=table.name), place=_show(target), remedy=say("desk_move.empty_remedy"))


def _copy(reading: sa.Connection, writing: sa.Connection, table: sa.Table, tell: Tell) -> int:
    """One table, compared. Raises MoveError."""
    count, hash_ = 0, hashlib.sha256()
    for lines in _read(reading, table):
        writing.execute(sa.insert(table), lines)
        count += len(lines)
        _add_to(hash_, lines)
    told = hashlib.sha256()
    found = 0
    for lines in _read(writing, table):
        found += len(lines)
        _add_to(told, lines)
    if (found, told.digest()) != (count, hash_.digest()):
        raise MoveError(say("desk_move.differs", table=table.name), place=str(count), remedy=say("desk_move.differs_remedy"))
    tell(table.name, count)
    return count


def _read(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    """All rows in the order of the key, some at a time. Texts are put in order byte by byte by either database (docs/workbench.md)."""
    size = FEW if any(isinstance(column.type, sa.LargeBinary) for column in table.columns) else MANY
    order = [_plain_order(connection, column) for column in table.primary_key.columns]
    query = sa.select(table).order_by(*order).execution_options(yield_per=size)
    for lines in connection.execute(query).partitions(size):
        yield [dict(line._mapping) for line in lines]


def _plain_order(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    """PostgreSQL orders by the rules of a language unless told otherwise."""
    return column.collate("C") if connection.dialect.name == "postgresql" and isinstance(column.type, sa.Text) else column


def _add_to(hash_: Any, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        values = [bytes(value) if isinstance(value, memoryview) else value for value in line.values()]
        hash_.update(
            repr([hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value for value in values]).encode(
                "utf-8", "surrogatepass"
            )
        )


def _set_numbers(connection: sa.Connection) -> None:
    """PostgreSQL counts ids by itself and must be told where to go on; SQLite goes on after the highest."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.execute(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name))).scalar()
            highest = connection.execute(sa.select(sa.func.max(column))).scalar()
            if name and highest:
                connection.execute(sa.select(sa.func.setval(name, highest)))


def _show(place: str | Path) -> str:
    """Without a password."""
    return sa.engine.make_url(make_url(place)).render_as_string(hide_password=True)


def _first_line(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return words[0] if words else type(error).__name__
