"""A TOML file of the user's, read with limits, every fault with file and line."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from samspil.purchasing.make_or_buy.errors import complain
from samspil.vocabulary.system import explain

MOST_BYTES = 200_000


def read_toml(file: Path) -> dict[str, Any]:
    """The file's content; numbers with a point become Decimals. Raises MakeError."""
    try:
        if not file.is_file():
            raise complain("no_file", str(file))
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise complain("unreadable", str(file), detail=explain(error)) from error
    if len(content) > MOST_BYTES:
        raise complain("too_big", str(file), most=MOST_BYTES // 1000)
    try:
        return parse_toml(content.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise complain("not_utf8", f"{file}:{content.count(bytes([10]), 0, error.start) + 1}") from error


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
