"""For which budget year is it? 'Budgetaftale 2026', 'Budget 2026-2029', 'for 2026 og overslagsårene 2027-2029', 'B2026'.

The first of four years is the budget year; a date of signing in the autumn only supports the year after it. Source: docs/domain, 2.1-2.2.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from samspil.review.names import find_dates, join_spaced_letters, read_words

SURE = "sure"
LIKELY = "likely"
DOUBTFUL = "doubtful"

FIRST_YEAR = 2007  # the municipalities of today
LAST_YEAR = 2060

_ZONE = 500
_HEAD = 1_500
_ENOUGH = 1.1  # below, a year is only mentioned in passing
# All on lower-case text. Each year in the text is judged by the words around it.
_YEAR = re.compile(r"(?<![\d.,])20[0-6]\d(?!\d)(?![.,]\d)")
_SPAN = re.compile(r"\s*(?:[-–—−/]|til|og frem til)\s*(?:20)?([0-6]\d)(?!\d)(?!\.\d)")  # 2026-2029, 2026/29, 2026 til 2029
_SPAN_END = re.compile(r"20\d\d\s*(?:[-–—−/]|til)\s*$")
_SHORT_SPAN = re.compile(r"(?:budget|forlig|aftale)\w*\s*[-:]?\s*'?([1-6]\d)\s?[-–/ ]\s?'?([1-6]\d)(?!\d)")  # budget 26-29
_BEFORE = re.compile(r"(?:budget|forlig|aftale|protokollat)[^.\n?!]{0,60}$")  # budgetforlig for 2026, Vejle Kommunes budget 2026
_BEHIND = re.compile(r"[\s:.,_-]+(?:\w+\s+){0,2}?(?:budget|forlig)")  # 2026 budgetaftale
_BUDGET_YEAR = re.compile(r"budgetår(?:et)?\s*:?\s*$")  # budgetåret 2026
_ESTIMATE = re.compile(r"overslag\w*[^.\n?!]{0,25}$")  # overslagsårene 2027-2029: the year before
_PRICES = re.compile(r"\s?-?\s?(?:pris|p/l|pl\b)")  # 2026-priser
_LETTER = re.compile(r"\b(?:b|bf|budget|budgetaftale|budgetforlig)\s?'?(?:20)?([1-6]\d)(?![\d-])(?!\s?[-–/]\s?\d)")  # B2026, B26, Budget'26
_OLD = re.compile(r"(?:sidste års|fjorårets|tidligere|forrige|i forhold til|siden|fra|jf\.|fulgte af|opfølgning på)\s*(?:\w+\s+){0,2}$")
_TWO_YEARS = re.compile(r"(?<!\d)(20\d\d) (?=20\d\d(?!\d)|[0-6]\d(?!\d))")  # a file name's '2026 2029'
_MONTH_YEAR = re.compile(r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\s+20\d\d")


@dataclass(frozen=True, slots=True)
class YearFinding:
    """`year`: the budget year, None when nothing tells it; `sure`: SURE, LIKELY, DOUBTFUL; `candidates`: the years in doubt, ascending."""

    year: int | None
    sure: str
    candidates: tuple[int, ...] = ()


@functools.lru_cache(maxsize=256)
def find_year(file_name: str, head: str, title: str, text: str) -> YearFinding:
    """The budget year of an agreement. File name and head decide, the format's title and dates support; two that differ leave a doubt."""
    by_name = _best(_weigh_name(read_words(file_name)))
    in_passing = _weigh_text(join_spaced_letters(head[:_HEAD]))
    by_head = _best({year: weight for year, weight in in_passing.items() if weight >= _ENOUGH})
    if by_name and by_head and by_name[0] != by_head[0]:
        return _settle_conflict(by_name, by_head)
    found = max((one for one in (by_name, by_head) if one), key=lambda one: one[1], default=None)
    if found and found[1] >= _ENOUGH:
        return YearFinding(found[0], SURE if (by_name and by_head) or found[1] >= 4.0 else LIKELY)
    by_title = _best(_weigh_text(title))
    if by_title:
        return YearFinding(by_title[0], LIKELY)
    by_date = _find_by_date(head, text)
    return by_date if by_date.year else replace(by_date, candidates=tuple(sorted({*by_date.candidates, *in_passing})))


def _settle_conflict(by_name: tuple[int, float], by_head: tuple[int, float]) -> YearFinding:
    """A title page beats a bare year in a file name; two clear statements that differ leave a doubt."""
    candidates = (min(by_name[0], by_head[0]), max(by_name[0], by_head[0]))
    if by_head[1] >= 4.0 and by_name[1] <= 1.5:
        return YearFinding(by_head[0], LIKELY)
    if by_name[1] >= 3.0 and by_head[1] <= 1.5:
        return YearFinding(by_name[0], LIKELY)
    return YearFinding(None, DOUBTFUL, candidates)


