"""Layouts nobody here wrote: indents, titles set like headings, text in tables, broken lines, odd bullets, headers of two lines, empty cells."""

import pytest

from samspil.documents.builder import PageBuilder
from samspil.initiatives.amounts import find_years
from samspil.passages.figures import parse_header
from samspil.passages.split import split_passages
from samspil.values.document import Document, Line, Page

from .samples import check, from_html, printed, rows, texts, typed

FULL = "Der afsættes en pulje til skærmbesøg i hjemmeplejen, som udvalget fordeler til de"


def built(*lines: str | list[str], kind: str = "docx") -> Document:
    """A document of a format that marks its parts: a string is a paragraph, '# ' a heading, a list the cells of a row."""
    page = PageBuilder()
    table = page.next_table()
    for line in lines:
        if isinstance(line, list):
            page.add_row(line, table)
        else:
            page.add(line.removeprefix("# "), "heading" if line.startswith("# ") else "paragraph", level=2 * line.startswith("# "))
    return Document(kind, (page.build(),))


def test_an_indented_first_line_begins_a_paragraph_however_many_there_are() -> None:
    one = [f"   {FULL}", "plejecentre, der søger om det, og som kan vise, at de har brug for hjælpen nu."]
    passages = split_passages(typed("\n".join(one * 6)))[1]
    assert len({passage.paragraph for passage in passages}) == 6


@pytest.mark.parametrize(("first", "path"), [("Budgetaftale 2026", ("Budgetaftale 2026", "Ældre")), ("Indledning", ("Ældre",))])
def test_the_name_of_the_agreement_stands_above_headings_set_like_it(first: str, path: tuple[str, ...]) -> None:
    passages = split_passages(built(f"# {first}", "Vi er enige.", "# Ældre", "Der afsættes 2 mio. kr."))[1]
    assert passages[-1].headings == path


def test_text_in_the_rows_of_a_table_is_read_as_text() -> None:
    document = built(
        ["Nr.", "Aftaletekst", "Udvalg"],
        ["1", "Rengøringen sendes i udbud i 2026. Der indregnes en besparelse på 1 mio. kr.", "ØU"],
        ["2", "Der afsættes midler til:\n- skærmbesøg i hele hjemmeplejen\n- en ny chatbot", "SU"],
    )
    clean, passages = split_passages(document)
    check(document, clean, passages)
    assert [(passage.kind, passage.text) for passage in passages if len(passage.text) > 3] == [
        ("sentence", "Rengøringen sendes i udbud i 2026."),
        ("sentence", "Der indregnes en besparelse på 1 mio. kr."),
        ("sentence", "Der afsættes midler til:"),
        ("item", "skærmbesøg i hele hjemmeplejen"),
        ("item", "en ny chatbot"),
    ]


def test_a_short_cell_names_the_text_beside_it() -> None:
    passages = split_passages(
        built("# Budget 2026", ["Ældre", f"{FULL} plejecentre. Puljen er på 2 mio. kr."], ["Skole", f"{FULL} skoler."])
    )[1]
    assert [passage.headings for passage in passages if passage.kind == "sentence"] == [
        ("Budget 2026", "Ældre"),
        ("Budget 2026", "Ældre"),
        ("Budget 2026", "Skole"),
    ]


def test_a_long_label_with_figures_stays_a_label() -> None:
    label = "Udbud af rengøring på alle skoler. Medarbejderne følger med efter reglerne."
    found = rows(built(["Emne", "2026", "2027"], [label, "-500", "-700"], ["Pulje", "300", "300"]))
    assert found[label] == {"2026": "-500", "2027": "-700"}


LINES = [
    "Der afsættes en pulje til skærmbesøg, og",
    "Ældreudvalget fordeler den hvert forår",
    "efter ansøgning. Puljen er nu på 2 mio. kr.,",
    "og den løber i alle fire år.",
]


def test_lines_of_one_width_are_one_paragraph_whatever_they_begin_with() -> None:
    assert texts(built("\n".join(LINES))) == [
        "Der afsættes en pulje til skærmbesøg, og Ældreudvalget fordeler den hvert forår efter ansøgning.",
        "Puljen er nu på 2 mio. kr., og den løber i alle fire år.",
    ]


def test_names_on_lines_of_their_own_stay_apart() -> None:
    assert texts(built("Anne Hansen, Socialdemokratiet\nBo Jensen (V)\nClara Lund, Det Konservative Folkeparti")) == [
        "Anne Hansen, Socialdemokratiet",
        "Bo Jensen (V)",
        "Clara Lund, Det Konservative Folkeparti",
    ]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_paragraphs_that_are_lines_are_put_together(kind: str) -> None:
    assert texts(built(*LINES * 5, kind=kind))[0] == (
        "Der afsættes en pulje til skærmbesøg, og Ældreudvalget fordeler den hvert forår efter ansøgning."
    )


