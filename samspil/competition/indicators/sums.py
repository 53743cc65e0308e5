"""The sums an indicator is made of: one pass of DuckDB over the kept accounts, a row per municipality, year and function; all levels are made from those."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from samspil.competition.accounts.keeping import open_accounts, read_about
from samspil.competition.indicators.cells import count_of, is_strange, is_unplaced, main_art
from samspil.competition.indicators.files import refuse
from samspil.values.competition import Definition, ServiceArea, full_code
from samspil.values.competition_accounts import BUDGET, About

_ROWS_EACH = 10_000  # fetched at a time
_ZERO = Decimal(0)
_WAGES = "1"


@dataclass(frozen=True, slots=True)
class Sum:
    """Kroner of one code in one year, current prices. `unplaced`: in the base, nobody knows to whom paid; `strange`: of arts no definition can name (absolute kroner);
    `income`: positive kroner of arts of income in the base."""

    municipality: str
    year: int
    code: str
    numerator: Decimal
    base: Decimal
    unplaced: Decimal
    strange: Decimal
    income: Decimal


class Sums:
    """The sums of a kept accounts file by one definition. A context: `with Sums(path, definition) as sums`.

    Raises CompetitionError for a file that is not kept accounts, for budgets (which are not accounts), and for tables without arts, wages or kinds of account.
    `missing_arts`: arts of the base that the file has nothing of.
    """

    def __init__(self, path: Path, definition: Definition, *, years: Sequence[int] = ()) -> None:
        self.about = check_about(path)
        self.definition = definition
        self.missing_arts: tuple[str, ...] = ()
        self._connection = open_accounts(path)
        try:
            self._add_up(path, years)
        except duckdb.Error as error:
            self._connection.close()
            raise refuse("cannot_add_up", str(path), detail=" ".join(str(error).split())[:160]) from error
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def _add_up(self, path: Path, years: Sequence[int]) -> None:
        where = f"WHERE year IN ({', '.join(str(int(year)) for year in years)})" if years else ""
        self._write_rules(path)
        self._connection.execute(f"""
            CREATE TEMP TABLE sums AS
            SELECT municipality, year, own,
                coalesce(sum(amount) FILTER (WHERE count = 'bought'), 0) AS numerator,
                coalesce(sum(amount) FILTER (WHERE count <> 'out'), 0) AS base,
                coalesce(sum(amount) FILTER (WHERE count = 'base' AND unplaced), 0) AS unplaced,
                coalesce(sum(abs(amount)) FILTER (WHERE strange), 0) AS strange,
                coalesce(sum(amount) FILTER (WHERE count = 'base' AND income AND amount > 0), 0) AS income
            FROM (SELECT * FROM accounts {where}) JOIN rules USING (function, dranst, owner, art)
            GROUP BY municipality, year, own
        """)  # noqa: S608 - years as numbers
        if years and (missing := set(years) - set(self.years)):
            raise refuse("no_year", str(path), year=min(missing), known=", ".join(str(year) for year in list_years(path)))

    def _write_rules(self, path: Path) -> None:
        """How each combination of codes counts. There are some ten thousand among tens of millions of cells, so that a join is far cheaper than a rule for each cell."""
        self._connection.execute("""CREATE TEMP TABLE rules (function VARCHAR, dranst VARCHAR, owner VARCHAR, art VARCHAR,
            own VARCHAR, count VARCHAR, unplaced BOOLEAN, strange BOOLEAN, income BOOLEAN)""")
        found = self._connection.execute("SELECT DISTINCT function, dranst, owner, art FROM accounts").fetchall()
        self.missing_arts = self._find_missing(
            path, {main_art(art) for _function, dranst, _owner, art in found if dranst == self.definition.dranst}
        )
        rules = [self._rule_of(*row) for row in found]
        if rules:
            columns = ", ".join("unnest(?)" for _column in rules[0])
            self._connection.execute(f"INSERT INTO rules SELECT {columns}", [list(column) for column in zip(*rules, strict=True)])

    def _find_missing(self, path: Path, held: set[str]) -> tuple[str, ...]:
        """Arts of the base that the whole file has nothing of. Raises CompetitionError when wages are among them: the base would be what is bought, and little more."""
        missing = tuple(begin for begin in self.definition.base_arts if not any(art.startswith(begin) for art in held))
        if held and any(begin.startswith(_WAGES) for begin in missing):
            raise refuse("no_wages", str(path), table=self.about.table)
        return missing

    def _rule_of(self, function: str, dranst: str, owner: str, art: str) -> tuple[str, str, str, str, str, str, bool, bool, bool]:
        count = count_of(self.definition, function, dranst, owner, art)
        own = full_code(function)
        unplaced, income = is_unplaced(self.definition, owner, art), main_art(art).startswith("7")
        strange = is_strange(art) and dranst == self.definition.dranst and own[:1] in self.definition.main_accounts
        return function, dranst, owner, art, own, count, unplaced, strange, income

    @property
    def years(self) -> tuple[int, ...]:
        """The years that were added up, rising."""
        return tuple(int(row[0]) for row in self._connection.execute("SELECT DISTINCT year FROM sums ORDER BY year").fetchall())

    def count_municipalities(self) -> dict[int, int]:
        """Year -> how many municipalities have accounts in it."""
        rows = self._connection.execute("SELECT year, count(DISTINCT municipality) FROM sums GROUP BY year").fetchall()
        return {int(year): int(count) for year, count in rows}

    def list(
        self,
        level: str,
        areas: Sequence[ServiceArea] = (),
        *,
        municipalities: Iterable[str] = (),
        codes: Iterable[str] = (),
        country: bool = True,
    ) -> Iterator[Sum]:
        """The sums of a level ('total', 'main_account', 'function', 'service_area'), the country's with municipality ''. Rows where nothing counts are left out."""
        code, known = self._code_of(level, areas)
        wanted, shown = sorted(set(municipalities)), sorted(set(codes))
        sets = "GROUPING SETS ((municipality, year, code), (year, code))" if country else "(municipality, year, code)"
        query = f"""
            SELECT coalesce(municipality, ''), year, code, sum(numerator), sum(base), sum(unplaced), sum(strange), sum(income)
            FROM (SELECT *, {code} AS code FROM sums {known})
            WHERE code IS NOT NULL AND (len($codes) = 0 OR code IN (SELECT unnest($codes)))
            GROUP BY {sets}
            HAVING (municipality IS NULL OR len($wanted) = 0 OR municipality IN (SELECT unnest($wanted)))
                AND (sum(base) <> 0 OR sum(numerator) <> 0 OR sum(strange) <> 0)
            ORDER BY year, code, coalesce(municipality, '')
        """  # noqa: S608 - `code` is made of digits and keys of areas
        result = self._connection.execute(query, {"codes": shown, "wanted": wanted})
        while rows := result.fetchmany(_ROWS_EACH):
            for municipality, year, one, *amounts in rows:
                yield Sum(sys.intern(municipality), year, sys.intern(one), *(amount or _ZERO for amount in amounts))

    def _code_of(self, level: str, areas: Sequence[ServiceArea]) -> tuple[str, str]:
        """What a sum is told of, as SQL: '' for all, the first digit, the bank's own code, or the area whose beginnings fit."""
        if level == "total":
            return "''", ""
        if level == "main_account":
            return "left(own, 1)", ""
        if self.about.detail != "function":
            raise refuse("only_main_accounts", self.about.table, level=level)
        if level == "function":
            return "CASE WHEN left(own, 1) = '0' THEN substr(own, 2) ELSE own END", ""
        pairs = [(begin, area.key) for area in areas for begin in area.functions]
        self._connection.execute("CREATE OR REPLACE TEMP TABLE areas (start VARCHAR, area VARCHAR)")
        if pairs:
            self._connection.executemany("INSERT INTO areas VALUES (?, ?)", pairs)
        return "area", "JOIN areas ON starts_with(own, start)"


def check_about(path: Path) -> About:
    """What a kept file says of itself. Raises CompetitionError where indicators cannot be made of it."""
    about = read_about(path)
    if about.kind == BUDGET:
        raise refuse("budget", str(path), table=about.table)
    for name in ("art", "dranst"):
        if name in about.lacks:
            raise refuse(f"no_{name}", str(path), table=about.table)
    return about


def list_years(path: Path) -> tuple[int, ...]:
    """The years a kept file holds, rising."""
    with open_accounts(path) as connection:
        return tuple(int(row[0]) for row in connection.execute("SELECT DISTINCT year FROM accounts ORDER BY year").fetchall())
