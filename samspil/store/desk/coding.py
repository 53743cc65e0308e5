"""Samples and codings as the store keeps them: JSON under the numbers of the sample, the person and the document."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import tables


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A sample's line."""

    id: int
    year: int
    name: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptCoding:
    """A person's coding of a document."""

    person: int
    sha256: str
    done: bool
    content: dict[str, Any]


def add_sample(connection: sa.Connection, year: int, name: str, record: Mapping[str, Any]) -> int:
    """Keep a new sample; gives its number."""
    key = connection.execute(sa.insert(tables.sample).values(year=year, name=name, record=json.dumps(record))).inserted_primary_key
    return int(key[0]) if key else 0


def set_record(connection: sa.Connection, sample: int, record: Mapping[str, Any]) -> None:
    """The sample's record is now this."""
    connection.execute(sa.update(tables.sample).where(tables.sample.c.id == sample).values(record=json.dumps(record)))


def find_sample(connection: sa.Connection, sample: int) -> KeptSample | None:
    """By number."""
    found = connection.execute(sa.select(tables.sample).where(tables.sample.c.id == sample)).one_or_none()
    return _sample(found) if found else None


def list_samples(connection: sa.Connection) -> list[KeptSample]:
    """All, newest first."""
    return [_sample(line) for line in connection.execute(sa.select(tables.sample).order_by(tables.sample.c.id.desc()))]


def find_coding(connection: sa.Connection, sample: int, person: int, sha256: str) -> KeptCoding | None:
    """One person's coding of one document."""
    table = tables.coding.c
    query = sa.select(tables.coding).where(table.sample == sample, table.person == person, table.sha256 == sha256)
    found = connection.execute(query).one_or_none()
    return _coding(found) if found else None


def save_coding(connection: sa.Connection, sample: int, coding: KeptCoding) -> None:
    """Keep it, in place of what was there."""
    table = tables.coding.c
    same = (table.sample == sample, table.person == coding.person, table.sha256 == coding.sha256)
    values = {"done": coding.done, "content": json.dumps(coding.content)}
    if connection.execute(sa.update(tables.coding).where(*same).values(**values)).rowcount == 0:
        whose = {"sample": sample, "person": coding.person, "sha256": coding.sha256}
        connection.execute(sa.insert(tables.coding), [whose | values])


def list_done(connection: sa.Connection, sample: int) -> set[tuple[int, str]]:
    """(person, document) of all codings that are finished: that, and nothing of what is in them."""
    table = tables.coding.c
    query = sa.select(table.person, table.sha256).where(table.sample == sample, table.done.is_(True))
    return {(line.person, line.sha256) for line in connection.execute(query)}


def _sample(line: Any) -> KeptSample:
    return KeptSample(line.id, line.year, line.name, json.loads(line.record))


def _coding(line: Any) -> KeptCoding:
    return KeptCoding(line.person, line.sha256, bool(line.done), json.loads(line.content))
