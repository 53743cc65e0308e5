"""The concepts in which needs and cases are compared: what people mean, whatever their words. Source: `data/concepts.toml`."""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, TypeAlias

from samspil.vocabulary.texts import language

Phrase: TypeAlias = tuple[tuple[str, ...], ...]  # places of a phrase, each with the words that may stand in it
KINDS = ("matter", "technology", "area", "form", "aim")
HINT = 0.5  # what a hint counts against a word that names the concept
_REFUSABLE = frozenset(("form", "technology"))  # what one can say no to; a trouble that is denied is still the trouble


@dataclass(frozen=True, slots=True)
class Concept:
    """`id`: 'kind.name'; `labels`: Danish and English; `words`, `hints`: as in the file; `phrases`, `unless`: words that must stand near each other, each with its alternatives.

    `implies`: other concepts with a weight from 0 to 1; `weight`: how much it tells needs apart; `refusable`: 'no to it' counts against it.
    """

    id: str
    kind: str
    labels: Mapping[str, str]
    words: tuple[str, ...]
    hints: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    implies: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    refusable: bool = False

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return self.labels[language()]


@functools.cache
def read_concepts() -> Mapping[str, Concept]:
    """All concepts by id, in the order of the file. Raises ValueError for a concept that implies one that is not there, or a phrase with an unknown group."""
    raw = _read_file()
    concepts = {f"{kind}.{name}": _make(kind, name, entry) for kind in KINDS for name, entry in raw[kind].items()}
    for concept in concepts.values():
        if unknown := concept.implies.keys() - concepts.keys():
            raise ValueError(f"concepts.toml: {concept.id} implies unknown {sorted(unknown)}")
    return concepts


@functools.cache
def read_light_words() -> frozenset[str]:
    """Words that everybody uses of everything and that tell nothing of a need."""
    return frozenset(_read_file()["light"].split())


@functools.cache
def _read_file() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("samspil.vocabulary").joinpath("data/concepts.toml").read_text(encoding="utf-8"))


def _make(kind: str, name: str, entry: Mapping[str, Any]) -> Concept:
    return Concept(
        id=f"{kind}.{name}",
        kind=kind,
        labels={"da": entry["da"], "en": entry["en"]},
        words=tuple(entry.get("words", "").split()),
        hints=tuple(entry.get("hints", "").split()),
        phrases=_read_phrases(entry.get("phrases", ())),
        unless=_read_phrases(entry.get("unless", ())),
        implies=entry.get("implies", {}),
        weight=float(entry.get("weight", 1.0)),
        refusable=bool(entry.get("refusable", kind in _REFUSABLE)),
    )


def _read_phrases(phrases: Sequence[str]) -> tuple[Phrase, ...]:
    """'tør/våd @bed' -> (('tør', 'våd'), ('seng', 'sengen', ...))."""
    return tuple(tuple(_alternatives(place) for place in phrase.split()) for phrase in phrases)


def _alternatives(place: str) -> tuple[str, ...]:
    groups = _read_file()["groups"]
    found: dict[str, None] = {}
    for word in place.split("/"):
        if word.startswith("@") and word[1:] not in groups:
            raise ValueError(f"concepts.toml: a phrase names the unknown group {word}")
        found.update(dict.fromkeys(groups[word[1:]].split() if word.startswith("@") else (word,)))
    return tuple(found)
