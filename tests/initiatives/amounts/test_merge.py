"""Text and table together: each sum once."""

import re
from collections.abc import Mapping

import pytest

from samspil.initiatives.amounts import merge_amounts, read_amounts, read_row
from samspil.values.amount import Amount
from samspil.vocabulary.texts import read_catalogue

YEARS = [2026, 2027, 2028, 2029]
M = 10**6

# told sentence, rows in 1.000 kr., what comes out: (dkk, kind, profile, ambiguous)
Out = tuple[int, str, Mapping[int, int], bool]
CASES: list[tuple[str, list[list[int]], list[Out], str]] = [
    ("Der afsættes 2 mio. kr. i 2026.", [[2000, 0, 0, 0]], [(2 * M, "allocation", {2026: 2 * M}, False)], "the row repeats the text"),
    (
        "Der indregnes en gevinst på 1 mio. kr. i 2027 og derefter 2 mio. kr. årligt.",
        [[0, -1000, -2000, -2000]],
        [(M, "saving", {2027: M}, False), (2 * M, "saving", {2028: 2 * M, 2029: 2 * M}, False)],
        "the row is the year-wise sum of two",
    ),
    (
        "Der afsættes 2 mio. kr. til skærme.",
        [[2000, 2000, 0, 0]],
        [(2 * M, "allocation", {2026: 2 * M, 2027: 2 * M}, False)],
        "assumed takes the row's years",
    ),
    (
        "Der afsættes 4 mio. kr. i 2026-2029.",
        [[1000, 1000, 1000, 1000]],
        [(4 * M, "allocation", dict.fromkeys(YEARS, M), False)],
        "ambiguous takes the row's years: the total was meant",
    ),
    (
        "Der afsættes i alt 4 mio. kr. over 2026-2029.",
        [[1000, 1000, 1000, 1000]],
        [(4 * M, "allocation", dict.fromkeys(YEARS, M), False)],
        "a total takes the row's years",
    ),
    (
        "Mindreudgiften er 1 mio. kr. i 2026 stigende til 3 mio. kr. i 2028.",
        [[-1000, -2000, -3000, -3000]],
        [(M, "saving", {2026: M, 2027: 2 * M, 2028: 3 * M, 2029: 3 * M}, False)],
        "'stigende til' gets the years between",
    ),
    (
        "Der afsættes 1,8 mio. kr. årligt.",
        [[1800, 1800, 1800, 1800], [0, -3000, -3000, -3000]],
        [
            (1_800_000, "allocation", dict.fromkeys(YEARS, 1_800_000), False),
            (3 * M, "saving", {2027: 3 * M, 2028: 3 * M, 2029: 3 * M}, False),
        ],
        "a row of its own is added",
    ),
    (
        "Budgettet er 2 mio. kr. i 2026 og 2027.",
        [[-2000, -2000, 0, 0]],
        [(2 * M, "saving", {2026: 2 * M, 2027: 2 * M}, False)],
        "the row's minus tells the kind",
    ),
    (
        "Der afsættes 2 mio. kr. årligt i 2026-2028.",
        [[2000, 2000, 0, 0]],
        [(2 * M, "allocation", {2026: 2 * M, 2027: 2 * M, 2028: 2 * M}, True), (2 * M, "allocation", {2026: 2 * M, 2027: 2 * M}, True)],
        "text and table differ: both are kept",
    ),
    (
        "Der afsættes 900.000 kr. årligt i 2027-2030.",
        [[0, 900, 900, 900]],
        [(900_000, "allocation", dict.fromkeys(range(2027, 2031), 900_000), False)],
        "no column for 2030",
    ),
    (
        "Der afsættes 2 mio. kr. i 2026.",
        [[2000, 0, 0, 0], [2000, 0, 0, 0]],
        [(2 * M, "allocation", {2026: 2 * M}, False)],
        "the same row in two tables",
    ),
    (
        "Der afsættes 2.500 kr. i 2026 og 2027.",
        [[2500, 2500, 0, 0]],
        [(2500, "allocation", {2026: 2500, 2027: 2500}, False)],
        "the same figures a thousand times too large: the text's unit holds",
    ),
    (
        "Besparelsen er 1,5 mia. kr. i 2027 og 2 mia. kr. i 2028 og frem.",
        [[0, -1500, -2000, -2000]],
        [(1500 * M, "saving", {2027: 1500 * M}, False), (2000 * M, "saving", {2028: 2000 * M, 2029: 2000 * M}, False)],
        "the same for a row that is the sum of two",
    ),
    (
        "Der afsættes 2 mio. kr. i 2026.",
        [[2, 2, 0, 0]],
        [(2 * M, "allocation", {2026: 2 * M}, False), (2000, "allocation", {2026: 2000, 2027: 2000}, False)],
        "other years, so no misread unit",
    ),
    (
        "De 400.000 kr. i 2027 går til belægning.",
        [[2100, 400, 0, 0]],
        [(2_100_000, "allocation", {2026: 2_100_000, 2027: 400_000}, False)],
        "one year of the row told once more",
    ),
    (
        "Det første år er tallet 700.000 kr. i 2026.",
        [[700, 1500, 1500, 1500]],
        [(700_000, "allocation", {2026: 700_000, 2027: 1_500_000, 2028: 1_500_000, 2029: 1_500_000}, False)],
        "the row's first year told once more",
    ),
    (
        "Aftalerne gælder tolke og papir; heraf kommer de 200.000 kr. i 2026 fra papiret.",
        [[-500, -900, -900, -900]],
        [
            (200_000, "saving", {2026: 200_000}, False),
            (500_000, "saving", {2026: 500_000, 2027: 900_000, 2028: 900_000, 2029: 900_000}, False),
        ],
        "a part of what stands in the row only is of its kind",
    ),
    (
        "Opgaven løses bedre.",
        [[450, 450, 0, 0]],
        [(450_000, "allocation", {2026: 450_000, 2027: 450_000}, False)],
        "told in the table only",
    ),
]


