"""Numbers as the language in use writes them: '1.234,5' and '2,5 mio. kr.' in Danish, '1,234.5' and 'DKK 2.5 million' in English.

What is compared with Danish text, or put into it, is written by samspil.vocabulary.danish whatever the language.
"""

from samspil.vocabulary.danish import NO_BREAK_SPACE, format_decimal, format_number
from samspil.vocabulary.texts import language, say

MILLION = 1_000_000
_SWAPPED = str.maketrans(".,", ",.")


def in_language(number: str) -> str:
    """A number written the Danish way, as the language in use writes it."""
    return number if language() == "da" else number.translate(_SWAPPED)


def show_number(number: int) -> str:
    """A whole number: '1.234.567', in English '1,234,567'; a real minus sign."""
    return in_language(format_number(number))


def show_decimal(number: float, digits: int = 1) -> str:
    """At most `digits` decimals, none when they are zero: '2,5', in English '2.5'."""
    return in_language(format_decimal(number, digits))


def show_kroner(dkk: int) -> str:
    """'2,5 mio. kr.' or '363.000 kr.', never rounded: sums that do not fit in millions stand in full. In English 'DKK 2.5 million', 'DKK 363,000'."""
    if abs(dkk) >= MILLION and dkk % 10_000 == 0:
        return say("numbers.millions", n=show_decimal(dkk / MILLION, 2)).replace(" ", NO_BREAK_SPACE)
    return say("numbers.kroner", n=show_number(dkk)).replace(" ", NO_BREAK_SPACE)


def show_millions(dkk: int) -> str:
    """Millions with one decimal, for bars and overviews: '12,4', in English '12.4'. Says nothing about the unit."""
    return show_decimal(dkk / MILLION, 1)
