"""Personal data in what is handed in: CPR numbers, names of persons, ways to reach them, texts about them. Found, refused, and never shown.

Nothing here returns, raises or keeps the text it was given: only what kind of thing stands there. Doubt goes against the file: who hands it in can take a
column out, but nobody can take a leaked number back.
"""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from itertools import pairwise
from typing import Any

from samspil.purchasing.intake.columns import fold

CPR, NAME, CONTACT, PHONE, ADDRESS, PROSE, HEADING = "cpr", "person_name", "contact", "phone", "address", "prose", "person_column"
KINDS = (CPR, NAME, CONTACT, PHONE, ADDRESS, PROSE, HEADING)

_CPR = re.compile(r"(?<!\d)(\d{2})[ ./-]?(\d{2})[ ./-]?(\d{2}|\d{4})\s?[-–—/ ]?\s?(\d{4})(?!\d)")
_MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+\.\w{2,}")
_PHONE = re.compile(
    r"(?:\+|00)45[ -]?(?:\d[ -]?){8}(?!\d)|(?<![\d.,])\d{2} \d{2} \d{2} \d{2}(?![\d.,])|\b(?:tlf|telefon|mobil|tel)\b\D{0,6}\d{2}[ ]?\d{2}",
    re.I,
)
_ROAD = re.compile(r"[^\W\d_]{2,}(?:vej|gade|allé|alle|vænget|vænge|stræde|parken|toften|bakken|engen|boulevard)\s\d{1,3}\b(?!\s?%)", re.I)
_HARMLESS = re.compile(r"[-0-9.,%]{1,8}|[0-9.]{1,11},[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Z]{1,3}[0-9]{1,8}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CPR_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_PROSE_WORDS = 12
_CITIZEN_WORDS = 4
_NAME_WORDS = 5


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    file = resources.files("samspil.purchasing.intake").joinpath("data/names.toml")
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    given, family = (frozenset(str(values[name]).split()) for name in ("given", "family"))
    return {
        "given": given,
        "family": family,
        "headings": frozenset(fold(each) for each in values["headings"]),
        "citizen": frozenset(values["citizen"]),
    }


@functools.lru_cache(maxsize=65_536)
def find_in_text(text: str, *, organisation: bool = False, prose: bool = True) -> str:
    """What kind of personal data a text holds, '' for none. `organisation`: names and addresses are allowed; `prose`: long texts are not."""
    if _HARMLESS.fullmatch(text):
        return ""
    plain = _even_out(text)
    if len(plain) < 4:  # too short for any of it; names of three letters tell nobody alone
        return ""
    words = tuple(word.lower() for word in _WORD.findall(plain))
    for kind, holds in _SIGNS:
        if not (organisation and kind in _FREE_FOR_ORGANISATIONS) and holds(plain, words):
            return kind
    return PROSE if prose and len(words) >= _PROSE_WORDS else ""


def find_in_number(number: float, *, money: bool = False) -> str:
    """A CPR number that lost its hyphen and perhaps its first zero. Nine digits count only where the old check digit fits, and not in a column of kroner."""
    if not (1e9 if money else 1e8) <= number < 1e10 or number != int(number):
        return ""
    digits = f"{int(number):010}"
    return CPR if _is_cpr_date(digits) and (number >= 1e9 or _fits_modulus(digits)) else ""


def is_given_name(text: str) -> bool:
    """One word, and a given name: a key must not be one."""
    words = [word.lower() for word in _WORD.findall(_even_out(text))]
    return bool(words) and words[0] in _lists()["given"] and len(words[0]) > 3 and not any(char.isdigit() for char in text)


def is_personal_heading(heading: str) -> bool:
    """Whether a column is about persons, as its heading says."""
    folded = fold(_even_out(heading))
    if folded in _lists()["headings"]:
        return True
    words = folded.split()
    return bool({"cpr", "cprnr", "personnummer", "borgernavn", "fornavn", "efternavn"}.intersection(words))


def has_cpr(text: str) -> bool:
    """Ten digits that begin with a date, written in any usual way. The check digit decides nothing: new numbers do without it."""
    return any(_is_cpr_date(digits) for digits in _candidates(text))


def _candidates(text: str) -> Iterator[str]:
    for match in _CPR.finditer(text):
        day, month, year, rest = match.groups()
        yield day + month + year[-2:] + rest
    for match in re.finditer(r"(?<!\d)\d{6}\D{0,3}\d{4}(?!\d)", text):
        if not re.search(r"[a-zæøå]", match.group(), re.I):
            yield re.sub(r"\D", "", match.group())


def _is_cpr_date(digits: str) -> bool:
    """Day 1-31 (61-91 in numbers given for want of a real one), month 1-12, and a day the month has."""
    day, month = int(digits[:2]), int(digits[2:4])
    day = day - 60 if day > 60 else day
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


def _fits_modulus(digits: str) -> bool:
    return sum(int(digit) * weight for digit, weight in zip(digits, _CPR_WEIGHTS, strict=True)) % 11 == 0


def _is_name(words: Sequence[str]) -> bool:
    """A given name followed by a family name, or the two turned around, among a few words or anywhere in a longer text."""
    given, family = _lists()["given"], _lists()["family"]
    for first, second in pairwise(words):
        if first in given and (second in family or _like_family(second)):
            return True
        if second in given and first in family:
            return True
    return 2 <= len(words) <= _NAME_WORDS and words[0] in given and any(word in family for word in words[1:])


def _like_family(word: str) -> bool:
    return len(word) > 5 and word.endswith(("sen", "gaard", "gård"))


def _even_out(text: str) -> str:
    """Digits and letters of any width as plain ones, without signs that cannot be seen."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(" " if char in "\u00a0\u202f\n\t" else char for char in plain if unicodedata.category(char) != "Cf")


def _about_citizen(words: Sequence[str]) -> bool:
    return len(words) >= _CITIZEN_WORDS and not _lists()["citizen"].isdisjoint(words)


# What is looked for, in this order.
_SIGNS: tuple[tuple[str, Callable[[str, Sequence[str]], object]], ...] = (
    (CPR, lambda text, _words: has_cpr(text)),
    (CONTACT, lambda text, _words: _MAIL.search(text)),
    (PHONE, lambda text, _words: _PHONE.search(text)),
    (ADDRESS, lambda text, _words: _ROAD.search(text)),
    (NAME, lambda _text, words: _is_name(words)),
    (PROSE, lambda _text, words: _about_citizen(words)),
)
_FREE_FOR_ORGANISATIONS = (PHONE, ADDRESS, NAME)
