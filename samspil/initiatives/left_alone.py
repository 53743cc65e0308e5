"""Passages that speak of a theme and decide nothing: mere look backs, refused wishes, what the agreement says it leaves alone, land for sale.

These are told by words, not by the trained layers, and only where nothing in the passages speaks for an undertaking: what is lost here is lost
for good. Words: `vocabulary/data/left_alone.toml`; the rules behind them: codebook, 'Stage' and 'Themes'.
"""

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import resources

_LONG_AGO = 3  # years before the budget year: what is nearer may still run
_YEAR = re.compile(r"(19[5-9]\d|20[0-6]\d)(?<!\d\d{4})(?!\d)")  # the look back stands behind: what begins with a digit is looked for faster
_LETTERS = re.compile(r"[^\W\d_]+")
_PASSIVE = re.compile(r"\b[a-zæøå]{3,}es\b")
# A verb in the present tense by its place: '…, og ordningen breder sig', 'Den opgave, der blev hjemtaget i 2021, forbliver …'
_PRESENT = re.compile(
    r"(?:,|\bog|\bmen) (?:de[nt]? )?\w+(?:en|et|ne) \w{2,}er\b|, (?!der\b|eller\b|efter\b|under\b|over\b|uden\b)\w{3,}er\b"
)


@functools.cache
def _read_lists() -> dict[str, list[str]]:
    file = resources.files("samspil.vocabulary").joinpath("data/left_alone.toml")
    lists: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return lists


@functools.cache
def _words(name: str) -> re.Pattern[str]:
    """One expression for the whole words of a list."""
    return re.compile(rf"\b(?:{'|'.join(_read_lists()[name])})\b")


def compile_words() -> None:
    """Compile every list now: children that are forked later find them ready."""
    for name in _read_lists():
        _words(name)


def guess_year(texts: Iterable[str]) -> int:
    """The year that a document names most often, which is about its budget year; 0 when it names none."""
    counted = Counter(year for text in texts for year in _YEAR.findall(text))
    return int(max(sorted(counted), key=counted.__getitem__)) if counted else 0


def is_left_alone(texts: Sequence[str], budget_year: int) -> bool:
    """Whether the passages of one candidate decide nothing. `budget_year`: the agreement's, or 0 where it is not known: then nothing looks back."""
    told = [text.lower() for text in texts]
    rules = (_is_of_today, _is_untouched, _is_refused, _sells_land, _recites_law, _is_of_others)
    return bool(told) and (_looks_back(told, budget_year) or any(rule(told) for rule in rules))


def is_budget_line(label: str) -> bool:
    """Whether a table row is a line of the whole budget: 'Serviceudgifter i alt', 'Det specialiserede voksenområde'."""
    words = _LETTERS.findall(label.lower())
    return bool(words) and all(_words("budget_line").fullmatch(word) for word in words)


def _looks_back(texts: Sequence[str], budget_year: int) -> bool:
    """'I 2014 valgte byrådet at udlicitere kantinen, men ordningen ophørte året efter.': long ago, in the past tense, and nothing since."""
    whole = " ".join(texts)
    years = [int(year) for year in _YEAR.findall(whole)]
    once = _words("once").search(whole) is not None
    if (not once and not years) or any(year > budget_year - _LONG_AGO for year in years[: 1 if not once else None]):
        return False
    if any(year >= budget_year - 1 for year in years) or not all(_words("past").search(text) for text in texts):
        return False
    return not _is_done(_words("once").sub("", whole), "done", "meant")


def _is_done(text: str, *names: str) -> bool:
    passives = [word for word in _PASSIVE.findall(text) if not _words("no_passive").fullmatch(word)]
    return bool(passives) or _has_any(text, *names) or _PRESENT.search(text) is not None


def _has_any(text: str, *names: str) -> bool:
    return any(_words(name).search(text) for name in names)


def _is_of_today(texts: Sequence[str]) -> bool:
    """'I dag vaskes tøjet på tre måder.': how it is now, and no word on what becomes of it."""
    rest = _words("today").sub("", texts[0], count=1)
    return len(texts) == 1 and rest != texts[0] and not _is_done(rest, "done", "meant")


def _is_untouched(texts: Sequence[str]) -> bool:
    """'Udbuddet af vejbelysning fra 2020 berøres ikke af aftalen.'"""
    if len(texts) != 1 or not _words("untouched").search(texts[0]):
        return False
    rest = _words("untouched").sub("", texts[0])
    return not _has_any(rest, "done", "but")


def _is_refused(texts: Sequence[str]) -> bool:
    """'Et mindretal ønsker et loft over kød, men det kunne de øvrige ikke støtte.'"""
    first = texts[0]
    return bool(_words("refused").search(first) and _words("wished").search(first)) and not _words("done").search(
        _words("refused").sub("", first)
    )


def _sells_land(texts: Sequence[str]) -> bool:
    """'En erhvervsgrund har været i offentligt udbud uden bud og udbydes igen.'"""
    sold = [text for text in texts if _words("sold").search(text)]
    if not sold or _words("service").search(" ".join(texts)):
        return False
    return all(_words("land").search(text) for text in sold)


def _recites_law(texts: Sequence[str]) -> bool:
    """What the law gives or demands, said of no undertaking (codebook: an initiative is what the municipality says that it will do)."""
    return all(_words("law").search(text) for text in texts) and not any(_words("lawful").search(text) for text in texts)


def _is_of_others(texts: Sequence[str]) -> bool:
    """'På landsplan bor flere i en friplejebolig.': what others do, said beside nothing of the municipality's own."""
    return all(_words("others").search(text) for text in texts) and not any(_words("ours").search(text) for text in texts)
