"""Work shared among people: notes and labels on rows, and whose rows are whose to look at. Each is a line of the trail; none changes a field."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.desk.sampling import share_out
from samspil.desk.state import name_person
from samspil.errors import SamspilError
from samspil.store.desk import beside as kept
from samspil.store.desk import people
from samspil.store.desk.desk import Desk, find_event_by_key, find_row
from samspil.values.desk import ASSIGN, LABEL, NOTE, Json, Person, RowState
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say
from samspil.workbench.decide import NoSuchRowError, append
from samspil.workbench.people import may
from samspil.workbench.rows import MOST, PLACE, Filters, list_page

LONGEST_NOTE, LONGEST_LABEL, MOST_LABELS = 5000, 40, 30
MOST_SHARED = 5000  # rows handed out in one go
MOST_FOUND = 200


class BesideError(SamspilError):
    """A note, label or assignment that cannot be."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a row. `assigned`: whose it is, None for nobody; `people`: who it can be given to; `known`: labels in use anywhere."""

    labels: tuple[str, ...]
    assigned: Person | None
    people: tuple[Person, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note with its row (None if it is gone since) and its writer's name; `at`: UTC."""

    note: kept.Note
    row: RowState | None
    name: str


@dataclass(frozen=True, slots=True)
class Load:
    """How many rows somebody has, and how many of them are still open."""

    person: Person
    rows: int
    open: int


def view_beside(desk: Desk, row: str) -> Beside:
    """Labels of a row, and whose it is."""
    with desk.reading() as connection:
        assigned = kept.find_assigned(connection, row)
        person = people.find_person(connection, assigned) if assigned else None
        labels, known = kept.list_labels(connection, row), kept.count_labels(connection)
        workers = _list_workers(connection)
    return Beside(tuple(sorted(labels, key=sort_key)), person, tuple(workers), tuple(sorted(known, key=sort_key)))


def _list_workers(connection: sa.Connection) -> list[Person]:
    found = [person for person in people.list_people(connection) if may(person, "coder") and not person.disabled]
    return sorted(found, key=lambda person: sort_key(person.name))


def add_note(desk: Desk, person: Person, row: str, text: str, key: str = "") -> None:
    """A note on a row; the same key twice is one note. Raises BesideError, NoSuchRowError."""
    words = _clean(text, keep="\n").strip()
    if not 1 <= len(words) <= LONGEST_NOTE:
        raise BesideError(say("beside.bad_note", most=LONGEST_NOTE))
    with desk.writing() as connection:
        _check_row(connection, row)
        sequence = _append(connection, desk, person, NOTE, [row], {"text": words}, key)
        if sequence:
            kept.add_note(connection, sequence, row, person.id, words)


def set_label(desk: Desk, person: Person, row: str, name: str, *, on: bool, key: str = "") -> None:
    """Put a label on a row or take it off. Raises BesideError, NoSuchRowError."""
    label = " ".join(_clean(name).split())
    if not 1 <= len(label) <= LONGEST_LABEL:
        raise BesideError(say("beside.bad_label", most=LONGEST_LABEL))
    with desk.writing() as connection:
        _check_row(connection, row)
        there = kept.list_labels(connection, row)
        if on and label not in there and len(there) >= MOST_LABELS:
            raise BesideError(say("beside.many_labels", most=MOST_LABELS))
        if (label in there) != on and _append(connection, desk, person, LABEL, [row], {"name": label, "on": on}, key):
            kept.set_label(connection, row, label, on=on)


def assign_row(desk: Desk, person: Person, row: str, to: int, key: str = "") -> None:
    """Give a row to somebody, or (0) to nobody. Raises BesideError, NoSuchRowError."""
    with desk.writing() as connection:
        _check_row(connection, row)
        _check_workers(connection, [to] if to else [])
        if kept.find_assigned(connection, row) != to and _append(connection, desk, person, ASSIGN, [row], {"person": to}, key):
            kept.assign(connection, [row], to)


def assign_many(
    desk: Desk, person: Person, filters: Filters, to: Sequence[int], *, whole: bool = True, free_only: bool = True, key: str = ""
) -> dict[int, int]:
    """Share the rows of a filter out among people, evenly; gives how many each got. To nobody: the rows are taken back.

    `whole`: all rows of an agreement go to the same person; `free_only`: rows that are somebody's already stay theirs. The same key twice is done once.
    Raises BesideError.
    """
    rows = list_all(desk, filters)
    wanted = list(dict.fromkeys(to))
    with desk.writing() as connection:
        _check_workers(connection, wanted)
        taken = kept.list_assigned(connection, [row.id for row in rows]) if free_only and wanted else set()
        groups: dict[Any, list[str]] = {}
        for row in rows:
            if row.id not in taken:
                groups.setdefault((row.municipality_code, row.year) if whole else row.id, []).append(row.id)
        shares = share_out(groups, wanted) if wanted else {0: [row for some in groups.values() for row in some]}
        for number, some in shares.items():
            if some and _append(connection, desk, person, ASSIGN, some, {"person": number}, key and f"{key}:{number}"):
                kept.assign(connection, some, number)
    return {number: len(some) for number, some in shares.items()}


def list_all(desk: Desk, filters: Filters) -> list[RowState]:
    """Every row of a filter, in the order of places. Raises BesideError when they are more than can be handed out in one go."""
    plain = Filters(**{name: getattr(filters, name) for name in filters.__slots__ if name != "order"}, order=PLACE)
    page = list_page(desk, plain)
    if page.total > MOST_SHARED:
        raise BesideError(say("beside.many_rows", most=MOST_SHARED), remedy=say("beside.many_rows_remedy"))
    return [*page.rows, *(row for number in range(2, page.pages + 1) for row in list_page(desk, plain, number, MOST).rows)]


def list_loads(desk: Desk) -> list[Load]:
    """Who has how much to do."""
    with desk.reading() as connection:
        counts = kept.count_assigned(connection)
        return [Load(person, *counts.get(person.id, (0, 0))) for person in _list_workers(connection)]


def find_notes(desk: Desk, text: str = "", label: str = "") -> list[FoundNote]:
    """Notes with all these words (upper and lower case alike), on rows with that label if one is given; the newest 200."""
    words = _clean(text).casefold().split()[:10]
    with desk.reading() as connection:
        names = {person.id: person.name for person in people.list_people(connection)}
        found: list[kept.Note] = []
        for note in kept.read_notes(connection):
            if all(word in note.text.casefold() for word in words) and (not label or label in kept.list_labels(connection, note.row)):
                found.append(note)
            if len(found) == MOST_FOUND:
                break
        return [FoundNote(note, find_row(connection, note.row), names.get(note.person, "")) for note in found]


def list_labels(desk: Desk) -> list[tuple[str, int]]:
    """All labels with how many rows have them, in Danish order."""
    with desk.reading() as connection:
        return sorted(kept.count_labels(connection).items(), key=lambda label: sort_key(label[0]))


def _check_row(connection: sa.Connection, row: str) -> None:
    if find_row(connection, row) is None:
        raise NoSuchRowError(say("desk.no_row"), place=row[:100])


def _check_workers(connection: sa.Connection, numbers: Sequence[int]) -> None:
    known = {person.id for person in _list_workers(connection)}
    if not set(numbers) <= known:
        raise BesideError(say("beside.bad_person"), remedy=say("beside.bad_person_remedy"))


def _append(connection: sa.Connection, desk: Desk, person: Person, kind: str, rows: Sequence[str], content: Json, key: str) -> int:
    """The number of the new line; 0 when this key was used already."""
    if key and find_event_by_key(connection, key):
        return 0
    return append(connection, desk, [(name_person(person.id), kind, rows, content, key)])[0].sequence


def _clean(text: str, keep: str = "") -> str:
    """Without signs that steer, and halves of signs, which no database holds."""
    safe = text.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char in keep or unicodedata.category(char) != "Cc" else " " for char in unicodedata.normalize("NFC", safe))
