"""Purchasing data at the desk: brought through a killable child, kept whole as checked JSON with hash and date, every set of them; removed for good.

Refused files are kept nowhere: neither their bytes nor their names nor what stood in their cells. The trail tells who brought or removed which set, by number and
hash, never what it says.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from samspil.desk.state import name_person
from samspil.documents.limits import MEGABYTE
from samspil.errors import SamspilError, StoreError
from samspil.purchases import Reading, read_given
from samspil.purchasing.intake.findings import Finding
from samspil.purchasing.intake.grid import MOST_BYTES
from samspil.purchasing.intake.reading import Count
from samspil.purchasing.keeping import portfolio_from_json
from samspil.store.desk import purchasing as kept
from samspil.store.desk.desk import Desk, find_event_by_key
from samspil.store.desk.people import list_people
from samspil.store.desk.removing import forget
from samspil.values.desk import PURCHASE, Json, Person
from samspil.values.purchasing import Portfolio
from samspil.vocabulary.texts import say
from samspil.workbench.decide import append
from samspil.workbench.memory import Memory

MOST_FILES = 20
MOST_READ = MOST_BYTES
MOST_MEGABYTES = MOST_BYTES // MEGABYTE
BROUGHT, REMOVED, NOTED, SENT, RECEIVED = "brought", "removed", "noted", "sent", "received"


class PurchasingError(SamspilError):
    """What is asked of purchasing data cannot be done."""


class NoDataError(PurchasingError):
    """There is no such set of data, or nothing in it by that name."""


def no_set() -> NoDataError:
    """There is no such set."""
    return NoDataError(say("desk_purchasing.no_set"), remedy=say("desk_purchasing.no_set_remedy"))


@dataclass(frozen=True, slots=True)
class DataSet:
    """A set that was brought. `by`: who; `names`: of the files; `findings`: what was to be mended, without the cells' values; `synthetic`: made by the generator."""

    id: int
    at: str
    by: str
    sha256: str
    municipality: str
    as_of: str
    synthetic: bool
    names: tuple[str, ...]
    findings: tuple[Finding, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of files: `reading`, and the `set` they became, 0 when they were refused; `known`: this very content was here already."""

    reading: Reading
    set: int
    known: bool = False


def bring(desk: Desk, person: Person, files: Sequence[tuple[str, bytes]], municipality: str = "", key: str = "") -> Brought:
    """Check files in a child and keep what they tell. Raises PurchasingError (none, too many, too big), NothingReadError (the child had to be stopped)."""
    check_files(files)
    reading = read_given(files, municipality=municipality)
    if reading.kept is None:
        return Brought(reading, 0)
    content = json.dumps(reading.kept, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(content).hexdigest()
    record = _make_record(reading, [name for name, _data in files])
    with desk.writing() as connection:
        sets = kept.list_sets(connection)
        there = next((one.id for one in sets if one.sha256 == sha256), 0)
        if there:
            return Brought(reading, there, known=True)
        done = find_event_by_key(connection, key) if key else None
        number = int(done.content["portfolio"]) if done else kept.add_set(connection, desk.now(), person.id, sha256, record, content)
        if not done:
            log(connection, desk, person, BROUGHT, number, sha256, key)
    return Brought(reading, number)


def check_files(files: Sequence[tuple[str, bytes]]) -> None:
    """Raises PurchasingError."""
    if not 1 <= len(files) <= MOST_FILES:
        raise PurchasingError(say("desk_purchasing.file_count", most=MOST_FILES), remedy=say("desk_purchasing.file_count_remedy"))
    if sum(len(data) for _name, data in files) > MOST_BYTES:
        raise PurchasingError(say("desk_purchasing.too_big", most=MOST_MEGABYTES), remedy=say("desk_purchasing.too_big_remedy"))


def _make_record(reading: Reading, names: Sequence[str]) -> Json:
    """Findings are kept without the values of cells: those are for the one who brought the files, not for the store."""
    known = reading.kept or {}
    about = {name: known[name] for name in ("municipality", "as_of", "synthetic")}
    plain = [asdict(replace(one, value="")) for one in reading.findings]
    return {**about, "names": [name[:200] for name in names], "findings": plain, "counts": [asdict(one) for one in reading.counts]}


def log(connection: sa.Connection, desk: Desk, person: Person, what: str, number: int, sha256: str, key: str = "") -> None:
    """A line of the trail about a set: who did what, by number and hash."""
    content = {"what": what, "portfolio": number, "sha256": sha256}
    append(connection, desk, [(name_person(person.id), PURCHASE, (), content, key)])


def list_data(desk: Desk) -> list[DataSet]:
    """All sets, newest first."""
    with desk.reading() as connection:
        names = {person.id: person.name for person in list_people(connection)}
        return [_make_set(one, names.get(one.person, "")) for one in kept.list_sets(connection)]


def _make_set(one: kept.KeptSet, by: str) -> DataSet:
    record = one.record
    about: Any = {name: record[name] for name in ("municipality", "as_of", "synthetic")}
    findings = tuple(Finding(**each) for each in record["findings"])
    return DataSet(
        one.id,
        one.at,
        by,
        one.sha256,
        **about,
        names=tuple(record["names"]),
        findings=findings,
        counts=tuple(Count(**each) for each in record["counts"]),
    )


def find_data(desk: Desk, number: int = 0) -> DataSet | None:
    """A set, the newest for 0; None when nothing was brought. Raises NoDataError for a number that is not there."""
    sets = list_data(desk)
    if not number:
        return sets[0] if sets else None
    found = next((one for one in sets if one.id == number), None)
    if found is None:
        raise no_set()
    return found


def remove(desk: Desk, person: Person, number: int) -> None:
    """Take a set away for good, with all that was kept of it; the trail says who and when. Raises NoDataError."""
    found = find_data(desk, number) if number else None
    if found is None:
        raise no_set()
    with desk.writing() as connection:
        if kept.remove_set(connection, number):
            log(connection, desk, person, REMOVED, number, found.sha256)
    _MEMORY.forget(desk)
    forget(desk.engine, kept.TABLES)


_MEMORY = Memory(8)
remember = _MEMORY.remember


def open_portfolio(desk: Desk, data: DataSet) -> Portfolio:
    """The portfolio of a set. Raises NoDataError when it was removed meanwhile, StoreError when it is not what was kept."""
    return remember(desk, (data.sha256, "portfolio"), lambda: _read(desk, data))


def _read(desk: Desk, data: DataSet) -> Portfolio:
    with desk.reading() as connection:
        content = kept.read_set(connection, data.id)
    if content is None:
        raise no_set()
    try:
        if hashlib.sha256(content).hexdigest() != data.sha256:
            raise ValueError("hash")
        return portfolio_from_json(json.loads(content))
    except ValueError as error:
        raise StoreError(say("desk_purchasing.changed"), remedy=say("desk_purchasing.changed_remedy")) from error


def list_years(portfolio: Portfolio) -> list[int]:
    """Years with placements, newest first."""
    return sorted({line.year for line in portfolio.placements}, reverse=True)


def make_template() -> tuple[bytes, str, str]:
    """The empty workbook to fill in: bytes, type and name."""
    from samspil.purchasing.intake.templates import make_templates

    name, content = next(iter(make_templates("xlsx").items()))
    return content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name
