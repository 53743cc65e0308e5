"""Organisations named in a text: a list of names, and foundations by their form ('Fonden Havglimt', 'OK-Fonden')."""

import functools
import re
import tomllib
from importlib import resources

_FOUNDATION = r"Fonden(?: [A-ZÆØÅ][\w-]+){1,3}|[A-ZÆØÅ][\w-]+-Fonden"


@functools.cache
def _pattern() -> re.Pattern[str]:
    file = resources.files("samspil.vocabulary").joinpath("data/actors.toml")
    names = tomllib.loads(file.read_text(encoding="utf-8"))["names"]
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed}|{_FOUNDATION})(?:s)?(?![\w-])")


def find_actors(text: str) -> tuple[str, ...]:
    """Names in the order of the alphabet, each once, without a genitive s that the list does not have."""
    found = {match.group() for match in _pattern().finditer(text)}
    return tuple(sorted(name[:-1] if name.endswith("s") and name[:-1] in found else name for name in found))
