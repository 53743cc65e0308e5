"""`samspil competition indicator`: the table people read, JSON, workbook and CSV, and what is refused."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from samspil.cli.main import main
from samspil.competition.accounts.keeping import example_accounts
from samspil.competition.indicators.words import write_number, write_points
from samspil.vocabulary.texts import read_catalogue, use_language
from tests.competition.indicators.accounts_by_hand import by_hand, keep

NBSP = "\u00a0"


def run(*words: object) -> int:
    return main(["competition", "indicator", *(str(word) for word in words)])


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.replace(NBSP, " ").split())


def test_a_readable_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Shares with comma, kroner in millions, the definition, what is approximate; the latest year unless asked."""
    assert run(by_hand(tmp_path), "--municipality", "Odense", "--year", "2023") == 0
    out = told(capsys)
    assert "Odense 27,1 % 107,0 29,0" in out
    assert "Hele landet 28,2 % 117,0 33,0" in out
    assert "pli_samspil_v1" in out
    assert "ikke ministeriets tal" in out
    assert "Eksempeltal" in out
    assert "ikke af alle 98" in out
    run(by_hand(tmp_path), "--municipality", "0461")
    assert "Odense 50,0 % 16,0 8,0" in told(capsys)


def test_levels_with_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(by_hand(tmp_path), "--municipality", "Odense", "--year", "2023", "--level", "function")
    out = told(capsys)
    assert "2.28.14 Vintertjeneste 50,0 % 10,0 5,0" in out
    assert "0.28.20 Grønne områder og naturpladser 33,3 % 6,0 2,0" in out
    run(by_hand(tmp_path), "--municipality", "Odense", "--year", "2023", "--level", "service_area")
    out = told(capsys)
    assert "Vej og park 43,8 % 16,0 7,0" in out
    assert "Rengøring, vask og mad har ingen funktion for sig selv" in out
    assert "0,0 mio. kr. af landets grundlag i 2023 ligger uden for områderne" in out
    run(by_hand(tmp_path), "--municipality", "Odense", "--year", "2023", "--level", "function", "--code", "0.28.20")
    out = told(capsys)
    assert "0.28.20" in out
    assert "2.28.14" not in out


def test_all_that_a_user_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "official": "# source: ministeriet\nmunicipality;year;level;code;kind;value\n0461;2023;total;;pli;28,0\n",
        "own-wins": "# source: indberetning\nmunicipality;year;function;amount\n0461;2023;2.28.14;1500000\n",
        "index": "# source: KL\nyear;index\n2023;100\n2024;105\n",
        "population": "# source: kommunen\n# date: 2023-01-01\ncode,year,population\n0461,2023,2000\n",
    }
    words: list[object] = []
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        words += [f"--{name}", tmp_path / f"{name}.csv"]
    assert run(by_hand(tmp_path), "--municipality", "Odense", "--year", "2023", *words, "--prices", "2024") == 0
    out = told(capsys)
    assert "PLI 27,1 % 112,4 30,5 56.175 28,0 % −0,9" in out
    assert "IKU 28,5 % 112,4 32,0 1,6 56.175 ikke opgjort" in out
    assert "tilnærmelse; afviger fra ministeriets værdi med −0,9 procentpoint" in out
    for line in (
        "Ministeriets værdier: ministeriet",
        "Egne vundne udbud: indberetning",
        "Indbyggere: kommunen",
        "Kroner i 2024-priser (indeks: KL)",
    ):
        assert line in out


