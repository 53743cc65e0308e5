"""Layouts met in real agreements: typed text, PDF lines by their boxes, and small PDFs set on the fly."""

from itertools import pairwise

import pytest

from samspil.documents.read import read_document
from samspil.passages.clean import is_spaced_out, read_marks
from samspil.passages.split import split_passages
from samspil.values.document import Document, Line, Page

from .samples import check, from_html, printed, rows, texts, typed

YEARS = "2026 2027 2028 2029"


def table(cells: str) -> dict[str, str]:
    return dict(zip(YEARS.split(), cells.split(), strict=True))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u030aben", "åben"),
        ("ﬁnans", "finans"),
        ("bør\u00adne", "børne"),
        ("1\u00a0200  kr.", "1 200 kr."),
        ("sep\ufffetember", "september"),
        ("OPP\ufffeprojekt", "OPP-projekt"),
        ("børne\ufffeog unge", "børne- og unge"),
        ("nul\u200bbredde", "nulbredde"),
        ("B U D G E T 2 0 2 6", "BUDGET 2026"),
        ("\u2010\u2011", "--"),
        ("K\u0327\u030a", "\u0136\u030a"),
    ],
)
def test_raw_text_becomes_clean(raw: str, clean: str) -> None:
    marks = read_marks(raw, 0, len(raw))
    assert "".join(marks.chars) == clean
    assert len(marks.home) == len(clean)


def test_ordinary_text_is_not_spaced_out() -> None:
    assert not is_spaced_out("A V C F B O og Ø")
    assert not is_spaced_out("I 2026 er der to.")


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("Der købes nye skærmbe\u2010", "søg til alle.", "Der købes nye skærmbesøg til alle."),
        ("Der købes nye skærmbe-", "søg til alle.", "Der købes nye skærmbesøg til alle."),
        ("Der købes nye skærmbe\u00ad", "søg til alle.", "Der købes nye skærmbesøg til alle."),
        ("Det er Børne-", "og Ungdomsudvalgets opgave.", "Det er Børne- og Ungdomsudvalgets opgave."),
        ("Det er Teknik- og Miljø-", "samt Økonomiudvalget.", "Det er Teknik- og Miljø- samt Økonomiudvalget."),
        ("Der kommer et nyt OPP-", "projekt ved havnen.", "Der kommer et nyt OPP-projekt ved havnen."),
        ("Der afsættes 3 mio. til it-", "drift på skolerne.", "Der afsættes 3 mio. til it-drift på skolerne."),
        ("Der er plads til 12 tre-", "årige i huset.", "Der er plads til 12 treårige i huset."),
        ("Der er plads til 12 3-", "årige i huset.", "Der er plads til 12 3-årige i huset."),
        ("Aftalen gælder Vejle-", "Fredericia og omegn.", "Aftalen gælder Vejle-Fredericia og omegn."),
    ],
)
def test_hyphens_at_line_ends(upper: str, lower: str, joined: str) -> None:
    page = printed([upper.ljust(1), lower])
    assert texts(page) == [joined]


def test_running_heads_feet_and_page_numbers_are_left_out() -> None:
    body = ["Der afsættes en pulje til robotter i hjemmeplejen, som", "udvalget fordeler efter"]
    document = printed(
        ["^Lemvig Kommune Budgetaftale 2026-2029 18. september 2025", *body, "v Side 1 af 3"],
        ["^Lemvig Kommune Budgetaftale 2026-2029 18. september 2025", "ansøgning hvert år.", "v Side 2 af 3"],
        ["^Lemvig Kommune Budgetaftale 2026-2029 18. september 2025", "Slut.", "v 3"],
    )
    assert texts(document) == [
        "Der afsættes en pulje til robotter i hjemmeplejen, som udvalget fordeler efter ansøgning hvert år.",
        "Slut.",
    ]
    clean, passages = split_passages(document)
    check(document, clean, passages)
    assert [page for page, _a, _b in clean.split_at_pages(passages[0].start, passages[0].end)] == [1, 2]


