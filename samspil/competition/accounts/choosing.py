"""What of a file is taken: the leaves, where there is only one way to choose them, and said; what is ambiguous is refused with what to choose.

Rules (docs/competition.md): municipalities of OMRÅDE, functions of the chart of accounts (else its main accounts), leaves of ART, parts of
EJER, the total of GRUP and its like (else all parts), every kind of account (DRANST is kept apart), years of TID, the unit LOBM.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from samspil.competition.accounts.tables import KNOWN_UNIT
from samspil.competition.errors import complain
from samspil.statbank.areas import municipality_of
from samspil.statbank.checks import tell_choices
from samspil.statbank.errors import shorten
from samspil.statbank.levels import Levels, is_function, list_levels
from samspil.statbank.selecting import Choices, choose
from samspil.statbank.words import AREA, ART, METRIC, STATE, TIME, UNIT
from samspil.values.statistics import Dimension, Origin

OWNER, GROUPING = "EJER", "GRUP"
_ROOM = "competition_import"
_SUMMED = frozenset((GROUPING, METRIC))  # dimensions that the kept file has no column for and that may be added up
_SHOWN = 30
Note = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """`kept`: dimension -> codes; `told`: the same in short, for `About.chosen`; `columns`: municipality, year, ... -> dimension ('' where there is none)."""

    kept: Mapping[str, Sequence[str]]
    told: Mapping[str, str]
    columns: Mapping[str, str]
    detail: str
    lacks: tuple[str, ...]
    notes: list[Note] = field(default_factory=list)


def choose_leaves(origin: Origin, dimensions: Sequence[Dimension], given: Choices) -> Chosen:
    """Codes of every dimension. Raises CompetitionError, or SelectError where the user's own choice would count something twice."""
    known = {dimension.code for dimension in dimensions}
    asked = {name: words for name, words in given.items() if name in known or name != UNIT}
    notes: list[Note] = []
    wanted = {dimension.code: asked.get(dimension.code) or _choose_one(origin.file, dimension, notes) for dimension in dimensions}
    kept, _said = choose(origin.file, dimensions, {**asked, **wanted})
    for dimension in dimensions:
        _tell_left_out(dimension, kept[dimension.code], notes)
    columns = _name_columns(dimensions, kept)
    _check_kept(origin.file, dimensions, kept, columns)
    function = next(dimension for dimension in dimensions if dimension.code == columns["function"])
    levels = {name for name, codes in list_levels(function).items() if set(codes) & set(kept[function.code])}
    lacks = tuple(name for name in ("dranst", "owner", "art") if not columns[name])
    notes += [(f"lacks_{name}", {}) for name in lacks]
    detail = "main_account" if levels == {"account"} else "function"
    told = {dimension.code: _shorten(dimension, kept[dimension.code]) for dimension in dimensions}
    return Chosen(kept, told, columns, detail, lacks, notes)


def _choose_one(file: str, dimension: Dimension, notes: list[Note]) -> tuple[str, ...]:
    """The codes of a dimension the user said nothing of. Raises CompetitionError when there is no one way."""
    rule = _choose_function if is_function(dimension.code) else _RULES.get(dimension.code, _choose_other)
    return rule(f"{file}:{dimension.code}", dimension, list_levels(dimension), notes)


def _choose_area(place: str, dimension: Dimension, levels: Levels, _notes: list[Note]) -> tuple[str, ...]:
    if strange := levels.get("unknown"):
        raise complain(f"{_ROOM}.unknown_area", place, values=shorten([_show(dimension, code) for code in strange]))
    if "municipality" not in levels:
        raise complain(f"{_ROOM}.no_municipalities", place, values=shorten(list(dimension.codes)))
    return tuple(levels["municipality"])


def _choose_function(place: str, dimension: Dimension, levels: Levels, _notes: list[Note]) -> tuple[str, ...]:
    if strange := levels.get("unknown"):
        raise complain(f"{_ROOM}.unknown_function", place, values=shorten([_show(dimension, code) for code in strange]))
    if "function" in levels:
        return tuple(levels["function"])
    if set(levels) <= {"account", "total"} and "account" in levels:
        return tuple(levels["account"])
    raise complain(f"{_ROOM}.no_functions", place, values=shorten(list(dimension.codes)), choices=tell_choices(dimension) or "FUNK1=*")


def _choose_art(place: str, dimension: Dimension, levels: Levels, _notes: list[Note]) -> tuple[str, ...]:
    if "leaf" in levels:
        return tuple(levels["leaf"])
    if len(dimension.codes) == 1:  # net, gross or income alone: told, and kept without an art
        return dimension.codes
    raise complain(f"{_ROOM}.no_arts", place, values=shorten(list(dimension.codes)), choices=tell_choices(dimension) or "ART=TOT")


