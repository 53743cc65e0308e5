"""What follows from the trail: the state of one row is a fold over the events that name it. Nothing else decides it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from samspil.values.desk import (
    ACCEPT,
    ACCEPTED,
    ADD,
    ADDED,
    CORRECT,
    CORRECTED,
    DECISIONS,
    FIELDS,
    JOIN,
    OPEN,
    PROPOSE,
    REJECT,
    REJECTED,
    REPLACED,
    SPLIT,
    UNDO,
    WITHDRAW,
    WITHDRAWN,
    Event,
    FieldState,
    Json,
    RowState,
)

GONE = "gone"
BESIDE = "beside"  # in a run's line: another reader's reading, to be shown beside the row and to change nothing in it
_TOLD = ("themes", "topics", "stage", "amounts")  # fields in which two readers are compared; each cuts its quotes in its own way
_PERSON = "person "


def is_person(actor: str) -> bool:
    """Whether a person did it, not a machine."""
    return actor.startswith(_PERSON)


def name_person(person: int) -> str:
    """The actor of a person's events."""
    return f"{_PERSON}{person}"


def fold_row(row: str, events: Sequence[Event]) -> RowState | None:
    """The state of `row` after `events` (all that name it, in order); None before its first. Undone events count only in `version`."""
    undone = {event.content["sequence"] for event in events if event.kind == UNDO}
    state: RowState | None = None
    for event in events:
        if event.sequence not in undone and event.kind in _STEPS:
            state = _STEPS[event.kind](row, state, event)
    return replace(state, version=sum(event.kind in _CHANGING for event in events)) if state else None


def fold_all(events: Iterable[Event]) -> dict[str, RowState]:
    """All rows after these events: the state of any past moment, given the events up to it."""
    by_row: dict[str, list[Event]] = {}
    for event in events:
        for row in event.rows:
            by_row.setdefault(row, []).append(event)
    states = {row: fold_row(row, found) for row, found in by_row.items()}
    return {row: state for row, state in states.items() if state}


def find_undoable(events: Sequence[Event]) -> Event | None:
    """The last decision on a row that has not been undone."""
    undone = {event.content["sequence"] for event in events if event.kind == UNDO}
    return next((event for event in reversed(events) if event.kind in DECISIONS and event.sequence not in undone), None)


def _propose(row: str, state: RowState | None, event: Event) -> RowState:
    """A run's reading: it sets what no person has set; where a person decided otherwise, that is shown and nothing is changed."""
    new = event.content["initiative"]
    if state is None:
        return _begin(row, new, event, OPEN)
    if event.content.get(BESIDE) and state.state != WITHDRAWN:
        otherwise = tuple(name for name in _TOLD if state.fields[name].value != new.get(name))
        return replace(state, proposal=new, differs=otherwise, differs_by=event.actor)
    untouched = not state.decided_by
    fields = {name: _newer(state.fields.get(name), new.get(name), event) for name in FIELDS}
    differs = tuple(name for name in FIELDS if is_person(fields[name].actor) and fields[name].value != new.get(name))
    known = replace(state, fields=fields, proposal=new, reader=event.actor, confidence=float(new.get("confidence", 0.0)), differs=differs)
    known = replace(known, differs_by=event.actor)
    return replace(known, state=OPEN) if untouched else known


def _newer(old: FieldState | None, value: Any, event: Event) -> FieldState:
    if old and (is_person(old.actor) or old.value == value):
        return old
    return FieldState(value, event.actor, event.sequence)


def _withdraw(row: str, state: RowState | None, event: Event) -> RowState | None:
    """A run that no longer finds the row: it leaves the review unless a person has decided about it, or it is another reader's."""
    if state is None:
        return None
    if state.decided_by or event.content.get(BESIDE):
        return replace(state, differs=(GONE,), differs_by=event.actor)
    return replace(state, state=WITHDRAWN)


def _accept(row: str, state: RowState | None, event: Event) -> RowState | None:
    """A person stands for every field as it is."""
    if state is None:
        return None
    fields = {
        name: value if is_person(value.actor) else FieldState(value.value, event.actor, event.sequence)
        for name, value in state.fields.items()
    }
    kept = state.state if state.state in (CORRECTED, ADDED) else ACCEPTED
    return replace(state, state=kept, fields=fields, decided_by=event.actor, reason="", differs=())


def _correct(row: str, state: RowState | None, event: Event) -> RowState | None:
    if state is None:
        return None
    set_now = {name: FieldState(value, event.actor, event.sequence) for name, value in event.content.items() if name in FIELDS}
    kept = ADDED if state.state == ADDED else CORRECTED
    return replace(state, state=kept, fields={**state.fields, **set_now}, decided_by=event.actor, reason="", differs=())


def _reject(row: str, state: RowState | None, event: Event) -> RowState | None:
    return (
        replace(state, state=REJECTED, decided_by=event.actor, reason=str(event.content.get("reason", "")), differs=()) if state else None
    )


def _add(row: str, state: RowState | None, event: Event) -> RowState:
    return replace(_begin(row, event.content["initiative"], event, ADDED), proposal={}, reader="", decided_by=event.actor)


def _split(row: str, state: RowState | None, event: Event) -> RowState | None:
    """The parts take the place of the whole."""
    if row in event.content["into"]:
        return replace(_begin(row, event.content["into"][row], event, ADDED), proposal={}, reader="", decided_by=event.actor)
    return replace(state, state=REPLACED, decided_by=event.actor) if state else None


def _join(row: str, state: RowState | None, event: Event) -> RowState | None:
    """The whole takes the place of the parts."""
    if row == event.content["into"]:
        return replace(_begin(row, event.content["initiative"], event, ADDED), proposal={}, reader="", decided_by=event.actor)
    return replace(state, state=REPLACED, decided_by=event.actor) if state else None


def _begin(row: str, new: Json, event: Event, state: str) -> RowState:
    fields = {name: FieldState(new.get(name), event.actor, event.sequence) for name in FIELDS}
    return RowState(
        row,
        int(new["budget_year"]),
        str(new["municipality"]),
        str(new["municipality_code"]),
        state,
        0,
        fields,
        new,
        event.actor,
        float(new.get("confidence", 0.0)),
    )


_STEPS: dict[str, Callable[[str, RowState | None, Event], RowState | None]] = {
    PROPOSE: _propose,
    WITHDRAW: _withdraw,
    ACCEPT: _accept,
    CORRECT: _correct,
    REJECT: _reject,
    ADD: _add,
    SPLIT: _split,
    JOIN: _join,
}
_CHANGING = (*_STEPS, UNDO)


def as_initiative(state: RowState) -> Json:
    """The row as the contract's JSON, with the fields as they stand now. `reader` names the person where one decided."""
    evidence = state.fields["evidence"].value
    return {
        "id": state.id,
        "municipality": state.municipality,
        "municipality_code": state.municipality_code,
        "budget_year": state.year,
        "themes": state.fields["themes"].value,
        "topics": state.fields["topics"].value or [],
        "stage": state.fields["stage"].value,
        "confidence": 1.0 if state.decided_by else state.confidence,
        "reader": state.decided_by or state.reader,
        "evidence": evidence,
        "amounts": state.fields["amounts"].value or [],
        "technologies": state.fields["technologies"].value or [],
        "actors": state.fields["actors"].value or [],
        "committee": state.fields["committee"].value or "",
    }
