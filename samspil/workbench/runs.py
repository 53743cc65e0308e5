"""A review comes to the desk: its documents, and its initiatives as proposals in the trail. People's decisions stay as they are."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from samspil.desk.match import match_rows
from samspil.desk.state import BESIDE
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, read_head
from samspil.values.desk import COUNTED_STATES, PROPOSE, REJECTED, WITHDRAW, Json, RowState
from samspil.workbench.decide import Line, append, refresh

_NEVER_WITHDRAWN = ("added", "replaced", "withdrawn")


def bring_in(desk: Desk, review: Mapping[str, Any], *, checks: Sequence[Json] = (), beside: bool = False) -> int:
    """Take in a review (the contract's JSON); gives how many rows it changed. The same review again changes nothing.

    `checks`: which rows to look at first by the second reading, as run.json has them. `beside`: a row that comes from another reader than this
    review's keeps its fields and is not withdrawn; where this one reads otherwise, that is shown.
    """
    facts = review["samspil"]
    year, reader = int(facts["budget_year"]), str(facts["model"])
    with desk.writing() as connection:
        if _newest_run(connection, year) == facts["run"]:
            return 0
        _keep_documents(connection, year, review["coverage"]["documents"])
        rows = {row.id: row for row in list_rows(connection, tables.row.c.year == year)}
        worth = {str(check["initiative"]): check for check in checks}
        lines = list_lines(rows, review["initiatives"], f"model {reader}", worth, beside=beside)
        events = append(connection, desk, lines)
        changed = refresh(connection, [event.rows[0] for event in events])
        record = {name: review[name] for name in ("samspil", "coverage", "headlines")} | {"sequence": read_head(connection)[0]}
        connection.execute(sa.insert(tables.run), [{"year": year, "name": facts["run"], "at": desk.now(), "record": json.dumps(record)}])
        return len(changed)


def list_lines(
    rows: Mapping[str, RowState], initiatives: Sequence[Json], actor: str, checks: Mapping[str, Json], *, beside: bool = False
) -> list[Line]:
    """The trail's lines for a run: a proposal for each initiative that is new or reads otherwise, a withdrawal for each row no longer found."""
    known = match_rows(rows, initiatives)
    lines: list[Line] = []
    for item in initiatives:
        row = known.get(item["id"]) or str(item["id"])
        proposal, reader = {**item, **_why(checks.get(item["id"], {}))}, str(item.get("reader") or actor)
        if row not in rows or rows[row].proposal != proposal or rows[row].state == "withdrawn":
            lines.append((reader, PROPOSE, [row], {"initiative": proposal, **_mark(rows.get(row), reader, beside)}, ""))
    found = set(known.values())
    gone = [row for row in rows.values() if row.id not in found and row.proposal and row.state in (*COUNTED_STATES, REJECTED)]
    lines += [
        (actor, WITHDRAW, [row.id], _mark(row, actor, beside), "")
        for row in gone
        if row.state not in _NEVER_WITHDRAWN and "gone" not in row.differs
    ]
    return lines


def _why(check: Json) -> Json:
    """What the second reading says of a row, for the queue and the row's page."""
    return {
        "check_worth": round(float(check.get("worth", 0.0)), 3),
        "check_reasons": [str(reason) for reason in check.get("reasons", ())],
        "check_decides": [str(theme) for theme in check.get("decides", ())],
    }


def _mark(row: RowState | None, reader: str, beside: bool) -> Json:
    """A line of a reader about a row that comes from another one changes nothing in the row."""
    return {BESIDE: True} if beside and row and row.reader and not is_same_reader(row.reader, reader) else {}


def is_same_reader(one: str, other: str) -> bool:
    """Versions of the model that ships are one reader; any other reader is only itself. Names as in the trail: 'model linear-3f2a'."""
    return one == other or (is_shipped(one) and is_shipped(other))


def is_shipped(reader: str) -> bool:
    """Whether it is the model that ships with Samspil, of any version, and nobody else."""
    return reader.removeprefix("model ").startswith("linear-")


def find_other_readers(desk: Desk) -> dict[int, str]:
    """Year -> who has read its rows, for years whose rows do not all come from the model that ships, which is the reader of runs begun in the browser."""
    table = tables.run.c
    with desk.reading() as connection:
        records = connection.execute(sa.select(table.year, table.record).order_by(table.id)).all()
    found: dict[int, str] = {}
    for year, record in records:
        model = str(json.loads(record)["samspil"]["model"])
        found |= {} if is_shipped(model) else {year: model}
    return found


def was_brought(desk: Desk, year: int, run: str) -> bool:
    """Whether this very run has lain on the desk before, newest or not."""
    table = tables.run.c
    with desk.reading() as connection:
        return connection.execute(sa.select(table.id).where(table.year == year, table.name == run).limit(1)).scalar() is not None


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
