"""Web pages: the agreement without the web site around it."""

import pytest

from samspil.documents.read import read_document
from samspil.values.document import Document

PAGE = "<!doctype html><html lang=da><head><meta charset=utf-8><title> Budget\n 2026 </title></head><body>{}</body></html>"


def read(body: str) -> Document:
    return read_document(PAGE.format(body).encode(), "aftale.html")


def lines(body: str) -> list[tuple[str, str]]:
    page = read(body).pages[0]
    return [(line.role, page.raw[line.start : line.end]) for line in page.lines]


def cells(body: str) -> list[list[str]]:
    page = read(body).pages[0]
    return [[page.raw[start:end] for start, end in line.cells] for line in page.lines]


BLOCKS = [
    ("<p>Vi <b>vil</b> mere</p>", [("paragraph", "Vi vil mere")], "marks within a paragraph"),
    ("løs tekst<p>afsnit</p>mere", [("paragraph", "løs tekst"), ("paragraph", "afsnit"), ("paragraph", "mere")], "loose text"),
    ("<h2>Ældre</h2><p>x</p>", [("heading", "Ældre"), ("paragraph", "x")], "heading"),
    ("<ul><li>a<ul><li>b</ul><li>c</ul>", [("item", "a"), ("item", "b"), ("item", "c")], "items within items"),
    ("<ul><li>a<ul><li>b</ul>slut</ul>", [("item", "a"), ("item", "b"), ("item", "slut")], "an item that goes on after its list"),
    ("<ul><li><p>a</p><p>b</p></ul>", [("item", "a"), ("item", "b")], "paragraphs within an item"),
    ("<p>a<br>b</p>", [("paragraph", "a\nb")], "line break"),
    ("<p>1,5\u00a0mio.&nbsp;kr.  i \n alt</p>", [("paragraph", "1,5\u00a0mio.\u00a0kr. i alt")], "blanks; hard blanks stay"),
    ("<pre>Linje et\n  linje to\n\nNyt afsnit</pre>", [("paragraph", "Linje et\nlinje to"), ("paragraph", "Nyt afsnit")], "lines as typed"),
    ("<ul><li><pre>a\n  b</pre></ul>", [("item", "a\nb")], "lines as typed, in an item"),
    ("<div>a<div>b</div>c</div>", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")], "nested sections"),
    ("<p>a<p>b", [("paragraph", "a"), ("paragraph", "b")], "end tags left out"),
    ("<figure><img alt=x><figcaption>Fig. 1</figcaption></figure>", [("caption", "Fig. 1")], "caption"),
    ("<p>a<!-- b -->c</p>", [("paragraph", "ac")], "comment"),
    ("<p>x</p><script>y()</script><style>z</style><noscript>n</noscript><template>t</template>", [("paragraph", "x")], "not text"),
    ("<nav>Menu</nav><p>x</p><footer>Kontakt</footer><aside>Nyt</aside>", [("paragraph", "x")], "around the text"),
    ("<div class='cookie-banner'>Accepter</div><p>aftalens tekst</p>", [("paragraph", "aftalens tekst")], "cookie banner by class"),
    ("<div id=CybotCookiebotDialog>Accepter</div><p>aftalens tekst</p>", [("paragraph", "aftalens tekst")], "cookie banner by id"),
    ("<div role=navigation>Menu</div><p>aftalens tekst</p>", [("paragraph", "aftalens tekst")], "by role"),
    ("<p hidden>a</p><p style='display: none'>b</p><p aria-hidden=true>c</p><p>x</p>", [("paragraph", "x")], "hidden parts"),
    ("<header><h1>Budget</h1></header><p>x</p>", [("heading", "Budget"), ("paragraph", "x")], "a header may hold the title"),
    ("<div class='page has-sidebar share'><main><p>x</p></main></div>", [("paragraph", "x")], "the text's own frame is no furniture"),
    ("<form id=aspnetForm><h1>x</h1><p>y</p></form>", [("heading", "x"), ("paragraph", "y")], "a form around the whole page"),
    ("<div class='navigation-open'><p>hele aftalen står i denne ramme</p></div><p>x</p>", 2, "most of the page is no furniture"),
    (
        "<header><a>Kommunen</a></header><p>lang tekst om aftalen</p>",
        [("paragraph", "lang tekst om aftalen")],
        "a header without a heading",
    ),
    ("<p>Delebiler og cookies</p>", [("paragraph", "Delebiler og cookies")], "words in the text are no names of classes"),
]


@pytest.mark.parametrize(("body", "expected", "why"), BLOCKS)
def test_blocks(body: str, expected: list[tuple[str, str]] | int, why: str) -> None:
    found = lines(body)
    assert (len(found) if isinstance(expected, int) else found) == expected, why


def test_heading_levels_and_title() -> None:
    document = read("<h1>a</h1><h3>b</h3>")
    assert [line.level for line in document.pages[0].lines] == [1, 3]
    assert document.title == "Budget 2026"


def test_main_text_is_preferred() -> None:
    assert lines("<p>forside</p><main><p>" + "aftale " * 9 + "</p></main>") == [("paragraph", "aftale " * 8 + "aftale")]


def test_teaser_is_not_the_main_text() -> None:
    assert len(lines("<main>kort</main>" + "<p>hele aftalen står her</p>" * 9)) == 10


TABLES = [
    ("<table><tr><th>Emne<th>2026<tr><td>Robotter<td>300</table>", [["Emne", "2026"], ["Robotter", "300"]], "end tags left out"),
    ("<table><tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3</table>", [["a", "", "b"], ["1", "2", "3"]], "a wide cell"),
    ("<table><tr><td rowspan=2>a<td>1<tr><td>2<tr><td>b<td>3</table>", [["a", "1"], ["", "2"], ["b", "3"]], "a tall cell"),
    ("<table><tr><td><p>a</p><p>b</p><td>1</table>", [["a\nb", "1"]], "paragraphs in a cell"),
    ("<table><tr><td>a<td></tr><tr><td><td></tr></table>", [["a", ""]], "empty cells stay, empty rows do not"),
]


@pytest.mark.parametrize(("body", "expected", "why"), TABLES)
def test_rows(body: str, expected: list[list[str]], why: str) -> None:
    assert cells(body) == expected, why


def test_tables_typed_with_blanks() -> None:
    """`<pre>`: columns set apart by blanks are cells, as in a text file; the words around them are paragraphs."""
    page = read("<p>Før</p><pre>Tabel 1\nPulje        2026    2027\nSkærme       1.200     800\nRobotter       300     300\n</pre>").pages[
        0
    ]
    rows = [[page.raw[start:end] for start, end in line.cells] for line in page.lines if line.role == "row"]
    assert rows == [["Pulje", "2026", "2027"], ["Skærme", "1.200", "800"], ["Robotter", "300", "300"]]
    assert {line.table for line in page.lines if line.role == "row"} == {1}


def test_tables_are_numbered() -> None:
    one = "<table><caption>Drift</caption><tr><td>a<td>1</table>"
    page = read(one + one).pages[0]
    assert [(line.role, line.table) for line in page.lines] == [("caption", 0), ("row", 1), ("caption", 0), ("row", 2)]


def test_table_that_only_places_text_is_text() -> None:
    body = "<table><tr><td><h2>Ældre</h2><ul><li>a</ul><td><table><tr><td>x<td>1</table></table>"
    assert lines(body) == [("heading", "Ældre"), ("item", "a"), ("row", "x\t1")]


def test_piece_of_a_page_is_a_page() -> None:
    assert read_document("<p>Ærø</p>".encode(), "a.htm").format == "html"


@pytest.mark.parametrize(("encoding", "declared"), [("cp1252", "iso-8859-1"), ("cp1252", "windows-1252"), ("utf-8", "utf-8")])
def test_page_that_says_its_encoding_needs_no_note(encoding: str, declared: str) -> None:
    text = f"<html><meta charset='{declared}'><p>Børn, ældre og Århus på én gang</p></html>"
    document = read_document(text.encode(encoding), "a.html")
    assert document.verdict == "ok"
    assert "Børn, ældre og Århus på én gang" in document.pages[0].raw
