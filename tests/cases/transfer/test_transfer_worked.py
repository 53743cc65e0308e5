"""Worked by hand, each step in the comment; the code must agree to the krone.

The factor between middle and end for a single case is e^(1.2815515655 x s), s = sqrt(0.6049^2 + g^2), where g is the grade's number:

    independent study  g = 0.10  s = 0.6131101  e^0.7857322 = 2.194012862567
    evaluation         g = 0.15  s = 0.6232207  e^0.7986894 = 2.222626116122
    municipality       g = 0.25  s = 0.6545258  e^0.8388086 = 2.313608787237
    supplier's claim   g = 0.35  s = 0.6988591  e^0.8956239 = 2.448863268009
"""

from decimal import Decimal

import pytest
from transfer_cases import make_case, make_effect, make_wish, run, run_one

from samspil.cases.transfer.costs import read_costs
from samspil.cases.transfer.model import Pooled, Range
from samspil.cases.transfer.prices import Prices
from samspil.cases.transfer.value import Worth, find_worth
from samspil.cases.transfer.wish import Wish
from samspil.values.case import Effect

Ends = tuple[str, str, str]


def ends(whole: Range) -> Ends:
    return (str(whole.low), str(whole.middle), str(whole.high))


# 1. Claim of 1,000,000 kr. at 1,800 people; 4,600 here. 1,000,000 x 4,600 / 1,800 = 4,600,000,000 / 1,800 = 2,555,555.56 -> 2,555,556.
#    2,555,555.5556 / 2.448863268009 = 1,043,568.0; 2,555,555.5556 x 2.448863268009 = 6,258,206.1.
# 2. Evaluation, 750,000 kr. at 50,000 inhabitants; 12,500 here, a quarter: 187,500. / 2.222626116122 = 84,359.7; x = 416,742.4.
# 3. Study, 600,000 kr. at 10 km of road; 25 km here: 1,500,000. / 2.194012862567 = 683,678.9; x = 3,291,019.3.
# 4. 25 hours a day for 2,000 users; 1,200 here: 25 x 1,200 / 2,000 = 15. / 2.448863268009 = 6.1253; x = 36.7329.
@pytest.mark.parametrize(
    ("effect", "own", "expected"),
    [
        (make_effect(grade="supplier_claim"), {"population_80plus": 4600}, ("1043568", "2555556", "6258206")),
        (
            make_effect(value=Decimal(750_000), driver="population", driver_value=Decimal(50_000)),
            {"population": 12_500},
            ("84360", "187500", "416742"),
        ),
        (
            make_effect(grade="independent_study", value=Decimal(600_000), driver="road_km", driver_value=Decimal(10)),
            {"road_km": 25},
            ("683679", "1500000", "3291019"),
        ),
        (
            make_effect(
                unit="hours",
                grade="supplier_claim",
                value=Decimal(25),
                recurrence="daily",
                driver="alarm_users",
                driver_value=Decimal(2000),
            ),
            {"alarm_users": 1200},
            ("6.13", "15.00", "36.73"),
        ),
    ],
    ids=["claim", "quarter", "road", "hours"],
)
def test_by_size(effect: Effect, own: dict[str, int], expected: Ends) -> None:
    assert ends(run_one(make_wish(**own), effect).range) == expected


PERCENT = {"unit": "percent", "driver": "", "driver_value": None, "base": "udgiften før", "base_unit": "dkk"}


def test_by_share_of_the_own_base() -> None:
    """5. The municipality says 10 per cent; 50,000,000 kr. here: 5,000,000. / 2.313608787237 = 2,161,126.0; x = 11,568,043.9."""
    effect = make_effect(**{**PERCENT, "value": Decimal(10), "grade": "municipality_statement"})
    assert ends(run_one(make_wish(base=50_000_000), effect).range) == ("2161126", "5000000", "11568044")


def test_by_share_of_energy() -> None:
    """6. A claim of 21 per cent of the energy; 8,400,000 kWh here: 1,764,000. / 2.448863268009 = 720,334.22; x = 4,319,794.80."""
    values = {**PERCENT, "value": Decimal(21), "grade": "supplier_claim", "base_unit": "kwh", "driver": "energy_kwh"}
    wish = make_wish(energy_kwh=8_400_000)  # the driver is the base itself
    assert ends(run_one(wish, make_effect(**values)).range) == ("720334.22", "1764000.00", "4319794.80")


