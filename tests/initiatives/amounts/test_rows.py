"""Table cells, headers and captions."""

from fractions import Fraction

import pytest

from samspil.initiatives.amounts import find_factor, find_sign, find_years, parse_number_cell, read_row

YEARS = [2026, 2027, 2028, 2029]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.500", 1500),
        ("-1.500", -1500),
        ("- 1.500", -1500),
        ("−1.500", -1500),  # the real minus sign
        ("–1.500", -1500),  # an en dash from Word
        ("1.500-", -1500),  # trailing minus, as from an accounting system
        ("3,2-", Fraction(-16, 5)),
        ("(1.500)", -1500),
        ("(240)", -240),
        ("+450", 450),
        ("2 400", 2400),
        ("2\u00a0400", 2400),
        ("0,7", Fraction(7, 10)),
        ("-0,7", Fraction(-7, 10)),
        ("12,0", 12),
        ("1.600.000", 1600000),
        ("500 kr.", 500),
        ("**300**", 300),
        ("0", 0),
        ("", None),
        ("-", None),
        ("–", None),
        ("i alt", None),
        ("2 stk", None),
        ("1.2.3", None),
    ],
)
def test_number_cells(cell: str, expected: Fraction | None) -> None:
    """A cell's number with its sign; None for blanks, dashes and words."""
    assert parse_number_cell(cell) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Beløb i 1.000 kr."], 1000),
        (["1000 kr."], 1000),
        (["(t.kr.)"], 1000),
        (["Tabel 2. Drift, tkr."], 1000),
        (["Alle beløb i tusinde kroner"], 1000),
        (["Mio. kr."], 10**6),
        (["Beløb i mio. kr., 2026-priser"], 10**6),
        (["I millioner kroner"], 10**6),
        (["Hele kr."], 1),
        (["Beløb i kr."], 1),
        (["Projekt", "2026"], None),
        (["", "Ændringer på driften (1.000 kr.)"], 1000),
        (["Tusinde kroner. Tal i parentes er mindreudgifter."], 1000),
        (["Der gives 150.000 kr. om året til forsamlingshuse.", "Beløb i 1.000 kr."], 1000),  # a sum in a sentence is no unit
        (["Der er lånt 12 mio. kr. til havnen.", "Alle beløb i t.kr."], 1000),
        (["Kulturpuljen er 900.000 kr., heraf 150.000 kr. til teater.", "Mio. kr."], 10**6),
        (["Taksten er 110 kr. om året.", "Der bruges kr. 250.000,- i 2026."], None),
        (["Puljen er på 1,3 mia. kr. og 400 tkr."], None),
        (["Der er afsat 1.000 t.kr.", "Mio. kr."], 10**6),
        (["Der gives 250\u00a0000 kr. til kurser.", "Mio. kr."], 10**6),
        (["Tabel 3 mio. kr."], 10**6),
        (["2026 mio. kr.", "2027 mio. kr."], 10**6),
        (["Budget 2026 (1.000 kr.)"], 1000),
        (["Beløb i kr. 2026-2029"], 1),
        (["Beløb i 1.000 kr., dog 5 mio. kr. i bufferen"], 1000),
    ],
)
def test_factor(texts: list[str], expected: int | None) -> None:
    """Kroner per unit, from caption or header."""
    assert find_factor(texts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beløb i 1.000 kr., minus er besparelse.", 1),
        ("(- = mindreudgift)", 1),
        ("Tal i parentes er besparelser", 1),
        ("Beløb i 1.000 kr.", 1),
        ("Positive tal er besparelser", -1),
        ("+ = besparelse", -1),
        ("Plus angiver en mindreudgift", -1),
        ("Beløbene er besparelser i 1.000 kr.", -1),
        ("t.kr., et plus forbedrer kassen", -1),
        ("Plus er en forbedring", -1),
        ("Positive beløb er besparelser", -1),
        ("Besparelser er vist uden fortegn", -1),
        ("Mindreudgifter uden fortegn, merudgifter med minus", -1),
        ("Besparelser med plus", -1),
        ("Udgifter er anført med minus", -1),
        ("Minus er merudgift", -1),
        ("negative tal = udgift", -1),
        ("+ forbedrer, - forværrer", -1),
        ("minus = dyrere", -1),
        ("Beløb i 1.000 kr., + = besparelse", -1),
        ("Udgifter i parentes", -1),
        ("Plus letter budgettet, minus belaster det", -1),
        ("Positive tal er til gavn for kassen", -1),
        ("Merudgifter har minus", -1),
        ("Et positivt tal betyder, at der spares", -1),
        ("Tal i parentes er merudgifter", -1),
        ("Besparelser er positive tal", -1),
        ("Plus = mindreudgift, minus = merudgift", -1),
        ("(-) er en udgift", -1),
        ("Beløb med minus er udgifter", -1),
        ("plus styrker likviditeten", -1),
        ("Minus er besparelse", 1),
        ("Beløb i 1.000 kr. (minus angiver mindreudgift, plus merudgift)", 1),
        ("Tal med minus forbedrer driften", 1),
        ("Positive tal er udgifter", 1),
        ("Udgift uden fortegn, mindreudgift med minus", 1),
        ("udgifter i plus og mindreudgifter i minus", 1),
        ("Et minus er en udgift, der forsvinder", 1),
        ("plus = koster, minus = giver", 1),
        ("minus = mindre udgift", 1),
        ("Besparelser er vist med minus", 1),
        ("Udgift er uden fortegn, besparelse er med minus", 1),
        ("Forbedringer har minus bagved", 1),
        ("Beløb i t.kr. (uden minus: udgift)", 1),
        ("Et minus betyder, at vi bruger mindre", 1),
        ("Tal med minus er besparelser", 1),
        ("Plus er udvidelse, minus er reduktion", 1),
        ("Besparelser i parentes", 1),
        ("Indtægter er vist med minus", 1),
        ("Når der står minus, sparer vi", 1),
        ("minus er et mindre forbrug", 1),
        ("Et tal med minus er en lettelse af budgettet", 1),
        ("Mindreudgifter har minus", 1),
        ("Minus = lavere udgift", 1),
        ("Tal i parentes er mindreudgifter", 1),
        ("+ = udgift, - = indtægt", 1),
        ("Minus er færre udgifter", 1),
        ("Tallene viser merudgifter (+) og mindreudgifter (-)", 1),
        ("Mindreudgifter (-), merudgifter (+)", 1),
        ("Fortegn: - mindreudgift, + udgift", 1),
        ("Beløb er i 1.000 kr. Udgifter er positive", 1),
        ("Drift – nye udgifter", 1),
        ("Drift – mindreudgifter", 0),
        ("Effektiviseringsforslag", 0),
        ("Besparelser, 1.000 kr.", 0),
        ("Besparelser i øst og vest, beløb i mio. kr.", 0),
        ("Tabel 2. Reduktioner på ældreområdet (mio. kr.)", 0),
        ("De vedtagne effektiviseringer 2026-2029, t.kr.", 0),
        ("Beløb i 1.000 kr. (besparelser)", 0),
        ("Besparelser (minus) og udvidelser (plus), 1.000 kr.", 1),
        ("Besparelser og udvidelser, 1.000 kr.", 1),
        ("Besparelser i drift og udgifter til anlæg", 1),
        ("Besparelser er nødvendige for at skabe balance i de kommende år.", 1),
        ("Plus er penge til kommunekassen, minus er penge ud", -1),
        ("Driften endte i 2025 med et minus, som skyldtes, at udgifterne til vintervejr og energi blev større end ventet.", 1),
    ],
)
def test_sign(text: str, expected: int) -> None:
    """Whether a plus or a minus is a saving."""
    assert find_sign([text]) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [("Hvad vi sparer på", 0), ("Hvad vi bruger mere på", 1), ("Den anden liste viser, hvad vi bruger ekstra.", 1), ("Ændring", -1)],
)
def test_what_a_table_is_headed_counts_more_than_what_is_said_of_another(head: str, expected: int) -> None:
    assert find_sign([head, "I den første liste er et tal uden fortegn en besparelse."]) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Emne", "2026", "2027", "2028", "2029"], [None, 2026, 2027, 2028, 2029]),
        (["Budget 2026", "Overslag 2027", "Overslag 2028"], [2026, 2027, 2028]),
        (["B 2026", "BO 2027", "B2028"], [2026, 2027, 2028]),
        (["B26", "BO27", "B'28"], [2026, 2027, 2028]),
        (["Budget", "BO1", "BO2", "BO3"], [2026, 2027, 2028, 2029]),
        (["Budgetår", "Overslagsår 1", "BO 2"], [2026, 2027, 2028]),
        (["2026-priser", "I alt", "2026-2029", "Regnskab 2024"], [None, None, None, None]),
        (["Nr.", "Udvalg", "år 2026"], [None, None, 2026]),
    ],
)
def test_years(cells: list[str], expected: list[int | None]) -> None:
    """The budget year of each header cell."""
    assert find_years(cells, 2026) == expected


