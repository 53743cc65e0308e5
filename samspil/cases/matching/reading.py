"""What a text speaks of: its concepts with the words that name them, what it says no to, and its other words."""

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias, TypeVar

from samspil.search.words import Token, Word, fold, is_stopword, list_tokens, make_word
from samspil.vocabulary.concepts import HINT, Concept, Phrase, read_concepts, read_light_words
from samspil.vocabulary.municipalities import ALONE, OFFICIAL, find_mentions

WINDOW = 10  # words within which a phrase must stand
MOST_CHARACTERS = 200_000  # of a text that are read
_NAMED_PLACES = 20_000  # characters in which municipalities are looked for
_REFUSED_WITHIN = 4  # words after 'vil ikke' that are refused
_UNLESS_WITHIN = 5
_BESIDE = 3  # words: a function word of a phrase stands beside the others ('på toilettet'), or it says nothing
_SHOWN_WORDS = 6
_SECOND_STEP = 0.5  # what is implied by something implied
_LOST = 2  # letters: a word with an open end whose stem is shorter than it by more counts by its beginning alone
_KEY = 3  # letters by which beginnings and endings are found
_WILLING = frozenset(("vil", "skal", "ønsker", "bør", "må", "ville", "skulle", "want", "will", "should", "do"))
_NOT = frozenset(("ikke", "not"))
_NO = frozenset(
    (
        "uden",
        "hverken",
        "fremfor",
        "undgå",
        "fravælge",
        "fravælger",
        "afvise",
        "afviser",
        "droppe",
        "dropper",
        "opgive",
        "opgiver",
        "without",
    )
)
_NO_PAIRS = frozenset((("stedet", "for"), ("frem", "for"), ("nej", "til")))
_NO_ENDS = frozenset(last for _first, last in _NO_PAIRS)
_DROPPED_AFTER = frozenset(("fravælges", "afvises", "droppes", "opgives", "udgår"))
_Row = TypeVar("_Row")
_Slots: TypeAlias = tuple[
    tuple[int, int], ...
]  # places of a phrase: the number of the group of stems that may stand there, and how far from the first
_Key = TypeVar("_Key")
_SENTENCE = re.compile(r"[.!?;:\n]")