def rows_of(rows: list[list[int]]) -> list[Amount]:
    found = [read_row("Række", [str(value) for value in row], YEARS, 1000) for row in rows]
    return [row for row in found if row is not None]


@pytest.mark.parametrize(("text", "rows", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_merge(text: str, rows: list[list[int]], expected: list[Out], why: str) -> None:
    """Each sum stands once, with the text's figure and quote."""
    told = read_amounts([text], 2026)
    merged = merge_amounts(told, rows_of(rows), 2026)
    assert [(one.dkk, one.kind, dict(one.profile), one.ambiguous) for one in merged] == expected, why
    assert [one.quote for one in merged[: len(told)]] == [one.quote for one in told]
    assert all(one.readings for one in merged if one.ambiguous)


def test_a_sign_belongs_to_the_quote() -> None:
    """'-0,6 mio. kr.' is quoted with its minus, which makes it a saving."""
    (amount,) = read_amounts(["Budgetvirkning: -0,6 mio. kr. i 2026."], 2026)
    assert (amount.quote, amount.kind) == ("-0,6 mio. kr. i 2026", "saving")


def test_parts_are_left_alone() -> None:
    """A 'heraf' is never taken for a row."""
    told = read_amounts(["Der afsættes 2 mio. kr. i 2026, heraf 500.000 kr. til kurser."], 2026)
    merged = merge_amounts(told, rows_of([[500, 0, 0, 0]]), 2026)
    assert [one.part_of for one in merged] == [False, True, False]


def test_catalogues_say_the_same() -> None:
    """Every text for readers exists in Danish and in English, with the same blanks to fill."""
    blanks = [
        {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in read_catalogue(language, "amounts").items()}
        for language in ("da", "en")
    ]
    assert blanks[0] == blanks[1]
