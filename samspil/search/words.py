"""The words of a text as search sees them: stems that inflection does not change, and the parts of compounds, each with its place in the text.

Folding: NFC, case, 'aa' = 'å' (Aabenraa = Åbenrå), accents but not æ, ø and å. 'udbuddet' -> udbud; 'rengøringsudbud' -> itself, with the parts rengøring and udbud.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import local

import Stemmer

from samspil.vocabulary.search_lexicon import read_lexicon

ANALYSIS = "1"  # another number: what is indexed is made anew (workbench/search.py)
LONGEST = 64  # letters of a word that count
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[^\W\d_][^\W_{_INVISIBLE}{_MARKS}]*(?:[{_INVISIBLE}{_MARKS}]+[^\W_{_INVISIBLE}{_MARKS}]*)*")
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ACCENTS = str.maketrans("éèêëáàâóòôúùûíìîýçñü", "eeeeaaaooouuuiiiycny")
_VOWELS = frozenset("aeiouyæøå")
_LEAST_ENDING, _LEAST_BEGINNING = 4, 5  # letters of a known part beside an unknown one
_SHORTEST_REST = 3
_ENDING = re.compile(r"[a-zæøå]?e(?:r|re|rne|rnes|ret|rede|rer|nde|lse|lsen|lser|n|ns|t|ts|s|ne|nes)")  # 'biblioteker' is no compound
_stemmers = local()  # a stemmer is not made for two threads at once


@dataclass(frozen=True, slots=True)
class Word:
    """`surface`: folded as written; `stem`: what all its forms share; `parts`: stems of what a compound is made of."""

    surface: str
    stem: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of the text, in code points."""

    start: int
    end: int
    word: Word


def list_tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for match in _TOKEN.finditer(text):
        if word := make_word(match[0]):
            yield Token(match.start(), match.end(), word)


@functools.lru_cache(maxsize=200_000)
def make_word(written: str) -> Word | None:
    """A word as written; None when nothing of it is left."""
    if written[0].isdigit() and written[-1].isdigit():
        number = _plain_number(written)
        return Word(number, number, frozenset())
    plain = _DROPPED.sub("", unicodedata.normalize("NFC", written)).casefold().translate(_ACCENTS)[:LONGEST]
    if not plain:
        return None
    stem, parts = _analyse(plain)
    return Word(fold(plain), stem, parts - {stem})


def fold(plain: str) -> str:
    """'aa' is 'å' written with the letters of old."""
    return plain.replace("aa", "å")


def _plain_number(written: str) -> str:
    """'1.250.000' -> '1250000'; '2,4' -> '2_4', which no index takes apart."""
    number = unicodedata.normalize("NFKC", written)
    if _THOUSANDS.fullmatch(number):
        number = number.replace(".", "")
    return number.replace(",", "_").replace(".", "_")[:LONGEST]


@functools.lru_cache(maxsize=100_000)
def _analyse(plain: str) -> tuple[str, frozenset[str]]:
    """The stem of a word and those of its parts. A part may be a compound itself: plejebolig in plejeboliggaranti."""
    cuts = split_compound(plain)
    if len(cuts) < 2:
        known = read_lexicon().last.get(plain, plain)  # 'køkkenet' is a form of køkken, whatever the stemmer makes of it
        return find_stem(known if len(known) >= _LEAST_BEGINNING else plain), frozenset()
    starts = [start for start, _end, _word in cuts]
    own = [_analyse(word) for _start, _end, word in cuts]
    parts = {part for _stem_of, inner in own for part in inner}
    for first in range(len(cuts)):
        for last in range(first, len(cuts)):
            before = fold(plain[starts[first] : starts[last]])
            parts.add(before + own[last][0])
    return fold(plain[: starts[-1]]) + own[-1][0], frozenset(part for part in parts if len(part) > 1)


@functools.lru_cache(maxsize=100_000)
def find_stem(word: str) -> str:
    """The stem of a word, the same for all words of its family."""
    stem = _stem(fold(word))
    return _families().get(stem, stem)


