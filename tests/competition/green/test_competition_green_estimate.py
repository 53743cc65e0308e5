"""Spend times factors: worked by hand, with what is missing, its uncertainty, and what a requirement touches."""

import math
from decimal import Decimal

import pytest
from green_tables import factors, spending

from samspil.competition.errors import CompetitionError
from samspil.competition.green.estimate import estimate
from samspil.competition.green.reading import FactorList, Spending, read_factors, read_levels, read_spending
from samspil.competition.green.requirements import parse_requirements
from samspil.publish.competition.green_files import EXAMPLES, read_example
from samspil.table_files import read_table
from samspil.values.competition_green import Estimate, PriceLevels

Z = 1.959963984540054
ROAD = "Vej;0,08;kg CO2e/kr.;2025;;;1,5;Kilde A"
FOOD = "Mad;0,1;kg CO2e/kr.;2025;0,05;0,2;;Kilde B"
FUEL = "Brændstof;3,2;kg CO2e/liter;;2,9;3,5;;Kilde C"


def levels(*rows: str) -> PriceLevels:
    return read_levels(read_table("\n".join(("år;indeks;kilde", *rows)).encode(), "indeks.csv"))


def by_purchase(done: Estimate) -> dict[str, Decimal | None]:
    return {line.spend.purchase: line.kg for line in done.lines}


def test_worked_by_hand() -> None:
    """1,000,000 x 0.08 = 80,000; 500,000 x 0.1 = 50,000; 10,000 l x 3.2 = 32,000; together 162,000 kg."""
    done = estimate(
        spending("Asfalt;Vej;1.000.000,00;2025;;", "Kantine;mad ;500000;2025;;", "Diesel;Brændstof;140000;2025;10000;liter"),
        factors(ROAD, FOOD, FUEL),
    )
    assert by_purchase(done) == {"Asfalt": 80_000, "Kantine": 50_000, "Diesel": 32_000}
    assert done.kg == 162_000
    assert done.amount == 1_640_000
    assert done.missing == 0
    assert [round(line.share or 0, 6) for line in done.lines] == [Decimal("0.493827"), Decimal("0.308642"), Decimal("0.197531")]
    assert [round(line.running or 0, 6) for line in done.lines] == [Decimal("0.493827"), Decimal("0.802469"), 1]
    assert done.heavy == 2  # the first two pass 80 per cent
    assert done.sources == ("Kilde A", "Kilde B", "Kilde C")


def test_price_years_are_converted_by_the_index_only() -> None:
    """Spend of 2026, factor of 2020: 1,040,000 x 100 / 104 x 0.05 = 50,000 kg; the kroner stand in prices of 2026."""
    made = spending("A;Vej;1040000;2026;;"), factors("Vej;0,05;kg CO2e/kr.;2020;;;1,5;K")
    done = estimate(*made, levels=levels("2020;100;DST", "2026;104;DST"))
    assert done.kg == 50_000
    assert done.lines[0].counted == 1_000_000
    assert done.index_source == "DST"
    without = estimate(*made)
    assert (without.kg, without.missing, without.reasons) == (None, 1_040_000, (("price_year", 1_040_000),))


def test_two_years_of_spend_need_an_index() -> None:
    """104 of 2024 at index 104 are 110 of 2026 at index 110."""
    made = spending("A;Vej;104;2024;;", "B;Vej;110;2026;;")
    with pytest.raises(CompetitionError) as refused:
        estimate(made, factors(ROAD))
    assert refused.value.kind == "error_two_years"
    with pytest.raises(CompetitionError) as refused:
        estimate(made, factors(ROAD), levels=levels("2026;110;DST"))
    assert refused.value.kind == "error_year_not_in_index"
    done = estimate(made, factors(ROAD), levels=levels("2024;104;DST", "2025;107;DST", "2026;110;DST"))
    assert done.amount == 220
    assert done.prices == 2026
    assert done.kg == 2 * 107 * Decimal("0.08")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A;Ukendt;700;2025;;", "no_factor"),
        ("A;Brændstof;700;2025;;", "no_quantity"),
        ("A;Brændstof;700;2025;10;kg", "unit"),
        ("A;Vej;700;2025;;", "price_year"),
    ],
)
def test_missing_is_never_nought(row: str, reason: str) -> None:
    """A purchase without a figure keeps its kroner under its reason and adds nothing to the kg."""
    done = estimate(spending(row, "B;Mad;300;2025;;"), factors(FOOD, FUEL, ROAD.replace("2025", "2021")))
    assert by_purchase(done) == {"A": None, "B": 30}
    assert done.reasons == ((reason, 700),)
    assert (done.amount, done.missing, done.kg) == (1000, 700, 30)


