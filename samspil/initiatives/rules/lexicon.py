"""Words become concepts: each distinct word is looked up once and remembered as the bits of the concepts it belongs to."""

import functools
import operator
import re
from collections.abc import Mapping, Sequence

_SIGNS = r"(?:[a-zæøå0-9]++[^\W_]*+|[^\W_]++)"  # any letters and figures; the usual ones are quicker to tell
_WORD = re.compile(rf"{_SIGNS}(?:-{_SIGNS})*+")
_MOST_REMEMBERED = 300_000  # words; a book of budget agreements has fewer
_HEAD = 3  # letters by which patterns like 'word*' are kept
_NONE: Mapping[str, int] = {}

Phrase = tuple[tuple[str, ...], int]


class Lexicon(dict[str, int]):
    """Word -> bits. Patterns: 'word', 'word*', '*word', '*word*', and phrases of two or more of the first two kinds.

    The lowest bit of a word says that a phrase may begin with it.
    """

    def __init__(self, patterns: Mapping[str, Sequence[str]], bits: Mapping[str, int]) -> None:
        super().__init__()
        self._exact: dict[str, int] = {}
        self._starts: dict[str, dict[str, int]] = {}  # by their first letters: most words share them with no pattern
        self._inner: list[tuple[str, bool, int]] = []
        self._phrases: dict[str, list[Phrase]] = {}  # by the pattern of their first word
        self._begun: dict[str, _Begun] = {}
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
            starts = self._starts.setdefault(pattern[:-1][:_HEAD], {})
            starts[pattern[:-1]] = starts.get(pattern[:-1], 0) | bit
        else:
            self._exact[pattern] = self._exact.get(pattern, 0) | bit

    def __missing__(self, word: str) -> int:
        """Bits of a word not met before."""
        found = self._exact.get(word, 0)
        for length in range(1, _HEAD + 1):
            for start, bit in self._starts.get(word[:length], _NONE).items():
                if word.startswith(start):
                    found |= bit
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
        return self.read_words(split_words(text))

    def read_words(self, words: Sequence[str]) -> int:
        """Bits of all concepts in the words of a text."""
        bits = list(map(self.__getitem__, words))
        found = functools.reduce(operator.or_, bits, 0)
        return self._read_phrases(words, bits, found) & ~1 if found & 1 else found

    def _read_phrases(self, words: Sequence[str], bits: Sequence[int], found: int) -> int:
        for place in [place for place, first in enumerate(bits[:-1]) if first & 1]:
            second = words[place + 1]
            begun = self._begun.get(words[place]) or self._remember_begun(words[place])
            if second in begun.by_second or second.startswith(begun.starts):
                for phrase, bit in begun.with_second(second):
                    if _stands(phrase, words[place : place + len(phrase)]):
                        found |= bit
        return found

    def _remember_begun(self, word: str) -> "_Begun":
        if len(self._begun) >= _MOST_REMEMBERED:
            self._begun.clear()
        begun = self._begun[word] = _Begun(self._begun_by(word))
        return begun

    def _begun_by(self, word: str) -> list[Phrase]:
        """The phrases whose first word this may be."""
        starts = (word[:length] + "*" for length in range(len(word) + 1))
        return [phrase for pattern in (word, *starts) for phrase in self._phrases.get(pattern, ())]


class _Begun:
    """The phrases that begin with one word, by what may stand second: a word, or any with one of `starts`."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.by_second: dict[str, list[Phrase]] = {}
        self.by_start: list[Phrase] = []
        for phrase in phrases:
            second = phrase[0][1]
            if second.endswith("*"):
                self.by_start.append(phrase)
            else:
                self.by_second.setdefault(second, []).append(phrase)
        self.starts = tuple({phrase[0][1][:-1] for phrase in self.by_start})

    def with_second(self, word: str) -> list[Phrase]:
        """Those whose second word this may be."""
        return [*self.by_second.get(word, ()), *(phrase for phrase in self.by_start if _fits(phrase[0][1], word))]


def split_words(text: str) -> list[str]:
    """The words of a lower-case text: letters and figures, compounds with hyphens as one."""
    return _WORD.findall(text)


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _stands(phrase: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words are those of the phrase."""
    return len(words) == len(phrase) and all(map(_fits, phrase, words))
