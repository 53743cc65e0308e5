"""Volume up to each benchmark, worked by hand, and sums that would count something twice."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.peers.groups import find_group
from samspil.competition.peers.standing import stand
from samspil.competition.potential.volume import add_volumes, measure_potential
from samspil.values.competition import TARGETS, Indicator
from samspil.values.competition_peers import Standing

FIGURES = {"0101": (10, 100), "0147": (20, 100), "0151": (40, 200), "0153": (90, 300)}


def indicator(code: str, bought: object, base: object, area: str = "roads_parks", level: str = "service_area") -> Indicator:
    return Indicator(code, 2024, "pli", level, area, Decimal(str(bought)), Decimal(str(base)), "pli_samspil_v1")


def standing_of(code: str = "0101", area: str = "roads_parks", level: str = "service_area") -> Standing:
    held = [indicator(one, *pair, area, level) for one, pair in FIGURES.items()]
    (one,) = stand(held, find_group(code, "own_choice", 2024, [other for other in FIGURES if other != code]))
    return one


@pytest.mark.parametrize(
    ("target", "benchmark", "volume"),
    [
        ("national_mean", "0.2285714286", "12.86"),  # 160 / 700 x 100 - 10 = 12.857
        ("peer_mean", "0.2333333333", "13.33"),  # (0.2 + 0.2 + 0.3) / 3 x 100 - 10
        ("peer_median", "0.2", "10.00"),
        ("top_quartile", "0.25", "15.00"),
    ],
)
def test_volumes_are_those_worked_by_hand(target: str, benchmark: str, volume: str) -> None:
    (one,) = measure_potential([standing_of()], target)
    assert one.benchmark is not None
    assert one.gap is not None
    assert one.own.share is not None
    assert round(one.benchmark, 10) == Decimal(benchmark)
    assert one.volume == Decimal(volume)
    assert one.gap == pytest.approx(one.benchmark - one.own.share)
    assert one.notes == ()


def test_at_or_above_the_benchmark_the_volume_is_nought_and_said_so() -> None:
    for code in ("0153", "0147"):  # above, and exactly at: the median of 0.1, 0.2, 0.3
        (one,) = measure_potential([standing_of(code)], "peer_median")
        assert one.volume == 0
        assert one.notes == ("at_or_above",)


def test_what_cannot_be_told_is_not_nought() -> None:
    no_base = replace(standing_of(), own=indicator("0101", 5, 0))
    nobody = replace(standing_of(), group=(), median=None)
    for standing, note in ((no_base, "own_no_base"), (nobody, "no_benchmark")):
        (one,) = measure_potential([standing], "peer_median")
        assert (one.volume, one.gap, one.notes) == (None, None, (note,))
        assert add_volumes([one]) == 0


@pytest.mark.parametrize(
    ("level", "code", "welfare"),
    [
        ("service_area", "care_homes", True),
        ("service_area", "roads_parks", False),
        ("function", "53027", True),
        ("function", "22814", False),
        ("function", "2201", None),  # 0.22.01 lies in no area; it must not be taken for 2.2
        ("main_account", "5", None),
        ("total", "", None),
    ],
)
def test_welfare_is_known_by_area_and_function(level: str, code: str, welfare: bool | None) -> None:
    (one,) = measure_potential([standing_of(area=code, level=level)], "peer_median", shipped_areas())
    assert one.welfare is welfare


def test_sums_never_mix_levels_targets_or_an_area_twice() -> None:
    (roads,) = measure_potential([standing_of()], "peer_median")
    (homes,) = measure_potential([standing_of(area="care_homes")], "peer_median")
    assert add_volumes([roads, homes]) == Decimal("20.00")
    (other_target,) = measure_potential([standing_of(area="care_homes")], "peer_mean")
    (function,) = measure_potential([standing_of(area="22814", level="function")], "peer_median")
    for wrong in ([roads, other_target], [roads, function], [roads, roads]):
        with pytest.raises(CompetitionError) as caught:
            add_volumes(wrong)
        assert caught.value.kind == "error_mixed_sum"


def test_an_unknown_target_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="best"):
        measure_potential([standing_of()], "best")


@given(
    st.lists(st.tuples(st.integers(0, 10**12), st.integers(1, 10**12)), min_size=2, max_size=12),
    st.sampled_from(TARGETS),
)
def test_the_volume_is_exact_to_the_oere(pairs: list[tuple[int, int]], target: str) -> None:
    """Held against fractions: max(0, benchmark x base - bought), rounded once."""
    from samspil.vocabulary.municipalities import read_municipalities

    codes = [one.code for one in read_municipalities()][: len(pairs)]
    held = [indicator(code, min(pair), max(pair)) for code, pair in zip(codes, pairs, strict=True)]
    (standing,) = stand(held, find_group(codes[0], "own_choice", 2024, codes[1:]))
    (one,) = measure_potential([standing], target)
    shares = sorted(Fraction(min(pair), max(pair)) for pair in pairs[1:])
    where = Fraction(len(shares) - 1) * (Fraction(1, 2) if target == "peer_median" else Fraction(3, 4))
    low, high = shares[int(where)], shares[min(int(where) + 1, len(shares) - 1)]
    exact = {
        "national_mean": Fraction(sum(map(min, pairs)), sum(map(max, pairs))),
        "peer_mean": sum(shares, Fraction(0)) / len(shares),
    }.get(target, low + (where - int(where)) * (high - low))
    expected = max(Fraction(0), exact * max(pairs[0]) - min(pairs[0]))
    assert one.volume is not None
    assert abs(Fraction(one.volume) - expected) <= Fraction(1, 200) + Fraction(1, 10**12)
