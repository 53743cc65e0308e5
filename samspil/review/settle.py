"""Every file of a review gets its place: whose agreement, which year, used or why not. Pure: nothing lost, nothing counted twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from samspil.review import owner as owners
from samspil.review.duplicates import CANDIDATES, Copy, Relation, choose_copy, find_same_bytes
from samspil.review.facts import FileFacts, gather_facts
from samspil.review.language import AGREEMENT_ENOUGH, DANISH_ENOUGH
from samspil.review.manifest import ManifestLine
from samspil.review.names import show_name
from samspil.review.owner import OwnerFinding, find_owner, find_owner_of_name
from samspil.review.year import YearFinding, find_year
from samspil.values.codes import ATTENTION, DUPLICATE, OK, READ_VERDICTS, WARN
from samspil.values.review import DocumentRecord
from samspil.vocabulary.danish import join_words, sort_key
from samspil.vocabulary.municipalities import Municipality, find_by_name
from samspil.vocabulary.texts import say

# A login page of three words is no foreign agreement: below this, the kind of text is said before its language.
_SURELY_ANOTHER = 0.05

__all__ = ["FileFacts", "gather_facts", "is_used", "settle_documents"]


@dataclass(frozen=True, slots=True)
class _Case:
    """A file with what was found out about it so far; `notes`: sentences that go with a file that is used all the same."""

    facts: FileFacts
    owner: OwnerFinding
    year: YearFinding
    verdict: str
    reason: str
    notes: tuple[str, ...] = ()


def settle_documents(
    facts: Sequence[FileFacts], asked_year: int, manifest: Mapping[str, ManifestLine] | None = None
) -> list[DocumentRecord]:
    """One record per file, by Danish order of municipality, then file; files of unknown owners last.

    A file is used (verdict 'ok' or 'warn') when it was read, is Danish, looks like an agreement, has an owner, is for the asked year, and
    is the only or the last of its kind; everything else keeps or gets a verdict and a reason that names file, matter and remedy.
    """
    cases = [_judge(one, asked_year, (manifest or {}).get(one.file)) for one in facts]
    records = {case.facts.file: _record_of(case) for case in cases}
    same = _same_bytes(cases, records)
    for file, kept in same.items():
        records[file] = _set_aside(records[file], say("review.same_bytes", file=show_name(file), other=show_name(kept)), records[kept])
    for case in _contradicted(cases, same):
        records[case.facts.file] = _doubt_owner(case, records)
    for found in _groups(case for case in cases if case.facts.file not in same and records[case.facts.file].verdict in READ_VERDICTS):
        group = _follow_list(found, manifest or {}, records)
        for file, relation in choose_copy([_copy_of(case.facts) for case in group]).items():
            records[file] = _apply(records[file], relation, asked_year)
    return sorted(records.values(), key=lambda record: (not record.municipality, sort_key(record.municipality), record.file))


def look_at(facts: FileFacts) -> None:
    """Find out ahead of time whose agreement a file is and for which year; `settle_documents` will ask again, and remembers."""
    _find_owner(facts, None)
    _find_year(facts, None)


def _judge(facts: FileFacts, asked_year: int, line: ManifestLine | None) -> _Case:
    """Verdict and reason of one file by itself."""
    owner, year = _find_owner(facts, line), _find_year(facts, line)
    if facts.verdict not in READ_VERDICTS:
        return _Case(facts, owner, year, facts.verdict, facts.reason or say("review.unread", file=show_name(facts.file)))
    reason = _find_fault(facts) or _doubt_about_owner(facts, owner) or _doubt_about_year(facts, year, asked_year)
    if reason:
        return _Case(facts, owner, year, ATTENTION, reason)
    notes = _find_notes(facts, owner, line)
    verdict = WARN if notes else facts.verdict
    return _Case(facts, owner, year, verdict, " ".join(part for part in (facts.reason, *notes) if part), notes)


def _find_owner(facts: FileFacts, line: ManifestLine | None) -> OwnerFinding:
    """The owner by the list, else by the file; of an unread file, by its name alone."""
    if line is not None:
        return OwnerFinding(line.municipality, owners.SURE, ("manifest",))
    if facts.verdict not in READ_VERDICTS:
        named = find_owner_of_name(facts.file)
        return OwnerFinding(named, owners.LIKELY if named else owners.DOUBTFUL, (owners.FILE_NAME,) if named else ())
    return find_owner(facts.file, facts.head, facts.title, _ends(facts))


def _find_year(facts: FileFacts, line: ManifestLine | None) -> YearFinding:
    if line is not None and line.year is not None:
        return YearFinding(line.year, owners.SURE)
    return find_year(facts.file, facts.head, facts.title, facts.tail)


def _ends(facts: FileFacts) -> str:
    """What `find_owner` needs of the text: the title lines and the end."""
    return "\n".join((*facts.titles, "", facts.tail))


def _find_fault(facts: FileFacts) -> str:
    """Why a text is no agreement that can be read; '' when it is one."""
    name = show_name(facts.file)
    if facts.danish < DANISH_ENOUGH and facts.looks_like > _SURELY_ANOTHER:
        return say("review.not_danish", file=name, percent=round(100 * facts.danish))
    if facts.looks_like < AGREEMENT_ENOUGH:
        return say("review.not_agreement", file=name, percent=round(100 * facts.looks_like))
    return ""


def _doubt_about_owner(facts: FileFacts, owner: OwnerFinding) -> str:
    if owner.municipality is not None:
        return ""
    return say(f"review.owner_{owner.doubt}", file=show_name(facts.file), names=_join_names(owner.candidates))


def _doubt_about_year(facts: FileFacts, year: YearFinding, asked_year: int) -> str:
    name = show_name(facts.file)
    if year.year == asked_year:
        return ""
    if year.year is not None:
        return say("review.year_other", file=name, year=year.year, asked=asked_year)
    if year.candidates:
        return say("review.year_conflict", file=name, years=join_words([str(other) for other in year.candidates]), asked=asked_year)
    return say("review.year_unknown", file=name, asked=asked_year)


def _find_notes(facts: FileFacts, owner: OwnerFinding, line: ManifestLine | None) -> tuple[str, ...]:
    """What people should know about a file that is used: the owner is known from a place only, or the list says otherwise than the text."""
    municipality = owner.municipality
    if municipality is None:
        return ()
    if owner.doubt == owners.PLACE:
        return (say("review.owner_place", file=show_name(facts.file), name=municipality.name),)
    if line is None:
        return ()
    read = find_owner("", facts.head, facts.title, _ends(facts))
    if read.municipality not in (None, municipality) and read.sure == owners.SURE and read.municipality is not None:
        return (say("review.manifest_otherwise", file=show_name(facts.file), listed=municipality.name, read=read.municipality.name),)
    return ()


def _record_of(case: _Case) -> DocumentRecord:
    facts, municipality = case.facts, case.owner.municipality
    return DocumentRecord(
        file=facts.file,
        sha256=facts.sha256,
        municipality=municipality.name if municipality else "",
        municipality_code=municipality.code if municipality else "",
        budget_year=case.year.year,
        pages=facts.pages,
        verdict=case.verdict,
        reason=case.reason,
        candidates=tuple(other.name for other in case.owner.candidates) if municipality is None else (),
    )


def _same_bytes(cases: Sequence[_Case], records: Mapping[str, DocumentRecord]) -> dict[str, str]:
    """Files with the same bytes; one that is used stands for those that are not. Unread ones keep their own verdict."""

    def preference(case: _Case) -> tuple[bool, int, str]:
        return (records[case.facts.file].verdict not in READ_VERDICTS, len(case.facts.file), case.facts.file)

    read = [case for case in cases if case.facts.verdict in READ_VERDICTS]
    return find_same_bytes([_copy_of(case.facts) for case in sorted(read, key=preference)])


def _set_aside(record: DocumentRecord, reason: str, kept: DocumentRecord) -> DocumentRecord:
    """A doubled file takes over the owner of the file that stands for it."""
    return replace(
        record,
        verdict=DUPLICATE,
        reason=reason,
        municipality=kept.municipality,
        municipality_code=kept.municipality_code,
        budget_year=kept.budget_year,
        candidates=kept.candidates,
    )


def _contradicted(cases: Sequence[_Case], same: Mapping[str, str]) -> list[_Case]:
    """Files whose twin with the same bytes carries another municipality's name, when nothing but the names tells the owner."""
    by_file = {case.facts.file: case for case in cases}
    found = []
    for file, kept in same.items():
        one, other = by_file[file].owner, by_file[kept].owner
        if one.municipality and other.municipality and one.municipality != other.municipality:
            found += [by_file[file], by_file[kept]]
    return found


