"""Choosing from a table: says exactly what is chosen, and refuses to leave figures side by side that must not be added up."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspil.statbank.checks import tell_choices
from samspil.statbank.errors import SelectError, complain, refuse_all, shorten
from samspil.statbank.levels import list_levels, overlapping
from samspil.statbank.words import METRIC, STATE, TIME, UNIT, name_dimension
from samspil.values.statistics import MISSING, Dimension, Table, TableFinding, read_number
from samspil.vocabulary.texts import say

Choices = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Selection:
    """A table whose cells may be added up over every dimension but time. `said`: one line per dimension, what was chosen of what."""

    table: Table
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """`value`: of the cells that have a figure, `cells` of them; `missing`: cells without one. `value` is None when none has."""

    value: Decimal | None
    cells: int
    missing: int


def parse_choices(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """'ART=40,45' and 'OMRÅDE=@municipality' as typed. Raises SelectError."""
    choices: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, mark, values = word.partition("=")
        wanted = tuple(value.strip() for value in values.split(",") if value.strip())
        if not mark or not name.strip() or not wanted:
            raise complain("bad_choice", "", SelectError, given=word[:80])
        code = name_dimension(name)
        choices[code] = (*choices.get(code, ()), *wanted)
    return choices


def select(table: Table, choices: Choices) -> Selection:
    """The chosen cells. Raises SelectError when a dimension or code is not there, or when what is left would count something twice."""
    refuse_all(table.findings, SelectError)
    kept, said = choose(table.origin.file, table.dimensions, choices)
    return Selection(_cut(table, kept), said)


def choose(
    file: str, dimensions: Sequence[Dimension], choices: Choices, findings: Sequence[TableFinding] = ()
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Codes kept of each dimension, and the same in words. Raises SelectError."""
    refuse_all(findings, SelectError)
    wanted = {name_dimension(name): codes for name, codes in choices.items()}
    known = {dimension.code for dimension in dimensions}
    for name in wanted:
        if name not in known:
            raise complain("no_dimension", file, SelectError, name=name[:40], known=shorten([d.code for d in dimensions], 20))
    kept = {d.code: _keep(file, d, wanted[d.code]) if d.code in wanted else d.codes for d in dimensions}
    for dimension in dimensions:
        _refuse_overlap(file, narrow(dimension, kept[dimension.code]), dimension.code in wanted)
    said = tuple(_tell(dimension, kept[dimension.code]) for dimension in dimensions)
    return kept, said


def _keep(file: str, dimension: Dimension, wanted: Sequence[str]) -> tuple[str, ...]:
    levels = list_levels(dimension)
    chosen: set[str] = set()
    for word in wanted:
        if word == "*":
            chosen.update(dimension.codes)
        elif word.startswith("@"):
            if word[1:] not in levels:
                known = shorten([f"@{level}" for level in levels], 10)
                raise complain("no_level", f"{file}:{dimension.code}", SelectError, level=word[:40], name=dimension.code, known=known)
            chosen.update(levels[word[1:]])
        elif word in dimension.codes:
            chosen.add(word)
        else:
            raise complain(
                "no_code", f"{file}:{dimension.code}", SelectError, code=word[:40], name=dimension.code, known=shorten(dimension.codes, 12)
            )
    return tuple(code for code in dimension.codes if code in chosen)


def narrow(dimension: Dimension, codes: Sequence[str]) -> Dimension:
    """The dimension with these codes alone."""
    wanted = set(codes)
    return Dimension(dimension.code, tuple(one for one in dimension.categories if one.code in wanted), dimension.label)


def _refuse_overlap(file: str, dimension: Dimension, chosen: bool) -> None:
    """Levels that overlap, two units, or accounts of several kinds nobody asked to have together."""
    place, name = f"{file}:{dimension.code}", dimension.code
    if levels := overlapping(dimension):
        shown = "; ".join(f"@{level}: {shorten(codes, 4)}" for level, codes in levels.items())
        raise complain("mixed_levels", place, SelectError, name=name, levels=shown, choices=tell_choices(dimension))
    if len(dimension.categories) > 1 and (name in {UNIT, METRIC} or (name == STATE and not chosen)):
        shown = shorten([f"{one.code} {one.label}".strip() for one in dimension.categories])
        raise complain("choose_one", place, SelectError, name=name, values=shown, first=dimension.codes[0])


def _tell(dimension: Dimension, kept: Sequence[str]) -> str:
    of = len(dimension.categories)
    if len(kept) == of and of > 3:
        return say("statbank.said_all", name=dimension.code, count=of)
    labels = [f"{code} {dimension.label_of(code)}".removesuffix(f" {code}") for code in kept]
    return say("statbank.said_some", name=dimension.code, values=shorten(labels, 8), count=len(kept), of=of)


def _cut(table: Table, kept: Mapping[str, Sequence[str]]) -> Table:
    """The table with the kept codes alone, in their old order."""
    moved = [_new_places(dimension, kept[dimension.code]) for dimension in table.dimensions]
    columns = [array("I") for _dimension in table.dimensions]
    numbers: array[int] = array("q")
    for index, number in enumerate(table.numbers):
        places = [to[column[index]] for to, column in zip(moved, table.positions, strict=True)]
        if None not in places:
            numbers.append(number)
            for column, place in zip(columns, places, strict=True):
                column.append(place or 0)
    dimensions = tuple(narrow(dimension, kept[dimension.code]) for dimension in table.dimensions)
    return Table(table.origin, dimensions, tuple(columns), numbers, table.findings)


def _new_places(dimension: Dimension, kept: Sequence[str]) -> list[int | None]:
    places = {code: number for number, code in enumerate(kept)}
    return [places.get(code) for code in dimension.codes]


def add_up(selection: Selection, by: Sequence[str]) -> dict[tuple[str, ...], Sum]:
    """Sums by the codes of the dimensions named, over all others. Raises SelectError when that would add several periods to each other."""
    table = selection.table
    by = [name_dimension(name) for name in by]
    codes = [dimension.code for dimension in table.dimensions]
    for name in by:
        if name not in codes:
            raise complain("no_dimension", table.origin.file, SelectError, name=name[:40], known=shorten(codes, 20))
    time = table.find_dimension(TIME)
    if time and len(time.categories) > 1 and TIME not in by:
        raise complain("years_added", f"{table.origin.file}:{TIME}", SelectError, values=shorten(time.codes), last=max(time.codes))
    columns = [(table.dimensions[codes.index(name)].codes, table.positions[codes.index(name)]) for name in by]
    totals: dict[tuple[str, ...], list[int]] = {}
    for index, number in enumerate(table.numbers):
        one = totals.setdefault(tuple(names[places[index]] for names, places in columns), [0, 0, 0])
        if number == MISSING:
            one[2] += 1
        else:
            one[0] += number
            one[1] += 1
    return {key: Sum(read_number(value) if cells else None, cells, missing) for key, (value, cells, missing) in totals.items()}
