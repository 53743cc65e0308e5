"""The report as people meet it: pages, workbook, documents, terminal."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from samspil.cli.main import main
from samspil.errors import OutputError
from samspil.publish.purchasing.figures_charts import draw_scatter, find_centres, list_ticks
from samspil.publish.purchasing.figures_docx import portfolio_docx, suppliers_docx
from samspil.publish.purchasing.figures_pages import list_links
from samspil.publish.purchasing.figures_report import write_report
from samspil.publish.purchasing.figures_sheets import to_xlsx
from samspil.purchasing.figures.portfolio import Figures, build_figures
from samspil.purchasing.figures.settings import Settings
from samspil.purchasing.synthetic import make_portfolio
from samspil.values.purchasing import Supervision
from samspil.vocabulary.texts import use_language
from tests.purchasing.figures.figure_values import INDEX, D, portfolio
from tests.purchasing.figures.test_figures_groups import five
from tests.web.conftest import find_barriers

HOSTILE = '<script>alert("x")</script> & =1+1 \u202e\x07'


@pytest.fixture(scope="module")
def figures() -> Figures:
    """Forty suppliers with a price index; the first supplier's and offer's names are markup."""
    made, _truth = make_portfolio(5, 40, 1600)
    suppliers = (made.suppliers[0], replace(made.suppliers[1], name=HOSTILE), *made.suppliers[2:])
    offers = (replace(made.offers[0], name=HOSTILE), *made.offers[1:])
    return build_figures(replace(made, suppliers=suppliers, offers=offers), Settings(index=INDEX))


@pytest.fixture(scope="module")
def folder(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, written."""
    where = tmp_path_factory.mktemp("rapport")
    write_report(figures, where)
    return where


