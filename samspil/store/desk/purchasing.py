"""Purchasing data as they were handed in, set by set, and the papers made from them. What stands in them is the caller's business: bytes in, bytes out."""

import json
import zlib
from dataclasses import dataclass

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.store.desk.removing import delete_securely, dump_record, insert_one
from samspil.values.desk import Json

TABLES = ("purchase_paper", "portfolio")


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A set of data without its content. `record`: file names, counts and findings; `sha256`: of the content before it was packed."""

    id: int
    at: str
    person: int
    sha256: str
    record: Json


@dataclass(frozen=True, slots=True)
class Paper:
    """A file made of a set, or an answer to one, without its bytes. `kind`: reply_out, reply_in or note."""

    id: int
    portfolio: int
    kind: str
    at: str
    person: int
    sha256: str
    record: Json


def add_set(connection: sa.Connection, at: str, person: int, sha256: str, record: Json, content: bytes) -> int:
    """Keep a set; gives its number. Within `writing()` only."""
    values = {"at": at, "person": person, "sha256": sha256, "record": dump_record(record), "content": zlib.compress(content, 6)}
    return insert_one(connection, tables.portfolio, values)


def list_sets(connection: sa.Connection) -> list[KeptSet]:
    """All sets, newest first."""
    columns = [column for column in tables.portfolio.c if column.name != "content"]
    found = connection.execute(sa.select(*columns).order_by(tables.portfolio.c.id.desc()))
    return [KeptSet(**{**line._mapping, "record": json.loads(line.record)}) for line in found]


def read_set(connection: sa.Connection, number: int) -> bytes | None:
    """The content of a set, None when there is no such one."""
    found = connection.execute(sa.select(tables.portfolio.c.content).where(tables.portfolio.c.id == number)).scalar()
    return None if found is None else zlib.decompress(bytes(found))


def add_paper(connection: sa.Connection, paper: Paper, content: bytes) -> int:
    """Keep a paper (its `id` is given here). Within `writing()` only."""
    columns = ("portfolio", "kind", "at", "person", "sha256")
    values = {name: getattr(paper, name) for name in columns} | {"record": dump_record(paper.record), "content": content}
    return insert_one(connection, tables.purchase_paper, values)


def list_papers(connection: sa.Connection, portfolio: int) -> list[Paper]:
    """The papers of a set, oldest first."""
    columns = [column for column in tables.purchase_paper.c if column.name != "content"]
    query = sa.select(*columns).where(tables.purchase_paper.c.portfolio == portfolio).order_by(tables.purchase_paper.c.id)
    return [Paper(**{**line._mapping, "record": json.loads(line.record)}) for line in connection.execute(query)]


def read_paper(connection: sa.Connection, number: int) -> bytes | None:
    """A paper's bytes, None when there is no such one."""
    found = connection.execute(sa.select(tables.purchase_paper.c.content).where(tables.purchase_paper.c.id == number)).scalar()
    return None if found is None else bytes(found)


def remove_set(connection: sa.Connection, number: int) -> bool:
    """Take away a set and all its papers; False when there was no such one. Within `writing()` only; `forget` afterwards."""
    delete_securely(connection)
    connection.execute(sa.delete(tables.purchase_paper).where(tables.purchase_paper.c.portfolio == number))
    return bool(connection.execute(sa.delete(tables.portfolio).where(tables.portfolio.c.id == number)).rowcount)
