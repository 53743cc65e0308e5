"""The library at the desk: the cases that ship with Samspil, and those that people here have written, each version of them with who and when."""

import hashlib
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from samspil.cases.casebook import SHIPPED, make_case, open_library, parse_case
from samspil.cases.filters import choose
from samspil.cases.writing import write_case
from samspil.desk.state import name_person
from samspil.errors import CaseError, SamspilError
from samspil.store.desk import cases as kept
from samspil.store.desk.desk import Desk, find_event_by_key
from samspil.store.desk.people import list_people
from samspil.values.case import Case, CaseFinding
from samspil.values.desk import CASE, Person
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say
from samspil.workbench.decide import append

if TYPE_CHECKING:  # loaded when something is matched
    from samspil.cases.matching.index import CaseIndex

FILTERS = ("theme", "form", "area", "technology", "grade", "outcome", "words")
_LOCK = Lock()


class NoCaseError(CaseError):
    """There is no such case, or no such version of it."""


class StaleCaseError(SamspilError):
    """Somebody has saved a version of the case since it was shown."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a case. `person`: who wrote it here, '' for one that ships with Samspil; `at`: when, UTC."""

    case: Case
    text: str
    person: str = ""
    at: str = ""

    @property
    def own(self) -> bool:
        """Written at this desk."""
        return bool(self.at)


class Shelf:
    """The library as it stands. `editions`: id -> its versions, newest first; `cases`: the newest of each, in Danish order; `broken`: ids that cannot be read any more."""

    def __init__(self, sequence: int, editions: Mapping[str, tuple[Edition, ...]], broken: Sequence[str]) -> None:
        self.sequence, self.editions, self.broken = sequence, editions, tuple(broken)
        newest = (found[0].case for found in editions.values())
        self.cases = tuple(sorted(newest, key=lambda case: (sort_key(case.title), case.id)))
        self._index: CaseIndex | None = None
        self._lock = Lock()

    @property
    def index(self) -> "CaseIndex":
        """What is matched against; made when first asked for."""
        from samspil.cases.matching.index import CaseIndex

        with self._lock:
            if self._index is None:
                self._index = CaseIndex(self.cases)
            return self._index

    def find(self, case_id: str, version: int = 0) -> Edition:
        """A case, the newest version when none is asked for. Raises NoCaseError."""
        for edition in self.editions.get(case_id, ()):
            if version in (0, edition.case.version):
                return edition
        raise NoCaseError(say("desk_cases.no_case"), place=case_id[:100], remedy=say("desk_cases.no_case_remedy"))

    def is_own(self, case: Case) -> bool:
        """Whether its newest version was written here."""
        return self.editions[case.id][0].own


_SHELVES: "weakref.WeakKeyDictionary[Desk, Shelf]" = weakref.WeakKeyDictionary()


def open_shelf(desk: Desk) -> Shelf:
    """The library, read anew only when somebody has saved something since."""
    with desk.reading() as connection:
        last = kept.last_case(connection)
        with _LOCK:
            known = _SHELVES.get(desk)
        if known and known.sequence == last:
            return known
        texts = kept.list_cases(connection)
        names = {person.id: person.name for person in list_people(connection)}
    shelf = _put_together(last, texts, names)
    with _LOCK:
        _SHELVES[desk] = shelf
    return shelf


def _put_together(last: int, texts: Sequence[kept.CaseText], names: Mapping[int, str]) -> Shelf:
    """Ours first; what was written here is a later version, or a case of its own. Of the same number, the desk's is newest."""
    editions: dict[str, list[Edition]] = {}
    broken: list[str] = []
    for case in open_library([SHIPPED]).cases:
        editions[case.id] = [Edition(case, write_case(case))]
    for text in texts:
        found, _findings = parse_case(text.content, f"{text.id}.md")
        if found is None:
            broken.append(text.id)
        else:
            editions.setdefault(text.id, []).append(Edition(found, text.content, names.get(text.person, ""), text.at))
    ordered = {name: tuple(sorted(found, key=lambda one: (-one.case.version, not one.own))) for name, found in editions.items()}
    return Shelf(last, ordered, broken)


