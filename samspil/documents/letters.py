"""What can be said of a text by its characters alone: is it readable, and which characters must not travel on."""

import re

# C0 controls except tab and line ends, DEL and C1, lone surrogates: databases, JSON and spreadsheets choke on them.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\uffff]")
# U+FFFE is PDFium's mark for a hyphen at a line end; in any other file it is a damaged byte order mark.
_UNSAFE_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_READABLE = re.compile(r"[^\W_]")
_GARBAGE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_LETTER = re.compile(r"[^\W\d_]")
_VOWELS = "aeiouyæøåéöäüAEIOUYÆØÅÉÖÄÜ"
_SIGNS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

MIN_READABLE = 20  # letters and digits a page must have to count as text
GARBAGE_SHARE = 0.3
MIN_VOWEL_SHARE = 0.12  # Danish prose has about 0.38, a list of party letters still 0.14
MIN_LETTERS_FOR_VOWELS = 200
_SAMPLE = 1_000  # characters: enough for a share, little enough to cost nothing


def replace_unsafe(text: str, *, keep_fffe: bool = False) -> tuple[str, int]:
    """The text with unsafe characters replaced one to one by U+FFFD, so that offsets stand, and how many there were."""
    pattern = _UNSAFE if keep_fffe else _UNSAFE_IN_TEXT
    if pattern.search(text) is None:
        return text, 0
    return pattern.subn("\ufffd", text)


def count_invisible_signs(text: str) -> int:
    """Zero-width characters and marks that turn the reading direction: they can hide or disguise words."""
    return len(_SIGNS.findall(text)) if _SIGNS.search(text) else 0


def is_readable(text: str) -> bool:
    """At least 20 letters or digits: less is a page number on a scan, not text."""
    return next((True for count, _ in enumerate(_READABLE.finditer(text), 1) if count >= MIN_READABLE), False)


def is_garbage(text: str) -> bool:
    """A text layer no reader can use: private-use glyphs, replacement characters, or letters with hardly a vowel among them."""
    if _GARBAGE.search(text):
        bad = len(_GARBAGE.findall(text))
        if bad >= MIN_READABLE and bad > GARBAGE_SHARE * len("".join(text.split())):
            return True
    sample = text[:_SAMPLE]
    letters = sum(sample.count(char) for char in set(sample) if _LETTER.match(char))
    return letters >= MIN_LETTERS_FOR_VOWELS and sum(map(sample.count, _VOWELS)) < MIN_VOWEL_SHARE * letters
