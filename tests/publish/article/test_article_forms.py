"""The article as HTML, DOCX and PDF: opened again, and read as a screen reader or a search engine would."""

import builtins
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import lxml.html
import pypdfium2
import pytest
import typst
from article_reviews import make
from docx.text.paragraph import Paragraph
from fictional_review import HOSTILE, YEAR

from samspil.publish.article.build import build_article
from samspil.publish.article.docx import render_docx
from samspil.publish.article.html import render_html
from samspil.publish.article.model import Article, ArticleError, Chart, Grid, Published, plain
from samspil.publish.article.pdf import draw_png, render_pdf
from samspil.values.review import Review
from samspil.vocabulary.texts import use_language


@pytest.fixture(scope="module")
def page(article: Article) -> Any:
    return lxml.html.fromstring(render_html(article).decode("utf-8"))


@pytest.fixture(scope="module")
def word_file(article: Article) -> bytes:
    return render_docx(article)


@pytest.fixture(scope="module")
def pdf_file(article: Article) -> bytes:
    return render_pdf(article)


@pytest.fixture(scope="module")
def hostile() -> Article:
    use_language("da")
    return build_article({YEAR: make(hostile=True)}, YEAR)


# HTML


def test_the_page_stands_alone(article: Article, page: Any) -> None:
    """No script, no request: styles and fonts are inside, links lead to places in the page."""
    assert not page.xpath("//script | //link | //iframe | //img")
    assert page.xpath("//html/@lang") == ["da"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = page.xpath("//a/@href")
    assert targets
    assert {target.removeprefix("#") for target in targets} <= set(ids)
    style = page.xpath("string(//style)")
    assert not re.search(r"url\((?!\"data:)", style)
    assert style.count("data:font/woff2") == 2


def test_the_page_is_ordered_for_readers(article: Article, page: Any) -> None:
    assert [heading.text_content() for heading in page.xpath("//h1")] == [plain(article.title)]
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(table.xpath("./caption") and table.xpath("./thead//th[@scope='col']") for table in page.xpath("//table"))
    drawings = page.xpath("//div[@role='img']")
    assert len(drawings) == 3
    assert all(len(drawing.get("aria-label")) > 20 for drawing in drawings)


def test_a_number_leads_to_the_table_it_is_counted_from(page: Any) -> None:
    link = page.xpath("//section[@id='tema-technology']//a[@class='tal']")[0]
    table = page.xpath(f"//table[@id='{link.get('href')[1:]}']")[0]
    assert int(link.text_content()) == len(table.xpath("./tbody/tr"))


def test_hostile_words_stay_words(hostile: Article) -> None:
    text = render_html(hostile).decode("utf-8")
    page = lxml.html.fromstring(text)
    assert not page.xpath("//script | //img | //*[@onerror]")
    assert HOSTILE[0] in str(page.xpath("string()"))
    document = docx.Document(io.BytesIO(render_docx(hostile)))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert HOSTILE[0] in cells
    assert HOSTILE[2] in cells
    pdf = pypdfium2.PdfDocument(render_pdf(hostile))
    paper = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "{{7*7}}" in paper
    assert "alert(1)" in paper


# DOCX


def style_of(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style else ""


def test_docx_has_real_headings_lists_and_captions(article: Article, word_file: bytes) -> None:
    document = docx.Document(io.BytesIO(word_file))
    styles = {name: [p.text for p in document.paragraphs if style_of(p) == name] for name in ("Title", "Heading 1", "Heading 2", "Caption")}
    assert styles["Title"] == [plain(article.title)]
    assert styles["Heading 1"] == [plain(section.title) for section in article.sections if section.level == 2]
    assert styles["Heading 2"] == [plain(section.title) for section in article.sections if section.level == 3]
    captions = [plain(block.caption) for s in article.sections for block in s.blocks if isinstance(block, Grid | Published | Chart)]
    assert styles["Caption"] == captions
    assert any(style_of(p) == "List Bullet" for p in document.paragraphs)
    assert document.core_properties.title == plain(article.title)


def test_docx_tables_repeat_their_head_and_hold_every_row(article: Article, word_file: bytes) -> None:
    document = docx.Document(io.BytesIO(word_file))
    blocks = [
        block for s in article.sections for block in s.blocks if isinstance(block, Grid) or (isinstance(block, Published) and block.rows)
    ]
    assert len(document.tables) == len(blocks)
    for table, block in zip(document.tables, blocks, strict=True):
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val") == [plain(block.caption)]
        if isinstance(block, Published):
            assert [row.cells[0].text for row in table.rows[1:]] == [name.text for name, _ in block.rows]
        else:
            assert [cell.text for cell in table.rows[1].cells] == [plain(cell) for cell in block.rows[0]]


def test_docx_pictures_are_told_in_words_and_the_language_is_danish(article: Article, word_file: bytes) -> None:
    document = docx.Document(io.BytesIO(word_file))
    charts = [block for s in article.sections for block in s.blocks if isinstance(block, Chart)]
    assert document.element.xpath("//wp:docPr/@descr") == [plain(chart.text) for chart in charts]
    languages = {element.get(docx.oxml.ns.qn("w:val")) for element in document.styles.element.iter(docx.oxml.ns.qn("w:lang"))}
    assert languages == {"da-DK"}


def test_docx_carries_no_time_of_day(word_file: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(word_file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert f"{YEAR}-01-01T00:00:00Z" in archive.read("docProps/core.xml").decode()


def test_english_docx_is_marked_english_but_its_quotes_danish(two_years: dict[int, Review]) -> None:
    use_language("en")
    document = docx.Document(io.BytesIO(render_docx(build_article(two_years, YEAR))))
    assert {e.get(docx.oxml.ns.qn("w:val")) for e in document.styles.element.iter(docx.oxml.ns.qn("w:lang"))} == {"en-GB"}
    assert set(document.element.xpath("//w:r/w:rPr/w:lang/@w:val")) == {"da-DK"}


# PDF


def test_pdf_is_tagged_and_says_its_title_and_language(article: Article, pdf_file: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf_file)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == plain(article.title)
    assert b"/Lang" in pdf_file
    assert b"pdfuaid" in pdf_file
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert plain(article.title) in titles
    assert {plain(section.title) for section in article.sections if section.level == 2} <= set(titles)


def test_pdf_holds_the_whole_article(article: Article, pdf_file: bytes) -> None:
    """Every municipality of every table, every quote: nothing runs out of the page."""
    paper = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf_file))
    letters = re.sub(r"[\W_]+", "", paper)
    for section in article.sections:
        for block in section.blocks:
            if isinstance(block, Published):
                for name, entries in block.rows:
                    assert re.sub(r"[\W_]+", "", name.text) in letters
                    start = re.sub(r"[\W_]+", "", plain(entries[0].quotes))[:30]
                    assert start in letters


def test_letters_stay_inside_the_paper(pdf_file: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf_file)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for number in range(0, text.count_chars(), 5):
            left, bottom, right, top = text.get_charbox(number)
            assert left >= 0
            assert right <= width
            assert bottom >= 0
            assert top <= height


@pytest.mark.parametrize("render", [render_html, render_docx, render_pdf])
def test_same_article_same_bytes(article: Article, render: Callable[[Article], bytes]) -> None:
    assert render(article) == render(article)


def test_a_drawing_becomes_a_picture(article: Article) -> None:
    chart = next(block for section in article.sections for block in section.blocks if isinstance(block, Chart))
    png = draw_png(chart.svg)
    assert png.startswith(b"\x89PNG")
    assert len(png) > 2000


@pytest.mark.parametrize(("module", "render"), [("typst", render_pdf), ("docx", render_docx)])
def test_a_missing_library_is_said_with_its_remedy(
    article: Article, monkeypatch: pytest.MonkeyPatch, module: str, render: Callable[[Article], bytes]
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == module or name.startswith(f"{module}."):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ArticleError) as caught:
        render(article)
    assert "som ikke er installeret" in caught.value.message
    assert "samspil[publish]" in caught.value.remedy


@pytest.mark.parametrize(
    ("letters", "shown"), [("＝ ＋", "= +"), ("\uf0b7 punkt", "\ufffd punkt"), ("😀 漢字", "\ufffd \ufffd"), ("æøåé–€", "æøåé–€")]
)
def test_letters_no_font_has_do_not_stop_the_pdf(article: Article, letters: str, shown: str) -> None:
    changed = replace(article, foot=((f"Her står {letters} til sidst",),))
    document = pypdfium2.PdfDocument(render_pdf(changed))
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert "Her står" in last
    assert shown in last
    assert document.is_tagged()


class PanicException(BaseException):
    """What a fault inside Typst arrives as."""


def test_a_fault_inside_typst_is_an_error_with_words(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(*_rest: Any, **_more: Any) -> Any:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(typst, "Compiler", panic)
    with pytest.raises(ArticleError) as caught:
        render_pdf(article)
    assert "index out of bounds" in caught.value.message
