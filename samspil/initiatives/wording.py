"""What an initiative's words say of its stage and its theme, added to what the trained layers make of them.

'Planen opgives' is a stop however few such sentences were in the corpus, and 'af kommunens egne folk' beside 'vognmanden' is a task brought back. The
words only add to the log-odds, so that strong signs to the contrary still count. Words: `vocabulary/data/wording.toml`.
"""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from samspil.values.codes import STAGES, THEMES, TOPICS

Array = NDArray[np.float64]

_STAGE_WORTH = (
    3.0  # log-odds: of 2, 3, 4 and 6 best on texts of municipalities not seen (stages right 0.869 -> 0.881 on the labelled passages)
)
_THEME_ODDS = 0.4  # log-odds that a theme told by words has at least: somewhat more likely than not
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
    return "considered" if examined else ""


def points_to_table(texts: Sequence[str]) -> bool:
    """Whether these passages, in lower case, say that their money stands in a table."""
    return any(_words("money", "in_table").search(text) for text in texts)


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
    for theme in tell_themes(texts):
        place = THEMES.index(theme)
        added[place] = max(added[place], _THEME_ODDS)
    return added
