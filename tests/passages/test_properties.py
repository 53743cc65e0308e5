"""What holds for every document, however odd: quotes stand in the text, every character knows its way home, nothing is lost."""

import unicodedata
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.passages.split import split_passages
from samspil.values.document import Document, Line, Page
from samspil.values.passage import CleanText

from .samples import check

WORDS = st.sampled_from(
    [
        "Der",
        "afsættes",
        "3,5",
        "mio.",
        "kr.",
        "til",
        "robotter.",
        "Skole",
        "Pulje",
        "2026",
        "2027",
        "2028",
        "300",
        "-400",
        "(20)",
        "1.250",
        "–",
        "-",
        "•",
        "a)",
        "2.",
        "og",
        "samt",
        "jf.",
        "bilag",
        "ind-",
        "ud‐",
        "sept\ufffeember",
        "bl\xado",
        "ﬁnans",
        "åben",
        "1",
        "200",
        "#",
        "|",
        ":",
        "Drift",
        "I",
        "alt",
        "Budget",
        "...",
        ".",
        "?",
        "»",
        "\uf0b7",
        "o",
        "ẹ́",
        "\u200b",
        "Å",
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
    st.text(min_size=1, max_size=30).filter(lambda t: "\n" not in t and "\r" not in t),
)
COORDINATES = st.floats(-100, 1000, width=16)
BOXES = st.one_of(st.none(), st.tuples(COORDINATES, COORDINATES, COORDINATES, COORDINATES))
ROLES = st.sampled_from(["", "", "", "paragraph", "heading", "item", "caption", "row"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document the other room could hand over, and some it could not."""
    format_name = draw(st.sampled_from(["pdf", "docx", "html", "text"]))
    pages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        raw = ""
        lines: list[Any] = []
        for text in draw(st.lists(TEXTS, max_size=12)):
            role = draw(ROLES) if format_name != "pdf" else ""
            cells = tuple(_cells(text, len(raw))) if role == "row" else ()
            box = draw(BOXES) if format_name == "pdf" else None
            if box is None and format_name == "pdf":
                box = (70.0, 60.0 + 15 * len(lines), 70.0 + 5 * len(text), 72.0 + 15 * len(lines))
            lines.append(
                Line(
                    len(raw),
                    len(raw) + len(text),
                    role,
                    1 if role == "heading" else 0,
                    cells,
                    box,
                    10.5,
                    draw(st.booleans()),
                    1 if cells else 0,
                )
            )
            raw += text + "\r\n"
        width, height = (595.0, 842.0) if format_name == "pdf" else (0.0, 0.0)
        pages.append(Page(number, raw, tuple(lines), width, height))
    return Document(format_name, tuple(pages))


def _cells(text: str, offset: int) -> list[tuple[int, int]]:
    ranges, start = [], 0
    for word in text.split(" "):
        ranges.append((offset + start, offset + start + len(word)))
        start += len(word) + 1
    return ranges


def _letter(char: str) -> str:
    return unicodedata.normalize("NFC", char)


@settings(max_examples=250, deadline=None)
@given(documents())
def test_passages_stand_in_the_text_and_pages_cover_it(document: Document) -> None:
    clean, passages = split_passages(document)
    check(document, clean, passages)


@settings(max_examples=250, deadline=None)
@given(documents())
def test_every_character_finds_its_way_home(document: Document) -> None:
    """An ordinary character stands in the raw text of its page at its home offset."""
    clean, _passages = split_passages(document)
    for number, start, end in clean.pages:
        raw = document.pages[number - 1].raw
        for position in range(start, end):
            char, home = clean.text[position], clean.home[position]
            if char.isascii() and char.isalnum():
                assert home < len(raw)
                assert raw[home] == char or char in unicodedata.normalize("NFKD", raw[home]) or not _letter(raw[home]).isascii()


@settings(max_examples=250, deadline=None)
@given(documents())
def test_clean_text_has_single_blanks_and_no_hidden_signs(document: Document) -> None:
    for passage in split_passages(document)[1]:
        assert "\u00ad" not in passage.text
        assert "\u200b" not in passage.text
        assert "  " not in passage.text
        assert passage.text == passage.text.strip()


@settings(max_examples=250, deadline=None)
@given(documents())
def test_no_word_is_lost_when_lines_stand_oddly(document: Document) -> None:
    """Words of four letters or more are all in the cleaned text, except in running heads and contents lines."""
    clean, _passages = split_passages(document)
    have = Counter(clean.text.replace(" ", "").replace("-", ""))
    for char in "fsløb":  # of words only found in the list above
        lines = [page.raw[line.start : line.end] for page in document.pages for line in page.lines if not _at_edge(page, line)]
        assert have[char] >= sum(line.count(char) for line in lines if "..." not in line)


def _at_edge(page: Page, line: Line) -> bool:
    return line.box is not None and (line.box[3] < page.height * 0.12 or line.box[1] > page.height * 0.88)


def test_a_sentence_over_two_pages_is_cut_at_the_page_end() -> None:
    clean = CleanText("Der afsættes 2 mio. kr. til ny teknologi.", ((1, 0, 24), (2, 24, 41)))
    assert clean.split_at_pages(0, 41) == [(1, 0, 23), (2, 24, 41)]
    assert clean.split_at_pages(31, 41) == [(2, 31, 41)]
