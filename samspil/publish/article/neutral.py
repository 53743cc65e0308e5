"""Neutral wording: the article describes and takes no side. Words that judge stand in `vocabulary/data/neutral.toml`; none may stand in the article's own sentences."""

import functools
import re
import tomllib
from importlib import resources

from samspil.publish.article.model import Article, Cited, Name, list_runs


@functools.cache
def read_judging_words(language: str) -> tuple[str, ...]:
    """Beginnings of words that judge, in lower case; a blank behind asks for the whole word."""
    file = resources.files("samspil.vocabulary").joinpath("data/neutral.toml")
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))[language])


def find_judging(article: Article) -> list[tuple[str, str]]:
    """(word, sentence) of every judging word outside quotes and names; empty for a neutral article."""
    found = []
    for run in list_runs(article):
        own = "".join(" … " if isinstance(piece, Cited | Name) else piece if isinstance(piece, str) else piece.words for piece in run)
        found += [(word, own) for word in judge_words(own, article.language)]
    return found


def judge_words(text: str, language: str) -> list[str]:
    """The judging words of one text."""
    return [match[0] for match in _pattern(language).finditer(text.lower())]


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    words = (re.escape(word.rstrip()) + (r"\b" if word.endswith(" ") else r"\w*") for word in read_judging_words(language))
    return re.compile(rf"\b(?:{'|'.join(words)})")
