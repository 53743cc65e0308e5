"""Rows of tables with year columns: cells to kroner, headers to years, captions to the unit (to the sign: `signs`)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from samspil.initiatives.amounts.kinds import ALLOCATION, SAVING
from samspil.initiatives.amounts.numbers import MILLION, THOUSAND, parse_digits
from samspil.initiatives.amounts.signs import SAVINGS_ONLY
from samspil.initiatives.amounts.tokens import read_tokens
from samspil.initiatives.amounts.words import has_any
from samspil.values.amount import Amount
from samspil.vocabulary.numbers import show_number
from samspil.vocabulary.texts import say

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_UNIT_IN_CELL = re.compile(r"(?i)(?<=\d)\s*(?:mio\.?|t\.?)?\s*(?:kr\.?|kroner)?\s*(?:,-)?$|(?i:^(?:kr\.?|dkk)\s*)")
_CELL = re.compile(r"(?:\d{1,3}(?:[. ]\d{3})+|\d{1,15})(?:,\d{1,6})?|\d{1,9}\.\d{1,2}")

# Tried in this order: '1.000 kr.' and 't.kr.', 'mio. kr.', 'hele kr.' and 'kr.'
_FACTORS = (
    (
        THOUSAND,
        re.compile(
            r"(?i)\b1[.\s]?000[\s-]*(?:kr|dkk)|(?<!\w)t\.?\s?kr\b|\btdkk\b|\btusinde?\s*(?:kr|kroner)|\bhele tusinde?\b|\bi tusinder\b"
        ),
    ),
    (MILLION, re.compile(r"(?i)\bmio\b|\bmill\b|\bmillion(?:er)?\b|\bmkr\b|\bmdkk\b")),
    (1, re.compile(r"(?i)\bkr\b|\bkroner\b|\bdkk\b")),
)

# 'Der gives 150.000 kr. til forsamlingshuse' above a table names no unit; '1.000 kr.' does, and so do 'Tabel 3 mio. kr.' and '2026 mio. kr.'
_SUM = re.compile(
    r"(?i)(?P<label>\b(?:tabel|bilag|figur|punkt|nr\.)\s*\d[\d.]*)"
    r"|(?<![\d.,])(?!1[.\s]?000[\s-]*(?:kr|dkk))(?!20\d\d\b)\d[\d.,]*\s{0,3}(?:mio|mia|mill|t\.?\s?kr|tusind|kr|dkk)(?:[a-zæøå]*\.?)"
    r"(?:\s*(?:kr|kroner)\b\.?)?"
    r"|\b(?:kr\.?|dkk)\s*\d{1,3}(?:\.\d{3})+"
)

_YEAR = re.compile(r"(?<!\d)(20[0-6]\d)(?!\d)")
_BARE_YEAR = re.compile(r"['’]?([2-5]\d)")  # in a run of them: '26', '27', '28'
_PRICES = re.compile(r"(?i)(?<=\d)\s\(?(?:i\s)?(?:20)?\d\d[-\s]?(?:pl|p/l|priser)\)?$")  # '2027 i 2026-priser'
_SHORT_YEAR = re.compile(r"(?i)^(?:b|bo|bf|budget|overslag|vb|ao)[\s.'’]*(\d{2})$")
_ESTIMATE = re.compile(r"(?i)^(?:bo|overslags?år|overslag|o|år\s*bo)[\s.]*([123])\b")
_NOT_A_BUDGET = re.compile(
    r"(?i)\bpris(?:er|niveau)?\b|\bp/?l\b|\bregnskab|^r[\s.]?\d{2,4}$|\bi alt\b|\btotal|\bsum\b|\bsamlet\b"
    r"|\bkorrigeret\b|\bopr\b|forbrug|antal|afvigelse|\bændring fra\b"
)
_SPAN = re.compile(r"(?<!\d)20\d\d\s?[-–—/]\s?(?:20)?\d\d(?!\d)")


def parse_number_cell(text: str) -> Fraction | None:
    """The number in a table cell, without its unit: '-1.500', '1.500-', '(1.500)', '−0,7', '2 400'. None for blanks, dashes and words."""
    body = _BLANKS.sub(" ", text).strip().strip("*").strip()
    negative = body.startswith("(") and body.endswith(")")
    body = _UNIT_IN_CELL.sub("", body.strip("()").strip()).strip()
    for sign in "-–—−\u2010\u2011":
        if body.startswith(sign) or body.endswith(sign):
            negative, body = True, body.strip(sign).strip()
    body = _UNIT_IN_CELL.sub("", body.lstrip("+").strip()).strip()
    if not _CELL.fullmatch(body):
        return None
    number = parse_digits(body)
    return None if number is None else -number.value if negative else number.value


def find_factor(texts: Sequence[str]) -> int | None:
    """Kroner per unit of a table, from caption or header: 'Beløb i 1.000 kr.' 1000, 'mio. kr.' 10^6, 'hele kr.' 1; None if unsaid.

    `texts`: the one that counts most first. A sum in a sentence ('150.000 kr. til forsamlingshuse') is no unit.
    """
    for text in texts:
        bare = _SUM.sub(lambda match: match["label"] or " ", text)
        for factor, pattern in _FACTORS:
            if pattern.search(bare):
                return factor
    return None


def find_years(cells: Sequence[str], budget_year: int) -> list[int | None]:
    """The budget year of each header cell: '2026', 'Budget 2026', 'B26', 'BO1', 'Overslag 2027'; None for others ('I alt')."""
    years = [_year_of(_PRICES.sub("", cell).strip(), budget_year) for cell in cells]
    short = [_BARE_YEAR.fullmatch(cell.strip()) for cell in cells]
    named = [int(match[1]) for match in short if match]
    if len(named) < 2 or any(below != above + 1 for above, below in pairwise(named)):
        return years
    century = budget_year - budget_year % 100
    return [century + int(match[1]) if match else year for match, year in zip(short, years, strict=True)]


def _year_of(cell: str, budget_year: int) -> int | None:
    if len(cell) > 60 or _NOT_A_BUDGET.search(cell) or _SPAN.search(cell):
        return None
    years = _YEAR.findall(cell)
    if years:
        return int(years[0]) if len(set(years)) == 1 else None
    estimate = _ESTIMATE.match(cell)
    if estimate:
        return budget_year + int(estimate[1])
    short = _SHORT_YEAR.match(cell)
    if short:
        return budget_year - budget_year % 100 + int(short[1])
    return budget_year if cell.lower() in ("budgetår", "budgetåret", "budget") else None


def read_row(label: str, cells: Sequence[str], years: Sequence[int | None], factor: int | None, sign: int = 1) -> Amount | None:
    """A table row as one amount: `dkk` the first sum that is not 0, `profile` the years that are not 0; None for a row without sums.

    `cells` and `years` run alongside. `factor`: kroner per unit (None: inferred, flagged ambiguous). `sign`: see `signs.find_sign`.
    The label is the quote.
    """
    values = _values(cells, years)
    if not values:
        return None
    unit = factor or _infer_factor(list(values.values()))
    first = next(iter(values.values()))
    kept = {year: abs(_whole(value * unit)) for year, value in values.items() if (value < 0) == (first < 0)}
    kept = {year: dkk for year, dkk in kept.items() if dkk}
    if not kept:
        return None
    row = Amount(dkk=next(iter(kept.values())), kind=_row_kind(label, first * (sign or 1), sign), profile=kept, quote=label)
    return _flagged(row, mixed=len(kept) < len(values), inferred=None if factor else unit)


def _values(cells: Sequence[str], years: Sequence[int | None]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for cell, year in zip(cells, years, strict=False):
        value = parse_number_cell(cell) if year is not None else None
        if value and year is not None and year not in found:
            found[year] = value
    return found


def _whole(value: Fraction) -> int:
    return int(abs(value) + Fraction(1, 2)) * (1 if value > 0 else -1)


def _row_kind(label: str, value: Fraction, sign: int) -> str:
    """The sign decides; a positive figure is a saving too when the label says so and the table says nothing of signs."""
    if value < 0:
        return SAVING
    tokens = read_tokens(label)
    says_spending = any(has_any(tokens, "kinds", name) for name in (ALLOCATION, "examined", "examine"))
    if sign == SAVINGS_ONLY:
        return ALLOCATION if has_any(tokens, "kinds", "invested") else SAVING
    says_saving = any(has_any(tokens, "kinds", name) for name in (SAVING, "saved_in_rows"))
    return SAVING if says_saving and not says_spending and sign == 1 else ALLOCATION


def _infer_factor(values: Sequence[Fraction]) -> int:
    """Decimals mean millions, sums of 100.000 and more mean kroner, the rest thousands: the usual ways of Danish budget tables."""
    if any(value.denominator != 1 for value in values):
        return MILLION
    return 1 if max(abs(value) for value in values) >= 100_000 else THOUSAND


def _flagged(row: Amount, *, mixed: bool, inferred: int | None) -> Amount:
    readings = [say("amounts.other_kind_in_row")] if mixed else []
    readings += [say("amounts.unit_inferred", factor=show_number(inferred))] if inferred else []
    return replace(row, ambiguous=bool(readings), readings=tuple(readings))