def _doubt_owner(case: _Case, records: Mapping[str, DocumentRecord]) -> DocumentRecord:
    twins = [other for other in records.values() if other.sha256 == case.facts.sha256]
    names = [municipality for twin in twins if (municipality := find_owner_of_name(twin.file)) is not None]
    reason = say("review.owner_conflict", file=show_name(case.facts.file), names=_join_names(names))
    candidates = tuple(sorted({name.name for name in names}, key=sort_key))
    record = records[case.facts.file]
    return replace(record, verdict=ATTENTION, reason=reason, municipality="", municipality_code="", candidates=candidates)


def _groups(cases: Iterable[_Case]) -> list[list[_Case]]:
    """The files that are in use so far, by municipality, where there is more than one."""
    groups: dict[str, list[_Case]] = {}
    for case in cases:
        if case.owner.municipality:
            groups.setdefault(case.owner.municipality.code, []).append(case)
    return [group for group in groups.values() if len(group) > 1]


def _follow_list(group: list[_Case], manifest: Mapping[str, ManifestLine], records: dict[str, DocumentRecord]) -> list[_Case]:
    """The files that a list lets count; the others are set aside. All of them where the list says nothing."""
    said = {case.facts.file: line.counts for case in group if (line := manifest.get(case.facts.file))}
    kept = [case for case in group if said.get(case.facts.file)] or [case for case in group if said.get(case.facts.file) is not False]
    for case in group if kept else ():
        if case not in kept:
            others = join_words([show_name(other.facts.file) for other in kept])
            reason = say("review.other_counts", file=show_name(case.facts.file), other=others)
            records[case.facts.file] = _set_aside(records[case.facts.file], reason, records[kept[0].facts.file])
    return kept or group


def _copy_of(facts: FileFacts) -> Copy:
    return Copy(facts.file, facts.sha256, facts.head, facts.length, facts.looks_like, facts.sketch, facts.numbers)


def _apply(record: DocumentRecord, relation: Relation, asked_year: int) -> DocumentRecord:
    """A file that gives way to another, or stands beside one that cannot be told from it."""
    others = [show_name(other) for other in relation.others]
    texts = {"file": show_name(record.file), "other": join_words(others), "name": record.municipality, "year": asked_year}
    reason = say(f"review.{relation.kind}", count=len(others) + 1, **texts)
    verdict = ATTENTION if relation.kind in (CANDIDATES, "part") else DUPLICATE
    return replace(record, verdict=verdict, reason=reason)


def _join_names(names: Iterable[Municipality]) -> str:
    return join_words(sorted({municipality.name for municipality in names}, key=sort_key))


def is_used(record: DocumentRecord) -> bool:
    """Whether a file's initiatives count."""
    return record.verdict in (OK, WARN) and find_by_name(record.municipality) is not None
