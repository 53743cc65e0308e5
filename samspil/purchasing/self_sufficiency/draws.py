"""A plan's assumptions as arrays: one draw at their middle, or many by their distributions. Lines are independent of each other; the seed is the plan's."""

from typing import TYPE_CHECKING, NamedTuple

from samspil.purchasing.make_or_buy.simulate import draw_line
from samspil.purchasing.self_sufficiency.flow import grow
from samspil.purchasing.self_sufficiency.history import draw_growth
from samspil.purchasing.self_sufficiency.lines import BY_NAME, USUAL
from samspil.purchasing.self_sufficiency.model import Block, Plan

if TYPE_CHECKING:
    from numpy.random import Generator

    from samspil.purchasing.self_sufficiency.flow import Array

DRAWS = 5_000
_MIDDLE = 2_000  # draws whose median is the middle course of a need that is forecast from its past
_LEAST_GROWTH = -90.0


class Drawn(NamedTuple):
    """A block with its need (years by draws), places planned until each year, its lines by draw, and which of them vary."""

    block: Block
    need: "Array"
    added: "Array"
    lines: dict[str, "Array"]
    varied: tuple[str, ...]


def middle_blocks(plan: Plan) -> list[Drawn]:
    """Every assumption at its middle; one draw."""
    import numpy as np

    found = []
    for number, block in enumerate(plan.blocks):
        lines = _values(block, 1)
        if block.history:
            values = [float(value) for _year, value in block.history]
            paths = draw_growth(values, plan.years, _MIDDLE, np.random.default_rng([plan.seed, number]))
            growth = np.median(paths, axis=1, keepdims=True)
        else:
            growth = np.full((plan.years, 1), float(block.lines["growth"].value))
        found.append(Drawn(block, grow(float(block.citizens), growth), sum_places(plan, block), lines, ()))
    return found


def draw_blocks(plan: Plan, count: int = DRAWS) -> list[Drawn] | None:
    """Many draws; None when nothing varies."""
    import numpy as np

    found = []
    for number, block in enumerate(plan.blocks):
        generator = np.random.default_rng([plan.seed, number])
        lines = _values(block, count)
        varied = sorted(name for name, line in block.lines.items() if line.varies and not (name == "growth" and block.history))
        for name in varied:
            spec = BY_NAME[name]
            lines[name] = np.clip(draw_line(generator, block.lines[name], count), float(spec.low), float(spec.high))
        growth = _draw_need(plan, block, lines, count, generator)
        names = (*varied, *(["history"] if block.history else []), *(["growth_noise"] if np.any(lines["growth_noise"] > 0) else []))
        found.append(Drawn(block, grow(float(block.citizens), growth), sum_places(plan, block), lines, tuple(sorted({*names}))))
    return found if any(one.varied for one in found) else None


def _draw_need(plan: Plan, block: Block, lines: dict[str, "Array"], count: int, generator: "Generator") -> "Array":
    """Growth in the years to come: from the past, or as assumed with noise from year to year."""
    import numpy as np

    if block.history:
        return draw_growth([float(value) for _year, value in block.history], plan.years, count, generator)
    noise = generator.standard_normal((plan.years, count)) * lines["growth_noise"]
    return np.asarray(np.maximum(lines["growth"] + noise, _LEAST_GROWTH), dtype=np.float64)


def _values(block: Block, count: int) -> dict[str, "Array"]:
    import numpy as np

    known = {**{name: float(value) for name, value in USUAL.items()}, **{name: float(line.value) for name, line in block.lines.items()}}
    return {name: np.full(count, value) for name, value in known.items()}


def sum_places(plan: Plan, block: Block) -> "Array":
    """Places planned until the end of each of the years 0..n, one column."""
    import numpy as np

    yearly = np.zeros(plan.years + 1)
    for year, places in block.added:
        yearly[year - plan.start_year] += float(places)
    return np.asarray(np.cumsum(yearly)[:, np.newaxis], dtype=np.float64)
