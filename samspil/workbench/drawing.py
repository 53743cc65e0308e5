"""A sample is drawn: which agreements can be in it, who can code them, and the draw itself, which the same starting number repeats."""

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from samspil.desk.coding import CodingError
from samspil.desk.sampling import draw_sample, split_by_size
from samspil.desk.state import name_person
from samspil.store.desk import coding as kept
from samspil.store.desk import people, tables
from samspil.store.desk.desk import Desk, find_event_by_key
from samspil.values.desk import CODE, Person
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.divisions import type_of
from samspil.vocabulary.texts import say
from samspil.workbench.decide import append
from samspil.workbench.people import may
from samspil.workbench.samples import CODING, Sample, SampleDocument, find_kept

BY_TYPE, BY_SIZE, PLAIN = "type", "size", "plain"
WAYS = (BY_TYPE, BY_SIZE, PLAIN)
MOST_DOCUMENTS = 98
_SIZES = ("short", "middle", "long")
_READ = ("ok", "warn")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a curator wants drawn. `way` of WAYS: in proportion by type of municipality, by length of the document, or not at all."""

    year: int
    name: str
    count: int
    coders: tuple[int, ...]
    seed: int
    way: str = BY_TYPE


def list_eligible(desk: Desk, year: int) -> list[SampleDocument]:
    """Agreements of the year that were read and whose bytes are at the desk, in Danish order of municipalities."""
    table = tables.document.c
    query = sa.select(table.sha256, table.file, table.municipality, table.municipality_code, table.pages)
    known = sa.or_(table.sha256.in_(sa.select(tables.file.c.sha256)), table.sha256.in_(sa.select(tables.text.c.sha256)))
    with desk.reading() as connection:
        found = connection.execute(query.where(table.year == year, table.municipality_code != "", table.verdict.in_(_READ), known)).all()
    sizes = split_by_size([line.pages for line in found])
    documents = [
        SampleDocument(line.sha256, line.file, line.municipality, line.municipality_code, _SIZES[size])
        for line, size in zip(found, sizes, strict=True)
    ]
    once = {document.sha256: document for document in documents}
    return sorted(once.values(), key=lambda one: (sort_key(one.municipality), one.file))


def make_sample(desk: Desk, person: Person, ask: Ask, key: str = "") -> Sample:
    """Draw a sample; the same seed draws the same of the same documents. Raises CodingError."""
    documents = list_eligible(desk, ask.year)
    with desk.writing() as connection:
        done = find_event_by_key(connection, key) if key else None
        if done and done.kind == CODE and done.actor == name_person(person.id):
            return find_kept(connection, int(done.content["sample"]))
        name = _check(connection, ask, len(documents))
        strata: dict[str, list[SampleDocument]] = {}
        for document in documents:
            strata.setdefault(_stratum(document, ask), []).append(document)
        drawn = [
            {"sha256": one.sha256, "file": one.file, "municipality": one.municipality, "code": one.code, "stratum": stratum}
            for stratum, one in draw_sample(strata, ask.count, ask.seed)
        ]
        record = {
            "seed": ask.seed,
            "way": ask.way,
            "by": person.id,
            "coders": list(ask.coders),
            "state": CODING,
            "documents": drawn,
            "settled": {},
            "amounts": True,
        }
        number = kept.add_sample(connection, ask.year, name, record)
        content = {"sample": number, "drawn": {name: record[name] for name in ("seed", "way", "coders", "documents")}}
        append(connection, desk, [(name_person(person.id), CODE, (), content, key)])
        return find_kept(connection, number)


def _stratum(document: SampleDocument, ask: Ask) -> str:
    if ask.way == BY_TYPE:
        return type_of(document.code, datetime.date(ask.year, 1, 1))
    return document.stratum if ask.way == BY_SIZE else PLAIN


def _check(connection: sa.Connection, ask: Ask, there_are: int) -> str:
    """The sample's name, when all that is asked for is possible. Raises CodingError."""
    name = " ".join(ask.name.replace("\0", "").split())
    if not 1 <= len(name) <= 100:
        raise CodingError(say("samples.bad_name"))
    if ask.way not in WAYS or not 0 <= ask.seed < 2**31:
        raise CodingError(say("samples.bad_seed"))
    if not 1 <= ask.count <= min(there_are, MOST_DOCUMENTS):
        raise CodingError(
            say("samples.bad_count", most=min(there_are, MOST_DOCUMENTS), year=ask.year), remedy=say("samples.bad_count_remedy")
        )
    found = [people.find_person(connection, coder) for coder in ask.coders]
    if len(set(ask.coders)) != 2 or len(ask.coders) != 2 or not all(one and may(one, "coder") and not one.disabled for one in found):
        raise CodingError(say("samples.bad_coders"), remedy=say("samples.bad_coders_remedy"))
    return name


def list_coders(desk: Desk) -> list[Person]:
    """Who can be asked to code, in Danish order."""
    with desk.reading() as connection:
        found = [person for person in people.list_people(connection) if may(person, "coder") and not person.disabled]
    return sorted(found, key=lambda person: sort_key(person.name))
