"""What buttons, keys and selections ask for, made into wishes: quotes from ranges, parts of a row, rows as one, rows of a person's own.

The rows that are made have ids that follow from what they are made of, so that the same wish twice is one row.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samspil.desk.fields import FieldError, check_stage
from samspil.desk.spans import check_quote, cut_units, find_words, join_ranges, make_evidence, move_edge
from samspil.desk.state import as_initiative, find_undoable, name_person
from samspil.store.desk.desk import Desk, find_event, find_event_by_key, find_row, read_row_events
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.desk import ACCEPT, ADD, CORRECT, DECISIONS, JOIN, OPEN, REJECT, SPLIT, UNDO, Json, Person, RowState, SourceText
from samspil.vocabulary.texts import say
from samspil.workbench.checks import DecisionError, Place, list_documents, place_of
from samspil.workbench.decide import NoSuchRowError, StaleError, Wish, carry_out
from samspil.workbench.sources import NoSourceError, open_source

GONE = "gone"
Seen = tuple[str, int]  # row, version


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a row that is split: `units` and `amounts` by their place in the row (from 0), its own themes and stage ('' or none: the row's)."""

    units: tuple[int, ...]
    amounts: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A range of a source's cleaned text that a person has chosen: by offsets, or (`start` < 0) by its `words` on `page`."""

    sha256: str
    start: int = -1
    end: int = -1
    words: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Bulk:
    """What became of rows accepted together: those `done`, and those left alone because they were `changed` since they were seen or are not open."""

    done: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def get_row(desk: Desk, row: str) -> RowState:
    """A row as it stands. Raises NoSuchRowError."""
    with desk.reading() as connection:
        state = find_row(connection, row)
    if state is None:
        raise NoSuchRowError(say("desk.no_row"), place=row[:100])
    return state


def see(desk: Desk, seen: Seen) -> RowState:
    """The row, if it is still the version that was seen: what is worked out from it would else be about another. Raises NoSuchRowError, StaleError."""
    state = get_row(desk, seen[0])
    if state.version != seen[1]:
        raise StaleError(state)
    return state


def open_document(desk: Desk, place: Place, sha256: str) -> tuple[SourceText, str]:
    """An agreement of the municipality and year with its file's name. Raises FieldError, NoSourceError."""
    with desk.reading() as connection:
        documents = list_documents(connection, place)
    if sha256 not in documents:
        raise FieldError("evidence", say("desk_rows.other_agreement"), remedy=say("desk_rows.other_agreement_remedy"))
    return open_source(desk, sha256, documents[sha256]), documents[sha256]


def select(source: SourceText, chosen: Selection) -> tuple[int, int]:
    """The range chosen. Raises FieldError."""
    return (chosen.start, chosen.end) if chosen.start >= 0 else find_words(source, chosen.words, chosen.page)


def wish_addition(desk: Desk, place: Place, chosen: Selection, themes: Sequence[str], topics: Sequence[str], stage: str, key: str) -> Wish:
    """A row of a selection. Raises FieldError, NoSourceError."""
    source, document = open_document(desk, place, chosen.sha256)
    evidence = make_evidence(source, document, *select(source, chosen))
    new = {"themes": list(themes), "topics": list(topics), "stage": stage, "evidence": evidence, "amounts": []}
    return Wish(ADD, (), (), _named(place, "add", new), key)


def wish_words(desk: Desk, seen: Seen, number: int, chosen: Selection, key: str) -> Wish:
    """Quote `number` (from 0; as many as there are: one more) becomes what was selected. Raises FieldError, NoSourceError, StaleError."""
    state = see(desk, seen)
    quotes = list(state.fields["evidence"].value or ())
    source, document = open_document(desk, place_of(state), chosen.sha256)
    quotes[number : number + 1] = make_evidence(source, document, *select(source, chosen))
    return Wish(CORRECT, (seen[0],), (seen[1],), {"evidence": quotes}, key)


def wish_extent(desk: Desk, seen: Seen, number: int, edge: str, way: str, key: str) -> Wish:
    """Quote `number` begins or ends a passage earlier or later. Raises FieldError, NoSourceError, StaleError."""
    state = see(desk, seen)
    quotes, quote = list(state.fields["evidence"].value or ()), _pick(state, number)
    source = open_source(desk, quote["sha256"], quote["document"])
    check_quote(quote, source)
    quotes[number : number + 1] = make_evidence(
        source, quote["document"], *move_edge(source, int(quote["start"]), int(quote["end"]), edge, way)
    )
    return Wish(CORRECT, (seen[0],), (seen[1],), {"evidence": quotes}, key)


