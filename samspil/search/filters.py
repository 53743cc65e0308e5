"""Filters of a query: 'år:2026', 'kommune:Århus', 'tema:udbud', 'type:overskrift', in Danish or English words, by name or by id."""

import re
from collections.abc import Callable

from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label, read_words, short_label

KINDS = ("heading", "sentence", "item", "row")
_KIND_WORDS = {
    "overskrift": "heading", "heading": "heading", "sætning": "sentence", "sentence": "sentence", "punkt": "item", "item": "item", "bullet": "item",
    "tabel": "row", "række": "row", "row": "row", "table": "row",
}  # fmt: skip
_THEME_WORDS = {
    "ops": "tendering", "udbud": "tendering", "velfærdsteknologi": "technology", "digitalisering": "technology", "indkøb": "green_procurement", "grønt": "green_procurement",
    "grønne": "green_procurement", "hjemtagelse": "insourcing", "friplejehjem": "friplejehjem",
}  # fmt: skip
_YEARS = re.compile(r"(20\d\d)(?:[-\u2013](20\d\d))?")
_MOST_YEARS = 20
_OWN_THEME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+")  # an id of a theme of the user's own


def read_filter(name: str, value: str) -> tuple[str, list[str | int]]:
    """The filter's name in `Query` and its values. Raises ValueError with a message for people, KeyError for a name that is none."""
    key, read = FIELDS[name.casefold()]
    return key, read(" ".join(value.split()))


def _read_years(value: str) -> list[str | int]:
    """'2026' or '2024-2026'."""
    match = _YEARS.fullmatch(value)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    if not 0 <= last - first < _MOST_YEARS:
        raise ValueError(say("search.bad_year", value=value[:40]))
    return list(range(first, last + 1))


def _read_municipality(value: str) -> list[str | int]:
    found = find_by_name(value) or find_by_code(value)
    if found is None:
        near = ", ".join(municipality.name for municipality in suggest(value[:40]))
        raise ValueError(
            say("search.bad_municipality_near" if near else "search.bad_municipality", value=value[:40], **({"near": near} if near else {}))
        )
    return [found.code]


def _read_theme(value: str) -> list[str | int]:
    plain = value.casefold()
    themes = read_words()["theme"]
    for theme in themes:
        if plain in {theme, label("theme", theme).casefold(), short_label("theme", theme).casefold()}:
            return [theme]
    if plain in _THEME_WORDS:
        return [_THEME_WORDS[plain]]
    if _OWN_THEME.fullmatch(value):
        return [value]
    raise ValueError(say("search.bad_theme", value=value[:40], known=", ".join(short_label("theme", theme) for theme in themes)))


def _read_kind(value: str) -> list[str | int]:
    if value.casefold() not in _KIND_WORDS:
        raise ValueError(say("search.bad_kind", value=value[:40]))
    return [_KIND_WORDS[value.casefold()]]


_Read = Callable[[str], list[str | int]]
FIELDS: dict[str, tuple[str, _Read]] = {
    **dict.fromkeys(("år", "aar", "year"), ("years", _read_years)),
    **dict.fromkeys(("kommune", "municipality"), ("municipalities", _read_municipality)),
    **dict.fromkeys(("tema", "theme"), ("themes", _read_theme)),
    **dict.fromkeys(("type", "slags", "kind"), ("kinds", _read_kind)),
}
