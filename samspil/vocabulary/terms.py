"""The vocabulary of the themes: words and patterns in groups, one TOML file per theme under `terms/`, with label, description and source.

A pattern is a lower-case word, with `*` for any letters at its beginning, middle or end, or a phrase of such words.
"""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One group of patterns; `name` is 'theme.group'."""

    name: str
    patterns: tuple[str, ...]


@functools.cache
def read_groups() -> tuple[TermGroup, ...]:
    """All groups of all files, in the order of file and group names."""
    groups: list[TermGroup] = []
    for file in sorted(resources.files("samspil.vocabulary").joinpath("terms").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            theme = file.name.removesuffix(".toml")
            content: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
            groups += [TermGroup(f"{theme}.{name}", tuple(patterns)) for name, patterns in sorted(content["groups"].items())]
    return tuple(groups)


class TermFinder:
    """Finds the groups of words (remembered per distinct word) and of phrases."""

    def __init__(self, groups: Sequence[TermGroup]) -> None:
        self.groups = tuple(groups)
        self._words = [(group.name, _compile([p for p in group.patterns if " " not in p])) for group in groups]
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group in groups:
            for pattern in group.patterns:
                if " " in pattern:
                    words = tuple(pattern.split())
                    self._phrases.setdefault(words[0].rstrip("*"), []).append((words, group.name))
        self._memory: dict[str, tuple[str, ...]] = {}

    def groups_of(self, word: str) -> tuple[str, ...]:
        """Names of the groups a lower-case word belongs to."""
        known = self._memory.get(word)
        if known is None:
            known = tuple(name for name, pattern in self._words if pattern is not None and pattern.fullmatch(word))
            self._memory[word] = known
        return known

    def groups_of_phrases(self, words: Sequence[str]) -> list[str]:
        """Names of the groups whose phrases stand in these lower-case words, once for each place."""
        found = []
        for index, word in enumerate(words):
            for phrase, name in self._phrases.get(word, ()):
                if len(words) - index >= len(phrase) and all(_fits(p, w) for p, w in zip(phrase, words[index:], strict=False)):
                    found.append(name)
        return found


def _compile(patterns: Sequence[str]) -> re.Pattern[str] | None:
    parts = [re.escape(pattern).replace(r"\*", ".*") for pattern in patterns]
    return re.compile("|".join(parts)) if parts else None


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