def test_nothing_calculated() -> None:
    done = estimate(spending("A;Ukendt;700;2025;;"), factors(FOOD))
    assert (done.kg, done.drawn, done.closed, done.heavy, done.missing) == (None, None, None, 0, 700)


def test_a_near_name_is_told_and_not_used() -> None:
    done = estimate(spending("A;Fødevarerne;700;2025;;"), factors("Fødevarer;0,1;kg CO2e/kr.;2025;;;1,5;K"))
    assert (done.kg, done.lines[0].near) == (None, "Fødevarer")


def test_a_quantity_in_kroner_factor_goes_by_kroner() -> None:
    """A category with factors per krone and per litre takes the litre where the purchase has litres."""
    both = factors(FUEL, "Brændstof;0,2;kg CO2e pr. krone;2025;;;1,4;K")
    done = estimate(spending("A;Brændstof;1000;2025;;", "B;Brændstof;1000;2025;100;Liter", "C;Brændstof;1000;2025;5;stk."), both)
    assert by_purchase(done) == {"A": 200, "B": 320, "C": 200}


def test_one_factor_is_its_own_lognormal() -> None:
    """One category: the closed form is exact (kg x gsd^±1.96), and the draws are within 2 per cent of it."""
    done = estimate(spending("A;Vej;1000000;2025;;"), factors(ROAD), draws=100_000)
    assert done.drawn
    assert done.closed
    assert done.together_low
    assert done.together_high
    low, high = 80_000 / 1.5**Z, 80_000 * 1.5**Z
    assert done.closed.low == pytest.approx(low, rel=1e-9)
    assert done.closed.high == pytest.approx(high, rel=1e-9)
    assert float(done.together_low) == pytest.approx(low, rel=1e-9)
    assert done.drawn.low == pytest.approx(low, rel=0.02)
    assert done.drawn.high == pytest.approx(high, rel=0.02)
    assert done.drawn.mean == pytest.approx(80_000 * math.exp(math.log(1.5) ** 2 / 2), rel=0.01)


def test_two_factors_in_closed_form() -> None:
    """Fenton and Wilkinson by hand for two equal parts of sigma s: mean 2m, variance 2 m^2 (e^(s^2) - 1)."""
    done = estimate(
        spending("A;X;1000000;2025;;", "B;Y;1000000;2025;;"), factors(ROAD.replace("Vej", "X"), ROAD.replace("Vej", "Y")), draws=100_000
    )
    assert done.closed
    assert done.drawn
    assert done.together_high
    s2 = math.log(1.5) ** 2
    mean = 2 * 80_000 * math.exp(s2 / 2)
    spread = math.sqrt(math.log(1 + math.expm1(s2) / 2))
    high = mean * math.exp(-(spread**2) / 2 + Z * spread)
    assert done.closed.high == pytest.approx(high, rel=1e-9)
    assert done.drawn.high == pytest.approx(high, rel=0.03)
    assert float(done.together_high) == pytest.approx(160_000 * 1.5**Z, rel=1e-9)
    assert done.closed.high < float(done.together_high)


def test_purchases_of_one_factor_move_together() -> None:
    """Two halves of a category are as uncertain as the whole; two categories are not."""
    whole = estimate(spending("A;Vej;1000000;2025;;"), factors(ROAD))
    halves = estimate(spending("A;Vej;500000;2025;;", "B;Vej;500000;2025;;"), factors(ROAD))
    assert whole.drawn == halves.drawn
    assert whole.closed == halves.closed


def test_draws_are_the_same_by_seed_whatever_the_order() -> None:
    rows, list_of = ("A;Vej;900;2025;;", "B;Mad;700;2025;;", "C;Brændstof;5;2025;90;liter"), (ROAD, FOOD, FUEL)
    one, other = estimate(spending(*rows), factors(*list_of)), estimate(spending(*rows[::-1]), factors(*list_of[::-1]))
    assert one == estimate(spending(*rows), factors(*list_of))
    assert one.drawn
    assert other.drawn
    assert (one.drawn.low, one.drawn.high) == pytest.approx((other.drawn.low, other.drawn.high))
    again = estimate(spending(*rows), factors(*list_of), seed=2).drawn
    assert again
    assert again != one.drawn
    assert again.high == pytest.approx(one.drawn.high, rel=0.05)


def test_which_category_is_first() -> None:
    """Two alike are each heaviest in half of the draws; shares of all categories lie about their point."""
    done = estimate(spending("A;X;1000;2025;;", "B;Y;1000;2025;;"), factors(ROAD.replace("Vej", "X"), ROAD.replace("Vej", "Y")))
    assert [round(one.first or 0, 1) for one in done.categories] == [0.5, 0.5]
    for one in done.categories:
        assert one.share == Decimal("0.5")
        assert (one.share_low or 1) < 0.5 < (one.share_high or 0)


