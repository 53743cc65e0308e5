"""Make or buy against sums worked by hand, to the øre."""

from decimal import Decimal

import pytest
from make_cases import make_case

from samspil.economics.worth import annuity, payback, present_value
from samspil.purchasing.make_or_buy.compare import compare_case
from samspil.purchasing.make_or_buy.formulas import EXACT, Setting, find_options, find_sums, net_value

OERE = Decimal("0.01")


def oere(value: Decimal) -> Decimal:
    return value.quantize(OERE)


def test_cost_of_an_own_place() -> None:
    """Wage 200 x 1.25 = 250; x 2,000 = 500,000. With food and the rest: 500,000 + 20,000 + 60,000 + 10,000 + 6,000 + 4,000 = 600,000.
    At 90 %: 600,000 / 0.9 = 666,666.67, of which 66,666.67 for empty places. Fixed 900,000 / 9 = 100,000; overhead 12,000.
    Inventory 50,000 x 10 + 100,000 = 600,000; annuity of 10 years at 4 % = 8.110895779; 600,000 / 8.110895779 = 73,974.57 a year, 8,219.40 each.
    In all 666,666.67 + 100,000 + 12,000 + 8,219.40 = 786,886.06: below the refund's first threshold of 830,000.
    """
    steps = compare_case(make_case()).steps
    assert steps["staff"] == 500_000
    assert steps["direct_each"] == 600_000
    assert oere(steps["empty_each"]) == Decimal("66666.67")
    assert steps["fixed_each"] == 100_000
    assert oere(steps["capital_charge"]) == Decimal("73974.57")
    assert oere(steps["capital_each"]) == Decimal("8219.40")
    assert oere(steps["own_gross_each"]) == Decimal("786886.06")
    assert steps["own_refund_each"] == 0


def test_cost_of_a_bought_place_with_refund() -> None:
    """365 x (2,900 + 100) = 1,095,000; above 830,000: 265,000 x 25 % = 66,250. Net 1,095,000 - 66,250 + 5,000 = 1,033,750."""
    steps = compare_case(make_case()).steps
    assert steps["bought_each"] == 1_095_000
    assert steps["bought_refund_each"] == 66_250
    assert steps["bought_net_each"] == 1_033_750


def test_all_three_refund_steps() -> None:
    """A day at 6,900 + 100: 2,555,000 a year. (1,630,000 - 830,000) x 25 % + (2,050,000 - 1,630,000) x 50 % + (2,555,000 - 2,050,000) x 75 %
    = 200,000 + 210,000 + 378,750 = 788,750.
    """
    assert compare_case(make_case(price_day=6_900)).steps["bought_refund_each"] == 788_750


def test_refund_of_own_places_can_be_left_out() -> None:
    """Wage 400: staff 1,000,000, direct 1,100,000, / 0.9 = 1,222,222.22; + 100,000 + 12,000 + 8,219.40 = 1,342,441.62; refund (1,342,441.62 - 830,000) x 25 %."""
    case = make_case(hourly_wage=400)
    assert oere(compare_case(case).steps["own_refund_each"]) == Decimal("128110.40")
    assert compare_case(make_case(hourly_wage=400, head={"own_refund": False})).steps["own_refund_each"] == 0


def test_citizens_who_move() -> None:
    """10 suitable, 10 % refuse: 9. The 4 whose plan does not make it suitable and the 2 not assessed are in nothing."""
    assert compare_case(make_case()).steps["movers"] == 9
    assert compare_case(make_case(citizens_not_suitable=400, citizens_unknown=200)).npv == compare_case(make_case()).npv
    few = compare_case(make_case(citizens_suitable=5))
    assert few.steps["movers"] == Decimal("4.5")
    assert "places_unfilled" in few.cautions


