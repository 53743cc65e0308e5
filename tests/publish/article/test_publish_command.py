"""`samspil publish` as users meet it: formats, errors with a remedy, what is left alone, and the same bytes from another process."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from article_reviews import make, recount
from fictional_review import YEAR

from samspil.cli.main import main
from samspil.cli.publish import FORMATS as OFFERED
from samspil.publish.contract import review_to_json, write_json
from samspil.publish.publication import FORMATS
from samspil.review.headlines import count_headlines
from samspil.store.sqlite import Store
from samspil.values.review import Review
from samspil.vocabulary.themes import use_own_themes

ROOT = Path(__file__).resolve().parents[3]
ALL_FILES = {
    "article.html",
    "article.docx",
    "article.pdf",
    "article-figures.json",
    "initiatives.json",
    "initiatives.csv",
    "initiatives.xlsx",
    "initiatives.parquet",
    "datapackage.json",
    "ocds.json",
    "annotations.jsonld",
    "dcat.jsonld",
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, two_years: dict[int, Review]) -> list[str]:
    folder = tmp_path_factory.mktemp("gennemgange")
    for year, review in two_years.items():
        write_json(review, folder / str(year) / "initiatives.json")
    return [str(folder / str(year)) for year in two_years]


def call(*words: object) -> int:
    try:
        return main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_formats_are_those_of_the_room() -> None:
    assert OFFERED == FORMATS


def test_all_formats(places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("publish", "--year", YEAR, "--from", *places, "--out", tmp_path / "ud") == 0
    assert set(read_all(tmp_path / "ud")) == ALL_FILES
    shown = capsys.readouterr().out
    assert f"Budget {YEAR} er udgivet i" in shown
    assert "article.pdf" in shown
    figures = json.loads((tmp_path / "ud/article-figures.json").read_text(encoding="utf-8"))["figures"]
    rows = {row["id"] for row in json.loads((tmp_path / "ud/initiatives.json").read_text(encoding="utf-8"))["initiatives"]}
    counted = [figure for figure in figures if figure["measure"] == "municipalities" and figure["year"] == YEAR]
    assert counted
    assert all(set(figure["rows"]) <= rows for figure in counted)


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_another_process_gives_the_same_bytes(places: list[str], tmp_path: Path, seed: str) -> None:
    """Another hash seed, another time zone, another folder."""
    command = [sys.executable, "-m", "samspil", "publish", "--year", str(YEAR), "--from", *places, "--out"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "et"], check=True, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    assert call("publish", "--year", YEAR, "--from", *places, "--out", tmp_path / "to") == 0
    first, second = read_all(tmp_path / "et"), read_all(tmp_path / "to")
    assert {name for name in first if first[name] != second[name]} == set()
    assert set(first) == ALL_FILES


def test_chosen_formats_only_and_others_left_alone(places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/index.html").write_text("en rapport", encoding="utf-8")
    (tmp_path / "noter.txt").write_text("mine", encoding="utf-8")
    assert call("publish", "--year", YEAR, "--from", *places, "--out", tmp_path, "--format", "csv,html", "--json") == 0
    assert {path.name for path in tmp_path.iterdir()} == {"report", "noter.txt", "initiatives.csv", "article.html", "article-figures.json"}
    assert (tmp_path / "report/index.html").read_text(encoding="utf-8") == "en rapport"
    told = json.loads(capsys.readouterr().out)
    assert told["year"] == YEAR
    assert [Path(file).name for file in told["files"]] == ["article-figures.json", "article.html", "initiatives.csv"]


def test_english(places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("publish", "--year", YEAR, "--from", *places, "--out", tmp_path, "--format", "html", "--lang", "en") == 0
    assert "is published in" in capsys.readouterr().out
    page = (tmp_path / "article.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "How it was done" in page


def test_from_a_store(two_years: dict[int, Review], tmp_path: Path) -> None:
    with Store(tmp_path / "samspil.sqlite") as store:
        for year, review in two_years.items():
            store.keep_review(year, "k", review_to_json(review))
    assert call("publish", "--year", YEAR, "--from", tmp_path / "samspil.sqlite", "--out", tmp_path / "ud", "--format", "html") == 0
    assert "Året før" in (tmp_path / "ud/article.html").read_text(encoding="utf-8")


WRONG = [
    (["--year", "2031"], "Der er ingen gennemgang af budgetår 2031"),
    (["--year", str(YEAR), "--format", "odt"], "odt findes ikke; vælg mellem html, docx"),
    (["--year", str(YEAR), "--format", ","], "findes ikke"),
    (["--year", str(YEAR), "--url", "javascript:alert(1)"], "er ikke en adresse på nettet"),
    (["--year", str(YEAR), "--licence", "CC BY"], "er ikke en adresse på nettet"),
    (["--year", str(YEAR), "--date", "i går"], "er ikke en dato"),
]


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_wrong_use_is_1(places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert call("publish", *words, "--from", *places, "--out", tmp_path / "ud") == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


def test_no_reviews_here_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("publish", "--year", YEAR, "--from", tmp_path / "intet", "--out", tmp_path / "ud") == 1
    assert "Peg med --from" in capsys.readouterr().err


def test_nothing_read_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = make()
    coverage = replace(empty.coverage, read=0, documents=())
    write_json(recount(replace(empty, coverage=coverage, initiatives=())), tmp_path / "initiatives.json")
    assert call("publish", "--year", YEAR, "--from", tmp_path, "--out", tmp_path / "ud") == 2
    assert "Der er intet at udgive" in capsys.readouterr().err


def test_numbers_that_rows_do_not_bear_out_leave_everything_as_it_was(
    one_year: Review, places: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("publish", "--year", YEAR, "--from", *places, "--out", tmp_path / "ud") == 0
    before = read_all(tmp_path / "ud")
    headline = one_year.headlines["insourcing"]
    wrong = replace(one_year, headlines={**one_year.headlines, "insourcing": replace(headline, municipalities=headline.municipalities - 1)})
    write_json(wrong, tmp_path / "forkert/initiatives.json")
    capsys.readouterr()
    assert call("publish", "--year", YEAR, "--from", tmp_path / "forkert", "--out", tmp_path / "ud") == 1
    assert "passer ikke med rækkerne" in capsys.readouterr().err
    assert read_all(tmp_path / "ud") == before


def test_publisher_place_and_licence_reach_the_files(places: list[str], tmp_path: Path) -> None:
    options = ("--publisher", "Foreningen Eksempel", "--url", "https://example.org/b26", "--date", "2025-11-20")
    licence = ("--licence", "https://creativecommons.org/licenses/by/4.0/")
    assert call("publish", "--year", YEAR, "--from", *places, "--out", tmp_path, "--format", "ocds,dcat", *options, *licence) == 0
    package = json.loads((tmp_path / "ocds.json").read_text(encoding="utf-8"))
    assert package["uri"] == "https://example.org/b26/ocds.json"
    assert package["publisher"] == {"name": "Foreningen Eksempel"}
    assert package["publishedDate"] == "2025-11-20T00:00:00Z"
    assert package["license"] == licence[1]
    assert "https://example.org/b26/ocds.json" in (tmp_path / "dcat.jsonld").read_text(encoding="utf-8")


OWN = {
    "id": "skolestruktur",
    "label_da": "Skolestruktur 2030",
    "short_da": "Skoler <2030>",
    "label_en": "School structure 2030",
    "short_en": "Schools",
    "description": "Sammenlægning og lukning af skoler.",
    "reader": "skolestruktur-1",
    "estimate": {"enough": False, "files": 3, "initiatives": 9},
}


def test_a_theme_of_ones_own_is_shown_as_such(tmp_path: Path) -> None:
    """Its name may hold digits; it is marked as the user's own; nothing measured is claimed of it."""
    review = make()
    rows = tuple(replace(row, themes=("skolestruktur",), topics=()) if n % 9 == 0 else row for n, row in enumerate(review.initiatives))
    headlines = count_headlines(rows, review.coverage.read, YEAR, None, ["skolestruktur"])
    review = replace(review, initiatives=rows, headlines=headlines, facts={**review.facts, "own_themes": [OWN]})
    write_json(review, tmp_path / "initiatives.json")
    try:
        assert call("publish", "--year", YEAR, "--from", tmp_path, "--out", tmp_path / "ud") == 0
    finally:
        use_own_themes([])
    page = (tmp_path / "ud/article.html").read_text(encoding="utf-8")
    assert 'id="tema-skolestruktur"' in page
    assert "kolestruktur 2030" in page
    assert "Skoler &lt;2030&gt;" in page
    assert "inden for seks temaer" in page
    expected = len({row.municipality for row in rows if "skolestruktur" in row.themes})
    told = page[page.index('id="tema-skolestruktur"') :]
    assert re.search(rf'<a class="tal" href="#tabel-skolestruktur">{expected}</a> af de', told[:600])
    assert "sikkerhed mellem" not in told[: told.index("</section>")]
