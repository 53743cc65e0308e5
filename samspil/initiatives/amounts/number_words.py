"""Numbers in words: 'to millioner', 'halvanden', 'en halv', 'fem hundrede', 'et par' (domain notes 2.4)."""

import functools
from collections.abc import Sequence
from fractions import Fraction

from samspil.initiatives.amounts.numbers import VAGUE, Number, parse_digits
from samspil.initiatives.amounts.tokens import NUMBER, UNIT, WORD, Token
from samspil.initiatives.amounts.words import read_words

_HALVES = {"halv": Fraction(1, 2), "halvt": Fraction(1, 2), "kvart": Fraction(1, 4), "trekvart": Fraction(3, 4)}
_DEFINITE_HALVES = {"halve": Fraction(1, 2), "kvarte": Fraction(1, 4), "trekvarte": Fraction(3, 4)}  # 'den halve million'


@functools.cache
def _values() -> dict[str, int]:
    """'to' 2, 'femogtyve' 25, 'trehundrede' 300: every whole number in one word."""
    lists = read_words()["number_words"]
    ones = {word: value for value, word in enumerate(lists["ones"], start=1)}
    tens = {word: 10 * value for value, word in enumerate(lists["tens"], start=2)}
    small = {word: value for word, value in ones.items() if value < 10}
    between = {f"{one}og{ten}": low + high for one, low in small.items() for ten, high in tens.items()}
    hundreds = {f"{one}hundrede": 100 * value for one, value in small.items()}
    return ones | tens | between | hundreds | {"et": 1, "én": 1, "ét": 1, "hundrede": 100, "ethundrede": 100}


@functools.cache
def _first_words() -> frozenset[str]:
    """With one of these a number in words begins; most words are none."""
    return frozenset((*_values(), "halvanden", "halvandet", "trekvart", *_DEFINITE_HALVES, "en", "et"))


def read_number(tokens: Sequence[Token], index: int) -> Number | None:
    """The number that begins at `index`, in digits or words, or None."""
    token = tokens[index]
    if token.kind == NUMBER:
        number = parse_digits(token.text)
        quotient = _read_quotient(tokens, index)
        if quotient:
            return quotient
        return number and Number(number.value, index + 1, number.flags, number.grouped, number.whole)
    if token.kind != WORD or token.text not in _first_words():
        return None
    words = [token.text for token in tokens[index : index + 4]]
    if token.text in _DEFINITE_HALVES:
        is_money = index + 1 < len(tokens) and tokens[index + 1].kind == UNIT
        return Number(_DEFINITE_HALVES[token.text], index + 1, whole=False) if is_money else None
    return _read_half(words, index) or _read_whole(words, index)


def _read_quotient(tokens: Sequence[Token], index: int) -> Number | None:
    """'1/2', '3/4' before a unit ('1/2 mio. kr.')."""
    parts = tokens[index : index + 4]
    if (
        len(parts) < 4
        or parts[1].text != "/"
        or parts[3].kind != UNIT
        or parts[0].text not in ("1", "3")
        or parts[2].text not in ("2", "4")
    ):
        return None
    return Number(Fraction(int(parts[0].text), int(parts[2].text)), index + 3, whole=False)


def _read_half(words: Sequence[str], index: int) -> Number | None:
    """'halvanden', 'en halv', 'et par' (vague)."""
    if words[0] in ("halvanden", "halvandet"):
        return Number(Fraction(3, 2), index + 1, whole=False)
    if words[0] == "trekvart":
        return Number(_HALVES["trekvart"], index + 1, whole=False)
    if words[:2] == ["et", "par"]:
        return Number(Fraction(2), index + 2, frozenset({VAGUE}), whole=False)
    if words[0] == "en" and words[1:2] == ["hel"]:
        return Number(Fraction(1), index + 2)
    if words[0] in ("en", "et") and len(words) > 1 and words[1] in _HALVES:
        return Number(_HALVES[words[1]], index + 2, whole=False)
    return None


def _read_whole(words: Sequence[str], index: int) -> Number | None:
    """'to', 'to en halv', 'fem hundrede', 'to hundrede og halvtreds'."""
    if words[0] not in _values():
        return None
    value = Fraction(_values()[words[0]])
    if len(words) > 2 and words[1] in ("en", "et") and words[2] in _HALVES:
        return Number(value + _HALVES[words[2]], index + 3, whole=False)
    if len(words) > 1 and words[1] in ("hundrede", "hundreder") and value < 100:
        place = 3 if words[2:3] == ["og"] else 2
        rest = _values().get(words[place], 100) if place < len(words) else 100
        return Number(value * 100 + rest, index + place + 1) if rest < 100 else Number(value * 100, index + 2)
    return Number(value, index + 1)
