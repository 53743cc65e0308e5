"""The table of columns (`data/columns.toml`): headings, types, limits and helps of everything that is handed in."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from samspil.vocabulary.texts import language

_BLANKS = re.compile(r"[\s_\-./:*()\u2010-\u2015]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind. `type`: see the data file; `codes`: the name of its code list or ''. Limits are included; None for none."""

    key: str
    type: str
    da: str
    en: str
    required: bool = False
    others: tuple[str, ...] = ()
    unit: str = ""
    least: int | None = None
    most: int | None = None
    example: str = ""
    help_da: str = ""
    help_en: str = ""

    @property
    def codes(self) -> str:
        """'ownership' of 'code:ownership'."""
        return self.type.partition(":")[2]

    @property
    def shape(self) -> str:
        """'code' of 'code:ownership'."""
        return self.type.partition(":")[0]

    @property
    def heading(self) -> str:
        """In the language in use."""
        return self.en if language() == "en" else self.da


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows: a sheet in the workbook, a file in the CSV folder. `unique`: the fields that name a row."""

    key: str
    da: str
    en: str
    names: tuple[str, ...]
    file: str
    unique: tuple[str, ...]
    columns: tuple[Column, ...]
    headings: Mapping[str, Column] = field(repr=False, compare=False)

    @property
    def title(self) -> str:
        """In the language in use."""
        return self.en if language() == "en" else self.da

    def find(self, key: str) -> Column:
        """The column of a field. Raises KeyError."""
        return next(column for column in self.columns if column.key == key)


@functools.lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """A heading or code for comparison: small letters, one blank for all of ' _-./:*()', æøå kept."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


@functools.cache
def read_kinds() -> Mapping[str, Kind]:
    """All kinds by key, in the order of the template."""
    return {key: _make_kind(key, values) for key, values in _read()["kinds"].items()}


def _make_kind(key: str, values: Mapping[str, Any]) -> Kind:
    rows = values["columns"]
    columns = tuple(Column(**{**row, "others": tuple(row.get("others", ()))}) for row in rows)
    headings: dict[str, Column] = {}
    for column in columns:  # the real headings first: a further spelling of one column may be the heading of another
        for name in (column.da, column.en, column.key):
            headings.setdefault(fold(name), column)
    for column in columns:
        for name in column.others:
            headings.setdefault(fold(name), column)
    texts = {name: str(values[name]) for name in ("da", "en", "file")}
    return Kind(key, texts["da"], texts["en"], _strings(values["names"]), texts["file"], _strings(values["unique"]), columns, headings)


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(map(str, values))


@functools.cache
def read_codes(name: str) -> Mapping[str, str]:
    """Code by every accepted spelling of it, folded."""
    found: dict[str, str] = {}
    for code, words in _read()["codes"][name].items():
        for word in (code, words["da"], words["en"], *words.get("others", ())):
            found.setdefault(fold(word), code)
    return found


def list_codes(name: str) -> tuple[str, ...]:
    """The codes of a list, in its order."""
    return tuple(_read()["codes"][name])


def code_label(name: str, code: str, spoken: str = "") -> str:
    """A code in words: code_label('group', 'autism') -> 'autisme'. `spoken`: 'da', 'en' or as in use. Raises KeyError."""
    return str(_read()["codes"][name][code]["en" if (spoken or language()) == "en" else "da"])


@functools.cache
def _read() -> dict[str, Any]:
    file = resources.files("samspil.purchasing.intake").joinpath("data/columns.toml")
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return values
