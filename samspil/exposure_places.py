"""Under which service areas an initiative stands, and why: by its words, its theme or its topic. Rules: `vocabulary/data/area_placing.toml`."""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from samspil.cases.matching.reading import Reading
from samspil.cases.matching.sides import read_need
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition_beside import Placed, PlacedBy
from samspil.values.initiative import Initiative


@dataclass(frozen=True, slots=True)
class Rules:
    """`least`, `least_implied`: weights from which a word, and what it implies, place; `theme`, `topic`: code -> areas; `tasks`, `places`: see the file."""

    least: float
    least_implied: float
    theme: Mapping[str, tuple[str, ...]]
    topic: Mapping[str, tuple[str, ...]]
    tasks: frozenset[str]
    places: frozenset[str]


@functools.cache
def read_rules() -> Rules:
    """The rules that ship. Raises ValueError for an area that there is none of."""
    raw = tomllib.loads(resources.files("samspil.vocabulary").joinpath("data/area_placing.toml").read_text(encoding="utf-8"))
    theme, topic = ({code: tuple(areas) for code, areas in raw[name].items()} for name in ("theme", "topic"))
    rules = Rules(raw["least"], raw["least_implied"], theme, topic, frozenset(raw["tasks"]["tasks"]), frozenset(raw["tasks"]["places"]))
    named = {area for areas in (*theme.values(), *topic.values(), rules.tasks, rules.places) for area in areas}
    if unknown := named - set(SERVICE_AREAS):
        raise ValueError(f"area_placing.toml: unknown areas {sorted(unknown)}")
    return rules


def place_initiatives(initiatives: Iterable[Initiative]) -> tuple[Placed, ...]:
    """Each initiative with its areas, in the order given."""
    return tuple(map(place_initiative, initiatives))


def place_initiative(initiative: Initiative) -> Placed:
    """The areas of one initiative. What its words name comes first; what is only implied, and what a topic says, counts where they name none."""
    rules, reading = read_rules(), read_need(initiative)
    found = {area: PlacedBy(area, "theme", (theme,)) for theme in initiative.themes for area in rules.theme.get(theme, ())}
    named = _by_words(reading, rules)
    at = [area for area in named if area in rules.places and area not in found] if rules.tasks & named.keys() else []
    found |= {area: how for area, how in named.items() if area not in at and area not in found}
    if not found:
        found = _by_implication(reading, rules)
    if not found:
        found = {area: PlacedBy(area, "topic", (topic,)) for topic in initiative.topics for area in rules.topic.get(topic, ())}
    return Placed(initiative, tuple(found[area] for area in SERVICE_AREAS if area in found), tuple(at))


def _by_words(reading: Reading, rules: Rules) -> dict[str, PlacedBy]:
    """Areas that words of the quotes name."""
    found = {}
    for area in SERVICE_AREAS:
        concept = f"area.{area}"
        words = reading.evidence.get(concept, ())
        if words and concept not in reading.implied and reading.weights.get(concept, 0.0) >= rules.least:
            found[area] = PlacedBy(area, "words", words)
    return found


def _by_implication(reading: Reading, rules: Rules) -> dict[str, PlacedBy]:
    """Areas that something else in the quotes implies, with the words that say that."""
    found = {}
    for area in SERVICE_AREAS:
        concept = f"area.{area}"
        if concept in reading.implied and reading.weights.get(concept, 0.0) >= rules.least_implied:
            by = reading.implied[concept]
            found[area] = PlacedBy(area, "implied", reading.evidence.get(by, ()) or (by,))
    return found
