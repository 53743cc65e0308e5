"""Cases and plans by hand for the tests: round numbers, so that every sum can be followed on paper."""

import copy
from decimal import Decimal
from typing import Any

from samspil.purchasing.make_or_buy.model import Case
from samspil.purchasing.make_or_buy.reading import parse_case
from samspil.purchasing.self_sufficiency.model import Plan
from samspil.purchasing.self_sufficiency.reading import parse_plan

# 10 places, 90 %: 9 citizens. Wage 200 x (1 + 20 % + 5 %) = 250 an hour; 2.000 hours = 500.000 a place.
VALUES: dict[str, Any] = {
    "discount_rate": 4,
    "citizens_suitable": 10,
    "citizens_not_suitable": 4,
    "citizens_unknown": 2,
    "refusal_share": 10,
    "places": 10,
    "occupancy": 90,
    "staff_hours": 2000,
    "hourly_wage": 200,
    "pension": 20,
    "night_weekend": 5,
    "food": 20_000,
    "premises_rent": 60_000,
    "transport": 10_000,
    "training": 6_000,
    "supervision": 4_000,
    "fixed_yearly": 900_000,
    "overhead": 12_000,
    "price_day": 2_900,
    "add_ons_day": 100,
    "days": 365,
    "buy_admin": 5_000,
    "building": 0,
    "building_life": 30,
    "inventory": 50_000,
    "it": 100_000,
    "renewal_years": 10,
    "project": 500_000,
    "staff_change": 300_000,
    "double_pay_months": 2,
    "notice_months": 1,
    "commissioning_months": 3,
    "lost_economies": 40_000,
    "exit": 200_000,
}


def make_data(direction: str = "insource", *, head: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Tables as a file gives them; `changes`: a value, a whole line, or None for an empty one."""
    lines: dict[str, Any] = {}
    for name, value in {**VALUES, **changes}.items():
        if isinstance(value, dict):
            lines[name] = {"source": "prøve", **value}
        elif value is not None:
            lines[name] = {"value": value if isinstance(value, str) else Decimal(str(value)), "source": "prøve", "reason": "prøve"}
    usual = {"title": "Prøve", "direction": direction, "paragraph": "SEL § 107", "price_year": 2020, "years": 10}
    return {"case": {**usual, **(head or {})}, "lines": lines}


def make_case(direction: str = "insource", *, head: dict[str, Any] | None = None, **changes: Any) -> Case:
    """The case of `make_data`."""
    return parse_case(make_data(direction, head=head, **changes), "prøve.toml")


# 1.000 citizens, 66 % in own places; nothing leaves, nothing grows, unless a test says so.
_LINES = {
    "own_share": 66,
    "growth": 0,
    "added_occupancy": 100,
    "turnover_own": 10,
    "turnover_external": 10,
    "suitable_share": 100,
    "move_home_share": 0,
}


def make_plan_data(*, head: dict[str, Any] | None = None, block: dict[str, Any] | None = None, **lines: Any) -> dict[str, Any]:
    """Tables as a file gives them."""
    given = {
        name: value if isinstance(value, dict) else {"value": value, "source": "prøve"}
        for name, value in {**_LINES, **lines}.items()
        if value is not None
    }
    usual = {"title": "Prøve", "start_year": 2022, "goal_year": 2032, "goal_percent": 80}
    table = {"paragraph": "SEL § 107", "citizens": 1000, "citizens_source": "prøve", "lines": given, **(block or {})}
    return copy.deepcopy({"plan": {**usual, **(head or {})}, "paragraphs": [table]})


def make_plan(*, head: dict[str, Any] | None = None, block: dict[str, Any] | None = None, **lines: Any) -> Plan:
    """The plan of `make_plan_data`."""
    return parse_plan(make_plan_data(head=head, block=block, **lines), "plan.toml")


def places(total: float, first: int = 2023, last: int = 2032) -> dict[str, Any]:
    """So many places, evenly over the years."""
    years = range(first, last + 1)
    return {"places": [{"year": year, "added": Decimal(str(total)) / len(years)} for year in years], "places_source": "prøve"}
