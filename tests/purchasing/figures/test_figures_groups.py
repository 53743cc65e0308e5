"""Groups, concentration, quality, growth, shares: hand-worked, and what is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.purchasing.figures.concentration import find_band, find_hhi
from samspil.purchasing.figures.errors import FiguresError
from samspil.purchasing.figures.index import read_index
from samspil.purchasing.figures.model import Growth, Relative, Scores, Stats, round_oere
from samspil.purchasing.figures.peers import Point, describe, quantile
from samspil.purchasing.figures.portfolio import DIVISIONS, build_figures, portfolio_overview
from samspil.purchasing.figures.quality import differs, read_scores
from samspil.purchasing.figures.settings import Settings
from samspil.purchasing.synthetic import make_portfolio
from samspil.values.purchasing import Outcome, Placement
from samspil.values.reason import Reason
from tests.purchasing.figures.figure_values import GROUP, INDEX, PARAGRAPH, D, offer, placement, portfolio, score, supplier

PRICES = ("1000", "1200", "1300", "1500", "2000")


def five(**more: Any) -> list[Placement]:
    """Five offers at 1,000 to 2,000 a day, 100 days each."""
    return [placement(str(number), number, str(D(price) * 100), **more) for number, price in enumerate(PRICES, 1)]


def test_five_offers_of_three_suppliers_are_a_group() -> None:
    figures = build_figures(portfolio(five()))
    stats = figures.groups[PARAGRAPH, GROUP, 2, 2025]
    assert stats == Stats(5, 5, D(1000), D(1200), D(1300), D(1500), D(2000))
    dear = next(each for each in figures.suppliers if each.supplier.id == "L5")
    assert dear.now
    assert isinstance(dear.now.relative, Relative)
    assert round(dear.now.relative.ratio, 6) == D("1.538462")  # 2000 / 1300
    assert dear.now.relative.median_dkk == 130000


@pytest.mark.parametrize(("owners", "compared"), [((1, 2, 3, 4, 5), True), ((1, 1, 1, 2, 3), True), ((1, 1, 1, 2, 2), False)])
def test_fewer_than_three_suppliers_are_no_group(owners: tuple[int, ...], compared: bool) -> None:
    offers = tuple(offer(number, owner) for number, owner in enumerate(owners, 1))
    stats = build_figures(portfolio(five(), offers=offers)).groups[PARAGRAPH, GROUP, 2, 2025]
    assert isinstance(stats, Stats) is compared


def test_four_offers_are_no_group_and_it_is_said() -> None:
    figures = build_figures(portfolio(five()[:4]))
    wanted = Reason.of("few_peers", offers=4, suppliers=4, least=5, least_suppliers=3)
    assert figures.groups[PARAGRAPH, GROUP, 2, 2025] == wanted
    assert figures.suppliers[0].now
    assert figures.suppliers[0].now.relative == wanted
    assert not figures.overview.points
    assert figures.overview.unplaced == 4
    assert {gap.key: (gap.count, gap.whole) for gap in figures.overview.gaps}["peers"] == (4, 4)


@pytest.mark.parametrize("other", [{"support_level": 3}, {"target_group": "violence"}, {"paragraph": "SEL § 108"}, {"own": True}])
def test_another_level_group_or_paragraph_and_own_offers_are_no_peers(other: dict) -> None:  # type: ignore[type-arg]
    lines = [*five()[:4], placement("5", 5, "200000", **other)]
    assert isinstance(build_figures(portfolio(lines)).groups[PARAGRAPH, GROUP, 2, 2025], Reason)


@given(st.lists(st.decimals(0, 10_000, places=2), min_size=1, max_size=30), st.sampled_from((0.25, 0.5, 0.75)))
def test_quartiles_are_those_of_numpy(values: list[Decimal], share: float) -> None:
    ours = float(quantile(sorted(values), D(str(share))))
    assert ours == pytest.approx(float(numpy.quantile([float(value) for value in values], share)), abs=1e-6)


def test_an_outlier_does_not_move_the_median() -> None:
    points = [Point(str(n), str(n), D(value)) for n, value in enumerate((10, 11, 12, 13, 14))]
    wild = [*points[:-1], Point("4", "4", D(14000))]
    one, other = describe(points), describe(wild)
    assert isinstance(one, Stats)
    assert isinstance(other, Stats)
    assert (one.median, one.q1, one.q3) == (other.median, other.q1, other.q3)


def test_concentration_by_hand() -> None:
    """Shares 50, 30, 20 per cent: 0.25 + 0.09 + 0.04 = 0.38."""
    figures = build_figures(portfolio([placement("a", 1, "500"), placement("b", 2, "300"), placement("c", 3, "150", add_on_dkk=D(50))]))
    whole = figures.concentrations[0]
    assert (whole.hhi, whole.band, whole.largest, whole.largest_share, whole.suppliers) == (D("0.38"), "high", "L1", D("0.5"), 3)


@pytest.mark.parametrize(("hhi", "band"), [("0.0999", "low"), ("0.1", "middle"), ("0.2", "middle"), ("0.2001", "high")])
def test_bands(hhi: str, band: str) -> None:
    assert find_band(D(hhi)) == band


@given(st.lists(st.decimals("0.01", 10**9, places=2), min_size=1, max_size=40))
def test_hhi_lies_between_one_over_n_and_one(sums: list[Decimal]) -> None:
    hhi = find_hhi(sums)
    assert hhi is not None
    assert Decimal(1) / len(sums) - D("1e-20") <= hhi <= 1 + D("1e-20")


def test_growth_against_the_index() -> None:
    """1,000 to 1,050 a day is 5 %; the index grew from 104 to 106.6, 2.5 %. What only one year has does not count."""
    lines = [placement("a", 1, "100000", year=2024), placement("b", 1, "105000"), placement("c", 2, "900000")]
    now = build_figures(portfolio(lines), Settings(index=INDEX)).external[-1]
    assert isinstance(now.growth, Growth)
    assert (round(now.growth.growth, 12), now.growth.index, now.growth.days) == (D("0.05"), D("0.025"), 100)
    assert now.growth.above is not None
    assert round(now.growth.above, 12) == D("0.025")
    bare = build_figures(portfolio(lines)).external[-1].growth
    assert isinstance(bare, Growth)
    assert (bare.growth, bare.index) == (D("0.05"), None)


def test_share_add_ons_and_volume() -> None:
    """300,000 with 20,000 add-ons of 800,000 in all: 40 %; add-ons 20 of 320 = 6.25 %. Own offers are no purchase."""
    lines = [placement("a", 1, "300000", add_on_dkk=D(20000)), placement("b", 2, "480000"), placement("c", 3, "900000", own=True)]
    figures = build_figures(portfolio(lines))
    one = next(each.now for each in figures.suppliers if each.supplier.id == "L1")
    assert one
    assert (one.share, one.volume.add_on_share, one.volume.placements, one.volume.days) == (D("0.4"), D("0.0625"), 1, 100)
    own = next(each.now for each in figures.suppliers if each.supplier.id == "L3")
    assert own
    assert own.share is None
    assert (figures.overview.external.total_dkk, figures.overview.own.total_dkk) == (800000, 900000)


def test_scores_take_the_last_of_each_theme_and_mark_old_ones() -> None:
    found = read_scores(
        [
            score(1, "economy", "2.0", date(2019, 1, 1)),
            score(1, "economy", "4.0", date(2021, 5, 1)),
            score(1, "competences", "4.6", date(2025, 2, 1)),
            score(1, "competences", "1.0", date(2026, 2, 1)),
        ],
        date(2025, 12, 31),
    )
    assert isinstance(found, Scores)
    assert (found.mean, found.spread, found.old, found.last) == (D("4.3"), D("0.6"), ("economy",), date(2025, 2, 1))
    assert read_scores([], date(2025, 1, 1)) == Reason.of("no_supervision")
    assert isinstance(read_scores([score(1, "economy", "4", date(2021, 2, 28))], date(2024, 2, 29)), Scores)


@pytest.mark.parametrize(
    ("one", "other", "says"), [("4.2", "4.29", False), ("4.2", "4.3", True), ("4.35", "4.2", True), ("4.2", "4.2", False)]
)
def test_under_a_tenth_says_nothing(one: str, other: str, says: bool) -> None:
    assert differs(D(one), D(other)) is says


@pytest.mark.parametrize(("persons", "shown"), [(4, False), (5, True)])
def test_results_of_fewer_than_five_citizens_are_not_shown(persons: int, shown: bool) -> None:
    outcome = Outcome("T1", 2025, persons, goals_met=D("0.75"))
    figures = build_figures(portfolio(five(), outcomes=(outcome,)))
    first = next(each for supplier in figures.suppliers for each in supplier.offers if each.offer.id == "T1")
    value = next(each.value for each in first.results if each.name == "goals_met")
    assert value == (D("0.75") if shown else Reason.of("few_persons", least=5))


def test_shares_of_every_division_sum_to_one() -> None:
    made, _truth = make_portfolio(3, 30, 800)
    overview = portfolio_overview(made, 2024)
    assert overview.year == 2024
    for division in DIVISIONS:
        parts = overview.divisions[division]
        assert round(sum(part.share for part in parts), 20) == 1
        assert round_oere(sum((part.volume.total_dkk for part in parts), D(0))) == overview.external.total_dkk
        assert sum(part.volume.placements for part in parts) == overview.external.placements


def test_no_line_is_lost() -> None:
    made, _truth = make_portfolio(4, 30, 800)
    figures = build_figures(made)
    assert sum(deal.volume.placements for deal in figures.deals) == 800
    assert sum((deal.volume.paid_dkk for deal in figures.deals), D(0)) == sum((each.paid_dkk for each in made.placements), D(0))
    assert sum((deal.net.gross_dkk for deal in figures.deals), D(0)) == sum((deal.volume.total_dkk for deal in figures.deals), D(0))


def test_a_place_in_an_unknown_offer_is_counted_and_named() -> None:
    figures = build_figures(portfolio([placement("a", 99, "1000")]))
    assert figures.overview.external.placements == 1
    assert {gap.key for gap in figures.overview.gaps} >= {"offer", "peers", "listed"}


@pytest.mark.parametrize(
    ("settings", "key"),
    [(Settings(year=2011), "2011"), (Settings(price_year=2024), "--price-year"), (Settings(index=INDEX, price_year=2030), "2030")],
)
def test_a_wish_that_cannot_be_met_is_named(settings: Settings, key: str) -> None:
    with pytest.raises(FiguresError) as caught:
        build_figures(portfolio(five()), settings)
    assert key in str(caught.value)
    assert caught.value.remedy


def test_nothing_bought_at_all() -> None:
    with pytest.raises(FiguresError):
        build_figures(portfolio([], suppliers=(supplier(1),)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ":1"),
        ("year,index,source\n", "index.csv"),
        ("year,index\n2025,100\n", ":1"),
        ("year,index,source\n2025,100,KL\n2025,101,KL\n", ":3 (year)"),
        ("year,index,source\n2025,0,KL\n", ":2 (index)"),
        ("year,index,source\n2025,1.000.000,KL\n", ":2 (index)"),
        ("year,index,source\n25,100,KL\n", ":2 (year)"),
        ("year,index,source\n2025,100,\n", ":2 (source)"),
        ("year,index,source\n2025,100,5,KL\n", ":2"),
        ('year,index,source\n"2025,100,KL\n', "index.csv"),
    ],
)
def test_a_bad_index_is_named_with_its_line(text: str, place: str, tmp_path: Path) -> None:
    file = tmp_path / "index.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FiguresError) as caught:
        read_index(file)
    assert place in caught.value.place
    assert caught.value.remedy


def test_an_index_with_commas_and_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "index.csv"
    file.write_bytes("\ufeffYear;Index;Source\r\n2024;104,0;KL\r\n2025;106,6;KL\r\n".encode())
    index = read_index(file)
    assert index.source == "KL"
    assert index.factor(2024, 2025) == D("1.025")
    assert index.factor(2024, 2026) is None