@dataclass(slots=True)
class Reading:
    """`weights`: concept -> 0..1; `evidence`: concept -> the words of the text that name it, or the concept by which it is implied; `refused`: said no to;
    `named`: by a word of its own, not by a hint or phrase.

    `words`: stems of content words -> how often; `parts`: the same of parts of compounds; `surfaces`: stem -> the word as written, in small letters; `names`: words with a capital within a sentence, `plain`: those without; `places`: codes of named municipalities.
    """

    weights: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    implied: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    words: dict[str, float] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)
    surfaces: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Ways from a word to concepts: by stem, by its beginning, by its end; phrases by their first place; what hinders a concept.

    `groups`: the stems that may stand in a place of a phrase, each set once; `held_by`: stem -> the groups that hold it.
    """

    stems: Mapping[str, tuple[tuple[str, float], ...]]
    starts: Mapping[str, tuple[tuple[str, str, float], ...]]
    ends: Mapping[str, tuple[tuple[str, str, float], ...]]
    phrases: Mapping[int, tuple[tuple[str, _Slots, frozenset[int]], ...]]
    unless: Mapping[str, tuple[_Slots, ...]]
    groups: Sequence[frozenset[str]]
    held_by: Mapping[str, tuple[int, ...]]


def _stem(word: str) -> str:
    """The key of a word of the lexicon: its stem; '=ord' is the word itself in this form."""
    made = make_word(word.removeprefix("="))
    return word if word.startswith("=") else made.stem if made else fold(word)


@functools.cache
def _lexicon() -> _Lexicon:
    stems: dict[str, list[tuple[str, float]]] = defaultdict(list)
    starts: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    ends: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    phrases: dict[int, list[tuple[str, _Slots, frozenset[int]]]] = defaultdict(list)
    groups: dict[frozenset[str], int] = {}
    unless = {}
    for concept in read_concepts().values():
        for written, weight in [*((word, 1.0) for word in concept.words), *((word, HINT) for word in concept.hints)]:
            bare = fold(written.strip("*"))
            stem = _stem(written.strip("*"))
            if written.endswith("*"):
                starts[bare[:_KEY]].append((bare, concept.id, weight))
            if written.startswith("*"):
                ends[bare[-_KEY:]].append((bare, concept.id, weight))
            if "*" not in written or len(stem) >= len(bare) - _LOST:
                stems[stem].append((concept.id, weight))
        for phrase in concept.phrases:
            slots = _slots(phrase, groups)
            phrases[slots[0][0]].append((concept.id, slots, frozenset(group for group, _ in slots)))
        unless[concept.id] = tuple(_slots(phrase, groups) for phrase in concept.unless)
    held_by: dict[str, list[int]] = defaultdict(list)
    for group, number in groups.items():
        for stem in group:
            held_by[stem].append(number)
    return _Lexicon(_frozen(stems), _frozen(starts), _frozen(ends), _frozen(phrases), unless, tuple(groups), _frozen(held_by))


def _slots(phrase: Phrase, groups: dict[frozenset[str], int]) -> _Slots:
    """Places of a phrase; the one that is looked for first has the fewest words and no function word. New groups are put into `groups`."""
    slots = [
        (frozenset(_stem(word) for word in place), _BESIDE if any(_says_nothing(word) for word in place) else WINDOW) for place in phrase
    ]
    slots.sort(key=lambda slot: (slot[1] != WINDOW, len(slot[0])))
    return tuple((groups.setdefault(group, len(groups)), reach) for group, reach in slots)


def _says_nothing(written: str) -> bool:
    word = make_word(written.removeprefix("="))
    return word is None or is_stopword(word)


def _frozen(table: Mapping[_Key, list[_Row]]) -> Mapping[_Key, tuple[_Row, ...]]:
    return {key: tuple(dict.fromkeys(rows)) for key, rows in table.items()}


@functools.cache
def _light() -> frozenset[str]:
    return frozenset(fold(word) for word in read_light_words())


@functools.lru_cache(maxsize=50_000)
def is_light(word: Word) -> bool:
    """Whether a word tells nothing of a need: function words, and words that everybody uses of everything."""
    return word.surface in _light() or is_stopword(word)


@functools.lru_cache(maxsize=50_000)
def concepts_of(word: Word) -> tuple[tuple[str, float], ...]:
    """The concepts that one word names, with the weight."""
    lexicon = _lexicon()
    found: dict[str, float] = {}
    for key in (word.stem, f"={word.surface}"):
        _keep_best(found, lexicon.stems.get(key, ()))
    starts, ends = lexicon.starts.get(word.surface[:_KEY], ()), lexicon.ends.get(word.stem[-_KEY:], ())
    _keep_best(found, [(concept, weight) for start, concept, weight in starts if word.surface.startswith(start)])
    _keep_best(found, [(concept, weight) for end, concept, weight in ends if word.stem.endswith(end)])
    named = 1.0 in found.values()  # then its parts hint at nothing else: 'kontanthjælp' is no help in the home
    for part in word.parts:
        _keep_best(found, [row for row in lexicon.stems.get(part, ()) if row[1] == 1.0 or not named])
    return tuple(sorted(found.items()))


def _keep_best(found: dict[str, float], rows: Iterable[tuple[str, float]]) -> None:
    for concept, weight in rows:
        found[concept] = max(weight, found.get(concept, 0.0))


@dataclass(frozen=True, slots=True)
class _Hit:
    concept: str
    weight: float
    places: tuple[int, ...]


def read_text(text: str) -> Reading:
    """What a text of any length and content speaks of; the same text, the same reading."""
    text = text[:MOST_CHARACTERS]
    tokens, places = _without_places(text)
    stands = _Stands(tokens)
    hits = [hit for hit in (*_word_hits(tokens), *_phrase_hits(stands)) if not stands.hindered(hit)]
    reading = Reading(places=places)
    _weigh(reading, hits, tokens, text)
    _settle_direction(reading)
    _imply(reading)
    _count_words(reading, tokens, text)
    return reading


def _without_places(text: str) -> tuple[list[Token], frozenset[str]]:
    """The words but those that name a municipality ('Vejen Kommune' speaks of no road), and the codes of the municipalities."""
    mentions = find_mentions(text[:_NAMED_PLACES])
    spans = [(mention.start, mention.end) for mention in mentions if mention.strength in (OFFICIAL, ALONE)]
    tokens = list(list_tokens(text))
    if spans:
        tokens = [token for token in tokens if not any(start <= token.start < end for start, end in spans)]
    return tokens, frozenset(mention.municipality.code for mention in mentions if mention.strength != "doubtful")


class _Stands:
    """Where each stem stands among the words, and which groups of the lexicon have one that does."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(tokens):
            for stem in _keys(token.word):
                self.places[stem].append(number)
        held_by = _lexicon().held_by
        self.groups = set(chain.from_iterable(map(held_by.__getitem__, self.places)))
        self._hinders: dict[str, list[_Slots]] = {}
        self._stems: dict[int, list[str]] = {}

    def stems(self, group: int) -> list[str]:
        """The stems of a group that stand here."""
        if group not in self._stems:
            self._stems[group] = sorted(self.places.keys() & _lexicon().groups[group])
        return self._stems[group]

    def near(self, stems: Iterable[str], place: int, reach: int, taken: Sequence[int] = ()) -> int:
        """A place of one of the stems at most `reach` words from `place` that is not `taken`; -1 when there is none."""
        for stem in stems:
            found = self.places.get(stem, ())
            for other in found[bisect_left(found, place - reach) :]:
                if other > place + reach:
                    break
                if other not in taken:
                    return other
        return -1

    def find(self, slots: _Slots) -> Iterator[tuple[int, ...]]:
        """Places of words that stand together as the phrase asks, by the place of the first; no word stands for two."""
        others = [(self.stems(group), reach) for group, reach in slots[1:]]
        for place in sorted(place for stem in self.stems(slots[0][0]) for place in self.places[stem]):
            places = [place]
            for stems, reach in others:
                if (other := self.near(stems, place, reach, places)) < 0:
                    break
                places.append(other)
            else:
                yield tuple(places)

    def hindered(self, hit: _Hit) -> bool:
        """Whether a false friend stands there: all words of an 'unless' near the hit, which is one of them."""
        phrases = self._hinders.get(hit.concept)
        if phrases is None:
            known = _lexicon().unless[hit.concept]
            phrases = self._hinders[hit.concept] = [slots for slots in known if all(group in self.groups for group, _ in slots)]
        return any(all(self.near(self.stems(group), hit.places[0], _UNLESS_WITHIN) >= 0 for group, _ in slots) for slots in phrases)


