"""Rules as data: `vocabulary/rules/*.toml` become concepts, theme rules, topics and stage cues.

A concept is a named set of patterns: a lower-case word, with `*` at its beginning or end for any letters, or a phrase of such words. A rule names
the concepts that must stand together (`all`; 'a|b' for either), those that must not (`none`), those of which a heading must have one (`heading`), and
whether one sentence must hold them (`within = "sentence"`) or it and the one before (`within = "pair"`).
"""

import functools
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from samspil.errors import SamspilError
from samspil.values.codes import STAGES, THEMES, TOPICS

VERSION = 1  # raise it when the code reads the same rules otherwise


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a theme; concepts are bits of one number. `wanted`: from each number at least one bit."""

    theme: str
    name: str
    label: str
    wanted: tuple[int, ...]
    unwanted: int
    heading: int
    pair: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class ThemeRules:
    """A theme's rules with what people need to know of them, and sentences that they find or leave alone."""

    theme: str
    label: str
    description: str
    source: str
    rules: tuple[Rule, ...]
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules. `bits`: concept -> its bit (the lowest is the lexicon's own); `topics`: concepts of each topic; `version` changes with the data."""

    bits: Mapping[str, int]
    patterns: Mapping[str, tuple[str, ...]]
    themes: Mapping[str, ThemeRules]
    topics: Mapping[str, int]
    version: str


@functools.cache
def read_rulebook() -> Rulebook:
    """The rules that ship. Raises SamspilError for a rule that names an unknown concept."""
    folder = resources.files("samspil.vocabulary").joinpath("rules")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return build_rulebook({entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8") for entry in files})


def build_rulebook(texts: Mapping[str, str]) -> Rulebook:
    """A rulebook from TOML texts by file name ('shared', 'stages', and one per theme)."""
    data = {name: tomllib.loads(text) for name, text in texts.items()}
    patterns = {name: tuple(concept["words"]) for content in data.values() for name, concept in sorted(content.get("concepts", {}).items())}
    bits = {name: 2 << place for place, name in enumerate(sorted(patterns))}
    digest = hashlib.sha256(repr((VERSION, sorted(texts.items()))).encode()).hexdigest()[:8]
    themes = {theme: _theme(theme, data[theme], bits) for theme in THEMES}
    topics = {topic: _bits(bits, data["technology"]["topics"][topic], topic) for topic in TOPICS}
    missing = [stage for stage in STAGES if f"stage_{stage}" not in bits]
    if missing:
        raise SamspilError(
            "the rules have no cue words for a stage", place="vocabulary/rules/stages.toml", remedy=f"add {', '.join(missing)}"
        )
    return Rulebook(bits, patterns, themes, topics, f"{VERSION}-{digest}")


def _theme(theme: str, content: Mapping[str, Any], bits: Mapping[str, int]) -> ThemeRules:
    vetoes = _bits(bits, content.get("vetoes", ()), theme)
    rules = tuple(_rule(theme, rule, bits, vetoes) for rule in content["rules"])
    return ThemeRules(
        theme, content["label"], content["description"], content["source"], rules, tuple(content["matches"]), tuple(content["rejects"])
    )


def _rule(theme: str, rule: Mapping[str, Any], bits: Mapping[str, int], vetoes: int) -> Rule:
    place = f"{theme}.{rule['name']}"
    return Rule(
        theme,
        rule["name"],
        rule["label"],
        tuple(_bits(bits, wanted.split("|"), place) for wanted in rule.get("all", ())),
        _bits(bits, rule.get("none", ()), place) | vetoes,
        _bits(bits, rule.get("heading", ()), place),
        rule.get("within", "sentence") == "pair",
        float(rule.get("confidence", 0.7)),
    )


def _bits(bits: Mapping[str, int], names: Sequence[str], place: str) -> int:
    unknown = [name for name in names if name not in bits]
    if unknown:
        raise SamspilError(f"a rule names unknown concepts: {', '.join(unknown)}", place=f"vocabulary/rules: {place}")
    return sum({bits[name] for name in names})
