"""The codes of `data/cpv.toml` with the words that speak of them, as stems."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from samspil.search.words import list_tokens

STRENGTHS: Mapping[str, float] = {"strong": 0.8, "likely": 0.55, "weak": 0.3}


@dataclass(frozen=True, slots=True)
class Term:
    """Groups of stems: within a group side by side, the groups near each other; `whole`: only the words themselves, no compounds that hold them. `strength`: key of STRENGTHS, '' for a word against."""

    groups: tuple[tuple[str, ...], ...]
    whole: bool
    strength: str = ""

    @property
    def stems(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(stem for group in self.groups for stem in group)


@dataclass(frozen=True, slots=True)
class Code:
    """A code as the file has it."""

    code: str
    check: str
    name_da: str
    name_en: str
    status: str
    broader: str
    areas: tuple[str, ...]
    terms: tuple[Term, ...]
    against: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """All codes, the words of buying, those that never mean a purchase of the service, and where and when the list is from."""

    codes: tuple[Code, ...]
    buying: tuple[Term, ...]
    never: tuple[Term, ...]
    as_of: date
    source: str


@functools.cache
def read_codes() -> CodeList:
    """The list, read once."""
    raw = tomllib.loads(resources.files("samspil.competition.cpv").joinpath("data/cpv.toml").read_text(encoding="utf-8"))
    codes = tuple(_make_code(each) for each in raw["code"])
    return CodeList(codes, _terms(raw["buying"]), _terms(raw["never"]), raw["as_of"], raw["source"])


def _make_code(raw: Mapping[str, Any]) -> Code:
    terms = tuple(term for strength in STRENGTHS for term in _terms(raw[strength], strength))
    names = (raw["code"], raw["check"], raw["name_da"], raw["name_en"], raw["status"], raw.get("broader", ""))
    return Code(*names, tuple(raw["areas"]), terms, _terms(raw["not"]))


def _terms(words: list[str], strength: str = "") -> tuple[Term, ...]:
    return tuple(_make_term(text, strength) for text in words)


def _make_term(text: str, strength: str) -> Term:
    groups = (tuple(token.word.stem for token in list_tokens(group.replace("+", " "))) for group in text.removeprefix("=").split())
    return Term(tuple(groups), text.startswith("="), strength)
