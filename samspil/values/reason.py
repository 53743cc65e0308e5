"""A reason told apart from its words: the key of a text and the numbers that fill it; the words are found at the edge, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Number = str | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Reason:
    """Key of a text, and what fills it."""

    key: str
    values: tuple[tuple[str, Number], ...] = ()

    @classmethod
    def of(cls, key: str, **values: Number) -> "Reason":
        """Short to write."""
        return cls(key, tuple(values.items()))
