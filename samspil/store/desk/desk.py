"""The workbench's store as the trail sees it: append events, keep the states that follow, read both. Takes values and gives values."""

import contextlib
import contextvars
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.store.desk.open import open_engine
from samspil.values.desk import Event, FieldState, RowState

START_HASH = "0" * 64
Clock = Callable[[], datetime]


class Desk:
    """An open workbench store. `reading()` gives a connection that sees one state; `writing()` one at a time, and all or nothing."""

    def __init__(self, place: str | Path, *, clock: Clock | None = None) -> None:
        """Open or make the store. `clock`: for tests. Raises StoreError."""
        self.engine = open_engine(place)
        self.clock = clock or (lambda: datetime.now(UTC))
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._held: contextvars.ContextVar[sa.Connection | None] = contextvars.ContextVar("held", default=None)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection for questions: the one of `sharing` where we are within it."""
        held = self._held.get()
        if held is None:
            with self.engine.connect() as connection:
                yield connection
            return
        try:
            yield held
        except sa.exc.SQLAlchemyError:
            held.rollback()  # PostgreSQL answers nothing more in a transaction that has failed
            raise

    @contextlib.contextmanager
    def sharing(self) -> Iterator[None]:
        """Within it all `reading()` of this thread is done on one connection: on a server each new one costs three round trips before the first question.

        Each statement still sees what is committed (READ COMMITTED), so what is written within is seen by what is read after it. In SQLite, where a connection costs nothing
        and a transaction sees one state to its end, nothing is shared.
        """
        if self.is_sqlite:
            yield
            return
        with self.engine.connect() as connection:
            token = self._held.set(connection)
            try:
                yield
            finally:
                self._held.reset(token)

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the trail's end: whoever comes second waits (SQLite up to 5 seconds), and then sees what the first has done."""
        with self.engine.connect().execution_options(samspil_mode="IMMEDIATE") as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(7304)"))
            yield connection

    def now(self) -> str:
        """UTC with milliseconds."""
        return self.clock().isoformat(timespec="milliseconds")


def read_head(connection: sa.Connection) -> tuple[int, str]:
    """Sequence and hash of the trail's last line."""
    found = connection.execute(sa.select(tables.chain.c.sequence, tables.chain.c.hash).where(tables.chain.c.id == 1)).one_or_none()
    return (found.sequence, found.hash) if found else (0, START_HASH)


def append_events(connection: sa.Connection, events: Sequence[Event]) -> None:
    """Add sealed events, which follow the head, to the trail. Within `writing()` only."""
    if not events:
        return
    rows = [{**asdict(event), "rows": _dump(event.rows), "content": _dump(event.content)} for event in events]
    connection.execute(sa.insert(tables.event), rows)
    links = [{"row": row, "sequence": event.sequence} for event in events for row in dict.fromkeys(event.rows)]
    if links:
        connection.execute(sa.insert(tables.event_row), links)
    last = {"id": 1, "sequence": events[-1].sequence, "hash": events[-1].hash}
    if connection.execute(sa.update(tables.chain).where(tables.chain.c.id == 1).values(**last)).rowcount == 0:
        connection.execute(sa.insert(tables.chain), [last])


def read_events(connection: sa.Connection, *, until: int | None = None) -> Iterator[Event]:
    """The trail in order, up to and including `until`."""
    query = sa.select(tables.event).order_by(tables.event.c.sequence)
    if until is not None:
        query = query.where(tables.event.c.sequence <= until)
    for line in connection.execute(query.execution_options(yield_per=1000)):
        yield _event(line)


def read_row_events(connection: sa.Connection, row: str) -> list[Event]:
    """The events that name a row, in order."""
    query = sa.select(tables.event).join(tables.event_row, tables.event_row.c.sequence == tables.event.c.sequence)
    found = connection.execute(query.where(tables.event_row.c.row == row).order_by(tables.event.c.sequence))
    return [_event(line) for line in found]


def list_touched(connection: sa.Connection, since: int, most: int) -> set[str] | None:
    """The rows that the trail's lines after `since` name; None when there are more lines than `most`."""
    query = sa.select(tables.event.c.rows).where(tables.event.c.sequence > since).limit(most + 1)
    found = connection.execute(query).scalars().all()
    return {row for rows in found for row in json.loads(rows)} if len(found) <= most else None


def find_event(connection: sa.Connection, sequence: int) -> Event | None:
    """A line of the trail."""
    found = connection.execute(sa.select(tables.event).where(tables.event.c.sequence == sequence)).one_or_none()
    return _event(found) if found else None


def find_event_by_key(connection: sa.Connection, key: str) -> Event | None:
    """The event that was written under an idempotency key. The second condition, word for word the index's own, lets SQLite use the partial index."""
    found = connection.execute(
        sa.select(tables.event).where(tables.event.c.key == key, tables.event.c.key != sa.literal_column("''"))
    ).one_or_none()
    return _event(found) if key and found else None


def save_rows(connection: sa.Connection, states: Iterable[RowState], worth: Callable[[RowState], float]) -> None:
    """Keep the states of rows; they can be rebuilt from the trail at any time."""
    for state in states:
        values = {**_columns(state), "worth": worth(state)}
        if connection.execute(sa.update(tables.row).where(tables.row.c.id == state.id).values(**values)).rowcount == 0:
            connection.execute(sa.insert(tables.row), [values])


def remove_rows(connection: sa.Connection, rows: Sequence[str]) -> None:
    """Take away rows that no event makes any more (a split or a join that was undone); the trail still tells of them."""
    if rows:
        connection.execute(sa.delete(tables.row).where(tables.row.c.id.in_(rows)))


def find_row(connection: sa.Connection, row: str) -> RowState | None:
    """A row as it stands."""
    found = connection.execute(sa.select(tables.row.c.content).where(tables.row.c.id == row)).scalar()
    return parse_state(json.loads(found)) if found else None


def list_rows(
    connection: sa.Connection, condition: Any = None, *, order: Sequence[Any] = (), limit: int | None = None, offset: int = 0
) -> list[RowState]:
    """Rows by an SQL condition on `tables.row`."""
    query = sa.select(tables.row.c.content)
    query = query if condition is None else query.where(condition)
    found = connection.execute(query.order_by(*(order or (tables.row.c.id,))).limit(limit).offset(offset)).scalars()
    return [parse_state(json.loads(content)) for content in found]


def parse_state(content: Mapping[str, Any]) -> RowState:
    """A row's state from its JSON."""
    fields = {name: FieldState(**value) for name, value in content["fields"].items()}
    return RowState(**{**content, "fields": fields, "differs": tuple(content["differs"])})


def _columns(state: RowState) -> dict[str, Any]:
    evidence = state.fields["evidence"].value or [{}]
    themes = state.fields["themes"].value or []
    return {
        "id": state.id,
        "year": state.year,
        "municipality": state.municipality,
        "municipality_code": state.municipality_code,
        "state": state.state,
        "version": state.version,
        "themes": "".join(f",{theme}" for theme in themes) + ",",
        "stage": str(state.fields["stage"].value or ""),
        "sha256": str(evidence[0].get("sha256", "")),
        "page": int(evidence[0].get("page", 0)),
        "content": _dump(asdict(state)),
    }


def _event(line: Any) -> Event:
    return Event(**{**line._mapping, "rows": tuple(json.loads(line.rows)), "content": json.loads(line.content)})


def _dump(value: Any) -> str:
    """JSON in plain ASCII, so that any database holds it as it is, whatever stands in a quote."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
