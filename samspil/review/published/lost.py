"""A table whose heading was lost runs into the one before it. Where the article itself speaks of a table that is not there, they are parted again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from samspil.review.published.tables import Entry, FoundTable
from samspil.vocabulary.danish import sort_key

_MOST = 500  # entries; no review has as many in one table
_FEWEST = 2  # entries on each side
_FAR_BACK = 0.6  # of the names before stand behind the name that begins anew
_ENOUGH = 0.75  # of the pairs in order, on one side
_LEAST = 0.6  # and on the other, which may hold a third table


def part_tables(tables: Sequence[FoundTable], mentioned: set[int]) -> tuple[list[FoundTable], set[int]]:
    """The tables, with those that hold two parted where the alphabet begins anew, as many as the article says there are; and the numbers of those whose
    heading was lost.
    """
    printed = {table.caption.number for table in tables if table.caption and table.caption.number and table.entries}
    missing = {*mentioned, *range(1, max(printed, default=0))} - printed
    parted = [table for table in tables if table.entries]
    others = [table for table in tables if not table.entries]
    key = str.casefold if _puts_aa_first(parted) else sort_key
    lost: set[int] = set()
    while len(parted) < len(printed) + len(missing):
        places = [(*_find_restart(table.entries, key), n) for n, table in enumerate(parted) if _may_part(table, missing)]
        score, place, number = max(places, default=(0.0, 0, 0))
        if not score:
            break
        table = parted[number]
        parted[number : number + 1] = [
            replace(table, entries=table.entries[:place]),
            FoundTable(entries=table.entries[place:], cells=table.cells),
        ]
        lost.add(number + 2)
    return [*parted, *others], lost


def _may_part(table: FoundTable, missing: set[int]) -> bool:
    """A numbered table holds another one only when the next number is missing."""
    if len(table.entries) > _MOST:
        return False
    return not (table.caption and table.caption.number) or table.caption.number + 1 in missing


def _puts_aa_first(tables: Sequence[FoundTable]) -> bool:
    """Many pages put Aarhus first, as if it began with an A."""
    return any(
        _name(table.entries[0]).startswith("Aa") and len(table.entries) > 1 and not _name(table.entries[1]).startswith("Aa")
        for table in tables
    )


def _name(entry: Entry) -> str:
    return entry.name.municipality.name if entry.name.municipality else entry.name.as_printed


def _find_restart(entries: Sequence[Entry], order: Callable[[str], Any]) -> tuple[float, int]:
    """How well the best place parts the entries into two runs of the alphabet, and the place; (0, 0) without one."""
    keys = [order(_name(entry)) for entry in entries]
    best = (0.0, 0)
    for place in range(_FEWEST, len(keys) - _FEWEST + 1):
        passed = sum(key > keys[place] for key in keys[:place]) / place
        sides = _order(keys[:place]), _order(keys[place:])
        if passed >= _FAR_BACK and max(sides) >= _ENOUGH and min(sides) >= _LEAST:
            best = max(best, (sum(sides), place))
    return best


def _order(keys: Sequence[Any]) -> float:
    """Share of neighbours that stand in order."""
    pairs = list(pairwise(keys))
    return sum(bool(a <= b) for a, b in pairs) / max(1, len(pairs))