def test_what_the_change_costs() -> None:
    """Bought net 9 x 1,033,750 = 9,303,750 a year: 2 months' double pay 1,550,625, 1 month's notice 775,312.50. Own places 10 x 600,000 + 900,000 = 6,900,000:
    3 months 1,725,000. With 500,000 and 300,000: 4,850,937.50.
    """
    steps = compare_case(make_case()).steps
    assert steps["double_pay"] == 1_550_625
    assert steps["notice"] == Decimal("775312.5")
    assert steps["commissioning"] == 1_725_000
    assert steps["change_cost"] == Decimal("4850937.5")


def test_net_value_of_ten_years() -> None:
    """Saved a year: 9,303,750 - (6,900,000 + 9 x 12,000) - 40,000 = 2,255,750. Annuity 8.11089577936: 18,296,153.15 (to the øre below).
    Year 0: 4,850,937.50 + 600,000 = 5,450,937.50. Exit 200,000 / 1.04^10 = 135,112.83. No asset is left after ten years.
    """
    done = compare_case(make_case())
    factor = annuity(Decimal(4), 10)
    assert oere(factor * 10**6) == Decimal("8110895.78")
    by_hand = Decimal("2255750") * factor - Decimal("5450937.5") - Decimal(200_000) / Decimal("1.04") ** 10
    assert oere(done.npv) == oere(by_hand) == Decimal("12710102.82")
    assert done.stay.residual == done.change.residual == 0
    assert done.advantage[1] == 2_255_750
    # 5,450,937.5 / 2,255,750 = 2.4165 years
    assert done.payback is not None
    assert done.payback.quantize(Decimal("0.0001")) == Decimal("2.4165")
    assert done.npv_by_horizon[10] == done.npv


def test_a_building_is_paid_at_once_or_by_the_year_with_the_same_value() -> None:
    """1,000,000 a place, 30 years: cash now and what it is worth after 10 years, or 10 yearly annuities: the same present value."""
    case = make_case(building=1_000_000)
    numbers, setting = case.numbers(), Setting("insource", 10, (), False)
    sums = find_sums(numbers, setting, EXACT)
    paid = net_value(numbers, setting)
    rented = net_value({**numbers, "building": Decimal(0), "fixed_yearly": numbers["fixed_yearly"] + sums["building_charge"]}, setting)
    commissioning = sums["building_charge"] * 3 / 12  # a rent would be paid while nobody lives there, too
    assert abs(paid - (rented + commissioning)) < Decimal("1e-20")


def test_inventory_is_renewed() -> None:
    """20 years, life 8: bought in the years 0, 8 and 16; after 20 years 4 of 8 are left."""
    case = make_case(renewal_years=8, head={"years": 20})
    done = compare_case(case)
    plain = [year for year in range(21) if done.change.cost[year] > 6_900_000 + 108_000 + 40_000 + 500_000]
    assert plain == [8, 16]
    factors = annuity(Decimal(4), 4) / annuity(Decimal(4), 8)
    assert abs(done.change.residual - 600_000 * factors) < Decimal("1e-20")


def test_a_delay_of_twelve_months() -> None:
    """All of year 1 is as today: the difference is year 1's saving, 2,255,750 / 1.04 = 2,168,990.38."""
    now, later = compare_case(make_case()), compare_case(make_case(delay_months=12))
    assert oere(now.npv - later.npv) == Decimal("2168990.38")
    half = compare_case(make_case(delay_months=6))
    assert oere(now.npv - half.npv) == Decimal("1084495.19")


@pytest.mark.parametrize("changes", [{}, {"building": 900_000}, {"hourly_wage": 300}, {"price_day": 2_000}, {"delay_months": 8}])
def test_a_case_turned_around_gives_the_negative(changes: dict[str, int]) -> None:
    from samspil.purchasing.make_or_buy.compare import turn_around

    done = compare_case(make_case(**changes))
    assert turn_around(done) == done.npv.copy_negate()


