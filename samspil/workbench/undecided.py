"""Files whose municipality or year could not be decided, and several agreements of one municipality: a person decides, in the trail, and the next run follows.

Nothing is guessed: what is proposed are the candidates that the run itself has named. A decision is about the bytes of a file (its SHA-256), so it holds
in every later run, whatever the file is called then.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.desk.state import name_person
from samspil.errors import SamspilError
from samspil.review.names import show_name
from samspil.store.desk import jobs as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, find_event_by_key
from samspil.store.desk.people import list_people
from samspil.values.codes import ATTENTION, READ_VERDICTS
from samspil.values.desk import FILE, Json, Person
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import find_by_code, read_municipalities
from samspil.vocabulary.texts import say
from samspil.workbench.decide import append
from samspil.workbench.uploads import Source, check_year, find_free, list_sources

WHOSE, WHICH = "whose", "which"  # what is asked: whose and of which year it is; which of several counts
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class FileDecisionError(SamspilError):
    """A decision that cannot be: no such file, an unknown municipality or year."""


class StaleFileError(FileDecisionError):
    """Somebody has decided about the file since it was shown."""

    def __init__(self, file: str) -> None:
        super().__init__(say("undecided.stale"), place=file, remedy=say("undecided.stale_remedy"))


@dataclass(frozen=True, slots=True)
class FileDecision:
    """What a person decided about a file. `sequence`: the trail's line; `counts`: whether it is the one of several that counts, None where that was not
    asked. Without `municipality_code` the decision was taken back: the machine decides again."""

    sequence: int
    at: str
    by: int
    file: str
    municipality_code: str
    budget_year: int | None
    counts: bool | None

    @property
    def holds(self) -> bool:
        """Whether it has not been taken back."""
        return bool(self.municipality_code)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A file of a year's newest run. `municipality_code`, `budget_year`: as the run has them, '' and None where it could not tell; `candidates`, `years`:
    what it named in its reason; `decision`: what a person has decided, None if nothing was ever; `by`: their name."""

    year: int
    file: str
    sha256: str
    pages: int
    verdict: str
    reason: str
    municipality: str
    municipality_code: str
    budget_year: int | None
    candidates: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    decision: FileDecision | None = None
    by: str = ""

    @property
    def decided(self) -> bool:
        """Whether a person's decision stands."""
        return bool(self.decision and self.decision.holds)

    @property
    def seen(self) -> int:
        """The decision that is shown: its line in the trail, 0 for none."""
        return self.decision.sequence if self.decision else 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Several agreements of one municipality, of which one is to count."""

    municipality: str
    files: tuple[Undecided, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All of a year's questions. `whose`: files without owner or year; `which`: several agreements of one municipality; `done`: files about which a person
    has decided; `waiting`: decisions that no run has followed yet."""

    year: int
    whose: tuple[Undecided, ...]
    which: tuple[Choice, ...]
    done: tuple[Undecided, ...]
    waiting: int


def view_board(desk: Desk, year: int) -> Board:
    """The questions of a year's newest run, and what people have answered."""
    with desk.reading() as connection:
        files, run_line = _list_files(connection, year)
    open_ = [file for file in files if not file.decided]
    groups = _group(open_)
    grouped = {file.sha256 for choice in groups for file in choice.files}
    whose = tuple(file for file in open_ if _lacks(file) and file.sha256 not in grouped)
    done = tuple(file for file in files if file.decided)
    return Board(year, whose, groups, done, sum(file.seen > run_line for file in files))


def count_open(desk: Desk, year: int) -> int:
    """How many files wait for a person's decision."""
    board = view_board(desk, year)
    return len(board.whose) + sum(len(choice.files) for choice in board.which)


def _lacks(file: Undecided) -> bool:
    return file.verdict == ATTENTION and (not file.municipality_code or file.budget_year is None)


