"""Page, workbook, JSON, terminal and command line of the green side, of CPV and of a shift."""

import io
import json
import re
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest
from green_tables import factors, spending

import samspil
from samspil.cli.main import main
from samspil.competition.green.estimate import estimate
from samspil.competition.green.requirements import parse_requirements
from samspil.publish.competition.green_files import make_files
from samspil.publish.competition.green_parts import narrow, tonnes
from samspil.publish.competition.green_story import tell_estimate
from samspil.values.competition_green import Estimate
from samspil.vocabulary.texts import read_catalogue, use_language

HOSTILE = "<script>alert(1)</script>&\"'-2+3"


def made(name: str = "Vej") -> Estimate:
    spent = spending(f"A;{name};1000000;2025;;", "B;Ukendt;250000;2025;;")
    known = factors(f"{name};0,08;kg CO2e/kr.;2025;;;1,5;Kilde {name}")
    return estimate(spent, known, parse_requirements([f"{name}=10-30:Plan {name}"], [name, "Ukendt"]), draws=1_000)


def test_the_page_tells_what_it_is_and_what_is_missing() -> None:
    """Estimate, interval, share covered and kroner missing; never a nought for what is not known; one drawing; nothing is loaded."""
    page = make_files(tell_estimate(made()), made(), "green")["green.html"].decode()
    assert "Et skøn med usikkerhed" in page
    assert "ingen besparelse er lovet" in page
    assert "Anslået udledning: 80,0 ton CO2e" in page or "Anslået udledning: 80 ton CO2e" in page
    assert "Det dækker 80" in page
    assert "250.000\u00a0kr. er ikke opgjort" in page
    assert "ikke opgjort</td>" in page
    assert page.count("<svg") == 1
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", page)
    assert "gevinst" not in page.lower()


