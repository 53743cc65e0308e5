"""Rows and cases: which cases are like a row, who plans the like of a case in all years of the desk, and what is still open for suppliers.

What each row speaks of is kept in memory and brought up to date by the trail's end, so that a row is read once, however often it is asked about.
"""

import json
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import sqlalchemy as sa

from samspil.cases.matching.index import score_features
from samspil.cases.matching.many import MOST_SIMILAR
from samspil.cases.matching.match import answer_need, find_features
from samspil.cases.matching.model import Answer, Match, Plan, Size
from samspil.cases.matching.opportunities import Opportunity, areas_of
from samspil.cases.matching.reasons import list_reasons
from samspil.cases.matching.sides import read_need
from samspil.cases.matching.weights import PLANS_FROM, WEIGHTS
from samspil.desk.state import as_initiative
from samspil.review.kept import parse_initiative
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, list_touched, parse_state, read_head
from samspil.values.case import Case
from samspil.values.desk import COUNTED_STATES, RowState
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key
from samspil.workbench.cases import Shelf, open_shelf

MOST_PLANS = 100  # rows that a case's page names
_NAMED = 0.5  # from this weight on, a row is about a technology
_MOST_LINES = 5000
_SLICE = 500


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a row that counts speaks of. `scores`: case -> how like it is, best first."""

    municipality: str
    year: int
    stage: str
    themes: frozenset[str]
    scores: tuple[tuple[str, float], ...]
    areas: tuple[str, ...]
    technologies: tuple[str, ...]
    quoted: bool


class _Board:
    """All rows that count, for one library. Safe for threads."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rows: dict[str, _Seen] = {}
        self._lock = Lock()
        self._sequence, self._hash = 0, ""

    def refresh(self, connection: sa.Connection) -> dict[str, _Seen]:
        """The rows as they stand now."""
        with self._lock:
            sequence, hash_ = read_head(connection)
            if hash_ != self._hash:
                self._read(connection, sequence)
                self._sequence, self._hash = sequence, hash_
            return dict(self.rows)

    def _read(self, connection: sa.Connection, sequence: int) -> None:
        touched = list_touched(connection, self._sequence, _MOST_LINES) if self._sequence and sequence >= self._sequence else None
        query = sa.select(tables.row.c.id, tables.row.c.content)
        counted = tables.row.c.state.in_(COUNTED_STATES)
        if touched is None:
            self.rows, queries = {}, [query.where(counted)]
        else:
            ids = sorted(touched)
            for row in ids:
                self.rows.pop(row, None)
            queries = [query.where(counted, tables.row.c.id.in_(ids[start : start + _SLICE])) for start in range(0, len(ids), _SLICE)]
        for one in queries:
            for row, content in connection.execute(one):
                self.rows[row] = self._look(parse_state(json.loads(content)))

    def _look(self, state: RowState) -> _Seen:
        initiative, index = make_initiative(state), self.shelf.index
        reading = read_need(initiative)
        scores = score_features(find_features(reading, index, Size(state.municipality_code)), WEIGHTS)
        like = [
            (index.cases[number].id, round(float(score), 4)) for number, score in enumerate(scores) if round(float(score), 4) >= PLANS_FROM
        ]
        technologies = sorted(name for name, weight in reading.weights.items() if name.startswith("technology.") and weight >= _NAMED)
        return _Seen(
            state.municipality,
            state.year,
            initiative.stage,
            frozenset(initiative.themes),
            tuple(sorted(like, key=lambda pair: (-pair[1], pair[0]))),
            areas_of(reading),
            tuple(technologies),
            bool(initiative.evidence),
        )


_BOARDS: "weakref.WeakKeyDictionary[Desk, _Board]" = weakref.WeakKeyDictionary()
_LOCK = Lock()


def _open_board(desk: Desk) -> _Board:
    shelf = open_shelf(desk)
    with _LOCK:
        board = _BOARDS.get(desk)
        if board is None or board.shelf is not shelf:
            board = _BOARDS[desk] = _Board(shelf)
        return board


def make_initiative(state: RowState) -> Initiative:
    """The row as the matching reads it."""
    return parse_initiative(as_initiative(state))


