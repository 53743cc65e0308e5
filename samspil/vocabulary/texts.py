"""The catalogue of all text shown to users: one TOML file per room and language under `catalogue/`.

`say("documents.empty", name="x.pdf")` gives the Danish sentence; `use_language("en")` switches everything to English.
"""

import functools
import tomllib
from importlib import resources

LANGUAGES = ("da", "en")
_language = "da"


def use_language(language: str) -> None:
    """Choose the language of all texts from here on. Raises ValueError for a language without a catalogue."""
    global _language  # noqa: PLW0603 - one language per process is what a user asks for
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for language {language!r}; there are {', '.join(LANGUAGES)}")
    _language = language


def language() -> str:
    """The language in use, 'da' unless `use_language` was called."""
    return _language


@functools.cache
def read_catalogue(language: str, room: str) -> dict[str, str]:
    """All texts of one room in one language, by key."""
    file = resources.files("samspil.vocabulary").joinpath(f"catalogue/{language}/{room}.toml")
    texts: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return texts


def say(key: str, **values: object) -> str:
    """The text `room.name` with `values` filled in. Raises KeyError when the catalogue lacks it."""
    room, name = key.split(".", 1)
    return read_catalogue(_language, room)[name].format(**values)
