"""Words and numbers as Danes write them, and catalogues that hold the same keys in both languages."""

from pathlib import Path

import pytest
from fictional_review import Sheets, build_review

from samspil.publish.report import write_report
from samspil.values.codes import AMOUNT_KINDS, STAGES, THEMES, TOPICS, VERDICTS
from samspil.vocabulary import danish
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
