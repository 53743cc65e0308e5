"""A share moved between own and external staff: planned, followed, worked by hand; both ways."""

from decimal import Decimal

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.shift.follow import actuals_of, follow
from samspil.competition.shift.plan import make_plan, parse_point, planned_share
from samspil.competition.shift.reading import read_actuals
from samspil.table_files import read_table
from samspil.values.competition import Indicator
from samspil.values.competition_shift import Actual, Shift, ShiftPlan

HALF = Decimal("0.5")


def plan(start: str = "2026=30/70", target: str = "2030=70/30", *steps: str, path: str = "linear", base: int | None = None) -> ShiftPlan:
    prices = 2026 if base else None
    return make_plan(
        parse_point(start), parse_point(target), [parse_point(one) for one in steps], path, Decimal(base) if base else None, prices
    )


def shares(made: ShiftPlan) -> list[Decimal | None]:
    return [planned_share(made, year) for year in range(2025, 2032)]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (plan(), [None, "0.7", "0.6", "0.5", "0.4", "0.3", "0.3"]),
        (plan("2026=70/30", "2030=30/70"), [None, "0.3", "0.4", "0.5", "0.6", "0.7", "0.7"]),
        (plan("2026=30/70", "2030=70/30", "2028=40/60"), [None, "0.7", "0.65", "0.6", "0.45", "0.3", "0.3"]),
        (plan("2026=30/70", "2030=70/30", "2028=40/60", path="steps"), [None, "0.7", "0.7", "0.6", "0.6", "0.3", "0.3"]),
        (plan("2026=33,3/66,7", "2029=0/100"), [None, "0.667", "0.778", "0.889", "1", "1", "1"]),
    ],
)
def test_planned_shares(made: ShiftPlan, expected: list[str | None]) -> None:
    assert shares(made) == [None if one is None else Decimal(one) for one in expected]


def test_followed_by_hand() -> None:
    """2027: planned 60 %, actual 75 of 120 million is 62.5 %: 2.5 points, 3 million of the constant 120; 32.5 points and 39 million remain, 10.83 points a year."""
    booked = [Actual(2026, Decimal("0.7"), Decimal(84), Decimal(120)), Actual(2027, Decimal("0.625"), Decimal(75), Decimal(120))]
    done = follow(plan(base=120_000_000), booked)
    first, second, third, *_rest = done.years
    assert [one.year for one in done.years] == [2026, 2027, 2028, 2029, 2030]
    assert (first.deviation, first.deviation_kroner) == (0, 0)
    assert (second.plan, second.deviation) == (Decimal("0.6"), Decimal("0.025"))
    assert (second.plan_kroner, second.actual_kroner, second.deviation_kroner) == (72_000_000, 75_000_000, 3_000_000)
    assert (second.remaining, second.remaining_kroner) == (Decimal("-0.325"), -39_000_000)
    assert (third.actual, third.deviation, third.plan_kroner) == (None, None, 60_000_000)
    assert done.latest == 2027
    assert done.planned_pace == Decimal("-0.1")
    assert round((done.pace or 0) * 3, 9) == Decimal("-0.325")
    assert done.notes == ()


def test_a_share_may_move_because_the_base_did() -> None:
    done = follow(plan(), [Actual(2026, Decimal("0.7"), Decimal(70), Decimal(100)), Actual(2027, HALF, Decimal(60), Decimal(120))])
    assert done.years[1].base_change == Decimal("0.2")
    assert done.notes == ("no_base", "base_moved")


def test_years_outside_the_plan() -> None:
    """Before the start there is no deviation; behind the target the plan stands, and no pace is told."""
    done = follow(plan(), [Actual(2024, Decimal("0.8")), Actual(2031, HALF)])
    assert [one.year for one in done.years] == [2024, 2026, 2027, 2028, 2029, 2030, 2031]
    assert (done.years[0].plan, done.years[0].deviation) == (None, None)
    assert (done.years[-1].plan, done.years[-1].deviation) == (Decimal("0.3"), Decimal("0.2"))
    assert done.pace is None
    assert "before_start" in done.notes


def test_without_actual_shares() -> None:
    done = follow(plan())
    assert (done.latest, done.pace, done.notes) == (None, None, ("no_base", "no_actual"))


def indicator(year: int, numerator: int, base: int, **changes: str) -> Indicator:
    values = {"municipality": "0101", "kind": "pli", "level": "total", "code": "", "definition": "pli_samspil_v1", **changes}
    return Indicator(
        values["municipality"],
        year,
        values["kind"],
        values["level"],
        values["code"],
        Decimal(numerator),
        Decimal(base),
        values["definition"],
    )


def test_indicators_are_followed() -> None:
    done = follow(plan(), actuals_of([indicator(2026, 70, 100), indicator(2027, 33, 60), indicator(2028, 0, 0)]))
    assert [one.actual.share if one.actual else None for one in done.years[:3]] == [Decimal("0.7"), Decimal("0.55"), None]
    assert done.years[1].actual
    assert done.years[1].actual.source == "pli_samspil_v1"


