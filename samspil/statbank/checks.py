"""What to know of a table before its figures are used: traps of double counting, what is missing, what is unknown. Nothing is mended silently."""

import math
from collections.abc import Sequence

from samspil.statbank.areas import MUNICIPALITY, UNKNOWN, municipality_of
from samspil.statbank.errors import find, shorten
from samspil.statbank.levels import is_function, list_levels, overlapping
from samspil.statbank.words import AREA, ART, METRIC, STATE, TIME, UNIT
from samspil.values.statistics import MISSING, NOTE, TRAP, Dimension, Table, TableFinding
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import read_municipalities

_MOST_MISSING = 40  # a file of fewer municipalities than this is meant to be a selection: those missing are counted, not named


def check_table(table: Table) -> tuple[TableFinding, ...]:
    """Everything found while reading and afterwards, the gravest first."""
    file = table.origin.file
    found = [*table.findings, *check_dimensions(file, table.dimensions)]
    gone = sum(1 for number in table.numbers if number == MISSING)
    found += check_cells(file, table.dimensions, len(table), gone)
    return sort_findings(found)


def sort_findings(findings: Sequence[TableFinding]) -> tuple[TableFinding, ...]:
    """Errors, then traps, then notes; each in the order found."""
    return tuple(sorted(findings, key=lambda finding: ("error", "trap", "note").index(finding.weight)))


def check_cells(file: str, dimensions: Sequence[Dimension], cells: int, missing: int) -> list[TableFinding]:
    """Cells without a figure, and combinations that have no line at all."""
    found = []
    if missing:
        found.append(find("missing_cells", NOTE, file, "", count=missing, of=cells))
    full = math.prod(len(dimension.categories) for dimension in dimensions)
    if cells < full:
        found.append(find("holes", NOTE, file, "", count=full - cells, of=full))
    return found


def check_dimensions(file: str, dimensions: Sequence[Dimension]) -> list[TableFinding]:
    """The traps that can be seen from the categories alone."""
    found = []
    for dimension in dimensions:
        found += _check_one(file, dimension)
    return found


def _check_one(file: str, dimension: Dimension) -> list[TableFinding]:
    name, codes = dimension.code, dimension.codes
    found = []
    if name in {UNIT, METRIC} and len(codes) > 1:
        found.append(find("units", TRAP, file, name, name=name, values=_show(dimension), first=codes[0]))
    if name == STATE and len(codes) > 1:
        found.append(find("states", TRAP, file, name, values=_show(dimension), first=codes[0]))
    if levels := overlapping(dimension):
        shown = "; ".join(f"@{level}: {shorten(each, 4)}" for level, each in levels.items())
        found.append(find(_name_overlap(name), TRAP, file, name, name=name, levels=shown, choices=tell_choices(dimension)))
    elif name == TIME and len(codes) > 1:
        found.append(find("periods", NOTE, file, name, count=len(codes), values=shorten(codes), last=max(codes)))
    return [*found, *(_check_areas(file, dimension) if name == AREA else ())]


def _name_overlap(name: str) -> str:
    """The kind of the finding: which trap it is."""
    if is_function(name):
        return "levels_function"
    return {AREA: "levels_area", ART: "levels_art", TIME: "levels_time"}.get(name, "levels_total")


def tell_choices(dimension: Dimension) -> str:
    """How to choose one level: 'ART=@leaf | ART=TOT'."""
    levels = overlapping(dimension) or list_levels(dimension)
    return " | ".join(f"{dimension.code}={codes[0] if len(codes) == 1 else f'@{level}'}" for level, codes in levels.items())


def _show(dimension: Dimension) -> str:
    return shorten([f"{one.code} {one.label}".strip() for one in dimension.categories])


def _check_areas(file: str, dimension: Dimension) -> list[TableFinding]:
    """Areas that are none, and municipalities that are not there."""
    levels = list_levels(dimension)
    found = []
    if strange := levels.get(UNKNOWN):
        shown = [f"{code} {dimension.label_of(code)}".removesuffix(f" {code}") for code in strange]
        found.append(find("unknown_area", TRAP, file, AREA, values=shorten(shown)))
    here = {municipality_of(code) for code in levels.get(MUNICIPALITY, ())}
    gone = sorted((one.name for one in read_municipalities() if one.code not in here), key=sort_key)
    if here and gone:
        shown_gone = shorten(gone, 10) if len(here) >= _MOST_MISSING else str(len(gone))
        found.append(find("missing_municipalities", NOTE, file, AREA, count=len(here), values=shown_gone))
    return found