def test_an_abbreviation_at_a_page_end_ends_nothing() -> None:
    document = printed(["Fonden har givet 12 mio. kr."], ["til Museet for Lyd, som åbner i 2027."])
    assert texts(document) == ["Fonden har givet 12 mio. kr. til Museet for Lyd, som åbner i 2027."]


ROWS = {"Pulje til skærmbesøg": "300 500 800 800", "Rengøring": "0 -350 -500 -500", "Bus til Broparken (jf. bilag 2)": "480 0 0 0"}


@pytest.mark.parametrize(
    "lines",
    [
        [f"Hvad {YEARS}", *(f"{label} {cells}" for label, cells in ROWS.items())],
        ["Hvad", *YEARS.split(), *(part for label, cells in ROWS.items() for part in (label, *cells.split()))],
        ["Beløb i 1.000 kr. for 2026-2029", *(f"{label} {cells}" for label, cells in ROWS.items())],
        [f"Nr. Hvad {YEARS}", *(f"{n}. {label} {cells}" for n, (label, cells) in enumerate(ROWS.items(), 1))],
        [
            f"Hvad {YEARS}",
            "Pulje til",
            "skærmbesøg",
            "300 500 800 800",
            "Rengøring 0 -350 -500 -500",
            "Bus til Broparken (jf.",
            "bilag 2)",
            "480 0 0 0",
        ],
        [
            f"Hvad {YEARS}",
            "Pulje til skærmbesøg 300 500 800 800",
            f"Hvad {YEARS}",
            "Rengøring 0 -350 -500 -500",
            "Bus til Broparken (jf. bilag 2) 480 0 0 0",
        ],
    ],
    ids=["lines", "cells", "caption", "numbered", "wrapped", "split"],
)
def test_tables_in_lines(lines: list[str]) -> None:
    expected = {label: table(cells) for label, cells in ROWS.items()}
    assert rows(printed([*lines, "", "Aftalen er underskrevet af alle partier i byrådet."])) == expected
    assert texts(typed("\n".join([*lines, "", "Aftalen er underskrevet af alle."])), "sentence")[-1] == "Aftalen er underskrevet af alle."


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Pulje Budget 2026 BO 2027", ("Budget 2026", "BO 2027")),
        ("Pulje B26 BO27", ("B26", "BO27")),
        ("Pulje 2026 2027 I alt", ("2026", "2027", "I alt")),
        ("1.000 kr. 2026 2027", ("2026", "2027")),
    ],
)
def test_header_wordings(header: str, columns: tuple[str, ...]) -> None:
    cells = ["10", "20", "30"][: len(columns)]
    page = printed([header, "Robotter " + " ".join(cells), "Senge " + " ".join(cells)])
    assert rows(page) == {name: dict(zip(columns, cells, strict=True)) for name in ("Robotter", "Senge")}


@pytest.mark.parametrize(
    "figures",
    [
        "1 250 1 900 10 500 1 400",
        "1\u00a0250 1\u00a0900 10\u00a0500 400",
        "(1.250) (1.900) 10.500 400",
        "1.250- 1.900- 10.500 400",
        "- - 10,5 400",
    ],
)
def test_figures_keep_their_columns(figures: str) -> None:
    found = rows(printed([f"Hvad {YEARS}", f"Robotter {figures}", "Senge 1 2 3 4"]))
    assert len(found["Robotter"]) == 4
    assert found["Robotter"]["2029"][-3:] == "400"


def test_lines_between_rows_do_not_become_labels() -> None:
    page = printed([f"Ændring {YEARS}", "Drift", "Rengøring og vask på alle centre 1 2 3 4", "Anlæg", "Bus til Broparken og omegn 5 6 7 8"])
    assert list(rows(page)) == ["Rengøring og vask på alle centre", "Bus til Broparken og omegn"]


def test_marked_table_with_codes_and_a_line_between() -> None:
    text = "| Udvalg | Ændring | 2026 | 2027 |\n| BU | Dagtilbud | 7 | 8 |\n| SS | Flere ældre | 34 | 33 |\n"
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        bars = [offset + n for n, char in enumerate(line) if char == "|"]
        lines.append(Line(offset, offset + len(line), "row", cells=tuple((a + 1, b) for a, b in pairwise(bars)), table=1))
        offset += len(line)
    document = Document("text", (Page(1, text, tuple(lines)),))
    assert rows(document) == {"Dagtilbud": {"2026": "7", "2027": "8"}, "Flere ældre": {"2026": "34", "2027": "33"}}


