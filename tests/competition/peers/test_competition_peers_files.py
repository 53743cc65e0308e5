"""Files of conditions: what is read, and every fault with file, line and remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.peers.facts_file import read_facts

HEAD = "# source: Egen opgørelse\n# date: 2026-01-31\n"


def write(folder: Path, text: str | bytes, name: str = "vilkår.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def test_a_file_of_ones_own_is_read_with_its_source(tmp_path: Path) -> None:
    file = write(tmp_path, f"{HEAD}# example: ja\ncode;year;population;own_bro\n350;2024;28500;1,5\n0253;2024;;2\n")
    drivers = read_facts([file])
    assert [(one.municipality, one.driver, one.value) for one in drivers] == [
        ("0350", "population", Decimal(28500)),
        ("0350", "own_bro", Decimal("1.5")),
        ("0253", "own_bro", Decimal(2)),
    ]
    assert drivers[0].source == "Egen opgørelse (2026-01-31)"
    assert all(one.example for one in drivers)


def test_commas_between_columns_and_one_year_of_several(tmp_path: Path) -> None:
    file = write(tmp_path, f"\ufeff{HEAD}code,year,density\n0350,2023,100\n0350,2024,120.5\n")
    assert [one.value for one in read_facts([file], "2024")] == [Decimal("120.5")]


def test_a_population_table_of_the_bank_gives_the_old_and_the_young(tmp_path: Path) -> None:
    """Single ages 0 to 99, one of each in Lejre: 100 inhabitants, 20 of 80 and above, 6 of 0 to 5."""
    rows = [f"350 Lejre;{age} {age} år;2024K1;1" for age in range(100)]
    file = write(tmp_path, "OMRÅDE;ALDER;TID;INDHOLD\r\n" + "\r\n".join(rows) + "\r\n", "FOLK1A.csv")
    assert {one.driver: one.value for one in read_facts([file])} == {
        "population": Decimal(100),
        "population_80plus": Decimal(20),
        "children_0_5": Decimal(6),
    }


BAD = [
    ("no source", "# date: 2026-01-31\ncode,year,density\n0350,2024,1\n", "error_no_source", ""),
    ("no day", "# source: x\ncode,year,density\n0350,2024,1\n", "error_no_date", ""),
    ("not a day", "# source: x\n# date: i går\ncode,year,density\n0350,2024,1\n", "error_no_date", ""),
    ("other header", f"{HEAD}code,density\n0350,1\n", "error_header", ":3"),
    ("nothing but the key", f"{HEAD}code,year\n0350,2024\n", "error_header", ":3"),
    ("unknown column", f"{HEAD}code,year,desnity\n0350,2024,1\n", "error_column", ":3"),
    ("the type is no column", f"{HEAD}code,year,type\n0350,2024,land\n", "error_column", ":3"),
    ("column twice", f"{HEAD}code,year,density,density\n0350,2024,1,1\n", "error_column_twice", ":3"),
    ("a cell too few", f"{HEAD}code,year,density\n0350,2024\n", "error_cells", ":4"),
    ("a cell too many", f"{HEAD}code,year,density\n0350,2024,1,2\n", "error_cells", ":4"),
    ("a comma that splits a number", f"{HEAD}code,year,density\n0350,2024,1,5\n", "error_cells", ":4"),
    ("not a year", f"{HEAD}code,year,density\n0350,24,1\n", "error_bad_year", ":4"),
    ("several years", f"{HEAD}code,year,density\n0350,2023,1\n0350,2024,1\n", "error_several_years", ":year"),
    ("unknown municipality", f"{HEAD}code,year,density\n0999,2024,1\n", "error_unknown_code", ":4"),
    ("Christiansø", f"{HEAD}code,year,density\n0411,2024,1\n", "error_unknown_code", ":4"),
    ("a name for a code", f"{HEAD}code,year,density\nLejre,2024,1\n", "error_unknown_code", ":4"),
    ("a municipality twice", f"{HEAD}code,year,density\n0350,2024,1\n350,2024,1\n", "error_code_twice", ":5"),
    ("nought", f"{HEAD}code,year,density\n0350,2024,0\n", "error_bad_number", ":4:density"),
    ("below nought", f"{HEAD}code,year,density\n0350,2024,-5\n", "error_bad_number", ":4:density"),
    ("a word", f"{HEAD}code,year,density\n0350,2024,mange\n", "error_bad_number", ":4:density"),
    ("points between thousands", f"{HEAD}code;year;population\n0350;2024;28.500,5\n", "error_bad_number", ":4:population"),
    ("exponent", f"{HEAD}code,year,density\n0350,2024,1e9\n", "error_bad_number", ":4:density"),
    ("infinite", f"{HEAD}code,year,density\n0350,2024,Infinity\n", "error_bad_number", ":4:density"),
    ("too large", f"{HEAD}code,year,density\n0350,2024,99999999999999\n", "error_bad_number", ":4:density"),
    ("no rows", f"{HEAD}code,year,density\n", "error_no_rows", ""),
    ("open quote", f'{HEAD}code,year,density\n0350,2024,"1\n', "error_bad_csv", ""),
    ("not UTF-8", HEAD.encode() + b"code,year,density\n0350,2024,\xe6\n", "error_not_utf8", ":4"),
    ("too big", HEAD + "# " + "x" * 1_000_001 + "\n", "error_too_big", ""),
]


@pytest.mark.parametrize(("text", "kind", "place"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_every_fault_names_file_line_and_remedy(tmp_path: Path, text: str | bytes, kind: str, place: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(CompetitionError) as caught:
        read_facts([file])
    assert caught.value.kind == kind
    assert caught.value.place.startswith(str(file))
    assert caught.value.place.endswith(place)
    assert caught.value.remedy


def test_a_year_that_is_not_there_and_a_file_that_is_not(tmp_path: Path) -> None:
    file = write(tmp_path, f"{HEAD}code,year,density\n0350,2024,1\n")
    for files, year, kind in (
        ([file], "2020", "error_no_year"),
        ([tmp_path / "intet.csv"], "", "error_no_file"),
        ([tmp_path], "", "error_no_file"),
    ):
        with pytest.raises(CompetitionError) as caught:
            read_facts(files, year)
        assert caught.value.kind == kind
