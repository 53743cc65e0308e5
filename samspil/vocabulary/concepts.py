"""The concepts in which needs and cases are compared: what people mean, whatever their words. Source: `data/concepts.toml`."""

import functools
import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from samspil.vocabulary.texts import language

KINDS = ("matter", "technology", "area", "form", "aim")
HINT = 0.5  # what a hint counts against a word that names the concept
_REFUSABLE = frozenset(("form", "technology"))  # what one can say no to; a trouble that is denied is still the trouble


@dataclass(frozen=True, slots=True)
class Concept:
    """`id`: 'kind.name'; `labels`: Danish and English; `words`, `hints`: as in the file; `phrases`, `unless`: words that must stand near each other.

    `implies`: other concepts with a weight from 0 to 1; `weight`: how much it tells needs apart; `refusable`: 'no to it' counts against it.
    """

    id: str
    kind: str
    labels: Mapping[str, str]
    words: tuple[str, ...]
    hints: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    unless: tuple[tuple[str, ...], ...]
    implies: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    refusable: bool = False

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return self.labels[language()]


@functools.cache
def read_concepts() -> Mapping[str, Concept]:
    """All concepts by id, in the order of the file. Raises ValueError for a concept that implies one that is not there."""
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
        phrases=tuple(_spell_out(entry.get("phrases", ()))),
        unless=tuple(_spell_out(entry.get("unless", ()))),
        implies=entry.get("implies", {}),
        weight=float(entry.get("weight", 1.0)),
        refusable=bool(entry.get("refusable", kind in _REFUSABLE)),
    )


def _spell_out(phrases: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """'tør/våd seng' -> ('tør', 'seng'), ('våd', 'seng')."""
    for phrase in phrases:
        yield from itertools.product(*(word.split("/") for word in phrase.split()))
