"""Passwords: which may be chosen, and argon2id for keeping them."""

import re
import secrets
import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say

LEAST_PASSWORD, MOST_PASSWORD = 12, 200
_HASHER = PasswordHasher()  # argon2id by RFC 9106, second choice: 64 MiB, three passes


class PeopleError(SamspilError):
    """What was asked about a person or a password cannot be done."""


def check_password(password: str, person_words: tuple[str, ...] = ()) -> None:
    """Raises PeopleError for a password that is too short, too long, well known, or made of the person's own name."""
    text = _normal(password)
    if not LEAST_PASSWORD <= len(text) <= MOST_PASSWORD:
        raise PeopleError(say("people.password_length", least=LEAST_PASSWORD, most=MOST_PASSWORD))
    if _is_common(text, person_words):
        raise PeopleError(say("people.password_common"), remedy=say("people.password_common_remedy"))


def _is_common(text: str, person_words: tuple[str, ...]) -> bool:
    """A listed password or word with digits and signs around it, a run, few different signs, or the person's name with something around it."""
    low = text.casefold()
    core = re.sub(r"[\W\d_]+", "", low)
    own = {re.sub(r"[\W\d_]+", "", word.casefold()) for words in person_words for word in (words, *words.split())}
    halves = {low[: len(low) // 2]} if low[: len(low) // 2] * 2 == low else set()
    return (
        len(set(low)) < 5
        or bool(({low, core} | halves) & _common())
        or core in own
        or _is_run(low)
        or any(core == word * (len(core) // len(word)) for word in _common() if len(word) > 2 and core)
    )


def _is_run(low: str) -> bool:
    """'abcdefghijkl', '123456789012', and backwards."""
    steps = {(ord(second) - ord(first)) for first, second in pairwise(low)}
    return steps <= {1, -9} or steps <= {-1, 9}


@cache
def _common() -> frozenset[str]:
    lines = resources.files("samspil.workbench").joinpath("data/common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


def hash_password(password: str) -> str:
    """argon2id; takes some 50 ms and 64 MiB."""
    return _HASHER.hash(_normal(password))


@cache
def _nobody() -> str:
    """A hash that no password fits: an unknown name takes as long as a known one."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def fits(password: str, hashed: str) -> bool:
    """Whether a password is the one of this hash; as slow when there is none ('')."""
    try:
        return _HASHER.verify(hashed or _nobody(), _normal(password)) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
