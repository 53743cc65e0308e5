"""Plain text: the letters, the lines, and rows that show their columns."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.documents.encodings import decode
from samspil.documents.letters import count_invisible_signs, is_garbage, is_readable, replace_unsafe
from samspil.documents.notes import list_pages
from samspil.documents.read import read_document
from samspil.documents.rows import find_cells

TEXT = "Ældrerådet på Ærø ønsker 1,5 mio. kr. – også til børn, unge og én ny »åben« dør.\n" * 3


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
        ("mac_roman", b""),
    ],
)
def test_same_letters_from_every_encoding(encoding: str, mark: bytes) -> None:
    assert decode(mark + TEXT.encode(encoding)).text == TEXT


def test_guesses_are_told() -> None:
    assert decode(TEXT.encode()).notes == ()
    assert "cp1252" in decode(TEXT.encode("cp1252")).notes[0]


def test_text_encoded_twice_is_undone() -> None:
    assert decode(TEXT.encode().decode("latin-1").encode()).text != TEXT  # C1 controls: no sure way back
    assert decode("på ældre børn, på ære".encode().decode("cp1252").encode()).text == "på ældre børn, på ære"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1), st.sampled_from(["utf-8", "utf-8-sig"]))
@settings(max_examples=60)
def test_any_text_comes_back(text: str, encoding: str) -> None:
    if "Ã" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode(encoding)).text == text


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=200)
def test_any_bytes_give_safe_text_of_the_same_length(data: bytes) -> None:
    text = decode(data).text
    safe, count = replace_unsafe(text)
    assert len(safe) == len(text)
    assert (count == 0) == (safe == text)
    safe.encode("utf-8")


def test_lines_as_in_the_file_with_gaps_for_blank_lines() -> None:
    document = read_document(b"Et\r\n\r\nto\n  tre \n", "a.txt")
    page = document.pages[0]
    assert [page.raw[line.start : line.end] for line in page.lines] == ["Et", "to", "  tre "]
    assert page.raw == "Et\r\n\r\nto\n  tre \n"
    assert {line.role for line in page.lines} == {""}


ROWS = [
    ("| Emne | 2026 |", ["Emne", "2026"], "bars at both ends"),
    ("| Emne | |", ["Emne", ""], "an empty cell"),
    ("| --- | ---: |", [], "the rule under a head"),
    ("Skærmbesøg\t300\t-500", ["Skærmbesøg", "300", "-500"], "tabs"),
    ("Skærmbesøg      300     -1.500", ["Skærmbesøg", "300", "-1.500"], "wide gaps"),
    ("Emne   2026   2027", ["Emne", "2026", "2027"], "a head of years"),
    ("  Ny skole, Ærø    1,5 mio. kr.", ["Ny skole, Ærø", "1,5 mio. kr."], "figures with a unit"),
    ("Vi afsætter 300 t.kr. i 2026.", None, "a sentence"),
    ("To blanke  efter et ord", None, "a careless blank"),
    ("a | b", None, "a bar alone"),
    ("\tIndrykket afsnit", None, "an indented line"),
    ("- Cykelsti, 9.500 t.kr. i 2026", None, "a bullet"),
]


@pytest.mark.parametrize(("line", "expected", "why"), ROWS)
def test_rows(line: str, expected: list[str] | None, why: str) -> None:
    text = f"før\n{line}"
    cells = find_cells(text, 4, len(text))
    assert (None if cells is None else [text[start:end] for start, end in cells]) == expected, why


def test_rows_that_follow_each_other_are_one_table() -> None:
    text = "| a | 1 |\n| --- | --- |\n| b | 2 |\n\n| c | 3 |\nOrd\nd   4   5\n"
    lines = read_document(text.encode(), "a.md").pages[0].lines
    assert [(line.role, line.table) for line in lines] == [("row", 1), ("row", 1), ("row", 2), ("", 0), ("row", 3)]


def test_one_cell_per_line_is_left_alone() -> None:
    """Tables copied from a web page: the next room joins them again."""
    text = "Forslag\n2026\n2027\n\n\nSkærmbesøg\n300\n500\n"
    assert {line.role for line in read_document(text.encode(), "a.txt").pages[0].lines} == {""}


@pytest.mark.parametrize(
    ("text", "readable", "garbage"),
    [
        ("Budgetaftale for Ærø Kommune 2026", True, False),
        ("12", False, False),
        ("", False, False),
        ("\ue012\ue013" * 50, False, True),
        ("\ufffd" * 30 + "a", False, True),
        ("Venstre (V), SF, DF, KF, RV " * 20, True, False),
        ("1.200 -3.400 5.600 " * 40, True, False),
        ("xkcd qwrt zpfg " * 40, True, True),
    ],
)
def test_what_letters_tell(text: str, readable: bool, garbage: bool) -> None:
    assert (is_readable(text), is_garbage(text)) == (readable, garbage)


def test_invisible_signs_are_counted() -> None:
    assert count_invisible_signs("Vi\u200bborg \u202eog\u202c Ær\ufeffø") == 4


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([3], "3"),
        ([1, 2, 3, 7], "1-3, 7"),
        ([5, 4, 4], "4-5"),
        (list(range(1, 60, 2)), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 ..."),
    ],
)
def test_list_of_pages(pages: list[int], expected: str) -> None:
    assert list_pages(pages) == expected
