"""The forecast: the middle course with its rates, the fan of draws with the chance of the goal, what it would take, and scenarios."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from samspil.purchasing.make_or_buy.model import Line
from samspil.purchasing.self_sufficiency.draws import DRAWS, Drawn, draw_blocks, middle_blocks
from samspil.purchasing.self_sufficiency.flow import FIELDS, Course, run_course
from samspil.purchasing.self_sufficiency.model import Block, Fan, Forecast, Needed, Plan, Scenario, Year

if TYPE_CHECKING:
    from samspil.purchasing.self_sufficiency.flow import Array

QUANTILES = (10, 25, 50, 75, 90)
GOOD_CHANCE = 0.8
_LOWEST_GROWTH, _HIGHEST_GROWTH = -20.0, 30.0
_TIGHT = 1e-10
_STEP, _FINE = 2.0, 1e-8  # per cent a year
_PARTS = 64


def forecast(plan: Plan, draws: int = DRAWS) -> Forecast:
    """All of it. Raises MakeError."""
    middle = middle_blocks(plan)
    drawn = draw_blocks(plan, draws)
    return Forecast(
        plan,
        tuple(_tell_years(plan, middle)),
        _make_fan(plan, drawn, draws) if drawn else None,
        _find_needed(plan, middle, drawn),
        tuple(_find_scenarios(plan)),
        tuple(_find_cautions(plan)),
    )


def run_blocks(drawn: Sequence[Drawn], extra: Sequence[float] = (0.0,)) -> list[Course]:
    """Each block's course; `extra`: places beyond the plan, shared by citizens and built evenly. Several are tried at a time where there is one draw."""
    import numpy as np

    total = sum(float(one.block.citizens) for one in drawn)
    tried = np.asarray(extra, dtype=float)[np.newaxis, :]
    courses = []
    for one in drawn:
        evenly = np.linspace(0, 1, len(one.added))[:, np.newaxis] * float(one.block.citizens) / total
        need = one.need if one.need.shape[1] > 1 else np.repeat(one.need, tried.shape[1], axis=1)
        courses.append(run_course(need, one.added + evenly * tried, one.lines))
    return courses


def find_rate(definition: str, drawn: Sequence[Drawn], courses: Sequence[Course], year: int) -> "Array | None":
    """The rate a, b or c of all blocks in a year (0: the start) by draws; None when it cannot be told."""
    import numpy as np

    above: list[Array] = []
    below: list[Array] = []
    for one, course in zip(drawn, courses, strict=True):
        own, out = course.own[year], course.citizens[year] - course.own[year]
        if definition == "b":
            own, out = course.new_own[year], course.new[year] - course.new_own[year]
        if definition == "c":
            if not {"own_cost", "external_cost"} <= one.lines.keys():
                return None
            own, out = own * one.lines["own_cost"], out * one.lines["external_cost"]
        above.append(own)
        below.append(own + out)
    whole = np.sum(below, axis=0)
    if not np.all(whole > 0):
        return None
    return np.asarray(np.sum(above, axis=0) / whole, dtype=np.float64)


def _tell_years(plan: Plan, drawn: Sequence[Drawn]) -> Iterable[Year]:
    courses = run_blocks(drawn)
    for year in range(plan.years + 1):
        sums = {name: sum(float(getattr(course, name)[year][0]) for course in courses) for name in FIELDS}
        rates = {key: _first(find_rate(key, drawn, courses, year)) for key in ("a", "b", "c")}
        single = {
            one.block.paragraph: float(course.own[year][0] / course.citizens[year][0]) for one, course in zip(drawn, courses, strict=True)
        }
        yield Year(plan.start_year + year, **sums, rates=rates, by_paragraph=single)


def _first(values: "Array | None") -> float | None:
    return None if values is None else float(values[0])


def _make_fan(plan: Plan, drawn: Sequence[Drawn], count: int) -> Fan | None:
    import numpy as np

    courses = run_blocks(drawn)
    first = 1 if plan.definition == "b" else 0
    by_year = [find_rate(plan.definition, drawn, courses, year) for year in range(first, plan.years + 1)]
    found = [values for values in by_year if values is not None]
    if len(found) < len(by_year):
        return None
    bands = {per_cent: tuple(float(np.percentile(values, per_cent)) for values in found) for per_cent in QUANTILES}
    varied = tuple(sorted({name for one in drawn for name in one.varied}))
    return Fan(count, plan.seed, bands, float(np.mean(found[-1] >= float(plan.goal) - _TIGHT)), varied)