def test_a_blank_line_below_every_line_parts_nothing() -> None:
    text = "\n\n\n\n".join("\n\n".join(LINES) for _ in range(5))
    passages = split_passages(typed(text))[1]
    assert (len(passages), len({passage.paragraph for passage in passages})) == (10, 5)


@pytest.mark.parametrize("glyph", ["›", "▶", "◆", "∙", "→", ">", "+", "☐", "➔", "\uf0a7"])
def test_odd_bullets(glyph: str) -> None:
    found = split_passages(printed([f"{glyph} Rengøringen udbydes", f"{glyph} Der købes en chatbot"]))[1]
    assert [(passage.kind, passage.text) for passage in found] == [("item", "Rengøringen udbydes"), ("item", "Der købes en chatbot")]


HEADERS = [
    ("Emne 2026 (1.000 kr.) 2027 (1.000 kr.)", [2026, 2027]),
    ("Emne 2026 t.kr. 2027 t.kr.", [2026, 2027]),
    ("Emne 2026 i 2026-priser 2027 i 2026-priser", [2026, 2027]),
    ("Emne ’26 ’27 ’28 ’29", [2026, 2027, 2028, 2029]),
    ("Emne 2026 Overslagsår 1 Overslagsår 2", [2026, 2027, 2028]),
    ("Emne År 2026 År 2027", [2026, 2027]),
    ("Emne Budget 2026 BO 2027 BO 2028", [2026, 2027, 2028]),
]


@pytest.mark.parametrize(("line", "years"), HEADERS)
def test_headers_of_years(line: str, years: list[int]) -> None:
    label, columns = parse_header(line) or ("", ())
    assert (label, find_years(columns, 2026)) == ("Emne", years)


def test_short_years_count_in_a_run_only() -> None:
    assert find_years(["26", "27", "28"], 2026) == [2026, 2027, 2028]
    assert find_years(["26", "40"], 2026) == [None, None]


def test_a_header_of_two_lines_a_cell() -> None:
    lines = ["Ændring", "2026", "(1.000 kr.)", "2027", "(1.000 kr.)", "Pulje til skærmbesøg 300 500", "Rengøring 0 -350"]
    assert rows(printed(lines)) == {
        "Pulje til skærmbesøg": {"2026 (1.000 kr.)": "300", "2027 (1.000 kr.)": "500"},
        "Rengøring": {"2026 (1.000 kr.)": "0", "2027 (1.000 kr.)": "-350"},
    }


@pytest.mark.parametrize("minus", ["-", "−", "–", "\u2010", "\u2011"])
def test_minus_signs(minus: str) -> None:
    assert list(rows(printed(["Hvad 2026 2027", f"Rengøring {minus}300 {minus}350"]))) == ["Rengøring"]


def test_empty_cells_are_found_by_the_columns_of_full_rows_alone() -> None:
    table = (
        "<table style='width:100%'><tr><th>Hvad<th>2026<th>2027<th>2028<th>2029</tr>"
        "<tr><td>Pulje til skærmbesøg<td>300<td>500<td>800<td>800</tr><tr><td>Bus til Broparken<td>480<td>480<td><td></tr>"
        "<tr><td>Udbud af rengøring<td><td>-350<td>-350<td>-350</tr></table>"
        "<p></p><table style='width:60%'><tr><th>Anlæg<th>2026<th>2027<th>2028<th>2029</tr><tr><td>Skole<td>1<td>2<td>3<td>4</tr></table>"
    )
    found = rows(from_html(f"<p>{(FULL + ' plejecentre. ') * 4}</p>{table}", "th{text-align:left}"))
    assert list(found["Bus til Broparken"].values()) == ["480", "480", "", ""]
    assert list(found["Udbud af rengøring"].values()) == ["", "-350", "-350", "-350"]


def test_a_cell_beside_the_text_does_not_cut_the_sentence() -> None:
    parts = [
        ("Kommunen sender rengøringen af skoler i", 70.0, 120.0),
        ("ØU", 400.0, 120.0),
        ("udbud i 2026 og ser på andre opgaver.", 70.0, 135.0),
    ]
    raw, lines = "", []
    for text, left, top in parts:
        lines.append(Line(len(raw), len(raw) + len(text), box=(left, top, left + 5.25 * len(text), top + 12.0), size=10.5))
        raw += text + " " * 10 + "\r\n"
    assert "Kommunen sender rengøringen af skoler i udbud i 2026 og ser på andre opgaver." in texts(
        Document("pdf", (Page(1, raw, tuple(lines), 595.0, 842.0),))
    )


def test_an_item_does_not_run_over_the_page_into_the_next() -> None:
    first = [FULL, "• Ny skole i Nykøbing, første etape: 31 mio. kr. i 2026"]
    found = texts(printed(first, ["Byrum i Asnæs Centret og ny belægning: 2 mio. kr. i 2026"]))
    assert found[-1].startswith("Byrum") or found[-1] == "2 mio. kr. i 2026"
