"""What the desk keeps on competition: a paper for each file of accounts, tender plan and estimate. What stands in them is the caller's business."""

import json
import zlib
from dataclasses import dataclass

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.store.desk.removing import delete_securely, dump_record, insert_one
from samspil.values.desk import Json

TABLES = ("competition_paper",)


@dataclass(frozen=True, slots=True)
class Paper:
    """One without its content. `sha256`: of the content; of accounts, of the file beside the desk."""

    id: int
    kind: str
    at: str
    person: int
    sha256: str
    record: Json


def add_paper(connection: sa.Connection, paper: Paper, content: bytes = b"") -> int:
    """Keep a paper; gives its number (that of `paper` is not looked at). Within `writing()` only."""
    values = {name: getattr(paper, name) for name in ("kind", "at", "person", "sha256")}
    packed = zlib.compress(content, 6) if content else b""
    return insert_one(connection, tables.competition_paper, {**values, "record": dump_record(paper.record), "content": packed})


def list_papers(connection: sa.Connection, kind: str = "") -> list[Paper]:
    """The papers of a kind, or all; newest first."""
    columns = [column for column in tables.competition_paper.c if column.name != "content"]
    query = sa.select(*columns).order_by(tables.competition_paper.c.id.desc())
    found = connection.execute(query.where(tables.competition_paper.c.kind == kind) if kind else query)
    return [Paper(**{**line._mapping, "record": json.loads(line.record)}) for line in found]


def read_paper(connection: sa.Connection, number: int) -> bytes | None:
    """A paper's content, None when there is no such one."""
    query = sa.select(tables.competition_paper.c.content).where(tables.competition_paper.c.id == number)
    found = connection.execute(query).scalar()
    return None if found is None else zlib.decompress(bytes(found)) if found else b""


def remove_paper(connection: sa.Connection, number: int) -> bool:
    """Take a paper away; False when there was no such one. Within `writing()` only; `removing.forget` afterwards."""
    delete_securely(connection)
    return bool(connection.execute(sa.delete(tables.competition_paper).where(tables.competition_paper.c.id == number)).rowcount)
