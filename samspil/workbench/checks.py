"""What a person asks for is looked at before it goes into the trail: against the codebook, the rows as they stand and the sources' words."""

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.desk.fields import FieldError, check_fields, check_reason, check_together
from samspil.desk.spans import MOST_EVIDENCE, check_quote
from samspil.errors import SamspilError
from samspil.review.own_themes import list_own_themes
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import find_row
from samspil.values.desk import ADD, CORRECT, COUNTED_STATES, FIELDS, JOIN, REJECT, SPLIT, Json, RowState, SourceText
from samspil.vocabulary.texts import say

MOST_PARTS, MOST_JOINED = 10, 20
_QUOTE_KEYS = ("document", "sha256", "page", "start", "end", "quote", "prefix", "suffix")


class DecisionError(SamspilError):
    """What was asked cannot be done with this row."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose initiative it is."""

    year: int
    municipality: str
    code: str


def place_of(state: RowState) -> Place:
    """Whose the row is."""
    return Place(state.year, state.municipality, state.municipality_code)


def check_content(connection: sa.Connection, kind: str, content: Mapping[str, Any], states: Sequence[RowState]) -> Json:
    """The content of a decision in the form the trail keeps. Raises FieldError, DecisionError."""
    if kind == CORRECT:
        return _check_correction(connection, content, states[0])
    if kind == REJECT:
        return {"reason": check_reason(content.get("reason"))}
    if kind == ADD:
        return _check_addition(connection, content)
    if kind == SPLIT:
        return _check_split(connection, content, states)
    return _check_join(connection, content, states) if kind == JOIN else {}


def _check_correction(connection: sa.Connection, content: Mapping[str, Any], state: RowState) -> Json:
    if not content:
        raise DecisionError(say("desk_rows.nothing_to_correct"), place=state.id)
    fields = check_fields(
        {name: value for name, value in content.items() if name != "evidence"}, state.year, find_own(connection, state.year)
    )
    if "evidence" in content:
        fields["evidence"] = check_evidence(connection, content["evidence"], place_of(state), [state])
    check_together({name: value.value for name, value in state.fields.items()} | fields)
    return fields


def _check_addition(connection: sa.Connection, content: Mapping[str, Any]) -> Json:
    row, new = str(content.get("id", "")), content.get("initiative")
    place = _place_in(new)
    _check_free(connection, [row])
    return {"id": row, "initiative": check_initiative(connection, new, row, place, [])}


def _check_split(connection: sa.Connection, content: Mapping[str, Any], states: Sequence[RowState]) -> Json:
    into = content.get("into")
    if len(states) != 1 or not isinstance(into, Mapping) or not 2 <= len(into) <= MOST_PARTS:
        raise DecisionError(say("desk_rows.split_count", most=MOST_PARTS), place=states[0].id)
    _check_counted(states)
    _check_free(connection, into)
    parts = {str(row): check_initiative(connection, new, str(row), place_of(states[0]), states) for row, new in into.items()}
    amounts = [json.dumps(amount, sort_keys=True) for part in parts.values() for amount in part["amounts"]]
    if len(set(amounts)) < len(amounts):
        raise FieldError("amounts", say("desk_rows.amount_in_two_parts"))
    return {"into": parts}


def _check_join(connection: sa.Connection, content: Mapping[str, Any], states: Sequence[RowState]) -> Json:
    if not 2 <= len(states) <= MOST_JOINED:
        raise DecisionError(say("desk_rows.join_count", most=MOST_JOINED))
    if len({(state.municipality_code, state.year) for state in states}) > 1:
        raise DecisionError(say("desk_rows.join_places"), remedy=say("desk_rows.join_places_remedy"))
    _check_counted(states)
    row = str(content.get("into", ""))
    _check_free(connection, [row])
    return {"into": row, "initiative": check_initiative(connection, content.get("initiative"), row, place_of(states[0]), states)}


def _check_counted(states: Iterable[RowState]) -> None:
    """Only rows that stand in the review can be split or joined."""
    for state in states:
        if state.state not in COUNTED_STATES:
            raise DecisionError(say("desk_rows.not_counted"), place=state.id, remedy=say("desk_rows.not_counted_remedy"))


