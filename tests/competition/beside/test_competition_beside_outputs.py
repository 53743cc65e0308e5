"""The files of the report: pages, workbook, document, JSON; hostile text stays text, numbers agree, links lead somewhere."""

import csv
import io
import json
import re
from collections import defaultdict
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from beside_figures import HOSTILE, SHA, make_exposure, make_review

from samspil.errors import OutputError
from samspil.exposure.opening import find_review
from samspil.publish.competition.beside_docx import to_docx
from samspil.publish.competition.beside_json import to_functions_csv, to_json
from samspil.publish.competition.beside_page import render_page
from samspil.publish.competition.beside_report import write_report
from samspil.publish.competition.beside_sheets import to_xlsx
from samspil.publish.contract import write_json
from samspil.publish.report import write_report as write_review
from samspil.values.competition_accounts import About, AccountFile
from samspil.values.competition_beside import Exposure
from samspil.vocabulary.texts import read_catalogue, use_language
from tests.publish.fictional_review import Sheets


class _Page(HTMLParser):
    """Elements, attributes, ids and links of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.scripts: list[str | None] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.names |= values.keys()
        if identity := values.get("id"):
            assert identity not in self.ids, identity
            self.ids.add(identity)
        if tag in ("a", "link") and values.get("href"):
            self.links.append(str(values["href"]))
        if tag == "script":
            self.scripts.append(values.get("src"))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def review_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review as `samspil review` leaves it, in a folder whose name needs escaping in an address."""
    folder = tmp_path_factory.mktemp("kilde") / 'gennemgang "2026" #1 æøå'
    folder.mkdir()
    review = make_review()
    write_json(review, folder / "initiatives.json")
    write_review(review, folder, Sheets())
    return folder


@pytest.fixture(scope="module")
def exposure(review_folder: Path) -> Exposure:
    _review, source = find_review([review_folder], None)
    return make_exposure(source=source)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, exposure: Exposure) -> Path:
    folder = tmp_path_factory.mktemp("rapport")
    write_report(exposure, folder, ["0751", "0101"])
    return folder


@pytest.fixture(scope="module")
def pages(out: Path) -> dict[Path, _Page]:
    return {path: _Page(path) for path in sorted((out / "report").rglob("*.html"))}


def test_there_is_a_page_for_each_municipality_and_area(out: Path) -> None:
    assert len(list((out / "report/kommuner").glob("*.html"))) == 98
    assert len(list((out / "report/omraader").glob("*.html"))) == 17
    assert {path.name for path in out.iterdir()} == {"report", "exposure.xlsx", "exposure.json", "functions.csv", "0751.docx", "0101.docx"}


def test_every_link_leads_to_a_file_and_a_place_on_it(pages: dict[Path, _Page], review_folder: Path) -> None:
    """Quotes lead into the review's own report, to the anchor of the quote."""
    known = dict(pages)
    into_review = 0
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("https://", "http://")):
                continue
            address, _, anchor = link.partition("#")
            target = (path.parent / unquote(address)).resolve() if address else path
            assert target.is_file(), f"{path.name}: {link}"
            into_review += review_folder.resolve() in target.parents
            if anchor:
                known[target] = known.get(target) or _Page(target)
                assert anchor in known[target].ids, f"{path.name}: {link}"
    assert into_review >= 6


def test_nothing_hostile_becomes_markup(pages: dict[Path, _Page]) -> None:
    for path, page in pages.items():
        assert not any(name.startswith("on") for name in page.names), path
        assert "img" not in page.tags, path
        assert page.scripts in ([f"{'../' if path.parent.name != 'report' else ''}assets/competition.js"],), path
    whole = next(page for path, page in pages.items() if path.name == "0101.html").text
    assert HOSTILE.replace("\x07", "\ufffd").replace("\ud800", "?") in whole


@pytest.mark.parametrize("name", ["0751.html", "0253.html", "index.html", "roads_parks.html", "cleaning.html"])
def test_each_page_says_what_its_figures_are(pages: dict[Path, _Page], name: str) -> None:
    text = next(page for path, page in pages.items() if path.name == name and path.parent.name != "cases").text
    assert "tilnærmelse" in text
    assert "Regnskabstallene er opdigtede" in text
    assert "besparelse på" not in text.split("Metode")[-1]


@pytest.mark.parametrize("words", ["gevinst", "bør ", "desværre", "heldigvis", "for lidt", "for meget", "dårligst", "bedst"])
def test_our_own_words_take_no_side(words: str) -> None:
    texts = {key: text.lower() for key, text in read_catalogue("da", "competition_beside").items()}
    assert not [key for key, text in texts.items() if words in text]


def test_coverage_stands_before_any_figure(pages: dict[Path, _Page]) -> None:
    text = next(page for path, page in pages.items() if path.name == "0741.html").text
    assert text.index("Dækning og særlige posteringer") < text.index("færger") < text.index("50,0\u00a0%")


def test_the_unknown_is_told_and_is_no_no(pages: dict[Path, _Page]) -> None:
    """Greve: no accounts, no agreement. Nothing of it is nought."""
    text = next(page for path, page in pages.items() if path.name == "0253.html").text
    assert "ikke opgjort" in text
    assert "det er ikke et nej" in text
    assert not re.search(r"\b0,0\u00a0%", text)
    assert "intet initiativ er placeret her" not in text


def test_what_is_not_placed_is_listed(pages: dict[Path, _Page]) -> None:
    text = next(page for path, page in pages.items() if path.name == "0751.html").text
    assert "Initiativer, der ikke er placeret (1)" in text
    assert "Flere opgaver skal konkurrenceudsættes." in text.split("Initiativer, der ikke er placeret")[1]