def wish_without(desk: Desk, seen: Seen, number: int, key: str) -> Wish:
    """The row without quote `number`. Raises FieldError (it is the only one), StaleError."""
    state = see(desk, seen)
    _pick(state, number)
    left = [quote for place, quote in enumerate(state.fields["evidence"].value) if place != number]
    return Wish(CORRECT, (seen[0],), (seen[1],), {"evidence": left}, key)


def _pick(state: RowState, number: int) -> Json:
    quotes = state.fields["evidence"].value or ()
    if not 0 <= number < len(quotes):
        raise FieldError("evidence", say("desk_rows.no_such_quote", count=len(quotes)))
    return dict(quotes[number])


def list_units(desk: Desk, state: RowState) -> list[Json]:
    """What a row can be split into: the passages of its quotes; the quotes themselves where the source is not at the desk."""
    units: list[Json] = []
    for quote in state.fields["evidence"].value or ():
        try:
            source = open_source(desk, quote["sha256"], quote["document"])
            check_quote(quote, source)
        except (NoSourceError, FieldError):
            units.append(quote)
            continue
        units += [piece for a, b in cut_units(source, [quote]) for piece in make_evidence(source, quote["document"], a, b)]
    return units


def wish_split(desk: Desk, seen: Seen, parts: Sequence[Part], key: str) -> Wish:
    """A row's parts, each with the passages and sums chosen for it. Raises FieldError, StaleError."""
    state = see(desk, seen)
    units, whole = list_units(desk, state), as_initiative(state)
    into = {}
    for number, part in enumerate(parts, 1):
        if not part.units or not all(0 <= unit < len(units) for unit in part.units):
            raise FieldError("evidence", say("desk_rows.empty_part", number=number))
        if not all(0 <= amount < len(whole["amounts"]) for amount in part.amounts):
            raise FieldError("amounts", say("desk_rows.not_a_list"))
        themes = list(part.themes) or whole["themes"]
        topics = whole["topics"] if "technology" in themes else []
        quotes = _put_together(desk, [units[unit] for unit in sorted(set(part.units))])
        amounts = [whole["amounts"][amount] for amount in sorted(set(part.amounts))]
        new = {
            **whole,
            "themes": themes,
            "topics": topics,
            "stage": part.stage or whole["stage"],
            "evidence": quotes,
            "amounts": _whole(amounts),
        }
        made = _named(place_of(state), f"split:{state.id}:{number}", new)
        into[made["id"]] = made["initiative"]
    return Wish(SPLIT, (seen[0],), (seen[1],), {"into": into}, key)


def wish_join(desk: Desk, seen: Sequence[Seen], stage: str, key: str) -> Wish:
    """Several rows as one: all quotes, themes and sums, each once. `stage`: '' for the furthest of theirs. Raises FieldError, DecisionError, StaleError."""
    states = [see(desk, one) for one in dict.fromkeys(seen)]
    if len(states) < 2:
        raise DecisionError(say("desk_rows.join_count", most=20))
    wholes = [as_initiative(state) for state in states]
    new = {
        **wholes[0],
        "themes": _union(wholes, "themes"),
        "topics": [topic for topic in TOPICS if topic in _union(wholes, "topics")],
        "stage": check_stage(stage or max((whole["stage"] for whole in wholes), key=STAGES.index)),
        "evidence": _put_together(desk, [quote for whole in wholes for quote in whole["evidence"]]),
        **{name: _union(wholes, name) for name in ("amounts", "technologies", "actors")},
    }
    if set(new["themes"]) <= set(THEMES):
        new["themes"] = [theme for theme in THEMES if theme in new["themes"]]
    made = _named(place_of(states[0]), "join:" + ",".join(sorted(state.id for state in states)), new)
    content = {"into": made["id"], "initiative": made["initiative"]}
    return Wish(JOIN, tuple(state.id for state in states), tuple(state.version for state in states), content, key)