def _choose_time(place: str, dimension: Dimension, levels: Levels, _notes: list[Note]) -> tuple[str, ...]:
    if "year" not in levels:
        raise complain(f"{_ROOM}.no_years", place, values=shorten(list(dimension.codes)))
    return tuple(levels["year"])


def _choose_unit(_place: str, dimension: Dimension, _levels: Levels, _notes: list[Note]) -> tuple[str, ...]:
    return (KNOWN_UNIT,) if KNOWN_UNIT in dimension.codes else dimension.codes[:1]


def _choose_parts(_place: str, dimension: Dimension, levels: Levels, _notes: list[Note]) -> tuple[str, ...]:
    return tuple(levels.get("part", dimension.codes))


def _choose_other(place: str, dimension: Dimension, levels: Levels, notes: list[Note]) -> tuple[str, ...]:
    """A dimension that is summed out: its total where there is one, else all of its parts if they are known to add up."""
    if "total" in levels:
        return tuple(levels["total"][:1])
    if len(dimension.codes) > 1:
        if dimension.code not in _SUMMED:
            raise complain(
                f"{_ROOM}.other_dimension", place, name=dimension.code, first=dimension.codes[0], values=shorten(list(dimension.codes))
            )
        notes.append(("summed_out", {"name": dimension.code, "count": str(len(dimension.codes))}))
    return dimension.codes


_RULES: Mapping[str, Callable[[str, Dimension, Levels, list[Note]], tuple[str, ...]]] = {
    AREA: _choose_area,
    ART: _choose_art,
    TIME: _choose_time,
    UNIT: _choose_unit,
    STATE: _choose_parts,
    OWNER: _choose_parts,
}


def _shorten(dimension: Dimension, codes: Sequence[str]) -> str:
    """The codes, or the name of the level they are all of, with how many."""
    if len(codes) <= _SHOWN:
        return ", ".join(codes)
    level = next((f"@{level}" for level, held in list_levels(dimension).items() if set(held) == set(codes)), shorten(list(codes), 12))
    return f"{level} ({len(codes)})"


def _show(dimension: Dimension, code: str) -> str:
    return f"{code} {dimension.label_of(code)}".removesuffix(f" {code}")


def _tell_left_out(dimension: Dimension, kept: Sequence[str], notes: list[Note]) -> None:
    """Totals, other units, the country: what was not taken is said."""
    left = [code for code in dimension.codes if code not in set(kept)]
    if left:
        shown = shorten([_show(dimension, code) for code in left])
        notes.append(("left_out", {"name": dimension.code, "count": str(len(left)), "values": shown}))
    if dimension.code == STATE and len(kept) > 1:
        notes.append(("several_states", {"values": shorten([_show(dimension, code) for code in kept])}))


def _name_columns(dimensions: Sequence[Dimension], kept: Choices) -> dict[str, str]:
    """Which dimension gives which column; '' where the table has none, or its total alone."""
    codes = [dimension.code for dimension in dimensions]
    found = {"municipality": AREA, "year": TIME, "function": next(code for code in codes if is_function(code))}
    for name, code in (("dranst", STATE), ("owner", OWNER), ("art", ART)):
        held = next((dimension for dimension in dimensions if dimension.code == code), None)
        summed = held and not _has_parts(held, kept[code])
        found[name] = code if held and not summed else ""
    return found


def _has_parts(dimension: Dimension, kept: Sequence[str]) -> bool:
    levels = list_levels(dimension)
    return any(code in levels.get(level, ()) for code in kept for level in ("part", "leaf"))


def _check_kept(file: str, dimensions: Sequence[Dimension], kept: Choices, columns: Mapping[str, str]) -> None:
    """What a user's own choice can still bring together, and codes that become one code of ours. Raises CompetitionError."""
    for dimension in dimensions:
        place = f"{file}:{dimension.code}"
        if is_function(dimension.code) and dimension.code != columns["function"] and len(kept[dimension.code]) > 1:
            raise complain(f"{_ROOM}.two_charts", place, names=f"{columns['function']}, {dimension.code}")
    renamed: tuple[tuple[str, Callable[[str], str | None]], ...]
    renamed = (("municipality", municipality_of), ("function", plain_function), ("art", plain_art))
    for column, rename in renamed:
        named: dict[str | None, str] = {}
        for code in kept[columns[column]] if columns[column] else ():
            ours = rename(code)
            if ours in named:
                raise complain(f"{_ROOM}.two_codes", f"{file}:{columns[column]}", one=named[ours], other=code)
            named[ours] = code
        if None in named:
            raise complain(f"{_ROOM}.no_municipalities", f"{file}:{columns[column]}", values=named[None])


def plain_function(code: str) -> str:
    """'2.28.14' -> '22814', '02201' and '0.22.01' -> '2201', as the bank writes them."""
    plain = code.replace(".", "")
    return plain[1:] if len(plain) == 5 and plain[0] == "0" else plain


def plain_art(code: str) -> str:
    """'4.0' -> '40'."""
    return code.replace(".", "")
