"""What stands beside rows: notes, labels and whose they are to look at. The trail tells how it came about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from samspil.store.desk import tables


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a row. `sequence`: its line of the trail; `at`: UTC; `person`: an id."""

    sequence: int
    row: str
    person: int
    text: str
    at: str


def add_note(connection: sa.Connection, sequence: int, row: str, person: int, text: str) -> None:
    """Keep a note."""
    connection.execute(sa.insert(tables.note), [{"sequence": sequence, "row": row, "person": person, "text": text}])


def read_notes(connection: sa.Connection) -> Iterator[Note]:
    """All notes, newest first."""
    table = tables.note.c
    query = sa.select(table.sequence, table.row, table.person, table.text, tables.event.c.at)
    query = query.join(tables.event, tables.event.c.sequence == table.sequence).order_by(table.sequence.desc())
    for line in connection.execute(query.execution_options(yield_per=500)):
        yield Note(line.sequence, line.row, line.person, line.text, line.at)


def set_label(connection: sa.Connection, row: str, name: str, *, on: bool) -> None:
    """Put a label on a row or take it off."""
    table = tables.label.c
    connection.execute(sa.delete(tables.label).where(table.row == row, table.name == name))
    if on:
        connection.execute(sa.insert(tables.label), [{"row": row, "name": name}])


def list_labels(connection: sa.Connection, row: str) -> list[str]:
    """A row's labels."""
    table = tables.label.c
    return list(connection.execute(sa.select(table.name).where(table.row == row)).scalars())


def count_labels(connection: sa.Connection) -> dict[str, int]:
    """All labels in use, and on how many rows."""
    table = tables.label.c
    query = sa.select(table.name, sa.func.count()).group_by(table.name)
    return {name: int(count) for name, count in connection.execute(query)}


def assign(connection: sa.Connection, rows: Sequence[str], person: int) -> None:
    """The rows are that person's, or (0) nobody's."""
    for some in _slices(rows):
        connection.execute(sa.delete(tables.assignment).where(tables.assignment.c.row.in_(some)))
        if person:
            connection.execute(sa.insert(tables.assignment), [{"row": row, "person": person} for row in some])


def find_assigned(connection: sa.Connection, row: str) -> int:
    """Whose the row is, 0 for nobody."""
    return int(connection.execute(sa.select(tables.assignment.c.person).where(tables.assignment.c.row == row)).scalar() or 0)


def list_assigned(connection: sa.Connection, rows: Sequence[str]) -> set[str]:
    """Those of the rows that are somebody's."""
    found: set[str] = set()
    for some in _slices(rows):
        found |= set(connection.execute(sa.select(tables.assignment.c.row).where(tables.assignment.c.row.in_(some))).scalars())
    return found


def count_assigned(connection: sa.Connection) -> dict[int, tuple[int, int]]:
    """Person -> how many rows they have, and how many of them nobody has decided about."""
    table = tables.assignment.c
    open_ = sa.func.sum(sa.case((tables.row.c.state == "open", 1), else_=0))
    query = sa.select(table.person, sa.func.count(), open_).join(tables.row, tables.row.c.id == table.row).group_by(table.person)
    return {person: (int(count), int(still or 0)) for person, count, still in connection.execute(query)}


def _slices(rows: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """Databases take only so many values in one question."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
