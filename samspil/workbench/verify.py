"""Whether the trail is whole and the rows are what it says."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from samspil.desk.state import fold_all
from samspil.desk.trail import BrokenLine, check_chain
from samspil.store.desk import tables
from samspil.store.desk.cases import list_cases
from samspil.store.desk.desk import Desk, parse_state, read_head
from samspil.values.desk import CASE, Event
from samspil.workbench.cases import hash_text

Head = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lines` of the trail and its `head` (sequence, hash); `broken` lines; `rows` that are not as the trail says, by id, and cases ('id (version)')."""

    lines: int
    head: Head
    broken: tuple[BrokenLine, ...]
    rows: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Nothing was changed, nothing is missing."""
        return not self.broken and not self.rows


def verify(desk: Desk, noted: Head | None = None) -> Verdict:
    """Check every line, the end against what the store itself has noted, and all rows. `noted`: a head written down elsewhere, which must still be in the trail."""
    with desk.reading() as connection:
        events = list(_read(connection))
        head = read_head(connection)
        broken = {(line.sequence, line.problem): line for line in check_chain(events, head=head)}
        if noted and not any((event.sequence, event.hash) == noted for event in events):
            broken[noted[0], "missing"] = BrokenLine(noted[0], "missing")
        rows = () if broken else (*_find_strange_rows(connection, events), *_find_strange_cases(connection, events))
    return Verdict(len(events), head, tuple(broken[key] for key in sorted(broken)), rows)


def _read(connection: sa.Connection) -> Iterator[Event]:
    """The trail in order; a line that cannot even be read comes with content that its hash does not fit."""
    query = sa.select(tables.event).order_by(tables.event.c.sequence)
    for line in connection.execute(query.execution_options(yield_per=1000)):
        values = dict(line._mapping)
        try:
            rows, content = json.loads(values["rows"]), json.loads(values["content"])
            if not isinstance(rows, list) or not isinstance(content, dict):
                raise TypeError
            values |= {"rows": tuple(rows), "content": content}
        except (ValueError, TypeError):
            values |= {"rows": (), "content": {"unreadable": True}}
        yield Event(**values)


def _find_strange_rows(connection: sa.Connection, events: list[Event]) -> tuple[str, ...]:
    """Rows whose kept state is not the one that follows from the trail, rows too many, and rows that are missing."""
    told = fold_all(events)
    kept = {line.id: _parse(line.content) for line in connection.execute(sa.select(tables.row.c.id, tables.row.c.content))}
    plain = {row: parse_state(json.loads(json.dumps(asdict(state)))) for row, state in told.items()}
    return tuple(sorted(row for row in {*plain, *kept} if plain.get(row) != kept.get(row)))


def _find_strange_cases(connection: sa.Connection, events: list[Event]) -> tuple[str, ...]:
    """Versions of cases whose text is not the one that the trail's line was written for, that no line tells of, or that are gone: 'id (version)'."""
    told = {event.sequence: event.content for event in events if event.kind == CASE}
    kept = {text.sequence: {"case": text.id, "version": text.version, "sha256": hash_text(text.content)} for text in list_cases(connection)}
    strange = [told.get(number) or kept[number] for number in sorted({*told, *kept}) if told.get(number) != kept.get(number)]
    return tuple(f"{one['case']} ({one['version']})" for one in strange)


def _parse(words: str) -> object:
    try:
        return parse_state(json.loads(words))
    except (ValueError, KeyError, TypeError):
        return None
