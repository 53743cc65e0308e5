"""Odd amounts on functions and of whole municipalities: slips of thousands, signs, jumps, functions that are missing, a year that is a copy."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import duckdb

from samspil.competition.coverage.sums import FEWEST
from samspil.values.competition_findings import NOTE, ODD, AccountFinding

_SLIP, _MOST = 300.0, 3_000.0  # times too much or too little: a slip of thousands
_LARGEST = 200.0  # times the median municipality, where there is nothing else to compare with
_JUMP = 10.0
_LEAST = 1_000_000  # kroner: smaller amounts are lumpy
_LEAST_JUMP = 10_000_000
_LARGE = 50_000_000  # kroner: a function of which nobody has next to nothing
_COMMON = 0.2  # so many municipalities jump alike: the chart of accounts changed
Whole = tuple[str, str, int, Decimal, Decimal]
# The median of the other years: of two years the other one, of more the median of all, which one slip does not move.
_OWN = "CASE WHEN count(*) OVER w = 1 THEN NULL WHEN count(*) OVER w = 2 THEN sum({0}) OVER w - {0} ELSE median({0}) OVER w END"


def find_factor(connection: duckdb.DuckDBPyConnection, inhabitants: Mapping[str, Decimal]) -> list[Whole]:
    """Years in which all of a municipality is some thousand times too large or small: kind, municipality, year, base, times."""
    connection.execute("CREATE OR REPLACE TEMP TABLE people (municipality VARCHAR, inhabitants DOUBLE)")
    if inhabitants:
        columns = [list(inhabitants), [float(number) for number in inhabitants.values()]]
        connection.execute("INSERT INTO people SELECT unnest(?), unnest(?)", columns)
    asked = (  # the names and numbers are our own
        f"SELECT municipality, year, m.base, size, {_OWN.format('size')} AS own, size / (inhabitants / (SELECT median(inhabitants) FROM people)) AS each"  # noqa: S608
        " FROM size JOIN m USING (municipality, year) LEFT JOIN people USING (municipality) WHERE size > 0 WINDOW w AS (PARTITION BY municipality)"
    )
    found: list[Whole] = []
    for municipality, year, base, size, own, each in connection.execute(asked).fetchall():
        compared = each if each else size  # how far from the others, per inhabitant where that is known
        bound = _SLIP if each or own else _LARGEST
        times = size / own if own else compared
        nearer = own and _distance(compared) < _distance(
            compared / times
        )  # of two years that differ, the one more like the others is right
        if not nearer and (bound <= times or times <= 1 / bound):
            found.append(("factor_thousand", str(municipality), int(year), Decimal(base), _times(times)))
    return found


def find_times(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """Functions whose base is ten or a thousand times what it is in other years, or a thousand times what others have."""
    own = _OWN.format("scaled")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE jumps AS SELECT municipality, year, function, base, peers, others, scaled / own AS times FROM"  # noqa: S608
        f" (SELECT *, {own} AS own FROM part WINDOW w AS (PARTITION BY municipality, function))"
        f" WHERE scaled / own >= {_JUMP} OR scaled / own <= 1 / {_JUMP}"
    )
    common = (
        f"(SELECT year, function FROM jumps GROUP BY ALL HAVING count(*) >= {FEWEST / 2}"  # noqa: S608
        f" AND count(*) >= {_COMMON} * any_value(others))"
    )
    asked = f"SELECT year, function, count(*) FROM jumps WHERE (year, function) IN {common} GROUP BY ALL ORDER BY ALL"  # noqa: S608
    for year, function, count in connection.execute(asked).fetchall():
        yield AccountFinding("function_break", NOTE, year=year, function=function, numbers={"count": Decimal(count)})
    asked = f"SELECT * FROM jumps WHERE (year, function) NOT IN {common} ORDER BY 1, 2, 3"  # noqa: S608
    for row in connection.execute(asked).fetchall():
        yield from _judge(*row)
    yield from _find_unlike_others(connection)


def _judge(municipality: str, year: int, function: str, base: Decimal, peers: float, others: int, times: float) -> Iterator[AccountFinding]:
    """Of two years that differ, the one further from what others have is the odd one; small amounts are left alone."""
    if others >= FEWEST and _distance(peers) < _distance(peers / times):
        return
    usual = float(base) / times
    numbers = {"base": Decimal(base), "usual": Decimal(round(usual)), "times": _times(times)}
    if _SLIP <= _distance(times) <= _MOST and max(float(base), usual) >= _LEAST:
        yield AccountFinding("factor_thousand", ODD, municipality, year, function, numbers)
    elif _distance(times) < _SLIP and abs(float(base) - usual) >= _LEAST_JUMP:
        yield AccountFinding("jump", ODD, municipality, year, function, numbers)


def _find_unlike_others(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """A slip of thousands in all the years there are: told once, of the first. Too little is told of large functions only, since small ones are lumpy."""
    asked = (
        "SELECT municipality, min(year), function, arg_min(base, year), arg_min(peers, year) FROM part p"  # noqa: S608
        f" WHERE others >= {FEWEST} AND ((peers BETWEEN {_SLIP} AND {_MOST} AND base >= {_LEAST})"
        f" OR (peers BETWEEN 1 / {_MOST} AND 1 / {_SLIP} AND base / peers >= {_LARGE}))"
        " AND NOT EXISTS (SELECT 1 FROM jumps j WHERE j.municipality = p.municipality AND j.function = p.function)"
        " GROUP BY municipality, function ORDER BY ALL"
    )
    for municipality, year, function, base, peers in connection.execute(asked).fetchall():
        numbers = {"base": Decimal(base), "usual": Decimal(round(float(base) / peers)), "times": _times(peers)}
        yield AccountFinding("factor_thousand", ODD, municipality, year, function, numbers)


def _distance(ratio: float) -> float:
    return max(ratio, 1 / ratio)


def _times(ratio: float) -> Decimal:
    """'1000' or '0.001': three digits."""
    return Decimal(f"{ratio:.3g}")


def find_signs(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """Expenses below zero, and income above, where nearly all have the other sign."""
    for kind, name, wrong in (("sign", "base", "<"), ("sign_income", "income", ">")):
        asked = (
            f"SELECT municipality, year, function, {name} FROM (SELECT *, avg(CAST({name} {wrong} 0 AS INT)) OVER w AS share, count(*) OVER w AS others"  # noqa: S608
            f" FROM f WHERE {name} <> 0 WINDOW w AS (PARTITION BY year, function)) WHERE {name} {wrong} 0 AND abs({name}) >= {_LEAST}"
            f" AND ((others >= {FEWEST} AND share <= 0.1) OR (others < {FEWEST} AND '{kind}' = 'sign')) ORDER BY 1, 2, 3"
        )
        for municipality, year, function, amount in connection.execute(asked).fetchall():
            yield AccountFinding(kind, ODD, municipality, year, function, {"amount": Decimal(amount)})


def find_missing_functions(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """Functions that nine of ten municipalities have in a year and one has not."""
    asked = (
        "SELECT m.municipality, m.year, list(u.function ORDER BY u.function) FROM m JOIN usual u USING (year)"  # noqa: S608
        f" JOIN (SELECT year, count(*) AS all_of FROM m WHERE held <> 0 GROUP BY ALL) y USING (year) WHERE m.held <> 0 AND y.all_of >= {FEWEST}"
        " AND u.municipalities >= 0.9 * y.all_of AND NOT EXISTS (SELECT 1 FROM f WHERE f.municipality = m.municipality AND f.year = m.year"
        " AND f.function = u.function AND f.held <> 0) GROUP BY ALL ORDER BY 1, 2"
    )
    for municipality, year, functions in connection.execute(asked).fetchall():
        words = {"functions": tuple(str(one) for one in functions)}
        yield AccountFinding("missing_functions", ODD, municipality, year, numbers={"count": Decimal(len(functions))}, words=words)


def find_same_years(connection: duckdb.DuckDBPyConnection) -> Iterator[AccountFinding]:
    """Two years with the same amounts on every function: one of them is a copy."""
    asked: str = (
        "SELECT municipality, year, before FROM (SELECT municipality, year, base, bought, held, functions, lag(year) OVER w AS before,"
        " lag(base) OVER w = base AND lag(bought) OVER w = bought AND lag(held) OVER w = held AS same FROM m"
        " WINDOW w AS (PARTITION BY municipality ORDER BY year)) WHERE same AND functions >= 5 AND held <> 0 ORDER BY 1, 2"
    )
    rows: list[Any] = connection.execute(asked).fetchall()
    for municipality, year, before in rows:
        yield AccountFinding("same_year", ODD, municipality, year, numbers={"before": Decimal(before)})
