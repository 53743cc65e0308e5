"""Blind double coding of a sample: documents drawn by chance, two people who code each on their own, and nothing of either shown before both are done.

What the trail holds while a coding is secret is only its seal (`desk.coding.seal_coding`); when both are done with the whole sample, both codings follow.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from samspil.desk.coding import (
    AMOUNTS,
    Action,
    Coding,
    CodingError,
    act,
    check_complete,
    dump_coding,
    fingerprint,
    list_codable,
    parse_coding,
    seal_coding,
)
from samspil.desk.fields import check_amounts
from samspil.desk.state import name_person
from samspil.errors import SamspilError
from samspil.store.desk import coding as kept
from samspil.store.desk import people
from samspil.store.desk.desk import Desk
from samspil.values.desk import CODE, Json, Person, SourceText
from samspil.vocabulary.texts import say
from samspil.workbench.decide import append
from samspil.workbench.people import may
from samspil.workbench.sources import open_source

CODING, OPEN = "coding", "open"  # states of a sample: being coded; both codings can be seen


class NoSampleError(SamspilError):
    """There is no such sample, document or coding, or nobody may see it yet; which of these is not told."""

    def __init__(self) -> None:
        super().__init__(say("samples.none"), remedy=say("samples.none_remedy"))


class StaleCodingError(SamspilError):
    """The coding has been changed in another window since it was shown."""

    def __init__(self) -> None:
        super().__init__(say("samples.stale"), remedy=say("samples.stale_remedy"))


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """`reading`: the fingerprint of its text when it was first opened for coding, '' before."""

    sha256: str
    file: str
    municipality: str
    code: str
    stratum: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """`coders`: two ids, in the order they were named; `settled`: document -> pair's name -> what the curator made of it; `by`: who drew it;
    `amounts`: whether sums are coded too (samples drawn by earlier versions have none)."""

    id: int
    year: int
    name: str
    seed: int
    way: str
    by: int
    coders: tuple[int, int]
    state: str
    documents: tuple[SampleDocument, ...]
    settled: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    amounts: bool = False

    @property
    def is_open(self) -> bool:
        """Whether both coders are done, so that their codings may be seen."""
        return self.state == OPEN


@dataclass(frozen=True, slots=True)
class SampleView:
    """`done`: how many documents each coder has finished, by id; `mine`: documents the person has finished; `names` of people by id."""

    sample: Sample
    done: Mapping[int, int]
    mine: frozenset[str]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class CodingView:
    """A document as its coder sees it: the text by passages, and their own coding; nothing of anybody else's and nothing of the machine's."""

    sample: Sample
    document: SampleDocument
    source: SourceText
    codable: frozenset[int]
    coding: Coding
    done: bool
    following: str


def list_samples(desk: Desk, person: Person) -> list[SampleView]:
    """Samples the person codes in; a curator sees all. Newest first."""
    with desk.reading() as connection:
        found = [_parse(one) for one in kept.list_samples(connection)]
        return [_view(connection, sample, person) for sample in found if _may_see(sample, person)]


def view_sample(desk: Desk, person: Person, sample: int) -> SampleView:
    """One of them. Raises NoSampleError."""
    with desk.reading() as connection:
        return _view(connection, _find_for(connection, person, sample), person)


def _view(connection: sa.Connection, sample: Sample, person: Person) -> SampleView:
    inside = {document.sha256 for document in sample.documents}
    done = {(who, sha256) for who, sha256 in kept.list_done(connection, sample.id) if sha256 in inside}
    counts = {coder: sum(who == coder for who, _sha256 in done) for coder in sample.coders}
    names = {one.id: one.name for one in people.list_people(connection)}
    return SampleView(sample, counts, frozenset(sha256 for who, sha256 in done if who == person.id), names)


def _may_see(sample: Sample, person: Person) -> bool:
    return person.id in sample.coders or may(person, "curator")


def find_kept(connection: sa.Connection, sample: int) -> Sample:
    """A sample, whoever asks. Raises NoSampleError."""
    found = kept.find_sample(connection, sample)
    if found is None:
        raise NoSampleError
    return _parse(found)


def _find_for(connection: sa.Connection, person: Person, sample: int) -> Sample:
    found = find_kept(connection, sample)
    if not _may_see(found, person):
        raise NoSampleError
    return found


def _parse(line: kept.KeptSample) -> Sample:
    record = line.record
    documents = tuple(SampleDocument(**document) for document in record["documents"])
    first, second = record["coders"]
    whole = {name: record[name] for name in ("seed", "way", "by", "state", "settled")} | {"amounts": bool(record.get("amounts"))}
    return Sample(line.id, line.year, line.name, coders=(first, second), documents=documents, **whole)


def find_document(sample: Sample, sha256: str) -> SampleDocument:
    """A document of the sample. Raises NoSampleError."""
    for document in sample.documents:
        if document.sha256 == sha256:
            return document
    raise NoSampleError


def open_coding(desk: Desk, person: Person, sample: int, sha256: str) -> CodingView:
    """One's own coding of a document. Raises NoSampleError for anybody who does not code in the sample, whatever their role; CodingError, NoSourceError."""
    with desk.reading() as connection:
        found = _find_own(connection, person, sample)
        document = find_document(found, sha256)
    source = open_source(desk, sha256, document.file)
    with desk.reading() as connection:
        mine = kept.find_coding(connection, sample, person.id, sha256)
        done = {one for who, one in kept.list_done(connection, sample) if who == person.id}
    _check_reading(document, source)
    following = next((one.sha256 for one in found.documents if one.sha256 not in done | {sha256}), "")
    coding = parse_coding(mine.content) if mine else Coding()
    return CodingView(found, document, source, frozenset(list_codable(source)), coding, bool(mine and mine.done), following)


