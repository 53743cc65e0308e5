"""Who goes with whom: the highest total, parts, doubts."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from samspil.review.years.pairing import best_total, match


@pytest.mark.parametrize(("size", "share"), [(3, 1.0), (6, 0.5), (9, 1.0), (15, 0.2)])
def test_the_total_is_the_optimum(size: int, share: float) -> None:
    dice = np.random.default_rng(size)
    for _ in range(40):
        table = dice.random((size, size)) * (dice.random((size, size)) < share)
        chance = {(i, j): float(table[i, j]) for i in range(size) for j in range(size) if table[i, j] > 0}
        found = best_total(chance)
        assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
        rows, columns = linear_sum_assignment(table, maximize=True)
        assert sum(chance[pair] for pair in found) == pytest.approx(table[rows, columns].sum())


def test_the_greedy_choice_gives_way_to_a_better_total() -> None:
    chance = {(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.85}
    assert best_total(chance) == {(0, 1), (1, 0)}


def test_a_likely_pair_is_a_link_a_doubtful_one_is_for_a_person() -> None:
    found = match({(0, 0): 0.9, (1, 1): 0.2, (2, 2): 0.001}, {}, lambda pair, link: False)
    assert found.links == ((0, 0),)
    assert found.doubts == ((1, 1),)


@pytest.mark.parametrize(("explains", "parts", "near"), [(True, ((0, 1),), ()), (False, (), ((0, 1),))])
def test_a_leftover_is_a_part_or_a_neighbour(explains: bool, parts: tuple[tuple[int, int], ...], near: tuple[tuple[int, int], ...]) -> None:
    found = match({(0, 0): 0.9, (0, 1): 0.01}, {(0, 0): 0.9, (0, 1): 0.8}, lambda pair, link: explains)
    assert found.links == ((0, 0),)
    assert found.parts == parts
    assert found.near == near


def test_nothing_to_match() -> None:
    assert best_total({}) == set()
