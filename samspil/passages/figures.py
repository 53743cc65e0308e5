"""What stands in the cells of budget tables: figures, budget years, header lines, and lines that end in figures."""

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

Span = tuple[int, int]

_DIGITS = r"[-\u2010\u2011–−+]?\s?(?:\d{1,3}(?:[.\u00a0\u202f\u2009 ]\d{3})+|\d+)(?:,\d+)?[-\u2010\u2011–−]?"
_NUMBER = rf"{_DIGITS}|\({_DIGITS}\)|[-\u2010\u2011–−—]"
_SIGNS = frozenset("-\u2010\u2011–−—+(")  # before the digits of a figure, or instead of them
_ONE_NUMBER = re.compile(rf"(?:{_NUMBER})(?:\s?(?:kr\.?|t\.\s?kr\.?|mio\.?(?: kr\.?)?))?")
_KIND = r"(?:budgetår|overslagsår|budgetoverslag|budget|overslag|forslag|regnskab|år|bo|b|bf|f|r)\.?\s?-?"
# Behind the year its unit or the prices it is in: '2026 (1.000 kr.)', '2026 t.kr.', '2027 i 2026-priser'.
_IN = r"\(?(?:i\s)?(?:1[.\s]?000\s?kr|t\.?\s?kr|mio\.?(?:\s?kr)?|kr|(?:20)?\d\d[-\s]?(?:pl|p/l|priser))\b\.?\)?"
_YEAR = rf"(?:{_KIND})?\(?20[1-4]\d\)?\*?(?:\s{_IN})?|(?:b|bo|r)\.?\s?[’']?[2-4]\d|[’'][2-4]\d|(?:bo|overslags?år|budgetoverslag)\s?[1-3]"
_ONE_YEAR = re.compile(_YEAR, re.I)
_BEGUN_UNIT = re.compile(r"\(1[.\s]?000\b")  # '(1.000' above 'kr.)'
_TOTAL = r"(?:i\salt(?:\s20\d\d\s?[-–]\s?(?:20)?\d\d)?|sum|total|samlet)"
_HEADER = re.compile(
    rf"(?P<label>(?:(?!\b(?:{_YEAR})(?:\s|$)).)*?)(?P<years>(?<!\w)(?:(?:{_YEAR})(?:\s+|$)){{2,}})(?P<rest>{_TOTAL}?)\s*", re.I
)
_HEADER_END = re.compile(r"\d[*)]{0,2}$|(?:alt|sum|total|samlet|kr\.?\)?|mio\.?\)?|pl\)?|p/l\)?|priser\)?)$", re.I)
_SIGN = re.compile(r"20[1-4]\d|[’'][2-4]\d|\b(?:bo?|r)\.?\s?[’']?\d|år\s?[1-3]|overslag\s[1-3]", re.I)
_HEADER_LAST = frozenset("*).tTmMlLrRoO")  # what it may end in besides a digit
_SHORT_YEAR = re.compile(r"’?[2-4]\d")
_CALENDAR = re.compile(r"(?<!\d)20[1-4]\d(?!\d)")
_RANGE = re.compile(r"(?<!\d)(20[1-4]\d)\s?(?:[-–—]|til)\s?(20[1-4]\d|[2-4]\d)(?!\d)")
_WORD = re.compile(r"\S+")
_UNBROKEN = re.compile(r"[^ \t\r\n]+")  # a no-break blank does not end a figure
_LETTERS = re.compile(r"[^\W\d_]{2}")
LONGEST_HEADER = 90


