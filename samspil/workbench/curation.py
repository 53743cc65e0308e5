"""After blind coding: two codings side by side, and what a curator makes of them as decisions in the trail."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from samspil.desk.coded_amounts import keep_known, same_amounts
from samspil.desk.coding import Coding, CodingError, Marked, as_unit, dump_unit, list_codable
from samspil.desk.doubles import Coded, Pair, find_same, list_choices, pair_up, propose_own
from samspil.desk.fields import check_amounts, check_ids, check_stage
from samspil.desk.spans import join_ranges, make_evidence
from samspil.review.agreement import Unit
from samspil.store.desk import coding as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.codes import THEMES, TOPICS
from samspil.values.desk import ACCEPT, ADD, CORRECT, REPLACED, UNDO, WITHDRAWN, Json, Person, RowState, SourceText
from samspil.vocabulary.texts import say
from samspil.workbench.decide import Wish, carry_out
from samspil.workbench.samples import NoSampleError, Sample, SampleDocument, find_document, read_codings
from samspil.workbench.sources import open_source


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair with its words. `words`: the text of each passage either marked, by number; `row`: the row it would become part of, None for a new one;
    `settled`: what was made of it ({} if nothing yet), `choices` what can be, `own`: where a curator's own begins."""

    pair: Pair
    words: Mapping[int, str]
    row: RowState | None
    settled: Json
    choices: tuple[str, ...]
    own: Marked


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document to be curated. `left`: the machine's rows in it that no coded initiative stands for."""

    sample: Sample
    document: SampleDocument
    pairs: tuple[PairView, ...]
    left: tuple[RowState, ...]

    @property
    def waiting(self) -> int:
        """How many pairs are not settled."""
        return sum(not view.settled for view in self.pairs)


