"""A theme's vocabulary at work: which of its groups stand in a text."""

import re
from collections.abc import Iterable, Sequence

from samspil.initiatives.own_themes.folder import FALSE_FRIENDS
from samspil.vocabulary.terms import TermGroup


class OwnTerms:
    """Finds the groups of a theme in lower-case words. `*` may stand anywhere, in phrases too."""

    def __init__(self, groups: Sequence[TermGroup]) -> None:
        self._patterns = [(group.name, _compile(group.patterns)) for group in groups]

    def find(self, words: Sequence[str]) -> list[str]:
        """Names of the groups, once for each place."""
        text = " ".join(words)
        return [name for name, pattern in self._patterns for _ in pattern.finditer(text)]


def speak_for(names: Iterable[str]) -> set[str]:
    """The groups among `names` that speak for the theme."""
    return {name for name in names if not name.startswith(FALSE_FRIENDS)}


def speaks_strongly(names: Sequence[str]) -> bool:
    """Three groups or more for the theme and none of its false friends."""
    return len(speak_for(names)) > 2 and speak_for(names) == set(names)


def _compile(patterns: Sequence[str]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(pattern).replace(r"\*", r"\S*").replace(r"\ ", " ") for pattern in patterns)
    return re.compile(rf"(?<!\S)(?:{spelled})(?!\S)")