def _find_by_date(head: str, text: str) -> YearFinding:
    """Signed in the autumn: the budget of the year after. Weak, so only when nothing else speaks."""
    dates = find_dates(head) or find_dates(text[-1_500:])
    years = {day.year + 1 for day, _start, _end in dates if 8 <= day.month <= 11}
    return YearFinding(years.pop(), LIKELY) if len(years) == 1 else YearFinding(None, DOUBTFUL, tuple(sorted(years)))


def _best(weights: dict[int, float]) -> tuple[int, float] | None:
    """The year with the greatest weight; None when there is none."""
    return max(weights.items(), key=lambda item: (item[1], item[0])) if weights else None


def _weigh_name(words: str) -> dict[int, float]:
    """Years in a file name: 4 for a span of four years, 3.5 beside 'budget', 1.5 bare; dates are taken out first."""
    text = _TWO_YEARS.sub(r"\1-", _without_dates(words.lower()))
    weights: dict[int, float] = defaultdict(float)
    for year, weight, _place in _statements(text):
        trust = 4.0 if weight in (5.5, 3.0) else 3.5 if weight >= 4.0 else 1.5 if weight >= 0.5 else 0.0
        weights[year] = max(weights[year], trust)
    return _in_range(weights)


def _weigh_text(head: str) -> dict[int, float]:
    """Years at the beginning of a text, by the best wording for each; what stands in the title zone first counts most."""
    weights: dict[int, float] = defaultdict(float)
    for year, weight, place in _statements(_without_dates(head.lower())):
        nearness = 1.0 if place < _ZONE else 0.6
        first = 1.0 - min(place, 1_500) / 15_000  # of two equal wordings, the one that stands first
        weights[year] = max(weights[year], weight * nearness * first)
    return _in_range(weights)


def _statements(text: str) -> Iterator[tuple[int, float, int]]:
    """(year, weight, place) of everything in a text that states a budget year."""
    for match in _YEAR.finditer(text):
        yield _judge(text, match)
    if "budget" in text or "b2" in text or "b 2" in text:
        for match in _LETTER.finditer(text):
            yield 2000 + int(match[1]), 4.5, match.start()
        for match in _SHORT_SPAN.finditer(text):
            if int(match[2]) - int(match[1]) == 3:
                yield 2000 + int(match[1]), 5.5, match.start()


def _judge(text: str, match: re.Match[str]) -> tuple[int, float, int]:
    """One year of the text with the weight that the words around it give it."""
    year, place = int(match.group()), match.start()
    before = text[max(0, place - 75) : place]
    span = _SPAN.match(text, match.end())
    if _PRICES.match(text, match.end()):
        return year, 1.2, place
    if _ESTIMATE.search(before):
        return year - 1, 2.5, place
    if span and not _SPAN_END.search(before):
        return _judge_span(text, year, 2000 + int(span[1]) - year, place, before)
    return year, _weigh_single(text, match, before), place


def _weigh_single(text: str, match: re.Match[str], before: str) -> float:
    """The weight of a year that does not begin a span."""
    if _SPAN_END.search(before):
        return 0.2
    if _OLD.search(before) or _OLD.search(before[: _word_start(before)]):
        return 1.0
    if _BUDGET_YEAR.search(before) or _BEFORE.search(before):
        return 5.0
    if _BEHIND.match(text, match.end()):
        return 4.2
    return 2.0 if match.start() < 160 else 0.5


def _judge_span(text: str, year: int, length: int, place: int, before: str) -> tuple[int, float, int]:
    """Four years are a budget with its estimate years; a school year or a plan of ten years says little."""
    named = _BEFORE.search(before) or _BEHIND.match(text, place + 9)
    if length == 3:
        return year, 5.5 if named else 3.0, place
    return (year, 4.0, place) if length in (1, 2) and _BEFORE.search(before[-30:]) else (year, 0.3, place)


def _word_start(before: str) -> int:
    """Where the last 'budget...' word in front of a year begins."""
    return max(before.rfind(word) for word in ("budget", "forlig", "aftale")) if _BEFORE.search(before) else 0


def _without_dates(text: str) -> str:
    """The text with full dates blanked, so that a day of signing is not taken for the budget year."""
    for _day, start, end in find_dates(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return _MONTH_YEAR.sub(lambda match: " " * len(match.group()), text)


def _in_range(weights: dict[int, float]) -> dict[int, float]:
    return {year: weight for year, weight in weights.items() if FIRST_YEAR <= year <= LAST_YEAR and weight >= 0.25}
