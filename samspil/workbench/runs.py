"""A review comes to the desk: its documents, and its initiatives as proposals in the trail. People's decisions stay as they are."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from samspil.desk.match import match_rows
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, read_head
from samspil.values.desk import COUNTED_STATES, PROPOSE, REJECTED, WITHDRAW, Json, RowState
from samspil.workbench.decide import Line, append, refresh

_NEVER_WITHDRAWN = ("added", "replaced", "withdrawn")


def bring_in(desk: Desk, review: Mapping[str, Any], *, worth: Mapping[str, float] | None = None) -> int:
    """Take in a review (the contract's JSON); gives how many rows it changed. The same review again changes nothing.

    `worth`: initiative id -> what a check is worth by the second reading (`Check.worth`).
    """
    facts = review["samspil"]
    year, reader = int(facts["budget_year"]), str(facts["model"])
    with desk.writing() as connection:
        if _newest_run(connection, year) == facts["run"]:
            return 0
        _keep_documents(connection, year, review["coverage"]["documents"])
        rows = {row.id: row for row in list_rows(connection, tables.row.c.year == year)}
        lines = list_lines(rows, review["initiatives"], f"model {reader}", worth or {})
        events = append(connection, desk, lines)
        changed = refresh(connection, [event.rows[0] for event in events])
        record = {name: review[name] for name in ("samspil", "coverage", "headlines")} | {"sequence": read_head(connection)[0]}
        connection.execute(sa.insert(tables.run), [{"year": year, "name": facts["run"], "at": desk.now(), "record": json.dumps(record)}])
        return len(changed)


def list_lines(rows: Mapping[str, RowState], initiatives: Sequence[Json], actor: str, worth: Mapping[str, float]) -> list[Line]:
    """The trail's lines for a run: a proposal for each initiative that is new or reads otherwise, a withdrawal for each row no longer found."""
    known = match_rows(rows, initiatives)
    lines: list[Line] = []
    for item in initiatives:
        row = known.get(item["id"]) or str(item["id"])
        proposal = {**item, "check_worth": round(worth.get(item["id"], 0.0), 3)}
        if row not in rows or rows[row].proposal != proposal or rows[row].state == "withdrawn":
            lines.append((str(item.get("reader") or actor), PROPOSE, [row], {"initiative": proposal}, ""))
    found = set(known.values())
    gone = [row for row in rows.values() if row.id not in found and row.proposal and row.state in (*COUNTED_STATES, REJECTED)]
    lines += [(actor, WITHDRAW, [row.id], {}, "") for row in gone if row.state not in _NEVER_WITHDRAWN and "gone" not in row.differs]
    return lines


def _newest_run(connection: sa.Connection, year: int) -> str | None:
    query = sa.select(tables.run.c.name).where(tables.run.c.year == year).order_by(tables.run.c.id.desc()).limit(1)
    return connection.execute(query).scalar()


def _keep_documents(connection: sa.Connection, year: int, documents: Sequence[Mapping[str, Any]]) -> None:
    """The newest run's documents of a year are those that are shown."""
    connection.execute(sa.delete(tables.document).where(tables.document.c.year == year))
    names = ("file", "sha256", "municipality", "municipality_code", "pages", "verdict", "reason")
    rows = [{"year": year, **{name: document[name] for name in names}} for document in documents]
    if rows:
        connection.execute(sa.insert(tables.document), rows)