def test_row_is_one_amount() -> None:
    """`dkk` is the first sum that is not 0, the profile holds the years that are not 0, the label is the quote."""
    row = read_row("Softwarerobotter", ["0", "-1.000", "-2.000", "-2.000"], YEARS, 1000)
    assert row is not None
    assert (row.dkk, row.kind, dict(row.profile), row.quote) == (
        10**6,
        "saving",
        {2027: 10**6, 2028: 2 * 10**6, 2029: 2 * 10**6},
        "Softwarerobotter",
    )
    assert not row.ambiguous


@pytest.mark.parametrize(
    ("label", "cells", "factor", "sign", "expected"),
    [
        ("Pulje", ["2.000", "2.000", "0", "-"], 1000, 1, (2 * 10**6, "allocation", {2026: 2 * 10**6, 2027: 2 * 10**6})),
        ("Udbud", ["(240)", "(580)", "", ""], 1000, 1, (240_000, "saving", {2026: 240_000, 2027: 580_000})),
        ("Udbud", ["240-", "580-", "", ""], 1000, 1, (240_000, "saving", {2026: 240_000, 2027: 580_000})),
        ("Udbud", ["240", "580", "0", "0"], 1000, -1, (240_000, "saving", {2026: 240_000, 2027: 580_000})),
        ("Analyse", ["-240", "0", "0", "0"], 1000, -1, (240_000, "allocation", {2026: 240_000})),
        ("Besparelse ved udbud", ["240", "0", "0", "0"], 1000, 1, (240_000, "saving", {2026: 240_000})),
        ("Undersøgelse af en mulig besparelse", ["240", "0", "0", "0"], 1000, 1, (240_000, "allocation", {2026: 240_000})),
        ("Rengøring", ["240", "580", "0", "0"], 1000, 0, (240_000, "saving", {2026: 240_000, 2027: 580_000})),
        ("Rengøring", ["-240", "-580", "0", "0"], 1000, 0, (240_000, "saving", {2026: 240_000, 2027: 580_000})),
        ("Investering i maskiner", ["240", "0", "0", "0"], 1000, 0, (240_000, "allocation", {2026: 240_000})),
        ("Færre ture med post", ["240", "0", "0", "0"], 1000, 1, (240_000, "saving", {2026: 240_000})),
        ("Nedlæggelse af to stillinger", ["240", "0", "0", "0"], 1000, 1, (240_000, "saving", {2026: 240_000})),
        ("Forsøg", ["1,1", "0,0", "0,0", "0,0"], 10**6, 1, (1_100_000, "allocation", {2026: 1_100_000})),
        ("Forsøg", ["1.100.000", "", "", ""], 1, 1, (1_100_000, "allocation", {2026: 1_100_000})),
    ],
)
def test_rows(label: str, cells: list[str], factor: int, sign: int, expected: tuple[int, str, dict[int, int]]) -> None:
    """Minus, trailing minus and parentheses are savings unless the table says otherwise."""
    row = read_row(label, cells, YEARS, factor, sign)
    assert row is not None
    assert (row.dkk, row.kind, dict(row.profile)) == expected


@pytest.mark.parametrize("cells", [["0", "0", "0", "0"], ["", "-", "–", ""], ["ja", "nej", "", ""]])
def test_rows_without_sums(cells: list[str]) -> None:
    """Blank, dash and 0 are nothing."""
    assert read_row("Pulje", cells, YEARS, 1000) is None


@pytest.mark.parametrize(
    ("cells", "dkk"), [(["1,5", "", "", ""], 1_500_000), (["850", "", "", ""], 850_000), (["850.000", "", "", ""], 850_000)]
)
def test_unsaid_unit_is_inferred_and_flagged(cells: list[str], dkk: int) -> None:
    """Without a unit the usual ways of Danish tables decide, and the amount says so."""
    row = read_row("Pulje", cells, YEARS, None)
    assert row is not None
    assert (row.dkk, row.ambiguous, len(row.readings)) == (dkk, True, 1)


def test_mixed_signs_are_flagged() -> None:
    """Spending first and saving later in one row: the first sign's years, flagged."""
    row = read_row("Egen tandlæge", ["480", "-130", "-130", "-130"], YEARS, 1000)
    assert row is not None
    assert (row.kind, dict(row.profile), row.ambiguous) == ("allocation", {2026: 480_000}, True)
