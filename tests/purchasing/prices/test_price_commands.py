"""The commands as users meet them, on a small made-up portfolio."""

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from samspil.cli import main as cli
from samspil.publish.purchasing.negotiation_xlsx import contracts_to_xlsx, expected_to_xlsx, negotiation_to_xlsx
from samspil.purchasing.prices.contracts import watch_contracts
from samspil.purchasing.prices.expected import Prices, expect_all, fit_prices
from samspil.purchasing.prices.model import Expected
from samspil.purchasing.prices.negotiation import build_list, name_not_compared
from samspil.purchasing.synthetic import make_portfolio


def call(*words: object) -> int:
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    assert call("purchasing", "generate", "--seed", 7, "--suppliers", 60, "--placements", 2400, "--out", folder) == 0
    return folder / "indkoeb.xlsx"


def test_negotiate(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "liste.xlsx"
    assert call("purchasing", "negotiate", data, "--target", "5,4", "--limit", 2, "--out", out) == 0
    shown = capsys.readouterr().out
    for words in ("Opdigtede data", "Sammenlignet med: forventet pris", "Mål: 5,4", "Plads på listen", "ikke en forventet besparelse"):
        assert words in shown
    assert "kr.." not in shown
    book = openpyxl.load_workbook(out)
    rows = list(book["Liste"].iter_rows(values_only=True))
    assert isinstance(rows[1][rows[0].index("Potentiale")], int | float)
    assert all(not str(cell).startswith("=") for row in rows for cell in row)


def test_negotiate_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "negotiate", data, "--benchmark", "peers", "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert values["benchmark"] == "peers"
    for entry in values["entries"]:
        assert sum(Decimal(line["potential_dkk"]) for line in entry["lines"]) == Decimal(entry["potential_dkk"])


def test_prices(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "prices", data, "--limit", 1, "--out", tmp_path / "priser.xlsx") == 0
    shown = capsys.readouterr().out
    assert "Forventet pris:" in shown
    assert "Sammenlignet med" in shown
    assert "Støttebehov" in shown


def test_contracts(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "contracts", data, "--months", 6, "--out", tmp_path / "datoer.ics") == 0
    assert (tmp_path / "datoer.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert call("purchasing", "contracts", data, "--out", tmp_path / "datoer.xlsx", "--json") == 0
    out = capsys.readouterr().out
    assert "Ingen aftale foreligger" in out
    assert (tmp_path / "datoer.xlsx").is_file()


def test_reply_out_and_in(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portfolio = make_portfolio(7, 60, 2400)[0]
    supplier = next(each.offer for each in portfolio.placements if not each.own)
    supplier = next(each.supplier for each in portfolio.offers if each.id == supplier)
    folder = tmp_path / "svar"
    assert call("purchasing", "reply", "out", data, "--supplier", supplier, "--folder", folder, "--with-list") == 0
    (sent,) = folder.glob("*/*/out.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sent.read_bytes()))
    book.worksheets[1]["G2"] = "enig"
    book.save(tmp_path / "svar.xlsx")
    assert call("purchasing", "reply", "in", tmp_path / "svar.xlsx", "--folder", folder) == 0
    assert "1 af" in capsys.readouterr().out
    book.worksheets[1]["G3"] = "måske"
    book.save(tmp_path / "svar.xlsx")
    assert call("purchasing", "reply", "in", tmp_path / "svar.xlsx", "--folder", folder) == 3
    assert "G3" in capsys.readouterr().out
    assert call("purchasing", "negotiate", data, "--replies", folder, "--limit", 500) == 0
    assert "Leverandøren oplyser" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("negotiate", "--weight", "size=1"), "efter pris alene"),
        (("negotiate", "--weight", "pris"), "ikke en vægt"),
        (("negotiate", "--target", "0"), "over 0"),
        (("negotiate", "--year", "2011"), "2011"),
        (("negotiate", "--out", "liste.docx"), ".xlsx"),
        (("prices", "--offer", "T404"), "T404"),
        (("prices", "--placement", "P404"), "P404"),
        (("contracts", "--months", "0"), "0"),
        (("contracts", "--months", "500"), "500"),
        (("contracts", "--out", "x.txt"), ".ics"),
        (("reply", "out", "--supplier", "L404", "--folder", "svar"), "L404"),
    ],
)
def test_bad_use_says_what_and_leaves_with_1(
    data: Path, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = 2 if words[0] == "reply" else 1
    assert call("purchasing", *words[:place], data, *words[place:]) == 1
    shown = capsys.readouterr().err
    assert told in shown
    assert "Traceback" not in shown
    assert not list(tmp_path.iterdir())


def test_workbooks_are_the_same_twice_and_hold_every_row() -> None:
    portfolio = make_portfolio(7, 60, 2400)[0]
    found = build_list(portfolio)
    names = name_not_compared(portfolio, found)
    content = negotiation_to_xlsx(found, names)
    assert content == negotiation_to_xlsx(found, names)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[1:] == ["Liste", "Linjer", "Ikke sammenlignet"]
    assert book["Liste"].max_row == len(found.entries) + 1
    assert book["Linjer"].max_row == sum(len(each.lines) for each in found.entries) + 1
    prices = fit_prices(portfolio)
    assert isinstance(prices, Prices)
    answers = expect_all(prices)
    priced = [each for each in answers if isinstance(each, Expected)]
    refused = [each for each in answers if not isinstance(each, Expected)]
    book = openpyxl.load_workbook(io.BytesIO(expected_to_xlsx(priced, refused, synthetic=True)))
    assert book["Forventede priser"].max_row == len(priced) + 1
    watched = watch_contracts(portfolio)
    book = openpyxl.load_workbook(io.BytesIO(contracts_to_xlsx(watched, synthetic=True)))
    assert book["Aftaler"].max_row == len(watched) + 1
