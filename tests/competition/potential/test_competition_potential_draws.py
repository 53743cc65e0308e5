"""Savings on picked areas: reproducible draws whose quantiles are those the distributions have, and what rests on assumption."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.peers.groups import find_group
from samspil.competition.peers.standing import stand
from samspil.competition.potential.evidence import shipped_evidence
from samspil.competition.potential.picks import join_picks, parse_pick
from samspil.competition.potential.simulate import simulate
from samspil.competition.potential.volume import measure_potential
from samspil.values.competition import Indicator
from samspil.values.competition_peers import Potential, Savings

BASE = 10**10
CODES = ("0101", "0147", "0151", "0153", "0155", "0157")


def potentials(
    shares: Sequence[float] = (0.5,) * 5,
    areas: Sequence[str] = ("roads_parks", "waste_water"),
    target: str = "peer_mean",
    by: str = "own_choice",
) -> tuple[Potential, ...]:
    """Our own share is nought; the peers' are given."""
    held = [
        Indicator(code, 2024, "pli", "service_area", area, Decimal(str(share)) * BASE, Decimal(BASE), "pli_samspil_v1")
        for area in areas
        for code, share in zip(CODES, (0, *shares), strict=False)
    ]
    group = find_group(CODES[0], by, 2024, CODES[1 : len(shares) + 1])
    return measure_potential(stand(held, group), target, shipped_areas())


def draw(held: Sequence[Potential], *texts: str, **options: object) -> Savings:
    pairs = join_picks(held, [parse_pick(text, ()) for text in texts], shipped_areas())
    found = simulate(pairs, **{"seed": 1, **options})  # type: ignore[arg-type]
    assert found is not None
    return found


def near(spread: Mapping[int, Decimal], expected: Mapping[int, float]) -> bool:
    return all(float(spread[key]) == pytest.approx(value, rel=0.03) for key, value in expected.items())


def test_nothing_is_saved_beforehand() -> None:
    assert simulate(join_picks(potentials(), (), shipped_areas()), seed=1) is None


def test_a_certain_per_cent_of_a_certain_volume_is_exact() -> None:
    """All peers at 0.5: half of the base, 5 bn, whoever is drawn; 10 per cent of it in every draw."""
    found = draw(potentials(), "roads_parks=10-10:egen kilde")
    (row,) = found.rows
    assert row.potential.volume == Decimal(5 * 10**9)
    assert row.low == row.high == Decimal(5 * 10**8)
    assert {value for _percent, value in row.spread.quantiles} == {Decimal(5 * 10**8)}
    assert found.total == row.spread


def test_uniform_and_triangular_have_their_quantiles() -> None:
    """0 to 10 per cent of 5 bn. Uniform: P10 50 m. Triangular with its top in the middle: P10 = 500 m x sqrt(0.1 / 2) = 111.8 m; medians 250 m."""
    even = draw(potentials(), "roads_parks=0-10:egen kilde").total
    middle = draw(potentials(), "roads_parks=0-10:egen kilde", shape="triangular").total
    assert near(dict(even.quantiles), {10: 5e7, 50: 2.5e8, 90: 4.5e8})
    assert near(dict(middle.quantiles), {10: 1.118e8, 50: 2.5e8, 90: 3.882e8})


def test_a_range_below_nought_tells_how_often_it_gets_dearer() -> None:
    """Evenly from -20 to 28: 20 of 48 draws lie below 0."""
    found = draw(potentials(), "roads_parks=-20..28:egen kilde")
    assert found.total.below_zero == pytest.approx(20 / 48, abs=0.02)
    assert found.rows[0].low == Decimal(-(10**9))


def test_areas_of_one_source_are_drawn_together_and_of_two_apart() -> None:
    """Together the ends add up: P90 of the sum is the sum of P90s. Apart they even out."""
    together = draw(potentials(), "roads_parks=0-10:samme kilde", "waste_water=0-10:samme kilde")
    apart = draw(potentials(), "roads_parks=0-10:en kilde", "waste_water=0-10:en anden kilde")
    assert near(dict(together.total.quantiles), {10: 1e8, 90: 9e8})
    assert float(apart.total.at(90)) == pytest.approx(1e9 * (1 - (0.1 / 2) ** 0.5), rel=0.03)  # the sum of two uniform ones is triangular
    assert "sources_apart" in apart.assumed
    assert "sources_apart" not in together.assumed
    assert {"costs_not_in", "benchmark_drawn", "all_exposed", "quality_same", "own_as_is"} <= set(apart.assumed)


