"""Key figures in the words of the reader: reasons, labels, and numbers with comma (in English with point)."""

from datetime import date
from decimal import Decimal

from samspil.purchasing.figures.model import round_oere
from samspil.purchasing.intake.columns import code_label, list_codes
from samspil.values.reason import Number, Reason
from samspil.vocabulary.danish import NO_BREAK_SPACE, format_number
from samspil.vocabulary.numbers import in_language
from samspil.vocabulary.texts import language, read_catalogue, say

_MINUS = "\u2212"
_LISTS = ("group", "ownership", "theme")  # codes of the templates


def tell(reason: Reason) -> str:
    """A reason as a sentence."""
    return say(f"purchasing_figures.{reason.key}", **{name: write(value) for name, value in reason.values})


def write(value: Number) -> str:
    """A value inside a sentence; years and counts stand plain."""
    if isinstance(value, date):
        return write_day(value)
    return write_number(value, 2) if isinstance(value, Decimal) else str(value)


def write_number(value: Decimal | int, digits: int = 0, *, fixed: bool = False) -> str:
    """Points between thousands, comma before decimals; `fixed`: also when they are zero."""
    number = round(Decimal(value), digits) if digits != 2 else round_oere(Decimal(value))
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part if fixed else part.rstrip("0")
    text = format_number(int(whole)) + (f",{part}" if part else "")
    sign = _MINUS if number < 0 else ""
    return sign + in_language(text)


def write_kroner(value: Decimal, digits: int = 0) -> str:
    """'1.234 kr.', '1.234,50 kr.'."""
    return f"{write_number(value, digits, fixed=True)}{NO_BREAK_SPACE}kr."


def write_percent(value: Decimal, digits: int = 1, *, fixed: bool = False) -> str:
    """A share as per cent: 0.125 is '12,5 %'."""
    return f"{write_number(value * 100, digits, fixed=fixed)}{NO_BREAK_SPACE}%"


def write_day(day: date) -> str:
    """'3. november 2025' is long in a table: '03-11-2025', in English '2025-11-03'."""
    return day.strftime("%d-%m-%Y") if language() == "da" else day.isoformat()


def label(kind: str, code: str) -> str:
    """The words for a code ('group', 'ownership', 'theme', 'measure', 'gap', 'band'); an unknown code is its own label, '' is 'not told'."""
    if not code:
        return say("purchasing_figures.not_told_label")
    if kind in _LISTS:
        words = code_label(kind, code) if code in list_codes(kind) else code
        return words[:1].upper() + words[1:]
    return read_catalogue(language(), "purchasing_figures").get(f"{kind}_{code}", code)
