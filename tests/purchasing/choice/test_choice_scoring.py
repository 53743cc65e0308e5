"""The default: exact, additive, and without reversals. How firmly the first stands, by hand and by many draws."""

from decimal import Decimal as D  # noqa: N817 - many in tables
from fractions import Fraction as F  # noqa: N817 - many in tables

import numpy as np
import pytest
from choice_made import linear, score_values
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.offer_choice import count_reversals
from samspil.purchasing.choice.acceptability import count_ranks, draw_weights, simulate
from samspil.purchasing.choice.criteria import make_weighting, read_shipped
from samspil.purchasing.choice.errors import ChoiceError
from samspil.purchasing.choice.model import Criterion
from samspil.purchasing.choice.scoring import find_measurement, find_value, round_parts, share_weights
from samspil.purchasing.choice.sensitivity import find_ranges, find_swings

VALUES = st.one_of(st.none(), st.decimals(0, 1, places=3).map(str))
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.tuples(
        st.lists(st.lists(VALUES, min_size=width, max_size=width), min_size=1, max_size=7),
        st.lists(st.integers(1, 60).map(str), min_size=width, max_size=width),
    )
)


def test_a_score_by_hand() -> None:
    (first, second) = score_values({"A": ["0.8", "0.5"], "B": ["0.2", "0.9"]}, ["60", "40"])
    assert (first.offer, first.low) == ("A", F(68, 100))
    assert (second.offer, second.low) == ("B", F(48, 100))


def test_a_scale_by_hand() -> None:
    scale = Criterion("x", "", ((D(0), D(0)), (D(10), D(1)), (D(20), D("0.5"))))
    found = {x: find_value(scale, D(x)) for x in (-1, 0, 5, 10, 15, 20, 30)}
    assert found == {
        -1: (F(0), True), 0: (F(0), False), 5: (F(1, 2), False), 10: (F(1), False), 15: (F(3, 4), False), 20: (F(1, 2), False), 30: (F(1, 2), True),
    }  # fmt: skip
    assert find_measurement(scale, F(3, 4), D(14)) == 15
    assert find_measurement(scale, F(3, 4), D(1)) == F(15, 2)
    assert find_measurement(linear("x", 100, 0), F(2), D(1)) is None


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_contributions_add_up_and_ranks_hold_whatever_the_unknown_is(table: tuple[list[list[str | None]], list[str]]) -> None:
    rows = {f"o{number}": row for number, row in enumerate(table[0])}
    ranked = score_values(rows, table[1])
    for each in ranked:
        assert sum(part.low for part in each.parts) == each.low
        assert sum(round_parts(each).values()) == D(int(each.low * 10000 + F(1, 2))) / 100
        assert all(
            abs(value - D(float(part.low * 100))) <= D("0.011") for value, part in zip(round_parts(each).values(), each.parts, strict=True)
        )
        assert each.best_rank <= each.rank <= each.worst_rank
    for filler in ("0", "1", "0.37"):
        filled = score_values({key: [filler if value is None else value for value in row] for key, row in rows.items()}, table[1])
        ranks = {each.offer: each.rank for each in filled}
        assert all(each.best_rank <= ranks[each.offer] <= each.worst_rank for each in ranked)


def test_no_reversal_in_ten_thousand_random_cases() -> None:
    assert count_reversals(10_000) == 0


def test_unknown_is_counted_at_its_worst_and_best() -> None:
    first, second = score_values({"A": ["0.5", None], "B": ["0.5", "0.4"]}, ["1", "1"])
    assert (first.offer, first.worst_rank) == ("B", 2)
    assert (second.low, second.high, second.best_rank) == (F(1, 4), F(3, 4), 1)


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_weight_ranges_are_where_the_first_stops_being_first(table: tuple[list[list[str | None]], list[str]]) -> None:
    rows = {f"o{number}": [value or "0" for value in row] for number, row in enumerate(table[0])}
    ranked = score_values(rows, table[1])
    first = ranked[0]
    for number, each in enumerate(find_ranges(ranked)):
        assert each.low <= each.share <= each.high
        if len(first.parts) == 1:
            continue
        for share, inside in ((each.low, True), (each.high, True), (each.low - F(1, 10**6), False), (each.high + F(1, 10**6), False)):
            if not 0 <= share <= 1:
                continue
            totals = {one.offer: _total(one, number, share) for one in ranked}
            assert (totals[first.offer] == max(totals.values())) is inside