def test_by_share_of_a_derived_base() -> None:
    """7. 21 per cent of 14,300,000 kWh at 20,000 square metres; 6,000 here: own base 4,290,000 kWh; 21 % = 900,900.

    / 2.448863268009 = 367,884.97; x = 2,206,180.92.
    """
    values = {"value": Decimal(21), "grade": "supplier_claim", "base_unit": "kwh", "base_value": Decimal(14_300_000)}
    effect = make_effect(**{**PERCENT, **values, "driver": "square_metres", "driver_value": Decimal(20_000)})
    found = run_one(make_wish(square_metres=6000), effect)
    assert found.own.value == 4_290_000
    assert ends(found.range) == ("367884.97", "900900.00", "2206180.92")


def test_a_saving_is_never_more_than_all() -> None:
    """8. 60 per cent of 100,000 kr. is 60,000; 60,000 x 2.222626 = 133,358 is more than there is: cut at 100,000. 60,000 / 2.222626 = 26,995.1."""
    found = run_one(make_wish(base=100_000), make_effect(**{**PERCENT, "value": Decimal(60)}))
    assert ends(found.range) == ("26995", "60000", "100000")
    assert found.capped


def test_by_count() -> None:
    """9. 0.05 hours per call (a claim); 18,250 calls here: 912.5. / 2.448863268009 = 372.62; x = 2,234.59."""
    effect = make_effect(unit="hours", value=Decimal("0.05"), per="opkald", grade="supplier_claim", driver="", driver_value=None)
    assert ends(run_one(make_wish(per=18_250), effect).range) == ("372.62", "912.50", "2234.59")


def test_per_day_is_no_count() -> None:
    """9b. 'per døgn' says how often: 25 hours for 2,000 users; 1,200 here: 15 hours."""
    values = {
        "unit": "hours",
        "value": Decimal(25),
        "per": "døgn",
        "recurrence": "daily",
        "driver": "alarm_users",
        "driver_value": Decimal(2000),
    }
    assert run_one(make_wish(alarm_users=1200), make_effect(**values)).range.middle == 15


def test_price_levels() -> None:
    """10. 400,000 kr. of 2020, index 105; 2026 is 126: x 1.2 = 480,000. At 2,400; 3,000 here: 600,000. / 2.194012862567 = 273,471.7; x = 1,316,407.7."""
    prices = Prices("indeks.csv", {2020: Decimal(105), 2026: Decimal(126)}, "prøve")
    wish = make_wish(population_80plus=3000)
    effect = make_effect(value=Decimal(400_000), year=2020, driver_value=Decimal(2400), grade="independent_study")
    found = run_one(Wish(wish.municipality, wish.own, prices=prices, today=wish.today), effect)
    assert ends(found.range) == ("273472", "600000", "1316408")
    assert (found.price_from, found.price_year, found.price_factor) == (2020, 2026, Decimal("1.2"))


def test_the_range_of_the_source() -> None:
    """11. 900,000 kr., by the source from 300,000 to 1,500,000; twice the size here: 1,800,000.

    Below: log(900/300) / 1.2815515655 = 0.8572517; s = sqrt(0.6049^2 + 0.8572517^2) = 1.0491855; e^(1.2815516 s) = 3.83658; 1,800,000 / 3.83658 = 469,168.
    Above: log(1500/900) / 1.2815515655 = 0.3985994; s = 0.7244229; factor 2.530413; 1,800,000 x 2.530413 = 4,554,744.
    """
    effect = make_effect(value=Decimal(900_000), low=Decimal(300_000), high=Decimal(1_500_000), driver_value=Decimal(1000))
    found = run_one(make_wish(population_80plus=2000), effect)
    assert ends(found.range) == ("469168", "1800000", "4554744")
    assert found.spread.key == "range"


def test_a_range_of_the_source_that_reaches_below_zero() -> None:
    """12. 200,000 kr., from 100,000 dearer to 500,000 cheaper, same size. Low: -100,000 x e^(1.2815516 x 0.6049) = -100,000 x 2.171049 = -217,105.

    High: log(2.5) / 1.2815515655 = 0.7149855; s = 0.9365504; factor 3.320864; 200,000 x 3.320864 = 664,173.
    """
    effect = make_effect(value=Decimal(200_000), low=Decimal(-100_000), high=Decimal(500_000))
    assert ends(run_one(make_wish(population_80plus=1800), effect).range) == ("-217105", "200000", "664173")