def test_every_supplier_has_a_page_and_every_link_leads_to_one(figures: Figures, folder: Path) -> None:
    index = (folder / "report/index.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="(suppliers/\d+\.html)"', index))
    assert linked == set(list_links(figures).values())
    assert all((folder / "report" / link).is_file() for link in linked)


def test_names_are_never_markup(folder: Path) -> None:
    for page in (folder / "report").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "\x07" not in text
        assert "{{" not in text
    assert "&lt;script&gt;alert" in (folder / "report/suppliers/0002.html").read_text(encoding="utf-8")


def test_pages_load_nothing_and_say_what_they_are(folder: Path) -> None:
    text = (folder / "report/index.html").read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(https?:|//)', text)
    for words in ("Fortroligt", "Opdigtede data", "2020-niveau", "2004/C 31/03", "prøveindeks"):
        assert words in text, words


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_can_be_read_by_all(folder: Path, browser: Any, width: int) -> None:
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: complaints.append(message.text))
    for name in ("index.html", "suppliers/0002.html"):
        page.goto((folder / "report" / name).as_uri())
        assert find_barriers(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto((folder / "report/index.html").as_uri())
    page.click("#suppliers th button >> nth=2")
    sums = page.eval_on_selector_all("#suppliers tbody tr", "rows => rows.map(row => Number(row.cells[2].dataset.value))")
    assert sums == sorted(sums, reverse=True)
    assert len(set(sums)) > 10
    assert not complaints


def test_the_workbook_holds_numbers_and_no_formula(figures: Figures, folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "figures.xlsx")
    deals = book["Køb"]
    heads = [cell.value for cell in deals[1]]
    assert deals.max_row == len(figures.deals) + 1
    paid = [row[heads.index("Betalt, kr.")] for row in deals.iter_rows(min_row=2, values_only=True)]
    assert all(isinstance(value, int | float) for value in paid)
    assert D(str(round(sum(paid), 2))) == sum((deal.volume.paid_dkk for deal in figures.deals), D(0))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
    assert not [name for name in zipfile.ZipFile(io.BytesIO(to_xlsx(figures))).namelist() if "externalLink" in name]


def test_every_adjustment_in_the_workbook_can_be_recalculated(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "figures.xlsx")["Omregning"]
    heads = [cell.value for cell in sheet[1]]
    columns = [heads.index(name) for name in ("Fra", "Faktor", "Til")]
    rows = [[row[column] for column in columns] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(rows) > 100
    for before, factor, after in rows:
        assert before * factor == pytest.approx(after, abs=0.01, rel=1e-6)


def test_documents_have_headings_tables_and_an_alternative_text(figures: Figures) -> None:
    docx = pytest.importorskip("docx")
    whole = docx.Document(io.BytesIO(portfolio_docx(figures)))
    heads = [paragraph.text for paragraph in whole.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads[:3] == ["Overblik", "Hvad mangler", "Pris og kvalitet"]
    assert len(whole.inline_shapes) == 1
    assert "Punktdiagram" in whole.inline_shapes[0]._inline.docPr.get("descr")
    each = docx.Document(io.BytesIO(suppliers_docx(figures)))
    names = [paragraph.text for paragraph in each.paragraphs if paragraph.style.name == "Heading 1"]
    assert len(names) == sum(1 for supplier in figures.suppliers if supplier.now)
    assert any("<script>" in name for name in names)
    only = docx.Document(io.BytesIO(suppliers_docx(figures, ["L003"])))
    assert len([paragraph for paragraph in only.paragraphs if paragraph.style.name == "Heading 1"]) == 1


def test_the_same_figures_give_the_same_bytes(figures: Figures) -> None:
    for make in (to_xlsx, portfolio_docx, suppliers_docx):
        assert make(figures) == make(figures), make


def test_a_portfolio_with_almost_nothing_is_reported_too(tmp_path: Path) -> None:
    bare = build_figures(portfolio(five()[:1]))
    assert draw_scatter(bare).svg == ""
    write_report(bare, tmp_path)
    assert "Ingen tilbud har både score" in (tmp_path / "report/index.html").read_text(encoding="utf-8")


def test_a_report_of_others_is_not_overwritten(figures: Figures, tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        write_report(figures, tmp_path)
    assert (tmp_path / "report/mine.txt").read_text(encoding="utf-8") == "mine"


def test_the_scatter_has_a_circle_for_each_point_with_its_area_by_kroner() -> None:
    scores = tuple(Supervision(f"T{n}", "economy", D("4.0") + D(n) / 10, portfolio([]).as_of) for n in range(1, 6))
    lines = five()
    lines[0] = replace(lines[0], days=400, paid_dkk=D(800_000))  # 2,000 a day, four times the kroner of the dearest before
    drawn = draw_scatter(build_figures(portfolio(lines, supervisions=scores))).svg
    radii = sorted((float(radius) for radius in re.findall(r'<circle [^>]*r="([\d.]+)"', drawn)), reverse=True)
    assert len(radii) == 5
    assert radii[0] == 22
    assert radii[1] == pytest.approx(11, abs=0.06)  # a quarter of the kroner: half the radius


def test_all_municipalities_have_a_middle_on_the_map() -> None:
    centres = find_centres()
    assert len(centres) == 98
    assert centres["0851"][1] < centres["0751"][1] < centres["0461"][1]  # Aalborg, Aarhus, Odense: north to south
    assert centres["0661"][0] < centres["0751"][0] < centres["0101"][0]  # Holstebro, Aarhus, København: west to east


@pytest.mark.parametrize(
    ("low", "high", "ticks"), [(0, 10, [0, 2, 4, 6, 8, 10]), (77, 123, [80, 90, 100, 110, 120]), (3.9, 4.65, [4, 4.2, 4.4, 4.6])]
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert list_ticks(low, high) == ticks


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up portfolio in the templates."""
    where = tmp_path_factory.mktemp("data")
    assert (
        main(
            [
                "purchasing",
                "generate",
                "--seed",
                "2",
                "--suppliers",
                "12",
                "--placements",
                "200",
                "--format",
                "csv",
                "--out",
                str(where),
                "--json",
            ]
        )
        == 0
    )
    (where / "truth.json").unlink()
    return where


def test_the_command_shows_and_writes(data: Path, tmp_path: Path, capsys: Any) -> None:
    assert main(["purchasing", "figures", str(data), "--out", str(tmp_path / "ud")]) == 0
    shown = capsys.readouterr().out
    assert "Hvad mangler" in shown
    assert {path.name for path in (tmp_path / "ud").iterdir()} == {"report", "figures.xlsx", "portfolio.docx", "suppliers.docx"}


def test_the_command_as_json(data: Path, capsys: Any) -> None:
    assert main(["purchasing", "figures", str(data), "--json", "--supplier", "L002"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["supplier"]["id"] for each in told["suppliers"]] == ["L002"]
    assert D(told["overview"]["external"]["paid_dkk"]) > 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--supplier", "nej"], "nej"),
        (["--year", "2011"], "2011"),
        (["--price-year", "2024"], "--index"),
        (["--index", "findes-ikke.csv"], "findes-ikke.csv"),
    ],
)
def test_the_command_names_what_it_cannot_do(data: Path, capsys: Any, more: list[str], words: str) -> None:
    assert main(["purchasing", "figures", str(data), *more]) == 1
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err


def test_english_throughout(figures: Figures, tmp_path: Path) -> None:
    use_language("en")
    try:
        write_report(figures, tmp_path)
        text = (tmp_path / "report/index.html").read_text(encoding="utf-8")
    finally:
        use_language("da")
    assert "What is missing" in text
    assert "Hvad mangler" not in text
    assert 'lang="en"' in text
