"""Plain statements of an undertaking, told by words: 'Rengøringen udbydes.', 'Skolen bygges som OPP.', 'Vi hjemtager tandreguleringen.'

The trained layers see few traits in so short a sentence and pass it over. Here it is raised to what a reader would think of it; all that follows
(joining, rows, the last judgement) stays the model's. Words: `vocabulary/data/plain.toml`.
"""

import functools
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.joined import JoinedTexts
from samspil.initiatives.wording import tell_themes
from samspil.values.codes import THEMES

Array = NDArray[np.float64]

INSIDE = 0.9  # probability of a plain statement to belong to an initiative: about the share found right in texts read for this
_DOUBTFUL = (
    0.1  # from here on what is told by two things together is asked for; below, hardly any is an undertaking (F1 unseen the same with all)
)
_WHOLE = math.log(INSIDE / (1 - INSIDE))  # the same for its theme, as log-odds


@dataclass(frozen=True, slots=True)
class _Theme:
    """What states a theme: `stems` (letters, looked for first), `says` and `out` (what makes it something else)."""

    name: str
    stems: tuple[str, ...]
    says: re.Pattern[str]
    out: re.Pattern[str]


@functools.cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("samspil.vocabulary").joinpath("data/plain.toml").read_text(encoding="utf-8"))


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return _whole_words(_content()[name])


def _whole_words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@functools.cache
def _themes() -> tuple[_Theme, ...]:
    tables = ((theme, _content()[theme]) for theme in THEMES if theme in _content())
    return tuple(_Theme(theme, tuple(table["stems"]), _whole_words(table["says"]), _whole_words(table["out"])) for theme, table in tables)


def find_plain_themes(text: str) -> tuple[str, ...]:
    """The themes that a sentence, given in lower case, states plainly; mostly none."""
    return _find_said(text, [theme for theme in _themes() if any(stem in text for stem in theme.stems)])


def _find_said(text: str, themes: Sequence[_Theme]) -> tuple[str, ...]:
    """Those of the themes that a text plainly states; of each of them a stem stands in it."""
    said = [theme for theme in themes if theme.says.search(text)]
    if not said:
        return ()
    rest = _pattern("ended").sub(" ", text)
    if (rest == text and not _pattern("done").search(text)) or _pattern("doubt").search(rest):
        return ()
    return tuple(theme.name for theme in said if not theme.out.search(text))


def _find_stems(lower: Sequence[str]) -> dict[int, list[_Theme]]:
    """For each text in which a theme's stems stand, these themes; all texts are looked through in one go."""
    joined = JoinedTexts(lower)
    found: dict[int, list[_Theme]] = {}
    for theme in _themes():
        for n in joined.with_any(theme.stems):
            found.setdefault(n, []).append(theme)
    return found


def raise_plain(lower: Sequence[str], kinds: Sequence[str], inside: Array) -> tuple[Array, dict[int, tuple[str, ...]]]:
    """The probabilities with those of plain statements raised, and the themes of these by passage. `lower`: the passages in lower case."""
    body = [n for n, kind in enumerate(kinds) if kind in {"sentence", "item"}]
    stemmed = _find_stems(lower)
    plain = {n: themes for n in body if n in stemmed and (themes := _find_said(lower[n], stemmed[n]))}
    raised = inside.copy()
    for n in {*plain, *_find_told(lower, [n for n in body if inside[n] >= _DOUBTFUL])}:
        raised[n] = max(raised[n], INSIDE)
    return raised, plain


def _find_told(lower: Sequence[str], likely: Sequence[int]) -> list[int]:
    """Which of the `likely` sentences tell a theme by two things said together: the firm that has the task, and those who take it over."""
    return [n for n in likely if tell_themes(lower[n : n + 1]) and not _pattern("doubt").search(lower[n])]


def raise_themes(whole: Array, themes: Sequence[str]) -> Array:
    """The log-odds of a text as a whole with those of the themes it states plainly raised."""
    raised = whole.copy()
    for theme in themes:
        place = THEMES.index(theme)
        raised[place] = max(raised[place], _WHOLE)
    return raised
