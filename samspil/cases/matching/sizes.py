"""Municipalities of the like size: by inhabitants where they are known, else by type (Statistics Denmark's groups, `vocabulary.divisions`)."""

import datetime

import numpy as np

from samspil.cases.matching.index import CaseIndex, Floats
from samspil.cases.matching.model import Size
from samspil.values.case import Case
from samspil.vocabulary.divisions import type_of
from samspil.vocabulary.municipalities import find_by_code

_TWICE = 2.0  # one has at most twice the inhabitants of the other
_GROUPING = datetime.date(2018, 1, 1)  # the day the grouping holds from


def like_size(index: CaseIndex, size: Size) -> Floats:
    """1 for each case with a municipality of the like size, else 0; all 0 for an unknown municipality."""
    like = np.zeros(len(index.cases), dtype=np.float32)
    for code, numbers in index.by_municipality.items():
        if are_alike(code, size):
            like[numbers] = 1.0
    return like


def are_alike(code: str, size: Size) -> bool:
    """Whether the municipality of `code` and the one that asks are of the like size."""
    own, other = size.inhabitants.get(size.municipality, 0), size.inhabitants.get(code, 0)
    if own > 0 and other > 0:
        return max(own, other) <= _TWICE * min(own, other)
    return bool(find_by_code(code) and find_by_code(size.municipality)) and type_of(code, _GROUPING) == type_of(
        size.municipality, _GROUPING
    )


def alike_municipalities(case: Case, size: Size) -> tuple[str, ...]:
    """The codes of the case's municipalities that are of the like size."""
    return tuple(code for code in case.municipalities if are_alike(code, size))
