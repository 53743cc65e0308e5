"""Cases that people at the desk have written: every version as it was saved."""

from dataclasses import dataclass

import sqlalchemy as sa

from samspil.store.desk import tables


@dataclass(frozen=True, slots=True)
class CaseText:
    """A version of a case: `content` as in a file, `sequence` its line in the trail, `person` who wrote it, `at` UTC."""

    id: str
    version: int
    sequence: int
    person: int
    at: str
    content: str


def add_case(connection: sa.Connection, text: CaseText) -> None:
    """Keep one more version. Within `writing()` only."""
    columns = ("id", "version", "sequence", "person", "at", "content")
    connection.execute(sa.insert(tables.case_text), [{name: getattr(text, name) for name in columns}])


def list_cases(connection: sa.Connection) -> list[CaseText]:
    """All versions of all cases, oldest first."""
    found = connection.execute(sa.select(tables.case_text).order_by(tables.case_text.c.sequence))
    return [CaseText(**line._mapping) for line in found]


def last_case(connection: sa.Connection) -> int:
    """The trail's line of what was last written; 0 without any: tells whether there is something new."""
    return connection.execute(sa.select(sa.func.max(tables.case_text.c.sequence))).scalar() or 0