def _group(files: Sequence[Undecided]) -> tuple[Choice, ...]:
    """Files of one municipality and the year, where at least one waits for a decision and there is more than one to choose among."""
    found: dict[str, list[Undecided]] = {}
    for file in files:
        if file.municipality_code and file.budget_year == file.year and file.verdict in (ATTENTION, *READ_VERDICTS):
            found.setdefault(file.municipality_code, []).append(file)
    groups = (group for group in found.values() if len(group) > 1 and any(file.verdict == ATTENTION for file in group))
    return tuple(Choice(group[0].municipality, tuple(group)) for group in groups)


def _list_files(connection: sa.Connection, year: int) -> tuple[list[Undecided], int]:
    """The files of the newest run, each once by its bytes, and the trail's line at which it arrived."""
    query = sa.select(tables.run.c.record).where(tables.run.c.year == year).order_by(tables.run.c.id.desc()).limit(1)
    content = connection.execute(query).scalar()
    record = json.loads(content) if content else {"coverage": {"documents": []}}
    decisions = read_decisions(connection)
    names = {person.id: person.name for person in list_people(connection)}
    found: dict[str, Undecided] = {}
    for document in record["coverage"]["documents"]:
        if document["sha256"] and document["sha256"] not in found:
            found[document["sha256"]] = _see(year, document, decisions.get(document["sha256"]), names)
    return sorted(found.values(), key=lambda file: (sort_key(file.municipality), file.file)), int(record.get("sequence", 0))


def _see(year: int, document: Mapping[str, Any], decision: FileDecision | None, names: Mapping[int, str]) -> Undecided:
    reason = str(document["reason"])
    told = reason.replace(show_name(document["file"]), " ").replace(document["file"], " ")
    candidates = [place.name for place in read_municipalities() if re.search(rf"(?<!\w){re.escape(place.name)}(?!\w)", told)]
    years = sorted({int(found) for found in _YEAR.findall(told)})
    known = {name: document[name] for name in ("file", "sha256", "pages", "verdict", "municipality", "municipality_code", "budget_year")}
    asked = not document["municipality_code"]
    return Undecided(
        year=year,
        reason=reason,
        candidates=tuple(sorted(candidates, key=sort_key)) if asked else (),
        years=tuple(years) if document["budget_year"] is None else (),
        decision=decision,
        by=names.get(decision.by, "") if decision else "",
        **known,
    )


def read_decisions(connection: sa.Connection) -> dict[str, FileDecision]:
    """The last decision about each file, by SHA-256."""
    table = tables.event.c
    query = sa.select(table.sequence, table.at, table.actor, table.content).where(table.kind == FILE).order_by(table.sequence)
    found = {}
    for line in connection.execute(query):
        content = json.loads(line.content)
        told = {name: content[name] for name in ("file", "municipality_code", "budget_year", "counts")}
        found[content["sha256"]] = FileDecision(line.sequence, line.at, int(line.actor.rpartition(" ")[2]), **told)
    return found


def decide_file(desk: Desk, person: Person, year: int, sha256: str, municipality: str, budget_year: int, seen: int, key: str = "") -> None:
    """Whose agreement a file of the year is (a code), and of which budget year; a file of another year is read with that year's files from then on.

    `seen`: the decision that was on the screen (`Undecided.seen`). Raises FileDecisionError, StaleFileError, UploadError.
    """
    if find_by_code(municipality) is None:
        raise FileDecisionError(say("undecided.no_municipality"), remedy=say("undecided.no_municipality_remedy"))
    check_year(budget_year)
    answer = {"municipality_code": municipality, "budget_year": budget_year, "counts": None}
    with desk.writing() as connection:
        file = _find(connection, year, sha256)
        if _decide(connection, desk, person, [(file, seen, answer)], key) and budget_year != year:
            _bring(connection, desk, person, file, budget_year)


def choose_file(desk: Desk, person: Person, year: int, sha256: str, seen: Mapping[str, int], key: str = "") -> None:
    """Which of a municipality's agreements of the year counts; the others of `seen` (SHA-256 -> decision on the screen) do not. Raises FileDecisionError, StaleFileError."""
    with desk.writing() as connection:
        files = [_find(connection, year, one) for one in seen]
        chosen = next((file for file in files if file.sha256 == sha256), None)
        if chosen is None or len(files) < 2 or len({file.municipality_code for file in files}) != 1 or not chosen.municipality_code:
            raise FileDecisionError(say("undecided.no_choice"), remedy=say("undecided.no_file_remedy"))
        answer = {"municipality_code": chosen.municipality_code, "budget_year": year}
        lines = [(file, seen[file.sha256], {**answer, "counts": file.sha256 == sha256}) for file in files]
        _decide(connection, desk, person, lines, key)


