"""Matches, reasons and silence in the words of the user's language, and as plain values for JSON."""

from collections.abc import Sequence
from typing import Any

from samspil.cases.matching.model import Answer, Match, Plan, Reason
from samspil.values.initiative import Initiative
from samspil.vocabulary.concepts import read_concepts
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.numbers import show_decimal
from samspil.vocabulary.texts import say

Json = dict[str, Any]
_MOST_NAMED = 5
_PLAIN = {kind: f"reason_{kind}" for kind in ("words", "size", "place", "name")} | {"opposite": "reason_opposite_form"}


def label_of(concept: str) -> str:
    """What a concept is called."""
    found = read_concepts().get(concept)
    return found.label if found else concept


def describe_reason(reason: Reason) -> str:
    """A reason in one line, with the words on both sides."""
    if reason.kind in _PLAIN:
        return say(f"cases_match.{_PLAIN[reason.kind]}", label=_name(reason), words=", ".join(reason.need_words))
    text = say(f"cases_match.reason_{reason.kind}", label=label_of(reason.id))
    if reason.implied:
        text = say("cases_match.reason_implied", text=text)
    if not reason.need_words:
        return text
    need, case = ", ".join(reason.need_words), ", ".join(reason.case_words)
    key = "reason_because" if case else "reason_coded"
    return say(f"cases_match.{key}", text=text, need=need, case=case)


def _name(reason: Reason) -> str:
    if reason.kind == "place":
        municipality = find_by_code(reason.id)
        return municipality.name if municipality else reason.id
    return label_of(reason.id)


def describe_score(score: float) -> str:
    """'lighed 0,83'."""
    return say("cases_match.score", score=show_decimal(score, 2))


def describe_silence(answer: Answer) -> str:
    """Why there are no matches; '' when there are."""
    if not answer.silence:
        return ""
    return say(
        f"cases_match.silence_{answer.silence}", list=list_labels(answer.refused if answer.silence == "refused" else answer.understood)
    )


def list_labels(concepts: Sequence[str]) -> str:
    """The first few concepts by their labels."""
    return ", ".join(label_of(concept) for concept in concepts[:_MOST_NAMED]) or "-"


def reason_to_json(reason: Reason) -> Json:
    """A reason as plain values, with its text."""
    return {
        "kind": reason.kind,
        "id": reason.id,
        "text": describe_reason(reason),
        "need_words": list(reason.need_words),
        "case_words": list(reason.case_words),
        "points": reason.points,
        "against": reason.against,
        "implied": reason.implied,
    }


def match_to_json(match: Match) -> Json:
    """A match as plain values."""
    reasons = [reason_to_json(reason) for reason in match.reasons]
    return {"case": match.case.id, "version": match.case.version, "title": match.case.title, "score": match.score, "reasons": reasons}


def answer_to_json(answer: Answer) -> Json:
    """An answer as plain values."""
    understood = [{"id": concept, "label": label_of(concept)} for concept in answer.understood]
    matches = [match_to_json(match) for match in answer.matches]
    return {"understood": understood, "matches": matches, "silence": answer.silence, "explanation": describe_silence(answer)}


def plan_to_json(plan: Plan) -> Json:
    """A plan as plain values, with its quotes."""
    return initiative_head(plan.initiative) | {"score": plan.score, "reasons": [reason_to_json(reason) for reason in plan.reasons]}


def initiative_head(initiative: Initiative) -> Json:
    """Who, when, how far, and the quotes with their places."""
    quotes = [{"quote": evidence.quote, "file": evidence.document, "page": evidence.page} for evidence in initiative.evidence]
    return {
        "id": initiative.id,
        "municipality": initiative.municipality,
        "municipality_code": initiative.municipality_code,
        "budget_year": initiative.budget_year,
        "stage": initiative.stage,
        "themes": list(initiative.themes),
        "quotes": quotes,
    }
