"""Bytes become letters. Old files do not say which code they are in: then the Danish letters tell."""

import codecs
import re
from dataclasses import dataclass

from samspil.vocabulary.texts import say

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ONE_BYTE_CODES = ("cp1252", "mac_roman", "cp865")
_LOOK_AT = 200_000  # bytes that decide
_LETTER_IN_WORD = re.compile(r"(?<=[a-zæøå])[æøåéü]|[æøåÆØÅ](?=[a-zæøå])")
_ODD = re.compile(r"[\x80-\x9f]|(?<=[a-z])[^\x00-\x7fæøåéüäöÆØÅÉèóáàôëïíâêçñ’‘“”´–—…\xa0\xad](?=[a-z])")
_UTF8_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_TWICE_ENCODED = re.compile("Ã[¦¸¥†˜…]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text`, and `notes` for people when the code had to be guessed or bytes could not be read."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """By byte order mark, then as `declared` (a web page's own word) or UTF-8 if the bytes agree, else by the Danish letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return decode_marked(data[len(mark) :], encoding)
    if (guess := guess_utf16(data)) is not None:
        return Decoded(data.decode(guess, "replace"), guess, (say("documents.guessed_encoding", encoding=guess.upper()),))
    if _NOT_ASCII.search(data) is None:
        return Decoded(data.decode("ascii"), "ascii")
    try:
        return check_twice_encoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return decode_by_letters(data, declared)


def decode_marked(data: bytes, encoding: str) -> Decoded:
    """A file that says what it is; damaged places become U+FFFD and are noted."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, (say("documents.damaged_letters"),))


def guess_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in its zeros: every other byte of Danish text is zero."""
    sample = data[:_LOOK_AT]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 5 and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) // 5 and odd * 10 < even else None


def check_twice_encoded(text: str) -> Decoded:
    """'KÃ¸benhavn' is UTF-8 that was encoded twice: undone when the whole text agrees."""
    if len(_TWICE_ENCODED.findall(text)) < 3:
        return Decoded(text, "utf-8")
    try:
        return Decoded(text.encode("cp1252").decode("utf-8"), "utf-8", (say("documents.guessed_encoding", encoding="UTF-8 x 2"),))
    except UnicodeError:
        return Decoded(text, "utf-8", (say("documents.damaged_letters"),))


def decode_by_letters(data: bytes, declared: str) -> Decoded:
    """Not UTF-8 throughout: a mixture, or one of the one-byte codes."""
    sample = data[:_LOOK_AT]
    high = len(_NOT_ASCII.findall(sample))
    in_pairs = sum(len(pair) for pair in _UTF8_PAIR.findall(sample))
    if in_pairs * 2 > high:
        return Decoded(decode_mixture(data), "utf-8", (say("documents.mixed_encoding"),))
    best = max(_ONE_BYTE_CODES, key=lambda code: count_danish(sample.decode(code, "replace")))
    notes = () if is_same_code(declared, best) else (say("documents.guessed_encoding", encoding=best),)
    return Decoded(data.decode(best, "replace"), best, notes)


def is_same_code(declared: str, found: str) -> bool:
    """The page said so itself; 'iso-8859-1' means Windows-1252 on the web (WHATWG encoding standard)."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return False
    return name == found or (name in ("iso8859-1", "iso8859-15") and found == "cp1252")


def count_danish(text: str) -> int:
    """Danish letters inside words, less ten for each sign that does not belong inside a word."""
    return len(_LETTER_IN_WORD.findall(text)) - 10 * len(_ODD.findall(text))


def decode_mixture(data: bytes) -> str:
    """UTF-8 where it is UTF-8, Windows-1252 byte by byte elsewhere."""
    return data.decode("utf-8", "samspil-cp1252")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("samspil-cp1252", _as_cp1252)
