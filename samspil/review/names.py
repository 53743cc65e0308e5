"""File names as people give them: words, safe to show, and what they say about draft, version and date."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import unquote

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")

_EXTENSION = re.compile(r"\.(?:pdf|docx?|docm|html?|xhtml|txt|text|md|odt|rtf|pptx?|xlsx?|csv)$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s_+.,;()\[\]{}&%#=~\-\u2010-\u2015\u2212]+")
_CAMEL = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ][a-zæøå])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_]{2})")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SPACED = re.compile(r"(?<!\w)(?:\w ){3,}\w(?!\w)")
_DIGITS = re.compile(r"\d+")
_ISO_DATE = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_. /]{1,2}(0?[1-9]|1[0-2])[-_. /]{1,2}(20\d\d|\d\d)(?!\d)")
_WRITTEN = re.compile(rf"(?<!\d)(0?[1-9]|[12]\d|3[01])\.?\s+({'|'.join(MONTHS)})[,.]?\s+(20\d\d)(?!\d)", re.IGNORECASE)


def read_words(file: str) -> str:
    """The last part of a path as words: no extension, separators as blanks, percent codes and mangled letters repaired."""
    return split_words(file.replace("\\", "/").rsplit("/", 1)[-1])


def split_words(name: str) -> str:
    """One part of a path as words, with a capital at the beginning of each."""
    text = unicodedata.normalize("NFC", repair_letters(unquote(_EXTENSION.sub("", name), errors="replace")))
    words = _CAMEL.sub(" ", _SEPARATORS.sub(" ", text)).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)


def repair_letters(text: str) -> str:
    """'KÃ¸ge' becomes 'Køge': UTF-8 that was taken for Latin-1. Anything else stays as it is."""
    if "Ã" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def show_name(file: str) -> str:
    """A file name that is safe to show: invisible and control characters stand as ⟨U+200B⟩."""
    return _INVISIBLE.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", file)


def join_spaced_letters(text: str) -> str:
    """'B U D G E T  2 0 2 6' becomes 'BUDGET  2026': headings set with letters apart."""
    return _SPACED.sub(lambda match: match.group().replace(" ", ""), text) if _SPACED.search(text) else text


def find_dates(text: str) -> list[tuple[date, int, int]]:
    """All full dates with their place: '18. september 2025', '22.9.2026', '2025-09-12', '20250912'."""
    starts = [run.start() for run in _DIGITS.finditer(text)]
    found = [(match, match[3], MONTHS.index(match[2].lower()) + 1, match[1]) for match in _match_at(_WRITTEN, text, starts)]
    found += [(match, match[3], int(match[2]), match[1]) for match in _match_at(_DAY_FIRST, text, starts)]
    found += [(match, match[1], int(match[2]), match[3]) for match in _match_at(_ISO_DATE, text, starts)]
    dates = [(_make_date(year, month, day), match.start(), match.end()) for match, year, month, day in found]
    return sorted(((day, start, end) for day, start, end in dates if day is not None), key=lambda entry: entry[1:])


def _match_at(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives for a pattern that begins with the first of some digits: there are few places to look at."""
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match:
            end = match.end()
            yield match


def _make_date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, int(day))
    except ValueError:
        return None
