"""Words of a passage become feature numbers. A passage's features are the sum over its words, so each distinct word is worked out once.

Features of a word: the word, its stem, its letter sequences of 4 and 5 (they see into compounds: 'rengøringsudbud'), and the vocabulary groups it
belongs to. Features of a passage: those of its words, pairs of neighbouring stems, phrases of the vocabulary, and the words of the headings.
"""

import functools
import hashlib
import re
from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

from samspil.values.passage import Passage
from samspil.vocabulary.terms import TermFinder, read_groups

BUCKETS = 1 << 18
VERSION = 1  # raise it when features are spelled differently: older models are then refused
_MOST_PAIRS = 200_000  # remembered pairs of words; enough for the longest agreement
_WORD = re.compile(r"[^\W\d_]+(?:[-'’./][^\W\d_]+)*|\d[\d.,]*\d|\d|[%§]")
_YEAR = re.compile(r"20[1-4]\d")
_ENDINGS = re.compile(
    r"(?:erendes|erende|hedens|elsernes|elserne|elsens|elsen|elser|erende|ernes|endes|erens|heden|heder|erne|enes|eres|eret|ende|ene|ers|est|ets"
    r"|ens|ere|ede|en|er|es|et|te|e|s|t)$"
)


def read_words(text: str) -> list[str]:
    """Lower-case words; figures become '#', years '#år'."""
    return [_shape(word) for word in _WORD.findall(text.lower())]


def _shape(word: str) -> str:
    if not word[0].isdigit():
        return word
    return "#år" if _YEAR.fullmatch(word) else "#"


def stem(word: str) -> str:
    """The word without a Danish ending; at least four letters stay."""
    match = _ENDINGS.search(word, 4)
    return word[: match.start()] if match else word


def hash_feature(feature: str) -> int:
    """The bucket of a feature: CRC-32, the same on every machine."""
    return crc32(feature.encode("utf-8")) % BUCKETS


@functools.cache
def feature_fingerprint() -> str:
    """Changes with the way features are spelled and with the vocabulary; a model fits only the one it was trained with."""
    return hashlib.sha256(repr((VERSION, BUCKETS, read_groups())).encode()).hexdigest()[:12]


class FeatureReader:
    """Feature numbers of passages; remembers those of each distinct word."""

    def __init__(self) -> None:
        self.terms = TermFinder(read_groups())
        self._words: dict[str, tuple[int, ...]] = {}
        self._headings: dict[str, tuple[int, ...]] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        self._stem = functools.cache(stem)

    def of_passage(self, passage: Passage) -> list[int]:
        """All feature numbers of a passage, with repeats."""
        features = self.of_text(passage.text)
        features.append(hash_feature(f"k={passage.kind}"))
        for heading in passage.headings[-2:]:
            features.extend(self._of_heading(heading))
        return features

    def of_text(self, text: str) -> list[int]:
        """Feature numbers of the words, pairs and phrases of a text."""
        words = read_words(text)
        features: list[int] = []
        for word in words:
            features.extend(self._of_word(word))
        features.extend(map(self._of_pair, pairwise([self._stem(word) for word in words])))
        features.extend(hash_feature(f"v={name}") for name in self.terms.groups_of_phrases(words))
        return features

    def _of_pair(self, pair: tuple[str, str]) -> int:
        known = self._pairs.get(pair)
        if known is None:
            if len(self._pairs) > _MOST_PAIRS:
                self._pairs.clear()
            known = self._pairs[pair] = hash_feature(f"b={pair[0]} {pair[1]}")
        return known

    def _of_word(self, word: str) -> tuple[int, ...]:
        known = self._words.get(word)
        if known is None:
            known = tuple(hash_feature(feature) for feature in self._spell(word))
            self._words[word] = known
        return known

    def _of_heading(self, heading: str) -> tuple[int, ...]:
        known = self._headings.get(heading)
        if known is None:
            known = tuple(hash_feature(f"h={stem(word)}") for word in read_words(heading))
            self._headings[heading] = known
        return known

    def _spell(self, word: str) -> Iterable[str]:
        yield f"w={word}"
        yield f"s={stem(word)}"
        framed = f"<{word}>"
        for size in (4, 5):
            for start in range(len(framed) - size + 1 if len(word) > 4 else 0):
                yield f"n={framed[start : start + size]}"
        for name in self.terms.groups_of(word):
            yield f"v={name}"
            yield f"v={name}"

