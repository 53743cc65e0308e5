"""Decisions of people: checked, sealed into the trail, and their rows brought up to date, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.desk.queue import worth_of
from samspil.desk.state import find_undoable, fold_row, name_person
from samspil.desk.trail import seal
from samspil.errors import SamspilError
from samspil.store.desk.desk import Desk, append_events, find_event_by_key, find_row, read_head, read_row_events, remove_rows, save_rows
from samspil.values.desk import ADD, DECISIONS, JOIN, REPLACED, SPLIT, UNDO, Event, Json, Person, RowState
from samspil.vocabulary.texts import say
from samspil.workbench.checks import DecisionError, check_content


class StaleError(SamspilError):
    """Somebody else has changed the row since it was shown: `now` is how it stands."""

    def __init__(self, now: RowState) -> None:
        super().__init__(say("desk.stale"), place=now.id, remedy=say("desk.stale_remedy"))
        self.now = now


class NoSuchRowError(SamspilError):
    """There is no such row."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants: `kind` of DECISIONS or UNDO and beside-the-row kinds; `rows` with the `versions` they saw (none for ADD, whose content is {id,
    initiative}); `content` as in `Event`; `key`: idempotency key."""

    kind: str
    rows: tuple[str, ...]
    versions: tuple[int, ...]
    content: Json
    key: str = ""


def decide(desk: Desk, person: Person, wish: Wish) -> list[RowState]:
    """Carry out a decision; gives the rows as they stand then. The same key twice is done once. Sources of new quotes must have been opened.

    Raises NoSuchRowError, StaleError (a version has moved on), FieldError, DecisionError.
    """
    with desk.writing() as connection:
        return carry_out(connection, desk, person, wish)


def carry_out(connection: sa.Connection, desk: Desk, person: Person, wish: Wish) -> list[RowState]:
    """As `decide`, within a transaction."""
    actor = name_person(person.id)
    done = find_event_by_key(connection, wish.key) if wish.key else None
    if done is None:
        content = prepare(connection, wish)
        done = append(connection, desk, [(actor, wish.kind, _all_rows(wish, content), content, wish.key)])[0]
        return refresh(connection, done.rows)
    if (done.actor, done.kind) != (actor, wish.kind) or not set(wish.rows) <= set(done.rows):
        raise DecisionError(say("desk_rows.key_used"), remedy=say("desk_rows.key_used_remedy"))
    found = (find_row(connection, row) for row in done.rows)
    return [state for state in found if state]


def prepare(connection: sa.Connection, wish: Wish) -> Json:
    """The event's content, checked, with what only the store knows filled in. Raises as `decide`."""
    if len(wish.rows) != len(wish.versions) or len(set(wish.rows)) != len(wish.rows) or bool(wish.rows) == (wish.kind == ADD):
        raise DecisionError(say("desk_rows.bad_rows"))
    states = [_see(connection, wish.kind, row, version) for row, version in zip(wish.rows, wish.versions, strict=True)]
    if wish.kind == UNDO:
        return _prepare_undo(connection, wish.rows[0])
    return check_content(connection, wish.kind, wish.content, states) if wish.kind in DECISIONS else wish.content


def _see(connection: sa.Connection, kind: str, row: str, version: int) -> RowState:
    """The row, if it is still as it was seen. Raises NoSuchRowError, StaleError, DecisionError."""
    state = find_row(connection, row)
    if state is None:
        raise NoSuchRowError(say("desk.no_row"), place=row[:100])
    if kind in (*DECISIONS, UNDO) and state.version != version:
        raise StaleError(state)
    if kind in DECISIONS and state.state == REPLACED:
        raise DecisionError(say("desk.replaced"), place=row, remedy=say("desk.replaced_remedy"))
    return state


def _prepare_undo(connection: sa.Connection, row: str) -> Json:
    """What is undone is the last decision on the row, if it is the last on every other row it touched as well."""
    last = find_undoable(read_row_events(connection, row))
    if last is None:
        raise DecisionError(say("desk.nothing_to_undo"), place=row)
    for other in last.rows:
        later = find_undoable(read_row_events(connection, other))
        if later and later.sequence != last.sequence:
            raise DecisionError(say("desk.undo_later_first"), place=other, remedy=say("desk.undo_later_first_remedy"))
    return {"sequence": last.sequence, "rows": list(last.rows)}


def _all_rows(wish: Wish, content: Mapping[str, Any]) -> tuple[str, ...]:
    """Every row the event concerns: also those it makes, and those an undone event had touched."""
    made = {SPLIT: lambda: list(content["into"]), JOIN: lambda: [content["into"]], ADD: lambda: [content["id"]]}.get(wish.kind, list)()
    return tuple(dict.fromkeys([*wish.rows, *made, *(content["rows"] if wish.kind == UNDO else ())]))


Line = tuple[str, str, Sequence[str], Json, str]  # actor, kind, rows, content, key


def append(connection: sa.Connection, desk: Desk, lines: Sequence[Line]) -> list[Event]:
    """Seal lines onto the trail, in order."""
    sequence, previous = read_head(connection)
    at, events = desk.now(), []
    for number, (actor, kind, rows, content, key) in enumerate(lines, sequence + 1):
        event = seal(Event(number, at, actor, kind, tuple(rows), dict(content), key), previous)
        previous = event.hash
        events.append(event)
    append_events(connection, events)
    return events


def refresh(connection: sa.Connection, rows: Sequence[str]) -> list[RowState]:
    """Work out rows anew from their events and keep them."""
    found = {row: fold_row(row, read_row_events(connection, row)) for row in rows}
    states = [state for state in found.values() if state]
    save_rows(connection, states, worth_of)
    remove_rows(connection, [row for row, state in found.items() if state is None])
    return states
