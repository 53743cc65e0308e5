"""Drivers per municipality from the bank's files and from a user's own: what is taken, and every way in which it must not be."""

import datetime
import importlib.util
import json
from decimal import Decimal
from pathlib import Path

import pytest

from samspil.cli import main as cli
from samspil.statbank.drivers import read_drivers
from samspil.statbank.errors import StatbankError
from samspil.statbank.read import read_table
from samspil.values.case import DRIVERS
from tests.statbank.test_statbank_reading import lines, save

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "samspil/statbank/examples"
HEAD = "OMRÅDE;ALDER;TID;INDHOLD"


def ages(area: str, period: str = "2025K1", last: int = 105, each: int = 2) -> list[str]:
    return [f"{area};{age};{period};{each}" for age in range(last + 1)]


def test_single_ages(tmp_path: Path) -> None:
    found = read_drivers(save(tmp_path, lines(HEAD, *ages("000"), *ages("084"), *ages("751"), *ages("411")), "FOLK1A.csv"))
    assert {(one.municipality, one.driver): one.value for one in found.drivers} == {
        ("0751", "population"): Decimal(212),
        ("0751", "population_80plus"): Decimal(52),
        ("0751", "children_0_5"): Decimal(12),
    }
    one = found.drivers[0]
    assert (one.date, one.year, one.example) == (datetime.date(2025, 1, 1), 2025, False)
    assert one.source.startswith("Danmarks Statistik, Statistikbanken, FOLK1A, 2025K1")


def test_total_alone(tmp_path: Path) -> None:
    found = read_drivers(save(tmp_path, lines(HEAD, "101 København;IALT I alt;2025K3;7", "751 Aarhus;IALT I alt;2025K3;8")))
    assert [(one.municipality, one.driver, one.value, one.date.month) for one in found.drivers] == [
        ("0101", "population", 7, 7),
        ("0751", "population", 8, 7),
    ]


def test_men_and_women_make_a_total(tmp_path: Path) -> None:
    found = read_drivers(save(tmp_path, lines("OMRÅDE;KØN;TID;INDHOLD", "751;1;2025;7", "751;2;2025;8")))
    assert [(one.driver, one.value) for one in found.drivers] == [("population", 15)]


def test_only_the_oldest(tmp_path: Path) -> None:
    rows = [row for row in ages("751") if int(row.split(";")[1]) >= 80]
    assert [(one.driver, one.value) for one in read_drivers(save(tmp_path, lines(HEAD, *rows))).drivers] == [("population_80plus", 52)]


def test_a_choice_makes_an_overlapping_file_of_use(tmp_path: Path) -> None:
    file = save(tmp_path, lines(HEAD, "751;IALT;2025K1;212", *ages("751")))
    by_total, by_ages = (read_drivers(file, choices={"ALDER": [word]}) for word in ("IALT", "@single"))
    assert by_total.find("0751", "population") is not None
    assert [one.value for one in by_total.drivers] == [Decimal(212)]
    assert [one.value for one in by_ages.drivers] == [Decimal(212), Decimal(52), Decimal(12)]


def test_the_period_named_is_taken(tmp_path: Path) -> None:
    file = save(tmp_path, lines(HEAD, "751;IALT;2024K1;1", "751;IALT;2025K1;2"))
    assert [(one.value, one.year) for one in read_drivers(file, period="2024K1").drivers] == [(1, 2024)]


BAD = [  # name, rows below HEAD, kind, field in the place
    ("mixed years", ["751;IALT;2024K1;1", "751;IALT;2025K1;2"], "mixed_years", ":TID"),
    ("total and single ages", ["751;IALT;2025K1;212", *ages("751")], "mixed_levels", ":ALDER"),
    ("an unknown municipality", ["751;IALT;2025K1;1", "777;IALT;2025K1;1"], "unknown_municipality", ":OMRÅDE"),
    ("no municipality at all", ["000;IALT;2025K1;1", "411;IALT;2025K1;1"], "no_municipalities", ":OMRÅDE"),
    ("zero", ["751;IALT;2025K1;0"], "driver_zero", ":OMRÅDE=751"),
    ("negative", ["751;IALT;2025K1;-5"], "driver_zero", ":OMRÅDE=751"),
    ("missing", ["751;IALT;2025K1;..", "101;IALT;2025K1;5"], "driver_missing", ":OMRÅDE=751"),
    ("one age missing in one municipality", [*ages("101"), *ages("751")[:-1]], "driver_missing", ":OMRÅDE=751"),
    ("age groups", ["751;80-84;2025K1;1", "751;85-89;2025K1;1"], "age_ranges", ":ALDER"),
    ("a hole in the ages", ["751;81;2025K1;1", "751;83;2025K1;1"], "ages_incomplete", ":ALDER"),
    ("ages that stop at 90", ages("751", last=90)[80:], "ages_incomplete", ":ALDER"),
    ("a doubled row", ["751;IALT;2025K1;1", "751;IALT;2025K1;1"], "doubled_rows", ":3"),
    ("a week", ["751;IALT;2025U01;1"], "bad_period", ":TID"),
]


