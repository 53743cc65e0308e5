"""The passages of a document, each with its probability, become groups: sentences of one undertaking, its sums told apart, and its table rows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.bare_sums import join_bare_sums
from samspil.initiatives.context import Surroundings
from samspil.initiatives.costed import join_costs
from samspil.initiatives.join import Thresholds, attach_rows, join_passages, rows_of
from samspil.initiatives.layers import Linear, Network
from samspil.initiatives.noted import find_notes
from samspil.initiatives.points import find_points
from samspil.initiatives.referred import join_referred

Array = NDArray[np.float64]


class Gathered(NamedTuple):
    """`groups`: passage indexes of each initiative told in sentences; `rows`: the table rows of each; `alone`: rows that are initiatives by themselves;
    `inside`: the probability of each passage, raised where it was put to an initiative for another reason.
    """

    groups: Sequence[Sequence[int]]
    rows: Sequence[Sequence[int]]
    alone: Sequence[int]
    inside: Array


def gather_groups(around: Surroundings, inside: Array, pair: Network, row: Linear, limits: Thresholds) -> Gathered:
    """All groups of a document. `inside`: probability of each passage to be part of an initiative."""
    notes = find_notes(around, inside, limits.inside, limits.row_alone)
    groups, inside = join_costs(around, inside, join_passages(around, inside, pair, limits, notes))
    groups, inside = join_bare_sums(around, inside, groups)
    groups, inside = join_referred(around, inside, groups)
    points = find_points(around, rows_of(around))
    groups = points.unite(groups)
    rows, alone = attach_rows(around, inside, groups, row, limits, notes, points)
    return Gathered(groups, rows, alone, inside)