@functools.lru_cache(maxsize=50_000)
def _keys(word: Word) -> tuple[str, ...]:
    """What a word may be called in the lexicon, as far as the lexicon asks for it."""
    held_by = _lexicon().held_by
    return tuple(key for key in dict.fromkeys((word.stem, f"={word.surface}", *sorted(word.parts))) if key in held_by)


def _word_hits(tokens: Sequence[Token]) -> Iterator[_Hit]:
    for number, token in enumerate(tokens):
        for concept, weight in concepts_of(token.word):
            yield _Hit(concept, weight, (number,))


def _phrase_hits(stands: _Stands) -> Iterator[_Hit]:
    phrases, there = _lexicon().phrases, stands.groups
    for first in sorted(there & phrases.keys()):
        for concept, slots, groups in phrases[first]:
            if groups <= there:
                for places in stands.find(slots):
                    yield _Hit(concept, 1.0, places)


def _refusing(text: str, tokens: Sequence[Token]) -> set[int]:
    """Numbers of the words that somebody says no to: 'vil ikke i udbud', 'uden kameraer', 'i stedet for udbud', 'udbuddet opgives'."""
    refused: set[int] = set()
    surfaces = [token.word.surface for token in tokens]
    for number, surface in enumerate(surfaces):
        willed = surface in _NOT and not _WILLING.isdisjoint(surfaces[max(0, number - 3) : number])
        if surface in _NO or willed or (surface in _NO_ENDS and (surfaces[number - 1], surface) in _NO_PAIRS):
            refused.update(_until_stop(text, tokens, number + 1))
        if surface in _DROPPED_AFTER:
            refused.update(range(max(0, number - _REFUSED_WITHIN), number))
    return refused


