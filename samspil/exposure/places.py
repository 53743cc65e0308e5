"""Under which service areas an initiative stands, and why: by its words, its theme or its topic. Rules: `vocabulary/data/area_placing.toml`."""

import fnmatch
import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from samspil.cases.matching.reading import Reading
from samspil.cases.matching.sides import read_need
from samspil.search.words import list_tokens
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition_beside import Placed, PlacedBy
from samspil.values.initiative import Initiative


@dataclass(frozen=True, slots=True)
class Rules:
    """`least`, `least_implied`: weights from which a word, and what it implies, place; `implied_by`: from which concepts; `theme`, `topic`: code -> areas; `tasks`, `places`: see the file.

    `words`: area -> words in a row that name it; `false_friends`: area -> words that do not; '*' for any ending.
    """

    least: float
    least_implied: float
    implied_by: frozenset[str]
    theme: Mapping[str, tuple[str, ...]]
    topic: Mapping[str, tuple[str, ...]]
    tasks: frozenset[str]
    places: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    false_friends: Mapping[str, tuple[str, ...]]

    def speaks(self, area: str, words: Iterable[str]) -> tuple[str, ...]:
        """The words that do name the area."""
        wrong = self.false_friends.get(area, ())
        return tuple(word for word in words if not any(fnmatch.fnmatchcase(word, each) for each in wrong))


@functools.cache
def read_rules() -> Rules:
    """The rules that ship. Raises ValueError for an area that there is none of."""
    raw = tomllib.loads(resources.files("samspil.vocabulary").joinpath("data/area_placing.toml").read_text(encoding="utf-8"))
    lists = ("theme", "topic", "words", "false_friends")
    theme, topic, words, wrong = ({code: tuple(found) for code, found in raw[name].items()} for name in lists)
    tasks, places = (frozenset(raw["tasks"][name]) for name in ("tasks", "places"))
    rules = Rules(raw["least"], raw["least_implied"], frozenset(raw["implied_by"]), theme, topic, tasks, places, words, wrong)
    named = {area for areas in (*theme.values(), *topic.values(), tasks, places, words, wrong) for area in areas}
    if unknown := named - set(SERVICE_AREAS):
        raise ValueError(f"area_placing.toml: unknown areas {sorted(unknown)}")
    return rules


def place_initiatives(initiatives: Iterable[Initiative]) -> tuple[Placed, ...]:
    """Each initiative with its areas, in the order given."""
    return tuple(map(place_initiative, initiatives))


def place_initiative(initiative: Initiative) -> Placed:
    """The areas of one initiative. What its words name comes first; what is only implied, and what a topic says, counts where they name none."""
    rules, reading = read_rules(), read_need(initiative)
    written = " ".join(token.word.surface for evidence in initiative.evidence for token in list_tokens(evidence.quote))
    found = {area: PlacedBy(area, "theme", (theme,)) for theme in initiative.themes for area in rules.theme.get(theme, ())}
    named = _by_words(reading, rules, written)
    at = [area for area in named if area in rules.places and area not in found] if rules.tasks & named.keys() else []
    found |= {area: how for area, how in named.items() if area not in at and area not in found}
    if not found:
        found = _by_implication(reading, rules)
    if not found:
        found = {area: PlacedBy(area, "topic", (topic,)) for topic in initiative.topics for area in rules.topic.get(topic, ())}
    return Placed(initiative, tuple(found[area] for area in SERVICE_AREAS if area in found), tuple(at))


def _by_words(reading: Reading, rules: Rules, written: str) -> dict[str, PlacedBy]:
    """Areas that words of the quotes name: by a word of their own; by hints and phrases where no area has one. `written`: the quotes' words in small letters, a blank between them."""
    hinted: dict[str, PlacedBy] = {}
    own: dict[str, PlacedBy] = {}
    for area in SERVICE_AREAS:
        concept = f"area.{area}"
        words = rules.speaks(area, reading.evidence.get(concept, ()))
        heavy = concept not in reading.implied and reading.weights.get(concept, 0.0) >= rules.least
        if mine := _find_row(rules.words.get(area, ()), written):
            own[area] = PlacedBy(area, "words", mine)
        elif words and heavy:
            (own if concept in reading.named else hinted)[area] = PlacedBy(area, "words", words)
    return own or hinted


def _find_row(patterns: tuple[str, ...], written: str) -> tuple[str, ...]:
    """The first words in a row that fit one of the patterns; () for none."""
    match = _compile(patterns).search(written) if patterns else None
    return tuple(match[0].split()) if match else ()


@functools.cache
def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all; '*' stands for the rest of a word."""
    rows = "|".join(re.escape(pattern).replace(r"\*", r"\S*").replace(r"\ ", " ") for pattern in patterns)
    return re.compile(rf"(?<!\S)(?:{rows})(?!\S)")


def _by_implication(reading: Reading, rules: Rules) -> dict[str, PlacedBy]:
    """Areas that something else in the quotes implies, with the words that say that."""
    found = {}
    for area in SERVICE_AREAS:
        concept = f"area.{area}"
        if reading.implied.get(concept) in rules.implied_by and reading.weights.get(concept, 0.0) >= rules.least_implied:
            by = reading.implied[concept]
            found[area] = PlacedBy(area, "implied", reading.evidence.get(by, ()) or (by,))
    return found
