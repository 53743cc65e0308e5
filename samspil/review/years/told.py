"""What an initiative tells, ready for comparing: weighted stems, letter sequences, concepts, names, counts.

The weight of a stem or concept is its rarity among the undertakings of the training corpus (`data/rarity.tsv`, made by `tools/year_weights.py`); words of
commitment and money ('afsættes', 'fortsætter', 'mio.') hardly count, since they change from year to year while the undertaking stays.
"""

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from samspil.initiatives.features import read_words, stem
from samspil.values.initiative import Initiative
from samspil.vocabulary.municipalities import fold_name
from samspil.vocabulary.terms import TermFinder, read_groups
from samspil.vocabulary.undertakings import find_concepts

_CHANGING = 0.15  # weight of words that tell how far a matter has come, not what it is
_GRAM = 5
_NAME = re.compile(r"(?<![\w-])[A-ZÆØÅ][\w'’]*(?:[-/][\wÆØÅ]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\n\s*|[•–-]\s+)[\"»“(]*$")
_COUNT = re.compile(r"(?<![\d.,])(\d{1,3})(?![\d.,]*\d|\s*(?:mio|mia|t\.?kr|kr|tkr|pct|procent|%|\.\s?[a-zæøå]))")
_BODY = re.compile(
    r"(?:udvalg|udvalget|udvalgets|forvaltning|forvaltningen|byråd|byrådet|parterne|kommune|kommunen|kommunens|kommunalbestyrelsen)$",
    re.IGNORECASE,
)
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Told:
    """`stems`, `grams`, `concepts`: weight by name; `names`: folded proper names with weight; `counts`: figures that are neither money nor years."""

    stems: Weights
    grams: Weights
    concepts: Weights
    names: Weights
    counts: frozenset[int]


@functools.cache
def _rarity() -> tuple[int, dict[str, int]]:
    text = resources.files("samspil.review.years").joinpath("data/rarity.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    return int(rows[0][1]), {word: int(count) for word, count in rows[1:]}


def weigh(name: str) -> float:
    """Rarity of a stem or of a concept ('thing.vacuum'): the logarithm of one through its share of the corpus' undertakings."""
    total, counts = _rarity()
    return math.log((total + 1) / (counts.get(name, 0) + 0.5))


@functools.cache
def _changing_finder() -> TermFinder:
    return TermFinder([group for group in read_groups() if group.name.startswith("general.")])


@functools.lru_cache(maxsize=65536)
def _weigh_word(word: str) -> float:
    if word[0] == "#" or len(word) < 3:
        return 0.0
    factor = _CHANGING if _changing_finder().groups_of(word) else 1.0
    return factor * weigh(stem(word))


def full_text(initiative: Initiative) -> str:
    """All its quotes, one after the other."""
    return "\n".join(dict.fromkeys(evidence.quote for evidence in initiative.evidence))


def tell(text: str, names: Weights) -> Told:
    """What a text tells; `names`: the proper names known in its municipality (see `find_names`)."""
    words = read_words(text)
    stems = {stem(word): _weigh_word(word) for word in words if _weigh_word(word) > 0}
    concepts = {concept: weigh(concept) for concept in find_concepts(words)}
    return Told(stems, _grams(words), concepts, _names_in(text, names), frozenset(int(figure) for figure in _COUNT.findall(text)))


def _grams(words: Iterable[str]) -> dict[str, float]:
    """Letter sequences see into compounds: 'rengøringsudbud' beside 'udbud af rengøring'. Each shares in its word's weight."""
    grams: dict[str, float] = {}
    for word in sorted(set(words)):
        weight = _weigh_word(word)
        if weight > 0 and len(word) >= _GRAM:
            parts = {word[start : start + _GRAM] for start in range(len(word) - _GRAM + 1)}
            for part in parts:
                grams[part] = max(grams.get(part, 0.0), weight / math.sqrt(len(parts)))
    return grams


def find_names(texts: Iterable[str], municipality: str) -> dict[str, float]:
    """Proper names in the texts of one municipality with their weight: words with a capital letter within a sentence. Left out: the municipality's own
    name, its committees, and words that name a thing or task ('AI', 'Plejehjemmet')."""
    own = {fold_name(municipality), fold_name(municipality).removesuffix("s")}
    found: dict[str, float] = {}
    for text in texts:
        for word, first in _capitalised(text):
            name = fold_name(word).removesuffix("s")
            if not first and name not in own and len(name) > 2 and not _BODY.search(word) and not find_concepts([word.lower()]):
                found[name] = weigh(stem(word.lower()))
    return found


def _capitalised(text: str) -> Iterable[tuple[str, bool]]:
    """Every capitalised word, and whether it begins a sentence."""
    for match in _NAME.finditer(text):
        yield match.group(), _SENTENCE_START.search(text, max(0, match.start() - 8), match.start()) is not None


def _names_in(text: str, known: Weights) -> dict[str, float]:
    forms = {fold_name(word).removesuffix("s") for word, _first in _capitalised(text)}
    return {name: known[name] for name in sorted(forms) if name in known}