def _find_needed(plan: Plan, middle: Sequence[Drawn], drawn: Sequence[Drawn] | None) -> Needed:
    import numpy as np

    planned = sum(float(one.added[-1, 0]) for one in middle)
    goal = float(plan.goal)

    def chances(extras: Sequence[float]) -> "Array | None":
        found = []
        for extra in extras:
            values = find_rate(plan.definition, drawn or (), run_blocks(drawn or (), [extra]), plan.years)
            if values is None:
                return None
            found.append(float(np.mean(values >= goal - _TIGHT)))
        return np.array(found)

    most = _most_extra(middle)
    best = _first(find_rate(plan.definition, middle, run_blocks(middle, [most]), plan.years))
    places_80 = _least_extra(chances, GOOD_CHANCE, -planned, _most_extra(drawn), parts=2) if drawn else None
    return Needed(planned, _places_needed(plan, middle), _plus(planned, places_80), find_growth(plan), best)


def _plus(planned: float, extra: float | None) -> int | None:
    return None if extra is None else round(planned + extra)


def _most_extra(drawn: Sequence[Drawn]) -> int:
    """Places beyond which none could be filled in any draw."""
    need = sum(float(one.need.max()) for one in drawn)
    occupied = min(float(one.lines["added_occupancy"].min() * max(one.lines["built_share"].min(), 1.0)) for one in drawn) / 10_000
    return round(2 * need / occupied) + 1_000


def _least_extra(
    reached: Callable[[Sequence[float]], "Array | None"], goal: float, lowest: float, most: int, parts: int = _PARTS
) -> float | None:
    """The fewest places beyond the plan (whole ones; below nought: fewer would do) that reach the goal; None when none would. `parts`: tried at a time."""
    top = reached([most])
    if top is None or top[0] < goal - _TIGHT:
        return None
    low, high = round(lowest) - 1, most
    while high - low > 1:
        step = -(-(high - low) // parts)
        tried = list(range(low + step, high, step))
        values = reached(tried)
        enough = [extra for extra, value in zip(tried, () if values is None else values, strict=False) if value >= goal - _TIGHT]
        first = enough[0] if enough else high
        low, high = (max([extra for extra in tried if extra < first], default=low), first)
    return high


def _places_needed(plan: Plan, drawn: Sequence[Drawn]) -> int | None:
    """In all, at the middle of all assumptions."""
    planned = sum(float(one.added[-1, 0]) for one in drawn)

    def reached(extras: Sequence[float]) -> "Array | None":
        return find_rate(plan.definition, drawn, run_blocks(drawn, extras), plan.years)

    return _plus(planned, _least_extra(reached, float(plan.goal), -planned, _most_extra(drawn)))


def find_growth(plan: Plan) -> float | None:
    """The growth of need in per cent a year at which the plan just reaches the goal; None when it never does, or still does at 30 %."""

    def above(growth: float) -> float:
        drawn = middle_blocks(_with_growth(plan, Decimal(repr(growth))))
        rate = _first(find_rate(plan.definition, drawn, run_blocks(drawn), plan.years))
        return -1.0 if rate is None else rate - float(plan.goal)

    high = _HIGHEST_GROWTH
    if above(high) > 0:
        return None
    while above(high - _STEP) < 0:  # from above: at a steep fall nobody new comes, and the rate stands still
        high -= _STEP
        if high <= _LOWEST_GROWTH:
            return None
    low = high - _STEP
    while high - low > _FINE:
        middle = (low + high) / 2
        low, high = (middle, high) if above(middle) >= 0 else (low, middle)
    return low


def _with_growth(plan: Plan, growth: Decimal) -> Plan:
    line = Line("growth", growth, growth, growth)
    return replace(plan, blocks=tuple(replace(block, lines={**block.lines, "growth": line}, history=()) for block in plan.blocks))


def _with_base(plan: Plan, base: Decimal) -> Plan:
    total = sum((block.citizens for block in plan.blocks), Decimal(0))
    return replace(plan, blocks=tuple(_scale(block, base / total) for block in plan.blocks))


def _scale(block: Block, factor: Decimal) -> Block:
    history = tuple((year, number * factor) for year, number in block.history)
    return replace(block, citizens=block.citizens * factor, history=history)


def _find_scenarios(plan: Plan) -> Iterable[Scenario]:
    """Every base with every growth, at the middle of all other assumptions."""
    bases = [Decimal(base) for base in plan.bases] or [sum((block.citizens for block in plan.blocks), Decimal(0))]
    for base in bases:
        for growth in plan.growths:
            other = _with_growth(_with_base(plan, base), growth)
            drawn = middle_blocks(other)
            rate = _first(find_rate(plan.definition, drawn, run_blocks(drawn), plan.years))
            yield Scenario(base, growth, rate, _places_needed(other, drawn))


def _find_cautions(plan: Plan) -> Iterable[str]:
    """Keys of `purchasing_make.caution_…`."""
    lines: list[Mapping[str, Line]] = [block.lines for block in plan.blocks]
    rules = {
        "base_assumed": plan.assumed_base,
        "no_costs": any(not {"own_cost", "external_cost"} <= each.keys() for each in lines),
        "moves_home": any("move_home_share" in each and each["move_home_share"].high > 0 for each in lines),
        "short_history": any(0 < len(block.history) < 12 for block in plan.blocks),
        "synthetic": plan.synthetic,
    }
    return (key for key, holds in rules.items() if holds)