def _until_stop(text: str, tokens: Sequence[Token], start: int) -> Iterator[int]:
    """The next words, until the sentence ends or turns ('men')."""
    for number in range(start, min(len(tokens), start + _REFUSED_WITHIN)):
        if number and _SENTENCE.search(text, tokens[number - 1].end, tokens[number].start):
            return
        if tokens[number].word.surface in ("men", "but"):
            return
        yield number


def _weigh(reading: Reading, hits: Sequence[_Hit], tokens: Sequence[Token], text: str) -> None:
    """Weight of a concept: of its strongest word, less where others are named far more often (a long text)."""
    concepts, refusing = read_concepts(), _refusing(text, tokens)
    counts: dict[str, float] = defaultdict(float)
    best: dict[str, float] = {}
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for hit in hits:
        if concepts[hit.concept].refusable and not refusing.isdisjoint(hit.places):
            reading.refused.add(hit.concept)
            continue
        if hit.weight == 1.0 and len(hit.places) == 1:
            reading.named.add(hit.concept)
        counts[hit.concept] += hit.weight
        best[hit.concept] = max(best.get(hit.concept, 0.0), hit.weight)
        for place in hit.places:
            words[hit.concept][_written(text, tokens[place])] = None
    most = max(counts.values(), default=1.0)
    for concept, count in counts.items():
        strength = min(1.0, best[concept] if best[concept] == 1.0 else HINT + 0.15 * (len(words[concept]) - 1))
        reading.weights[concept] = strength * (count / most) ** 0.25 if most > 3.0 else strength
        reading.evidence[concept] = tuple(words[concept])[:_SHOWN_WORDS]
    reading.refused -= reading.weights.keys()


def _settle_direction(reading: Reading) -> None:
    """'hjemtage fra en privat leverandør' is no tender: where one way is named by a word of its own and the other is not, it is meant in full.

    A tender that is only hinted at beside taking home is not asked for at all.
    """
    for way, other in (("form.insourcing", "form.tender"), ("form.tender", "form.insourcing")):
        if way in reading.named and other not in reading.named:
            reading.weights[way] = 1.0
            if other == "form.tender" and other in reading.weights:
                del reading.weights[other]
                del reading.evidence[other]


def _imply(reading: Reading) -> None:
    """What named concepts mean besides, and what that means in its turn at half its weight: a trouble, its remedy, what such a remedy is for."""
    concepts, named = read_concepts(), list(reading.weights.items())
    _imply_step(reading, named, concepts)
    _imply_step(reading, [(concept, reading.weights[concept] * _SECOND_STEP) for concept in list(reading.implied)], concepts)


def _imply_step(reading: Reading, sources: Sequence[tuple[str, float]], concepts: Mapping[str, Concept]) -> None:
    for concept, weight in sources:
        for other, share in concepts[concept].implies.items():
            implied = weight * share
            if other not in reading.refused and implied > reading.weights.get(other, 0.0):
                reading.weights[other] = implied
                reading.evidence.setdefault(other, reading.evidence[concept])
                if other not in reading.implied:
                    reading.implied[other] = concept


def _written(text: str, token: Token) -> str:
    """A word as people wrote it but for capitals: 'klimaaftryk', which search folds to 'klimåftryk'."""
    return text[token.start : token.end].lower()


def _count_words(reading: Reading, tokens: Sequence[Token], text: str) -> None:
    for number, token in enumerate(tokens):
        word = token.word
        if is_light(word) or len(word.surface) < 2 or word.surface[0].isdigit():  # years and sums tell nothing
            continue
        reading.words[word.stem] = reading.words.get(word.stem, 0.0) + 1.0
        reading.surfaces.setdefault(word.stem, _written(text, token))
        for part in word.parts:
            reading.parts[part] = reading.parts.get(part, 0.0) + 1.0
            reading.surfaces.setdefault(part, _written(text, token))
        capital = text[token.start].isupper()
        if not capital:
            reading.plain.add(word.surface)
        elif number and not concepts_of(word) and not _SENTENCE.search(text, tokens[number - 1].end, token.start):
            reading.names.add(word.surface)
