"""A plan for a share moved between own and external staff, written as 'own/external': 30/70 turned to 70/30 is an external share of 0.7 turned to 0.3."""

import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import pairwise

from samspil.competition.user_table import FIRST_YEAR, LAST_YEAR, blame, show
from samspil.economics.worth import DIGITS
from samspil.values.competition_shift import PATHS, ShiftPlan

MOST_YEARS = 60
_POINT = re.compile(r"(?P<year>[0-9]{4})\s*=\s*(?P<own>[0-9]{1,3}(?:,[0-9]{1,6})?)\s*/\s*(?P<external>[0-9]{1,3}(?:,[0-9]{1,6})?)")
Point = tuple[int, Decimal]


def parse_point(text: str) -> Point:
    """'2026=30/70' is (2026, 0.7): 30 per cent own, 70 per cent external. Raises CompetitionError."""
    match = _POINT.fullmatch(text.strip())
    if match is None:
        raise blame("shift_point", show(text))
    own, external = (Decimal(match[key].replace(",", ".")) for key in ("own", "external"))
    if own + external != 100:
        raise blame("shift_hundred", show(text), total=f"{own + external:f}".replace(".", ","))
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise blame("shift_year", show(text), first=FIRST_YEAR, last=LAST_YEAR)
    return year, external / 100


def make_plan(
    start: Point,
    target: Point,
    steps: Sequence[Point] = (),
    path: str = "linear",
    base: Decimal | None = None,
    prices: int | None = None,
    title: str = "",
) -> ShiftPlan:
    """The plan. Raises CompetitionError: target not after start, a step outside them or twice, a base of nought or below, a base without its prices' year."""
    points = [start, *sorted(steps), target]
    years = [year for year, _share in points]
    if target[0] <= start[0] or target[0] - start[0] > MOST_YEARS:
        raise blame("shift_order", f"{start[0]}–{target[0]}", most=MOST_YEARS)
    if any(before >= after for before, after in pairwise(years)):
        raise blame("shift_step", ", ".join(map(str, years)), start=start[0], target=target[0])
    if path not in PATHS:
        raise blame("shift_path", show(path), paths=", ".join(PATHS))
    if base is not None and base <= 0:
        raise blame("shift_base", f"{base:f}")
    if (base is None) != (prices is None):
        raise blame("shift_prices")
    return ShiftPlan(tuple(points), path, base, prices, title)


def planned_share(plan: ShiftPlan, year: int) -> Decimal | None:
    """The external share planned for a year: None before the start, the target after the last year."""
    if year < plan.points[0][0]:
        return None
    before = [point for point in plan.points if point[0] <= year][-1]
    after = next((point for point in plan.points if point[0] > year), None)
    if after is None or plan.path == "steps":
        return before[1]
    with localcontext() as context:
        context.prec = DIGITS
        return before[1] + (after[1] - before[1]) * (year - before[0]) / (after[0] - before[0])
