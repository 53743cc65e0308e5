"""Words become concepts: each distinct word and pair of words is looked up once and remembered as the bits of the concepts it belongs to."""

import re
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_MOST_REMEMBERED = 300_000  # words, and pairs of words; a book of budget agreements has fewer

Phrase = tuple[tuple[str, ...], int]


class Lexicon(dict[str, int]):
    """Word -> bits. Patterns: 'word', 'word*', '*word', '*word*', and phrases of two or more of the first two kinds.

    The lowest bit of a word says that a phrase may begin with it.
    """

    def __init__(self, patterns: Mapping[str, Sequence[str]], bits: Mapping[str, int]) -> None:
        super().__init__()
        self._exact: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._inner: list[tuple[str, bool, int]] = []
        self._phrases: dict[str, list[Phrase]] = {}  # by the pattern of their first word
        self._begun: dict[str, dict[str, list[Phrase]]] = {}
        self._pairs: dict[tuple[str, str], tuple[int, tuple[Phrase, ...]]] = {}
        for name, words in patterns.items():
            for pattern in words:
                self._add(pattern, bits[name])
        parts = [re.escape(part) + ("" if anywhere else r"\b") for part, anywhere, _bit in self._inner]
        self._any_inner = re.compile("|".join(parts) or r"(?!)")

    def _add(self, pattern: str, bit: int) -> None:
        if " " in pattern:
            first, *_ = phrase = tuple(pattern.split())
            self._phrases.setdefault(first, []).append((phrase, bit))
            self._add(first, 1)
        elif pattern.startswith("*"):
            self._inner.append((pattern.strip("*"), pattern.endswith("*"), bit))
        elif pattern.endswith("*"):
            self._starts[pattern[:-1]] = self._starts.get(pattern[:-1], 0) | bit
        else:
            self._exact[pattern] = self._exact.get(pattern, 0) | bit

    def __missing__(self, word: str) -> int:
        """Bits of a word not met before."""
        found = self._exact.get(word, 0)
        for length in range(1, len(word) + 1):
            found |= self._starts.get(word[:length], 0)
        if self._any_inner.search(word):
            for part, anywhere, bit in self._inner:
                if part in word if anywhere else word.endswith(part):
                    found |= bit
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = found
        return found

    def read(self, text: str) -> int:
        """Bits of all concepts in a lower-case text."""
        words = _WORD.findall(text)
        bits = list(map(self.__getitem__, words))
        found = 0
        for one in bits:
            found |= one
        return self._read_phrases(words, bits, found) & ~1 if found & 1 else found

    def _read_phrases(self, words: Sequence[str], bits: Sequence[int], found: int) -> int:
        for place in range(len(words) - 1):
            if bits[place] & 1:
                both = words[place], words[place + 1]
                pair = self._pairs.get(both) or self._read_pair(both)
                found |= pair[0]
                for phrase, bit in pair[1]:
                    if _stands(phrase, words[place : place + len(phrase)]):
                        found |= bit
        return found

    def _begun_by(self, word: str) -> list[Phrase]:
        """The phrases whose first word this may be."""
        starts = (word[:length] + "*" for length in range(len(word) + 1))
        return [phrase for pattern in (word, *starts) for phrase in self._phrases.get(pattern, ())]

    def _read_pair(self, both: tuple[str, str]) -> tuple[int, tuple[Phrase, ...]]:
        """Bits of the phrases that two words are, and the longer phrases that they begin."""
        first, second = both
        begun = self._begun.get(first)
        if begun is None:
            begun = self._begun[first] = _by_second(self._begun_by(first))
        fitting = [*begun.get(second, ()), *(phrase for phrase in begun.get("*", ()) if _fits(phrase[0][1], second))]
        found = 0
        for phrase, bit in fitting:
            found |= bit if len(phrase) == 2 else 0
        if len(self._pairs) >= _MOST_REMEMBERED:
            self._pairs.clear()
        self._pairs[both] = found, tuple(phrase for phrase in fitting if len(phrase[0]) > 2)
        return self._pairs[both]


def _by_second(phrases: Sequence[Phrase]) -> dict[str, list[Phrase]]:
    """Phrases by their second word; those with a pattern there under '*'."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        second = phrase[0][1]
        found.setdefault("*" if second.endswith("*") else second, []).append(phrase)
    return found


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _stands(phrase: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words are those of the phrase."""
    return len(words) == len(phrase) and all(map(_fits, phrase, words))
