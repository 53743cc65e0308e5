"""The prose against the tables, and a row against itself: other year, other sum, other degree of commitment."""

import re
from collections.abc import Iterator, Sequence

from samspil.review.audit.article import About, Article, Entry, Told, amounts_in, likeness, read_about
from samspil.review.audit.commitment import CONSIDERED, DECIDED, FIRM, LOOSE, STOPPED, level_of
from samspil.review.audit.findings import find_at
from samspil.values.codes import horizon
from samspil.values.finding import Finding
from samspil.vocabulary.danish import format_kroner, join_words
from samspil.vocabulary.municipalities import OFFICIAL, find_mentions
from samspil.vocabulary.numbers import show_kroner
from samspil.vocabulary.themes import label

_YEAR = re.compile(r"(?<![\d.,])(20[0-4]\d)(?:[ \xa0]?(?:[-–/]|til)[ \xa0]?(20[0-4]\d|\d\d)(?!\d))?(?!\d)")
_START = re.compile(r"\bfra[ \xa0](20[0-4]\d)\b(?![ \xa0]?[-–])")
_ONWARDS = re.compile(r"\b(?:og frem\w*|årligt|varigt|hvert år|fremover|overslagsår\w*|om året)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:siden|blev|var|åbnede|opførte|vedtog|besluttede|hidtil|tidligere)\b", re.IGNORECASE)
_SAME, _SURELY_SAME = 0.34, 0.5
_RATIO = 1_000  # a sum that is this many times the other is a slip of the unit, and told as such
_ROUGH = 0.1


def check_contradictions(article: Article) -> list[Finding]:
    """What the prose says of a municipality against that municipality's rows: one finding per sentence, the gravest."""
    findings = []
    by_code: dict[str, list[Entry]] = {}
    for entry in article.entries:
        by_code.setdefault(entry.code, []).append(entry)
    for about in read_about(article):
        rows = by_code.get(about.code, []) if about.code else []
        told = [told for entry in rows for told in entry.sentences]
        linked = _linked(about.told, told)
        if linked:
            findings += list(_compare(about, linked, told, article.review.year))
    return findings


def _linked(prose: Told, rows: Sequence[Told]) -> list[Told]:
    """The sentences of the rows that speak of the same, nearest first."""
    degrees = [(likeness(prose.keys, told.keys), -number, told) for number, told in enumerate(rows)]
    return [told for degree, _number, told in sorted(degrees, key=lambda one: one[:2], reverse=True) if degree >= _SAME]


def _compare(about: About, linked: Sequence[Told], rows: Sequence[Told], year: int) -> Iterator[Finding]:
    found = [
        *_compare_commitment(about, linked),
        *([] if about.shared else _compare_sums(about, linked, rows, year)),
        *([] if about.shared else _compare_years(about, linked, rows, year)),
    ]
    yield from found[:1]
    yield from (one for one in found[1:] if one.kind != found[0].kind)


def _compare_commitment(about: About, linked: Sequence[Told]) -> Iterator[Finding]:
    """'har besluttet' in the prose, 'har til hensigt' in the row; the sentence that is most alike decides, unless another bears the prose out."""
    said = level_of(about.told.text)
    levels = [level_of(told.text) for told in linked]
    if not said or not levels or not levels[0] or said in levels or not _is_other_degree(said, levels[0]):
        return
    if any(level and not _is_other_degree(said, level) for level in levels):
        return
    words = {"said": label("stage", said).lower(), "row_says": label("stage", levels[0]).lower()}
    sure = 0.85 if likeness(about.told.keys, linked[0].keys) >= _SURELY_SAME else 0.7
    expected = label("stage", levels[0])
    where = linked[0]
    yield find_at(
        "contradiction", about.told, "other_degree", expected, sure, name=about.name, against=where.text, row_table=where.table, **words
    )
    if said in FIRM and levels[0] == CONSIDERED:
        yield find_at(
            "overstated-commitment",
            about.told,
            "overstated_prose",
            expected,
            sure,
            name=about.name,
            against=where.text,
            row_table=where.table,
        )


def _is_other_degree(first: str, second: str) -> bool:
    if STOPPED in (first, second):
        return first != second
    return (first in FIRM and second in LOOSE) or (first in LOOSE and second in FIRM)


def _compare_sums(about: About, linked: Sequence[Told], rows: Sequence[Told], year: int) -> Iterator[Finding]:
    """A sum in the prose that no row of the municipality has, where the linked row has another."""
    there = [one for told in rows for one in amounts_in(told.text, year)]
    known = {one.dkk for one in there} | {one.high for one in there if one.high}
    for told in rows:
        sums = [one.dkk for one in amounts_in(told.text, year) if not one.part_of]
        known |= {sum(sums), *(sum(sums[:n]) for n in range(2, len(sums)))}
    beside = [told for told in rows if any(_same_row(told, one) for one in linked)]
    linked_sums = [one for told in beside for one in amounts_in(told.text, year)]
    for one in amounts_in(about.told.text, year):
        if not linked_sums or any(_is_same(one.dkk, two, rough=bool(one.qualifier)) for two in known if two) or one.kind == "other":
            continue
        nearest = min(linked_sums, key=lambda two: abs(two.dkk - one.dkk))
        if _RATIO in (one.dkk / nearest.dkk, nearest.dkk / one.dkk):
            continue
        where = next(told for told in beside if nearest in amounts_in(told.text, year))
        words = {"said": show_kroner(one.dkk), "row_says": show_kroner(nearest.dkk), "row_table": where.table}
        yield find_at(
            "contradiction", about.told, "other_sum", format_kroner(nearest.dkk), 0.85, name=about.name, against=where.text, **words
        )