def _find_own(connection: sa.Connection, person: Person, sample: int) -> Sample:
    found = find_kept(connection, sample)
    if person.id not in found.coders:
        raise NoSampleError
    return found


def _check_reading(document: SampleDocument, source: SourceText) -> None:
    """Both codings must be of the same passages. Raises CodingError."""
    if document.reading and document.reading != fingerprint(source):
        raise CodingError(say("samples.read_anew"), place=document.file, remedy=say("samples.read_anew_remedy"))


def code(desk: Desk, person: Person, sample: int, sha256: str, action: Action, version: int, key: str = "") -> Coding:
    """One action, saved. The same key twice in a row is done once. Raises NoSampleError, StaleCodingError, CodingError, FieldError."""
    view = open_coding(desk, person, sample, sha256)
    action = _check_amounts(view.sample, action)
    with desk.writing() as connection:
        mine = _load(connection, person, sample, sha256)
        coding = parse_coding(mine.content)
        if key and mine.content.get("key") == key:
            return coding
        _check_changeable(mine, coding, version)
        _note_reading(connection, sample, sha256, fingerprint(view.source))
        new = act(coding, action, view.codable)
        content = {**mine.content, **dump_coding(new), "key": key}
        kept.save_coding(connection, sample, kept.KeptCoding(person.id, sha256, False, content))
        return new


def _check_amounts(sample: Sample, action: Action) -> Action:
    """With sums in the contract's form. Raises FieldError, CodingError."""
    if action.kind != AMOUNTS:
        return replace(action, amounts=())
    if not sample.amounts:
        raise CodingError(say("coding.no_action"))
    return replace(action, amounts=tuple(check_amounts(action.amounts, sample.year)))


def _load(connection: sa.Connection, person: Person, sample: int, sha256: str) -> kept.KeptCoding:
    found = kept.find_coding(connection, sample, person.id, sha256)
    return found or kept.KeptCoding(person.id, sha256, False, dump_coding(Coding()))


def _check_changeable(mine: kept.KeptCoding, coding: Coding, version: int) -> None:
    if mine.done:
        raise CodingError(say("samples.closed"), remedy=say("samples.closed_remedy"))
    if coding.version != version:
        raise StaleCodingError


def _note_reading(connection: sa.Connection, sample: int, sha256: str, reading: str) -> None:
    """What the first to code saw is what the second must see."""
    found = kept.find_sample(connection, sample)
    for document in found.record["documents"] if found else ():
        if document["sha256"] == sha256 and document.setdefault("reading", reading) == reading:
            kept.set_record(connection, sample, found.record if found else {})
            return
    raise CodingError(say("samples.read_anew"), remedy=say("samples.read_anew_remedy"))


