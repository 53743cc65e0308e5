"""Numbers as the bank writes them: '1234', '-12,5' (Danish), '12.5' (English), '..' for what is missing. Kept as whole millionths."""

import re
from collections.abc import Iterable
from decimal import Decimal

from samspil.values.statistics import MISSING, SCALE

MISSING_SIGNS = frozenset(("..", ".", "…", "..."))  # not available or confidential, not applicable, not yet there
LARGEST = 9_000_000_000_000  # in the table's unit; the municipalities' accounts are some 700,000,000 thousand kroner
COMMA, POINT = "comma", "point"
_WHOLE = re.compile(r"-?[0-9]{1,13}")
_BROKEN = re.compile(r"-?[0-9]{1,13}(?P<mark>[.,])(?P<decimals>[0-9]{1,12})")
_UNIT = 10**SCALE


def read_cell(text: str) -> tuple[int, str]:
    """Millionths (or MISSING) and the decimal mark met ('' for none). Raises ValueError for what is no number of ours."""
    if _WHOLE.fullmatch(text):
        return _checked(int(text) * _UNIT), ""
    if text in MISSING_SIGNS:
        return MISSING, ""
    if found := _BROKEN.fullmatch(text):
        return to_millionths(Decimal(text.replace(",", "."))), found["mark"]
    if text == "-":  # the bank's sign for nothing
        return 0, ""
    raise ValueError(text)


def to_millionths(number: Decimal | int) -> int:
    """A number as whole millionths. Raises ValueError when it has more decimals, is too large, or is no number."""
    if isinstance(number, int):
        return _checked(number * _UNIT)
    if not number.is_finite() or number.adjusted() > 13:
        raise ValueError(number)
    scaled = number.scaleb(SCALE)
    whole = int(scaled)
    if scaled != whole:
        raise ValueError(number)
    return _checked(whole)


def _checked(number: int) -> int:
    if abs(number) > LARGEST * _UNIT:
        raise ValueError(number)
    return number


def is_grouped(texts: Iterable[str]) -> bool:
    """Are points perhaps marks of thousands: does every number with a point have exactly three digits behind it?"""
    broken = [text for text in texts if "." in text.strip(".")]
    return bool(broken) and all(len(text.rpartition(".")[2]) == 3 for text in broken)
