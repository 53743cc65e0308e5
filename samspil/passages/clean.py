"""Raw page text becomes cleaned text whose every character keeps its way home.

Two layers (docs/structure.md): the raw text of a page is never changed; the cleaned text is what people read and quote.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

# Characters that are taken over as they are; a single blank before them too. Nearly all of a Danish text.
_PLAIN = re.compile(r"(?: ?[!-~ÆØÅæøåÉéÈèÓóÖöÄäÜüß§½²³°€£·•–—„”“»«’‘…]++)++")
_SOFT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LINE_ENDS = "-\u2010\u2011\ufffe\u00ad"
_MOST_ACCENTS = 8  # on one letter; more are left out, no language needs them
# A hyphen at a line end before these words is real: 'Børne- og ungdomsudvalget'.
_LINKS = re.compile(r"(?:og|eller|samt|hhv|henholdsvis)\b", re.I)
# Before these a hyphen at a line end is real too: 'it-drift', 'e-læring', 'CO2-krav'.
_KEEP_HYPHEN = frozenset(("it", "e", "co2", "eu", "kl", "ai", "p", "ikke"))
_FEWEST_CAPITALS = 10
_SPACED = re.compile(r"\S(?: \S){4,}")


class Joined(Protocol):
    """Text that a next line is put behind."""

    def add(self, text: str, offset: int | None = None) -> None:
        """Characters that all come from one place, by default that of the last character."""

    def drop_last(self) -> None:
        """Take the last character back."""

    def tail(self, count: int) -> str:
        """The last `count` characters."""
        ...


@dataclass(slots=True)
class Marks:
    """Cleaned characters, and for each of them its offset in the raw text of its page."""

    chars: list[str] = field(default_factory=list)
    home: list[int] = field(default_factory=list)

    def add(self, text: str, offset: int | None = None) -> None:
        """Characters that all come from one place, by default that of the last character."""
        self.chars += text
        self.home += [self.home[-1] if offset is None else offset] * len(text)

    def drop_last(self) -> None:
        """Take the last character back."""
        self.chars.pop()
        self.home.pop()

    def tail(self, count: int) -> str:
        """The last `count` characters."""
        return "".join(self.chars[-count:])


def is_plain(raw: str, start: int, end: int) -> bool:
    """Whether `raw[start:end]`, a line without outer blanks, is clean as it stands: nearly every line is, and need not be read by its characters."""
    plain = _PLAIN.match(raw, start, end)
    return plain is not None and plain.end() == end and raw[start] != " " and raw[start + 1 : start + 2] != " "


def read_marks(raw: str, start: int, end: int) -> Marks:
    """The characters of `raw[start:end]`: NFC, ligatures spelled out, blanks single, invisible signs gone, spaced-out letters drawn together."""
    marks = Marks()
    position = start
    while position < end:
        plain = _PLAIN.match(raw, position, end)
        if plain is None:
            _read_odd(marks, raw, position, end)
            position += 1
            continue
        first = position + (raw[position] == " " and (not marks.chars or marks.chars[-1] == " "))
        marks.chars += raw[first : plain.end()]
        marks.home += range(first, plain.end())
        position = plain.end()
    while marks.chars and marks.chars[-1] == " ":
        marks.drop_last()
    return draw_together(marks) if is_spaced_out(raw[start : min(end, start + 200)]) else marks


def _read_odd(marks: Marks, raw: str, offset: int, end: int) -> None:
    """One character that is not taken over as it is."""
    char = raw[offset]
    if char == "\ufffe" and marks.chars:
        _read_break(marks, raw[offset + 1 : min(end, offset + 15)], offset)
    elif char.isspace() or char < " ":
        if marks.chars and marks.chars[-1] != " ":
            marks.add(" ", offset)
    elif char not in _SOFT:
        _read_letter(marks, char, offset)


def _read_break(marks: Marks, following: str, offset: int) -> None:
    """PDFium writes a hard hyphen and the line end after it as one U+FFFE."""
    marks.add("-", offset)
    if _LINKS.match(following):
        marks.add(" ", offset)
    elif following[:1].islower() and _is_broken_word(marks):
        marks.drop_last()


def _read_letter(marks: Marks, char: str, offset: int) -> None:
    letters = _LIGATURES.get(char) or unicodedata.normalize("NFC", "-" if char in "\ufffe\u2010\u2011" else char)
    if (marks.chars and not unicodedata.is_normalized("NFC", marks.chars[-1] + letters[0])) or (
        unicodedata.combining(letters[0]) and marks.chars
    ):
        _compose(marks, letters, offset)
    else:
        marks.add(letters, offset)


def _compose(marks: Marks, accent: str, offset: int) -> None:
    """'a' and a ring above become 'å' at the offset of the 'a'."""
    first = len(marks.chars) - 1
    while first > 0 and unicodedata.combining(marks.chars[first]):
        first -= 1
    if len(marks.chars) - first > _MOST_ACCENTS:
        return
    letters = unicodedata.normalize("NFC", "".join(marks.chars[first:]) + accent)
    places = [*marks.home[first:], *[offset] * len(accent)]
    marks.chars[first:] = letters
    marks.home[first:] = [places[min(n, len(places) - 1)] for n in range(len(letters))]


def is_spaced_out(text: str) -> bool:
    """Whether a line is set with blanks between its letters: 'B U D G E T  2 0 2 6'."""
    if len(text) < 9 or (text[1] != " " and text[2] != " "):
        return False
    words = text.split()
    single, short = (sum(len(word) <= size for word in words) / len(words) for size in (1, 2))
    letters = sum(map(str.isalpha, words)) / len(words)
    if len(words) < _FEWEST_CAPITALS and sum(map(str.islower, words)) < 2:
        return False  # party letters: 'A V C F'
    return single >= 0.6 and short >= 0.85 and letters > 0.5 and _SPACED.search(text) is not None


def draw_together(marks: Marks) -> Marks:
    """Without the blanks between letters. Where a word ends is lost in such a line; a capital or a figure after a small letter shows some ends."""
    kept = Marks()
    for index, (char, offset) in enumerate(zip(marks.chars, marks.home, strict=True)):
        if char == " ":
            before, after = marks.chars[index - 1], marks.chars[index + 1]
            if not (before.islower() and after.isupper()) and before.isdigit() == after.isdigit():
                continue
        kept.add(char, offset)
    return kept


def join_marks(joined: Marks, following: Marks, last_end: str) -> None:
    """Append the next line of a paragraph: nothing between after a hyphen of hyphenation, else one blank.

    `last_end` is the last raw character of the line before (a hyphen may have been hidden).
    """
    if joined.chars and following.chars:
        bridge(joined, "".join(following.chars[:14]), last_end)
    joined.chars += following.chars
    joined.home += following.home


def bridge(joined: Joined, word: str, last_end: str) -> None:
    """What stands between two lines; `word`: the beginning of the second, `last_end`: the last raw character of the first."""
    if last_end == "\u00ad" and word[0].isalnum():
        return
    if last_end in LINE_ENDS and joined.tail(1) == "-" and joined.tail(2)[0].isalnum() and not _LINKS.match(word):
        if word[0].isalnum() and (last_end == "\u2010" or (word[0].islower() and _is_broken_word(joined))):
            joined.drop_last()
        return
    joined.add(" ")


def _is_broken_word(marks: Joined) -> bool:
    """A hard '-' at a line end: real after an abbreviation or a figure ('OPP-projekt', 'it-drift', '3-årige'), else hyphenation."""
    tail = marks.tail(25)[:-1].split(" ")[-1].lstrip("(\"'„»")
    return not (tail.isupper() or tail.lower() in _KEEP_HYPHEN or tail[-1:].isdigit() or (len(tail) > 1 and tail[-2:].isupper()))
