"""What holds for every sum and every text."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.initiatives.amounts import find_mentions, parse_number_cell, read_amounts


def grouped(value: int, gap: str) -> str:
    return f"{value:,}".replace(",", gap)


def decimal(value: int, unit: int) -> str:
    """Kroner in a unit with a decimal comma, without trailing noughts: 1.250.000 in millions is '1,25'."""
    whole, rest = divmod(value, unit)
    digits = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{whole},{digits}" if digits else str(whole)


def notations(value: int) -> list[str]:
    """All the ways in which a whole number of kroner, at least 1.000, may be written."""
    written = [f"{grouped(value, gap)} kr." for gap in (".", " ", "\u00a0", "\u202f")]
    written += [
        f"{grouped(value, '.')} kroner",
        f"kr. {grouped(value, '.')},-",
        f"DKK {grouped(value, '.')}",
        f"{grouped(value, '.')},00 kr.",
    ]
    if value % 1000 == 0:
        written += [f"{grouped(value // 1000, '.')} t.kr.", f"{grouped(value // 1000, '.')} tkr."]
        if value < 10**9:  # '1.050 mio. kr.' is doubtful: see the flag
            written += [f"{decimal(value, 10**6)} {unit}" for unit in ("mio. kr.", "mio.kr.", "millioner kroner", "mio")]
        else:
            written += [f"{decimal(value, 10**9)} mia. kr.", f"{decimal(value, 10**9)} milliarder kroner"]
    return written


SUMS = st.one_of(st.integers(1_000, 10**12), st.integers(1, 10**7).map(lambda value: value * 1000))
SURROUNDINGS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå ,", max_size=30)


@given(SUMS, st.data())
def test_every_notation_is_the_same_kroner(value: int, data: st.DataObject) -> None:
    """Thousands by point or blank, units, decimal comma: the same whole kroner."""
    written = data.draw(st.sampled_from(notations(value)))
    assert [one.dkk for one in find_mentions(f"Der afsættes {written} til formålet.", 2026)] == [value], written


@given(SUMS, SURROUNDINGS, SURROUNDINGS, st.data())
def test_text_around_never_changes_a_sum(value: int, before: str, after: str, data: st.DataObject) -> None:
    """Words before and after leave the kroner alone."""
    written = data.draw(st.sampled_from([one for one in notations(value) if "kr" in one]))
    assert value in [one.dkk for one in find_mentions(f"{before} - {written} {after}", 2026)]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reader; sums are whole, finite and stand in the text."""
    for one in find_mentions(text, 2026):
        assert isinstance(one.dkk, int)
        assert 0 < one.dkk <= 10**15
        assert 0 <= one.start < one.end <= len(text)
    for amount in read_amounts([text], 2026):
        assert amount.quote in text
        assert all(isinstance(dkk, int) for dkk in amount.profile.values())


@given(st.text(alphabet="0123456789.,-–() kr.mio½ i2026og fratil", max_size=80))
@settings(max_examples=300)
def test_soups_of_signs_are_read(text: str) -> None:
    """Digits, signs and units in any order."""
    read_amounts([text], 2026)
    parse_number_cell(text)


@given(st.lists(st.sampled_from([2026, 2027, 2028, 2029]), min_size=1, unique=True).map(sorted), st.integers(1, 900))
def test_listed_years_each_get_the_sum(years: list[int], thousands: int) -> None:
    """'X i 2026, 2027 og 2029' is X in each."""
    listed = ", ".join(map(str, years[:-1])) + (" og " if years[1:] else "") + str(years[-1])
    (amount,) = read_amounts([f"Der afsættes {thousands}.000 kr. i {listed}."], 2026)
    assert dict(amount.profile) == dict.fromkeys(years, thousands * 1000)


def work_on(text: str) -> int:
    """How many calls, of our own functions and of the language's, reading a text takes."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_amounts([text], 2026)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "piece",
    [
        "Der afsættes 2 mio. kr. i 2026 og 3 mio. kr. i 2027. ",
        "2 mio. kr. i 2026 og ",
        "det giver 2 mio. kr., og ",
        "det koster 2 mio. kr. om året, ",
        "1, ",
        "2026, ",
        "2026-2027-",
        "1.000.000.",
        "1 000 ",
        "en halv ",
        "og ",
        "med til fra ",
        "besparelse",
        "kr. ",
        "mio. ",
        "(",
    ],
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    """Linear: sentences, and long stretches of digits, years, commas and sums without a full stop."""
    work_on(piece * 1200)  # fills the caches
    small, large = work_on(piece * 600), work_on(piece * 1200)
    assert large <= 2.3 * small + 500
