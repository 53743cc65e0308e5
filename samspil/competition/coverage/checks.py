"""What is odd in accounts, found by comparing a municipality with its other years and with the others of the same year. Nothing is changed.

Bounds are ours: wide enough that real differences between municipalities do not meet them (the largest is some 15 times the median, the smallest a
twentieth), narrow enough for a slip of thousands or a sign.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from samspil.competition.accounts.keeping import open_accounts, read_about
from samspil.competition.coverage import parts
from samspil.competition.coverage.chart import find_wrong_years
from samspil.competition.coverage.sums import FEWEST, make_sums
from samspil.values.competition_accounts import BUDGET, About
from samspil.values.competition_findings import NOTE, ODD, AccountFinding
from samspil.vocabulary.municipalities import read_municipalities

_WHOLE_FILE = 40  # municipalities: fewer are meant to be a selection
_SMALL_BASE = 250_000_000
_FERRIES = ("0825", "0741", "0492")
_ARTS = {"wages": "1", "goods": "2", "a40": "4.0", "a45": "4.5", "a49": "4.9"}


def check_accounts(path: Path, inhabitants: Mapping[str, Decimal] | None = None) -> tuple[AccountFinding, ...]:
    """All that is odd in a kept file of accounts, the gravest first; () when nothing is. `inhabitants`: municipality -> how many, where known.

    Raises CompetitionError when the file cannot be read.
    """
    about = read_about(path)
    with open_accounts(path) as connection:
        make_sums(connection)
        found = [*_check_file(connection, about), *_check_cover(connection)]
        whole = {*parts.find_factor(connection, inhabitants or {}), *_find_negative(connection)}
        found += [_describe_whole(*one) for one in sorted(whole)]
        passed = {(municipality, year) for _kind, municipality, year, *_rest in whole}
        found += [one for one in _check_parts(connection, about) if (one.municipality, one.year) not in passed]
    order = {ODD: 0, NOTE: 1}
    return tuple(sorted(found, key=lambda one: (order[one.weight], one.kind, one.municipality, one.year, one.function)))


def _check_file(connection: duckdb.DuckDBPyConnection, about: About) -> Iterator[AccountFinding]:
    """What holds for all of the file: a budget, columns and arts that are not there, functions of other years."""
    if about.kind == BUDGET:
        yield AccountFinding("budget", NOTE)
    if not _ask(connection, "SELECT 1 FROM f WHERE base <> 0 LIMIT 1"):
        yield AccountFinding("no_operation", ODD)
    if "art" not in about.lacks:
        counts = ", ".join(f"count(*) FILTER ({name} <> 0)" for name in _ARTS)
        row = _ask(connection, f"SELECT {counts} FROM f")[0]  # noqa: S608
        gone = tuple(code for code, count in zip(_ARTS.values(), row, strict=True) if not count)
        if gone and len(gone) < len(_ARTS):
            yield AccountFinding("arts_incomplete", ODD, words={"arts": gone})
    for lack in about.lacks:
        yield AccountFinding(f"lacks_{lack}", NOTE)
    for key, told in about.notes:
        if key == "country_differs":
            numbers = {name: Decimal(told[name]) for name in ("ours", "theirs", "count")}
            yield AccountFinding(key, ODD, year=int(told["year"]), function=told["function"], numbers=numbers)
    held = _ask(connection, "SELECT DISTINCT year, function FROM f WHERE held <> 0 ORDER BY 1, 2")
    yield from find_wrong_years([(int(year), str(function)) for year, function in held])


def _check_cover(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """Years and municipalities that are not there, and years of nothing but zeros."""
    for municipality, year in _ask(connection, "SELECT municipality, year FROM m WHERE held = 0 ORDER BY 1, 2"):
        yield AccountFinding("zero_year", ODD, municipality, year)
    asked = (
        "SELECT a.municipality, y.year FROM (SELECT DISTINCT municipality FROM m) a, (SELECT DISTINCT year FROM m) y"
        " WHERE NOT EXISTS (SELECT 1 FROM m WHERE m.municipality = a.municipality AND m.year = y.year) ORDER BY 1, 2"
    )
    for municipality, year in _ask(connection, asked):
        yield AccountFinding("missing_year", ODD, municipality, year)
    known = [one.code for one in read_municipalities()]
    here = {str(row[0]) for row in _ask(connection, "SELECT DISTINCT municipality FROM m")}
    gone = tuple(code for code in known if code not in here)
    if gone:
        weight = ODD if len(here) >= _WHOLE_FILE else NOTE
        yield AccountFinding("missing_municipalities", weight, numbers={"count": Decimal(len(here))}, words={"municipalities": gone})


def _find_negative(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int, Decimal, Decimal]]:
    """Years in which all that a municipality spends is below zero."""
    rows = _ask(connection, "SELECT municipality, year, base FROM m WHERE base < 0")
    return [("negative_base", str(municipality), int(year), Decimal(base), Decimal(0)) for municipality, year, base in rows]


def _describe_whole(kind: str, municipality: str, year: int, base: Decimal, times: Decimal) -> AccountFinding:
    return AccountFinding(kind, ODD, municipality, year, numbers={"base": base, "times": times})


def _check_parts(connection: duckdb.DuckDBPyConnection, about: About) -> Iterator[AccountFinding]:
    """What is odd in a municipality's functions and arts."""
    yield from parts.find_signs(connection)
    yield from parts.find_times(connection)
    yield from parts.find_missing_functions(connection)
    yield from parts.find_same_years(connection)
    if "art" not in about.lacks:
        yield from _check_arts(connection)
        yield from _check_practice(connection, detail=about.detail)
    if "owner" not in about.lacks:
        yield from _check_owner(connection)


