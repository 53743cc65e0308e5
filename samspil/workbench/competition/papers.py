"""What the desk keeps on competition: accounts, conditions, tender plans and estimates, every version with who and when; removed for good.

The trail tells who brought, made or removed what, by number and hash, never what stands in it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.desk.state import name_person
from samspil.errors import SamspilError, StoreError
from samspil.store.desk import competition as kept
from samspil.store.desk.desk import Desk, find_event_by_key
from samspil.store.desk.people import list_people
from samspil.store.desk.removing import forget
from samspil.values.desk import COMPETITION, Person
from samspil.vocabulary.texts import say
from samspil.workbench.decide import append
from samspil.workbench.memory import Memory

ACCOUNTS, CONDITIONS, PLAN, GREEN = "accounts", "conditions", "plan", "green"
OFFICIAL, OWN_WINS, DEFINITION = "official", "own_wins", "definition"  # beside the accounts
ADDED, REMOVED = "added", "removed"
ROOM = "desk_competition"
MEMORY = Memory(12)
remember = MEMORY.remember


class ExposureError(SamspilError):
    """What is asked for on competition cannot be done."""


class NoExposureError(ExposureError):
    """There is no such accounts, plan, municipality or file."""


def blame(key: str, place: str = "", **values: object) -> ExposureError:
    """The error of 'desk_competition.KEY' and its remedy."""
    return ExposureError(say(f"{ROOM}.{key}", **values), place=place, remedy=say(f"{ROOM}.{key}_remedy", **values))


def miss(key: str, **values: object) -> NoExposureError:
    """The same for what is not there."""
    return NoExposureError(say(f"{ROOM}.{key}", **values), remedy=say(f"{ROOM}.{key}_remedy", **values))


@dataclass(frozen=True, slots=True)
class Paper:
    """What was kept: of which kind, when, by whom. `record`: what may be shown of it in a list."""

    id: int
    kind: str
    at: str
    by: str
    sha256: str
    record: Mapping[str, Any]


def list_papers(desk: Desk, kind: str) -> list[Paper]:
    """Newest first."""
    with desk.reading() as connection:
        names = {person.id: person.name for person in list_people(connection)}
        found = kept.list_papers(connection, kind)
    return [Paper(one.id, one.kind, one.at, names.get(one.person, ""), one.sha256, one.record) for one in found]


def find_paper(desk: Desk, kind: str, number: int = 0) -> Paper | None:
    """One of a kind, the newest for 0; None when there is none at all. Raises NoExposureError for a number that is not there."""
    papers = list_papers(desk, kind)
    if not number:
        return papers[0] if papers else None
    found = next((one for one in papers if one.id == number), None)
    if found is None:
        raise miss("no_paper")
    return found


def keep(desk: Desk, person: Person, kind: str, record: Mapping[str, Any], content: bytes, key: str = "", sha256: str = "") -> int:
    """Keep a paper, with a line in the trail; the same key, or the newest content again, is the same paper. Gives its number."""
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    with desk.writing() as connection:
        newest = next((one for one in kept.list_papers(connection, kind)), None)
        if newest and newest.sha256 == sha256:
            return newest.id
        done = find_event_by_key(connection, key) if key else None
        if done and done.content.get("kind") == kind:
            return int(done.content["paper"])
        paper = kept.Paper(0, kind, desk.now(), person.id, sha256, dict(record))
        number = kept.add_paper(connection, paper, content)
        _log(connection, desk, person, ADDED, (number, kind, sha256), key)
    return number


def _log(connection: sa.Connection, desk: Desk, person: Person, what: str, which: tuple[int, str, str], key: str = "") -> None:
    content = {"what": what, "paper": which[0], "kind": which[1], "sha256": which[2]}
    append(connection, desk, [(name_person(person.id), COMPETITION, (), content, key)])


def keep_values(desk: Desk, person: Person, kind: str, record: Mapping[str, Any], values: Mapping[str, Any], key: str = "") -> int:
    """Keep values as JSON."""
    content = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
    return keep(desk, person, kind, record, content, key)


def open_values(desk: Desk, paper: Paper) -> dict[str, Any]:
    """What was kept as JSON. Raises NoExposureError (removed meanwhile), StoreError when it is not what was kept."""
    with desk.reading() as connection:
        content = kept.read_paper(connection, paper.id)
    if content is None:
        raise miss("no_paper")
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise StoreError(say(f"{ROOM}.changed"), remedy=say(f"{ROOM}.changed_remedy"))
    return dict(json.loads(content))


def remove(desk: Desk, person: Person, kind: str, number: int) -> Paper:
    """Take a paper away for good; gives what it was. Raises NoExposureError."""
    found = find_paper(desk, kind, number) if number else None
    if found is None:
        raise miss("no_paper")
    with desk.writing() as connection:
        if kept.remove_paper(connection, number):
            _log(connection, desk, person, REMOVED, (number, kind, found.sha256))
    MEMORY.forget(desk)
    forget(desk.engine, kept.TABLES)
    return found
