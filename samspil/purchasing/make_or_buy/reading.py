"""A case from its TOML file: every line checked against its limits, what is missing listed, what cannot be meant refused with its remedy."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from samspil.purchasing.make_or_buy.errors import complain
from samspil.purchasing.make_or_buy.fields import check_names, read_number, take_choice, take_flag, take_text, take_whole, write
from samspil.purchasing.make_or_buy.lines import BY_NAME, DISTRIBUTIONS, SPECS, Spec
from samspil.purchasing.make_or_buy.model import DIRECTIONS, Case, Line, Missing
from samspil.purchasing.make_or_buy.small_file import read_toml

HEAD = ("title", "direction", "paragraph", "price_year", "years", "seed", "own_refund", "synthetic")
CELLS = ("value", "low", "high", "distribution", "source", "reason")
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 2008, 2099, 50
_SYMMETRY = Decimal("0.02")  # how far from the middle a normal line's value may stand, as a share of its width
_WITHOUT_SOURCE = ("citizens_not_suitable", "citizens_unknown")


def read_case(file: Path) -> Case:
    """The case of a TOML file. Raises MakeError."""
    return parse_case(read_toml(file), str(file))


def parse_case(data: Mapping[str, Any], file: str) -> Case:
    """The case of tables `case` and `lines`. Raises MakeError."""
    check_names(data, ("case", "lines"), file)
    head, lines = (_take_table(data, name, file) for name in ("case", "lines"))
    check_names(head, HEAD, f"{file} [case]")
    check_names(lines, BY_NAME, f"{file} [lines]")
    found: dict[str, Line] = {}
    missing: list[Missing] = []
    for spec in SPECS:
        line, lacks = _take_line(spec, lines, file)
        missing += lacks
        if line:
            found[spec.name] = line
    place = f"{file} [case]"
    return Case(
        take_text(head, "title", place, needed=True),
        take_choice(head, "direction", DIRECTIONS, place),
        take_text(head, "paragraph", place, needed=True),
        take_whole(head, "price_year", FIRST_YEAR, LAST_YEAR, place),
        take_whole(head, "years", 1, MOST_YEARS, place),
        found,
        tuple(missing),
        file,
        take_whole(head, "seed", 0, 10**9, place, 1),
        take_flag(head, "own_refund", place, True),
        take_flag(head, "synthetic", place, False),
    )


def _take_table(data: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise complain("no_table", file, name=name)
    return table


def _take_line(spec: Spec, lines: Mapping[str, Any], file: str) -> tuple[Line | None, list[Missing]]:
    """A line, and what it lacks. A line without a value is None."""
    place = f"{file} [lines.{spec.name}]"
    line = read_line(spec, lines.get(spec.name, {}), place)
    if line is None:
        return None, [Missing(spec.name, "empty", place)] if spec.compulsory else []
    return line, list(_find_lacks(spec, line, place))


def read_line(spec: Spec, given: object, place: str) -> Line | None:
    """A line of a table, or of a bare number; None without a value. Raises MakeError."""
    cells: Mapping[str, Any] = given if isinstance(given, dict) else {"value": given}
    check_names(cells, CELLS, place)
    value = _take_limited(spec, cells, "value", place)
    if value is None:
        if any(cells.get(name) not in (None, "") for name in ("low", "high")):
            raise complain("range_alone", place)
        return None
    usual = DISTRIBUTIONS[0]
    line = Line(
        spec.name,
        value,
        *_take_range(spec, cells, value, place),
        take_choice(cells, "distribution", DISTRIBUTIONS, place) if cells.get("distribution") else usual,
        take_text(cells, "source", place),
        take_text(cells, "reason", place),
    )
    _check_normal(line, place)
    return line


def _find_lacks(spec: Spec, line: Line, place: str) -> Iterable[Missing]:
    """A nought is stated with a reason, everything else with a source."""
    if line.value == 0 and not line.reason and spec.compulsory:
        yield Missing(spec.name, "zero", place)
    elif line.value != 0 and not line.source and spec.name not in _WITHOUT_SOURCE:
        yield Missing(spec.name, "source", place)


def _take_limited(spec: Spec, cells: Mapping[str, Any], name: str, place: str) -> Decimal | None:
    number = read_number(cells.get(name), f"{place} ({name})")
    if number is None:
        return None
    if not spec.low <= number <= spec.high:
        raise complain("limits", f"{place} ({name})", given=write(number), low=write(spec.low), high=write(spec.high))
    if spec.whole and number != int(number):
        raise complain("not_whole", f"{place} ({name})", given=write(number))
    return number


def _take_range(spec: Spec, cells: Mapping[str, Any], value: Decimal, place: str) -> tuple[Decimal, Decimal]:
    low, high = (_take_limited(spec, cells, name, place) for name in ("low", "high"))
    if (low is None) != (high is None):
        raise complain("half_range", place)
    if low is None or high is None:
        return value, value
    if not low <= value <= high:
        raise complain("bad_order", place, low=write(low), value=write(value), high=write(high))
    if spec.whole and low < high:
        raise complain("whole_range", place)
    return low, high


def _check_normal(line: Line, place: str) -> None:
    """A normal distribution is the same to both sides."""
    if line.distribution == "normal" and line.varies and abs((line.low + line.high) / 2 - line.value) > _SYMMETRY * (line.high - line.low):
        raise complain("not_symmetric", place, middle=write((line.low + line.high) / 2), value=write(line.value))


def with_citizens(case: Case, counts: Mapping[str, int], source: str) -> Case:
    """The case with the citizens counted in the placements handed in; what the file says of them is set aside."""
    lines = dict(case.lines)
    for name, count in counts.items():
        number = Decimal(count)
        if number < BY_NAME[name].low:
            raise complain("nobody", case.file)
        lines[name] = Line(name, number, number, number, "triangular", source, source)
    return replace(case, lines=lines, missing=tuple(each for each in case.missing if each.name not in counts))
