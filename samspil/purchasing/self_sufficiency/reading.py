"""A plan from its TOML file, every assumption with its source or the word 'antagelse'. Bad fields are named with their remedy."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from samspil.purchasing.make_or_buy.errors import complain
from samspil.purchasing.make_or_buy.fields import check_names, take_choice, take_flag, take_number, take_text, take_whole
from samspil.purchasing.make_or_buy.model import Line
from samspil.purchasing.make_or_buy.reading import read_line
from samspil.purchasing.make_or_buy.small_file import parse_toml, read_toml
from samspil.purchasing.self_sufficiency.history import LEAST_YEARS
from samspil.purchasing.self_sufficiency.lines import EITHER, SPECS
from samspil.purchasing.self_sufficiency.model import GOALS, Block, Figure, Plan

FIRST_YEAR, LAST_YEAR, MOST_YEARS = 2000, 2099, 30
MOST_BLOCKS, MOST_SCENARIOS, MOST_HISTORY = 20, 6, 100
AARHUS = "aarhus"
EXAMPLES: Mapping[str, str] = {AARHUS: "self-sufficiency-aarhus.toml"}
_HEAD = (
    *("title", "start_year", "goal_year", "goal_percent", "goal_definition", "bases", "growths", "seed", "assumed_base", "synthetic"),
    *("bases_source", "growths_source"),
)
_BLOCK = ("paragraph", "citizens", "citizens_source", "places", "places_source", "history", "history_source", "lines")


def read_plan(given: str | Path) -> Plan:
    """A file, or an example that ships ('aarhus'). Raises MakeError."""
    if str(given) in EXAMPLES:
        name = EXAMPLES[str(given)]
        text = resources.files("samspil.purchasing").joinpath(f"examples/{name}").read_text(encoding="utf-8")
        return parse_plan(parse_toml(text, name), name)
    return parse_plan(read_toml(Path(given)), str(given))


def parse_plan(data: Mapping[str, Any], file: str) -> Plan:
    """The plan of tables `plan`, `paragraphs` and `figures`. Raises MakeError."""
    check_names(data, ("plan", "paragraphs", "figures"), file)
    head = data.get("plan", {})
    if not isinstance(head, dict):
        raise complain("no_table", file, name="plan")
    place = f"{file} [plan]"
    check_names(head, _HEAD, place)
    start = take_whole(head, "start_year", FIRST_YEAR, LAST_YEAR, place)
    goal_year = take_whole(head, "goal_year", start + 1, start + MOST_YEARS, place)
    blocks = tuple(
        _take_block(table, f"{file} [[paragraphs]] {number}", start, goal_year)
        for number, table in enumerate(_take_tables(data, "paragraphs", file, MOST_BLOCKS), 1)
    )
    if not blocks:
        raise complain("no_blocks", file)
    return Plan(
        take_text(head, "title", place, needed=True),
        start,
        goal_year,
        take_number(head, "goal_percent", Decimal(1), Decimal(100), place) / 100,
        take_choice(head, "goal_definition", GOALS, place, "a"),
        blocks,
        tuple(int(base) for base in _take_list(head, "bases", Decimal(1), Decimal(10**6), place)),
        tuple(_take_list(head, "growths", Decimal(-20), Decimal(30), place)),
        tuple(
            _take_figure(table, f"{file} [[figures]] {n}") for n, table in enumerate(_take_tables(data, "figures", file, MOST_BLOCKS), 1)
        ),
        take_whole(head, "seed", 0, 10**9, place, 1),
        file,
        take_flag(head, "assumed_base", place, False),
        take_flag(head, "synthetic", place, False),
    )


def _take_tables(data: Mapping[str, Any], name: str, file: str, most: int) -> Sequence[Mapping[str, Any]]:
    tables = data.get(name, [])
    if not isinstance(tables, list) or len(tables) > most or not all(isinstance(table, dict) for table in tables):
        raise complain("no_tables", file, name=name, most=most)
    return tables


def _take_list(head: Mapping[str, Any], name: str, low: Decimal, high: Decimal, place: str) -> list[Decimal]:
    values = head.get(name, [])
    if not isinstance(values, list) or len(values) > MOST_SCENARIOS:
        raise complain("no_list", f"{place} ({name})", most=MOST_SCENARIOS)
    return [take_number({name: value}, name, low, high, place) for value in values]


def _take_figure(table: Mapping[str, Any], place: str) -> Figure:
    check_names(table, ("name", "value", "source"), place)
    words = (take_text(table, name, place, needed=True) for name in ("name", "value", "source"))
    return Figure(*words)


def _take_block(table: Mapping[str, Any], place: str, start: int, goal_year: int) -> Block:
    check_names(table, _BLOCK, place)
    lines = table.get("lines", {})
    if not isinstance(lines, dict):
        raise complain("no_table", place, name="lines")
    check_names(lines, [spec.name for spec in SPECS], f"{place} [lines]")
    history = _take_pairs(table, "history", (start - MOST_HISTORY, start), "citizens", place, Decimal(1))
    added = _take_pairs(table, "places", (start + 1, goal_year), "added", place, Decimal(-100_000))
    if history:
        _check_history(history, start, place)
    return Block(
        take_text(table, "paragraph", place, needed=True),
        take_number(table, "citizens", Decimal(1), Decimal(10**6), place, history[-1][1] if history else None),
        _take_lines(lines, place, history=bool(history)),
        added,
        history,
        take_text(table, "places_source", place, needed=bool(added)),
        take_text(table, "history_source", place, needed=bool(history)),
        take_text(table, "citizens_source", place, needed="citizens" in table),
    )


def _take_lines(lines: Mapping[str, Any], place: str, *, history: bool) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for spec in SPECS:
        line = read_line(spec, lines.get(spec.name, {}), f"{place} [lines.{spec.name}]")
        if line is None:
            if spec.compulsory and not (history and spec.name in EITHER):
                raise complain("empty_number", f"{place} [lines.{spec.name}]")
            continue
        if not line.source:
            raise complain("empty_text", f"{place} [lines.{spec.name}] (source)")
        found[spec.name] = line
    return found


def _take_pairs(
    table: Mapping[str, Any], name: str, years: tuple[int, int], number: str, place: str, low: Decimal
) -> tuple[tuple[int, Decimal], ...]:
    """Year and number, each year once, in order."""
    found: dict[int, Decimal] = {}
    for count, row in enumerate(_take_tables(table, name, place, MOST_HISTORY), 1):
        here = f"{place} [[{name}]] {count}"
        check_names(row, ("year", number), here)
        year = take_whole(row, "year", *years, here)
        if year in found:
            raise complain("year_twice", here, year=year)
        found[year] = take_number(row, number, low, Decimal(10**6), here)
    return tuple(sorted(found.items()))


def _check_history(history: Sequence[tuple[int, Decimal]], start: int, place: str) -> None:
    """Whole, long enough, and up to the start."""
    years = [year for year, _number in history]
    if len(years) < LEAST_YEARS or years != list(range(years[0], start + 1)):
        raise complain("bad_history", place, least=LEAST_YEARS, start=start)
