"""The bank gives wages only as main art S1, beside S2 and S4, which are sums of what stands next to them: wages are kept, and nothing is counted twice."""

from decimal import Decimal
from pathlib import Path

import pytest
from account_files import Line, kroner, make_lines, write

from samspil.competition.accounts.gathering import import_accounts
from samspil.competition.accounts.keeping import open_accounts
from samspil.competition.indicators.definitions import find_definition
from samspil.competition.indicators.measure import measure


def as_published(lines: list[Line]) -> list[Line]:
    """The same accounts with wages as S1 and the bank's sums beside the arts: TOT (all), UE (without income), I (income), S2, S4 and S7."""
    published: list[Line] = []
    for line in lines:
        art = line[5]
        sums = ["TOT", "I" if art.startswith("7") else "UE", *([] if art == "10" else [f"S{art[0]}"])]
        published += [(*line[:5], "S1" if art == "10" else art, *line[6:]), *((*line[:5], name, *line[6:]) for name in sums)]
    return add_equal(published)


def add_equal(lines: list[Line]) -> list[Line]:
    """One line per cell."""
    cells: dict[Line, int] = {}
    for line in lines:
        cells[line[:-1]] = cells.get(line[:-1], 0) + int(line[-1])
    return [(*place, str(value)) for place, value in cells.items()]


def test_wages_are_kept_and_nothing_is_doubled(tmp_path: Path) -> None:
    leaves = make_lines()
    import_accounts([write(tmp_path / "REGK100.csv", as_published(leaves))], tmp_path / "a.parquet", {"ART": ["@leaf"]})
    with open_accounts(tmp_path / "a.parquet") as connection:
        total, wages = connection.execute("SELECT sum(amount), sum(amount) FILTER (art = 'S1') FROM accounts").fetchone() or (0, 0)
    assert total == kroner(leaves)
    assert wages == kroner([line for line in leaves if line[5] == "10"])


@pytest.mark.parametrize("level", ["total", "main_account", "function"])
def test_indicators_are_the_same(tmp_path: Path, level: str) -> None:
    leaves = make_lines()
    import_accounts([write(tmp_path / "REGK100.csv", leaves)], tmp_path / "plain.parquet")
    import_accounts([write(tmp_path / "REGK100.csv", as_published(leaves))], tmp_path / "bank.parquet", {"ART": ["@leaf"]})
    plain, bank = (
        [(one.code, one.numerator, one.base) for one in measure(tmp_path / name, find_definition("pli_samspil_v1"), level)]
        for name in ("plain.parquet", "bank.parquet")
    )
    assert bank == plain
    assert all(base > Decimal(0) for _code, _numerator, base in plain)
