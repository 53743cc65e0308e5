"""`samspil competition plan` as users meet it: exit codes, files, templates, the agreement's initiatives joined, the page in a browser."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contract_lists import GOOD, make_csv, row

from samspil.cli import main as cli
from samspil.publish.competition.plan_files import NAMES
from samspil.publish.contract import write_json
from samspil.values.amount import Amount
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Review
from samspil.vocabulary.texts import use_language

AXE = Path(__file__).parents[2] / "publish/site/vendored/axe.min.js"
DAY = ("--today", "2026-11-22")


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    yield
    use_language("da")


def call(*arguments: object) -> int:
    try:
        return cli.main(["competition", "plan", *(str(word) for word in arguments)])
    except SystemExit as left:
        return int(left.code or 0)


def test_the_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("eksempel", *DAY, "--out", tmp_path / "ud") == 0
    shown = capsys.readouterr()
    assert {each.name for each in (tmp_path / "ud").iterdir()} == set(NAMES)
    for part in ("OPDIGTET EKSEMPEL", "FOR SENT", "SUMMEN AFGØR", "EKS-12", "01-02-2027", "█"):
        assert part in shown.out
    assert shown.err == ""


def test_json_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "competition", "plan", "example", *DAY, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["title"] == "Tender plan (made-up example)"
    assert made["findings"] == []
    assert len(made["lines"]) == 12


def test_rows_that_are_refused_are_told_and_the_rest_is_planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "liste.csv").write_bytes(make_csv([row(), {**GOOD, "Kontrakt-id": "B", "Slutdato": "30-06-2020"}]))
    assert call(tmp_path / "liste.csv", *DAY) == 3
    shown = capsys.readouterr()
    assert "RÆKKE AFVIST" in shown.err
    assert "liste.csv:3" in shown.err
    assert "2 rækker = 1 læst + 1 afvist + 0 summer." in shown.err
    assert "Rengøring af skoler" in shown.out


def test_a_list_of_which_nothing_can_be_read_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "liste.csv").write_bytes(make_csv([{**GOOD, "Ansvarlig": "010180-1234"}]))
    assert call(tmp_path / "liste.csv", *DAY, "--out", tmp_path / "ud") == 2
    shown = capsys.readouterr()
    assert "010180" not in shown.out + shown.err
    assert "--template" in shown.err
    assert not (tmp_path / "ud").exists()


WRONG: list[tuple[list[str], str]] = [
    ([], "ingen kontraktliste"),
    (["nej.csv"], "findes ikke"),
    (["eksempel", "--today", "i går"], "er ikke en dato"),
    (["eksempel", "--today", "1999-01-01"], "er ikke en dato"),
    (["eksempel", "--per-owner", "0"], "er ikke et helt tal"),
    (["eksempel", "--lot-size", "100"], "er ikke et beløb"),
    (["eksempel", "--municipality", "Utopia"], "kendes ikke"),
    (["eksempel", "--from", "intet"], "intet"),
    (["eksempel", "--potential", "intet.json"], "findes ikke"),
    (["eksempel", "--lead-times", "intet.toml"], "findes ikke"),
    (["eksempel", "--template", "x.xlsx"], "--template skriver kun"),
    (["--template", "x.pdf"], ".xlsx"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_use_is_1(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(*arguments) == 1
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["skabelon.xlsx", "skabelon.csv"])
def test_a_template_filled_is_planned(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--template", tmp_path / name, "--filled") == 0
    assert call(tmp_path / name, *DAY) == 0
    assert "12 opgaver" in capsys.readouterr().out


def test_old_releases_do_not_stay_beside_a_plan_without_tenders(tmp_path: Path) -> None:
    assert call("eksempel", *DAY, "--out", tmp_path / "ud") == 0
    (tmp_path / "liste.csv").write_bytes(make_csv([{**GOOD, "Beslutning": "hjemtagning"}]))
    assert call(tmp_path / "liste.csv", *DAY, "--out", tmp_path / "ud") == 0
    assert {each.name for each in (tmp_path / "ud").iterdir()} == set(NAMES) - {"plan-ocds.json"}


# What the agreement says


def make_review() -> Review:
    """Two municipalities; what is underway, of another theme or of another municipality does not belong to Odense's plan."""
    records = [
        DocumentRecord(f"{name}.pdf", code * 16, name, code, 2027, 5, "ok", "") for name, code in (("Odense", "0461"), ("Greve", "0253"))
    ]

    def say(number: int, theme: str, stage: str, quote: str, code: str = "0461") -> Initiative:
        name = "Odense" if code == "0461" else "Greve"
        evidence = Evidence(f"{name}.pdf", code * 16, 2, 0, len(quote), quote)
        amounts: tuple[Amount, ...] = ()
        return Initiative(f"{code}-{number:04}", name, code, 2027, (theme,), (), stage, 0.9, "r", (evidence,), amounts)

    found = (
        say(1, "tendering", "decided", "Rengøringen på skolerne sendes i udbud."),
        say(2, "tendering", "underway", "Vinduespudsning er sendt i udbud."),
        say(3, "technology", "decided", "Der købes skærme til rengøringen."),
        say(4, "insourcing", "planned", "Kommunen hjemtager madservice til plejehjemmene."),
        say(5, "tendering", "decided", "Rengøringen sendes i udbud.", "0253"),
    )
    return Review({"budget_year": 2027}, Coverage(98, 2, tuple(records), ()), {}, found, dropped_quotes=0)


@pytest.fixture
def review(tmp_path: Path) -> Path:
    folder = tmp_path / "gennemlaesning"
    folder.mkdir()
    write_json(make_review(), folder / "initiatives.json")
    return folder


def test_initiatives_of_the_review_are_joined(review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "liste.csv").write_bytes(make_csv([row()]))
    assert call(tmp_path / "liste.csv", *DAY, "--municipality", "Odense", "--from", review, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    lines = {line["id"]: line for line in made["lines"]}
    assert [each["quote"] for each in lines["A-1"]["initiatives"]] == ["Rengøringen på skolerne sendes i udbud."]
    own = [line for line in made["lines"] if line["source"] == "initiative"]
    assert [(line["way"], line["area"], line["new_start"]) for line in own] == [("insource", "meals", "2028-01-01")]
    assert made["budget_year"] == 2027
    assert made["municipality"] == "0461"


def test_a_review_without_a_municipality_is_asked_for(review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("eksempel", *DAY, "--from", review) == 1
    assert "--municipality" in capsys.readouterr().err


# In a browser


def test_the_page_fits_and_has_no_barriers(tmp_path: Path, browser: Any) -> None:
    assert call("eksempel", *DAY, "--out", tmp_path) == 0
    for width in (1280, 390):
        complaints: list[str] = []
        page: Any = browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda message, said=complaints: said.append(message.text))
        page.on("request", lambda sent, said=complaints: None if sent.url.startswith(("file:", "data:")) else said.append(sent.url))
        page.goto(f"file://{tmp_path}/plan.html")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        drawn = page.locator(".gantt .wide" if width > 640 else ".gantt .narrow")
        assert drawn.is_visible()
        assert not page.locator(".gantt .narrow" if width > 640 else ".gantt .wide").is_visible()
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        found = page.evaluate("axe.run(document, {preload: false})")
        assert [each["id"] for each in found["violations"] if each["impact"] in ("serious", "critical")] == []
        assert complaints == []