def _same_row(first: Told, second: Told) -> bool:
    return first.table == second.table and first.code == second.code


def _is_same(first: int, second: int, *, rough: bool) -> bool:
    return first == second or (rough and abs(first - second) <= _ROUGH * max(first, second))


def _compare_years(about: About, linked: Sequence[Told], rows: Sequence[Told], year: int) -> Iterator[Finding]:
    """A year in the prose that the rows never name, where the linked row names others."""
    said = _years_of(about.told.text, year)
    row_says = _years_of(linked[0].text, year) or {one for told in rows if _same_row(told, linked[0]) for one in _years_of(told.text, year)}
    known = {one for told in rows for one in _years_of(told.text, year)}
    strange = sorted(said - known)
    if not strange and _starts_elsewhere(about.told.text, linked[0].text):
        strange = sorted(said)[:1]
    if not strange or not row_says or _BACK.search(about.told.text) or likeness(about.told.keys, linked[0].keys) < _SAME:
        return
    if said & row_says and not _starts_elsewhere(about.told.text, linked[0].text) and (_ONWARDS.search(linked[0].text) or len(said) == 1):
        return
    words = {"said": join_words([str(one) for one in strange]), "row_says": join_words([str(one) for one in sorted(row_says)])}
    sure = 0.8 if likeness(about.told.keys, linked[0].keys) >= _SURELY_SAME else 0.65
    where = linked[0]
    yield find_at(
        "contradiction",
        about.told,
        "other_year",
        words["row_says"],
        sure,
        name=about.name,
        against=where.text,
        row_table=where.table,
        **words,
    )


def _starts_elsewhere(first: str, second: str) -> bool:
    """'fra 2026' here, 'fra 2028' there, and no other start."""
    starts = [set(_START.findall(text)) for text in (first, second)]
    return all(len(one) == 1 for one in starts) and starts[0] != starts[1] and not all(one in second for one in starts[0])


def _years_of(text: str, year: int) -> set[int]:
    """The years from the budget year on that a sentence names; 'fra 2026 og frem' names all of the horizon."""
    found: set[int] = set()
    for match in _YEAR.finditer(text):
        first = int(match[1])
        last = first if not match[2] else int(match[2]) if len(match[2]) == 4 else first - first % 100 + int(match[2])
        found |= set(range(first, min(last, first + 30) + 1))
        if re.match(r"[ \xa0]?og frem", text[match.end() :]) or re.search(r"\bfra[ \xa0]$", text[: match.start()]):
            found |= set(range(last, horizon(year)[-1] + 1))
    return {one for one in found if one >= year - 1}


def check_rows_themselves(article: Article) -> list[Finding]:
    """A row that speaks of another municipality as its own, or whose sentences contradict each other."""
    findings = []
    for entry in article.entries:
        findings += [*_find_stranger(entry), *_find_inner(entry, article.review.year)]
    return findings


def _find_stranger(entry: Entry) -> Iterator[Finding]:
    """'Viborg Kommune vil ...' in the row of Vejle, which is never named."""
    first = entry.sentences[0] if entry.sentences else None
    mentions = find_mentions(entry.row.text[:20_000])
    if first is None or not entry.code or any(one.municipality.code == entry.code for one in mentions):
        return
    stranger = next((one for one in find_mentions(first.text) if one.start == 0 and one.strength == OFFICIAL), None)
    if stranger and not re.match(r"\s*(?:,|og\b|har inspireret|er forbillede)", first.text[stranger.end :]):
        yield find_at(
            "contradiction", first, "stranger", stranger.municipality.name, 0.75, name=entry.name, other=stranger.municipality.name
        )


def _find_inner(entry: Entry, year: int) -> Iterator[Finding]:
    """Two sentences of a row about the same: one decided, one only considered; or the one sum of each differs."""
    for place, first in enumerate(entry.sentences):
        for second in entry.sentences[place + 1 :]:
            if likeness(first.keys, second.keys) < 0.7 or min(len(first.keys), len(second.keys)) < 3:
                continue
            levels = (level_of(first.text), level_of(second.text))
            if all(levels) and _is_other_degree(*levels) and DECIDED in levels:
                words = {"said": label("stage", levels[1]).lower(), "row_says": label("stage", levels[0]).lower()}
                yield find_at("contradiction", second, "inner_degree", "", 0.6, name=entry.name, against=first.text, **words)
