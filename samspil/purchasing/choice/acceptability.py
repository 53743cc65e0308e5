"""Many drawn weights (SMAA): how often each offer comes first, second ..., and with which weights on average. Seeded; the same numpy gives the same draws.

Rank 1 is 1 plus the number of offers strictly above (a lead under 1e-12 is none), so equal offers share a rank. 5,000 offers by 10,000 draws are 50 million scores:
they are found by blocks in single precision, only to tell which offers can be among the first; those are scored again in double precision, so the ranks are exact.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import Acceptability, Scored, Simulation

Matrix = NDArray[np.float64]
DRAWS, SEED, FIRST = 10_000, 1, 3
MOST_DRAWS = 1_000_000
SAME = 1e-12  # scores lie between 0 and 1; rounding is about 1e-15
_SLACK = 2e-5  # of single precision: (criteria + 2) x 6e-8 each way; enough for 160 criteria
_BLOCK, _GROUP = 512, 64
_WORKERS = 2


def simulate(
    scored: Sequence[Scored], *, draws: int = DRAWS, seed: int = SEED, around: float | None = None, best: bool = False, first: int = FIRST
) -> Simulation:
    """Acceptability of every offer. `around`: None draws evenly over all weights, else a Dirichlet of that concentration around the given ones (50: loosely).

    `best`: what is unknown counts at its best instead of its worst. Raises ChoiceError for draws outside 1 to a million or a concentration of 0 or less.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise complain("draws", draws=draws, most=MOST_DRAWS)
    if around is not None and not 0 < around < float("inf"):
        raise complain("around", around=around)
    values = np.array([[float(_value(part.value, best)) for part in each.parts] for each in scored], dtype=np.float64)
    shares = np.array([float(part.share) for part in scored[0].parts]) if scored else np.ones(0)
    if not scored:
        return Simulation(draws, seed, around, (), 0.0)
    weights = draw_weights(shares, draws, seed, around)
    counts, sums = count_ranks(values, weights, first)
    offers = []
    for number, each in enumerate(scored):
        found = counts[number, 0]
        central = tuple(float(x) for x in sums[number] / found) if found else None
        offers.append(Acceptability(each.offer, tuple(float(x) for x in counts[number] / draws), central))
    tops = counts[:, 0] / draws
    return Simulation(draws, seed, around, tuple(offers), float(np.sqrt(tops * (1 - tops) / draws).max()))


def _value(value: Fraction | None, best: bool) -> Fraction:
    return Fraction(int(best)) if value is None else value


def draw_weights(shares: Matrix, draws: int, seed: int, around: float | None) -> Matrix:
    """Rows of weights that sum to one: evenly over the simplex, or a Dirichlet with mean `shares`. A criterion of no weight stays without."""
    chance = np.random.default_rng(seed)
    drawn = np.zeros((draws, len(shares)))
    held = shares > 0
    strength = np.ones(int(held.sum())) if around is None else shares[held] * around
    gammas = chance.standard_gamma(strength, size=(draws, len(strength)))
    totals = gammas.sum(axis=1, keepdims=True)
    drawn[:, held] = np.where(totals > 0, gammas / np.where(totals > 0, totals, 1), shares[held])
    return drawn


def count_ranks(values: Matrix, weights: Matrix, first: int = FIRST) -> tuple[NDArray[np.float64], Matrix]:
    """How many draws each row of `values` has each of the ranks 1 to `first`, and the sum of the weights of the draws it has rank 1."""
    rows, home, copies = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    depth = min(first, len(rows))
    small = np.ascontiguousarray(_pad(rows).astype(np.float32))
    blocks = [weights[start : start + _BLOCK] for start in range(0, len(weights), _BLOCK)]
    with ThreadPoolExecutor(_WORKERS) as pool:
        answers = list(pool.map(lambda block: _count_block(rows, small, copies, block, depth, first), blocks))
    counts = sum((answer[0] for answer in answers), np.zeros((len(rows), first)))
    sums = sum((answer[1] for answer in answers), np.zeros(rows.shape))
    back = home.reshape(-1)
    return counts[back], sums[back]


def _pad(rows: Matrix) -> Matrix:
    """Rows to a whole number of groups, the last repeated."""
    short = -len(rows) % _GROUP
    return np.vstack([rows, np.repeat(rows[-1:], short, axis=0)]) if short else rows


def _count_block(
    rows: Matrix, small: NDArray[np.float32], copies: NDArray[np.intp], weights: Matrix, depth: int, first: int
) -> tuple[Matrix, Matrix]:
    """Counts and sums of one block of draws."""
    counts, sums = np.zeros((len(rows), first)), np.zeros(rows.shape)
    draw, offer = _find_candidates(small, weights.astype(np.float32), depth)
    inside = offer < len(rows)  # padding is a copy of the last row
    draw, offer = draw[inside], offer[inside]
    exact = np.einsum("ij,ij->i", rows[offer], weights[draw])
    order = np.lexsort((-exact, draw))
    draw, offer, exact = draw[order], offer[order], exact[order]
    ranks = _rank_within(draw, exact, copies[offer])
    for place in range(first):
        np.add.at(counts[:, place], offer[ranks == place + 1], 1)
    tops = ranks == 1
    np.add.at(sums, offer[tops], weights[draw[tops]])
    return counts, sums


def _find_candidates(small: NDArray[np.float32], weights: NDArray[np.float32], depth: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs (draw, offer) that hold at least the first `depth` of each draw: no lower than the depth-th best of the groups' best, with slack."""
    scores = weights @ small.T
    groups = scores.reshape(len(weights), -1, _GROUP).max(axis=2)
    if groups.shape[1] < depth:  # too few groups to bound by: all are candidates
        draw, offer = np.nonzero(scores >= -1)
        return draw, offer
    bound = np.partition(groups, groups.shape[1] - depth, axis=1)[:, groups.shape[1] - depth] - np.float32(_SLACK)
    held_draw, held_group = np.nonzero(groups >= bound[:, None])
    parts = scores.reshape(len(weights), -1, _GROUP)[held_draw, held_group]
    pair, place = np.nonzero(parts >= bound[held_draw][:, None])
    return held_draw[pair], held_group[pair] * _GROUP + place


def _rank_within(draw: NDArray[np.intp], exact: Matrix, copies: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rank of each candidate within its draw (sorted best first): 1 plus the offers, copies counted, above by more than `SAME`."""
    begins = np.r_[True, draw[1:] != draw[:-1]]
    lead = np.r_[True, (exact[:-1] - exact[1:]) > SAME]
    steps = begins | lead  # a new level within the draw
    before = np.cumsum(copies) - copies
    start = np.maximum.accumulate(np.where(begins, np.arange(len(draw)), 0))
    level = np.maximum.accumulate(np.where(steps, np.arange(len(draw)), 0))
    ranks: NDArray[np.intp] = before[level] - before[start] + 1
    return ranks