@pytest.mark.parametrize(("rows", "kind", "field"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_bad_population_files(tmp_path: Path, rows: list[str], kind: str, field: str) -> None:
    file = save(tmp_path, lines(HEAD, *rows))
    with pytest.raises(StatbankError) as raised:
        read_drivers(file)
    assert (raised.value.kind, raised.value.place) == (kind, f"{file}{field}")
    assert raised.value.remedy


BAD_HEADS = [
    ("men, women and both", "OMRÅDE;KØN;TID;INDHOLD", ["751;TOT;2025;15", "751;1;2025;7", "751;2;2025;8"], "mixed_levels"),
    ("no time", "OMRÅDE;ALDER;INDHOLD", ["751;IALT;5"], "no_driver_dimension"),
    ("no area", "ALDER;TID;INDHOLD", ["IALT;2025;5"], "no_driver_dimension"),
    ("accounts", "OMRÅDE;ART;TID;INDHOLD", ["751;40;2025;5"], "not_population"),
    ("two units", "OMRÅDE;PRISENHED;TID;INDHOLD", ["751;LOBM;2025;5", "751;INDL;2025;5"], "choose_one"),
]


@pytest.mark.parametrize(("head", "rows", "kind"), [one[1:] for one in BAD_HEADS], ids=[one[0] for one in BAD_HEADS])
def test_bad_dimensions(tmp_path: Path, head: str, rows: list[str], kind: str) -> None:
    with pytest.raises(StatbankError) as raised:
        read_drivers(save(tmp_path, lines(head, *rows)))
    assert raised.value.kind == kind


OWN = ["# source: Egen optælling", "# date: 2026-01-31", "code,year,population,pupils", "0751,2025,1000,", "101,2025,2000,300"]


def own(*rows: str, keep: int = 5, **changed: str) -> str:
    told = [changed.get(f"line{number}", row) for number, row in enumerate(OWN[:keep], 1)]
    return "\n".join([*(row for row in told if row), *rows]) + "\n"


def test_own_file(tmp_path: Path) -> None:
    found = read_drivers(save(tmp_path, own()))
    assert [(one.municipality, one.driver, one.value) for one in found.drivers] == [
        ("0751", "population", 1000),
        ("0101", "population", 2000),
        ("0101", "pupils", 300),
    ]
    assert {(one.source, one.example, one.date) for one in found.drivers} == {
        ("Egen optælling (2026-01-31)", False, datetime.date(2025, 1, 1))
    }


def test_own_file_with_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    found = read_drivers(save(tmp_path, "# source: x\n# date: 2026-01-01\n# example: ja\ncode;year;road_km\n751;2025;12,5\n"))
    assert [(one.value, one.example) for one in found.drivers] == [(Decimal("12.5"), True)]


BAD_OWN = [
    ("zero", own("147,2025,0,5"), "driver_zero", ":6:population"),
    ("negative", own("147,2025,5,-1"), "driver_zero", ":6:pupils"),
    ("a word", own("147,2025,mange,"), "not_a_number", ":6:population"),
    ("not a number", own("147,2025,nan,"), "not_a_number", ":6:population"),
    ("infinity", own("147,2025,1e99,"), "not_a_number", ":6:population"),
    ("unknown code", own("102,2025,5,5"), "unknown_municipality", ":6:code"),
    ("Christiansø", own("411,2025,5,5"), "unknown_municipality", ":6:code"),
    ("a name", own("Aarhus,2025,5,5"), "unknown_municipality", ":6:code"),
    ("twice", own("751,2025,5,5"), "own_twice", ":6:code"),
    ("mixed years", own("147,2024,5,5"), "mixed_years", ":year"),
    ("too few cells", own("147,2025,5"), "wrong_width", ":6:"),
    ("no source", own(line1=""), "no_source", ""),
    ("no date", own(line2=""), "own_date", ":# date"),
    ("a date that is none", own(line2="# date: i går"), "own_date", ":# date"),
    ("an unknown column", own(line3="code,year,population,katte"), "own_column", ":3:katte"),
    ("a column twice", own(line3="code,year,pupils,pupils"), "own_column", ":3:pupils"),
    ("no column", own(line3="code,year"), "own_header", ":3"),
    ("another header", own(line3="kommune,year,pupils,users"), "own_header", ":3"),
    ("no lines", own(keep=3), "no_rows", ""),
    ("a quote never closed", own('147,2025,"5,5'), "open_quote", ""),
    ("NUL", own("147,2025,5\x00,5"), "nul", ""),
    ("a year that is none", own(line4="0751,år,5,5", line5=""), "bad_period", ":4:year"),
]


@pytest.mark.parametrize(("content", "kind", "place"), [one[1:] for one in BAD_OWN], ids=[one[0] for one in BAD_OWN])
def test_bad_own_files(tmp_path: Path, content: str, kind: str, place: str) -> None:
    file = save(tmp_path, content)
    with pytest.raises(StatbankError) as raised:
        read_drivers(file)
    assert (raised.value.kind, raised.value.place) == (kind, f"{file}{place}")
    assert raised.value.remedy


def test_all_faults_of_a_file_are_kept(tmp_path: Path) -> None:
    with pytest.raises(StatbankError) as raised:
        read_drivers(save(tmp_path, own("147,2025,0,", "102,2025,1,", "151,2025,x,")))
    assert [fault.kind for fault in raised.value.findings] == ["driver_zero", "unknown_municipality", "not_a_number"]
    assert "102" in raised.value.message


class TestExamples:
    def test_they_are_those_the_tool_makes(self) -> None:
        spec = importlib.util.spec_from_file_location("statbank_examples", ROOT / "tools/statbank_examples.py")
        assert spec is not None
        assert spec.loader is not None
        tool = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(tool)
        made = tool.make_files()
        assert {file.name: file.read_bytes() for file in EXAMPLES.iterdir()} == made

    @pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*-FOLK1A*")), ids=lambda file: file.name)
    def test_population_is_the_same_in_every_format_and_marked(self, file: Path) -> None:
        found = read_drivers(file, choices={"ALDER": ["@single"]})
        assert found.example
        assert all(one.example and "opdigtede" in one.source for one in found.drivers)
        one = found.find("0101", "population_80plus")
        assert one is not None
        assert one.value == 1050

    def test_own_file_has_all_98_and_is_marked(self) -> None:
        found = read_drivers(EXAMPLES / "eksempel-drivere.csv")
        assert len({one.municipality for one in found.drivers}) == 98
        assert all(one.example and one.value % 10 == 0 for one in found.drivers if one.driver == "population")
        assert {one.driver for one in found.drivers} <= set(DRIVERS)

    def test_every_example_says_so(self) -> None:
        files = [file for file in EXAMPLES.iterdir() if file.name != "eksempel-drivere.csv"]
        assert len(files) == 8
        assert all(read_table(file).origin.example for file in files)

    def test_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        file = str(EXAMPLES / "eksempel-FOLK1A.csv")
        assert cli.main(["statbank", "read", file, "--drivers", "--where", "ALDER=IALT", "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert shown["example"] is True
        assert len(shown["drivers"]) == 10
        assert cli.main(["statbank", "read", file, "--drivers", "--where", "ALDER=IALT"]) == 0
        assert "[eksempeltal]" in capsys.readouterr().out
        assert cli.main(["statbank", "read", file, "--drivers"]) == 1
        assert "ALDER=@single" in capsys.readouterr().err

    @pytest.mark.parametrize("large", [[], ["--large"]], ids=["small", "large"])
    def test_reading_tells_traps_and_sums(self, large: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        file = str(EXAMPLES / "eksempel-REGK31.csv")
        assert cli.main(["statbank", "read", file, "--json", *large]) == 3
        shown = json.loads(capsys.readouterr().out)
        assert {"units", "states", "levels_art", "levels_area"} <= {finding["kind"] for finding in shown["findings"]}
        where = [part for word in ("OMRÅDE=@municipality", "DRANST=1", "PRISENHED=LOBM", "TID=2024") for part in ("--where", word)]
        sums = []
        for art in ("ART=TOT", "ART=@leaf"):
            assert cli.main(["statbank", "read", file, "--json", *large, *where, "--where", art]) == 0
            sums.append(Decimal(json.loads(capsys.readouterr().out)["sum"]["value"]))
        assert sums[0] == sums[1] > 0
