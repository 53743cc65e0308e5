"""The order of a table's rows: the Danish alphabet, aa as å (docs/codebook.md, 'Rows, tables and headlines')."""

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from samspil.review.audit.article import Article, Entry
from samspil.review.audit.findings import find_in_row, make
from samspil.values.finding import Finding
from samspil.values.published import PublishedTable
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import region_of
from samspil.vocabulary.texts import say

_FEW = 0.4  # where more than this share of the rows would have to move, the table follows another order
_LEAST_BY_REGION = 3  # a single row out of order may make groups of regions by chance
_LEAST = 4  # rows from which an order can be told


def check_order(article: Article) -> list[Finding]:
    """The fewest rows that must move for the table to be in order, each with its right place. A table in the order of regions is left alone."""
    findings = []
    for table in article.review.tables:
        entries = [entry for entry in article.entries_of(table) if entry.municipality]
        keys = [sort_key(entry.name) for entry in entries]
        stays = keep_most(keys)
        moves = [entry for place, entry in enumerate(entries) if place not in stays]
        if not moves or (len(moves) >= _LEAST_BY_REGION and _is_by_region(entries, article.review.year)):
            continue
        if len(entries) >= _LEAST and len(moves) > max(1, len(entries) * _FEW):
            findings.append(_another_order(article, table, len(moves)))
            continue
        kept = [entries[place] for place in sorted(stays)]
        findings += [_moved(entry, kept) for entry in moves]
    return findings


def keep_most(keys: Sequence[tuple[str, str]]) -> frozenset[int]:
    """Places of a longest run in order (patience sorting); of two neighbours exchanged, the second stays."""
    tails: list[tuple[str, str]] = []
    last: list[int] = []  # place that ends the best run of each length
    before: list[int] = []
    for place, key in enumerate(keys):
        length = bisect_right(tails, key)
        before.append(last[length - 1] if length else -1)
        tails[length:] = [key, *tails[length + 1 :]]
        last[length:] = [place, *last[length + 1 :]]
    chain, place = [], last[-1] if last else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return frozenset(chain)


def _moved(entry: Entry, kept: Sequence[Entry]) -> Finding:
    """Between which rows it belongs."""
    names = [one.name for one in kept]
    place = bisect_right([sort_key(name) for name in names], sort_key(entry.name))
    before, after = names[place - 1] if place else "", names[place] if place < len(names) else ""
    key = "order_between" if before and after else "order_last" if before else "order_first"
    expected = _spell_place(before, after)
    return find_in_row("order", entry, key, expected, 0.7 if _is_double_a(entry) else 0.95, before=before, after=after)


def _spell_place(before: str, after: str) -> str:
    key = "place_between" if before and after else "place_after" if before else "place_before"
    return say(f"audit.{key}", before=before, after=after)


def _is_double_a(entry: Entry) -> bool:
    return entry.name.lower().startswith("aa")


def _another_order(article: Article, table: PublishedTable, moves: int) -> Finding:
    start = article.review.text.find(table.title, table.start, table.end) if table.title else -1
    place = (start, start + len(table.title)) if start >= 0 else (0, 0)
    return make("order", table.number, "", table.title, place, "order_none", "", 0.5, moves=moves)


def _is_by_region(entries: Sequence[Entry], year: int) -> bool:
    """Rows in groups of one region each, in order within the group."""
    day = datetime.date(year, 1, 1)
    runs = [(region, [sort_key(entry.name) for entry in run]) for region, run in groupby(entries, lambda entry: region_of(entry.code, day))]
    return 1 < len(runs) <= 6 and len({region for region, _ in runs}) == len(runs) and all(keys == sorted(keys) for _, keys in runs)
