"""`samspil compare` as users meet it: the screen, the files, the page, and what goes wrong."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from year_pairs import make, review

from samspil.cli import main as cli
from samspil.publish.contract import review_to_json
from samspil.review.kept_published import published_to_json
from samspil.values.comparison import OUTCOMES, STATUSES
from samspil.values.published import PublishedReview, PublishedRow, PublishedTable
from samspil.vocabulary.texts import say, use_language

VACUUM = "Der købes robotstøvsugere til hjemmeplejens borgere for 500.000 kr. i 2026 og 200.000 kr. i 2027."
VACUUM_NOW = "Robotstøvsugere i hjemmeplejen fortsætter med 250.000 kr. i 2027."
NASTY = '=HYPERLINK("http://x") <script>alert(1)</script> en chatbot undersøges.'


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of results: Faxe in both years, Greve and Køge in one each."""
    years = {
        2026: [make("Faxe", 2026, VACUUM), make("Faxe", 2026, NASTY, "considered", number=2), make("Greve", 2026, VACUUM)],
        2027: [make("Faxe", 2027, VACUUM_NOW, "underway"), make("Køge", 2027, VACUUM_NOW)],
    }
    folders = []
    for year, initiatives in years.items():
        folder = tmp_path / str(year)
        folder.mkdir()
        (folder / "initiatives.json").write_text(json.dumps(review_to_json(review(year, initiatives))), encoding="utf-8")
        folders.append(folder)
    return folders[0], folders[1]