def find_similar(desk: Desk, state: RowState) -> tuple[Match, ...]:
    """The cases beside a row: at most three, () when nothing fits or the row does not count."""
    if state.state not in COUNTED_STATES:
        return ()
    answer = answer_need(make_initiative(state), open_shelf(desk).index, limit=MOST_SIMILAR)
    return tuple(match for match in answer.matches if match.score >= PLANS_FROM)


def match_need(desk: Desk, words: str, size: Size | None = None, limit: int = 5) -> Answer:
    """The cases that fit a free description of a need, or why there is none."""
    return answer_need(words, open_shelf(desk).index, size=size, limit=limit)


@dataclass(frozen=True, slots=True)
class Plans:
    """Who plans the like of a case: the best `rows` with their reasons, and how many there are in all."""

    rows: tuple[Plan, ...]
    total: int


def find_case_plans(desk: Desk, case: Case, most: int = MOST_PLANS) -> Plans:
    """The rows of all years that are like a case, best first."""
    board = _open_board(desk)
    with desk.reading() as connection:
        found = {row: score for row, seen in board.refresh(connection).items() for name, score in seen.scores if name == case.id}
        best = sorted(found, key=lambda row: (-found[row], row))[:most]
        states = _read_states(connection, best)
    number = next((place for place, one in enumerate(board.shelf.index.cases) if one.id == case.id), None)
    plans = [_tell(board, states[row], number, found[row]) for row in best if row in states and number is not None]
    return Plans(
        tuple(sorted(plans, key=lambda plan: (-plan.score, sort_key(plan.initiative.municipality), plan.initiative.id))), len(found)
    )


def _tell(board: _Board, state: RowState, number: int, score: float) -> Plan:
    initiative, index = make_initiative(state), board.shelf.index
    reading = read_need(initiative)
    features = find_features(reading, index, Size(state.municipality_code))
    return Plan(initiative, score, list_reasons(reading, index, number, features))


def count_plans(desk: Desk) -> dict[str, int]:
    """Case -> how many rows plan the like."""
    board = _open_board(desk)
    with desk.reading() as connection:
        seen = board.refresh(connection).values()
    counts: dict[str, int] = {}
    for one in seen:
        for name, _score in one.scores:
            counts[name] = counts.get(name, 0) + 1
    return counts


def _read_states(connection: sa.Connection, rows: Sequence[str]) -> dict[str, RowState]:
    found: dict[str, RowState] = {}
    for start in range(0, len(rows), _SLICE):
        some = list_rows(connection, tables.row.c.id.in_(rows[start : start + _SLICE]))
        found |= {state.id: state for state in some}
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; '' and 0 let everything pass. `technology`: a concept ('technology.sensor_pad')."""

    year: int = 0
    area: str = ""
    technology: str = ""
    theme: str = ""
    stage: str = ""
    municipality: str = ""

    def fits(self, seen: _Seen, open_stages: Sequence[str]) -> bool:
        """Whether a row is what is looked for; without a stage, one that is still open."""
        return (
            seen.quoted
            and (seen.stage == self.stage if self.stage else seen.stage in open_stages)
            and (not self.year or seen.year == self.year)
            and (not self.area or self.area in seen.areas)
            and (not self.technology or self.technology in seen.technologies)
            and (not self.theme or self.theme in seen.themes)
            and (not self.municipality or seen.municipality == self.municipality)
        )


def find_open(desk: Desk, asked: Asked, start: int = 0, most: int | None = None) -> tuple[tuple[Opportunity, ...], int]:
    """Open opportunities by municipality, newest year first, `most` of them from `start`; and how many there are."""
    from samspil.cases.matching.opportunities import OPEN_STAGES

    board = _open_board(desk)
    with desk.reading() as connection:
        rows = {row: seen for row, seen in board.refresh(connection).items() if asked.fits(seen, OPEN_STAGES)}
        ordered = sorted(rows, key=lambda row: (sort_key(rows[row].municipality), -rows[row].year, row))
        chosen = ordered[start : None if most is None else start + most]
        states = _read_states(connection, chosen)
    found = (
        Opportunity(
            make_initiative(states[row]),
            rows[row].areas,
            rows[row].technologies,
            tuple(name for name, _score in rows[row].scores[:MOST_SIMILAR]),
        )
        for row in chosen
        if row in states
    )
    return tuple(found), len(rows)
