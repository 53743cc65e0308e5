"""From a case to the initiatives of all municipalities that plan the like."""

from collections.abc import Iterable, Sequence

import numpy as np

from samspil.cases.matching.index import CaseIndex, score_features
from samspil.cases.matching.match import find_features
from samspil.cases.matching.model import Plan, Size
from samspil.cases.matching.reasons import list_reasons
from samspil.cases.matching.sides import read_need
from samspil.cases.matching.weights import PLANS_FROM, WEIGHTS
from samspil.values.case import Case
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key


def find_plans(case: Case, initiatives: Iterable[Initiative], library: Sequence[Case] | CaseIndex = ()) -> tuple[Plan, ...]:
    """The initiatives that are like a case, best first, with their reasons; stopped ones too, since their stage is told.

    `library`: the cases beside it, from which it is known how rare a word is; with an index of them, its own edition of the case counts.
    """
    index = library if isinstance(library, CaseIndex) else CaseIndex([case, *(other for other in library if other.id != case.id)])
    number = next((place for place, other in enumerate(index.cases) if other.id == case.id), None)
    if number is None:
        index, number = CaseIndex([case, *index.cases]), 0
    plans = [plan for initiative in initiatives if (plan := _plan(initiative, index, number))]
    return tuple(sorted(plans, key=lambda plan: (-plan.score, sort_key(plan.initiative.municipality), plan.initiative.id)))


def _plan(initiative: Initiative, index: CaseIndex, number: int) -> Plan | None:
    reading = read_need(initiative)
    features = find_features(reading, index, Size(initiative.municipality_code))
    score = float(np.round(score_features(features, WEIGHTS)[number], 4))
    if score < PLANS_FROM:
        return None
    return Plan(initiative, round(score, 4), list_reasons(reading, index, number, features))
