"""What a sample shows when both have coded it: how far they agree, how often the machine errs where documents are settled, and the sentences that tell so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from samspil.desk.coding import as_unit, parse_unit
from samspil.desk.doubles import AmountAgreement, Judged, MachineRates, Share, compare_amounts, compare_coders, measure_machine, pair_up
from samspil.review.agreement import Agreement
from samspil.review.double_coded import DoubleCoding, Rate, tell_double_coding
from samspil.review.intervals import estimate_true_count
from samspil.store.desk import coding as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.codes import THEMES
from samspil.values.desk import CODE, Json, Person, RowState
from samspil.workbench.curation import Work, is_machine, open_document, unit_of
from samspil.workbench.samples import Sample, read_codings

ANYBODY = Person(0, "", "", "curator")  # whoever exports a review: what is open may be told without names


@dataclass(frozen=True, slots=True)
class Result:
    """What a sample shows. `agreement` of the coders ('model': the first); `same`: pairs they agree on in all, of `pairs`; `machine`: None until a document
    is settled whole; `true_counts`: theme -> (found, read, lowest, highest) of the newest run's headline with the measured error rates;
    `amounts`: how far the coders agree on kroner, None where sums were not coded."""

    sample: Sample
    agreement: Agreement
    same: int
    pairs: int
    machine: MachineRates | None
    true_counts: Mapping[str, tuple[int, int, int, int]]
    amounts: AmountAgreement | None = None


def measure(desk: Desk, person: Person, sample: int) -> Result:
    """What the sample shows about the coders and, where documents are settled, about the machine. Raises NoSampleError before both are done."""
    found, codings = read_codings(desk, person, sample)
    works = [open_document(desk, found, codings, document) for document in found.documents]
    pairs = {work.document.sha256: pair_up(work.coded) for work in works}
    with desk.reading() as connection:
        judged = [_judge(connection, work) for work in works if all(one.name in work.settled for one in pairs[work.document.sha256])]
        headlines = _read_headlines(connection, found.year)
    machine = measure_machine(judged) if judged else None
    every = [pair for some in pairs.values() for pair in some]
    coded = [work.coded for work in works]
    amounts = compare_amounts(coded) if found.amounts else None
    same = sum(not pair.differs for pair in every)
    return Result(found, compare_coders(coded), same, len(every), machine, _true_counts(machine, headlines), amounts)


def _judge(connection: sa.Connection, work: Work) -> Judged:
    """The machine's own reading (not what people made of it) against what was settled."""
    sha256, rows = work.document.sha256, _list_proposed(connection, work)
    machine = tuple(unit_of(row.id, row.proposal, sha256) for row in rows)
    marked = [(pair, number, parse_unit(one)) for pair, entry in work.settled.items() for number, one in enumerate(entry["units"])]
    truth = tuple(as_unit(one, work.coded.passages, f"{pair}:{number}") for pair, number, one in marked)
    settled = {f"{pair}:{number}": one.amounts for pair, number, one in marked}
    amounts = {**{row.id: row.proposal.get("amounts") or () for row in rows}, **settled} if work.sample.amounts else None
    return Judged(sha256, work.coded.passages, tuple(unit for unit in machine if unit.spans and unit.themes), truth, amounts)


def _list_proposed(connection: sa.Connection, work: Work) -> list[RowState]:
    table = tables.row.c
    same = sa.and_(table.year == work.sample.year, table.municipality_code == work.document.code)
    return [row for row in list_rows(connection, same) if is_machine(row)]


def _read_headlines(connection: sa.Connection, year: int) -> dict[str, Json]:
    query = sa.select(tables.run.c.record).where(tables.run.c.year == year).order_by(tables.run.c.id.desc()).limit(1)
    record = connection.execute(query).scalar()
    return dict(json.loads(record)["headlines"]) if record else {}


def _true_counts(machine: MachineRates | None, headlines: Mapping[str, Json]) -> dict[str, tuple[int, int, int, int]]:
    """The machine's headline with the interval that the measured error rates leave (review/intervals.py)."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for theme in THEMES if machine else ():
        headline = headlines.get(theme)
        if machine is None or not headline:
            continue
        count, read = int(headline["municipalities"]), int(headline["read"])
        interval = estimate_true_count(count, read, machine.themes[theme])
        if interval:
            found[theme] = (count, read, *interval)
    return found


def sum_up(result: Result) -> DoubleCoding:
    """What is published of it: no names."""
    overall, machine, sums = result.agreement.overall, result.machine, result.amounts
    return DoubleCoding(
        documents=len(result.sample.documents),
        initiatives=result.pairs,
        same=result.same,
        alpha=overall.alpha,
        u_alpha=overall.u_alpha,
        amounts=sums.same.of if sums else 0,
        same_amounts=sums.same.right if sums else 0,
        amounts_alpha=sums.alpha if sums else None,
        settled=machine.documents if machine else 0,
        precision=_rate(machine.precision) if machine else None,
        recall=_rate(machine.recall) if machine else None,
    )


def _rate(share: Share) -> Rate:
    return Rate(share.right, share.of, share.low, share.high)


def tell(result: Result) -> list[str]:
    """Sentences for the report: what was coded twice, how far the coders agreed, and how far the machine can be trusted."""
    return tell_double_coding(sum_up(result))


def list_open(desk: Desk, year: int, until: int | None = None) -> list[DoubleCoding]:
    """All samples of the year that both have coded, in the order they were drawn; with `until`, those that were coded by that line of the trail, without
    what was settled since."""
    with desk.reading() as connection:
        opened = _list_opened(connection, until)
        samples = [one.id for one in kept.list_samples(connection) if one.year == year and one.id in opened]
    results = [measure(desk, ANYBODY, sample) for sample in sorted(samples)]
    return [sum_up(one if until is None else replace(one, machine=None)) for one in results]


def _list_opened(connection: sa.Connection, until: int | None) -> set[int]:
    """Samples whose codings the trail has opened."""
    table = tables.event.c
    query = sa.select(table.content).where(table.kind == CODE)
    if until is not None:
        query = query.where(table.sequence <= until)
    contents = (json.loads(content) for content in connection.execute(query).scalars())
    return {int(content["sample"]) for content in contents if content.get("opened")}
