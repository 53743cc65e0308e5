"""The codebook's ids in words: label, short label and description of themes, topics, stages, verdicts and kinds of amount.

The words stand in `data/themes.toml`; `label("theme", "technology")` gives them in the language in use. A user's own themes bring their words with them.
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources

from samspil.vocabulary.texts import language, say

Entry = dict[str, str]
_own: dict[str, Mapping[str, str]] = {}


def use_own_themes(themes: Iterable[Mapping[str, str]]) -> None:
    """The user's own themes from here on, no others; each with `id`, `label_da`, `short_da`, `label_en`, `short_en`, `description`."""
    _own.clear()
    _own.update({theme["id"]: theme for theme in themes})


@functools.cache
def read_words() -> dict[str, dict[str, dict[str, Entry]]]:
    """The file as it is: kind -> id -> language -> {label, short, description}."""
    file = resources.files("samspil.vocabulary").joinpath("data/themes.toml")
    words: dict[str, dict[str, dict[str, Entry]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words


def find_entry(kind: str, code: str) -> Entry:
    """The words of one id in the language in use; empty for an id the file does not know."""
    if kind == "theme" and code in _own:
        own = _own[code]
        words = {"label": say("own_themes.label", label=own[f"label_{language()}"]), "short": own[f"short_{language()}"]}
        return words | {"description": own["description"]}
    return read_words()[kind].get(code, {}).get(language(), {})


def label(kind: str, code: str) -> str:
    """The heading of an id ('theme', 'topic', 'stage', 'verdict', 'amount'); an unknown id is its own label."""
    return find_entry(kind, code).get("label", code)


def short_label(kind: str, code: str) -> str:
    """A label that fits into a narrow column or a chart's axis."""
    return find_entry(kind, code).get("short") or label(kind, code)


def describe(kind: str, code: str) -> str:
    """One or two sentences on what belongs to the id, from the codebook; '' when there is nothing to say."""
    return find_entry(kind, code).get("description", "")
