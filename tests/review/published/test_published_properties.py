"""Whatever the lines of an article are: nothing breaks, and every place holds what it says."""

import pytest
import weasyprint
from articles import PAGES, TABLES
from hypothesis import given, settings
from hypothesis import strategies as st
from test_published_layouts import read, words

PARTS = (
    "Tabel 1. Planer om udbud",
    "Tabel 2: Velfærdsteknologi",
    "Oversigt over friplejehjem",
    "Kommune Initiativ",
    "Kommune",
    "Aarhus Kommune",
    "Haderslev",
    "Faaborg-",
    "Midtfyn Kommune",
    "Vestbjerg Kommune",
    "Region Sjælland",
    "Køge Kommune: Der afsættes 2 mio. kr. i 2025.",
    "• Lejre – undersøger et udbud.",
    "Et flertal vil sende opgaven i udbud.",
    "Der afsættes 1,5 mio. kr. årligt til robotter, og",
    "Syv kommuner vil bygge friplejehjem.",
    "Tabel 2 viser planerne.",
    "| Odense | Teknologi | Der købes sensorer. |",
    "Viborg Kommune\tByrådet vil udbyde driften.",
    "Log ind",
    "Relateret indhold",
    "Kilde: kommunerne",
    "",
    "  \u00a0 ",
    "a\u0308 \u00ad \u200b",
)
LINES = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=40)), min_size=1, max_size=40)


@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n"]))
@settings(max_examples=150, deadline=None)
def test_every_place_holds_what_it_says(lines: list[str], between: str) -> None:
    """Rows and claims stand verbatim in the article's text; every row has a name; numbers of tables differ unless they were printed so."""
    from samspil.errors import RejectedError

    try:
        review = read("a.txt", between.join(lines).encode("utf-8", "replace")).review
    except RejectedError:
        return
    for table in review.tables:
        assert table.rows
        for row in table.rows:
            entry = review.text[row.start : row.end]
            assert row.as_printed
            assert entry.endswith(row.text)
            assert row.as_printed in entry
    for claim in review.claims:
        assert review.text[claim.start : claim.end] == claim.quote
        assert claim.table is None or claim.table in {table.number for table in review.tables}


STYLE = "<style>td{vertical-align:top;padding:4px}td:first-child{width:%s}@page{@top-center{content:'Nyheder'}@bottom-center{content:counter(page)}}</style>"
PRINTED = [
    ("tables with captions in headings", "25%"),
    ("tables with captions in headings", "9%"),
    ("rowspan and broken names", "20%"),
    ("municipality in bold paragraphs", "20%"),
    ("municipality in list", "20%"),
]


@pytest.mark.parametrize(("layout", "width"), PRINTED)
def test_printed_as_pdf(layout: str, width: str) -> None:
    """Two columns, with names over two lines, come out of a PDF as rows; running heads and page numbers do not."""
    data = weasyprint.HTML(string=PAGES[layout].replace("</head>", f"{STYLE % width}</head>")).write_pdf()
    review = read("a.pdf", data).review
    assert [[(row.municipality, words(row.text)) for row in table.rows] for table in review.tables] == [
        [(name, words(" ".join(text))) for name, text in table.rows] for table in TABLES
    ]
    assert [claim.count for claim in review.claims] == [5, 6, 3]
