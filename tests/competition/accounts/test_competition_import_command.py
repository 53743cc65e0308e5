"""`samspil competition import` as users meet it: exit codes, what is said, both languages, JSON."""

import json
from pathlib import Path

import pytest
from account_files import change, make_lines, times, total, write

from samspil.cli import main as cli
from samspil.competition.accounts.gathering import import_accounts
from samspil.competition.coverage.checks import check_accounts
from samspil.competition.coverage.telling import tell_finding
from samspil.vocabulary.municipalities import read_municipalities

EXAMPLES = Path(cli.__file__).resolve().parents[1] / "statbank/examples"


def call(*arguments: object) -> int:
    try:
        return cli.main([str(word) for word in arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_what_is_chosen_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "REGK100.csv", total(0, "000")(make_lines()))
    assert call("competition", "import", file, "--out", tmp_path / "ud.parquet") == 0
    told = capsys.readouterr().out
    assert "3.696 beløb, 12 kommuner, 2021-2024" in told
    assert "OMRÅDE: ikke taget med (1): 000" in told
    assert "Der er intet påfaldende i tallene." in told


def test_odd_postings_leave_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "REGK100.csv", change({0: "153", 7: "2022"}, times(1000))(make_lines()))
    assert call("competition", "import", file, "--out", tmp_path / "ud.parquet") == 3
    told = capsys.readouterr().out
    assert "Brøndby 2022" in told
    assert "1.000 kr." in told
    assert (tmp_path / "ud.parquet").is_file()


def test_refusals_name_file_place_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "REGK100.csv", [(*line[:6], "INDL", *line[7:]) for line in make_lines()])
    assert call("competition", "import", file, "--out", tmp_path / "ud.parquet") == 1
    told = capsys.readouterr().err
    assert f"{file}:PRISENHED" in told
    assert "PRISENHED=LOBM" in told
    assert not (tmp_path / "ud.parquet").exists()


@pytest.mark.parametrize(
    ("name", "where", "rows", "detail", "lacks"),
    [
        ("eksempel-REGK100-bulk.csv", [], 64, "function", []),
        ("eksempel-REGK31.csv", [], 192, "function", ["owner"]),
        ("eksempel-REGK31-jsonstat1.json", [], 192, "function", ["owner"]),
        ("eksempel-REGK31-jsonstat2.json", [], 192, "function", ["owner"]),
        ("eksempel-REGK11.csv", ["--where", "PRISENHED=LOBM"], 28, "main_account", ["dranst", "owner", "art"]),
    ],
)
def test_each_table_and_format(
    name: str, where: list[str], rows: int, detail: str, lacks: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("competition", "import", EXAMPLES / name, "--out", tmp_path / "ud.parquet", "--json", *where) in {0, 3}
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["about"]["detail"], told["about"]["lacks"]) == (rows, detail, lacks)
    assert told["about"]["example"] is True
    assert all(one["what"] and one["remedy"] for one in told["findings"])


def test_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "REGK100.csv", total(5, "TOT")(make_lines()))
    assert call("--lang", "en", "competition", "import", file, "--out", tmp_path / "ud.parquet") == 0
    told = capsys.readouterr().out
    assert "ART: left out (1): TOT" in told
    assert "kommuner" not in told


ALL = tuple(one.code[1:] for one in read_municipalities())


def country_file(folder: Path, slip: int) -> Path:
    """98 municipalities and the country, whose figure for one function is so many thousands more than they have together."""
    lines = [(area, function, "1", "1", "001", "10", "LOBM", "2024", "100") for area in ALL for function in ("22811", "32201")]
    lines += [
        ("000", function, "1", "1", "001", "10", "LOBM", "2024", str(9800 + (slip if function == "32201" else 0)))
        for function in ("22811", "32201")
    ]
    return write(folder / "REGK100.csv", lines)


@pytest.mark.parametrize(("slip", "told"), [(0, False), (40, False), (60, True), (-9000, True)])
def test_municipalities_are_held_against_the_country(slip: int, told: bool, tmp_path: Path) -> None:
    """98 figures rounded to thousands may differ by 49 thousand, not more."""
    import_accounts([country_file(tmp_path, slip)], tmp_path / "ud.parquet")
    found = [one for one in check_accounts(tmp_path / "ud.parquet") if one.kind == "country_differs"]
    assert [(one.function, one.year, one.numbers["ours"], one.numbers["theirs"] - one.numbers["ours"]) for one in found] == (
        [("32201", 2024, 9_800_000, slip * 1000)] if told else []
    )
    assert [all(tell_finding(one)) for one in found] == ([True] if told else [])
