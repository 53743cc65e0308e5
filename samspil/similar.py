"""A review held against the library of cases: what stands beside its initiatives, and who in it plans the like of each case."""

import functools

from samspil.cases.casebook import read_library
from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.many import Shelf, match_all
from samspil.values.review import Review


def find_similar(review: Review) -> Shelf:
    """The cases that ship with Samspil, matched once for the whole review. Raises CaseError when one of them is broken."""
    return match_all(review.initiatives, read_index())


@functools.cache
def read_index() -> CaseIndex:
    """The cases that ship, read once. Raises CaseError."""
    return CaseIndex(read_library())
