"""The words by which an article's parts are known (`vocabulary/data/published.toml`), as patterns ready for use."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

_EDGES = " \t\u00a0»«›‹>→←↑↓|·•▸▶✕×+-–—.,;!?…"


@functools.cache
def read_words() -> Mapping[str, Any]:
    """The file as it is."""
    file = resources.files("samspil.vocabulary").joinpath("data/published.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def is_line_of(group: str, text: str) -> bool:
    """Whether a whole line is one of the patterns of `group` ('furniture', 'ends', 'paywall'); signs at its ends do not count."""
    plain = text.casefold().strip(_EDGES)
    return bool(plain) and _lines(group).fullmatch(plain) is not None


@functools.cache
def _lines(group: str) -> re.Pattern[str]:
    return compile_patterns(read_words()[group])


def compile_patterns(patterns: Sequence[str]) -> re.Pattern[str]:
    """Any of the patterns, '*' for any signs of one line."""
    return re.compile("|".join(re.escape(each.strip()).replace(r"\*", ".*") for each in patterns))


@functools.cache
def find_words(group: str, kind: str = "") -> re.Pattern[str]:
    """The words or phrases of a list as they stand in running text; in patterns '*' stands for letters."""
    words = read_words()[kind][group] if kind else read_words()[group]
    return re.compile(rf"(?<!\w)(?:{'|'.join(as_words(each) for each in sorted(words, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def as_words(pattern: str) -> str:
    """A phrase as a regular expression: '*' at a word's end for more letters of it, alone for one word between."""
    parts = [r"[\w-]+" if word == "*" else re.escape(word).replace(r"\*", r"[\w-]*") for word in pattern.split()]
    return r"\s+".join(parts)