def test_an_area_page_has_plans_both_ways_with_stage_and_year(pages: dict[Path, _Page]) -> None:
    text = " ".join(next(page for path, page in pages.items() if path.name == "roads_parks.html").text.split())
    out, home = text.split("Planer om hjemtagning (1)")
    assert "Nye planer om udbud og friplejehjem (2)" in out
    assert "Aarhus Planlagt" in out
    assert "budget 2026" in out
    assert "Driften af parker tages hjem" in home


def test_the_page_alone_needs_nothing(exposure: Exposure, out: Path) -> None:
    place = exposure.find("0101")
    assert place
    file = out.parent / "0101-alone.html"
    file.write_text(render_page(exposure, place, file.parent), encoding="utf-8", errors="replace")
    page = _Page(file)
    assert page.scripts == []
    assert "link" not in page.tags
    assert "<script" not in file.read_text(encoding="utf-8").lower()
    quotes = [link for link in page.links if "/kilder/" in link]
    assert len(quotes) == 2  # one for each initiative of København, into the review's report
    for link in quotes:
        address, _, anchor = link.partition("#")
        assert anchor in _Page(file.parent / unquote(address)).ids


def test_the_workbook_has_numbers_and_no_formula(out: Path) -> None:
    book = openpyxl.load_workbook(out / "exposure.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    rows = list(book["Nøgletal"].iter_rows(values_only=True))
    head = list(rows[0])
    [total] = [
        row for row in rows if row[head.index("Kode")] == "0751" and row[head.index("År")] == 2024 and row[head.index("Niveau")] == "i alt"
    ]
    assert (total[head.index("Andel")], total[head.index("Grundlag, kr.")]) == (0.25, 160_000_000)
    assert any("=HYPERLINK" in str(cell.value) for cell in cells)
    volumes = list(book["Volumen"].iter_rows(values_only=True))
    [roads] = [row for row in volumes if row[1] == "0751"]
    assert roads[5] == pytest.approx(13_856_209.15)


def test_the_sheet_of_changes_adds_up(out: Path) -> None:
    rows = list(openpyxl.load_workbook(out / "exposure.xlsx")["Ændring"].iter_rows(values_only=True))
    told = [row for row in rows[1:] if row[5] is not None]
    assert told
    for row in told:
        assert row[6] + row[7] == pytest.approx(row[5])
        assert row[9] + row[10] == row[8]


def test_the_rows_behind_add_up_to_the_number(exposure: Exposure, out: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(to_functions_csv(exposure).decode("utf-8"))))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["municipality"]] += Decimal(row["base_dkk"])
    data = json.loads((out / "exposure.json").read_text(encoding="utf-8"))
    [aarhus] = [place for place in data["municipalities"] if place["code"] == "0751"]
    assert sums["0751"] == Decimal(aarhus["main_accounts"][0]["now"]["base_dkk"]) == 160_000_000


def test_json_keeps_the_unknown_apart(out: Path) -> None:
    data = json.loads((out / "exposure.json").read_text(encoding="utf-8"))
    places = {place["code"]: place for place in data["municipalities"]}
    assert data["official"] is False
    assert places["0253"]["total"]["now"] is None
    assert places["0253"]["agreement"] == "unknown"
    assert places["0320"]["total"]["now"]["share"] is None  # a base of nought
    assert [area["by"] for one in places["0751"]["initiatives"] for area in one["areas"]] == ["words", "words"]


def test_the_document_tells_the_same(out: Path) -> None:
    document = docx.Document(str(out / "0751.docx"))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]  # type: ignore[union-attr]
    assert headings[0] == "Dækning og særlige posteringer"
    assert "Vej og park" in headings
    table = document.tables[0]
    assert [cell.text for cell in table.rows[1].cells][:4] == ["I alt", "25,0\u00a0%", "33,7\u00a0%", "3 af 4 (delt af 2)"]
    assert docx.Document(str(out / "0101.docx"))  # with hostile signs in a quote


def test_the_document_of_a_municipality_without_accounts_claims_nothing(exposure: Exposure) -> None:
    place = exposure.find("0253")
    assert place
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(to_docx(exposure, place))).paragraphs)
    assert "er ikke opgjort: kommunen er ikke i regnskabsfilen" in text
    assert "Ikke undersøgt" in text
    assert "Ingen særlige posteringer" not in text


def test_the_same_figures_are_the_same_bytes(exposure: Exposure) -> None:
    place = exposure.find("0101")
    assert place
    assert to_xlsx(exposure) == to_xlsx(exposure)
    assert to_docx(exposure, place) == to_docx(exposure, place)
    assert to_json(exposure) == to_json(exposure)


def test_hostile_names_of_files_and_definitions_are_text(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script>"=cmd|'
    about = About("accounts", bad, "LOBM", (AccountFile(bad, SHA, bad),), bad, chosen={bad: bad})
    whole = make_exposure(about=about, title=bad)
    write_report(whole, tmp_path, ["0751"])
    for path in (tmp_path / "report").rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8")
    assert not [c for s in openpyxl.load_workbook(tmp_path / "exposure.xlsx") for r in s.iter_rows() for c in r if c.data_type == "f"]


def test_a_report_that_is_not_ours_is_left_alone(tmp_path: Path, exposure: Exposure) -> None:
    mine = tmp_path / "report"
    mine.mkdir()
    (mine / "vigtigt.txt").write_text("rør ikke", encoding="utf-8")
    with pytest.raises(OutputError):
        write_report(exposure, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_report_in_english(tmp_path: Path) -> None:
    use_language("en")
    try:
        write_report(make_exposure(), tmp_path, ["0751"])
    finally:
        use_language("da")
    text = (tmp_path / "report/kommuner/0751.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "approximation and not the ministry" in text
    assert "25.0\u00a0%" in text
