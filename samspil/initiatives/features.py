"""Words of a passage become feature numbers. A passage's features are the sum over its words, so each distinct word is worked out once.

Features of a word: the word, its stem, its letter sequences of 4 and 5 (they see into compounds: 'rengøringsudbud'), and the vocabulary groups it
belongs to. Features of a passage: those of its words, pairs of neighbouring stems, phrases of the vocabulary, and the words of the headings.
"""

import functools
import hashlib
import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.pair_hashes import PairHashes
from samspil.initiatives.quick_terms import QuickTerms
from samspil.values.passage import Passage
from samspil.vocabulary.terms import read_groups

_Value = TypeVar("_Value")

BUCKETS = 1 << 18
_LONGEST_WHOLE = 4  # letters of a word that has no letter sequences of its own
_SEQUENCES = (4, 5)
_SEQUENCE = crc32(b"n=")  # where the hash of a letter sequence begins
VERSION = 1  # raise it when features are spelled differently: older models are then refused
_LETTERS = r"(?:[a-zæøå]++[^\W\d_]*+|[^\W\d_]++)"  # any letters; the usual ones are quicker to tell
_WORD = re.compile(rf"{_LETTERS}(?:[-'’./]{_LETTERS})*+|\d[\d.,]*\d|\d|[%§]")
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


def _hash_sequences(framed: str) -> list[int]:
    """Buckets of a word's letter sequences; parts of a plain word's bytes need not be encoded one by one."""
    starts = [(start, start + size) for size in _SEQUENCES for start in range(len(framed) - size + 1)]
    if framed.isascii():
        letters = framed.encode()
        return [crc32(letters[start:end], _SEQUENCE) % BUCKETS for start, end in starts]
    return [crc32(framed[start:end].encode(), _SEQUENCE) % BUCKETS for start, end in starts]


@functools.cache
def feature_fingerprint() -> str:
    """Changes with the way features are spelled and with the vocabulary; a model fits only the one it was trained with."""
    return hashlib.sha256(repr((VERSION, BUCKETS, read_groups())).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Features:
    """Of a text: numbers of its words in the reader's list, and feature numbers (buckets) of all that is not a single word."""

    words: list[int]
    others: list[int]


class _Memory(dict[str, _Value]):
    """What has been worked out for each text; a new one is worked out when it is asked for."""

    def __init__(self, work_out: Callable[[str], _Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> _Value:
        value = self[text] = self._work_out(text)
        return value


class FeatureReader:
    """Features of passages. Every distinct word gets a number and is worked out once; `known` are words worked out before (see `Model`)."""

    def __init__(self, known: Iterable[tuple[str, tuple[int, ...]]] = ()) -> None:
        self.terms = QuickTerms(read_groups())
        self.numbers: dict[str, int] = _Memory(self._add_word)
        self.buckets: list[tuple[int, ...]] = []
        self._headings = _Memory(lambda heading: tuple(hash_feature(f"h={stem(word)}") for word in read_words(heading)))
        self._kinds = _Memory(lambda kind: hash_feature(f"k={kind}"))
        self._groups = _Memory(lambda name: hash_feature(f"v={name}"))
        self.pairs = PairHashes()
        for word, buckets in known:
            self.numbers[word] = len(self.buckets)
            self._learn(word, buckets)

    def add_place(self, features: Features, passage: Passage) -> None:
        """Add what kind a passage is of, and the words of the two headings right above it."""
        features.others.extend(self.of_place(passage))

    def of_place(self, passage: Passage) -> list[int]:
        """Features of a passage's kind and of the words of the two headings right above it."""
        return [self._kinds[passage.kind], *(bucket for heading in passage.headings[-2:] for bucket in self._headings[heading])]

    def of_phrases(self, words: Sequence[str]) -> list[int]:
        """Features of the phrases that stand in these words."""
        return [self._groups[name] for name in self.terms.groups_of_phrases(words)]

    def of_passage(self, passage: Passage, words: Sequence[str] | None = None) -> Features:
        """All features of a passage, with repeats; `words` spares reading them again."""
        features = self.of_words(read_words(passage.text) if words is None else words)
        self.add_place(features, passage)
        return features

    def of_words(self, words: Sequence[str]) -> Features:
        """Features of words in their order: each word, each pair of neighbours, each phrase."""
        return self.of_texts([words])[0]

    def of_texts(self, texts: Sequence[Sequence[str]]) -> list[Features]:
        """Features of the words of each text; for all texts in one go costs less than one by one."""
        words = list(itertools.chain.from_iterable(texts))
        told = self.numbers_of(words)
        numbers = told.tolist()
        pairs = (self.pairs.hash_pairs(told) % BUCKETS).tolist()  # hash_feature("b=first second")
        phrases = self.terms.places_of_phrases(words)
        features, start = [], 0
        for text in texts:
            end = start + len(text)
            others = pairs[start : max(start, end - 1)]  # the pair over the end of a text is none
            if bisect_left(phrases, start) < bisect_left(phrases, end):
                others += self.of_phrases(text)
            features.append(Features(numbers[start:end], others))
            start = end
        return features

    def expand(self, features: Features) -> list[int]:
        """All buckets, those of the words too."""
        return [*(bucket for number in features.words for bucket in self.buckets[number]), *features.others]

    def numbers_of(self, words: Sequence[str]) -> NDArray[np.int64]:
        """The words' numbers; new words are worked out."""
        return np.fromiter(map(self.numbers.__getitem__, words), dtype=np.int64, count=len(words))

    def number_of(self, word: str) -> int:
        """The word's number; a new word is worked out."""
        return self.numbers[word]

    def _add_word(self, word: str) -> int:
        self._learn(word, tuple(self._spell(word)))
        return len(self.buckets) - 1

    def _learn(self, word: str, buckets: tuple[int, ...]) -> None:
        self.buckets.append(buckets)
        self.pairs.add(stem(word))

    def _spell(self, word: str) -> list[int]:
        """Buckets of a word: 'w=' itself, 's=' its stem, 'n=' its letter sequences, 'v=' its groups, which count twice."""
        buckets = [hash_feature(f"w={word}"), hash_feature(f"s={stem(word)}")]
        if len(word) > _LONGEST_WHOLE:
            buckets += _hash_sequences(f"<{word}>")
        for name in self.terms.groups_of(word):
            buckets += [self._groups[name]] * 2
        return buckets
