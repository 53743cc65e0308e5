"""Numbers as people give them on the command line and in small files. What can be read two ways is refused."""

import re
from decimal import Decimal

from samspil.cases.transfer.errors import complain

LARGEST = Decimal(10) ** 15
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3}){2,}(,\d+)?|-?[1-9]\d{0,2}(\.\d{3})+,\d+")
_PLAIN = re.compile(r"-?\d{1,18}([.,]\d{1,12})?")
_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def read_given(text: str, place: str) -> Decimal:
    """'2500', '2500,5', '2500.5', '1.234.567', '1.234,5'. Raises TransferError; also for '2.500', which may be 2500 or two and a half."""
    word = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    if _TWO_WAYS.fullmatch(word):
        raise complain(
            "two_ways", place, given=text.strip(), whole=word.replace(".", ""), part=word.replace(".", ",").rstrip("0").rstrip(",")
        )
    if _GROUPED.fullmatch(word):
        word = word.replace(".", "")
    return _read(word, text, place)


def read_plain(text: str, place: str) -> Decimal:
    """A number of a file of figures: a point or a comma is the decimal mark, nothing stands between thousands. Raises TransferError."""
    return _read(text.strip(), text, place)


def _read(word: str, text: str, place: str) -> Decimal:
    if not (word.isascii() and _PLAIN.fullmatch(word)):
        raise complain("no_number", place, given=text.strip()[:40])
    number = Decimal(word.replace(",", "."))
    if abs(number) > LARGEST:
        raise complain("too_large", place, given=text.strip()[:40])
    return number