def test_the_benchmark_is_as_uncertain_as_the_peers_it_is_made_of() -> None:
    """Two peers at 0 and 1, drawn with replacement: a mean of 0, 0.5 or 1 with chances 1/4, 1/2, 1/4; all of it saved."""
    found = draw(potentials((0, 1)), "roads_parks=100-100:egen kilde").total
    assert found.at(5) == 0
    assert found.at(50) == Decimal(5 * 10**9)
    assert found.at(95) == Decimal(10**10)
    assert float(found.mean) == pytest.approx(5e9, rel=0.03)


@pytest.mark.parametrize("target", ["national_mean", "peer_mean", "peer_median", "top_quartile"])
def test_the_middle_of_the_draws_is_near_the_volume_for_each_target(target: str) -> None:
    held = potentials((0.40, 0.45, 0.5, 0.55, 0.6), target=target)
    found = draw(held, "roads_parks=100-100:egen kilde")
    assert float(found.total.at(50)) == pytest.approx(float(held[0].volume or 0), rel=0.08)
    assert found.total.at(10) < found.total.at(90)


def test_the_same_seed_gives_the_same_kroner_in_any_order() -> None:
    held = potentials((0.4, 0.45, 0.5, 0.55, 0.6))
    texts = ("roads_parks=5-15:en kilde", "waste_water=0-8:en anden kilde")
    first, again, turned, other = (draw(held, *texts), draw(held, *texts), draw(held, *texts[::-1]), draw(held, *texts, seed=2))
    assert first == again == turned
    assert first.total != other.total
    assert first.seed == 1


def test_own_sources_and_welfare_are_marked() -> None:
    found = draw(potentials(areas=("care_homes",)), "care_homes=0-2:Kommunens egen undersøgelse")
    assert found.rows[0].notes == ("welfare_picked", "own_source")


def test_a_figure_of_the_users_own_file_is_marked_as_not_checked_here() -> None:
    own = [replace(one, own=True) for one in shipped_evidence()]
    pairs = join_picks(potentials(), [parse_pick("roads_parks=5-15:politica-2013-teknik", own)], shipped_areas())
    found = simulate(pairs, seed=1)
    assert found is not None
    assert found.rows[0].notes == ("own_source",)
    checked = join_picks(potentials(), [parse_pick("roads_parks=5-15:politica-2013-teknik", shipped_evidence())], shipped_areas())
    assert (simulate(checked, seed=1) or found).rows[0].notes == ()


@pytest.mark.parametrize(
    ("texts", "areas", "kind"),
    [
        (("transport=0-5:egen kilde",), ("roads_parks",), "error_saving_area"),
        (("roads_parks=0-5:egen kilde", "roads_parks=0-6:egen kilde"), ("roads_parks",), "error_saving_twice"),
    ],
)
def test_picks_that_meet_no_area_or_two_are_refused(texts: tuple[str, ...], areas: tuple[str, ...], kind: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        draw(potentials(areas=areas), *texts)
    assert caught.value.kind == kind
    assert caught.value.remedy


def test_a_main_account_holds_many_areas_and_carries_no_range() -> None:
    held = [Indicator(code, 2024, "pli", "main_account", "2", Decimal(1), Decimal(4), "pli_samspil_v1") for code in CODES]
    potential = measure_potential(stand(held, find_group(CODES[0], "type", 2024)), "national_mean", shipped_areas())
    with pytest.raises(CompetitionError) as caught:
        join_picks(potential, [parse_pick("roads_parks=0-5:egen kilde", ())], shipped_areas())
    assert caught.value.kind == "error_saving_level"


def test_a_function_takes_the_range_of_its_area() -> None:
    held = [
        Indicator(code, 2024, "pli", "function", "22814", Decimal(index), Decimal(BASE), "pli_samspil_v1")
        for index, code in enumerate(CODES)
    ]
    potential = measure_potential(stand(held, find_group(CODES[0], "own_choice", 2024, CODES[1:])), "peer_mean", shipped_areas())
    pairs = join_picks(potential, [parse_pick("roads_parks=0-5:egen kilde", ())], shipped_areas())
    assert [(one.own.code, pick.area) for one, pick in pairs] == [("22814", "roads_parks")]


def test_nothing_to_work_on_is_said() -> None:
    held = potentials()
    untold = [type(one)(one.standing, one.target, None, None, None) for one in held]
    with pytest.raises(CompetitionError) as caught:
        draw(untold, "roads_parks=0-5:egen kilde")
    assert caught.value.kind == "error_saving_untold"


@pytest.mark.parametrize("options", [{"shape": "normal"}, {"draws": 10}, {"draws": 10**9}])
def test_shapes_and_draws_have_limits(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=","):
        draw(potentials(), "roads_parks=0-5:egen kilde", **options)