def call(*arguments: object) -> int:
    try:
        return cli.main([str(word) for word in arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_the_screen_says_who_was_read_and_what_became_of_it(places: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert call("compare", 2026, 2027, "--from", *places) == 0
    shown = capsys.readouterr().out
    assert "1 af 98 kommuner har en læst aftale for både 2026 og 2027" in shown
    rows = {line.split("  ")[0].strip(): line.split() for line in shown.splitlines()}
    assert rows["Nået"][-1] == "1"
    assert rows["Ikke nævnt igen"][-1] == "1"
    assert rows["Ukendt"][-1] == "2"
    assert "Forudsat for 2027: 0,4 mio. kr." in shown


def test_json_holds_everything_by_the_documented_shape(places: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert call("compare", 2026, 2027, "--from", *places, "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result) == ["samspil", "coverage", "summary", "fates", "trends"]
    assert result["coverage"] == {"of": 98, "read_both": ["Faxe"], "only_earlier": ["Greve"], "only_later": ["Køge"]}
    assert [(fate["municipality"], fate["status"]) for fate in result["fates"]] == [
        ("Faxe", "reached"), ("Faxe", "dropped"), ("Greve", "unknown"), ("Køge", "unknown"),
    ]  # fmt: skip
    linked = result["fates"][0]
    assert linked["changes"] == ["stage", "amount"]
    assert linked["earlier"][0]["evidence"][0]["quote"] == VACUUM
    assert (linked["later"][0]["evidence"][0]["document"], linked["later"][0]["evidence"][0]["page"]) == ("Faxe 2027.pdf", 1)
    assert [(p["year"], p["promised_dkk"], p["stated_dkk"], p["difference_dkk"], p["outcome"]) for p in linked["promises"]] == [
        (2027, 200_000, 250_000, 50_000, "more")
    ]
    assert result["summary"]["all"]["reached"] == result["summary"]["themes"]["technology"]["reached"] == 1


def test_the_same_input_gives_the_same_bytes(places: tuple[Path, Path], tmp_path: Path) -> None:
    for out in ("a", "b"):
        assert call("compare", 2026, 2027, "--from", *places, "--out", tmp_path / out) == 0
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert {"compare.json", "compare.csv", "compare.xlsx", "compare/index.html"} <= {path.as_posix() for path in files}
    for path in files:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes(), path


def test_a_second_run_replaces_the_page_and_nothing_of_others(
    places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert call("compare", 2026, 2027, "--from", *places, "--out", out) == 0
    assert call("compare", 2026, 2027, "--from", *places, "--out", out) == 0
    (tmp_path / "mine/compare").mkdir(parents=True)
    (tmp_path / "mine/compare/notes.txt").write_text("x")
    assert call("compare", 2026, 2027, "--from", *places, "--out", tmp_path / "mine") == 1
    assert (tmp_path / "mine/compare/notes.txt").read_text() == "x"
    assert "bliver ikke overskrevet" in capsys.readouterr().err


def test_tables_run_nothing_in_a_spreadsheet(places: tuple[Path, Path], tmp_path: Path) -> None:
    assert call("compare", 2026, 2027, "--from", *places, "--out", tmp_path) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "compare.csv").read_text(encoding="utf-8"), newline="")))
    dropped = next(row for row in rows if row["status"] == "dropped")
    assert dropped["earlier_quotes"].startswith("'=HYPERLINK")
    linked = next(row for row in rows if row["status"] == "reached")
    assert (linked["promise_year"], linked["allocation_promised_dkk"], linked["allocation_stated_dkk"]) == ("2027", "200000", "250000")
    book = openpyxl.load_workbook(tmp_path / "compare.xlsx")
    assert book.sheetnames == ["Læsevejledning", "Overblik", "Initiativer", "Forudsatte kroner", "Udvikling"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == NASTY for cell in cells)
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_the_page_shows_both_quotes_and_loads_nothing(places: tuple[Path, Path], tmp_path: Path) -> None:
    assert call("compare", 2026, 2027, "--from", *places, "--out", tmp_path) == 0
    html = (tmp_path / "compare/index.html").read_text(encoding="utf-8")
    assert html.index(VACUUM) < html.index(VACUUM_NOW)
    assert "<script>alert" not in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    for address in re.findall(r'(?:src|href)="([^"#]+)"', html):
        assert (tmp_path / "compare" / address).is_file(), address
    assert "Faxe 2027.pdf" in html


def test_the_page_filters_fits_a_phone_and_is_quiet(places: tuple[Path, Path], tmp_path: Path, browser: Any) -> None:
    assert call("compare", 2026, 2027, "--from", *places, "--out", tmp_path) == 0
    page = browser.new_page(viewport={"width": 375, "height": 800})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "compare/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.locator(".fate:visible").count() == 4
    page.select_option("select[name=status]", "dropped")
    assert page.locator(".fate:visible").count() == 1
    assert page.locator(".place:visible h3").all_inner_texts() == ["Faxe"]
    assert page.locator("#compare-filter output").inner_text() == "1 af 4 vises"
    page.select_option("select[name=status]", "")
    page.fill("input[name=words]", "køge")
    assert page.locator(".place:visible h3").all_inner_texts() == ["Køge"]
    page.emulate_media(media="print")
    assert not page.locator("#compare-filter").is_visible()
    assert not said
    assert all(url.startswith("file:") for url in asked)


@pytest.mark.parametrize(
    ("years", "code", "message"),
    [
        ((2027, 2026), 1, "2027 er ikke før 2026"),
        ((2026, 2026), 1, "2026 er ikke før 2026"),
        ((2025, 2026), 1, "ingen gennemgang af budgetår 2025"),
    ],
)
def test_years_that_are_no_pair_are_refused(
    places: tuple[Path, Path], capsys: pytest.CaptureFixture[str], years: tuple[int, int], code: int, message: str
) -> None:
    assert call("compare", *years, "--from", *places) == code
    assert message in capsys.readouterr().err


def test_no_municipality_in_both_years_is_2_and_shown_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year, name in ((2026, "Faxe"), (2027, "Greve")):
        (tmp_path / f"{year}.json").write_text(json.dumps(review_to_json(review(year, [make(name, year, VACUUM)]))), encoding="utf-8")
    assert call("compare", 2026, 2027, "--from", tmp_path / "2026.json", tmp_path / "2027.json") == 2
    shown = capsys.readouterr()
    assert "Ukendt" in shown.out
    assert "Ingen kommune har en læst aftale for både 2026 og 2027" in shown.err


def test_published_reviews_only_when_asked_for(places: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = PublishedRow("Faxe", "0320", "Faxe Kommune", VACUUM, "decided")
    published = PublishedReview(2025, (PublishedTable(1, "Teknologi", "technology", (row,)),), (), file="artikel.html", sha256="ab" * 32)
    file = tmp_path / "published.json"
    file.write_text(json.dumps(published_to_json(published)), encoding="utf-8")
    assert call("compare", 2025, 2026, "--from", *places, file) == 1
    assert "--published" in capsys.readouterr().err
    assert call("compare", 2025, 2026, "--from", *places, file, "--published", "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["samspil"]["published"] == [2025]
    assert [side["published"] for side in result["fates"][0]["earlier"]] == [True]
    assert [side["published"] for side in result["fates"][0]["later"]] == [False]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_status_outcome_and_reason_has_words(language: str) -> None:
    use_language(language)
    keys = [f"status_{status}" for status in STATUSES] + [f"outcome_{outcome}" for outcome in OUTCOMES]
    keys += [f"reason_{which}" for which in ("later_unread", "earlier_unread", "later_published", "earlier_published")]
    keys += [f"rule_{name}" for name in ("reached", "changed", "silence", "unclear", "money", "panel", "regions", "types")]
    for key in keys:
        assert say(f"compare.{key}", earlier=2026, later=2027)
