"""Odd postings told of accounts in the kept form: with inhabitants, in one year alone, and what must not be told."""

from decimal import Decimal
from pathlib import Path

import pytest

from samspil.competition.accounts.keeping import Row, example_accounts, open_accounts, write_rows
from samspil.competition.coverage.checks import check_accounts
from samspil.competition.coverage.telling import tell_finding, write_function
from samspil.values.competition_accounts import About
from samspil.vocabulary.municipalities import read_municipalities
from samspil.vocabulary.texts import use_language

ABOUT = About("accounts", "REGK100", "LOBM", (), "Danmarks Statistik")


def example_rows(year: int | None = None) -> list[Row]:
    with open_accounts(example_accounts()) as connection:
        return connection.execute("SELECT * FROM accounts WHERE ? IS NULL OR year = ?", [year, year]).fetchall()


def odd(rows: list[Row], folder: Path, inhabitants: dict[str, Decimal] | None = None) -> set[tuple[str, str, int, str]]:
    write_rows(rows, folder / "regnskab.parquet", ABOUT)
    found = check_accounts(folder / "regnskab.parquet", inhabitants)
    return {(one.kind, one.municipality, one.year, one.function) for one in found if one.weight == "odd"}


def scaled(rows: list[Row], factor: str, municipality: str, function: str = "", year: int = 0) -> list[Row]:
    def hit(row: Row) -> bool:
        return row[0] == municipality and (not function or row[2] == function) and (not year or row[1] == year)

    return [(*row[:6], row[6] * Decimal(factor)) if hit(row) else row for row in rows]


def test_the_example_has_only_its_ferries() -> None:
    found = check_accounts(example_accounts())
    assert [(one.kind, one.municipality) for one in found] == [("ferry", "0492"), ("ferry", "0741"), ("ferry", "0825")]
    transport, bought = found[2].numbers["transport"], found[2].numbers["bought"]
    with open_accounts(example_accounts()) as connection:
        asked = "SELECT sum(amount) FILTER (function LIKE '2____'), sum(amount) FROM accounts WHERE municipality = '0825' AND year = 2024 AND art IN ('40', '45', '49')"
        assert connection.execute(asked).fetchone() == (transport, bought)


@pytest.mark.parametrize("years", [1, 2, 3])
@pytest.mark.parametrize("factor", ["1000", "0.001"])
def test_a_municipality_by_thousands(factor: str, years: int, tmp_path: Path) -> None:
    """The year that is wrong is told, not the others, with however many years to compare with."""
    rows = [row for row in example_rows() if row[1] > 2024 - years]
    assert odd(scaled(rows, factor, "0259", year=2024), tmp_path) == {("factor_thousand", "0259", 2024, "")}


@pytest.mark.parametrize("years", [2, 3])
@pytest.mark.parametrize("factor", ["1000", "0.001"])
@pytest.mark.parametrize(("municipality", "size"), [("0825", "0.05"), ("0101", "9")])
def test_the_smallest_and_the_largest_by_thousands(municipality: str, size: str, factor: str, years: int, tmp_path: Path) -> None:
    rows = scaled([row for row in example_rows() if row[1] > 2024 - years], size, municipality)
    assert odd(scaled(rows, factor, municipality, year=2023), tmp_path) == {("factor_thousand", municipality, 2023, "")}


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_function_by_thousands(years: int, tmp_path: Path) -> None:
    rows = [row for row in example_rows() if row[1] > 2024 - years]
    assert odd(scaled(rows, "1000", "0259", "22812", 2024), tmp_path) == {("factor_thousand", "0259", 2024, "22812")}


def test_small_municipalities_are_not_odd(tmp_path: Path) -> None:
    """Læsø has 1.800 inhabitants, København 660.000: 15 times and a twentieth of the median are real."""
    rows = scaled(scaled(example_rows(), "9", "0101"), "0.05", "0825")
    assert odd(rows, tmp_path) == set()


def test_inhabitants_tell_more_than_size(tmp_path: Path) -> None:
    """A municipality 150 times too large in its only year is within what sizes may differ, but not per inhabitant at a thousand."""
    rows = scaled(example_rows(2024), "400", "0825")
    people = {one.code: Decimal(number * 1000) for number, one in enumerate(read_municipalities(), 10)}
    assert odd(rows, tmp_path, people) == {("factor_thousand", "0825", 2024, "")}
    assert odd(scaled(example_rows(2024), "20", "0825"), tmp_path, {**people, "0825": people["0825"] * 20}) == set()


def test_a_function_moved_by_all_is_a_change_of_the_chart(tmp_path: Path) -> None:
    """Not 98 jumps."""
    rows = [(*row[:6], row[6] * 20) if row[2] == "53026" and row[1] == 2024 else row for row in example_rows()]
    write_rows(rows, tmp_path / "regnskab.parquet", ABOUT)
    found = [one for one in check_accounts(tmp_path / "regnskab.parquet") if one.kind != "ferry"]
    assert [(one.kind, one.weight, one.year, one.function) for one in found] == [("function_break", "note", 2024, "53026")]


def test_a_new_function_is_not_missing_before(tmp_path: Path) -> None:
    rows = [row for row in example_rows() if row[2] != "22814" or row[1] > 2022]
    assert odd(rows, tmp_path) == set()


@pytest.mark.parametrize("language", ["da", "en"])
def test_findings_are_told(language: str, tmp_path: Path) -> None:
    use_language(language)
    write_rows(scaled(example_rows(), "1000", "0259", "22812", 2024), tmp_path / "regnskab.parquet", ABOUT)
    what, remedy = tell_finding(check_accounts(tmp_path / "regnskab.parquet")[0])
    assert "Køge 2024" in what
    assert "2.28.12" in what
    assert remedy


@pytest.mark.parametrize(("code", "written"), [("22814", "2.28.14"), ("2201", "0.22.01"), ("2", "2"), ("", "")])
def test_functions_are_written_as_the_chart_does(code: str, written: str) -> None:
    assert write_function(code) == written


def test_wages_given_as_a_main_art_alone_are_wages(tmp_path: Path) -> None:
    """The bank has wages as S1 only: no art of the base is missing then."""
    rows: list[Row] = [(*row[:5], "S1" if row[5] == "10" else row[5], row[6]) for row in example_rows()]
    assert odd(rows, tmp_path) == set()
