"""Intervals for headlines and bands for rows: coverage by simulation, edges, and promises kept."""

import functools

import numpy as np
import pytest

from samspil.review.intervals import Bands, CalibrationBin, ErrorCounts, estimate_true_count, find_bands, weigh_true_counts

GOOD = ErrorCounts(true_positive=45, false_positive=2, false_negative=3, true_negative=60)


@functools.cache
def estimate(found: int, read: int, *errors: int) -> tuple[int, int]:
    interval = estimate_true_count(found, read, ErrorCounts(*errors))
    assert interval
    return interval


def cover(read: int, share: float, sensitivity: float, specificity: float, size: int, rounds: int, seed: int) -> float:
    """How often the interval holds the truth when sample and municipalities are drawn anew each time."""
    rng = np.random.default_rng(seed)
    have, have_not = size // 2, size - size // 2
    hits = 0
    for _ in range(rounds):
        found_right, left_right = int(rng.binomial(have, sensitivity)), int(rng.binomial(have_not, specificity))
        true = int(rng.binomial(read, share))
        found = int(rng.binomial(true, sensitivity) + rng.binomial(read - true, 1 - specificity))
        low, high = estimate(found, read, found_right, have_not - left_right, have - found_right, left_right)
        hits += low <= true <= high
    return hits / rounds


GRID = [
    (read, share, sensitivity, specificity, size)
    for read in (30, 98)
    for share in (0.1, 0.3, 0.6)
    for sensitivity, specificity in ((0.95, 0.97), (0.85, 0.9), (0.75, 0.95))
    for size in (120, 300)
]


def test_coverage_over_the_grid() -> None:
    """Nominal 90 %: 88-93 % over the grid, and no cell far below."""
    covered = [cover(*cell, rounds=250, seed=number) for number, cell in enumerate(GRID)]
    assert 0.88 <= sum(covered) / len(covered) <= 0.93
    assert min(covered) > 0.84


def test_small_samples_err_on_the_wide_side() -> None:
    """With 40 labelled pairs the interval may hold more than it promises, not less."""
    covered = [cover(98, share, 0.95, 0.97, 40, rounds=250, seed=number) for number, share in enumerate((0.1, 0.3, 0.6))]
    assert min(covered) >= 0.88


def test_the_shares_add_up_to_one() -> None:
    """A probability for every true count."""
    shares = weigh_true_counts(20, 50, GOOD)
    assert len(shares) == 51
    assert sum(shares) == pytest.approx(1.0)


@pytest.mark.parametrize(("found", "read"), [(0, 98), (98, 98), (0, 0), (1, 1), (5, 5), (3, 98)])
def test_interval_stays_within_the_municipalities(found: int, read: int) -> None:
    """Clipped to 0..read, low before high."""
    low, high = estimate(found, read, 45, 2, 3, 60)
    assert 0 <= low <= high <= read


def test_none_and_all() -> None:
    """0 of m begins at 0; m of m ends at m."""
    assert estimate(0, 98, 45, 2, 3, 60)[0] == 0
    assert estimate(98, 98, 45, 2, 3, 60)[1] == 98


def test_no_errors_observed_is_not_certainty() -> None:
    """A faultless sample of 60 pairs still leaves room."""
    low, high = estimate(40, 60, 30, 0, 0, 30)
    assert low <= 40 <= high
    assert high > low


def test_tiny_sample_is_wide() -> None:
    """Two labelled pairs say nearly nothing."""
    low, high = estimate(30, 60, 1, 0, 0, 1)
    assert high - low > 15


def test_more_labels_narrow_the_interval() -> None:
    """Ten times the sample with the same rates."""
    few = estimate(40, 98, 18, 2, 2, 18)
    many = estimate(40, 98, 180, 20, 20, 180)
    assert many[1] - many[0] < few[1] - few[0]


def test_misses_push_up_and_false_finds_push_down() -> None:
    """A reader that overlooks much has found too few; one that sees too much has found too many."""
    assert sum(estimate(40, 98, 60, 1, 40, 100)) > 80
    assert sum(estimate(40, 98, 99, 20, 1, 80)) < 80


@pytest.mark.parametrize("errors", [None, ErrorCounts(0, 0, 0, 0), ErrorCounts(0, 2, 0, 50), ErrorCounts(20, 0, 3, 0)])
def test_no_interval_without_error_rates(errors: ErrorCounts | None) -> None:
    """Nothing is claimed where nothing was measured."""
    assert estimate_true_count(10, 50, errors) is None


def test_impossible_count() -> None:
    """More found than read is a mistake of the caller."""
    with pytest.raises(ValueError, match="9 of 5"):
        estimate_true_count(9, 5, GOOD)


def table(*rows: tuple[float, int, int]) -> list[CalibrationBin]:
    return [CalibrationBin(*row) for row in rows]


def test_bands_keep_their_promise() -> None:
    """'sure' from the bin whose precision is 95 %, 'fairly sure' from 80 %."""
    bands = find_bands(table((0.5, 100, 60), (0.7, 100, 85), (0.9, 200, 196)))
    assert bands == Bands(sure=0.9, fairly_sure=0.7)
    assert [bands.name(confidence) for confidence in (0.95, 0.9, 0.75, 0.6)] == ["sure", "sure", "fairly_sure", "unsure"]


def test_few_rows_do_not_earn_a_name() -> None:
    """Three of three right is no proof of 95 %."""
    assert find_bands(table((0.9, 3, 3))).sure is None


def test_a_dip_is_pooled() -> None:
    """Precision that falls with confidence is evened out before the bands are drawn."""
    bands = find_bands(table((0.5, 50, 49), (0.7, 50, 35), (0.9, 100, 99)))
    assert bands.sure == 0.9
    assert bands.fairly_sure == 0.5


def test_empty_table() -> None:
    """Without calibration every row is unsure."""
    assert find_bands([]).name(0.99) == "unsure"