def requirement(wish: str, made: Spending, known: FactorList) -> Estimate:
    return estimate(made, known, parse_requirements([wish], [line.category for line in made.lines]))


def test_a_requirement_by_hand() -> None:
    """Food is 50,000 of 130,000 kg; a fall of 10 to 30 per cent is 5,000 to 15,000 kg; 500,000 of 1,700,000 kroner, and 200,000 without a figure beside."""
    made = spending("A;Vej;1000000;2025;;", "B;Mad;500000;2025;;", "C;Ukendt;200000;2025;;")
    one = requirement("Mad+Ukendt=10-30%:Kostplan, side 4", made, factors(ROAD, FOOD)).touched[0]
    assert (one.kg, one.reduction_low, one.reduction_high) == (50_000, 5_000, 15_000)
    assert (one.amount, one.missing) == (700_000, 200_000)
    assert round(one.share or 0, 9) == round(Decimal(5) / 13, 9)
    assert one.requirement.source == "Kostplan, side 4"
    assert one.drawn
    assert one.share_low
    assert one.share_high
    assert 50_000 * 0.1 * 0.5 * 0.9 < one.drawn.low < 5_000 + 2_500
    assert one.drawn.mean == pytest.approx(0.2 * 50_000 * math.exp((math.log(4) / (2 * Z)) ** 2 / 2), rel=0.02)
    assert one.share_low < 5 / 13 < one.share_high


def test_a_requirement_does_not_change_the_estimate() -> None:
    made, known = spending("A;Vej;1000000;2025;;", "B;Mad;500000;2025;;"), factors(ROAD, FOOD)
    assert requirement("Mad=10-30:K", made, known).drawn == estimate(made, known).drawn


def test_a_requirement_on_what_has_no_factor_touches_no_known_emissions() -> None:
    one = requirement("Ukendt=10-30:K", spending("A;Vej;10;2025;;", "C;Ukendt;20;2025;;"), factors(ROAD)).touched[0]
    assert (one.kg, one.reduction_high, one.missing) == (0, 0, 20)


@pytest.mark.parametrize(
    ("wishes", "kind"),
    [
        (["Mad"], "bad_requirement"),
        (["Mad=10:K"], "bad_requirement"),
        (["Mad=10-30"], "bad_requirement"),
        (["Mad=30-10:K"], "requirement_range"),
        (["Mad=10-130:K"], "requirement_range"),
        (["Mad=-10-30:K"], "bad_requirement"),
        (["Mad=10.5-30:K"], "bad_requirement"),
        (["Mad=10-30:"], "requirement_source"),
        (["Mad=10-30:  "], "requirement_source"),
        (["Made=10-30:K"], "no_category"),
        (["Mad+Vand=10-30:K"], "no_category"),
        (["Mad=10-30:K", "mad+Vej=5-6:K"], "requirement_twice"),
        (["Mad=10-30:K\x00"], "bad_requirement"),
        (["=10-30:K"], "bad_requirement"),
        (["Mad=٣-٤:K"], "bad_requirement"),
    ],
)
def test_bad_requirements(wishes: list[str], kind: str) -> None:
    with pytest.raises(CompetitionError) as refused:
        parse_requirements(wishes, ["Mad", "Vej"])
    assert refused.value.kind == f"error_{kind}"
    assert refused.value.remedy


def test_a_category_with_a_plus_is_one() -> None:
    assert parse_requirements(["Kød + fisk=1,5-2,5 %:K"], ["Kød + fisk"])[0].categories == ("Kød + fisk",)


def test_the_example_is_marked() -> None:
    made = [read_table(read_example(name), name) for name in EXAMPLES]
    done = estimate(read_spending(made[0]), read_factors(made[1]))
    assert done.example
    assert {reason for reason, _kroner in done.reasons} == {"no_factor", "no_quantity", "price_year"}
    assert done.kg == sum(line.kg for line in done.lines if line.kg is not None)
    assert not estimate(spending("A;Vej;1;2025;;", head="# til eksempel\nindkøb;kategori;beløb;år;antal;enhed"), factors(ROAD)).example


def test_many_categories_are_refused_before_the_draws() -> None:
    many = spending(*(f"A{number};K{number};1;2025;;" for number in range(201)))
    with pytest.raises(CompetitionError) as refused:
        estimate(many, factors(ROAD), draws=100_000)
    assert refused.value.kind == "error_too_many_categories"
    assert estimate(many, factors(ROAD)).missing == 201