@pytest.mark.parametrize("change", [{"municipality": "0147"}, {"code": "22814"}, {"definition": "v2"}, {"kind": "iku"}])
def test_mixed_indicators_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(CompetitionError) as refused:
        actuals_of([indicator(2026, 70, 100), indicator(2027, 33, 60, **change)])
    assert refused.value.kind == "error_shift_mixed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026", "shift_point"),
        ("2026=30", "shift_point"),
        ("26=30/70", "shift_point"),
        ("2026=30.5/69.5", "shift_point"),
        ("2026=-30/130", "shift_point"),
        ("2026=٣٠/٧٠", "shift_point"),
        ("2026=30/80", "shift_hundred"),
        ("2026=70/20", "shift_hundred"),
        ("1900=30/70", "shift_year"),
    ],
)
def test_bad_points(text: str, kind: str) -> None:
    with pytest.raises(CompetitionError) as refused:
        parse_point(text)
    assert refused.value.kind == f"error_{kind}"


@pytest.mark.parametrize(
    ("points", "changes", "kind"),
    [
        (("2030=30/70", "2026=70/30"), {}, "shift_order"),
        (("2026=30/70", "2026=70/30"), {}, "shift_order"),
        (("2026=30/70", "2099=70/30"), {}, "shift_order"),
        (("2026=30/70", "2030=70/30", "2026=40/60"), {}, "shift_step"),
        (("2026=30/70", "2030=70/30", "2031=40/60"), {}, "shift_step"),
        (("2026=30/70", "2030=70/30", "2028=40/60", "2028=45/55"), {}, "shift_step"),
        (("2026=30/70", "2030=70/30"), {"path": "kurve"}, "shift_path"),
        (("2026=30/70", "2030=70/30"), {"base": Decimal(0), "prices": 2026}, "shift_base"),
        (("2026=30/70", "2030=70/30"), {"base": Decimal(5)}, "shift_prices"),
        (("2026=30/70", "2030=70/30"), {"prices": 2026}, "shift_prices"),
    ],
)
def test_bad_plans(points: tuple[str, ...], changes: dict[str, object], kind: str) -> None:
    start, target, *steps = map(parse_point, points)
    with pytest.raises(CompetitionError) as refused:
        make_plan(start, target, steps, **changes)  # type: ignore[arg-type]
    assert refused.value.kind == f"error_{kind}"


def actuals(*rows: str, head: str = "år;eksterne;egne;i alt;ekstern andel;kilde") -> tuple[Actual, ...]:
    return read_actuals(read_table("\n".join((head, *rows)).encode(), "fulgt.csv"))


def test_read_actuals() -> None:
    """Kroner with the own or the whole, or a share with its sign; in order of years."""
    found = actuals("2027;75000000;45.000.000,00;;;Regnskab", "2026;84;;120;70 %;", "2028;;;;0,5;", "2029;;;;62,5 %;Skøn")
    assert [(one.year, one.share, one.base) for one in found] == [
        (2026, Decimal("0.7"), 120),
        (2027, Decimal("0.625"), 120_000_000),
        (2028, HALF, None),
        (2029, Decimal("0.625"), None),
    ]
    assert [one.source for one in found] == ["fulgt.csv:3", "Regnskab", "fulgt.csv:4", "Skøn"]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (["2026;;;;70;"], "shift_share"),
        (["2026;;;;-10 %;"], "shift_share"),
        (["2026;;;;120 %;"], "shift_share"),
        (["2026;;;;;"], "shift_row"),
        (["2026;84;;;;"], "shift_row"),
        (["2026;;36;;;"], "shift_row"),
        (["2026;84;36;121;;"], "shift_sum"),
        (["2026;84;;80;;"], "shift_sum"),
        (["2026;0;0;;;"], "shift_nought"),
        (["2026;-84;36;;;"], "negative"),
        (["2026;84;;120;60 %;"], "shift_share_differs"),
        (["2026;84;;120;;", "2026;85;;120;;"], "year_twice"),
        (["2026;1.234;;120;;"], "ambiguous_point"),
        (["2026;84;;120;70.5 %;"], "decimal_point"),
        (["år;84;;120;;"], "bad_year"),
    ],
)
def test_bad_actuals(rows: list[str], kind: str) -> None:
    with pytest.raises(CompetitionError) as refused:
        actuals(*rows)
    assert refused.value.kind == f"error_{kind}"
    assert refused.value.place.startswith("fulgt.csv:")


def test_a_year_twice_is_refused_from_indicators_too() -> None:
    with pytest.raises(CompetitionError):
        follow(plan(), [Actual(2026, HALF), Actual(2026, HALF)])


def test_values_stay_exact() -> None:
    """A third of the way in three steps adds up to the whole."""
    done: Shift = follow(plan("2026=0/100", "2029=100/0", base=1_000_000_000))
    assert sum(one.plan_kroner or 0 for one in done.years) == 2_000_000_000