def _stem(word: str) -> str:
    """Snowball's Danish stem; '-ering' as '-ere': digitalisering, digitalisere, digitaliseret."""
    stemmer = getattr(_stemmers, "danish", None)
    if stemmer is None:
        stemmer = _stemmers.danish = Stemmer.Stemmer("danish")
    stem: str = stemmer.stemWord(word)
    return stem[:-5] if stem.endswith("ering") and len(stem) > 8 and stem != "parkering" else stem


@functools.cache
def _families() -> Mapping[str, str]:
    return {_stem(fold(word)): _stem(fold(family[0])) for family in read_lexicon().families for word in family}


@functools.cache
def _whole() -> frozenset[str]:
    return frozenset(_stem(word) for word in read_lexicon().whole)


Cut = tuple[int, int, str]


def split_compound(plain: str) -> list[Cut]:
    """(start, end, word it counts as) of the parts of a compound; one part when it is none or nothing is known of it.

    Known parts all through win over a known ending with anything before it, that over a known beginning with anything behind it.
    """
    if len(plain) < 2 * _SHORTEST_REST or plain in read_lexicon().whole or _stem(plain) in _whole():
        return [(0, len(plain), plain)]
    found = _split_known(plain)
    if not found and plain not in read_lexicon().last:
        found = _split_ending(plain) or _split_beginning(plain)
    return found or [(0, len(plain), plain)]


def list_parts(written: str) -> list[Word]:
    """The parts of a compound as words of their own; [] for a word that is none, or with a part too short to be looked for alone."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFC", written)).casefold().translate(_ACCENTS)[:LONGEST]
    cuts = split_compound(plain) if plain.isalpha() else []
    if len(cuts) < 2 or any(len(word) < _LEAST_ENDING for _start, _end, word in cuts):
        return []
    return [word for cut in cuts if (word := make_word(cut[2]))]


def _endings(plain: str) -> Iterator[tuple[int, str]]:
    """Where known parts that end the word begin, longest first."""
    last = read_lexicon().last
    for start in range(2, len(plain) - 1):
        if (word := last.get(plain[start:])) is not None:
            yield start, word


def _split_known(plain: str) -> list[Cut]:
    for start, word in _endings(plain):
        if head := _split_head(plain, start):
            return [*head, (start, len(plain), word)]
    return []


def _split_head(plain: str, until: int) -> list[Cut]:
    """Known beginnings one after the other, longest first, that fill plain[:until]; [] when they do not."""
    first = read_lexicon().first

    def fill(start: int) -> list[Cut] | None:
        if start == until:
            return []
        for end in range(until, start + 1, -1):
            word = first.get(plain[start:end])
            if word is not None and (rest := fill(end)) is not None:
                return [(start, end, _without_link(word)), *rest]
        return None

    return fill(0) or []


def _without_link(word: str) -> str:
    """'velfærds' -> 'velfærd': beginnings stand in the lexicon with their linking s, which the stemmer takes away."""
    return word[:-1] if word.endswith("s") and len(word) > 4 and word[-2] != "s" and word not in read_lexicon().last else word


def _split_ending(plain: str) -> list[Cut]:
    for start, word in _endings(plain):
        head = plain[:start]
        if len(word) >= _LEAST_ENDING and _is_rest(head):
            bare = head[:-1] if head.endswith("s") and len(head) > 4 else head
            known = _split_known(bare) if len(bare) >= 2 * _SHORTEST_REST else []
            return [*(known or [(0, start, bare)]), (start, len(plain), word)]
    return []


def _split_beginning(plain: str) -> list[Cut]:
    first = read_lexicon().first
    for end in range(len(plain) - _SHORTEST_REST - 1, _LEAST_BEGINNING - 1, -1):
        word = first.get(plain[:end])
        if word is not None and _is_rest(plain[end:]) and not _ENDING.fullmatch(plain, end):
            return [(0, end, _without_link(word)), (end, len(plain), plain[end:])]
    return []


def _is_rest(text: str) -> bool:
    """Whether an unknown rest can be a word."""
    return len(text) >= _SHORTEST_REST and not _VOWELS.isdisjoint(text)


def is_stopword(word: Word) -> bool:
    """Whether it need not be asked for among other words."""
    return word.surface in read_lexicon().stopwords
