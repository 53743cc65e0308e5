"""Files of the user's beside the accounts: official values, own tenders won, price index, inhabitants; each bad one named by line, column and remedy."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.given import read_index, read_inhabitants, read_official, read_own_wins
from samspil.competition.indicators.measure import Given, measure
from samspil.statbank.errors import StatbankError
from tests.competition.indicators.accounts_by_hand import ODENSE, by_hand

OFFICIAL = "# source: noegletal.dk, hentet 2026-05-01\nmunicipality;year;level;code;kind;value\n"
WINS = "# source: kommunens indberetning\nmunicipality;year;function;amount\n"
INDEX = "# source: KL, pris- og lønskøn\nyear;index\n"


def write(folder: Path, text: str, name: str = "fil.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_official_values(tmp_path: Path) -> None:
    """Per cent with comma or point; three or four digits; the country as 000 or nothing; all levels."""
    rows = "0461;2023;total;;pli;27,9\n461;2023;total;;iku;28.1\n000;2023;total;;iku;26,5\n0461;2023;main_account;2;iku;70\n0461;2023;function;2.28.14;iku;55,5\n0461;2023;function;0.22.01;iku;1,5\n0461;2023;service_area;schools;pli;0,9\n"
    found = read_official(write(tmp_path, OFFICIAL + rows))
    assert found.source == "noegletal.dk, hentet 2026-05-01"
    assert found.shares == {
        (ODENSE, 2023, "total", "", "pli"): Decimal("0.279"),
        (ODENSE, 2023, "total", "", "iku"): Decimal("0.281"),
        ("", 2023, "total", "", "iku"): Decimal("0.265"),
        (ODENSE, 2023, "main_account", "2", "iku"): Decimal("0.70"),
        (ODENSE, 2023, "function", "22814", "iku"): Decimal("0.555"),
        (ODENSE, 2023, "function", "2201", "iku"): Decimal("0.015"),
        (ODENSE, 2023, "service_area", "schools", "pli"): Decimal("0.009"),
    }


BAD_OFFICIAL = [
    ("9999;2023;total;;pli;27,9\n", "unknown_municipality", ":3 (municipality)", "9999"),
    ("Odensee;2023;total;;pli;27,9\n", "unknown_municipality", ":3 (municipality)", "0461 Odense"),
    ("0411;2023;total;;pli;27,9\n", "unknown_municipality", ":3 (municipality)", "0411"),
    ("0461;23;total;;pli;27,9\n", "bad_year", ":3 (year)", "23"),
    ("0461;2023;hovedkonto;2;pli;27,9\n", "unknown_cell", ":3 (level)", "main_account"),
    ("0461;2023;total;2;pli;27,9\n", "code_of_total", ":3 (code)", "2"),
    ("0461;2023;main_account;7;pli;27,9\n", "unknown_cell", ":3 (code)", "0-6"),
    ("0461;2023;service_area;skoler;pli;27,9\n", "unknown_cell", ":3 (code)", "schools"),
    ("0461;2023;function;2.28;pli;27,9\n", "bad_function", ":3 (code)", "2.28"),
    ("0461;2023;total;;ppp;27,9\n", "unknown_cell", ":3 (kind)", "iku"),
    ("0461;2023;total;;pli;127,9\n", "not_percent", ":3 (value)", "27,3"),
    ("0461;2023;total;;pli;-1\n", "not_percent", ":3 (value)", "-1"),
    ("0461;2023;total;;pli;27.345\n", "two_readings", ":3 (value)", "27.345"),
    ("0461;2023;total;;pli;27,9 %\n", "not_a_number", ":3 (value)", "27,9 %"),
    ("0461;2023;total;;pli;\n", "not_a_number", ":3 (value)", "tal"),
    ("0461;2023;total;;pli;1e9\n", "not_a_number", ":3 (value)", "1e9"),
    ("0461;2023;total;;pli;27,9\n461;2023;total;;pli;28\n", "row_twice", ":4 (municipality)", "461"),
    ("0461;2023;total;;pli;0,279\n0751;2023;total;;pli;0,3\n", "not_percent_all", "", "procent"),
    ("0461;2023;total;;pli\n", "wrong_width", ":3", "6"),
    ('0461;2023;total;;pli;"27,9\n', "bad_csv", ":3", "CSV"),
    ("", "no_rows", "", "linjer"),
]


def refused(read: Callable[[Path], Any], file: Path, kind: str, place: str, named: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        read(file)
    error = caught.value
    assert error.kind == kind
    assert error.place == f"{file}{place}"
    assert named in f"{error.message} {error.remedy}"
    assert error.remedy


@pytest.mark.parametrize(("rows", "kind", "place", "named"), BAD_OFFICIAL)
def test_bad_official_values(tmp_path: Path, rows: str, kind: str, place: str, named: str) -> None:
    refused(read_official, write(tmp_path, OFFICIAL + rows), kind, place, named)


def test_own_wins(tmp_path: Path) -> None:
    found = read_own_wins(write(tmp_path, WINS + "0461;2023;2.28.14;1.500.000,50\n0461;2023;2201;2500000\n0751;2023;0.22.01;0\n"))
    assert found.amounts == {(ODENSE, 2023, "22814"): Decimal("1500000.50"), (ODENSE, 2023, "2201"): 2_500_000, ("0751", 2023, "2201"): 0}
    assert found.reporting() == {2023: {ODENSE, "0751"}}
    assert not found.example
    assert read_own_wins(write(tmp_path, f"# example: yes\n{WINS}0461;2023;22814;1\n")).example


BAD_WINS = [
    ("0461;2023;2.28;1\n", "bad_function", ":3 (function)", "2.28"),
    ("0461;2023;9.28.14;1\n", "bad_function", ":3 (function)", "9.28.14"),
    ("0461;2023;2.28.14;-1\n", "negative", ":3 (amount)", "-1"),
    ("0461;2023;2.28.14;1.500\n", "two_readings", ":3 (amount)", "1.500"),
    ("0461;2023;2.28.14;1 mio.\n", "not_a_number", ":3 (amount)", "mio"),
    ("000;2023;2.28.14;1\n", "unknown_municipality", ":3 (municipality)", "000"),
    ("0461;2023;2.28.14;1\n0461;2023;22814;2\n", "row_twice", ":4 (municipality)", "0461"),
]


@pytest.mark.parametrize(("rows", "kind", "place", "named"), BAD_WINS)
def test_bad_own_wins(tmp_path: Path, rows: str, kind: str, place: str, named: str) -> None:
    refused(read_own_wins, write(tmp_path, WINS + rows), kind, place, named)


def test_an_index(tmp_path: Path) -> None:
    """The source above the header or in a column, as in the files of purchasing."""
    found = read_index(write(tmp_path, INDEX + "2022;100\n2023;103,5\n"))
    assert (found.levels, found.source) == ({2022: 100, 2023: Decimal("103.5")}, "KL, pris- og lønskøn")
    assert found.factor(2022, 2023) == Decimal("1.035")
    assert read_index(write(tmp_path, "year,index,source\n2022,100,KL\n2023,103.5,KL\n")).source == "KL"


BAD_INDEX = [
    (INDEX + "2022;0\n", "index_zero", ":3 (index)", "0"),
    (INDEX + "2022;100\n2022;101\n", "row_twice", ":4 (year)", "2022"),
    (INDEX + "2022;hundrede\n", "not_a_number", ":3 (index)", "hundrede"),
    ("year;index\n2022;100\n", "no_source", "", "# source:"),
    ("# source: KL\nyear;indeks\n2022;100\n", "no_column", ":2", "index"),
    ("# source: KL\nyear;index;note\n2022;100;x\n", "unknown_column", ":2", "note"),
    ("", "no_rows", "", "linjer"),
]


@pytest.mark.parametrize(("text", "kind", "place", "named"), BAD_INDEX)
def test_bad_indices(tmp_path: Path, text: str, kind: str, place: str, named: str) -> None:
    refused(read_index, write(tmp_path, text), kind, place, named)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"year;index\n2022;\xe6", "not_utf8"), ("year;index\n".encode("utf-16"), "not_utf8"), (b"a" * 5_000_001, "too_big")],
)
def test_files_that_are_no_text(tmp_path: Path, content: bytes, kind: str) -> None:
    file = tmp_path / "indeks.csv"
    file.write_bytes(content)
    refused(read_index, file, kind, "", "")
    refused(read_index, tmp_path / "nej.csv", "unreadable", "", "stien")


OWN = "# source: kommunen\n# date: 2024-01-01\ncode,year,population\n"


def test_inhabitants_of_ones_own_file_by_year(tmp_path: Path) -> None:
    found = read_inhabitants(write(tmp_path, OWN + "0461,2022,1900\n0461,2023,2000\n"), (2023, 2024))
    assert found.counts == {(ODENSE, 2023): 2000}
    one = measure(by_hand(tmp_path), years=[2023], municipalities=[ODENSE], given=Given(inhabitants=found), country=False)[0]
    assert one.base_per_inhabitant == 53_500


def test_inhabitants_of_the_bank(tmp_path: Path) -> None:
    """FOLK1A: the first quarter of each year, the country and regions left out."""
    rows = ["OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD"]
    for year, count in ((2023, 2000), (2024, 2100)):
        rows += [f"{area};TOT;IALT;TOT;{year}K{quarter};{count + quarter}" for area in ("000", "461") for quarter in (1, 2)]
    file = write(tmp_path, "\ufeff" + "\r\n".join(rows) + "\r\n", "FOLK1A.csv")
    assert read_inhabitants(file, (2023, 2024)).counts == {(ODENSE, 2023): 2001, (ODENSE, 2024): 2101}


def test_inhabitants_of_no_year_are_refused(tmp_path: Path) -> None:
    refused(lambda file: read_inhabitants(file, (2023,)), write(tmp_path, OWN + "0461,2020,1900\n"), "no_inhabitants", "", "2023")
    with pytest.raises(StatbankError):
        read_inhabitants(write(tmp_path, OWN + "0461,2023,-5\n"), (2023,))
    with pytest.raises(StatbankError, match=r"nej\.csv"):
        read_inhabitants(tmp_path / "nej.csv", (2023,))