def _check_arts(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """A kind of expense that nearly all have and one has not."""
    for name, art in _ARTS.items():
        asked = (
            f"SELECT municipality, year FROM (SELECT *, avg(CAST({name} <> 0 AS INT)) OVER (PARTITION BY year) AS share,"  # noqa: S608
            f" count(*) OVER (PARTITION BY year) AS others FROM m WHERE held <> 0)"
            f" WHERE {name} = 0 AND share >= 0.9 AND others >= {FEWEST} ORDER BY 1, 2"
        )
        for municipality, year in _ask(connection, asked):
            yield AccountFinding("missing_art", ODD, municipality, year, words={"arts": (art,)})


def _check_owner(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    asked = (
        "SELECT municipality, year FROM (SELECT *, avg(CAST(private <> 0 AS INT)) OVER (PARTITION BY year) AS share,"  # noqa: S608
        f" count(*) OVER (PARTITION BY year) AS others FROM m WHERE held <> 0) WHERE private = 0 AND share >= 0.9 AND others >= {FEWEST} ORDER BY 1, 2"
    )
    for municipality, year in _ask(connection, asked):
        yield AccountFinding("no_private_owner", ODD, municipality, year)


def _check_practice(connection: duckdb.DuckDBPyConnection, *, detail: str) -> Iterator[AccountFinding]:
    """What is no fault, but makes shares hard to compare: ferries, companies under § 60, a small base. Told of the last year."""
    code = "function" if detail == "main_account" else "CASE WHEN strlen(function) >= 5 THEN function[1] ELSE '0' END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE last AS SELECT municipality, year, {code} AS account, sum(bought) AS bought, sum(to_public) AS to_public,"  # noqa: S608
        " sum(base) AS base FROM f WHERE year = (SELECT max(year) FROM f) GROUP BY ALL"
    )
    asked = (
        "SELECT municipality, year, sum(bought) FILTER (account = '2') AS transport, sum(bought) AS bought FROM last GROUP BY ALL"
        " HAVING sum(bought) > 0 AND coalesce(transport, 0) / sum(bought) > 0.25 AND count(DISTINCT account) >= 4 ORDER BY 1"
    )
    for municipality, year, transport, bought in _ask(connection, asked):
        kind = "ferry" if municipality in _FERRIES else "transport_high"
        yield AccountFinding(kind, NOTE, municipality, year, numbers={"transport": Decimal(transport), "bought": Decimal(bought)})
    asked = (
        "SELECT municipality, year, sum(to_public) AS p, sum(bought) AS b FROM last WHERE account IN ('1', '2') GROUP BY ALL"
        " HAVING p > 5000000 AND b >= 0 AND p > b ORDER BY 1"
    )
    for municipality, year, to_public, bought in _ask(connection, asked):
        yield AccountFinding("section_60", NOTE, municipality, year, numbers={"to_public": Decimal(to_public), "bought": Decimal(bought)})
    asked = (
        "SELECT municipality, year, base FROM m WHERE year = (SELECT max(year) FROM m)"  # noqa: S608
        f" AND base > 0 AND base < {_SMALL_BASE} AND functions >= {FEWEST} ORDER BY 1"
    )
    for municipality, year, base in _ask(connection, asked):
        yield AccountFinding("small_base", NOTE, municipality, year, numbers={"base": Decimal(base)})


def _ask(connection: duckdb.DuckDBPyConnection, asked: str) -> list[tuple[Any, ...]]:
    return connection.execute(asked).fetchall()
