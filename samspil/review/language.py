"""Is a text Danish, and is it a budget agreement? Simple word statistics; the words stand in `data/`."""

import functools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

DANISH_ENOUGH = 0.35
AGREEMENT_ENOUGH = 0.25

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_PARTS = 5
_SAMPLE_LENGTH = 2_500
_AGREEMENT_SAMPLE = 16_000
_BIAS = -2.2
# A text whose words are known to less than this share is in none of the languages (Greenlandic, code, tables of figures).
_COVERED_ENOUGH = 0.02
_SHARED_WEIGHT = 0.03
# Swedish, English and German are so far from Danish that their words only come in as quotations; Norwegian has to be told apart closely.
_FAR_WEIGHT = 0.15
_MONEY = re.compile(r"\d[\d.,]*\s*(?:mio|mia|t\.?kr|kr|million)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clue:
    """A group of patterns for (`weight` above 0) or against a text being an agreement; at most `most` of them count."""

    name: str
    weight: float
    most: int
    patterns: tuple[str, ...]


def is_danish(text: str) -> float:
    """How Danish a text is: near 1 for Danish, below `DANISH_ENOUGH` for other languages, 0 without words. Long English quotations lower it
    little.
    """
    counts = Counter(_WORD.findall(_sample(text).lower()))
    total = counts.total()
    if not total:
        return 0.0
    scores = {name: sum(counts[word] * weight for word, weight in words.items() if word in counts) for name, words in _languages().items()}
    danish, norwegian = scores.pop("da"), scores.pop("no")
    other = max(norwegian, _FAR_WEIGHT * max(scores.values()))
    if not danish:
        return 0.0
    covered = min(1.0, danish / total / _COVERED_ENOUGH)
    return round(covered * danish / (danish + other), 3)


def looks_like_agreement(text: str) -> float:
    """How much a text looks like a budget agreement, from 0 to 1; below `AGREEMENT_ENOUGH` a person should look at it first."""
    sample = text[:_AGREEMENT_SAMPLE].lower()
    score = _BIAS + 0.3 * min(6, sum(1 for _hit in _MONEY.finditer(sample, 0, 12_000)))
    for clue in read_clues():
        hits = min(clue.most, sum(1 for pattern in clue.patterns if pattern in sample))
        # What speaks against it weighs less in a long text, where such words turn up by the way.
        weight = clue.weight if clue.weight > 0 else clue.weight * min(1.0, 6_000 / max(1_500, len(sample)))
        score += weight * hits
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 3)


@functools.cache
def read_clues() -> tuple[Clue, ...]:
    """The groups of `data/agreements.toml`."""
    content = tomllib.loads(_read("agreements.toml"))
    return tuple(Clue(name, float(group["weight"]), int(group["most"]), tuple(group["patterns"])) for name, group in content.items())


@functools.cache
def _languages() -> Mapping[str, Mapping[str, float]]:
    """Language -> word -> weight: a word of one language counts 1, a shared one hardly tells them apart."""
    lists = {name: frozenset(words.split()) for name, words in tomllib.loads(_read("languages.toml")).items()}
    shared = Counter(word for words in lists.values() for word in words)
    return {name: {word: 1.0 if shared[word] == 1 else _SHARED_WEIGHT for word in words} for name, words in lists.items()}


def _read(file: str) -> str:
    return resources.files("samspil.review").joinpath(f"data/{file}").read_text(encoding="utf-8")


def _sample(text: str) -> str:
    """The text, or five stretches spread over a long one."""
    if len(text) <= _SAMPLE_PARTS * _SAMPLE_LENGTH:
        return text
    step = (len(text) - _SAMPLE_LENGTH) // (_SAMPLE_PARTS - 1)
    return " ".join(text[start : start + _SAMPLE_LENGTH] for start in range(0, step * _SAMPLE_PARTS, step))
