"""Danish habits of writing: the alphabet's order, numbers with point and comma, kroner in words.

Order (docs/domain: names): a-z æ ø å, where 'aa' sorts as 'å' in names and a hyphen counts as a blank. Without ICU.
"""

import functools
import re
import unicodedata

_LAST_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ð": "d", "þ": "t", "ß": "s"})
_HYPHENS = re.compile(r"[\s\u00ad\-\u2010-\u2015\u2212]+")
NO_BREAK_SPACE = "\u00a0"


@functools.lru_cache(maxsize=4096)
def sort_key(name: str) -> tuple[str, str]:
    """Key that sorts names in the Danish alphabet: Tønder before Tårnby, Vordingborg before Ærø before Aabenraa before Aalborg."""
    text = unicodedata.normalize("NFC", name).lower().replace("aa", "å").translate(_LAST_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return (_HYPHENS.sub(" ", plain).strip(), name)


def format_number(number: int) -> str:
    """A whole number with points between thousands: 1.234.567; a real minus sign before negative ones."""
    sign = "\u2212" if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", ".")


def format_decimal(number: float, digits: int = 1) -> str:
    """A number with comma and at most `digits` decimals, none when they are zero: '2,5', '1.200', '0,35'."""
    whole, _, decimals = f"{abs(number):,.{digits}f}".partition(".")
    decimals = decimals.rstrip("0")
    text = whole.replace(",", ".") + (f",{decimals}" if decimals else "")
    return ("\u2212" if number < 0 and text.strip("0,.") else "") + text


def format_kroner(dkk: int) -> str:
    """A sum as people write it: '2,5 mio. kr.' or '363.000 kr.', never rounded: sums that do not fit in millions stand in full."""
    if abs(dkk) >= 1_000_000 and dkk % 10_000 == 0:
        return f"{format_decimal(dkk / 1_000_000, 2)}{NO_BREAK_SPACE}mio.{NO_BREAK_SPACE}kr."
    return f"{format_number(dkk)}{NO_BREAK_SPACE}kr."


def round_millions(dkk: int) -> str:
    """Millions with one decimal, for bars and overviews: '12,4'. Says nothing about the unit."""
    return format_decimal(dkk / 1_000_000, 1)


def join_words(words: list[str], last: str = "og") -> str:
    """'a', 'a og b', 'a, b og c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
