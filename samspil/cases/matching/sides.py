"""The two sides of a match as readings: a need (free text or an initiative) and a case with its coded fields."""

import functools
from collections.abc import Iterator, Mapping

from samspil.cases.matching.reading import Reading, read_text
from samspil.search.words import list_tokens
from samspil.values.case import Case
from samspil.values.initiative import Initiative
from samspil.vocabulary.concepts import read_concepts

_STOPPED = "stopped"
# What a theme of the codebook says of the need, and a theme of the leaflet of the case.
_THEME_CONCEPTS: Mapping[str, Mapping[str, float]] = {
    "tendering": {"form.tender": 0.7},
    "technology": {"form.technology_purchase": 0.6},
    "friplejehjem": {"matter.private_care_home": 1.0, "area.care_homes": 1.0},
    "green_procurement": {"aim.green": 1.0},
    "insourcing": {"form.insourcing": 1.0},
}
_TOPIC_CONCEPTS: Mapping[str, Mapping[str, float]] = {"welfare_technology": {"area.elderly": 0.4}}
_CASE_AIMS: Mapping[str, str] = {
    "raaderum": "aim.save_money",
    "tid": "aim.free_time",
    "groen": "aim.green",
    "socialt": "aim.social_responsibility",
    "selvbestemmelse": "aim.choice",
}
_FROM_THEME = 0.8
_PASSING = 0.6
_DIM = 0.6  # what an implied concept counts in a case, beside a named one


def read_need(need: str | Initiative) -> Reading:
    """What a need speaks of. Of an initiative: its quotes, technologies and committee, and what its themes say."""
    if isinstance(need, str):
        return read_text(need)
    reading = read_text(need_text(need))
    for source, known in ((need.themes, _THEME_CONCEPTS), (need.topics, _TOPIC_CONCEPTS)):
        for code in source:
            for concept, weight in known.get(code, {}).items():
                if concept not in reading.refused and not (concept == "form.tender" and "form.insourcing" in reading.weights):
                    _raise(reading, concept, weight, ())
    reading.places -= {need.municipality_code}
    return reading


def need_text(initiative: Initiative) -> str:
    """The words of an initiative."""
    quotes = [evidence.quote for evidence in initiative.evidence]
    return "\n".join([*quotes, *initiative.technologies, *initiative.actors])


def read_case(case: Case) -> Reading:
    """What a case speaks of: its codes in full, its texts by how near they are to what it is about."""
    whole = Reading(places=frozenset(case.municipalities))
    for text, weight in case_texts(case):
        _add(whole, _read_part(text), weight)
    for concept in sorted({f"area.{case.service_area}", f"form.{case.form}"} & read_concepts().keys()):
        _raise(whole, concept, 1.0, ())
        for other, share in read_concepts()[concept].implies.items():
            _raise(whole, other, share * _DIM, ())
    if case.theme in _CASE_AIMS:
        _raise(whole, _CASE_AIMS[case.theme], _FROM_THEME, ())
    for code in case.suppliers:
        whole.names |= {token.word.surface for token in list_tokens(code) if len(token.word.surface) > 2}
    return whole


@functools.lru_cache(maxsize=4096)
def _read_part(text: str) -> Reading:
    """A text of a case, kept: a library is read anew when one case changes, and many cases share aims and pitfalls. Nobody may change what it gives."""
    return read_text(text)


def case_texts(case: Case) -> Iterator[tuple[str, float]]:
    """The texts of a case with their weights."""
    yield case.title, 1.0
    yield "\n".join(case.technologies), 1.0
    yield "\n".join(case.aims), 1.0
    yield case.solution, 0.9
    yield case.problem, 0.9
    yield "\n".join(effect.what for effect in case.effects), 0.7
    yield "\n".join(case.facts), 0.5
    yield "\n".join((*case.preconditions, *case.pitfalls)), 0.25
    yield "\n".join(case.suppliers), 0.5


def _raise(reading: Reading, concept: str, weight: float, words: tuple[str, ...]) -> None:
    """A concept at least so heavy; the words that name it stay."""
    if weight > reading.weights.get(concept, 0.0):
        reading.weights[concept] = weight
        reading.evidence.setdefault(concept, words)


def _add(whole: Reading, part: Reading, weight: float) -> None:
    for concept, own in part.weights.items():
        heavy = own * weight * (_DIM if concept in part.implied else 1.0)
        if concept.startswith("area."):  # the code says what the case is about; a text names other areas in passing
            heavy = min(heavy, _PASSING)
        if heavy > whole.weights.get(concept, 0.0):
            whole.weights[concept] = heavy
            whole.evidence[concept] = part.evidence[concept]
    for stem, count in part.words.items():
        whole.words[stem] = whole.words.get(stem, 0.0) + count * weight
    for stem, count in part.parts.items():
        whole.parts[stem] = whole.parts.get(stem, 0.0) + count * weight
    for stem, surface in part.surfaces.items():
        whole.surfaces.setdefault(stem, surface)
    whole.names |= part.names
    whole.plain |= part.plain
