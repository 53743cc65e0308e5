"""The price level: the year whose prices a sum is stated in."""

from collections.abc import Sequence

from samspil.initiatives.amounts.numbers import is_dash, looks_like_year
from samspil.initiatives.amounts.tokens import Token
from samspil.initiatives.amounts.words import words_of


def find_price_level(tokens: Sequence[Token]) -> tuple[int | None, int]:
    """The year of prices and where it stands: '2026-priser', '2025-p/l', 'prisniveau 2026'; (None, -1) if unstated."""
    for index in range(len(tokens)):
        if looks_like_year(tokens[index]) and is_price_year(tokens, index):
            return int(tokens[index].text), index
    return None, -1


def is_price_year(tokens: Sequence[Token], index: int) -> bool:
    """Whether the year at `index` names a price level, not a year of the money."""
    after = index + 1
    while after < len(tokens) and (is_dash(tokens[after]) or tokens[after].text == "/"):
        after += 1
    follows = (
        after < len(tokens)
        and tokens[after].text in words_of("year_words", "prices")
        and (tokens[after].text != "pris" or after > index + 1)
    )
    before = [token.text for token in tokens[max(0, index - 3) : index]]
    return follows or before[-1:] in (["prisniveau"], ["pl"], ["priser"]) or before == ["p", "/", "l"]
