"""The codebook's ids in words: label, short label and description of themes, topics, stages, verdicts and kinds of amount.

The words stand in `data/themes.toml`; `label("theme", "technology")` gives them in the language in use.
"""

import functools
import tomllib
from importlib import resources

from samspil.vocabulary.texts import language

Entry = dict[str, str]


@functools.cache
def read_words() -> dict[str, dict[str, dict[str, Entry]]]:
    """The file as it is: kind -> id -> language -> {label, short, description}."""
    file = resources.files("samspil.vocabulary").joinpath("data/themes.toml")
    words: dict[str, dict[str, dict[str, Entry]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return words


def find_entry(kind: str, code: str) -> Entry:
    """The words of one id in the language in use; empty for an id the file does not know."""
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
