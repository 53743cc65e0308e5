"""Patterns of words, as data: 'reduceres med', '*besparelse', 'pr . år' are looked for in tokens."""

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources

from samspil.initiatives.amounts.tokens import Token

Pattern = tuple[str, ...]


@functools.cache
def read_words() -> dict[str, dict[str, list[str]]]:
    """All word lists of `vocabulary/data/amounts.toml`, by section and name."""
    file = resources.files("samspil.vocabulary").joinpath("data/amounts.toml")
    words: dict[str, dict[str, list[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words


@functools.cache
def words_of(section: str, name: str) -> frozenset[str]:
    """A list of single words, to look a token up in."""
    return frozenset(read_words()[section][name])


@functools.cache
def _patterns(section: str, name: str) -> tuple[Pattern, ...]:
    rows = (tuple(row.split()) for row in read_words()[section][name])
    return tuple(sorted(rows, key=len, reverse=True))


@functools.cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", r"\w*"))


def _same(pattern: str, word: str) -> bool:
    return pattern == word if "*" not in pattern else _compile(pattern).fullmatch(word) is not None


@functools.cache
def _by_first_word(section: str, name: str) -> tuple[dict[str, tuple[Pattern, ...]], re.Pattern[str] | None, tuple[Pattern, ...]]:
    """A list's patterns by a plain first word; those whose first word has a `*`, and one expression that tells whether any of them may fit."""
    plain: dict[str, tuple[Pattern, ...]] = {}
    for pattern in _patterns(section, name):
        if "*" not in pattern[0]:
            plain[pattern[0]] = (*plain.get(pattern[0], ()), pattern)
    starred = tuple(pattern for pattern in _patterns(section, name) if "*" in pattern[0])
    gate = re.compile("|".join(_compile(pattern[0]).pattern for pattern in starred)) if starred else None
    return plain, gate, starred


def compile_lists() -> None:
    """Compile every list now: children that are forked later find them ready."""
    for section, lists in read_words().items():
        for name in lists:
            for pattern in _patterns(section, name):
                for word in pattern:
                    _compile(word)
            _by_first_word(section, name)


@functools.lru_cache(maxsize=65536)
def _starting(section: str, name: str, word: str) -> tuple[Pattern, ...]:
    plain, gate, starred = _by_first_word(section, name)
    found = plain.get(word, ())
    if gate is not None and gate.fullmatch(word):
        found = tuple(sorted((*found, *(pattern for pattern in starred if _same(pattern[0], word))), key=len, reverse=True))
    return found


@functools.lru_cache(maxsize=65536)
def names_starting(section: str, names: tuple[str, ...], word: str) -> tuple[str, ...]:
    """Those of the lists `names` that have a pattern which `word` (cut at 60 characters) may begin: most words begin none."""
    return tuple(name for name in names if _starting(section, name, word))


def match_at(tokens: Sequence[Token], index: int, section: str, name: str) -> int:
    """How many tokens the longest pattern of the list covers from `index` on; 0 for none."""
    for pattern in _starting(section, name, tokens[index].text[:60]):
        part = tokens[index : index + len(pattern)]
        if len(part) == len(pattern) and all(_same(word, token.text[:60]) for word, token in zip(pattern, part, strict=True)):
            return len(pattern)
    return 0


def find_all(tokens: Sequence[Token], section: str, name: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where patterns of the list stand wholly within tokens[start:end], as (first, past the last)."""
    stop = len(tokens) if end is None else end
    for index in range(start, stop):
        length = match_at(tokens, index, section, name)
        if length and index + length <= stop:
            yield index, index + length


def has_any(tokens: Sequence[Token], section: str, name: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a pattern of the list stands within tokens[start:end]."""
    return next(find_all(tokens, section, name, start, end), None) is not None
