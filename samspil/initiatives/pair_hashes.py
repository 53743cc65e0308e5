"""Hashes of pairs of words, thousands at a time: the CRC-32 of 'b=first second' is put together from that of 'b=first' and that of ' second'.

CRC-32 is linear: crc(a + b) = shift(crc(a), len(b)) ^ crc(b), where `shift` is what that many zero bytes do to a remainder. Source: zlib,
`crc32_combine`. So each word is hashed once, and a pair costs a few array look-ups.
"""

import functools
from array import array
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_LONGEST = 63  # bytes of a word for which shifts are kept in tables


class PairHashes:
    """Remembers for each word, by its number (0, 1, 2 ...), what its pairs need. Plain arrays: they stay shared with children that only read."""

    def __init__(self) -> None:
        self._begins = array("I")
        self._ends = array("I")
        self._lengths = array("I")

    def add(self, word: str) -> None:
        """The word of the next number."""
        end = f" {word}".encode()
        self._begins.append(crc32(f"b={word}".encode()))
        self._ends.append(crc32(end))
        self._lengths.append(len(end))

    def hash_pairs(self, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.uint32]:
        """CRC-32 of each pair of neighbours (one fewer than `numbers`)."""
        if len(numbers) < 2:
            return np.zeros(0, dtype=np.uint32)
        told = np.asarray(numbers, dtype=np.int64)
        first, second = told[:-1], told[1:]
        begins, ends, lengths = (np.frombuffer(part, dtype=np.uint32) for part in (self._begins, self._ends, self._lengths))
        return _shift(begins[first], lengths[second]) ^ ends[second]


def _shift(crcs: NDArray[np.uint32], lengths: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """What so many zero bytes behind them do to checksums."""
    tables, near = _tables(), np.minimum(lengths, _LONGEST)
    shifted = np.zeros_like(crcs)
    for place in range(4):
        shifted ^= tables[near, place, (crcs >> np.uint32(8 * place)) & np.uint32(255)]
    for at in np.flatnonzero(lengths > _LONGEST).tolist():
        zeros = bytes(int(lengths[at]))
        shifted[at] = crc32(zeros, int(crcs[at])) ^ crc32(zeros)
    return shifted


@functools.cache
def _tables() -> NDArray[np.uint32]:
    """Shifted checksums by (number of zero bytes, place of a byte in the checksum, value of that byte)."""
    values = np.arange(256, dtype=np.uint32)
    step = np.array([crc32(b"\0", value) ^ crc32(b"\0") for value in range(256)], dtype=np.uint32)
    tables = np.zeros((_LONGEST + 1, 4, 256), dtype=np.uint32)
    tables[0] = [values << np.uint32(8 * place) for place in range(4)]
    for length in range(1, _LONGEST + 1):
        before = tables[length - 1]
        tables[length] = (before >> np.uint32(8)) ^ step[before & np.uint32(255)]
    return tables
