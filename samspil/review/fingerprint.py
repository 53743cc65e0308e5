"""Fingerprints of texts: the smallest hashes of all runs of five words, so that two texts can be compared without keeping them.

Source: bottom-k sketches (Broder 1997, On the resemblance and containment of documents). Deterministic: CRC-32.
"""

import itertools
import re
import zlib
from collections.abc import Sequence

SKETCH_SIZE = 128

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[1-9][\d.,\u00a0]+\d")
_FEW_WORDS = 30
_NO_DIGITS = str.maketrans("", "", ".,\u00a0")


def sketch_text(text: str) -> tuple[int, ...]:
    """The smallest hashes of the runs of five words, ascending; of a very short text, the hash of all its words. () without words.

    Only runs that begin with an eighth of all words (by hash) are taken, the same ones in every text: many times faster, as telling.
    """
    words = _WORD.findall(text.lower())
    if len(words) < _FEW_WORDS:
        return (_hash_words(words),) if words else ()
    first = {word for word in set(words) if not zlib.crc32(word.encode("utf-8", "replace")) & 7}
    starts = itertools.compress(itertools.count(), map(first.__contains__, words[:-4]))
    runs = {_hash_words(words[start : start + 5]) for start in starts}
    return tuple(sorted(runs)[:SKETCH_SIZE])


def _hash_words(words: Sequence[str]) -> int:
    return zlib.crc32(" ".join(words).encode("utf-8", "replace"))


def sum_numbers(text: str) -> int:
    """One number for all numbers of three digits or more in a text, whatever their order and spacing: other figures give another."""
    numbers = {match.translate(_NO_DIGITS) for match in set(_NUMBER.findall(text))}
    return sum(zlib.crc32(number.encode()) for number in numbers if len(number) >= 3)


def compare_sketches(one: Sequence[int], two: Sequence[int]) -> float:
    """Estimated share of runs of five words that two texts have in common, 0 to 1 (Jaccard)."""
    if not one or not two:
        return 0.0
    both, union = set(one) & set(two), sorted({*one, *two})[:SKETCH_SIZE]
    return sum(1 for value in union if value in both) / len(union)
