"""Real wordings -> amounts: the table beside this file, one wording per line."""

import re
from pathlib import Path

import pytest

from samspil.initiatives.amounts import find_mentions, read_amounts
from samspil.values.amount import Amount

TABLE = Path(__file__).with_name("wordings.tsv")
KINDS = {"a": "allocation", "s": "saving", "o": "other"}
UNITS = {"k": 10**3, "m": 10**6, "b": 10**9}
FLAGS = ("assumed", "ambiguous", "part", "total")


def dkk_of(text: str) -> int:
    """'1500k' -> 1500000."""
    return int(text[:-1]) * UNITS[text[-1]] if text[-1] in UNITS else int(text)


def years_of(word: str, dkk: int) -> dict[int, int]:
    """'26-28' -> the sum in each; '27=2m' -> that sum in 2027."""
    years, _, own = word.partition("=")
    first, _, last = years.partition("-")
    return dict.fromkeys(range(2000 + int(first), 2001 + int(last or first)), dkk_of(own) if own else dkk)


def expected_of(text: str) -> list[dict[str, object]]:
    """The amounts of the table's second column."""
    found = []
    for part in [] if text == "-" else text.split(" | "):
        kind, dkk, *rest = part.split()
        profile: dict[int, int] = {}
        for word in rest:
            if re.fullmatch(r"\d\d(-\d\d)?(=\w+)?", word):
                profile |= years_of(word, dkk_of(dkk))
        level = next((int(word[2:]) for word in rest if word.startswith("pl")), None)
        found.append(
            {"dkk": dkk_of(dkk), "kind": KINDS[kind], "profile": profile, "price_level": level} | {flag: flag in rest for flag in FLAGS}
        )
    return found


def shown(amount: Amount) -> dict[str, object]:
    """An amount in the table's terms."""
    return {
        "dkk": amount.dkk,
        "kind": amount.kind,
        "profile": dict(amount.profile),
        "price_level": amount.price_level,
        "assumed": amount.assumed,
        "ambiguous": amount.ambiguous,
        "part": amount.part_of,
        "total": amount.total is not None,
    }


def read_table() -> list[tuple[str, str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(cells[0], cells[1]) for cells in (line.split("\t") for line in lines)]


WORDINGS = read_table()


def test_table_is_large() -> None:
    """At least 300 different wordings."""
    assert len({text for text, _ in WORDINGS}) >= 300


@pytest.mark.parametrize(("text", "expected"), WORDINGS, ids=[text for text, _ in WORDINGS])
def test_wording(text: str, expected: str) -> None:
    """The wording means the amounts that the table gives, in order."""
    year, told = (int(text[1:5]), text[7:]) if text.startswith("Y20") else (2026, text)
    sentences = told.split("¶")
    amounts = read_amounts(sentences, year)
    assert [shown(amount) for amount in amounts] == expected_of(expected)
    assert all(any(amount.quote in sentence for sentence in sentences) for amount in amounts)
    assert all(amount.readings for amount in amounts if amount.ambiguous)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Der afsættes 3.6 millioner i 2026.", "decimal_point"),
        ("Der afsættes 5,5 mio. til digitalisering.", "missing_kroner"),
        ("Der afsættes 330.000 til digitalisering.", "missing_kroner"),
        ("Der afsættes 4-5 mio. kr.", "range"),
        ("Der afsættes et par millioner.", "vague"),
        ("Der afsættes 2, 3 og 4 mio. kr.", "shared_unit"),
        ("Tilskuddet er 40 kr. ekstra pr. elev.", "unit_price"),
        ("Der stilles krav ved indkøb over 500.000 kr.", "limit"),
        ("Servicerammen er 3.164 mio. kr. i 2026.", "doubtful_point"),
    ],
)
def test_flags(text: str, flag: str) -> None:
    """What is odd about the way a sum is written is flagged."""
    assert flag in find_mentions(text, 2026)[0].flags


def test_mention_stands_where_it_says() -> None:
    """`start` and `end` cover number and unit, in the source's own characters."""
    text = "Der afsættes kr. 250.000,- i 2026 og 1,5\u00a0mio. kr. i 2027."
    assert [text[one.start : one.end] for one in find_mentions(text, 2026)] == ["kr. 250.000,-", "1,5\u00a0mio. kr."]
