"""What a text speaks of: its concepts with the words that name them, what it says no to, and its other words."""

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from samspil.search.words import Token, Word, fold, is_stopword, list_tokens, make_word
from samspil.vocabulary.concepts import HINT, read_concepts, read_light_words
from samspil.vocabulary.municipalities import ALONE, OFFICIAL, find_mentions

WINDOW = 10  # words within which a phrase must stand
MOST_CHARACTERS = 200_000  # of a text that are read
_NAMED_PLACES = 20_000  # characters in which municipalities are looked for
_REFUSED_WITHIN = 4  # words after 'vil ikke' that are refused
_UNLESS_WITHIN = 5
_SHOWN_WORDS = 6
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
    """Ways from a word to concepts: by stem, by its beginning, by its end; phrases by each of their stems; what hinders a concept."""

    stems: Mapping[str, tuple[tuple[str, float], ...]]
    starts: Mapping[str, tuple[tuple[str, str, float], ...]]
    ends: Mapping[str, tuple[tuple[str, str, float], ...]]
    phrases: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    unless: Mapping[str, tuple[tuple[str, ...], ...]]


def _stem(word: str) -> str:
    """The key of a word of the lexicon: its stem; '=ord' is the word itself in this form."""
    made = make_word(word.removeprefix("="))
    return word if word.startswith("=") else made.stem if made else fold(word)


@functools.cache
def _lexicon() -> _Lexicon:
    stems: dict[str, list[tuple[str, float]]] = defaultdict(list)
    starts: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    ends: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
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
            found = tuple(_stem(word) for word in phrase)
            phrases[found[0]].append((concept.id, found))
        unless[concept.id] = tuple(tuple(_stem(word) for word in phrase) for phrase in concept.unless)
    return _Lexicon(_frozen(stems), _frozen(starts), _frozen(ends), _frozen(phrases), unless)


def _frozen(table: Mapping[str, list[_Row]]) -> Mapping[str, tuple[_Row, ...]]:
    return {key: tuple(dict.fromkeys(rows)) for key, rows in table.items()}


@functools.cache
def _light() -> frozenset[str]:
    return frozenset(fold(word) for word in read_light_words())


def is_light(word: Word) -> bool:
    """Whether a word tells nothing of a need: function words, and words that everybody uses of everything."""
    return word.surface in _light() or is_stopword(word)


@functools.lru_cache(maxsize=50_000)
def concepts_of(word: Word) -> tuple[tuple[str, float], ...]:
    """The concepts that one word names, with the weight."""
    lexicon = _lexicon()
    found: dict[str, float] = {}
    for key in (word.stem, f"={word.surface}", *word.parts):
        for concept, weight in lexicon.stems.get(key, ()):
            found[concept] = max(weight, found.get(concept, 0.0))
    for start, concept, weight in lexicon.starts.get(word.surface[:_KEY], ()):
        if word.surface.startswith(start):
            found[concept] = max(weight, found.get(concept, 0.0))
    for end, concept, weight in lexicon.ends.get(word.stem[-_KEY:], ()):
        if word.stem.endswith(end):
            found[concept] = max(weight, found.get(concept, 0.0))
    return tuple(sorted(found.items()))


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
    """Where each stem stands among the words."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(tokens):
            for stem in (token.word.stem, f"={token.word.surface}", *token.word.parts):
                self.places[stem].append(number)

    def near(self, stem: str, place: int, reach: int) -> int:
        """A place of the stem at most `reach` words from `place`; -1 when there is none."""
        found = self.places.get(stem)
        if not found:
            return -1
        at = bisect_left(found, place - reach)
        return found[at] if at < len(found) and found[at] <= place + reach else -1

    def find(self, stems: Sequence[str], reach: int) -> Iterator[tuple[int, ...]]:
        """Places of words that stand together, by the place of the first."""
        for place in self.places.get(stems[0], ()):
            places = [place]
            for stem in stems[1:]:
                if (other := self.near(stem, place, reach)) < 0:
                    break
                places.append(other)
            else:
                yield tuple(places)

    def hindered(self, hit: _Hit) -> bool:
        """Whether a false friend stands there: all words of an 'unless' near the hit, which is one of them."""
        phrases = _lexicon().unless[hit.concept]
        return any(all(self.near(stem, hit.places[0], _UNLESS_WITHIN) >= 0 for stem in phrase) for phrase in phrases)


def _word_hits(tokens: Sequence[Token]) -> Iterator[_Hit]:
    for number, token in enumerate(tokens):
        for concept, weight in concepts_of(token.word):
            yield _Hit(concept, weight, (number,))


def _phrase_hits(stands: _Stands) -> Iterator[_Hit]:
    phrases = _lexicon().phrases
    for stem in sorted(stands.places.keys() & phrases.keys()):
        for concept, stems in phrases[stem]:
            if not stands.places.keys() >= set(stems[1:]):
                continue
            for places in stands.find(stems, WINDOW):
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
    """'hjemtage fra en privat leverandør' is no tender: where taking home is named and a tender not by a word of its own, it is not asked for."""
    if "form.insourcing" in reading.named and "form.tender" in reading.weights and "form.tender" not in reading.named:
        del reading.weights["form.tender"]
        del reading.evidence["form.tender"]


def _imply(reading: Reading) -> None:
    """What named concepts mean besides, one step."""
    concepts = read_concepts()
    for concept, weight in list(reading.weights.items()):
        for other, share in concepts[concept].implies.items():
            implied = weight * share
            if other not in reading.refused and implied > reading.weights.get(other, 0.0):
                reading.weights[other] = implied
                reading.implied[other] = concept
    for other in reading.implied:
        reading.evidence.setdefault(other, reading.evidence[reading.implied[other]])


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
