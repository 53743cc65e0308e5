"""The vocabulary's groups asked of every word of a document: most words belong to none, and a look at their first letters tells so."""

import re
from collections.abc import Iterable, Sequence

from samspil.vocabulary.terms import TermFinder, TermGroup

_HEAD = 3  # letters of a pattern's beginning that are looked at first


class QuickTerms(TermFinder):
    """Gives what `TermFinder` gives; only words and phrases that may match are tried."""

    def __init__(self, groups: Sequence[TermGroup]) -> None:
        super().__init__(groups)
        patterns = {pattern for group in groups for pattern in group.patterns}
        words = {pattern for pattern in patterns if " " not in pattern}
        self._exact = frozenset(word for word in words if "*" not in word)
        starts = {word.partition("*")[0] for word in words if "*" in word}
        self._starts = tuple(sorted(starts - {""}))
        self._heads = frozenset(start[:_HEAD] for start in self._starts)
        inner = {max(word.split("*"), key=len) for word in words if word.startswith("*")}
        self._inner = re.compile("|".join(map(re.escape, sorted(inner))) if inner else r"(?!)")
        self._seconds = _second_words(pattern.split() for pattern in patterns if " " in pattern)

    def groups_of(self, word: str) -> tuple[str, ...]:
        """Names of the groups a lower-case word belongs to."""
        return super().groups_of(word) if self._may_belong(word) else ()

    def _may_belong(self, word: str) -> bool:
        heads = self._heads
        if (word[:3] in heads or word[:2] in heads or word[:1] in heads) and word.startswith(self._starts):
            return True
        return word in self._exact or self._inner.search(word) is not None

    def places_of_phrases(self, words: Sequence[str]) -> list[int]:
        """Places of words with which a phrase may begin, by the word that follows; in order."""
        beside = zip(map(self._seconds.get, words), words[1:], strict=False)
        return [place for place, (starts, second) in enumerate(beside) if starts is not None and second.startswith(starts)]


def _second_words(phrases: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each first word of a phrase how the second one may begin."""
    found: dict[str, tuple[str, ...]] = {}
    for first, second, *_ in phrases:
        word = first.rstrip("*")
        found[word] = (*found.get(word, ()), second.removesuffix("*"))
    return found
