"""The columns of the list of contracts (`data/columns.toml`), their code lists, and how headings and codes are recognised."""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from samspil.competition.user_table import fold
from samspil.values.case import SERVICE_AREAS
from samspil.vocabulary.texts import LANGUAGES, language, read_catalogue

_MARKS = re.compile(r"[\s_\-./:*()§]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: headings, shape ('code:nature' names its list), whether it must be filled, example and help in both languages."""

    key: str
    da: str
    en: str
    shape: str
    help_da: str
    help_en: str
    others: tuple[str, ...] = ()
    required: bool = False
    example: str = ""

    @property
    def heading(self) -> str:
        """In the language in use."""
        return self.en if language() == "en" else self.da

    @property
    def help(self) -> str:
        """What belongs in it."""
        return self.help_en if language() == "en" else self.help_da

    @property
    def codes(self) -> str:
        """The name of its code list, '' for none."""
        return self.shape.partition(":")[2]


@functools.cache
def _read() -> dict[str, Any]:
    file = resources.files("samspil.competition.plan").joinpath("data/columns.toml")
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return values


@functools.cache
def list_columns() -> tuple[Column, ...]:
    """All columns in the template's order."""
    return tuple(Column(**{**row, "others": tuple(row.get("others", ()))}) for row in _read()["column"])


@functools.cache
def headings() -> Mapping[str, Column]:
    """Column by every accepted heading; the headings proper win over other spellings."""
    found: dict[str, Column] = {}
    for column in list_columns():
        for name in (column.da, column.en, column.key):
            found.setdefault(plain(name), column)
    for column in list_columns():
        for name in column.others:
            found.setdefault(plain(name), column)
    return found


def plain(text: object) -> str:
    """A heading or code for comparison: case, points, hyphens and blanks do not count."""
    return _MARKS.sub(" ", fold(text)).strip()


@functools.cache
def read_codes(name: str) -> Mapping[str, str]:
    """Code by every accepted spelling."""
    found: dict[str, str] = {}
    for code in list_codes(name):
        for word in _spellings(name, code):
            found.setdefault(plain(word), code)
    return found


def _spellings(name: str, code: str) -> tuple[str, ...]:
    if name == "area":
        return (code, *(read_catalogue(each, "cases")[f"area_{code}"] for each in LANGUAGES))
    words = _read()["codes"][name][code]
    return (code, words["da"], words["en"], *words.get("others", ()))


def list_codes(name: str) -> tuple[str, ...]:
    """The codes of a list, in its order."""
    return SERVICE_AREAS if name == "area" else tuple(_read()["codes"][name])


def label(name: str, code: str) -> str:
    """A code in words, in the language in use: label('nature', 'works') -> 'bygge og anlæg'. Raises KeyError."""
    if name == "area":
        return read_catalogue(language(), "cases")[f"area_{code}"]
    return str(_read()["codes"][name][code][language()])
