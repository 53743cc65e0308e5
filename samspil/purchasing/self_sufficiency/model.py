"""The values of a forecast: the plan as handed in, each year's stock and flow, the four rates kept apart, the chance of the goal, and what it would take.

The four definitions of the rate (never mixed, each labelled):

    a   citizens in own places / all citizens with a place, on a day
    b   new placements in own places / all new placements of a year
    c   money spent on own places / all money spent on places in a year
    d   as a, for each paragraph by itself
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from samspil.purchasing.make_or_buy.model import Line

DEFINITIONS = ("a", "b", "c", "d")
GOALS = ("a", "b", "c")  # a goal is one number


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph's need and places. `citizens`: with a place at the start; `lines`: the assumptions by name (`SPECS`); `added`: year and places planned.

    `history`: year and citizens, for a forecast of the need out of its own past instead of an assumed growth.
    """

    paragraph: str
    citizens: Decimal
    lines: Mapping[str, Line]
    added: tuple[tuple[int, Decimal], ...] = ()
    history: tuple[tuple[int, Decimal], ...] = ()
    added_source: str = ""
    history_source: str = ""
    citizens_source: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the source that is shown as it is: name, words, source."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What was handed in. `goal`: a share of 1; `bases`: numbers of citizens to show side by side where the real one is not known; `growths`: per cent a year."""

    title: str
    start_year: int
    goal_year: int
    goal: Decimal
    definition: str
    blocks: tuple[Block, ...]
    bases: tuple[int, ...] = ()
    growths: tuple[Decimal, ...] = ()
    figures: tuple[Figure, ...] = ()
    seed: int = 1
    file: str = ""
    assumed_base: bool = False
    synthetic: bool = False

    @property
    def years(self) -> int:
        """From the start to the goal."""
        return self.goal_year - self.start_year


@dataclass(frozen=True, slots=True)
class Year:
    """Stock and flow of a year, all blocks together; persons, not rounded. `rates`: by definition a, b, c, None: cannot be told; `by_paragraph`: definition d."""

    year: int
    need: float
    citizens: float
    own: float
    places: float
    new: float
    new_own: float
    moved_home: float
    rates: Mapping[str, float | None]
    by_paragraph: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A growth of need, a number of citizens at the start, and the rate in the goal year; `places_needed`: in all from now, None: no number of places would do."""

    base: Decimal
    growth: Decimal
    rate: float | None
    places_needed: int | None


@dataclass(frozen=True, slots=True)
class Fan:
    """Quantiles (10, 25, 50, 75, 90) of the rate each year from the start, and the share of draws that reach the goal in the goal year."""

    draws: int
    seed: int
    quantiles: Mapping[int, tuple[float, ...]]
    chance: float
    varied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """What it would take: places in all (and beyond the plan), for the middle course and for a chance of 80 %; the growth of need (per cent a year) at which the
    plan reaches the goal. None: nothing within reason would do. `best`: the rate with places without end.
    """

    planned: float
    places: int | None
    places_80: int | None
    growth: float | None
    best: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """All of it."""

    plan: Plan
    years: tuple[Year, ...]
    fan: Fan | None
    needed: Needed
    scenarios: tuple[Scenario, ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The rates of a portfolio on a day, each with what it is a share of. None: cannot be told."""

    year: int
    rates: Mapping[str, Decimal | None]
    counts: Mapping[str, tuple[Decimal, Decimal]]
    by_paragraph: Mapping[str, tuple[Decimal, Decimal]]
