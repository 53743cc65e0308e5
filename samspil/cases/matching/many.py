"""A library and many initiatives at once: the cases like each initiative, and who plans the like of each case, from one reading of either side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from samspil.cases.matching.index import CaseIndex, Floats, score_features
from samspil.cases.matching.match import find_features
from samspil.cases.matching.model import Match, Plan, Size
from samspil.cases.matching.reasons import list_reasons
from samspil.cases.matching.sides import read_need
from samspil.cases.matching.sizes import like_size
from samspil.cases.matching.weights import PLANS_FROM, WEIGHTS
from samspil.values.case import Case
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key

MOST_SIMILAR = 3  # cases beside an initiative
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """`cases` in the library's order; `similar`: initiative -> its cases, best first, none without one; `plans`: case -> who plans the like, best first."""

    cases: tuple[Case, ...]
    similar: Mapping[str, tuple[Match, ...]] = field(default_factory=dict)
    plans: Mapping[str, tuple[Plan, ...]] = field(default_factory=dict)


def score_initiative(initiative: Initiative, index: CaseIndex) -> tuple[tuple[int, float], ...]:
    """The places in `index.cases` of the cases that are like it, with their scores, best first. Both directions show the same: what is like from `PLANS_FROM` on."""
    features = find_features(read_need(initiative), index, Size(initiative.municipality_code))
    return _best(np.round(score_features(features, WEIGHTS), _DECIMALS), index)


def _best(scores: Floats, index: CaseIndex) -> tuple[tuple[int, float], ...]:
    shown = np.flatnonzero(scores >= np.float32(PLANS_FROM)).tolist()
    ordered = sorted(shown, key=lambda number: (-scores[number], index.cases[number].id))
    return tuple((number, round(float(scores[number]), _DECIMALS)) for number in ordered)


def match_all(initiatives: Iterable[Initiative], index: CaseIndex, most: int = MOST_SIMILAR) -> Shelf:
    """Each initiative is read once and held against all cases; at most `most` cases stand beside it, while a case names everybody who plans the like.

    Reasons are told of the `most` best cases of an initiative; a plan that is like more cases than that has none for the others.
    """
    similar: dict[str, tuple[Match, ...]] = {}
    plans: dict[str, list[Plan]] = defaultdict(list)
    like: dict[str, Floats] = {}  # municipality -> which cases are of its size
    for initiative in initiatives:
        code = initiative.municipality_code
        if code not in like:
            like[code] = like_size(index, Size(code))
        reading = read_need(initiative)
        features = find_features(reading, index, None) | {"size": like[code]}
        matches = []
        for place, (number, score) in enumerate(_best(np.round(score_features(features, WEIGHTS), _DECIMALS), index)):
            reasons = list_reasons(reading, index, number, features) if place < most else ()
            matches.append(Match(index.cases[number], score, reasons))
            plans[index.cases[number].id].append(Plan(initiative, score, reasons))
        if matches:
            similar[initiative.id] = tuple(matches[:most])
    return Shelf(index.cases, similar, {case: order_plans(found) for case, found in plans.items()})


def order_plans(plans: Iterable[Plan]) -> tuple[Plan, ...]:
    """Best first, then by municipality."""
    return tuple(sorted(plans, key=lambda plan: (-plan.score, sort_key(plan.initiative.municipality), plan.initiative.id)))
