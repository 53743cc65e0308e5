"""Decisions by programs: the version that was seen comes as If-Match or in the body, and a stale one is answered with both versions."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header
from starlette.responses import Response

from samspil.desk.fields import FieldError
from samspil.values.desk import ACCEPT, REJECT, UNDO, RowState
from samspil.vocabulary.texts import say
from samspil.web.api.asked import AcceptRow, AnyDecision, CorrectRow, JoinRows, NewRow, RejectRow, SplitRow, TakeMachine, UndoRow
from samspil.web.api.contract import give, tells
from samspil.web.api.models import Decided
from samspil.web.api.rows import RowId
from samspil.web.api.shapes import etag_of, show_row
from samspil.web.errors import Refusal, as_json, describe
from samspil.web.visit import Here, Visit
from samspil.workbench.checks import DecisionError, Place
from samspil.workbench.decide import StaleError, Wish, decide
from samspil.workbench.listing import find_by_key, find_rows, wish_correction
from samspil.workbench.views import find_as_seen, list_places
from samspil.workbench.wishes import Part, Selection, find_done, wish_addition, wish_join, wish_machine, wish_split

IfMatch = Annotated[str, Header(max_length=100, description='the version that was seen, as "4"')]
IdempotencyKey = Annotated[str, Header(max_length=100, pattern=r"^[!-~]*$", description="the same key again is done once")]
_ETAG = re.compile(r'"(\d{1,9})"')
Seen = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A decision with the versions of all its rows, the address's first."""

    body: Any
    seen: tuple[Seen, ...]
    key: str


_WISHES: dict[type, Callable[[Visit, _Asked], Wish]] = {
    AcceptRow: lambda _visit, asked: Wish(ACCEPT, (asked.seen[0][0],), (asked.seen[0][1],), {}, asked.key),
    UndoRow: lambda _visit, asked: Wish(UNDO, (asked.seen[0][0],), (asked.seen[0][1],), {}, asked.key),
    RejectRow: lambda _visit, asked: Wish(REJECT, (asked.seen[0][0],), (asked.seen[0][1],), asked.body.content.model_dump(), asked.key),
    CorrectRow: lambda visit, asked: wish_correction(
        visit.desk, asked.seen[0], asked.body.content.model_dump(exclude_unset=True), asked.key
    ),
    SplitRow: lambda visit, asked: wish_split(visit.desk, asked.seen[0], [_part(one) for one in asked.body.content.parts], asked.key),
    JoinRows: lambda visit, asked: wish_join(visit.desk, asked.seen, asked.body.content.stage, asked.key),
    TakeMachine: lambda visit, asked: wish_machine(visit.desk, asked.seen[0], asked.key),
}


def _part(sent: Any) -> Part:
    return Part(tuple(sent.units), tuple(sent.amounts), tuple(sent.themes), sent.stage)


@tells("decide", "decisions", Decided, 404, 409, 412, 413, 428, etag=True)
def decide_row(visit: Here, row: RowId, body: AnyDecision, if_match: IfMatch = "", idempotency_key: IdempotencyKey = "") -> Response:
    """Carry out one decision about a row. Raises Refusal, DecisionError, FieldError, NoSuchRowError, NoSourceError."""
    key = _key(visit, idempotency_key)
    seen = _versions(row, body, if_match)
    try:
        states = _carry_out(visit, _Asked(body, seen, key), row)
    except StaleError as error:
        return _show_stale(visit, error, seen, by_header=bool(if_match) and error.now.id == row)
    first = next((state for state in states if state.id == row), None)
    return _show(visit, key, states, 200, **({"ETag": etag_of(first)} if first else {}))


@tells("addRow", "decisions", Decided, 404, 413, status=201, etag=True)
def add_row(visit: Here, body: NewRow, idempotency_key: IdempotencyKey = "") -> Response:
    """Add a row that nobody proposed. Raises FieldError, DecisionError, NoSourceError."""
    key = _key(visit, idempotency_key)
    rows = find_done(visit.desk, visit.person, key)
    if rows:
        states = find_rows(visit.desk, rows)
    else:
        chosen = Selection(body.range.sha256, body.range.start, body.range.end)
        wish = wish_addition(visit.desk, _place_of(visit, body.range.sha256, body.year), chosen, body.themes, body.topics, body.stage, key)
        states = decide(visit.desk, visit.person, wish)
    return _show(visit, key, states, 201, ETag=etag_of(states[0]), Location=f"/api/v1/rows/{states[0].id}")


def _place_of(visit: Visit, sha256: str, year: int) -> Place:
    for found, name, code in list_places(visit.desk, sha256):
        if found == year:
            return Place(found, name, code)
    raise FieldError("evidence", say("desk_rows.other_agreement"), remedy=say("desk_rows.other_agreement_remedy"))


def _key(visit: Visit, given: str) -> str:
    """Keys are each person's own. Without one, ours, by which the decision's line is found."""
    return f"api:{visit.person.id}:{given or secrets.token_urlsafe(16)}"


def _versions(row: str, body: Any, if_match: str) -> tuple[Seen, ...]:
    """The rows with the versions that were seen. Raises Refusal."""
    versions = dict(body.versions)
    if if_match:
        match = _ETAG.fullmatch(if_match.strip())
        if match is None:
            raise Refusal(422, "bad_if_match")
        if versions.setdefault(row, int(match[1])) != int(match[1]):
            raise Refusal(422, "bad_if_match")
    if row not in versions:
        raise Refusal(428, "no_version")
    if len(versions) > 1 and not isinstance(body, JoinRows):
        raise Refusal(422, "too_many_versions")
    return ((row, versions.pop(row)), *sorted(versions.items()))


def _carry_out(visit: Visit, asked: _Asked, row: str) -> list[RowState]:
    """What was done under the key already is not worked out anew: its versions have moved on since."""
    if done := _done(visit, asked, row):
        return done
    try:
        return decide(visit.desk, visit.person, _WISHES[type(asked.body)](visit, asked))
    except StaleError:
        if done := _done(visit, asked, row):  # the same key came twice at once
            return done
        raise


def _done(visit: Visit, asked: _Asked, row: str) -> list[RowState]:
    """The rows of what was done under the key, as they stand. Raises DecisionError when that was something else."""
    event = find_by_key(visit.desk, asked.key)
    if event is None:
        return []
    kinds = ("correct", "reject") if asked.body.kind == "machine" else (asked.body.kind,)
    if event.kind not in kinds or row not in event.rows:
        raise DecisionError(say("desk_rows.key_used"), remedy=say("desk_rows.key_used_remedy"))
    return find_rows(visit.desk, event.rows)


def _show(visit: Visit, key: str, states: list[RowState], status: int, **headers: str) -> Response:
    event = find_by_key(visit.desk, key)
    return give({"sequence": event.sequence if event else 0, "rows": [show_row(state) for state in states]}, status, **headers)


def _show_stale(visit: Visit, error: StaleError, seen: tuple[Seen, ...], *, by_header: bool) -> Response:
    """412 for a version sent as If-Match, else 409; in the body the row as it was seen and as it is."""
    before = next((find_as_seen(visit.desk, one, version) for one, version in seen if one == error.now.id), None)
    trouble = as_json(describe(error)) | {"seen": show_row(before) if before else None, "now": show_row(error.now)}
    return give({"error": trouble}, 412 if by_header else 409, ETag=etag_of(error.now))