def test_run_in_labels_stand_in_the_path() -> None:
    passage = split_passages(typed("Beredskab: Kommunens andel af brandvæsenet er 31 mio. kr. om året."))[1][0]
    assert passage.text == "Kommunens andel af brandvæsenet er 31 mio. kr. om året."
    assert passage.headings[-1] == "Beredskab"


@pytest.mark.parametrize("bullet", ["•", "-", "–", "\uf0b7", "o", "a)", "1."])
def test_bullets(bullet: str) -> None:
    page = printed(["Parterne er enige om følgende punkter:", f"{bullet} Der købes senge.", f"{bullet} Der købes lifte."])
    assert texts(page, "item") == ["Der købes senge.", "Der købes lifte."]


TEXT = "Puljen til velfærdsteknologi i hjemmeplejen forhøjes, så flere borgere kan få skærmbesøg. Det koster 2,4 mio. kr. årligt fra 2027."
BODY = (
    f"<h1>Budgetaftale</h1><h2>Ældre og sundhed</h2><p>{TEXT}</p><ul><li>Der købes senge.</li><li>Der købes lifte.</li></ul><p>{TEXT}</p>"
)
TABLE = (
    "<table><tr><th>Hvad<th>2026<th>2027</tr>"
    + "".join(f"<tr><td>{label}<td>{a}<td>{b}</tr>" for label, a, b in (("Skærmbesøg i hele kommunen, drift", 300, 500), ("Senge", -20, 0)))
    + "</table>"
)


@pytest.mark.parametrize(
    "css",
    [
        "",
        "body{columns:2;text-align:justify}h1{column-span:all}",
        "body{columns:3;font-size:8pt}",
        "body{hyphenate-character:'-';width:60mm}",
        "@page{size:A4 landscape}body{font-size:16pt}td:first-child{width:40mm}",
        "h2{letter-spacing:4pt}",
        "ul{list-style:none}",
    ],
    ids=["plain", "two columns", "three columns", "hard hyphens", "slides", "spaced headings", "no bullets"],
)
def test_printed_layouts(css: str) -> None:
    document = from_html(BODY + TABLE, css)
    clean, passages = split_passages(document)
    check(document, clean, passages)
    sentences = [passage.text for passage in passages if passage.kind in {"sentence", "item"}]
    assert sentences[:4] == [*TEXT.replace(". Det", ".|Det").split("|"), "Der købes senge.", "Der købes lifte."]
    assert rows(document) == {"Skærmbesøg i hele kommunen, drift": {"2026": "300", "2027": "500"}, "Senge": {"2026": "-20", "2027": "0"}}
    assert [passage.text.replace(" ", "") for passage in passages if passage.kind == "heading"] == ["Budgetaftale", "Ældreogsundhed"]


def test_a_footnote_does_not_cut_a_sentence() -> None:
    filler = "<p style='height:205mm'>Indledning er skrevet her.</p>"
    long = "Parterne er enige om at styrke den nære omsorg, " + "så alle borgere fortsat kan bo trygt i eget hjem, " * 9 + "også i 2029."
    note = "<span style='float:footnote;font-size:8pt'>Tallet er afrundet.</span>"
    document = from_html(f"{filler}<p>Kommunen har penge nok.{note} {long}</p>")
    found = texts(document, "sentence")
    assert "Kommunen har penge nok." in found
    assert long in found


@pytest.mark.parametrize(
    ("line", "kind"),
    [("**Forslag 3. Lifte**", "heading"), ("*Aftale mellem alle partier i byrådet*", "sentence"), ("*Der købes lifte.", "item")],
)
def test_a_star_that_marks_bold_or_slanted_words_is_no_bullet(line: str, kind: str) -> None:
    _clean, passages = split_passages(read_document(f"{line}\n\nDer afsættes 2 mio. kr. i 2026.\n".encode(), "aftale.txt"))
    assert passages[0].kind == kind