def choose_cases(shelf: Shelf, asked: Mapping[str, str]) -> tuple[Case, ...]:
    """The cases that pass the filters (`FILTERS`); a code that does not exist lets none pass. Words must all stand in the case."""
    codes = {name: asked.get(name) for name in ("theme", "form", "area", "outcome")}
    grade = asked.get("grade", "")
    try:
        found = choose(shelf.cases, codes | {"grade": grade or None})
    except ValueError:  # no such grade
        return ()
    words = asked.get("words", "").casefold().split()[:20]
    technology = asked.get("technology", "").casefold()
    return tuple(
        case
        for case in found
        if (not technology or technology in (one.casefold() for one in case.technologies)) and _has_words(shelf, case, words)
    )


def _has_words(shelf: Shelf, case: Case, words: Sequence[str]) -> bool:
    text = shelf.editions[case.id][0].text.casefold() if words else ""
    return all(word in text for word in words)


def list_technologies(shelf: Shelf) -> list[str]:
    """All technologies of the library, in Danish order."""
    return sorted({one for case in shelf.cases for one in case.technologies}, key=sort_key)


@dataclass(frozen=True, slots=True)
class Draft:
    """A case as somebody has written it. `case`: None with `findings`; `seen`: the version that was on the screen, 0 for a new case."""

    case: Case | None
    findings: tuple[CaseFinding, ...]
    seen: int


def draft_case(shelf: Shelf, fields: Mapping[str, Any], seen: int, what: str, day: str) -> Draft:
    """The fields of a form as the next version of a case (`seen` 0: a new one), whose number and history are ours to write.

    `what` changed; `day`: today, the version's day unless the sources were read before it.
    """
    given = str(fields.get("id", ""))
    newest = shelf.editions.get(given, ())
    last = newest[0].case if newest and seen else None
    number = (last.version if last else 0) + 1
    before = [{"version": str(one.version), "date": one.date.isoformat(), "what": one.what} for one in last.history] if last else []
    version_day = _date_version(fields.get("as_of"), last, day)
    history = [*before, {"version": str(number), "date": version_day, "what": what}]
    case, findings = make_case({**fields, "version": str(number), "history": history}, f"{given or 'ny'}.md")
    if newest and not seen:
        findings = (
            *findings,
            CaseFinding("duplicate_id", "", 0, "id", say("desk_cases.id_taken"), say("desk_cases.id_taken_remedy"), given),
        )
    return Draft(None if findings else case, findings, seen)


def _date_version(as_of: Any, last: Case | None, today: str) -> str:
    """The day the sources were read, since the version before: a form filled in yesterday may be saved today, which the trail tells."""
    try:
        read = date.fromisoformat(str(as_of))
    except ValueError:
        return today
    earliest = last.history[-1].date if last and last.history else date.min
    return min(max(read, earliest), date.fromisoformat(today)).isoformat()


def save_case(desk: Desk, person: Person, draft: Draft, key: str = "") -> Case:
    """Keep the draft as the case's newest version, with a line in the trail. The same key twice is done once. Raises CaseError, StaleCaseError."""
    case = draft.case
    if case is None:
        raise CaseError(say("desk_cases.has_findings"), remedy=say("desk_cases.has_findings_remedy"))
    text = write_case(case)
    with desk.writing() as connection:
        if key and find_event_by_key(connection, key):
            return case
        here = max((one.version for one in kept.list_cases(connection) if one.id == case.id), default=0)
        ours = next((one.version for one in open_library([SHIPPED]).cases if one.id == case.id), 0)
        if max(here, ours) != draft.seen:
            raise StaleCaseError(say("desk_cases.stale"), place=case.id, remedy=say("desk_cases.stale_remedy"))
        content = {"case": case.id, "version": case.version, "sha256": hash_text(text)}
        event = append(connection, desk, [(name_person(person.id), CASE, (), content, key)])[0]
        kept.add_case(connection, kept.CaseText(case.id, case.version, event.sequence, person.id, event.at, text))
    return case


def hash_text(text: str) -> str:
    """SHA-256 of a case's text, as its line of the trail holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