def test_the_ministrys_own_break_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Values of 2015 and 2016 follow two methods; those of 2016 and 2017 one."""
    rows = [("0461", year, "22814", "1", "1", art, 5) for year in (2015, 2016, 2017) for art in ("10", "45")]
    head = "# source: ministeriet\nmunicipality;year;level;code;kind;value\n"
    (tmp_path / "off.csv").write_text(head + "".join(f"0461;{year};total;;pli;25\n" for year in (2015, 2016, 2017)), encoding="utf-8")
    file = keep(tmp_path, rows)
    run(file, "--year", 2015, 2016, "--official", tmp_path / "off.csv")
    assert "Ministeriets værdier kan ikke sammenlignes hen over 2016: Ministeriets opgørelse revideret" in told(capsys)
    run(file, "--year", 2016, 2017, "--official", tmp_path / "off.csv")
    assert "hen over" not in told(capsys)


def test_change_is_told_in_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """5 of 10 becomes 8 of 16: 3 x (1/10 + 1/16) / 2 = 24.4 points up and as many down."""
    run(by_hand(tmp_path), "--municipality", "Odense", "--since", "2023", "--level", "function", "--code", "2.28.14", "5.30.27")
    out = told(capsys)
    assert "2023–2024: fra 50,0 % til 50,0 %, 0,0 procentpoint. Heraf tælleren +24,4 procentpoint og grundlaget −24,4 procentpoint." in out
    assert "Købt +3.000.000 kr.: 0 kr. af ændret andel og +3.000.000 kr. af ændret grundlag." in out
    assert (
        "5.30.27 Pleje og omsorg, herunder plejehjem, PLI: 2023–2024: ingen ændring vises, for der kun er tal for det ene af årene." in out
    )


def test_json_keeps_every_digit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(by_hand(tmp_path), "--municipality", "Odense", "--year", "2023", "--kind", "pli", "iku", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    odense = next(one for one in found["indicators"] if (one["municipality"], one["kind"]) == ("0461", "pli"))
    assert (odense["numerator"], odense["base"]) == ("29000000.00", "107000000.00")
    assert Decimal(odense["share"]) == Decimal(29) / Decimal(107)
    assert found["definition"]["official"] is False
    assert "IKU er lig med PLI" in found["notes"]["iku_equals_pli"]
    assert found["accounts"]["example"] is True


def test_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers as numbers, no formula; guide, indicators, change and definition; the same bytes twice."""
    for name in ("a.xlsx", "b.xlsx"):
        assert run(by_hand(tmp_path), "--municipality", "Odense", "--since", "2023", "--out", tmp_path / name) == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert "a.xlsx" in capsys.readouterr().out
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[1:] == ["Indikatorer", "Udvikling", "Definition"]
    rows = [
        dict(zip([cell.value for cell in book["Indikatorer"][1]], row, strict=True))
        for row in book["Indikatorer"].iter_rows(min_row=2, values_only=True)
    ]
    odense = next(row for row in rows if (row["Kommune"], row["År"]) == ("Odense", 2023))
    assert odense["Grundlag, kr."] == 107_000_000
    assert odense["Andel"] == pytest.approx(29 / 107)
    change = next(row for row in book["Udvikling"].iter_rows(min_row=2, values_only=True) if row[0] == "Odense")
    assert change[10] == change[11] + change[12] == -21_000_000
    recipe = dict(book["Definition"].iter_rows(min_row=2, values_only=True))
    assert recipe["Funktioner udeladt"] == "5.28.24, 6.42, 6.45.59"
    assert recipe["Købt hos private (art: ejerforhold)"] == "4.0: 4; 4.5: alle; 4.9: alle"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_csv_file(tmp_path: Path) -> None:
    out = tmp_path / "ud.csv"
    assert run(by_hand(tmp_path), "--year", "2023", "--level", "main_account", "--out", out) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    odense = {row["code"]: row for row in rows if row["municipality"] == "0461"}
    assert set(odense) == {"0", "1", "2", "5"}
    assert (odense["5"]["numerator_dkk"], odense["5"]["base_dkk"]) == ("14000000.00", "81000000.00")
    assert {(row["official"], row["example"], row["definition"]) for row in rows} == {("no", "yes", "pli_samspil_v1")}