def is_number(text: str) -> bool:
    """Whether a cell holds nothing but a figure."""
    if len(text) >= 40:
        return False
    text = text.strip()
    first = text[:1]
    return (first in _SIGNS or first.isdigit()) and _ONE_NUMBER.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a header cell names a budget year."""
    return len(text) < 40 and _ONE_YEAR.fullmatch(text.strip()) is not None


def count_years(cells: Sequence[str]) -> int:
    """How many cells name a budget year; bare '26' counts only in a run like 26, 27, 28."""
    short = [int(cell.strip()[-2:]) for cell in cells if _SHORT_YEAR.fullmatch(cell.strip())]
    run = len(short) > 1 and all(b == a + 1 for a, b in pairwise(short))
    return sum(map(is_year, cells)) + (len(short) if run else 0)


def has_letters(text: str) -> bool:
    """Two letters in a row: a word, not a sign or a figure."""
    return _LETTERS.search(text) is not None


def has_other_figures(text: str) -> bool:
    """Figures that are no years: such a line is no part of a header."""
    return any(map(str.isdigit, _BEGUN_UNIT.sub("", _ONE_YEAR.sub("", text))))


def parse_header(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The label and the year columns of a header line, None when it is none: 'Pulje Budget 2026 BO 2027' has the columns 'Budget 2026' and 'BO 2027'."""
    text = text.strip()
    if not (text[-1:].isdigit() or text[-1:] in _HEADER_LAST):
        return None
    if len(text) >= 200 or not _HEADER_END.search(text[-8:]) or len(_SIGN.findall(text)) < 2:
        return None
    match = _HEADER.fullmatch(text)
    if not match or len(match["label"]) > LONGEST_HEADER:
        return None
    years = tuple(year[0].strip() for year in _ONE_YEAR.finditer(match["years"]))
    rest = match["rest"].strip()
    return match["label"].strip(), (*years, rest) if rest else years


def parse_caption_years(text: str) -> tuple[str, ...]:
    """The years a caption names, as a list or a range ('2026-2029'); fewer than two are none."""
    if len(text) > 200:
        return ()
    ranges = _RANGE.findall(text)
    if len(ranges) == 1:
        first, last = int(ranges[0][0]), int(ranges[0][0][:2] + ranges[0][1][-2:])
        return tuple(map(str, range(first, last + 1))) if 0 < last - first < 10 else ()
    years = tuple(dict.fromkeys(_CALENDAR.findall(text)))
    return years if len(years) > 1 and list(years) == sorted(years) else ()


@functools.lru_cache(maxsize=1 << 12)  # a row is asked for when its table is measured and when it is read
def split_row(text: str, columns: int) -> tuple[int, tuple[Span, ...]] | None:
    """Where a line's label ends and where its `columns` trailing figures stand; None when it does not end in that many.

    'Skole 4 400 4 400' is read by the count. The label is empty (0) when the line holds figures only.
    """
    if not text or not (text[-1].isdigit() or text[-1] in "-–−—)*."):
        return None
    for pattern in (_UNBROKEN, _WORD) if "\u00a0" in text or "\u202f" in text else (_WORD,):
        words = [match.span() for match in pattern.finditer(text[-400:])]
        shift = max(0, len(text) - 400)
        found = _split_words(text, [(a + shift, b + shift) for a, b in words], columns)
        if found:
            return found
    return None


def _split_words(text: str, words: list[Span], columns: int) -> tuple[int, tuple[Span, ...]] | None:
    spare: tuple[int, tuple[Span, ...]] | None = None
    for size in (1, 2, 3):
        cells, left = _take_cells(text, words, columns, size)
        if not cells:
            continue
        label_end = words[left - 1][1] if left else 0
        if not left or not is_number(text[words[left - 1][0] : label_end]):
            return label_end, cells
        if has_letters(text[:label_end]) and spare is None:
            spare = label_end, cells  # 'Plejecenter 3 400 400 400 400'
    return spare


def _take_cells(text: str, words: list[Span], columns: int, size: int) -> tuple[tuple[Span, ...], int]:
    """The last `columns` figures, each of up to `size` words ('1 234 567'), and how many words are left before them."""
    cells: list[Span] = []
    left = len(words)
    for _ in range(columns):
        for width in range(min(size, left), 0, -1):
            if is_number(text[words[left - width][0] : words[left - 1][1]]):
                break
        else:
            return (), left
        cells.append((words[left - width][0], words[left - 1][1]))
        left -= width
    return tuple(reversed(cells)), left


def count_figures(text: str) -> int:
    """How many figures a line ends in."""
    count = 0
    for word in reversed(text[-200:].split()):
        if not is_number(word):
            break
        count += 1
    return count
