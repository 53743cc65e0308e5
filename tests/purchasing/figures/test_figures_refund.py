"""State refund by hand: 25, 50 and 75 per cent above 830,000, 1,630,000 and 2,050,000 (level of 2020)."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.purchasing.figures.errors import FiguresError
from samspil.purchasing.figures.model import round_oere
from samspil.purchasing.figures.refund import find_refund, net_by_line, parse_rates, read_rates, shipped_rates
from tests.purchasing.figures.figure_values import D, placement

RATES = shipped_rates()
TOML = 'laws = ["SEL"]\n[[level]]\nyear = {year}\nsource = "prøve"\nsteps = [{steps}]\n'


@pytest.mark.parametrize(
    ("cost", "refund"),
    [
        ("0", "0"),
        ("830000", "0"),
        ("830000.04", "0.01"),
        ("1000000", "42500"),  # 25 % of 170,000
        ("1630000", "200000"),  # 25 % of 800,000
        ("2050000", "410000"),  # and 50 % of 420,000
        ("2500000", "747500"),  # and 75 % of 450,000
    ],
)
def test_steps(cost: str, refund: str) -> None:
    assert round_oere(find_refund(D(cost), RATES.find(2020))) == round_oere(D(refund))


def test_part_of_a_year_cuts_the_thresholds_down_only_when_asked() -> None:
    """Half a year: 25 % above 415,000, 50 % above 815,000: of 915,000 that is 100,000 + 50,000."""
    assert find_refund(D(915000), RATES.find(2020), D("0.5")) == 150000
    assert not RATES.prorated


def test_lines_of_one_citizen_are_taken_together() -> None:
    """600,000 and 400,000 with one key: 42,500 shared 60 to 40. Without a key each stays below the first threshold."""
    lines = [placement("a", 1, "600000", persons_key="x"), placement("b", 2, "350000", persons_key="x", add_on_dkk=D(50000))]
    nets = net_by_line(lines, RATES)
    assert [round_oere(nets[key].refund_dkk) for key in "ab"] == [D("25500.00"), D("17000.00")]
    assert [nets[key].gross_dkk for key in "ab"] == [600000, 400000]
    assert not nets["a"].at_least
    alone = net_by_line([placement("a", 1, "600000"), placement("b", 2, "400000")], RATES)
    assert [(net.refund_dkk, net.at_least) for net in alone.values()] == [(0, True), (0, True)]


def test_other_laws_have_no_refund_that_we_know() -> None:
    lines = [placement("a", 1, "3000000", paragraph="BL § 43", persons_key="x"), placement("b", 1, "1000000", persons_key="x")]
    nets = net_by_line(lines, RATES)
    assert (nets["a"].refund_dkk, nets["a"].unknown_dkk) == (0, 3000000)
    assert (nets["b"].refund_dkk, nets["b"].unknown_dkk) == (42500, 0)


def test_a_year_without_a_level_says_which_one_is_used() -> None:
    assert net_by_line([placement("a", 1, "1000000")], RATES)["a"].level == 2020
    two = parse_rates(
        TOML.format(year=2020, steps='{ above = 1, share = "0.5" }')
        + TOML.format(year=2025, steps='{ above = 2, share = "0.5" }').split("\n", 1)[1],
        "x",
    )
    assert [two.find(year).year for year in (2019, 2020, 2024, 2025, 2030)] == [2020, 2020, 2020, 2025, 2025]


@given(st.decimals(0, 10_000_000, places=2), st.decimals(0, 10_000_000, places=2))
def test_refund_never_exceeds_and_never_falls(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    refunds = [find_refund(cost, RATES.find(2020)) for cost in (low, high)]
    assert 0 <= refunds[0] <= refunds[1] <= D("0.75") * high


@pytest.mark.parametrize(
    "text",
    [
        "not toml =",
        "laws = []\nlevel = []",
        TOML.format(year=2025, steps=""),
        TOML.format(year=2025, steps='{ above = 2, share = "0.5" }, { above = 1, share = "0.7" }'),
        TOML.format(year=2025, steps='{ above = 2, share = "25" }'),
        TOML.format(year=2025, steps='{ above = -2, share = "0.25" }'),
        TOML.format(year=2025, steps='{ above = "NaN", share = "0.25" }'),
        TOML.format(year=25, steps='{ above = 2, share = "0.25" }'),
        TOML.format(year=2025, steps="{ above = 2 }"),
    ],
)
def test_rates_that_cannot_be_used_are_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "satser.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FiguresError) as caught:
        read_rates(file)
    assert "satser.toml" in caught.value.place
    assert caught.value.remedy
