"""What search knows of Danish beyond the stemmer: parts of compounds, families of words, function words. Source: `data/search.toml`."""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

_ENDINGS = (
    "",
    "s",
    "e",
    "es",
    "en",
    "ens",
    "et",
    "ets",
    "er",
    "ers",
    "erne",
    "ernes",
    "ene",
    "enes",
    "ne",
    "nes",
    "r",
    "rs",
    "rne",
    "rnes",
    "n",
    "ns",
    "t",
    "ts",
)
_DOUBLED = ("e", "es", "en", "ens", "et", "ets", "er", "ers", "erne", "ernes", "ene", "enes")  # bud, buddet; hal, haller
_LINKS = ("", "s", "e")
_VOWELS = frozenset("aeiouyæøåé")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`last`: a part as it may end a compound, inflected -> the word it counts as. `first`: the same for beginnings, with their linking letters.

    `families`: lists of words that count as one, the first of each as the name. `whole`: never split.
    """

    first: Mapping[str, str]
    last: Mapping[str, str]
    families: tuple[tuple[str, ...], ...]
    stopwords: frozenset[str]
    whole: frozenset[str]


@functools.cache
def read_lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = tomllib.loads(resources.files("samspil.vocabulary").joinpath("data/search.toml").read_text(encoding="utf-8"))
    last_parts, first_parts = dict(_pairs(raw["last"])), dict(_pairs(raw["first"]))
    last = {form: word for part, word in last_parts.items() for form in inflect(part)} | last_parts
    first = first_parts | {part + link: word for part, word in last_parts.items() for link in _LINKS}
    families = tuple(tuple(line.split()) for line in raw["families"])
    return Lexicon(first, last, families, frozenset(raw["stopwords"].split()), frozenset(raw["whole"].split()))


def inflect(part: str) -> Iterator[str]:
    """A noun with all endings that nouns can have; more than it has itself, which no text holds."""
    yield from (part + ending for ending in _ENDINGS)
    if part[-1] not in _VOWELS and part[-2] in _VOWELS:
        yield from (part + part[-1] + ending for ending in _DOUBLED)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """'børne:barn' -> ('børne', 'barn'). A beginning that ends in a linking s counts as the word without it."""
    for item in text.split():
        part, _, word = item.partition(":")
        yield part, word or part
