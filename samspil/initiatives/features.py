"""Words of a passage become feature numbers. A passage's features are the sum over its words, so each distinct word is worked out once.

Features of a word: the word, its stem, its letter sequences of 4 and 5 (they see into compounds: 'rengøringsudbud'), and the vocabulary groups it
belongs to. Features of a passage: those of its words, pairs of neighbouring stems, phrases of the vocabulary, and the words of the headings.
"""

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from samspil.values.passage import Passage
from samspil.vocabulary.terms import TermFinder, read_groups

BUCKETS = 1 << 18
VERSION = 1  # raise it when features are spelled differently: older models are then refused
_WORD = re.compile(r"[^\W\d_]+(?:[-'’./][^\W\d_]+)*|\d[\d.,]*\d|\d|[%§]")
_YEAR = re.compile(r"20[1-4]\d")
_ENDINGS = re.compile(
    r"(?:erendes|erende|hedens|elsernes|elserne|elsens|elsen|elser|erende|ernes|endes|erens|heden|heder|erne|enes|eres|eret|ende|ene|ers|est|ets"
    r"|ens|ere|ede|en|er|es|et|te|e|s|t)$"
)


def read_words(text: str) -> list[str]:
    """Lower-case words; figures become '#', years '#år'."""
    return [word if word[0] > "9" else _shape(word) for word in _WORD.findall(text.lower())]


def _shape(word: str) -> str:
    if not word[0].isdigit():
        return word
    return "#år" if _YEAR.fullmatch(word) else "#"


@functools.cache
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


@dataclass(frozen=True, slots=True)
class Features:
    """Of a text: numbers of its words in the reader's list, and feature numbers (buckets) of all that is not a single word."""

    words: list[int]
    others: list[int]


class FeatureReader:
    """Features of passages. Every distinct word gets a number and is worked out once; `known` are words worked out before (see `Model`)."""

    def __init__(self, known: Iterable[tuple[str, tuple[int, ...]]] = ()) -> None:
        self.terms = TermFinder(read_groups())
        self.numbers: dict[str, int] = {}
        self.buckets: list[tuple[int, ...]] = []
        self._headings: dict[str, tuple[int, ...]] = {}
        self._begin = functools.cache(lambda word: crc32(f"b={stem(word)}".encode()))
        self._end = functools.cache(lambda word: f" {stem(word)}".encode())
        for word, buckets in known:
            self.numbers[word] = len(self.buckets)
            self.buckets.append(buckets)

    def of_passage(self, passage: Passage, words: Sequence[str] | None = None) -> Features:
        """All features of a passage, with repeats; `words` spares reading them again."""
        features = self.of_words(read_words(passage.text) if words is None else words)
        features.others.append(hash_feature(f"k={passage.kind}"))
        for heading in passage.headings[-2:]:
            features.others.extend(self._of_heading(heading))
        return features

    def of_words(self, words: Sequence[str]) -> Features:
        """Features of words in their order: each word, each pair of neighbours, each phrase."""
        numbers = [self.number_of(word) for word in words]
        others = [crc32(self._end(b), self._begin(a)) % BUCKETS for a, b in pairwise(words)]  # hash_feature("b=first second"), in two steps
        others.extend(hash_feature(f"v={name}") for name in self.terms.groups_of_phrases(words))
        return Features(numbers, others)

    def expand(self, features: Features) -> list[int]:
        """All buckets, those of the words too."""
        return [*(bucket for number in features.words for bucket in self.buckets[number]), *features.others]

    def number_of(self, word: str) -> int:
        """The word's number; a new word is worked out."""
        number = self.numbers.get(word)
        if number is None:
            number = self.numbers[word] = len(self.buckets)
            self.buckets.append(tuple(hash_feature(feature) for feature in self._spell(word)))
        return number

    def _of_heading(self, heading: str) -> tuple[int, ...]:
        known = self._headings.get(heading)
        if known is None:
            known = tuple(hash_feature(f"h={stem(word)}") for word in read_words(heading))
            self._headings[heading] = known
        return known

    def _spell(self, word: str) -> Iterator[str]:
        yield f"w={word}"
        yield f"s={stem(word)}"
        framed = f"<{word}>"
        for size in (4, 5):
            for start in range(len(framed) - size + 1 if len(word) > 4 else 0):
                yield f"n={framed[start : start + size]}"
        for name in self.terms.groups_of(word):
            yield f"v={name}"
            yield f"v={name}"