def _total(scored: object, number: int, share: F) -> F:
    parts = scored.parts  # type: ignore[attr-defined]
    left = 1 - parts[number].share
    return share * parts[number].value + sum(
        part.value * part.share / left * (1 - share) for place, part in enumerate(parts) if place != number
    )


def test_what_would_have_made_the_second_win() -> None:
    ranked = score_values({"A": ["0.8", "0.5"], "B": ["0.2", "0.9"]}, ["60", "40"])
    swings = {each.criterion: each for each in find_swings(ranked, [linear("a", 0, 1), linear("b", 0, 1)])}
    assert swings["a"].needed is not None
    assert abs(swings["a"].needed - (D("0.2") + D("0.2") / D("0.6"))) < D("1e-20")
    assert swings["b"].needed is None  # 0.9 + 0.2 / 0.4 is above 1


def test_draws_by_brute_force_exactly() -> None:
    """All ranks in double precision by sorting, with equal rows and rows that are nearly equal."""
    chance = np.random.default_rng(5)
    values = np.round(chance.random((400, 6)), 2)
    values[17], values[101], values[300] = values[3], values[3], values[8] + 1e-8
    weights = draw_weights(np.full(6, 1 / 6), 700, 2, None)
    counts, sums = count_ranks(values, weights, 3)
    scores = values @ weights.T
    ranks = np.array([1 + (scores > row + 1e-12).sum(axis=0) for row in scores])
    for place in (1, 2, 3):
        assert (counts[:, place - 1] == (ranks == place).sum(axis=1)).all()
    assert np.allclose(sums, (ranks == 1).astype(float) @ weights, atol=1e-9)


def test_draws_are_seeded_and_have_the_mean_asked_for() -> None:
    shares = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = draw_weights(shares, 20_000, 3, 50)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert np.abs(drawn.mean(axis=0) - shares).max() < 0.005
    assert (drawn[:, 3] == 0).all()
    assert (drawn == draw_weights(shares, 20_000, 3, 50)).all()
    assert not (drawn == draw_weights(shares, 20_000, 4, 50)).all()


def test_rank_acceptability_of_two_by_hand() -> None:
    """A is ahead when its weight is above one half: evenly drawn, half of the time; central weights are 3/4 and 1/4."""
    found = simulate(score_values({"A": ["1", "0"], "B": ["0", "1"]}, ["1", "1"]), draws=40_000, seed=9)
    by_offer = {each.offer: each for each in found.offers}
    assert abs(by_offer["A"].shares[0] - 0.5) < 4 * found.error
    assert by_offer["A"].central == pytest.approx((0.75, 0.25), abs=0.005)
    never = simulate(score_values({"A": ["1", "1"], "B": ["0", "0"]}, ["1", "1"]))
    assert [each.central for each in never.offers if each.offer == "B"] == [None]


@pytest.mark.parametrize(
    ("weights", "words"),
    [({"price_day": D(0)}, "nul"), ({}, "nul"), ({"price_day": D(-1), "wishes": D(2)}, "negativ"), ({"price_day": D("inf")}, "endeligt")],
)
def test_weights_that_cannot_be_used(weights: dict[str, D], words: str) -> None:
    with pytest.raises(ChoiceError, match=words) as caught:
        share_weights(weights)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "scale",
    [
        "x",
        [],
        [[1, 1]],
        [[1, 0], [1, 1]],
        [[2, 0], [1, 1]],
        [[0, 0], [1, 2]],
        [[0, 0], [1, 0]],
        [[0, True], [1, 1]],
        [["0", 0], [1, 1]],
        [[0, 0], [D("nan"), 1]],
    ],
)
def test_scales_that_cannot_be_used(scale: object) -> None:
    with pytest.raises(ChoiceError):
        make_weighting("SEL § 107", {"weights": {"wishes": 1}, "criteria": {"wishes": {"points": scale}}})


def test_a_weights_file_replaces_all_weights() -> None:
    made = make_weighting("SEL § 107", {"weights": {"sick_leave": D("1.5"), "wishes": 0}})
    assert made.weights == (("sick_leave", D("1.5")),)
    assert made.own
    with pytest.raises(ChoiceError, match="hjerterum"):
        make_weighting("SEL § 107", {"weights": {"hjerterum": 1}})
    with pytest.raises(ChoiceError, match="fast skala"):
        make_weighting("SEL § 97")


def test_shipped_criteria_are_whole() -> None:
    for paragraph in read_shipped()["price_day"]["paragraphs"]:
        weighting = make_weighting(paragraph, {"weights": dict.fromkeys(read_shipped(), 1)})
        assert len(weighting.criteria) == len(read_shipped())
