"""Hashes of the letter sequences of many words in one go: CRC-32 is worked out letter by letter, for all places of all words at a time."""

import functools
from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_TWO_BYTES, _THREE_BYTES = 0x80, 0x800  # letters from here on take so many bytes in UTF-8

Hashes = NDArray[np.uint32]


def hash_sequences(words: Sequence[str], sizes: Sequence[int], start: int, buckets: int) -> list[list[int]]:
    """For each word the buckets, `crc32(part, start) % buckets`, of all its parts of `sizes` letters, those of the first size first."""
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if letters.max(initial=0) >= _THREE_BYTES:
        return [[crc32(part.encode(), start) % buckets for size in sizes for part in _parts(word, size)] for word in words]
    tables = [(size - 1, (hashes % np.uint32(buckets)).tolist()) for size, hashes in _hash_all(letters, sizes, start).items()]
    places = zip(accumulate(map(len, words), initial=0), accumulate(map(len, words)), strict=False)
    return [[value for less, hashes in tables for value in hashes[first : max(0, end - less)]] for first, end in places]


def _parts(word: str, size: int) -> list[str]:
    return [word[first : first + size] for first in range(len(word) - size + 1)]


def _hash_all(letters: Hashes, sizes: Sequence[int], start: int) -> dict[int, Hashes]:
    """For each size the checksums of the sequences that begin at each letter; one that runs on into the next word is no use to anybody."""
    states = np.full(len(letters), ~np.uint32(start), dtype=np.uint32)
    found = dict.fromkeys(sizes, states[:0])
    for length in range(1, min(max(sizes), len(letters)) + 1):
        states = _add_letters(states[: len(letters) - length + 1], letters[length - 1 :])
        if length in found:
            found[length] = ~states
    return found


def _add_letters(states: Hashes, letters: Hashes) -> Hashes:
    """The checksums after one letter more."""
    two = letters >= _TWO_BYTES
    first: Hashes = np.where(two, letters >> np.uint32(6) | np.uint32(0xC0), letters)
    after = _add_bytes(states, first)
    return np.where(two, _add_bytes(after, letters & np.uint32(0x3F) | np.uint32(0x80)), after)


def _add_bytes(states: Hashes, values: Hashes) -> Hashes:
    return np.asarray(_table()[(states ^ values) & np.uint32(0xFF)] ^ states >> np.uint32(8))


@functools.cache
def _table() -> Hashes:
    """What each value of a byte does to a checksum (CRC-32 as in zlib)."""
    return np.array([crc32(bytes([value]), 0xFFFFFFFF) ^ 0xFFFFFFFF for value in range(256)], dtype=np.uint32)
