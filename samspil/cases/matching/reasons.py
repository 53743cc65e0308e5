"""Why a case is shown: what need and case share, each with the words on both sides and its part of the points."""

from collections.abc import Iterator, Mapping

from samspil.cases.matching.index import SUBJECT, CaseIndex, Floats
from samspil.cases.matching.model import Reason
from samspil.cases.matching.reading import Reading
from samspil.cases.matching.weights import WEIGHTS
from samspil.vocabulary.concepts import KINDS, read_concepts

_WORTH_TELLING = 0.08  # points
_MOST_WORDS = 6
_FULLY = 0.8  # from this weight on, a case is of the form that is refused


def list_reasons(need: Reading, index: CaseIndex, number: int, features: Mapping[str, Floats]) -> tuple[Reason, ...]:
    """The reasons of one case, weightiest first; what speaks against it last. All points together and `WEIGHTS.start` make the score."""
    shares = {name: float(share[number]) for name, share in features.items()}
    reasons = [
        *_concept_reasons(need, index.readings[number], shares),
        *_word_reasons(need, index, number, shares),
        *_plain_reasons(need, index, number, shares),
    ]
    told = [reason for reason in reasons if abs(reason.points) >= _WORTH_TELLING]
    return tuple(sorted(told, key=lambda reason: (reason.against, -reason.points, reason.kind, reason.id)))


def _concept_reasons(need: Reading, case: Reading, shares: Mapping[str, float]) -> Iterator[Reason]:
    """Concepts that both have. The points of a kind are dealt out by how much each concept brought to it."""
    concepts = read_concepts()
    brought = {
        concept: need.weights[concept] * concepts[concept].weight * case.weights[concept]
        for concept in need.weights.keys() & case.weights.keys()
    }
    points = dict.fromkeys(brought, 0.0)
    for name, kinds in (*((kind, (kind,)) for kind in KINDS), ("subject", SUBJECT)):
        of_kind = [concept for concept in brought if concepts[concept].kind in kinds]
        total = sum(brought[concept] for concept in of_kind)
        for concept in of_kind:
            points[concept] += getattr(WEIGHTS, name) * shares[name] * brought[concept] / total
    for concept, worth in points.items():
        need_words, case_words = need.evidence.get(concept, ()), case.evidence.get(concept, ())
        yield Reason(concepts[concept].kind, concept, need_words, case_words, round(worth, 3), implied=concept in need.implied)


def _word_reasons(need: Reading, index: CaseIndex, number: int, shares: Mapping[str, float]) -> Iterator[Reason]:
    """Rare words that stand in both, and names."""
    case = index.readings[number]
    stems = sorted(
        (need.words.keys() | need.parts.keys()) & (case.words.keys() | case.parts.keys()), key=lambda stem: (-index.rarity(stem), stem)
    )
    if stems and shares["words"]:
        own = tuple(dict.fromkeys(need.surfaces[stem] for stem in stems))[:_MOST_WORDS]
        other = tuple(dict.fromkeys(case.surfaces[stem] for stem in stems))[:_MOST_WORDS]
        yield Reason("words", "words", own, other, round(WEIGHTS.words * shares["words"], 3))
    if shares["name"]:
        names = [pair for pair in sorted(index.shared_names(need).items()) if pair[0] in case.names]
        for name, written in names:
            yield Reason("name", name, (written,), (name,), round(WEIGHTS.name / len(names), 3))


def _plain_reasons(need: Reading, index: CaseIndex, number: int, shares: Mapping[str, float]) -> Iterator[Reason]:
    """Place, size, and what speaks against the case."""
    case = index.cases[number]
    if shares["place"]:
        shared = sorted(need.places.intersection(case.municipalities))
        yield Reason("place", shared[0], points=WEIGHTS.place)
    if shares.get("size"):
        yield Reason("size", "size", points=WEIGHTS.size)
    if shares["opposite"]:
        refused = sorted(concept for concept in need.refused if index.readings[number].weights.get(concept, 0.0) >= _FULLY)
        yield Reason("opposite", refused[0] if refused else f"form.{case.form}", points=WEIGHTS.opposite, against=True)
