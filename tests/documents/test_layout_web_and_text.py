"""Layouts of web pages and typed text that nobody here wrote: folded parts, boxes, tables of parts, wrapped labels, empty cells."""

import pytest

from samspil.documents.read import read_document

LONG = "Der afsættes 2 mio. kr. i 2026 til skærmbesøg i hjemmeplejen, og udvalget følger op hvert år. "


def blocks(body: str) -> list[tuple[str, str]]:
    """Role and text of each line of a web page."""
    page = read_document(f"<html><body><main>{body}</main></body></html>".encode(), "a.html").pages[0]
    return [(line.role, page.raw[line.start : line.end]) for line in page.lines]


PAGES = [
    (
        "<button aria-expanded=false aria-controls=a>Ældre</button><div id=a hidden><p>x y</p></div>",
        [("heading", "Ældre"), ("paragraph", "x y")],
        "ARIA",
    ),
    (
        "<h3><button aria-expanded=false>Ældre</button></h3><div style='display:none'><p>x y</p></div>",
        [("heading", "Ældre"), ("paragraph", "x y")],
        "beside",
    ),
    (
        "<a data-bs-target='#a'>Ældre</a><div id=a style='display:none'>x y</div>",
        [("paragraph", "Ældre"), ("paragraph", "x y")],
        "Bootstrap",
    ),
    ("<p>x y</p><div hidden=until-found>z w</div>", [("paragraph", "x y"), ("paragraph", "z w")], "until-found"),
    ("<details><summary>Ældre</summary><p>x y</p></details>", [("heading", "Ældre"), ("paragraph", "x y")], "details"),
    ("<dl><dt>Ældre</dt><dd><p>x y</p></dd></dl>", [("heading", "Ældre"), ("paragraph", "x y")], "definitions with blocks"),
    ("<dl><dt>Parti</dt><dd>SF</dd></dl>", [("paragraph", "Parti"), ("paragraph", "SF")], "plain definitions"),
    ("<p>x y</p><div hidden>z w</div>", [("paragraph", "x y")], "nothing unfolds it"),
    (
        "<button aria-expanded=false>Menu</button><div hidden><a href=#>Borger</a> <a href=#>Udbud</a></div><p>x y</p>",
        [("heading", "Menu"), ("paragraph", "x y")],
        "a folded menu",
    ),
    (f"<p>x y</p><aside>{LONG * 3}</aside>", [("paragraph", "x y"), ("paragraph", (LONG * 3).strip())], "a box in the text"),
    ("<p>x y</p><aside>Kontakt os på telefon</aside>", [("paragraph", "x y")], "a small box"),
    (
        "<div role=table><div role=row><span role=columnheader>Emne</span><span role=columnheader>2026</span></div>"
        "<div role=row><span role=cell>Pulje</span><span role=cell>5</span></div></div>",
        [("row", "Emne\t2026"), ("row", "Pulje\t5")],
        "a table of divs",
    ),
    ("<table><tr><td><ul><li>Pulje</li></ul></td><td>5.000</td></tr></table>", [("row", "Pulje\t5.000")], "a label set as a list"),
    (
        "<table><tr><td>Ældre</td><td><p>x y</p><ul><li>z</li></ul></td></tr></table>",
        [("heading", "Ældre"), ("paragraph", "x y"), ("item", "z")],
        "a table that places text",
    ),
]


@pytest.mark.parametrize(("body", "expected", "why"), PAGES, ids=[page[2] for page in PAGES])
def test_web_pages(body: str, expected: list[tuple[str, str]], why: str) -> None:
    assert blocks(body) == expected, why


def rows(text: str) -> list[list[str]]:
    """The cells of all rows of a text file."""
    page = read_document(text.encode(), "a.txt").pages[0]
    return [[" ".join(page.raw[a:b].split()) for a, b in line.cells] for line in page.lines if line.role == "row"]


TEXTS = [
    ("Emne | 2026 | 2027\nPulje | 500 | 0\n", [["Emne", "2026", "2027"], ["Pulje", "500", "0"]], "bars between"),
    ("│ Emne  │ 2026 │\n├───────┼──────┤\n│ Pulje │  500 │\n", [["Emne", "2026"], ["Pulje", "500"]], "box drawing"),
    ("Emne;2026;2027\nPulje;500;0\n", [["Emne", "2026", "2027"], ["Pulje", "500", "0"]], "semicolons"),
    (
        "Emne     2026   2027   2028\nPulje     500    500    500\nUdbud                  -300\nKursus    200\n",
        [["Emne", "2026", "2027", "2028"], ["Pulje", "500", "500", "500"], ["Udbud", "", "", "-300"], ["Kursus", "200", "", ""]],
        "empty cells",
    ),
    (
        "Emne                          2026   2027\nSelvbetjening til byggesager\nog boligstøtte                 450    450\nDrift\nPulje                          500      0\n",
        [["Emne", "2026", "2027"], ["Selvbetjening til byggesager og boligstøtte", "450", "450"], ["Pulje", "500", "0"]],
        "a label of two lines, and a line of its own",
    ),
    ("Emne     ’26   ’27\nPulje    500   —\n", [["Emne", "’26", "’27"], ["Pulje", "500", "—"]], "short years, long dashes"),
    ("Emne   2026 (1.000 kr.)   2027 (1.000 kr.)\n", [["Emne", "2026 (1.000 kr.)", "2027 (1.000 kr.)"]], "units behind years"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TEXTS, ids=[text[2] for text in TEXTS])
def test_tables_in_text(text: str, expected: list[list[str]], why: str) -> None:
    assert rows(text) == expected, why


def test_a_line_filled_up_with_blanks_is_no_row() -> None:
    assert rows("Tilskuddet til foreningen udgør i år  500\nkr., og det følger lønnen i resten af perioden.\n") == []
