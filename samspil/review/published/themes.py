"""Which theme a title, a heading or a sentence speaks of: by the user's mapping, the shipped one, then by its words."""

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from samspil.review.published.words import as_words, read_words
from samspil.values.codes import THEMES


@dataclass(frozen=True, slots=True)
class TableRule:
    """A line of a mapping: the table with this `number` (None: any) and these `title` words ('' any) in the review of `year` (None: any) is of `theme`."""

    theme: str
    year: int | None = None
    number: int | None = None
    title: str = ""


@functools.cache
def read_shipped_rules() -> tuple[TableRule, ...]:
    """The mapping of the known years (`vocabulary/data/published_tables.toml`)."""
    file = resources.files("samspil.vocabulary").joinpath("data/published_tables.toml")
    return tuple(TableRule(**item) for item in tomllib.loads(file.read_text(encoding="utf-8"))["table"])


def find_ruled_theme(rules: Iterable[TableRule], year: int, number: int | None, title: str) -> str:
    """The theme of the first rule that fits; '' when none does."""
    return next((rule.theme for rule in rules if _fits(rule, year, number, title)), "")


def _fits(rule: TableRule, year: int, number: int | None, title: str) -> bool:
    if rule.year is not None and rule.year != year:
        return False
    if rule.number is not None and rule.number != number:
        return False
    return not rule.title or holds_words(rule.title, title)


@functools.lru_cache(maxsize=256)
def _title_pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){as_words(words)}", re.IGNORECASE)


def holds_words(words: str, text: str) -> bool:
    """Whether a text holds these words, in this order; '*' stands for any letters."""
    return _title_pattern(words).search(text) is not None


@functools.lru_cache(maxsize=1024)
def find_theme(text: str) -> str:
    """The theme whose words weigh heaviest in a text; '' without any, or when two weigh the same."""
    weights = weigh_themes(text)
    best = sorted(weights.values(), reverse=True)
    if not best or (len(best) > 1 and best[0] == best[1]):
        return ""
    return max(weights, key=lambda theme: weights[theme])


def weigh_themes(text: str) -> dict[str, int]:
    """Theme -> weight of its words in the text, each pattern once; a general word ('privat') does not outweigh a special one ('friplejehjem')."""
    weights = {
        theme: sum(weight for weight, pattern in _patterns()[theme] if pattern.search(text)) for theme in THEMES if theme in _patterns()
    }
    return {theme: weight for theme, weight in weights.items() if weight}


@functools.cache
def _patterns() -> dict[str, list[tuple[int, re.Pattern[str]]]]:
    themes = read_words()["themes"]
    return {
        theme: [
            (int(weight), re.compile(rf"(?<!\w){as_words(pattern)}(?!\w)", re.IGNORECASE))
            for weight, patterns in groups.items()
            for pattern in patterns
        ]
        for theme, groups in themes.items()
    }


def choose_theme(rules: Sequence[TableRule], year: int, number: int | None, title: str) -> str:
    """The user's rules first, then the shipped ones, then the words of the title."""
    return find_ruled_theme(rules, year, number, title) or find_ruled_theme(read_shipped_rules(), year, None, title) or find_theme(title)