@dataclass(frozen=True, slots=True)
class Own:
    """A curator's own version of a pair; `extent`: 'all' passages, those of the 'first' or 'second', or the 'shared' ones; `amounts`: as a form gives them."""

    themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stage: str = ""
    extent: str = "all"
    amounts: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A document opened for curation."""

    sample: Sample
    document: SampleDocument
    source: SourceText
    coded: Coded

    @property
    def settled(self) -> Mapping[str, Json]:
        """By pair, what the curator made of it."""
        return self.sample.settled.get(self.document.sha256, {})


def _open(desk: Desk, person: Person, sample: int, sha256: str) -> Work:
    found, codings = read_codings(desk, person, sample)
    return open_document(desk, found, codings, find_document(found, sha256))


def open_document(desk: Desk, sample: Sample, codings: Mapping[tuple[int, str], Coding], document: SampleDocument) -> Work:
    """A document of a sample that both have coded."""
    source = open_source(desk, document.sha256, document.file)
    first, second = (codings[coder, document.sha256].units for coder in sample.coders)
    return Work(sample, document, source, Coded(document.sha256, _ranges(source), tuple(list_codable(source)), first, second))


def _ranges(source: SourceText) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end, *_rest in source.passages)


def view_document(desk: Desk, person: Person, sample: int, sha256: str) -> DocumentView:
    """Both codings side by side. Raises NoSampleError before both are done, whoever asks."""
    work = _open(desk, person, sample, sha256)
    with desk.reading() as connection:
        rows = _list_rows(connection, work)
    free = _free(work, rows)
    views = tuple(_view_pair(work, pair, free) for pair in pair_up(work.coded))
    waiting = {view.row.id for view in views if view.row}
    left = tuple(row for row in free if row.id not in waiting and is_machine(row))
    return DocumentView(work.sample, work.document, views, left)


def _view_pair(work: Work, pair: Pair, rows: Sequence[RowState]) -> PairView:
    own = propose_own(pair)
    words = {number: work.source.text[slice(*work.coded.passages[number])] for number in own.passages}
    settled = dict(work.settled.get(pair.name, {}))
    row = None if settled else _find_row(work, own, rows)
    return PairView(pair, words, row, settled, list_choices(pair), own)


def _list_rows(connection: sa.Connection, work: Work) -> list[RowState]:
    """Rows with a quote in the document."""
    table = tables.row.c
    same = sa.and_(table.year == work.sample.year, table.municipality_code == work.document.code, table.state != REPLACED)
    sha256 = work.document.sha256
    return [row for row in list_rows(connection, same) if any(quote["sha256"] == sha256 for quote in row.fields["evidence"].value or ())]


def _free(work: Work, rows: Sequence[RowState]) -> list[RowState]:
    """Rows that no settled initiative stands for yet."""
    taken = {row for entry in work.settled.values() for row in entry["rows"]}
    return [row for row in rows if row.id not in taken]


def is_machine(row: RowState) -> bool:
    """Whether the newest run finds the row."""
    return bool(row.proposal) and row.state != WITHDRAWN and "gone" not in row.differs


def _find_row(work: Work, marked: Marked, rows: Sequence[RowState]) -> RowState | None:
    units = [unit_of(row.id, {name: field.value for name, field in row.fields.items()}, work.document.sha256) for row in rows]
    found = find_same(as_unit(marked, work.coded.passages, ""), units)
    return next((row for row in rows if found and row.id == found.name), None)


def unit_of(name: str, fields: Mapping[str, object], sha256: str) -> Unit:
    """A row as the comparison of readings wants it: what of it stands in the file."""
    quotes = fields.get("evidence") or ()
    spans = tuple((int(one["start"]), int(one["end"])) for one in quotes if one["sha256"] == sha256)  # type: ignore[attr-defined]
    themes = tuple(theme for theme in THEMES if theme in (fields.get("themes") or ()))  # type: ignore[operator]
    return Unit(name, themes, str(fields.get("stage") or ""), spans)


def settle(desk: Desk, person: Person, sample: int, sha256: str, pair: str, choice: str, own: Own | None = None, key: str = "") -> None:
    """What a curator makes of a pair: 'agreed', 'first', 'second', 'both', 'own' or 'none'. Its initiatives become decisions in the trail: a row that is
    there already is accepted or corrected, else one is added. The same key twice is done once. Raises NoSampleError, CodingError, FieldError, DecisionError.
    """
    work = _open(desk, person, sample, sha256)
    found = _find_pair(work, pair)
    made = _choose(found, choice, own, work.sample.year)
    with desk.writing() as connection:
        entry = _read_settled(connection, sample, sha256).get(pair)
        if entry:
            if key and entry["key"] == key:
                return
            raise CodingError(say("samples.settled_already"), remedy=say("samples.settled_already_remedy"))
        _settle(connection, desk, person, work, pair, choice, made, key)


def settle_agreed(desk: Desk, person: Person, sample: int, sha256: str) -> int:
    """Accept every pair on which both coders agree in all and that is not settled yet; gives how many."""
    work = _open(desk, person, sample, sha256)
    with desk.writing() as connection:
        done = _read_settled(connection, sample, sha256)
        pairs = [pair for pair in pair_up(work.coded) if not pair.differs and pair.name not in done]
        for pair in pairs:
            _settle(connection, desk, person, work, pair.name, "agreed", _choose(pair, "agreed", None, work.sample.year), "")
    return len(pairs)


def _find_pair(work: Work, name: str) -> Pair:
    for pair in pair_up(work.coded):
        if pair.name == name:
            return pair
    raise NoSampleError


def _choose(pair: Pair, choice: str, own: Own | None, year: int) -> list[Marked]:
    """The initiatives a choice makes. Raises CodingError, FieldError."""
    if choice not in list_choices(pair):
        raise CodingError(say("samples.bad_choice"))
    sides = {"first": [pair.first], "second": [pair.second], "agreed": [pair.first], "both": [pair.first, pair.second]}
    if choice == "own":
        return [_make_own(pair, own or Own(), year)]
    return [one for one in sides.get(choice, []) if one]


def _make_own(pair: Pair, own: Own, year: int) -> Marked:
    whole = propose_own(pair)
    first, second = (set(one.passages) if one else set() for one in (pair.first, pair.second))
    extents = {"all": first | second, "first": first, "second": second, "shared": first & second}
    passages = tuple(sorted(extents.get(own.extent, set())))
    if not passages:
        raise CodingError(say("samples.empty_extent"))
    themes = tuple(check_ids("themes", own.themes, THEMES, least=1))
    topics = tuple(check_ids("topics", own.topics, TOPICS)) if "technology" in themes else ()
    amounts = tuple(check_amounts(own.amounts, year))
    return replace(whole, passages=passages, themes=themes, topics=topics, stage=check_stage(own.stage), amounts=amounts)


def _settle(
    connection: sa.Connection, desk: Desk, person: Person, work: Work, pair: str, choice: str, made: Sequence[Marked], key: str
) -> None:
    """Carry out the decisions and note what became of the pair."""
    record = kept.find_sample(connection, work.sample.id)
    if record is None:
        raise NoSampleError
    entries = record.record["settled"].setdefault(work.document.sha256, {})
    taken = {row for entry in entries.values() for row in entry["rows"]}
    rows = [row for row in _list_rows(connection, work) if row.id not in taken]
    done: dict[str, int] = {}
    for number, marked in enumerate(made):
        wish = _wish(
            work, marked, [row for row in rows if row.id not in done], f"{work.sample.id}:{pair}:{number}", key and f"{key}:{number}"
        )
        done |= {state.id: state.version for state in carry_out(connection, desk, person, wish)}
    units = [dump_unit(one) for one in made]
    entries[pair] = {"choice": choice, "rows": done, "units": units, "by": person.id, "at": desk.now(), "key": key}
    kept.set_record(connection, work.sample.id, record.record)


def _wish(work: Work, marked: Marked, rows: Sequence[RowState], name: str, key: str) -> Wish:
    """The decision by which the review comes to hold the initiative."""
    ranges = join_ranges(work.source.text, [work.coded.passages[number] for number in marked.passages])
    evidence = [quote for start, end in ranges for quote in make_evidence(work.source, work.document.file, start, end)]
    new: Json = {"themes": list(marked.themes), "topics": list(marked.topics), "stage": marked.stage, "evidence": evidence}
    row = _find_row(work, marked, rows)
    if work.sample.amounts:
        new["amounts"] = keep_known(marked.amounts, (row.fields["amounts"].value or ()) if row else ())
    if row is None:
        return Wish(ADD, (), (), _name(work, new, name), key)
    elsewhere = [quote for quote in row.fields["evidence"].value or () if quote["sha256"] != work.document.sha256]
    new["evidence"] += elsewhere  # quotes of another file are not what was coded
    changed = {field: value for field, value in new.items() if _differ(field, row.fields[field].value, value)}
    if changed or row.state == WITHDRAWN:
        return Wish(CORRECT, (row.id,), (row.version,), changed or {"stage": marked.stage}, key)
    return Wish(ACCEPT, (row.id,), (row.version,), {}, key)


def _differ(field: str, old: object, new: object) -> bool:
    if field == "amounts":
        return not same_amounts(old or (), new)  # type: ignore[arg-type]
    if field != "evidence":
        return (old or []) != new if isinstance(new, list) else old != new
    places = [{(one["sha256"], one["start"], one["end"]) for one in quotes or ()} for quotes in (old, new)]  # type: ignore[attr-defined]
    return places[0] != places[1]


def _name(work: Work, new: Json, name: str) -> Json:
    """A row's id that follows from where it comes from."""
    document = work.document
    made = hashlib.sha256(json.dumps([document.sha256, name, new["themes"]]).encode()).hexdigest()[:10]
    row = f"{document.code}-{work.sample.year}-k{made}"
    whose = {"id": row, "budget_year": work.sample.year, "municipality": document.municipality, "municipality_code": document.code}
    return {"id": row, "initiative": {"amounts": [], **new, **whose, "confidence": 1.0, "reader": ""}}


def _read_settled(connection: sa.Connection, sample: int, sha256: str) -> dict[str, Json]:
    record = kept.find_sample(connection, sample)
    return dict(record.record["settled"].get(sha256, {})) if record else {}


def unsettle(desk: Desk, person: Person, sample: int, sha256: str, pair: str) -> None:
    """Undo what was made of a pair, with its decisions. Raises StaleError when somebody has decided about its rows since, NoSampleError."""
    _open(desk, person, sample, sha256)
    with desk.writing() as connection:
        record = kept.find_sample(connection, sample)
        entry = record.record["settled"].get(sha256, {}).pop(pair, None) if record else None
        if record is None or entry is None:
            raise NoSampleError
        for name, version in entry["rows"].items():
            carry_out(connection, desk, person, Wish(UNDO, (name,), (version,), {}))
        kept.set_record(connection, sample, record.record)
