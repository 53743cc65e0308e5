"""A case in the words of the report and the workbench, for templates: what it is, how good its evidence is, what its effects rest on."""

from collections.abc import Iterator
from typing import NamedTuple

from samspil.cases.describe import describe_effect, describe_source, evidence_of, head_of, label, name_municipalities
from samspil.cases.matching.model import Reason
from samspil.cases.matching.words import describe_reason
from samspil.values.case import GRADES, Case, Effect, Source
from samspil.vocabulary.texts import say

MOST_REASONS = 2  # beside an initiative
CLAIM = GRADES[0]
_BAD = ("stopped", "mixed")


class Fact(NamedTuple):
    """A name and what it is."""

    name: str
    words: str


def grade_of(case: Case) -> str:
    """The best evidence that any effect of the case has; '' for a case without effects."""
    return max((effect.grade for effect in case.effects), key=GRADES.index, default="")


def name_grade(grade: str) -> str:
    """'Påstand', 'Evaluering'; of a case without effects 'virkning ikke opgjort'."""
    return label("grade", grade) if grade else say("publish_cases.no_grade")


def went_badly(case: Case) -> str:
    """How it went where it did not go well, '' else."""
    return label("outcome", case.outcome) if case.outcome in _BAD else ""


def list_facts(case: Case) -> list[Fact]:
    """What the case is, in the order of a page; what the source does not tell is left out, but for the municipality."""
    facts = (
        ("municipalities", name_municipalities(case)),
        ("outcome", label("outcome", case.outcome)),
        ("theme", label("theme", case.theme)),
        ("form", label("form", case.form)),
        ("area", label("area", case.service_area)),
        ("suppliers", ", ".join(case.suppliers)),
        ("technologies", ", ".join(case.technologies)),
        ("aims", ", ".join(case.aims)),
        ("period", case.period),
        ("contact", case.contact_role),
    )
    return [Fact(say(f"cases.{name}_word"), words) for name, words in facts if words]


def list_basis(effect: Effect, sources: tuple[Source, ...]) -> list[str]:
    """What an effect rests on: what it is per and of, how often, which year, costs, size, source."""
    return list(describe_effect(effect, sources))[2:]


def list_changes(case: Case) -> Iterator[str]:
    """Its versions, newest first."""
    for change in reversed(case.history):
        yield f"{say('cases.version_word', version=change.version)}, {change.date.isoformat()}: {change.what}"


def tell_reasons(reasons: tuple[Reason, ...], most: int = MOST_REASONS) -> list[str]:
    """The weightiest reasons; what speaks against a case is always told."""
    plain = [reason for reason in reasons if not reason.against]
    return [describe_reason(reason) for reason in (*plain[:most], *(reason for reason in reasons if reason.against))]


__all__ = [
    "CLAIM",
    "describe_source",
    "evidence_of",
    "grade_of",
    "head_of",
    "label",
    "list_basis",
    "list_changes",
    "list_facts",
    "name_grade",
    "name_municipalities",
    "tell_reasons",
    "went_badly",
]