def test_hostile_names_are_text() -> None:
    files = make_files(tell_estimate(made(HOSTILE)), made(HOSTILE), "green")
    page = files["green.html"].decode()
    assert "<script" not in page
    svg = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert svg
    minidom.parseString(svg[0])  # noqa: S318 - our own drawing
    book = openpyxl.load_workbook(io.BytesIO(files["green.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == HOSTILE for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_the_workbook_holds_numbers() -> None:
    files = make_files(tell_estimate(made()), made(), "green")
    book = openpyxl.load_workbook(io.BytesIO(files["green.xlsx"]))
    rows = list(book["Hvilke indkøb vejer mest"].iter_rows(values_only=True))
    assert rows[1][:4] == ("A", "Vej", 2025, 1_000_000)
    assert 80_000 in rows[1]
    assert len(book.sheetnames) == 5
    assert files["green.xlsx"] == make_files(tell_estimate(made()), made(), "green")["green.xlsx"]


def test_json_keeps_every_step() -> None:
    told = json.loads(make_files(tell_estimate(made()), made(), "green")["green.json"])
    first, second = told["lines"]
    assert (first["counted"], first["price_index"], first["kg"], first["factor"]["kg"]) == (1_000_000, 1, 80_000, 0.08)
    assert (second["kg"], second["reason"]) == (None, "no_factor")
    assert told["touched"][0]["reduction_low"] == 8_000
    assert (told["draws"], told["seed"], told["missing"]) == (1_000, 1, 250_000)


def test_both_languages_tell_the_same_tables() -> None:
    danish = tell_estimate(made())
    use_language("en")
    try:
        english = tell_estimate(made())
        assert "no reduction is promised" in english.statement
    finally:
        use_language("da")
    assert [section.key for section in danish.sections] == [section.key for section in english.sections]
    assert [section.key for section in danish.sections] == ["categories", "purchases", "requirements", "missing"]
    for section in narrow(danish).sections:
        assert section.table
        assert all(len(row) == len(section.table.columns) <= 5 for row in section.table.rows)


@pytest.mark.parametrize(("kg", "text"), [(4_312_400, "4.312"), (31_440, "31,4"), (520, "0,52"), (0, "0"), (99_960.0, "100")])
def test_tonnes(kg: float, text: str) -> None:
    assert tonnes(kg) == text


def test_green_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example by name: exit 0, three files; templates; without factors an error with a remedy."""
    wish = ["--requirement", "Fødevarer+Persontransport=10-30:antagelse", "--draws", "1000"]
    assert main(["competition", "green", "eksempel", "--factors", "eksempel", "--out", str(tmp_path / "ud"), *wish]) == 0
    shown = capsys.readouterr().out
    assert "EKSEMPEL: tallene er opdigtede" in shown
    assert "ikke opgjort" in shown
    assert {path.name for path in (tmp_path / "ud").iterdir()} == {"green.html", "green.xlsx", "green.json"}
    assert main(["competition", "green", "--templates", str(tmp_path / "skabeloner")]) == 0
    assert len(list((tmp_path / "skabeloner").iterdir())) == 4
    capsys.readouterr()
    assert main(["competition", "green", "eksempel"]) == 1
    assert "--factors eksempel" in capsys.readouterr().err


def test_green_command_json_and_nothing_calculated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spend, known = tmp_path / "forbrug.csv", tmp_path / "faktorer.csv"
    spend.write_text("kategori;beløb;år\nVand;5;2025\n", "utf-8")
    known.write_text("kategori;faktor;enhed;prisår;gsd;kilde\nVej;0,1;kg CO2e/kr.;2025;1,5;K\n", "utf-8")
    assert main(["competition", "green", str(spend), "--factors", str(known), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["kg"], told["missing"]) == (None, 5)
    assert told["answer"].startswith("Ikke opgjort")


def test_cpv_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["competition", "cpv", "Udbud", "af", "snerydning"]) == 0
    shown = capsys.readouterr().out
    assert "Forslag" in shown
    assert "90620000  Snerydning" in shown
    assert "kontrolciffer ikke beregnet" in shown
    assert main(["competition", "cpv", "Udbud af kurser"]) == 3
    assert "Ingen forslag" in capsys.readouterr().out
    assert main(["competition", "cpv", "Tandregulering", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["suggestions"][0]["number"] == "85131100-7"
    assert main(["competition", "cpv", "x", "--area", "vej"]) == 1


def test_shift_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    booked = tmp_path / "fulgt.csv"
    booked.write_text("år;eksterne;i alt\n2026;84000000;120000000\n2027;75000000;120000000\n", "utf-8")
    wish = ["competition", "shift", "--start", "2026=30/70", "--target", "2030=70/30", "--actual", str(booked)]
    assert main([*wish, "--base", "120000000", "--prices", "2026", "--out", str(tmp_path / "ud")]) == 0
    shown = capsys.readouterr().out
    assert "I 2027 var fordelingen 37,5/62,5; det er +2,5 procentpoint" in shown
    assert not re.search(r"desværre|bedre end planen|dårlig|gevinst", shown)
    book = openpyxl.load_workbook(tmp_path / "ud" / "shift.xlsx")
    rows = list(book["Plan og faktiske tal"].iter_rows(values_only=True))
    assert rows[2][:7] == (2027, 0.6, 0.625, 2.5, -32.5, 72_000_000, 75_000_000)
    assert rows[3][2] is None
    assert main([*wish, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["years"][1]["deviation"] == 0.025
    assert main(["competition", "shift", "--start", "2026=30/70", "--target", "2030=70/40"]) == 1


@pytest.mark.parametrize("action", ["green", "cpv", "shift"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_help_fits_a_terminal(action: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", language, "competition", action, "--help"])
    use_language("da")
    shown = capsys.readouterr().out
    assert f"samspil competition {action}" in shown
    assert max(map(len, shown.splitlines())) <= 80


ACCOUNTS = str(Path(samspil.__file__).parent / "competition/examples/eksempel-regnskab.parquet")


def test_shift_command_follows_the_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    """The example's accounts by municipality and area: marked as made up, and told to be an approximation of what is bought, not of people."""
    wish = ["competition", "shift", "--start", "2022=70/30", "--target", "2028=60/40"]
    assert main([*wish, "--accounts", ACCOUNTS, "--municipality", "Randers", "--area", "roads_parks", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    followed = [one for one in told["years"] if one["actual"]]
    assert followed
    assert all(one["actual"]["share"] == pytest.approx(one["actual"]["external"] / one["actual"]["base"]) for one in followed)
    assert {"example", "from_indicator"} <= set(told["notes"])
    assert any("EKSEMPEL" in text for text in told["cautions"])


@pytest.mark.parametrize(
    "wish",
    [
        ["--accounts", ACCOUNTS],
        ["--accounts", ACCOUNTS, "--municipality", "Ingenby"],
        ["--accounts", ACCOUNTS, "--municipality", "Randers", "--area", "vej"],
        ["--accounts", ACCOUNTS, "--municipality", "Randers", "--area", "laundry"],
        ["--municipality", "Randers"],
        ["--accounts", ACCOUNTS, "--actual", "fulgt.csv", "--municipality", "Randers"],
        ["--accounts", "mangler.parquet", "--municipality", "Randers"],
        ["--base", "5"],
    ],
)
def test_shift_command_refuses(wish: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["competition", "shift", "--start", "2022=70/30", "--target", "2028=60/40", *wish]) == 1
    told = capsys.readouterr().err
    assert "Uventet fejl" not in told
    assert len(told.splitlines()) >= 2


def test_every_error_can_be_told() -> None:
    """Each error's two texts name the same things in both languages, and every error has a remedy."""
    for language in ("da", "en"):
        texts = read_catalogue(language, "competition_green")
        errors = [key for key in texts if key.startswith("error_") and not key.endswith("_remedy")]
        assert len(errors) > 50
        assert all(texts[f"{key}_remedy"] for key in errors)
