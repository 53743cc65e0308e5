"""Different names of one thing, task or group of citizens ('skærmbesøg', 'videobesøg'), for linking the initiatives of two years.

Patterns as in `vocabulary/terms`: lower-case words with `*` for any letters, or phrases.
"""

import functools
import tomllib
from collections.abc import Sequence
from importlib import resources

from samspil.vocabulary.terms import TermFinder, TermGroup

KINDS = ("thing", "task", "group")


@functools.cache
def _finder() -> TermFinder:
    file = resources.files("samspil.vocabulary").joinpath("data/undertakings.toml")
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return TermFinder([TermGroup(f"{kind}.{name}", tuple(patterns)) for kind in KINDS for name, patterns in content[kind].items()])


def find_concepts(words: Sequence[str]) -> frozenset[str]:
    """The concepts ('thing.vacuum', 'task.laundry', 'group.youth') that these lower-case words name."""
    finder = _finder()
    return frozenset(name for word in words for name in finder.groups_of(word)) | frozenset(finder.groups_of_phrases(words))
