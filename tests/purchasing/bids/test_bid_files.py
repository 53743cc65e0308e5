"""Bids from TOML, CSV and workbooks: the same answer from each, and a clear word for what cannot be read."""

import json
from pathlib import Path

import openpyxl
import pytest

from samspil.bidding import read_tender
from samspil.cli import main as cli
from samspil.purchasing.choice.errors import ChoiceError

SETTINGS = {"model": "linear", "k": 1}
CSV = "Tilbudsgiver;Pris;Kvalitet;Bemanding\nvægt;40;40;20\nmaks;;10;100\nA A/S;1.000.000;6;80\nB ApS;1250000,50;9,5;70\n"
TOML = """
model = "linear"
k = 1
price_weight = 40
[quality.Kvalitet]
weight = 40
[quality.Bemanding]
weight = 20
max = 100
[[bids]]
name = "A A/S"
price = 1000000
points = {Kvalitet = 6, Bemanding = 80}
[[bids]]
name = "B ApS"
price = 1250000.50
points = {Kvalitet = 9.5, Bemanding = 70}
"""


def write_book(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_the_same_bids_from_each_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "bud.csv").write_text(CSV, encoding="utf-8-sig")
    (tmp_path / "bud.toml").write_text(TOML, encoding="utf-8")
    rows: list[list[object]] = [
        ["Tilbudsgiver", "Pris", "Kvalitet", "Bemanding"],
        ["vægt", 40, 40, 20],
        ["maks", None, 10, 100],
        ["A A/S", 1000000, 6, 80],
        ["B ApS", 1250000.5, 9.5, 70],
    ]
    book = write_book(tmp_path / "bud.xlsx", rows)
    from decimal import Decimal

    settings = {"model": "linear", "k": Decimal(1)}
    first = read_tender(tmp_path / "bud.toml", {})
    assert read_tender(tmp_path / "bud.csv", settings) == first
    assert read_tender(book, settings) == first
    assert read_tender(tmp_path / "bud.toml", {"model": "oslo"}).rules.model == "oslo"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Pris", "Beløb", "Pris"),
        ("Bemanding", "Kvalitet", "samme overskrift"),
        ("1.000.000", "", "B4"),
        ("1.000.000", "cirka en million", "B4"),
        ("1.000.000", "1,000.50", "B4"),
        ("9,5", "9.500", "C5"),
        ("A A/S", "", "A4"),
        ("A A/S", "010180-1234", "CPR"),
        ("80", "80 (anne@example.org)", "D4"),
        ("B ApS", "A A/S", "hedder det samme"),
        (CSV, "", "(rækker|læses)"),
        ("40;40;20", ";40;20", "price_weight"),
    ],
)
def test_sheets_that_cannot_be_read(old: str, new: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bud.csv").write_text(CSV.replace(old, new), encoding="utf-8-sig")
    assert cli.main(["purchasing", "bids", str(tmp_path / "bud.csv"), "--model", "relative"]) == 1
    said = capsys.readouterr().err
    import re

    assert re.search(words, said), said
    assert "Traceback" not in said
    assert "010180" not in said
    assert "anne@" not in said


def test_a_formula_without_a_result_is_named(tmp_path: Path) -> None:
    book = write_book(tmp_path / "bud.xlsx", [["Tilbudsgiver", "Pris", "Kvalitet"], ["vægt", 1, 1], ["A", "=1+1", 5]])
    with pytest.raises(ChoiceError, match="formel"):
        read_tender(book, SETTINGS)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('model = "linear"', "", "'model'"),
        ("price_weight = 40", "", "'price_weight'"),
        ("price_weight = 40", 'price_weight = "40"', "price_weight"),
        ("weight = 20", "vaegt = 20", "vaegt"),
        ("price = 1000000", "", "price"),
        ('name = "A A/S"', "name = 7", "rette form"),
        ("[[bids]]", "[[bud]]", "bud"),
        ("k = 1", "k = inf", "'k'"),
    ],
)
def test_toml_that_cannot_be_used(old: str, new: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "bud.toml").write_text(TOML.replace(old, new), encoding="utf-8")
    with pytest.raises(ChoiceError, match=words):
        read_tender(tmp_path / "bud.toml", {})


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bud.pdf").write_bytes(b"%PDF")
    (tmp_path / "bud.xlsx").write_bytes(b"PK\x03\x04 nothing")
    for name in ("bud.pdf", "bud.xlsx"):
        with pytest.raises(ChoiceError):
            read_tender(tmp_path / name, SETTINGS)


def test_the_command_tells_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bud.csv").write_text(CSV, encoding="utf-8-sig")
    words = ["purchasing", "bids", str(tmp_path / "bud.csv"), "--model", "linear", "--k", "0,5"]
    assert cli.main([*words, "--out", str(tmp_path / "ud.xlsx")]) == 0
    said = capsys.readouterr().out
    assert "Vinder efter modellen 'linear'" in said
    assert "samspil purchasing choose" in said
    assert openpyxl.load_workbook(tmp_path / "ud.xlsx").sheetnames[0] == "Bud"
    assert cli.main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    # price points 10 and 4.999980; A: 4 + 2.4 + 1.6, B: 1.999992 + 3.8 + 1.4
    assert [(each["bid"], float(each["total"])) for each in answer["results"]] == [("A A/S", 8.0), ("B ApS", 7.199996)]
