"""The desk as a review: the rows as they stand, or stood after any line of the trail, in the contract's files (docs/outputs.md)."""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.desk.state import as_initiative, fold_all
from samspil.errors import SamspilError
from samspil.publish.contract import write_json
from samspil.publish.csv_table import write_csv
from samspil.publish.xlsx import write_xlsx
from samspil.review.double_coded import FACT
from samspil.review.headlines import count_headlines
from samspil.review.kept import parse_review
from samspil.review.own_themes import list_own_themes
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, read_events, read_head
from samspil.values.desk import COUNTED_STATES, RowState
from samspil.values.review import Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say
from samspil.workbench.measuring import list_open

_WRITERS: Mapping[str, Callable[[Review, Path], None]] = {"json": write_json, "csv": write_csv, "xlsx": write_xlsx}
FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportError(SamspilError):
    """There is nothing of that year, or no such line of the trail."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the trail that can be exported: `at` as noted there."""

    sequence: int
    at: str


def build_desk_review(desk: Desk, year: int, until: int | None = None) -> Review:
    """The year's review as it stands on the desk, or stood after line `until` of the trail (worked out from the trail alone). Raises ExportError.

    Coverage is the run's that the rows came from. There is no interval: it tells how often a machine errs, and people have decided since. The
    facts say which line it is (`desk_sequence`, `desk_hash`) and how many rows a person stands for (`desk_decided`).
    """
    with desk.reading() as connection:
        head = read_head(connection)
        if until is not None and not 1 <= until <= head[0]:
            raise ExportError(say("desk_rows.no_line", last=head[0]), place=str(until))
        if until is None:
            rows = list_rows(connection, tables.row.c.year == year)
        else:
            events = list(read_events(connection, until=until))
            head = (until, events[-1].hash)
            rows = [row for row in fold_all(events).values() if row.year == year]
        record = _find_run(connection, year, head[0], inside=bool(rows))
    if record is None:
        raise ExportError(say("desk_rows.no_year", year=year), remedy=say("desk_rows.no_year_remedy"))
    return _build(record, rows, head, year)


def build_published(desk: Desk, year: int, until: int | None = None) -> Review:
    """`build_desk_review` with what samples that two people have coded show (`double_coded` in the facts), for whatever is published from it. Raises ExportError."""
    review = build_desk_review(desk, year, until)
    found = [one.to_json() for one in list_open(desk, year, until)]
    return replace(review, facts={**review.facts, FACT: found}) if found else review


def _find_run(connection: sa.Connection, year: int, sequence: int, *, inside: bool) -> dict[str, Any] | None:
    """The newest run of the year that lay on the desk then; `inside` the first run's own lines, that run."""
    query = sa.select(tables.run.c.record).where(tables.run.c.year == year).order_by(tables.run.c.id.desc())
    records: list[dict[str, Any]] = [json.loads(record) for record in connection.execute(query).scalars()]
    known = next((record for record in records if int(record.get("sequence", 0)) <= sequence), None)
    return known or (records[-1] if records and inside else None)


def _build(record: Mapping[str, Any], rows: list[RowState], head: tuple[int, str], year: int) -> Review:
    counted = [row for row in rows if row.state in COUNTED_STATES]
    ordered = sorted(counted, key=lambda row: (sort_key(row.municipality), _first_place(row), row.id))
    decided = sum(bool(row.decided_by) for row in counted)
    facts = {**record["samspil"], "desk_sequence": head[0], "desk_hash": head[1], "desk_decided": decided}
    whole = parse_review({**record, "samspil": facts, "initiatives": [as_initiative(row) for row in ordered]})
    own = [str(theme["id"]) for theme in list_own_themes(facts)]
    headlines = count_headlines(whole.initiatives, whole.coverage.read, year, own=own)
    return Review(facts, whole.coverage, headlines, whole.initiatives)


def _first_place(row: RowState) -> tuple[str, int]:
    quotes = row.fields["evidence"].value or [{}]
    return str(quotes[0].get("document", "")), int(quotes[0].get("start", 0))


def write_export(review: Review, format_: str) -> bytes:
    """The review as 'json', 'csv' or 'xlsx'. Raises ExportError for another format."""
    if format_ not in _WRITERS:
        raise ExportError(say("desk_rows.no_format", format=format_[:20], formats=", ".join(_WRITERS)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"initiatives.{format_}"
        _WRITERS[format_](review, path)
        return path.read_bytes()


def list_moments(desk: Desk, most: int = 50) -> list[Moment]:
    """The newest lines of the trail, newest first."""
    table = tables.event.c
    with desk.reading() as connection:
        query = sa.select(table.sequence, table.at).order_by(table.sequence.desc()).limit(most)
        return [Moment(line.sequence, line.at) for line in connection.execute(query)]