def _check_free(connection: sa.Connection, rows: Iterable[str]) -> None:
    """A row that is made has an id of its own: made twice, it would stand there twice or undo what was decided about it."""
    for row in rows:
        if not row or len(row) > 100:
            raise DecisionError(say("desk.no_row"), place=row[:100])
        if find_row(connection, row) is not None:
            raise DecisionError(say("desk_rows.row_exists"), place=row, remedy=say("desk_rows.row_exists_remedy"))


def _place_in(new: Any) -> Place:
    try:
        return Place(int(new["budget_year"]), str(new["municipality"]), str(new["municipality_code"]))
    except (KeyError, TypeError, ValueError) as error:
        raise DecisionError(say("desk_rows.not_an_initiative")) from error


def check_initiative(connection: sa.Connection, new: Any, row: str, place: Place, states: Sequence[RowState]) -> Json:
    """An initiative that a person makes, in the contract's form. Raises FieldError, DecisionError."""
    if _place_in(new) != place:
        raise DecisionError(say("desk_rows.other_place"), place=row)
    given = {name: new[name] for name in FIELDS if name in new and name != "evidence"}
    empty: Json = {"topics": [], "amounts": [], "technologies": [], "actors": [], "committee": ""}
    fields = check_fields({"themes": [], "stage": None, **empty, **given}, place.year, find_own(connection, place.year))
    check_together(fields)
    fields["evidence"] = check_evidence(connection, new.get("evidence"), place, states)
    known = {"id": row, "municipality": place.municipality, "municipality_code": place.code, "budget_year": place.year}
    return {**known, **fields, "confidence": 1.0, "reader": ""}


def check_evidence(connection: sa.Connection, value: Any, place: Place, states: Sequence[RowState]) -> list[Json]:
    """Quotes that stand in agreements of the municipality and year at their place; those the rows have already are taken as they are. Raises FieldError."""
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_EVIDENCE:
        raise FieldError("evidence", say("desk_rows.no_evidence"))
    known = [quote for state in states for quote in state.fields["evidence"].value or ()]
    documents = list_documents(connection, place)
    texts: dict[str, SourceText | None] = {}
    for quote in value:
        if quote in known:
            continue
        if not isinstance(quote, Mapping) or set(quote) != set(_QUOTE_KEYS):
            raise FieldError("evidence", say("desk_rows.not_a_range"))
        sha256 = str(quote["sha256"])
        if documents.get(sha256) != quote["document"] and (sha256, quote["document"]) not in {(k["sha256"], k["document"]) for k in known}:
            raise FieldError("evidence", say("desk_rows.other_agreement"), remedy=say("desk_rows.other_agreement_remedy"))
        if sha256 not in texts:
            texts[sha256] = sources.find_text(connection, sha256)
        if (text := texts[sha256]) is None:
            raise FieldError("evidence", say("desk.no_source"), remedy=say("desk.no_source_remedy"))
        check_quote(quote, text)
    ordered = sorted((dict(quote) for quote in value), key=lambda quote: (quote["document"], quote["start"], quote["end"]))
    return [quote for number, quote in enumerate(ordered) if quote not in ordered[:number]]


def list_documents(connection: sa.Connection, place: Place) -> dict[str, str]:
    """SHA-256 -> file of the agreements of a municipality and year."""
    table = tables.document.c
    query = sa.select(table.sha256, table.file).where(table.year == place.year, table.municipality_code == place.code, table.sha256 != "")
    return dict(connection.execute(query.order_by(table.file.desc())).all())


def find_own(connection: sa.Connection, year: int) -> list[str]:
    """Ids of the user's own themes in the newest run of the year."""
    query = sa.select(tables.run.c.record).where(tables.run.c.year == year).order_by(tables.run.c.id.desc()).limit(1)
    record = connection.execute(query).scalar()
    return list(_read_own(record)) if record else []


@functools.lru_cache(maxsize=32)
def _read_own(record: str) -> tuple[str, ...]:
    """Of a run's record, which is long."""
    return tuple(str(theme["id"]) for theme in list_own_themes(json.loads(record)["samspil"]))
