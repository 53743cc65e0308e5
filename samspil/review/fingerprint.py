"""Fingerprints of texts: the smallest hashes of all runs of five words, so that two texts can be compared without keeping them.

Source: bottom-k sketches (Broder 1997, On the resemblance and containment of documents). Deterministic: CRC-32 and fixed factors.
"""

import heapq
import re
import zlib
from collections.abc import Sequence

SKETCH_SIZE = 128

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:,\d+)?")
_MASK = 0xFFFFFFFFFFFF
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)


def sketch_text(text: str) -> tuple[int, ...]:
    """The smallest hashes of the runs of five words, ascending; of a shorter text, the hash of all its words. () without words."""
    memory: dict[str, int] = {}
    hashes = [memory.setdefault(word, zlib.crc32(word.encode("utf-8", "replace"))) for word in _WORD.findall(text.lower())]
    if not hashes:
        return ()
    if len(hashes) < 5:
        hashes += [0] * (5 - len(hashes))
    f0, f1, f2, f3, f4 = _FACTORS
    runs = {
        ((a * f0 + b * f1 + c * f2 + d * f3 + e * f4) >> 7) & _MASK
        for a, b, c, d, e in zip(hashes, hashes[1:], hashes[2:], hashes[3:], hashes[4:], strict=False)
    }
    return tuple(heapq.nsmallest(SKETCH_SIZE, runs))


def sum_numbers(text: str) -> int:
    """One number for all numbers of three digits or more in a text, whatever their order and spacing: two versions with other figures differ."""
    numbers = {re.sub(r"\D", "", match) for match in _NUMBER.findall(text)}
    return sum(zlib.crc32(number.encode()) for number in numbers if len(number) >= 3) & _MASK


def compare_sketches(one: Sequence[int], two: Sequence[int]) -> float:
    """Estimated share of runs of five words that two texts have in common, 0 to 1 (Jaccard)."""
    if not one or not two:
        return 0.0
    size = min(SKETCH_SIZE, max(len(one), len(two)))
    both, union = set(one) & set(two), sorted({*one, *two})[:size]
    return sum(1 for value in union if value in both) / len(union)