def test_both_directions_by_the_same_lines() -> None:
    """Without costs of the change, outsourcing is insourcing with the other sign; with them, each direction pays its own."""
    free = dict.fromkeys(
        ("project", "staff_change", "double_pay_months", "notice_months", "commissioning_months", "lost_economies", "exit"), 0
    )
    both = [compare_case(make_case(direction, building=800_000, **free)) for direction in ("insource", "outsource")]
    assert both[0].npv == both[1].npv.copy_negate()
    assert both[0].npv > 0
    paid = [compare_case(make_case(direction)) for direction in ("insource", "outsource")]
    costs = [
        one.steps["change_cost"] + present_value([Decimal(40_000)] * 10, Decimal(4)) + Decimal(200_000) / Decimal("1.04") ** 10
        for one in paid
    ]
    assert abs(paid[0].npv + paid[1].npv + sum(costs)) < Decimal("1e-20")


def test_outsourcing_leaves_own_places_and_arrives_at_bought_ones() -> None:
    """Notice: a month of own places, (6,900,000 + 108,000) / 12 = 584,000. Commissioning: three months of bought ones, 9 x 1,095,000 / 4 = 2,463,750."""
    steps = compare_case(make_case("outsource")).steps
    assert steps["notice"] == 584_000
    assert steps["commissioning"] == 2_463_750


def test_break_even_is_the_root_itself() -> None:
    """Occupancy: what is fixed is paid by citizens times what each saves."""
    case = make_case(citizens_suitable=20, refusal_share=0)
    done = compare_case(case)
    setting = Setting("insource", 10, done.level.steps if done.level else (), True)
    for name, roots in (("occupancy", done.occupancy_roots), ("places", done.places_roots), ("price_day", done.price_roots)):
        assert roots, name
        for root in roots:
            assert abs(net_value({**case.numbers(), name: root.value}, setting)) < Decimal("1e-15"), name
            above = net_value({**case.numbers(), name: root.value + Decimal("0.01")}, setting)
            assert (above > 0) == root.rising
    # More places than citizens: each further one is empty, so there is an upper end as well.
    assert [root.rising for root in done.places_roots] == [True, False]


def test_break_even_price_by_hand() -> None:
    """Years enough, no change costs, no capital, no refund (paragraph of another law): bought net = own net.
    9 x (365 x p + 5,000) = 6,900,000 + 108,000 gives p = (7,008,000 / 9 - 5,000) / 365 - 100 add-ons = 2,019.63470...
    """
    free = dict.fromkeys(
        (
            "project",
            "staff_change",
            "double_pay_months",
            "notice_months",
            "commissioning_months",
            "lost_economies",
            "exit",
            "inventory",
            "it",
        ),
        0,
    )
    done = compare_case(make_case(head={"paragraph": "BL § 43"}, **free))
    by_hand = (Decimal(7_008_000) / 9 - 5_000) / 365 - 100
    assert [root.value.quantize(Decimal("1e-9")) for root in done.price_roots] == [by_hand.quantize(Decimal("1e-9"))]
    assert "refund_unknown" in done.cautions


def test_payback_and_annuity_of_economics() -> None:
    """1,000 now, 300 a year: three years give 900, the last 100 take a third of the fourth: 3.3333. At 10 % over 2 years a = 1/1.1 + 1/1.21 = 1.7355."""
    flows = [Decimal(300)] * 5
    found = payback(Decimal(1_000), flows)
    assert found is not None
    assert found.quantize(Decimal("1e-9")) == Decimal("3.333333333")
    assert payback(Decimal(2_000), flows) is None
    assert payback(Decimal(0), flows) == 0
    assert annuity(Decimal(10), 2).quantize(Decimal("1e-8")) == Decimal("1.73553719")
    assert annuity(Decimal(0), 7) == 7


def test_options_have_a_cost_for_each_year() -> None:
    case = make_case()
    setting = Setting("insource", 10, (), True)
    stay, change = find_options(case.numbers(), find_sums(case.numbers(), setting, EXACT), setting, EXACT)
    assert len(stay.cost) == len(change.cost) == 11
