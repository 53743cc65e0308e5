"""What the commands leave behind: exit codes, JSON, page, workbook, note; the same bytes twice; nothing of the user's is markup."""

import io
import json
import re
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest
from make_cases import make_case

from samspil.cli import main as cli
from samspil.cli import purchasing_options
from samspil.publish.purchasing.make_case_story import tell_case
from samspil.publish.purchasing.make_files import make_files
from samspil.publish.purchasing.make_page import render_page
from samspil.publish.purchasing.make_plan_story import tell_forecast
from samspil.purchasing.make_or_buy.compare import compare_case
from samspil.purchasing.make_or_buy.template import make_toml, read_example
from samspil.purchasing.self_sufficiency.forecast import forecast
from samspil.purchasing.self_sufficiency.reading import read_plan
from samspil.purchasing.synthetic import make_portfolio
from samspil.vocabulary.texts import use_language


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Any:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield
    use_language("da")


def call(*words: object) -> int:
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)


def test_a_case_on_screen_and_as_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "make-or-buy", "eksempel", "--draws", 1000, "--out", tmp_path) == 0
    shown = capsys.readouterr().out
    assert "tallene afgør det ikke" in shown
    assert "9 borgere, hvis plan ikke gør en flytning egnet" in shown
    assert {file.name for file in tmp_path.iterdir()} == {"make-or-buy.html", "make-or-buy.xlsx", "make-or-buy.docx"}


def test_an_incomplete_case_gives_no_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = make_toml(read_example())
    file = tmp_path / "sag.toml"
    file.write_text(re.sub(r"(\[lines\.training\]\n)value = .*\n", r"\1", text), encoding="utf-8")
    assert call("purchasing", "make-or-buy", file, "--out", tmp_path / "ud") == 3
    shown = capsys.readouterr().out
    assert "Intet svar: 1 linjer mangler" in shown
    assert "(training)" in shown
    assert "mio" not in shown
    assert not (tmp_path / "ud").exists()
    assert call("purchasing", "make-or-buy", file, "--json") == 3
    found = json.loads(capsys.readouterr().out)
    assert found["complete"] is False
    assert found["missing"][0]["name"] == "training"


def test_json_holds_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "make-or-buy", "eksempel", "--draws", 1000, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "open"
    assert found["draws"]["seed"] == 1
    assert {"direct_each", "empty_each", "own_net_each", "bought_net_each"} <= found["steps"].keys()


@pytest.mark.parametrize(
    "words",
    [
        ("make-or-buy",),
        ("make-or-buy", "mangler.toml"),
        ("make-or-buy", "--template"),
        ("make-or-buy", "eksempel", "--draws", "5"),
        ("self-sufficiency", "mangler"),
    ],
)
def test_wrong_use_is_1(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", *words) == 1
    assert capsys.readouterr().err.strip()


def test_aarhus_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "self-sufficiency", "--draws", 1000, "--out", tmp_path) == 0
    shown = capsys.readouterr().out
    assert "Antallet af borgere står ikke i kilden" in shown
    for key in ("a: ", "b: ", "c: ", "d: som a"):
        assert key in shown
    page = (tmp_path / "self-sufficiency.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    assert not [found for found in re.findall(r"https?://\S+", page) if not found.startswith("http://www.w3.org/")]


def test_counted_from_data(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Citizens of the portfolio take the place of the case's figures; the rates of the portfolio stand beside the forecast."""
    portfolio = make_portfolio(1, 20, 600)[0]
    monkeypatch.setattr(purchasing_options, "open_data", lambda _options: portfolio)
    data = (Path("data.xlsx"),)
    code = call("purchasing", "make-or-buy", "eksempel", "--draws", 1000, "--json", "--data", *data)
    shown = capsys.readouterr()
    assert code == 0, shown.err
    lines = json.loads(shown.out)["case"]["lines"]
    assert data[0].name in lines["citizens_suitable"]["source"]
    assert call("purchasing", "self-sufficiency", "--draws", 1000, "--json", "--data", *data) == 0
    measured = json.loads(capsys.readouterr().out)["measured"]
    assert 0 < measured["rates"]["a"] < 1


@pytest.mark.parametrize("language", ["da", "en"])
def test_files_are_the_same_twice(language: str) -> None:
    use_language(language)
    for story, name in (
        (tell_case(compare_case(read_example(), draws=1_000)), "a"),
        (tell_forecast(forecast(read_plan("aarhus"), 1_000)), "b"),
    ):
        assert make_files(story, name) == make_files(story, name)


def test_hostile_words_stay_words() -> None:
    hostile = '<script>alert(1)</script>" onload="x & =1+1'
    done = compare_case(make_case(head={"title": hostile}, food={"value": 5, "low": 1, "high": 9, "source": hostile}), draws=1_000)
    story = tell_case(done)
    page = render_page(story)
    assert "<script" not in page
    assert 'onload="x' not in page
    files = make_files(story, "x")
    sheets = zipfile.ZipFile(io.BytesIO(files["x.xlsx"]))
    assert not any("<f>" in sheets.read(name).decode() for name in sheets.namelist() if "worksheets/sheet" in name)


def test_numbers_are_numbers_in_the_workbook() -> None:
    import openpyxl

    story = tell_case(compare_case(make_case(), draws=1_000))
    book = openpyxl.load_workbook(io.BytesIO(make_files(story, "x")["x.xlsx"]))
    rows = list(book["Udgift pr. borger og år"].iter_rows(values_only=True))
    assert ("Egen plads", "Direkte udgift pr. plads", 600_000) in rows
    assert ("Købt plads", "Refusion (§ 176)", -66_250) in rows


def test_the_note_is_a_document_with_headings() -> None:
    import docx

    story = tell_case(compare_case(read_example(), draws=1_000))
    document = docx.Document(io.BytesIO(make_files(story, "x")["x.docx"]))
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"]
    assert heads[:2] == ["Forbehold", "Resultat"]
    assert document.tables[0].rows[0]._tr.trPr is not None
    assert "Mennesker beslutter" in "\n".join(paragraph.text for paragraph in document.paragraphs)