def pool_of(rates: dict[str, tuple[int, str]], own: int) -> Pooled:
    """Cases with so many kroner for each of 1,000 people, and a grade."""
    cases = [
        make_case(name, make_effect(value=Decimal(rate * 1000), driver_value=Decimal(1000), grade=grade))
        for name, (rate, grade) in rates.items()
    ]
    pooled = run(make_wish(population_80plus=own), *cases).pooled
    assert pooled is not None
    return pooled


def test_two_cases() -> None:
    """13. 100 and 144 kr. for each person, both evaluations; 10,000 people: the mean of logs is that of 120: 1,200,000.

    tau2 = 0.6049^2 / 2 = 0.182952; own variance 0.0225; se^2 = (0.182952 + 0.0225) / 2 = 0.102726; Q = (log 1.44)^2 / 2 / 0.205452 = 0.3236 < 1.
    sd = sqrt(0.182952 + 0.102726) = 0.5344885; e^(1.2815516 x 0.5344885) = 1.9837215; 1,200,000 / 1.9837215 = 604,924; x = 2,380,466.
    """
    assert ends(pool_of({"a": (100, "evaluation"), "b": (144, "evaluation")}, 10_000).range) == ("604924", "1200000", "2380466")


def test_two_cases_that_disagree() -> None:
    """14. 100 and 400: mean of logs that of 200. Q = (log 4)^2 / 2 / 0.205452 = 4.677034 > 1: the variance 0.285678 is 4.677034 times as large.

    sd = sqrt(0.285678 x 4.677034) = 1.1559091; e^1.4813571 = 4.3989113; 2,000,000 / 4.3989113 = 454,658; x = 8,797,823.
    """
    assert ends(pool_of({"a": (100, "evaluation"), "b": (400, "evaluation")}, 10_000).range) == ("454658", "2000000", "8797823")


def test_two_cases_of_unlike_evidence() -> None:
    """15. 100 (study, own variance 0.01) and 200 (municipality, 0.0625); 1,000 people. Weights 1 / 0.192952 = 5.182636 and 1 / 0.245452 = 4.074116.

    Mean log = (5.182636 x 4.605170 + 4.074116 x 5.298317) / 9.256752 = 4.910241: 135,672 kr. se^2 = 1 / 9.256752 = 0.108029.
    Q = 5.182636 x 0.305071^2 + 4.074116 x 0.388077^2 = 1.095914: variance (0.182952 + 0.108029) x 1.095914 = 0.318890; sd 0.5647038; factor 2.0620426.
    """
    pooled = pool_of({"a": (100, "independent_study"), "b": (200, "municipality_statement")}, 1000)
    assert ends(pooled.range) == ("65795", "135672", "279762")
    assert [round(weight, 6) for _case, weight in pooled.weights] == [0.559876, 0.440124]


def test_four_cases() -> None:
    """16. 100, 200, 400, 800 kr. (studies, own variance 0.01 each); 1,000 people. Mean log that of sqrt(200 x 400) = 282.842712: 282,843 kr.

    The logs lie log 2 apart: variance of four = 5/3 (log 2)^2 = 0.800755; with equal weights Paule and Mandel's tau2 = 0.800755 - 0.01 = 0.790755.
    se^2 = 0.800755 / 4 = 0.2001888 (Hartung and Knapp's is the same); sd = sqrt(0.790755 + 0.2001888) = 0.9954616; t(2 df, 90 %) = 1.8856181.
    e^(1.8856181 x 0.9954616) = e^1.8770604 = 6.5342683; 282,842.712 / 6.5342683 = 43,286; x = 1,848,170.
    """
    pooled = pool_of({name: (rate, "independent_study") for name, rate in (("a", 100), ("b", 200), ("c", 400), ("d", 800))}, 1000)
    assert ends(pooled.range) == ("43286", "282843", "1848170")
    assert pooled.seen.tau2 == pytest.approx(0.790755, abs=1e-6)


def worth_of(*words: str, recurrence: str = "yearly", value: int = 500_000, unit: str = "dkk", gain: bool = True) -> Worth:
    """Costs beside an effect of so much at the case's own size."""
    effect = make_effect(value=Decimal(value), unit=unit, recurrence=recurrence, gain=gain, cost_side="unknown")
    found = find_worth(run(make_wish(population_80plus=1800), make_case("prove", effect)), read_costs(words))
    assert isinstance(found, Worth), found
    return found


