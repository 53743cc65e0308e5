"""The few sums that the checks of accounts rest on, worked out by DuckDB in one pass over the kept file.

`f`: municipality, year, function, and of its operating accounts (DRANST 1) in kroner: `base` (arts 1, 2, 4.0, 4.5, 4.9; all where the table has no
arts), `bought` (4.0, 4.5, 4.9), `wages`, `goods`, `a40`, `a45`, `a49`, `to_public` (4.7), `income` (7), `private` (ownership 4), `held` (sum of amounts without sign).
`size`: how large a municipality is in a year against the others: the median over functions of its base divided by the median of all.
"""

import duckdb

_FILTERS = {
    "wages": "(art LIKE '1%' OR art = 'S1')",
    "goods": "(art LIKE '2%' OR art = 'S2')",
    "a40": "art = '40'",
    "a45": "art = '45'",
    "a49": "art = '49'",
    "to_public": "art = '47'",
    "income": "(art LIKE '7%' OR art = 'S7')",
    "plain": "art = ''",
}
FEWEST = 10  # municipalities that must have a function before it says what is usual


def make_sums(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `f`, `m` (municipality, year), `usual` (year, function) and `size`."""
    sums = ", ".join(f"coalesce(sum(amount) FILTER ({where}), 0) AS {name}" for name, where in _FILTERS.items())
    connection.execute(
        f"CREATE TEMP TABLE f AS SELECT *, wages + goods + a40 + a45 + a49 + plain AS base, a40 + a45 + a49 AS bought FROM (SELECT municipality, year, function,"  # noqa: S608
        f" {sums}, coalesce(sum(amount) FILTER (owner = '4'), 0) AS private, sum(abs(amount)) AS held FROM accounts WHERE dranst IN ('1', '') GROUP BY ALL)"
    )
    names = ("base", "bought", "wages", "goods", "a40", "a45", "a49", "income", "private", "held", "plain")
    totals = ", ".join(f"sum({name}) AS {name}" for name in names)
    connection.execute(
        f"CREATE TEMP TABLE m AS SELECT municipality, year, {totals}, count(*) FILTER (base <> 0) AS functions FROM f GROUP BY ALL"  # noqa: S608
    )
    connection.execute(
        "CREATE TEMP TABLE usual AS SELECT year, function, median(CAST(base AS DOUBLE)) AS base, median(CAST(income AS DOUBLE)) AS income,"
        " count(*) AS municipalities FROM f WHERE base <> 0 GROUP BY ALL"
    )
    connection.execute(
        "CREATE TEMP TABLE size AS SELECT f.municipality, f.year, median(abs(CAST(f.base AS DOUBLE)) / usual.base) AS size FROM f JOIN usual USING (year, function)"
        " WHERE usual.base > 0 AND f.base <> 0 GROUP BY ALL"
    )
    connection.execute(
        "CREATE TEMP TABLE part AS SELECT municipality, year, function, f.base, CAST(f.base AS DOUBLE) / size AS scaled,"
        " CAST(f.base AS DOUBLE) / size / usual.base AS peers, usual.municipalities AS others FROM f JOIN size USING (municipality, year)"
        " JOIN usual USING (year, function) WHERE usual.base > 0 AND f.base > 0 AND size > 0"
    )
