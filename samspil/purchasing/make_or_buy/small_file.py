"""A TOML file of the user's, read with limits, every fault with file and line."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from samspil.purchasing.make_or_buy.errors import complain
from samspil.vocabulary.system import read_small_text

MOST_BYTES = 200_000


def read_toml(file: Path) -> dict[str, Any]:
    """The file's content; numbers with a point become Decimals. Raises MakeError."""
    return parse_toml(read_small_text(file, MOST_BYTES, complain), str(file))


def parse_toml(text: str, place: str) -> dict[str, Any]:
    """The text's content. Raises MakeError."""
    try:
        return tomllib.loads(text, parse_float=_read_float)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:  # ValueError: a whole number of thousands of digits
        raise complain("bad_toml", place, detail=error) from error


def _read_float(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
