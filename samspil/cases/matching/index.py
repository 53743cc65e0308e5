"""Cases made ready for matching: one matrix of concepts, one table of words, one of names. Built once; a need is then matched against all of them at once."""

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from samspil.cases.matching.reading import Reading
from samspil.cases.matching.sides import read_case
from samspil.cases.matching.weights import Weights
from samspil.search.words import make_word
from samspil.values.case import Case
from samspil.vocabulary.concepts import KINDS, read_concepts

Floats: TypeAlias = npt.NDArray[np.float32]
_PART = 0.6  # a part of a compound against the word itself
_FULL = 1.0  # so often (weighed by field) a word counts in full
_FUZZY_FROM = 5  # letters of a name that may be misspelt
_LIKE = 0.5  # share of letter triples that a misspelt name has in common with the name
_MOST_FUZZY = 40  # words of a need that are looked for as misspelt names
_MOST_KEPT = 50_000
SUBJECT = ("matter", "technology", "area")


class CaseIndex:
    """`cases` in the order given; `readings`: what each speaks of."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = tuple(cases)
        self.readings = [read_case(case) for case in self.cases]
        self._concepts = list(read_concepts().values())
        self._columns = {concept.id: number for number, concept in enumerate(self._concepts)}
        self._weight = np.array([concept.weight for concept in self._concepts], dtype=np.float32)
        self._of_kind = {kind: np.array([concept.kind == kind for concept in self._concepts], dtype=np.float32) for kind in KINDS}
        self._matrix = self._fill_matrix()
        self._words = self._fill_words()
        self._names = self._fill_names()
        self._triples = self._fill_triples()
        self._near: dict[str, str] = {}
        self.by_municipality = self._fill_places()
        self._insourced = np.array([case.form == "insourcing" for case in self.cases], dtype=np.float32)

    def _fill_matrix(self) -> Floats:
        matrix = np.zeros((len(self._columns), len(self.cases)), dtype=np.float32)
        for number, reading in enumerate(self.readings):
            for concept, weight in reading.weights.items():
                matrix[self._columns[concept], number] = weight
        return matrix

    def _fill_words(self) -> Mapping[str, tuple[npt.NDArray[np.int32], Floats]]:
        found: dict[str, dict[int, float]] = defaultdict(dict)
        for number, reading in enumerate(self.readings):
            for table, share in ((reading.parts, _PART), (reading.words, 1.0)):
                for stem, count in table.items():
                    found[stem][number] = max(found[stem].get(number, 0.0), share * min(1.0, count / _FULL))
        return {
            stem: (np.fromiter(rows, dtype=np.int32, count=len(rows)), np.fromiter(rows.values(), dtype=np.float32, count=len(rows)))
            for stem, rows in found.items()
        }

    def _fill_names(self) -> Mapping[str, npt.NDArray[np.int32]]:
        found: dict[str, list[int]] = defaultdict(list)
        plain = {surface for reading in self.readings for surface in reading.plain}  # 'service' in a supplier's name is a word too
        for number, reading in enumerate(self.readings):
            for name in sorted(reading.names - plain):
                found[name].append(number)
        return {name: np.array(numbers, dtype=np.int32) for name, numbers in found.items()}

    def _fill_triples(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names):
            if len(name) >= _FUZZY_FROM:
                for triple in sorted(_triples(name)):
                    found[triple].append(name)
        return {triple: tuple(names) for triple, names in found.items()}

    def _fill_places(self) -> Mapping[str, npt.NDArray[np.int32]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, case in enumerate(self.cases):
            for code in dict.fromkeys(case.municipalities):
                found[code].append(number)
        return {code: np.array(numbers, dtype=np.int32) for code, numbers in found.items()}

    def rarity(self, stem: str) -> float:
        """How much a word tells: near 0 for one that stands in every case."""
        holding = len(self._words[stem][0]) if stem in self._words else 0
        return math.log(1 + (len(self.cases) - holding + 0.5) / (holding + 0.5))

    def features(self, need: Reading) -> dict[str, Floats]:
        """Name of a weight -> its share for each case."""
        own = np.zeros(len(self._columns), dtype=np.float32)
        for concept, weight in need.weights.items():
            own[self._columns[concept]] = weight
        own *= self._weight
        features = {kind: self._share(own * self._of_kind[kind]) for kind in KINDS}
        features["subject"] = self._share(own * sum((self._of_kind[kind] for kind in SUBJECT), np.float32(0)))
        features["words"] = self._word_share(need)
        features["name"] = self._name_share(need)
        features["opposite"] = self._opposite(need)
        features["place"] = np.zeros(len(self.cases), dtype=np.float32)
        for code in need.places & self.by_municipality.keys():
            features["place"][self.by_municipality[code]] = 1.0
        return features

    def _share(self, own: Floats) -> Floats:
        """The part of what the need names that each case has too; little where the need names little."""
        total = float(own.sum())
        if not total:
            return np.zeros(len(self.cases), dtype=np.float32)
        used = np.flatnonzero(own)
        shared = np.minimum(1.0, own[used] @ self._matrix[used])
        return np.asarray(0.5 * shared + 0.5 * (own[used] @ self._matrix[used]) / total * min(1.0, total), dtype=np.float32)

    def _word_share(self, need: Reading) -> Floats:
        share = np.zeros(len(self.cases), dtype=np.float32)
        total = 0.0
        for stem in need.words:
            rarity = self.rarity(stem)
            total += rarity
            if stem in self._words:
                numbers, weights = self._words[stem]
                share[numbers] += np.float32(rarity) * weights
        for stem in need.parts.keys() - need.words.keys():
            if stem in self._words:
                numbers, weights = self._words[stem]
                share[numbers] += np.float32(self.rarity(stem) * _PART) * weights
        return share / np.float32(max(total, 2.0))

    def _name_share(self, need: Reading) -> Floats:
        share = np.zeros(len(self.cases), dtype=np.float32)
        for name in self.shared_names(need):
            share[self._names[name]] = 1.0
        return share

    def shared_names(self, need: Reading) -> dict[str, str]:
        """Name that stands in a case -> the word of the need that is it or is nearly it, also in two words ('digi rehab')."""
        surfaces = list(dict.fromkeys(_folded(word) for word in need.surfaces.values()))
        pairs = [first + second for first, second in itertools.pairwise(surfaces)][:_MOST_FUZZY]
        found = {name: name for name in surfaces if name in self._names and self._tells(name)}
        unknown = [_folded(word) for stem, word in need.surfaces.items() if stem not in self._words]
        strange = [word for word in unknown if word not in self._names and len(word) >= _FUZZY_FROM]
        for word in [*strange[:_MOST_FUZZY], *pairs]:
            if (name := self._nearest(word)) and self._tells(name):
                found.setdefault(name, word)
        return found

    def _tells(self, name: str) -> bool:
        """Whether a name belongs to few cases."""
        return len(self._names[name]) <= max(2, len(self.cases) // 50)

    def _nearest(self, word: str) -> str:
        """Needs of one review use the same words again and again, so what was found for a word is kept."""
        if word not in self._near:
            if len(self._near) >= _MOST_KEPT:
                self._near.clear()
            self._near[word] = self._look_for(word)
        return self._near[word]

    def _look_for(self, word: str) -> str:
        if word in self._names:
            return word
        own = _triples(word)
        shared: dict[str, int] = defaultdict(int)
        for triple in own:
            for name in self._triples.get(triple, ()):
                shared[name] += 1
        likes = [(2 * count / (len(own) + len(_triples(name))), name) for name, count in shared.items()]
        best = max(likes, default=(0.0, ""))
        return best[1] if best[0] >= _LIKE and best[1][:1] == word[:1] else ""

    def _opposite(self, need: Reading) -> Floats:
        """1 where the case goes the other way than the need, or is what the need says no to."""
        against = np.zeros(len(self.cases), dtype=np.float32)
        home, out = need.weights.get("form.insourcing", 0.0), need.weights.get("form.tender", 0.0)
        if home >= 1.0 > out:
            against = np.maximum(against, 1.0 - self._insourced)
        elif out >= 1.0 > home:
            against = np.maximum(against, self._insourced)
        for concept in need.refused:
            against = np.maximum(against, (self._matrix[self._columns[concept]] >= 0.8).astype(np.float32))
        return against


def score_features(features: Mapping[str, Floats], weights: Weights) -> Floats:
    """Points become a score from 0 to 1 by the logistic curve."""
    points = sum((np.float32(getattr(weights, name)) * share for name, share in features.items()), np.float32(weights.start))
    return np.asarray(1.0 / (1.0 + np.exp(-points)), dtype=np.float32)


def _folded(written: str) -> str:
    word = make_word(written)
    return word.surface if word else written


def _triples(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
