"""An index in memory, for texts that lie in no workbench, and the measure that the databases' indexes are held to."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspil.search.match import has_hit
from samspil.search.query import Query, Term
from samspil.search.words import Token, list_tokens

_K, _B = 1.2, 0.75  # BM25's usual constants
PART_WEIGHT = 0.6  # a part of a compound against the word itself


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage: its number among those given, and its words."""

    number: int
    tokens: tuple[Token, ...]


class MemoryIndex:
    """All passages with their words; every search looks at each of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts`: passages in order."""
        self.entries = [Entry(number, tuple(list_tokens(text))) for number, text in enumerate(texts)]
        self.mean = sum(len(entry.tokens) for entry in self.entries) / max(1, len(self.entries))

    def search(self, query: Query) -> list[int]:
        """Numbers of the passages that fit, best first (BM25), equal ones in their order. Filters are not looked at."""
        found = [entry for entry in self.entries if has_hit(query, entry.tokens)]
        if not found:
            return []
        weights = [(term, math.log(1 + (len(self.entries) - count + 0.5) / (count + 0.5))) for term, count in self._count(query.terms)]
        return [entry.number for entry in sorted(found, key=lambda entry: (-self._score(entry, weights), entry.number))]

    def _count(self, terms: Sequence[Term]) -> list[tuple[Term, int]]:
        return [(term, sum(1 for entry in self.entries if _frequency(term, entry.tokens))) for term in terms]

    def _score(self, entry: Entry, weights: Sequence[tuple[Term, float]]) -> float:
        length = _K * (1 - _B + _B * len(entry.tokens) / max(1.0, self.mean))
        score = 0.0
        for term, weight in weights:
            frequency = _frequency(term, entry.tokens)
            score += weight * frequency * (_K + 1) / (frequency + length)
        return score


def _frequency(term: Term, tokens: Sequence[Token]) -> float:
    """How often a term stands among the words; as part of a compound it counts less."""
    if term.prefix:
        return float(sum(token.word.surface.startswith(term.prefix) for token in tokens))
    if len(term.words) == 1:
        stem = term.words[0].stem
        counted = Counter(1 if token.word.stem == stem else 2 if stem in token.word.parts else 0 for token in tokens)
        return counted[1] + PART_WEIGHT * counted[2]
    stems = [word.stem for word in term.words]
    all_stems = [token.word.stem for token in tokens]
    return float(sum(all_stems[start : start + len(stems)] == stems for start in range(len(all_stems) - len(stems) + 1)))
