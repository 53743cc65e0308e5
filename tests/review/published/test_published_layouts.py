"""The same fictional review in many layouts: every one gives the same tables, rows and claims."""

import unicodedata

import pytest
from articles import CLAIMS, DOCUMENTS, HEADINGS_ONLY, PAGES, TABLES, TEXTS

from samspil.documents.read import read_document
from samspil.review.published.read import ReadArticle, read_article

EVERY = {
    **{f"text: {name}": (f"{name}.txt", text.encode()) for name, text in {**TEXTS, **HEADINGS_ONLY}.items()},
    **{f"html: {name}": (f"{name}.html", text.encode()) for name, text in PAGES.items()},
    **{f"docx: {name}": (f"{name}.docx", data) for name, data in DOCUMENTS.items()},
}


def read(name: str, data: bytes, year: int | None = None) -> ReadArticle:
    return read_article(read_document(data, name), year)


def words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("layout", EVERY)
def test_rows_of_every_layout(layout: str) -> None:
    """Tables in order, with the theme of each; rows in order, each with its municipality and its whole text and nothing more."""
    review = read(*EVERY[layout]).review
    assert [(table.theme, len(table.rows)) for table in review.tables] == [(table.theme, len(table.rows)) for table in TABLES]
    for found, wanted in zip(review.tables, TABLES, strict=True):
        assert [(row.municipality, words(row.text)) for row in found.rows] == [(name, words(" ".join(text))) for name, text in wanted.rows]
    assert [table.number for table in review.tables] == [1, 2, 3]


@pytest.mark.parametrize("layout", EVERY)
def test_titles_of_every_layout(layout: str) -> None:
    assert [words(table.title) for table in read(*EVERY[layout]).review.tables] == [table.title for table in TABLES]


@pytest.mark.parametrize("layout", EVERY)
def test_claims_of_every_layout(layout: str) -> None:
    """The three counts in the prose; comments and teasers make none."""
    review = read(*EVERY[layout]).review
    assert [(claim.count, claim.at_least, claim.of, claim.theme, claim.table) for claim in review.claims] == list(CLAIMS)


@pytest.mark.parametrize("layout", EVERY)
def test_every_place_holds_what_it_says(layout: str) -> None:
    """Rows and claims stand verbatim in the article's text at their ranges; rows do not overlap."""
    review = read(*EVERY[layout]).review
    spans = []
    for table in review.tables:
        for row in table.rows:
            entry = review.text[row.start : row.end]
            assert entry.startswith(row.as_printed)
            assert entry.endswith(row.text)
            assert table.start <= row.start < row.end <= table.end
            spans.append((row.start, row.end))
    assert all(before[1] <= behind[0] for before, behind in zip(sorted(spans), sorted(spans)[1:], strict=False))
    for claim in review.claims:
        assert review.text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize("layout", EVERY)
def test_a_whole_article_has_no_gaps(layout: str) -> None:
    found = read(*EVERY[layout])
    assert (found.gaps, found.review.notes) == (False, ())
    assert (found.review.year, found.review.published) == (2025, "2025-03-14" if "tables first" not in layout else "")
