"""Words and numbers as Danes write them, and catalogues that hold the same keys in both languages."""

import re
from pathlib import Path

import pytest
from fictional_review import Sheets, build_review
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from samspil.publish.report import write_report
from samspil.values.codes import AMOUNT_KINDS, STAGES, THEMES, TOPICS, VERDICTS
from samspil.vocabulary import danish, numbers
from samspil.vocabulary.texts import LANGUAGES, read_catalogue, use_language
from samspil.vocabulary.themes import describe, label, read_words, short_label

ORDER = [
    "Bornholm",
    "Furesø",
    "Faaborg-Midtfyn",
    "Gentofte",
    "Hvidovre",
    "Høje-Taastrup",
    "Hørsholm",
    "Tønder",
    "Tårnby",
    "Vordingborg",
    "Ærø",
    "Aabenraa",
    "Aalborg",
    "Aarhus",
]


def test_names_sort_by_the_danish_alphabet() -> None:
    assert sorted(set(ORDER), key=danish.sort_key) == ORDER
    assert sorted(["Høje-Taastrup", "Høje Taaa", "Høj"], key=danish.sort_key)[0] == "Høj"


def test_decomposed_letters_sort_like_composed_ones() -> None:
    assert danish.sort_key("Ta\u030arnby")[0] == danish.sort_key("Tårnby")[0]


@pytest.mark.parametrize(
    ("dkk", "words"),
    [
        (2_500_000, "2,5 mio. kr."),
        (1_234_567, "1.234.567 kr."),
        (363_000, "363.000 kr."),
        (6_000_000, "6 mio. kr."),
        (1_250_000_000, "1.250 mio. kr."),
        (0, "0 kr."),
        (-1_500_000, "\u22121,5 mio. kr."),
        (12_340_000, "12,34 mio. kr."),
        (4_838_331, "4.838.331 kr."),
    ],
)
def test_kroner_are_written_without_rounding(dkk: int, words: str) -> None:
    assert danish.format_kroner(dkk).replace("\u00a0", " ") == words


@pytest.mark.parametrize(("number", "words"), [(0.8, "0,8"), (0.93, "0,93"), (1.0, "1"), (0.004, "0"), (-0.004, "0"), (1234.5, "1.234,5")])
def test_decimals_have_a_comma(number: float, words: str) -> None:
    assert danish.format_decimal(number, 2) == words


@pytest.mark.parametrize(
    ("dkk", "danish_words", "english_words"),
    [
        (2_500_000, "2,5 mio. kr.", "DKK 2.5 million"),
        (1_234_567, "1.234.567 kr.", "DKK 1,234,567"),
        (363_000, "363.000 kr.", "DKK 363,000"),
        (1_250_000_000, "1.250 mio. kr.", "DKK 1,250 million"),
        (-1_500_000, "\u22121,5 mio. kr.", "DKK \u22121.5 million"),
        (0, "0 kr.", "DKK 0"),
    ],
)
def test_sums_are_shown_as_the_language_writes_them(dkk: int, danish_words: str, english_words: str) -> None:
    """An English reader takes '1.234' for a little more than one."""
    assert numbers.show_kroner(dkk).replace("\u00a0", " ") == danish_words
    use_language("en")
    assert numbers.show_kroner(dkk).replace("\u00a0", " ") == english_words
    assert danish.format_kroner(dkk).replace("\u00a0", " ") == danish_words  # what is held against Danish text stays Danish


@given(st.integers(-(10**12), 10**12), st.sampled_from(["da", "en"]))
def test_whole_numbers_are_shown_and_read_back(number: int, language: str) -> None:
    use_language(language)
    point = "." if language == "da" else ","
    assert int(numbers.show_number(number).replace("\u2212", "-").replace(point, "")) == number


def test_lists_read_as_sentences() -> None:
    assert danish.join_words([]) == ""
    assert danish.join_words(["a"]) == "a"
    assert danish.join_words(["a", "b", "c"], "eller") == "a, b eller c"


def test_every_id_of_the_codebook_has_words_in_both_languages() -> None:
    ids = {"theme": THEMES, "topic": TOPICS, "stage": STAGES, "amount": AMOUNT_KINDS, "verdict": VERDICTS}
    assert {kind: list(words) for kind, words in read_words().items()} == {kind: list(codes) for kind, codes in ids.items()}
    assert all(entry[language]["label"] for words in read_words().values() for entry in words.values() for language in LANGUAGES)


def test_words_follow_the_language() -> None:
    assert label("theme", "technology") == "Velfærdsteknologi og digital innovation"
    assert short_label("stage", "decided") == "Besluttet"
    assert describe("theme", "friplejehjem")
    assert label("theme", "unheard_of") == "unheard_of"
    assert describe("theme", "unheard_of") == ""


def test_both_catalogues_hold_the_same_keys() -> None:
    assert list(read_catalogue("da", "publish")) == list(read_catalogue("en", "publish"))


def test_the_report_speaks_english_when_asked(tmp_path: Path) -> None:
    use_language("en")
    try:
        text = write_report(build_review(), tmp_path, Sheets()).read_text(encoding="utf-8")
    finally:
        use_language("da")
    assert '<html lang="en">' in text
    assert "Coverage: what is read" in text
    assert "Dækning" not in text


@pytest.mark.parametrize(("language", "point"), [("da", "."), ("en", ",")])
def test_sums_of_the_report_are_written_in_its_language(tmp_path: Path, language: str, point: str) -> None:
    """Cells, bars and labels that hold a number and nothing else; quotes stay as they stand in the agreement."""
    use_language(language)
    write_report(build_review(), tmp_path, Sheets())
    pages = [LexborHTMLParser(page.read_text(encoding="utf-8")) for page in sorted(tmp_path.rglob("*.html"))]
    texts = [(node.text(deep=False) or "").strip() for page in pages for node in page.css("body *")]
    numbers_told = [text for text in texts if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text)]
    assert len(numbers_told) > 5
    assert {char for text in numbers_told for char in text if not char.isdigit()} == {point}