def finish(desk: Desk, person: Person, sample: int, sha256: str, version: int) -> bool:
    """Close one's coding of a document for good; gives whether the sample is open now. Closing what is closed changes nothing.

    Raises NoSampleError, StaleCodingError, CodingError (an initiative lacks a theme or stage).
    """
    view = open_coding(desk, person, sample, sha256)
    with desk.writing() as connection:
        mine = _load(connection, person, sample, sha256)
        if mine.done:
            return find_kept(connection, sample).is_open
        coding = parse_coding(mine.content)
        _check_changeable(mine, coding, version)
        check_complete(coding)
        _note_reading(connection, sample, sha256, fingerprint(view.source))
        salt = secrets.token_hex(16)  # else the seal of a coding without initiatives could be guessed
        kept.save_coding(connection, sample, kept.KeptCoding(person.id, sha256, True, {**dump_coding(coding), "salt": salt}))
        content = {"sample": sample, "sha256": sha256, "seal": seal_coding(coding, salt)}
        append(connection, desk, [(name_person(person.id), CODE, (), content, "")])
        return _open_if_done(connection, desk, person, sample)


def _open_if_done(connection: sa.Connection, desk: Desk, person: Person, sample: int) -> bool:
    """When both are done with all documents the codings themselves go into the trail, and may be seen."""
    found = find_kept(connection, sample)
    done = kept.list_done(connection, sample)
    wanted = [(coder, document.sha256) for document in found.documents for coder in found.coders]
    if not found.is_open and all(one in done for one in wanted):
        _set(connection, sample, state=OPEN)
        lines = [(name_person(coder), CODE, (), _tell(connection, sample, coder, sha256), "") for coder, sha256 in wanted]
        append(connection, desk, [*lines, (name_person(person.id), CODE, (), {"sample": sample, "opened": True}, "")])
        return True
    return found.is_open


def _tell(connection: sa.Connection, sample: int, coder: int, sha256: str) -> Json:
    mine = kept.find_coding(connection, sample, coder, sha256)
    return {"sample": sample, "sha256": sha256, **({"units": mine.content["units"], "salt": mine.content["salt"]} if mine else {})}


def _set(connection: sa.Connection, sample: int, **values: Any) -> None:
    found = kept.find_sample(connection, sample)
    if found:
        kept.set_record(connection, sample, found.record | values)


def end_early(desk: Desk, person: Person, sample: int) -> None:
    """A curator ends a sample that will not be finished: only documents that both are done with stay in it, and they can be seen. Raises CodingError, NoSampleError."""
    with desk.writing() as connection:
        found = _find_for(connection, person, sample)
        done = kept.list_done(connection, sample)
        left = [one for one in found.documents if all((coder, one.sha256) in done for coder in found.coders)]
        if found.is_open or not left:
            raise CodingError(say("samples.nothing_to_end"), remedy=say("samples.nothing_to_end_remedy"))
        dropped = [one.sha256 for one in found.documents if one not in left]
        record = kept.find_sample(connection, sample)
        documents = [one for one in record.record["documents"] if one["sha256"] not in dropped] if record else []
        _set(connection, sample, documents=documents)
        append(connection, desk, [(name_person(person.id), CODE, (), {"sample": sample, "dropped": dropped}, "")])
        _open_if_done(connection, desk, person, sample)


def read_codings(desk: Desk, person: Person, sample: int) -> tuple[Sample, dict[tuple[int, str], Coding]]:
    """Both codings of every document. Raises NoSampleError as long as one coder is not done, whoever asks."""
    with desk.reading() as connection:
        found = _find_for(connection, person, sample)
        if not found.is_open:
            raise NoSampleError
        return found, {
            (coder, document.sha256): parse_coding(_load(connection, _who(coder), sample, document.sha256).content)
            for document in found.documents
            for coder in found.coders
        }


def _who(coder: int) -> Person:
    """A person of whom only the id matters."""
    return Person(coder, "", "", "")


def export_coding(desk: Desk, person: Person, sample: int, coder: int) -> Json:
    """One coder's finished coding as JSON: one's own at any time, another's when both are done. Raises NoSampleError."""
    with desk.reading() as connection:
        found = _find_for(connection, person, sample)
        if coder not in found.coders or (coder != person.id and not found.is_open):
            raise NoSampleError
        codings = {one.sha256: _load(connection, _who(coder), sample, one.sha256) for one in found.documents}
    documents = [{"sha256": sha256, "done": one.done, "initiatives": one.content["units"]} for sha256, one in codings.items()]
    return {"sample": sample, "year": found.year, "seed": found.seed, "coder": coder, "documents": documents}


def names_of(sample: Sample, names: Mapping[int, str]) -> Sequence[str]:
    """The two coders' names."""
    return [names.get(coder, str(coder)) for coder in sample.coders]
