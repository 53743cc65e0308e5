"""The same words twice: in two rows, in two tables, or in the review of the year before."""

import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samspil.review.audit.article import Article, Entry, Told, read_article
from samspil.review.audit.findings import find_at
from samspil.review.audit.judge import Judge
from samspil.values.finding import Finding
from samspil.values.published import PublishedReview
from samspil.vocabulary import municipalities

_WORD = re.compile(r"[^\W_]+")
_LINKS = frozenset(
    [
        "desuden",
        "derudover",
        "endvidere",
        "ligeledes",
        "samtidig",
        "herudover",
        "også",
        "derfor",
        "således",
        "kommunen",
        "kommune",
        "kommunens",
    ]
)
_SAME_PLACE = 0.84  # likeness from which two texts of one municipality are the same
_ELSEWHERE = 0.93  # of two municipalities, whose texts may well be alike
_SHORT, _SHORT_ELSEWHERE = 7, 10  # words that a text must have to be compared
_LONGEST = 20_000  # letters of a row that are compared
_QUICK = 0.55  # share of common words below which letters are not compared
# What bounds the work in an article of any size: texts that a word may stand in to be looked at, and texts that one is compared with.
_MOST_WITH_WORD, _MOST_COMPARED = 400, 60


@dataclass(frozen=True, slots=True)
class _Text:
    """A text to compare: words without names and links, and the sentence to quote."""

    words: tuple[str, ...]
    told: Told
    entry: Entry
    whole: bool


def check_doubled_rows(article: Article, judge: Judge) -> list[Finding]:
    """A row, or a sentence of a row, that stands in another row of the review too. One finding for each row that repeats another."""
    texts = [text for entry in article.entries for text in _texts_of(entry)]
    found: dict[tuple[int, int], tuple[float, _Text, _Text]] = {}
    for first, second, degree in _pairs(texts, texts):
        right, wrong = _which(first, second, judge)
        key = _place(wrong.entry)
        if key not in found or (degree, wrong.whole) > (found[key][0], found[key][2].whole):
            found[key] = (degree, right, wrong)
    return [_doubled(*one) for one in found.values()]


def _place(entry: Entry) -> tuple[int, int]:
    return entry.table.number, entry.place


def _texts_of(entry: Entry) -> Iterator[_Text]:
    """The row as a whole, and each of its sentences when there are several."""
    if not entry.sentences:
        return
    yield _Text(_plain_words(entry.row.text[:_LONGEST]), entry.sentences[0], entry, True)
    if len(entry.sentences) > 1:
        yield from (_Text(_plain_words(told.text), told, entry, False) for told in entry.sentences)


@functools.lru_cache(maxsize=8192)
def _plain_words(text: str) -> tuple[str, ...]:
    for mention in reversed(municipalities.find_mentions(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return tuple(word for word in _WORD.findall(text.lower()) if word not in _LINKS)


def _pairs(firsts: Sequence[_Text], seconds: Sequence[_Text]) -> Iterator[tuple[_Text, _Text, float]]:
    """All pairs of different rows that say the same. Words are indexed, so that the cost grows with what is alike."""
    by_word: dict[str, list[int]] = {}
    for number, text in enumerate(seconds):
        for word in set(text.words):
            by_word.setdefault(word, []).append(number)
    for place, text in enumerate(firsts):
        common: Counter[int] = Counter()
        for word in set(text.words):
            if len(by_word.get(word, ())) <= _MOST_WITH_WORD:
                common.update(by_word.get(word, ()))
        for number, count in common.most_common(_MOST_COMPARED):
            other = seconds[number]
            if (firsts is seconds and number <= place) or text.entry is other.entry:
                continue
            if count >= _QUICK * max(len(set(text.words)), len(set(other.words))) and (degree := _degree(text, other)):
                yield text, other, degree


def _degree(first: _Text, second: _Text) -> float:
    """How alike two texts are, 0 when not enough: texts of different municipalities must be nearly the same, figures too."""
    same = first.entry.code == second.entry.code and first.entry.code != ""
    if min(len(first.words), len(second.words)) < (_SHORT if same else _SHORT_ELSEWHERE):
        return 0.0
    degree = compare(first.words, second.words)
    if same:
        return degree if degree >= _SAME_PLACE else 0.0
    figures = [tuple(word for word in text.words if word[0].isdigit()) for text in (first, second)]
    return degree if degree >= _ELSEWHERE and figures[0] == figures[1] else 0.0


def compare(first: Sequence[str], second: Sequence[str]) -> float:
    """From 0 to 1: the likeness of two texts, letter by letter; a changed ending counts little."""
    if first == second:
        return 1.0
    return difflib.SequenceMatcher(None, " ".join(first)[:2000], " ".join(second)[:2000], autojunk=False).ratio()


def _which(first: _Text, second: _Text, judge: Judge) -> tuple[_Text, _Text]:
    """Which of two alike is at fault: the one whose own name the text does not bear, or whose table it fits less, else the later one."""
    names = {mention.municipality.code for mention in municipalities.find_mentions(first.told.text + " " + second.told.text)}
    if first.entry.code != second.entry.code:
        if first.entry.code not in names and second.entry.code in names:
            return second, first
        return first, second
    if first.entry.table.theme != second.entry.table.theme and first.whole and second.whole:
        fits = [judge.weigh(text.entry.row.text).get(text.entry.table.theme, 1.0) for text in (first, second)]
        if fits[0] < fits[1] - 0.5:
            return second, first
    return first, second


def _doubled(degree: float, right: _Text, wrong: _Text) -> Finding:
    key = "doubled_row" if wrong.whole and right.whole else "doubled_sentence"
    other = right.entry
    confidence = min(0.99, 0.6 + 0.4 * degree) if other.code == wrong.entry.code else 0.85
    words = {"other": other.name, "other_table": other.table.number, "degree": _percent(degree)}
    return find_at("duplicate-row", wrong.told, key, "", confidence, name=wrong.entry.name, against=right.told.text, **words)


def _percent(degree: float) -> int:
    return round(100 * degree)


def check_carried_over(article: Article, previous: Iterable[PublishedReview]) -> list[Finding]:
    """Rows of the year before that stand here again, word for word or nearly."""
    now = [text for entry in article.entries for text in _texts_of(entry)]
    found: dict[tuple[int, int], tuple[float, _Text, _Text, int]] = {}
    for review in previous:
        before = [text for entry in read_article(review).entries for text in _texts_of(entry)]
        for text, old, degree in _pairs(now, before):
            key = _place(text.entry)
            if text.entry.code == old.entry.code and degree > (found[key][0] if key in found else 0.0):
                found[key] = (degree, text, old, review.year)
    return [_carried(*one) for one in found.values()]


def _carried(degree: float, text: _Text, old: _Text, year: int) -> Finding:
    words = {"year": year, "other_table": old.entry.table.number, "degree": _percent(degree)}
    key = "carried_row" if text.whole and old.whole else "carried_sentence"
    return find_at("carried-over", text.told, key, "", min(0.95, 0.55 + 0.4 * degree), name=text.entry.name, against=old.told.text, **words)
