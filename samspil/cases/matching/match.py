"""From a need to the cases that are like it, best first, each with its reasons; or the reason why there is none."""

from collections.abc import Sequence

import numpy as np

from samspil.cases.matching.index import CaseIndex, Floats, score_features
from samspil.cases.matching.model import Answer, Match, Size
from samspil.cases.matching.reading import Reading
from samspil.cases.matching.reasons import list_reasons
from samspil.cases.matching.sides import read_need
from samspil.cases.matching.sizes import like_size
from samspil.cases.matching.weights import SHOWN_FROM, WEIGHTS
from samspil.values.case import Case
from samspil.values.initiative import Initiative

_TOLD_APART = 4  # decimals of a score: below them two cases are alike and stand in the order of their ids
_SUBJECTS = ("matter", "technology", "area")


def match_cases(
    need: str | Initiative, cases: Sequence[Case] | CaseIndex, *, size: Size | None = None, limit: int = 5
) -> tuple[Match, ...]:
    """The cases most like a need, best first, at most `limit`, each with a score from 0 to 1 and its reasons; () when none fits (`answer_need` says why).

    `cases`: an index when more than one need is asked (`CaseIndex(cases)`). `size`: whose need it is; of an initiative its own municipality.
    The same need, cases and size give the same answer.
    """
    return answer_need(need, cases, size=size, limit=limit).matches


def answer_need(need: str | Initiative, cases: Sequence[Case] | CaseIndex, *, size: Size | None = None, limit: int = 5) -> Answer:
    """The matches of a need, what of it was understood, and why nothing fits when nothing does."""
    index = cases if isinstance(cases, CaseIndex) else CaseIndex(cases)
    reading = read_need(need)
    features = find_features(reading, index, size or (Size(need.municipality_code) if isinstance(need, Initiative) else None))
    scores = np.round(score_features(features, WEIGHTS), _TOLD_APART)
    shown = np.flatnonzero(scores >= SHOWN_FROM)
    if shown.size > limit:  # all that may be among the best, ties included
        shown = shown[scores[shown] >= np.partition(scores[shown], -limit)[-limit]] if limit > 0 else shown[:0]
    best = sorted(shown.tolist(), key=lambda number: (-scores[number], index.cases[number].id))[: max(0, limit)]
    matches = tuple(
        Match(index.cases[number], round(float(scores[number]), _TOLD_APART), list_reasons(reading, index, number, features))
        for number in best
    )
    understood = tuple(sorted(reading.weights.keys() - reading.implied.keys(), key=lambda concept: (-reading.weights[concept], concept)))
    return Answer(matches, "" if matches else _silence(reading, features), understood, tuple(sorted(reading.refused)))


def find_features(reading: Reading, index: CaseIndex, size: Size | None) -> dict[str, Floats]:
    """What a need shares with every case, by the names of the weights."""
    features = index.features(reading)
    if size is not None:
        features["size"] = like_size(index, size)
    return features


def _silence(reading: Reading, features: dict[str, Floats]) -> str:
    """Why no case is shown."""
    if not reading.words:
        return "empty"
    if reading.refused and features["opposite"].any():
        without = {name: share for name, share in features.items() if name != "opposite"}
        if (score_features(without, WEIGHTS) >= SHOWN_FROM).any():
            return "refused"
    if not reading.weights:
        return "not_understood"
    return "no_case" if any(concept.partition(".")[0] in _SUBJECTS for concept in reading.weights) else "too_general"
