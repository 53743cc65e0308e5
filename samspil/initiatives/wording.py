"""What an initiative's words say of its stage and its theme, added to what the trained layers make of them.

'Planen opgives' is a stop however few such sentences were in the corpus, and 'af kommunens egne folk' beside 'vognmanden' is a task brought back. The
words only add to the log-odds, so that strong signs to the contrary still count; but a task that comes back does not leave, nor the other way round.
Words: `vocabulary/data/wording.toml`.
"""

import functools
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from samspil.values.codes import STAGES, THEMES, TOPICS

Array = NDArray[np.float64]

_STAGE_WORTH = (
    3.0  # log-odds: of 2, 3, 4 and 6 best on texts of municipalities not seen (stages right 0.869 -> 0.881 on the labelled passages)
)
_THEME_ODDS = 0.4  # log-odds that a theme told by words has at least: somewhat more likely than not
_OPPOSITES = frozenset(("tendering", "insourcing"))  # a task goes one way
_OTHER_WAY = -0.05  # log-odds that the opposite of a way told by words has at most: somewhat less likely than not
_LONGEST_TITLE, _LONGEST_NAME = 50, 80  # letters: of a heading, and of what stands before the colon of a line of sums
_LONGEST_BARE = 6  # long words beside its sums
_SUMS = re.compile(r"\d")
_UNIT = re.compile(r"\b1[.\s]?000 kr\b|\bt\.?\s?kr\b|\bmio\. kr\b|\bhele kr\b")
_YEARLY = re.compile(r"\s*20\d\d\s?: ?[-–−]?\d")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_WORDS = 1  # of meaning, beside sums: more, and it is a sentence
_FIRST_STAGES = len(THEMES) + len(TOPICS)


@functools.cache
def _content() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(resources.files("samspil.vocabulary").joinpath("data/wording.toml").read_text(encoding="utf-8"))


@functools.cache
def _words(table: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_content()[table][name])})\b")


def compile_words() -> None:
    """Compile every list now: children that are forked later find them ready."""
    for table, lists in _content().items():
        for name in lists:
            _words(table, name)


def tell_stage(texts: Sequence[str]) -> str:
    """The stage that these passages of one initiative, in lower case, name in so many words; '' when they do not."""
    whole = " ".join(texts)
    for stage in ("stopped", "completed", "underway"):
        if _words("stages", stage).search(whole):
            return stage
    examined = bool(texts) and _words("stages", "considered").search(texts[0]) and not _words("stages", "unless").search(whole)
    if examined:
        return "considered"
    if _words("stages", "decided").search(whole):
        return "decided"
    return "planned" if _words("stages", "planned").search(whole) and not _words("stages", "funded").search(whole) else ""


def points_to_table(texts: Sequence[str]) -> bool:
    """Whether these passages, in lower case, say that their money stands in a table."""
    return any(_words("money", "in_table").search(text) for text in texts)


def is_cost_title(title: str) -> bool:
    """Whether a heading, or what stands before a colon, in lower case, says that sums follow: 'økonomi', 'finansiering'."""
    return len(title) < _LONGEST_TITLE and _words("money", "apart").fullmatch(title.strip(" *.:")) is not None


def is_cost_line(text: str) -> bool:
    """Whether a passage, in lower case, is a line of sums with a name before its colon: 'drift i 1.000 kr.: 2027: 450; 2028: 150'.

    The name is one that such lines have, or it states a unit and years follow: 'konsulent, 1.000 kr.: 2027: 200'.
    """
    name, colon, sums = text.partition(":")
    if not colon or len(name) >= _LONGEST_NAME or not _SUMS.search(sums):
        return False
    if not (_words("money", "line").match(name) or (_UNIT.search(name) and _YEARLY.match(sums))):
        return False
    return len([word for word in _LONG_WORD.findall(sums) if not _words("money", "beside").fullmatch(word)]) <= _MOST_WORDS


def names_nothing(text: str) -> bool:
    """Whether a sentence on money, in lower case, does not say what it is for."""
    title, colon, rest = text.partition(":")
    return _words("money", "nameless").match(rest.strip() if colon and is_cost_title(title) else text) is not None


def is_bare_sum(text: str, known: Callable[[str], bool] = lambda _word: False) -> bool:
    """Whether a sentence, in lower case, has a sum and says nothing of what it is for: 'det koster 600.000 kr.', 'bevillingen hertil er 450.000 kr.'.

    `known`: whether a word is of what stands before ('automaterne' behind 'en automat').
    """
    words = [word for word in _LONG_WORD.findall(text.replace("af den grund", "")) if not says_money(word)]
    return len(words) <= _LONGEST_BARE and all(_words("money", "nothing_more").fullmatch(word) or known(word) for word in words)


def goes_back(text: str) -> bool:
    """Whether a sentence, in lower case, begins by going back to what stands right before: 'heraf går 900.000 kr. til oplæring'."""
    return _words("money", "back").match(text) is not None


def says_money(word: str) -> bool:
    """Whether a word, in lower case, tells of money only and not of what it is for."""
    return _words("money", "bare").fullmatch(word) is not None


def tell_themes(texts: Sequence[str]) -> tuple[str, ...]:
    """The themes that these passages of one initiative, in lower case, tell by two things said together."""
    whole = " ".join(texts)
    return tuple(
        theme
        for theme in THEMES
        if theme in _content()
        and _words(theme, "one").search(whole)
        and _words(theme, "other").search(whole)
        and not _words(theme, "out").search(whole)
    )


def add_wording(odds: Array, texts: Sequence[str]) -> Array:
    """The log-odds of an initiative (themes, topics, stages) with what its words say added. `texts`: its passages in lower case."""
    added = odds.copy()
    stage = tell_stage(texts)
    if stage:
        added[_FIRST_STAGES + STAGES.index(stage)] += _STAGE_WORTH
    told = tell_themes(texts)
    for theme in told:
        place = THEMES.index(theme)
        added[place] = max(added[place], _THEME_ODDS)
    if len(_OPPOSITES & set(told)) == 1:
        (other,) = _OPPOSITES - set(told)
        place = THEMES.index(other)
        added[place] = min(added[place], _OTHER_WAY)
    return added