def take_back(desk: Desk, person: Person, year: int, sha256: str, seen: int, key: str = "") -> None:
    """The machine decides about the file again; so it does about those that were set aside for it. Raises FileDecisionError, StaleFileError."""
    nothing: Json = {"municipality_code": "", "budget_year": None, "counts": None}
    with desk.writing() as connection:
        file = _find(connection, year, sha256)
        if not file.decided and file.seen == seen:
            raise FileDecisionError(say("undecided.nothing_to_take_back"), place=file.file)
        _decide(connection, desk, person, [(file, seen, nothing), *((one, one.seen, nothing) for one in _with(connection, file))], key)


def _with(connection: sa.Connection, file: Undecided) -> list[Undecided]:
    """Files decided about in the same breath: which of them counts is one decision."""
    if not file.decision or file.decision.counts is None:
        return []
    files, _line = _list_files(connection, file.year)
    code = file.decision.municipality_code
    return [
        one
        for one in files
        if one.sha256 != file.sha256 and one.decision and one.decision.municipality_code == code and one.decision.counts is not None
    ]


def _find(connection: sa.Connection, year: int, sha256: str) -> Undecided:
    files, _line = _list_files(connection, year)
    for file in files:
        if file.sha256 == sha256:
            return file
    raise FileDecisionError(say("undecided.no_file"), remedy=say("undecided.no_file_remedy"))


def _decide(connection: sa.Connection, desk: Desk, person: Person, answers: Sequence[tuple[Undecided, int, Json]], key: str) -> bool:
    """Lines of the trail; False when the same key has done it already."""
    if key and find_event_by_key(connection, f"{key}:0"):
        return False
    for file, seen, _answer in answers:
        if file.seen != seen:
            raise StaleFileError(file.file)
    contents = [{"year": file.year, "sha256": file.sha256, "file": file.file, **answer} for file, _seen, answer in answers]
    lines = [(name_person(person.id), FILE, (), content, key and f"{key}:{number}") for number, content in enumerate(contents)]
    append(connection, desk, lines)
    return True


def _bring(connection: sa.Connection, desk: Desk, person: Person, file: Undecided, year: int) -> None:
    """The file among those of its own year."""
    there = list_sources(connection, year)
    if file.sha256 not in {source.sha256 for source in there}:
        name = find_free(file.file, {source.name.casefold() for source in there})
        kept.add_upload(connection, year, name, file.sha256, person.id, desk.now())


Told = tuple[str, str, int, str]  # file, code, year, 'ja', 'nej' or ''


def list_told(connection: sa.Connection, files: Iterable[tuple[str, Source]], year: int) -> list[Told]:
    """What a run is told of files (name, source): what people have decided, else whose they were settled to be before."""
    decisions = read_decisions(connection)
    told: list[Told] = []
    for name, source in files:
        decision = decisions.get(source.sha256)
        if decision and decision.holds:
            counts = "" if decision.counts is None else "ja" if decision.counts else "nej"
            told.append((name, decision.municipality_code, decision.budget_year or year, counts))
        elif source.municipality_code and not decision:
            told.append((name, source.municipality_code, year, ""))
    return told


def write_manifest(told: Sequence[Told]) -> str:
    """As the list that `samspil review --manifest` reads (review/manifest.py)."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([("file", "municipality", "year", "counts"), *told])
    return stream.getvalue()


def export_manifest(desk: Desk, year: int) -> str:
    """People's decisions about a year's files, for a run from the command line."""
    with desk.reading() as connection:
        files, _line = _list_files(connection, year)
        return write_manifest(list_told(connection, ((file.file, Source(file.file, file.sha256)) for file in files), year))