def test_net_value_payback_and_break_even() -> None:
    """17. 500,000 kr. a year, 100,000 yearly cost, 1,000,000 now, 4 per cent, 5 years.

    Annuity (1 - 1.04^-5) / 0.04 = 4.4518223; net value 400,000 x 4.4518223 - 1,000,000 = 780,728.93. Simple payback 1,000,000 / 400,000 = 2.5 years.
    Discounted: 384,615.38 + 369,822.49 = 754,437.87 after two years; the third brings 355,598.54: 2 + 245,562.13 / 355,598.54 = 2.69056.
    Break-even: 100,000 + 1,000,000 / 4.4518223 = 324,627.11 kr. a year; at 1,800 x 324,627.11 / 500,000 = 1,168.66 people.
    """
    worth = worth_of("investment=1000000", "yearly_cost=100000", "discount_rate=4", "years=5")
    assert worth.npv.middle == 780_729
    assert worth.payback == Decimal("2.5")
    assert round(worth.discounted_payback or 0, 5) == Decimal("2.69056")
    assert (worth.break_even_effect, worth.break_even_size) == (324_627, Decimal("1168.66"))


def test_without_interest() -> None:
    """18. The same at 0 per cent: 5 x 400,000 - 1,000,000 = 1,000,000; break-even 100,000 + 200,000 = 300,000."""
    worth = worth_of("investment=1000000", "yearly_cost=100000", "discount_rate=0", "years=5")
    assert (worth.npv.middle, worth.break_even_effect) == (1_000_000, 300_000)
    assert worth.payback == worth.discounted_payback


def test_a_gain_that_comes_once() -> None:
    """19. 200,000 kr. after a year, 10,000 a year for three years, 100,000 now, 5 per cent.

    200,000 / 1.05 = 190,476.19; annuity of three years 2.7232480; net value 190,476.19 - 27,232.48 - 100,000 = 63,243.71.
    Break-even: (100,000 + 27,232.48) x 1.05 = 133,594.10. Payback: year one brings 190,000: 100,000 / 190,000 = 0.5263 years.
    """
    worth = worth_of("investment=100000", "yearly_cost=10000", "discount_rate=5", "years=3", recurrence="one_off", value=200_000)
    assert (worth.npv.middle, worth.break_even_effect) == (63_244, 133_594)
    assert round(worth.payback or 0, 4) == Decimal("0.5263")


def test_hours_a_day_as_kroner() -> None:
    """20. 25 hours a day on 365 days at 250 kr.: 25 x 365 x 250 = 2,281,250 kr. a year. 1 year, 0 per cent, 281,250 now: net 2,000,000.

    Break-even 281,250 kr. a year: / (365 x 250) = 3.0822 hours a day.
    """
    words = ("investment=281250", "yearly_cost=0", "discount_rate=0", "years=1", "unit_value=250", "days=365")
    worth = worth_of(*words, recurrence="daily", value=25, unit="hours")
    assert (worth.effect.middle, worth.npv.middle) == (2_281_250, 2_000_000)
    assert worth.break_even_natural == Decimal("3.08")
    assert [caution.key for caution in worth.cautions] == ["time_is_not_money"]


def test_a_loss_is_never_paid_back() -> None:
    """21. 500,000 kr. dearer a year for two years, no interest, 100,000 now: -100,000 - 1,000,000 = -1,100,000; there is no size at which it pays."""
    worth = worth_of("investment=100000", "yearly_cost=0", "discount_rate=0", "years=2", gain=False)
    assert (worth.npv.middle, worth.payback, worth.break_even_size) == (-1_100_000, None, None)


def test_tornado() -> None:
    """22. 500,000 kr. (225,000 to 1,111,000 by the evaluation's factor), 2 years, no interest. At the middles: 2 x (500,000 - 100,000) - 300,000 = 500,000.

    Investment 200,000 to 600,000: 600,000 and 200,000, swing 400,000. Yearly cost 50,000 to 120,000: 600,000 and 460,000, swing 140,000.
    Effect: 500,000 / 2.222626116 = 224,959 and 1,111,313: 2 x 124,959 - 300,000 = -50,082 and 2 x 1,011,313 - 300,000 = 1,722,626.
    """
    worth = worth_of("investment=200000:300000:600000", "yearly_cost=50000:100000:120000", "discount_rate=0", "years=2")
    assert [(bar.name, bar.at_low, bar.at_high) for bar in worth.bars] == [
        ("effect", -50_082, 1_722_626),
        ("investment", 600_000, 200_000),
        ("yearly_cost", 600_000, 460_000),
    ]
    assert worth.fixed == ("discount_rate", "years")
