"""The HTML report as files: links that lead somewhere, numbers that equal their rows, nothing that runs or loads."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from fictional_review import Sheets, build_review
from lxml import html

from samspil.publish.pages import cut_pieces, list_documents
from samspil.publish.report import shorten, write_report
from samspil.values.codes import horizon
from samspil.values.review import Review


@pytest.fixture(scope="module")
def pages(report: Path) -> dict[Path, html.HtmlElement]:
    return {path: html.document_fromstring(path.read_text(encoding="utf-8")) for path in sorted(report.rglob("*.html"))}


def test_every_link_leads_to_a_file_and_an_anchor(pages: dict[Path, html.HtmlElement]) -> None:
    anchors = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    for path, page in pages.items():
        for link in page.xpath("//@href | //@src"):
            file, _, anchor = link.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path
            assert target.is_file(), (path, link)
            assert not anchor or anchor in anchors[target], (path, link)


def test_anchors_are_unique(pages: dict[Path, html.HtmlElement]) -> None:
    for path, page in pages.items():
        doubled = [name for name, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert not [name for name in doubled if name != "strib"], path


def test_nothing_runs_and_nothing_is_loaded_from_outside(report: Path, pages: dict[Path, html.HtmlElement]) -> None:
    for path, page in pages.items():
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
        assert not page.xpath("//@style | //style | //iframe | //object | //embed | //base"), path
        assert [script.get("src", "").endswith("assets/report.js") for script in page.xpath("//script")] == [True]
        assert not [link for link in page.xpath("//@href | //@src") if re.match(r"\w+:|//", link)], path
        assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    texts = [path.read_text(encoding="utf-8") for path in report.rglob("*") if path.suffix in {".css", ".js"}]
    assert not [text for text in texts if "http:" in text or "https:" in text or "@import" in text]


def test_hostile_words_stay_words(pages: dict[Path, html.HtmlElement], report: Path) -> None:
    text = pages[report / "index.html"].text_content()
    assert "</script><script>alert(1)</script>" in text
    assert "{{7*7}}" in text
    assert "<img src=x onerror=alert(1)>" in text
    assert not [page for page in pages.values() if page.xpath("//img[not(contains(@src, '.png'))]")]


def test_headlines_equal_the_rows_they_link_to(pages: dict[Path, html.HtmlElement], report: Path, review: Review) -> None:
    index = pages[report / "index.html"]
    links = index.xpath("//a[@class='headline']")
    assert len(links) == len(review.headlines)
    for link, headline in zip(links, review.headlines.values(), strict=True):
        rows = index.xpath(f"//*[@id='{link.get('href')[1:]}']/tbody/tr[th]")
        assert int(link.xpath("string(b)")) == len(rows) == headline.municipalities
        assert link.text_content().strip().endswith(f"af {headline.read} læste (af {headline.of})")


def test_kroner_equal_the_rows_they_link_to(pages: dict[Path, html.HtmlElement], report: Path, review: Review) -> None:
    index = pages[report / "index.html"]
    cells = index.xpath("//table[contains(@class, 'kroner')]/tbody//td[position() <= 4]/a")
    assert len(cells) == 2 * len(review.headlines) * 4
    for cell in cells:
        file, _, anchor = cell.get("href").partition("#")
        head = pages[report / file].xpath(f"//th[@id='{anchor}']")[0]
        column = len(head.xpath("preceding-sibling::th")) + 1
        rows = head.xpath(f"ancestor::table/tbody/tr/td[{column - 1}]")
        assert read_number(cell.text_content()) == sum(read_number(row.text_content()) for row in rows)


def test_kroner_equal_the_reviews_own(pages: dict[Path, html.HtmlElement], report: Path, review: Review) -> None:
    tables = pages[report / "index.html"].xpath("//table[contains(@class, 'kroner')]")
    for table, name in zip(tables, ("allocation_dkk", "saving_dkk"), strict=True):
        shown = [[read_number(cell.text_content()) for cell in row.xpath("td")[:4]] for row in table.xpath("tbody/tr")]
        years = horizon(int(str(review.facts["budget_year"])))
        assert shown == [[getattr(headline, name)[year] for year in years] for headline in review.headlines.values()]


def read_number(text: str) -> int:
    return int(text.strip().replace(".", "") or "0")


def test_coverage_comes_first_and_names_everyone(pages: dict[Path, html.HtmlElement], report: Path, review: Review) -> None:
    index = pages[report / "index.html"]
    assert index.xpath("//main/section[1]/@id") == ["daekning"]
    section = index.xpath("//main/section[1]")[0].text_content()
    assert not [name for name in review.coverage.missing if name not in section]
    assert not [record.file for record in review.coverage.documents if record.file not in section]
    assert "ukendt, ikke nej" in section
    assert "Mulige kommuner: Furesø eller Egedal." in section


def test_sample_data_is_marked_on_every_page(pages: dict[Path, html.HtmlElement], tmp_path: Path, sheets: Sheets) -> None:
    assert not [path for path, page in pages.items() if "Fiktive eksempeldata" not in page.text_content()]
    real = write_report(build_review(fictional=False), tmp_path, sheets)
    assert "Fiktive" not in real.read_text(encoding="utf-8")


def test_each_page_is_drawn_once(tmp_path: Path, review: Review) -> None:
    sheets = Sheets()
    write_report(review, tmp_path, sheets)
    wanted = [(page.sha256, page.page) for document in list_documents(review) for page in document.pages]
    assert sheets.asked == wanted
    assert len(set(wanted)) == len(wanted)


def test_every_quote_has_its_anchor_and_mark(pages: dict[Path, html.HtmlElement], report: Path, review: Review) -> None:
    for document in list_documents(review):
        page = pages[report / f"kilder/{document.sha256[:16]}.html"]
        for mark in (mark for quoted in document.pages for mark in quoted.marks):
            assert len(page.xpath(f"//*[@id='{mark.anchor}']")) == 1


def test_the_map_tells_unread_from_nothing_found(pages: dict[Path, html.HtmlElement], report: Path, review: Review) -> None:
    titles = pages[report / "index.html"].xpath("//figure[@class='map']//path/title/text()")
    assert len(titles) == 98
    assert sum(title.endswith("ikke læst, ukendt") for title in titles) == len(review.coverage.missing)


def test_same_review_gives_the_same_report(tmp_path: Path, report: Path, review: Review, sheets: Sheets) -> None:
    again = write_report(review, tmp_path, sheets).parent
    files = [path.relative_to(report) for path in sorted(report.rglob("*")) if path.is_file()]
    assert files == [path.relative_to(again) for path in sorted(again.rglob("*")) if path.is_file()]
    assert not [file for file in files if (report / file).read_bytes() != (again / file).read_bytes()]


def test_a_second_run_replaces_the_first(tmp_path: Path, sheets: Sheets) -> None:
    write_report(build_review(), tmp_path, sheets)
    write_report(build_review(("Greve", "Viborg", "Ærø"), 1), tmp_path, sheets)
    assert len(list((tmp_path / "report" / "kilder").glob("*.html"))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_review_without_initiatives_has_a_report(tmp_path: Path, sheets: Sheets) -> None:
    text = write_report(build_review(("Greve", "Viborg", "Ærø"), 0), tmp_path, sheets).read_text(encoding="utf-8")
    assert "Intet fundet i de læste aftaler." in text


def test_text_pages_are_cut_at_the_quotes() -> None:
    text = "a" * 100 + "QUOTE" + "b" * 100
    pieces = cut_pieces(text, 1000, [(1100, 1105)], context=10)
    assert [(piece.text, piece.quotes) for piece in pieces] == [("… ", ()), ("a" * 10, ()), ("QUOTE", (0,)), ("b" * 10, ()), (" …", ())]


def test_overlapping_quotes_share_a_piece() -> None:
    pieces = cut_pieces("abcdef", 0, [(0, 4), (2, 6)], context=10)
    assert [(piece.text, piece.quotes) for piece in pieces] == [("ab", (0,)), ("cd", (0, 1)), ("ef", (1,))]


def test_a_range_outside_the_page_is_no_error() -> None:
    assert cut_pieces("abc", 0, [(50, 60)])[0].quotes == ()


def test_shortened_quotes_end_at_a_word() -> None:
    assert shorten("et to tre fire", 9) == "et to …"
