"""Files that people have brought, and runs that are asked for, as the store keeps them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import tables

WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"


@dataclass(frozen=True, slots=True)
class Job:
    """A run. `state`: one of the words above; `at`: when it was asked for; `record`: what is asked (`year`), how far it is, and what came of it."""

    id: int
    person: int
    kind: str
    state: str
    at: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody brought for a year; its bytes lie in the table of files."""

    id: int
    year: int
    name: str
    sha256: str
    person: int
    at: str


def add_job(connection: sa.Connection, person: int, kind: str, at: str, record: Mapping[str, Any]) -> int:
    """A new one that waits; gives its id."""
    values = {"person": person, "kind": kind, "state": WAITING, "at": at, "record": json.dumps(record)}
    key = connection.execute(sa.insert(tables.job).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def find_job(connection: sa.Connection, job: int) -> Job | None:
    """By id."""
    found = connection.execute(sa.select(tables.job).where(tables.job.c.id == job)).one_or_none()
    return _job(found) if found else None


def list_jobs(connection: sa.Connection, states: Sequence[str] = (), limit: int | None = None) -> list[Job]:
    """Newest first."""
    query = sa.select(tables.job).order_by(tables.job.c.id.desc()).limit(limit)
    return [_job(line) for line in connection.execute(query.where(tables.job.c.state.in_(states)) if states else query)]


def set_job(connection: sa.Connection, job: int, state: str, record: Mapping[str, Any], *, was: str) -> bool:
    """Its new state and record; False, and nothing changed, when it is no longer in the state `was`."""
    table = tables.job
    query = sa.update(table).where(table.c.id == job, table.c.state == was).values(state=state, record=json.dumps(record))
    return connection.execute(query).rowcount == 1


def add_upload(connection: sa.Connection, year: int, name: str, sha256: str, person: int, at: str) -> None:
    """Note a file."""
    values = {"year": year, "name": name, "sha256": sha256, "person": person, "at": at}
    connection.execute(sa.insert(tables.upload), [values])


def list_uploads(connection: sa.Connection, year: int | None = None) -> list[Upload]:
    """In the order they came."""
    query = sa.select(tables.upload).order_by(tables.upload.c.id)
    query = query if year is None else query.where(tables.upload.c.year == year)
    return [Upload(**line._mapping) for line in connection.execute(query)]


def remove_upload(connection: sa.Connection, upload: int) -> None:
    """Forget a file that no run has read yet; its bytes go too when nothing else needs them."""
    table, sha256 = tables.upload, sa.select(tables.upload.c.sha256).where(tables.upload.c.id == upload).scalar_subquery()
    digest = connection.execute(sa.select(sha256)).scalar()
    connection.execute(sa.delete(table).where(table.c.id == upload))
    used = [sa.select(sa.literal(1)).where(other.c.sha256 == digest).limit(1) for other in (table, tables.document, tables.text)]
    if not any(connection.execute(query).scalar() for query in used):
        connection.execute(sa.delete(tables.file).where(tables.file.c.sha256 == digest))


def _job(line: Any) -> Job:
    return Job(**{**line._mapping, "record": dict(json.loads(line.record))})