def wish_machine(desk: Desk, seen: Seen, key: str) -> Wish:
    """Take what the machine reads now, where it differs from what a person decided. Raises DecisionError (it does not differ), StaleError."""
    state = see(desk, seen)
    if not state.differs:
        raise DecisionError(say("desk_rows.no_difference"), place=state.id)
    if GONE in state.differs:
        return Wish(REJECT, (seen[0],), (seen[1],), {"reason": GONE}, key)
    return Wish(CORRECT, (seen[0],), (seen[1],), {name: state.proposal.get(name) for name in state.differs}, key)


def accept_all(desk: Desk, person: Person, seen: Sequence[Seen], key: str) -> Bulk:
    """Accept the open rows that were on the screen, all in one go; those changed since are left as they are."""
    bulk = Bulk()
    with desk.writing() as connection:
        for number, (row, version) in enumerate(dict.fromkeys(seen)):
            one = f"{key}:{number}" if key else ""
            state = find_row(connection, row)
            fits = state is not None and (state.state, state.version, state.differs) == (OPEN, version, ())
            try:
                carry_out(connection, desk, person, Wish(ACCEPT, (row,), (version if fits else -1,), {}, one))
                bulk.done.append(row)
            except (StaleError, NoSuchRowError, DecisionError):
                bulk.changed.append(row)
    return bulk


def _union(wholes: Iterable[Mapping[str, Any]], name: str) -> list[Any]:
    found: list[Any] = []
    for whole in wholes:
        found += [one for one in whole[name] if one not in found]
    return found


def _whole(amounts: Sequence[Json]) -> list[Json]:
    """A 'heraf' that lost the sum it was part of stands for itself."""
    return [{**amount, "part_of": False} if number == 0 else amount for number, amount in enumerate(amounts)]


def _put_together(desk: Desk, quotes: Sequence[Json]) -> list[Json]:
    """Quotes that touch become one again, where the source is at hand."""
    by_file: dict[tuple[str, str], list[Json]] = {}
    for quote in quotes:
        by_file.setdefault((quote["sha256"], quote["document"]), []).append(quote)
    found: list[Json] = []
    for (sha256, document), theirs in by_file.items():
        try:
            source = open_source(desk, sha256, document)
            for quote in theirs:
                check_quote(quote, source)
        except (NoSourceError, FieldError):
            found += [quote for number, quote in enumerate(theirs) if quote not in theirs[:number]]
            continue
        ranges = join_ranges(source.text, [(quote["start"], quote["end"]) for quote in theirs])
        found += [piece for a, b in ranges for piece in make_evidence(source, document, a, b)]
    return found


def _named(place: Place, how: str, new: Mapping[str, Any]) -> Json:
    """The initiative under an id that follows from how it was made, its words and themes: '0259-2026-p3f9a1c20'."""
    places = [(quote["sha256"], quote["start"], quote["end"]) for quote in new["evidence"]]
    made = json.dumps([how, places, list(new["themes"])])
    row = f"{place.code}-{place.year}-p{hashlib.sha256(made.encode()).hexdigest()[:10]}"
    whose = {"id": row, "budget_year": place.year, "municipality": place.municipality, "municipality_code": place.code}
    return {"id": row, "initiative": {**new, **whose, "confidence": 1.0, "reader": ""}}


def wish_undo(desk: Desk, person: Person, sequence: int, key: str) -> Wish:
    """Undo a decision of the person's own, whatever row it was about. Raises DecisionError when there is none such, StaleError when it was decided about since."""
    with desk.reading() as connection:
        event = find_event(connection, sequence)
        if event is None or event.actor != name_person(person.id) or event.kind not in DECISIONS:
            raise DecisionError(say("desk.nothing_to_undo"))
        row, state = event.rows[0], find_row(connection, event.rows[0])
        last = find_undoable(read_row_events(connection, row))
    if state is None or last is None:
        raise DecisionError(say("desk.nothing_to_undo"), place=row)
    if last.sequence != sequence:
        raise StaleError(state)
    return Wish(UNDO, (row,), (state.version,), {}, key)


def find_done(desk: Desk, person: Person, key: str) -> tuple[str, ...]:
    """The rows of what the person has done under this key already (a second click); none if nothing."""
    with desk.reading() as connection:
        event = find_event_by_key(connection, key) if key else None
    return event.rows if event and event.actor == name_person(person.id) else ()