def test_the_published_calculation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--best-ten") == 0
    out = told(capsys)
    assert "73,4 mia. kr. af 269,0 mia. kr. er købt hos private, 27,3 %." in out
    assert "Trykt står 27,5 %" in out
    assert "fordelingen på hovedkonti og kommuner er konstrueret" in out
    assert run("--best-ten", "--json") == 0
    assert json.loads(capsys.readouterr().out)["constructed"] is True


def test_the_calculation_from_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(example_accounts(), "--best-ten", "--year", "2023") == 0
    out = told(capsys)
    assert "Hele landet 2023: alle op til gennemsnittet af de 10 bedste" in out
    assert "Eksempeltal" in out
    assert "Trykt" not in out


def test_definitions_that_ship(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--definitions") == 0
    out = capsys.readouterr().out
    for name in ("pli_samspil_v1", "pli_samspil_no_supply_v1", "pli_samspil_trade_v1"):
        assert f"{name}: " in out
    assert "ikke offentlig" in out


def test_a_definition_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Art 4.9 alone counts as bought: 2 + 8 + 3 of 101 (5.9 has no part in it)."""
    file = tmp_path / "vores.toml"
    file.write_text(
        'name = "pli_vores_v1"\nversion = 1\ntitle = "Vores"\nsource = "os"\n[arts]\nin = ["1", "2", "4.0", "4.5", "4.9"]\n'
        'out = ["0", "4.6", "4.7", "4.8", "5", "6", "7", "8", "9"]\n[bought]\n"4.9" = ["*"]\n'
        '[[function_out]]\ncode = "5.28.24"\nsource = "os"\n[[function_out]]\ncode = "6"\nsource = "os"\n',
        encoding="utf-8",
    )
    assert run(by_hand(tmp_path), "--definition", file, "--municipality", "Odense", "--year", "2023") == 0
    out = told(capsys)
    assert "Odense 12,9 % 101,0 13,0" in out
    assert "Definition: pli_vores_v1 – Vores" in out


WRONG = [
    (["--municipality", "Odensee"], "Odense"),
    (["--out", "ud.docx"], ".xlsx"),
    (["--prices", "2024"], "--index"),
    (["--since", "2024", "--year", "2023"], "--since"),
    (["--year", "2019"], "2023, 2024"),
    (["--definition", "pli_officiel_v1"], "pli_samspil_v1"),
    (["--level", "kommune"], "service_area"),
    (["--year", "toogtyve"], "toogtyve"),
]


@pytest.mark.parametrize(("words", "named"), WRONG)
def test_wrong_use_says_what_to_do(tmp_path: Path, words: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = run(by_hand(tmp_path), *words)
    except SystemExit as end:
        code = int(end.code or 0)
    assert code == 1
    assert named in capsys.readouterr().err


def test_no_accounts_and_a_budget_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert "samspil competition import" in capsys.readouterr().err
    assert run(by_hand(tmp_path, kind="budget", table="BUDK1")) == 1
    assert "Budget og regnskab må ikke sammenlignes" in capsys.readouterr().err


def test_english_has_a_point(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "en", "competition", "indicator", str(by_hand(tmp_path)), "--municipality", "Odense", "--year", "2023"])
    out = told(capsys)
    assert "The whole country 28.2 % 117.0 33.0" in out
    assert "not the ministry's figures" in out
    use_language("en")
    assert (write_number(Decimal("-1234.56"), 1), write_points(Decimal("0.012"))) == ("\u22121,234.6", "+1.2 percentage points")


def test_every_note_and_obstacle_has_its_text() -> None:
    """Keys that the calculation gives, each with a text in the catalogue; and no 'gevinst' anywhere."""
    from samspil.competition.indicators.measure import NOTES

    texts = read_catalogue("da", "competition_indicators")
    assert all(f"note_{note}" in texts for note in NOTES)
    assert not [key for key, text in texts.items() if "gevinst" in text.lower()]
