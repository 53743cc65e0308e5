"""How Danish writes a number in digits: '1.600.000', '250 000', '0,5', '2½' (domain notes 2.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from samspil.initiatives.amounts.tokens import MARK, NUMBER, UNIT, Token

THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9
LONGEST = 24  # digits and signs of the longest number that can be money; what is longer is a code

# Flags of a number or a sum
DECIMAL_POINT = "decimal_point"  # '3.6 millioner'
DOUBTFUL_POINT = "doubtful_point"  # '1.050 mio. kr.': thousand and fifty, or one and a bit?
VAGUE = "vague"  # 'et par millioner'

_FACTORS = {"t": THOUSAND, "h": THOUSAND * 100, "mio": MILLION, "mil": MILLION, "mkr": MILLION, "mia": BILLION, "mrd": BILLION}
_GROUPED = re.compile(r"\d{1,3}(?:[.\s]\d{3})+")
_OPENING = frozenset(["(", "[", "/", ":"])  # before a minus: '(-0,5/-1,0 mio. kr.)'
NUMERALS = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "2": 2, "3": 3, "4": 4, "5": 5}  # of years: 'de kommende tre år'


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: its value, the index of the token past it, and what is odd about the way it is written."""

    value: Fraction
    end: int
    flags: frozenset[str] = frozenset()
    grouped: bool = False
    whole: bool = True


def factor_of(unit: str) -> int:
    """What a unit stands for: 't.kr.' and 'tusind' 1.000, 'mio.' a million, 'milliarder' 10^9."""
    if unit.startswith("milliard"):
        return BILLION
    return next(factor for start, factor in _FACTORS.items() if unit.startswith(start))


def holds_kroner(unit: str) -> bool:
    """Whether the unit says kroner by itself: 't.kr.', 'mkr.'."""
    return "kr" in unit or "dkk" in unit


def looks_like_year(token: Token) -> bool:
    """'2026': four digits without a point, from 1990 to 2069."""
    return token.kind == NUMBER and len(token.text) == 4 and token.text.isdecimal() and 1990 <= int(token.text) <= 2069


def parse_digits(text: str) -> Number | None:
    """A number in digits, `end` left at 0: '1.600.000', '250 000', '0,5', '3.6' (flagged), '2½'. None for codes of many digits."""
    half = Fraction(1, 2) if text.endswith("½") else Fraction(0)
    body = text.removesuffix("½") or "0"
    if len(body) > LONGEST or not re.sub(r"[.,\s]", "", body).isdecimal():
        return None
    if "," in body:
        return Number(_with_decimals(body, ",") + half, 0, whole=False)
    if _GROUPED.fullmatch(body):
        return Number(_joined(body) + half, 0, grouped=True)
    if "." in body:
        return Number(_with_decimals(body, "."), 0, frozenset({DECIMAL_POINT}), whole=False)
    return Number(int(body) + half, 0, whole=not half)


def _with_decimals(body: str, sign: str) -> Fraction:
    integer, decimals = body.split(sign, 1)
    return _joined(integer) + Fraction(int(decimals), 10 ** len(decimals))


def _joined(digits: str) -> Fraction:
    return Fraction(int(re.sub(r"[.\s]", "", digits)))


def is_dash(token: Token) -> bool:
    """'-' and its longer relatives, as between the ends of a range."""
    return token.kind == MARK and token.text in "-–—−"


def is_signed(tokens: Sequence[Token], first: int) -> bool:
    """Whether a plus or minus stands right before the figure at `first`: it touches the figure and no word before it, or stands behind a bracket or a
    colon: '(-0,6 mio. kr.)', 'Virkning: - 250 t.kr.'.
    """
    if first < 1 or not (is_dash(tokens[first - 1]) or tokens[first - 1].text == "+"):
        return False
    sign, figure = tokens[first - 1 : first + 1]
    before = tokens[first - 2] if first > 1 else None
    if before is not None and before.text in _OPENING:
        return True
    return sign.end == figure.start and (before is None or before.end < sign.start)


def is_unit(tokens: Sequence[Token], index: int) -> bool:
    """Whether a unit ('mio.', 't.kr.') stands at `index`."""
    return index < len(tokens) and tokens[index].kind == UNIT
