"""A share moved between own and external staff: planned by year and followed. Shares lie between 0 and 1 and are the external part; the own part is the rest."""

from dataclasses import dataclass
from decimal import Decimal

PATHS = ("linear", "steps")


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """`points`: year and external share, first the start, last the target, in order; `path`: 'linear' between them or 'steps' (a share stands until the next point).

    `base`: kroner that the shares are of, in prices of `prices`, the same in all years ('constant base'); None: no kroner are shown.
    """

    points: tuple[tuple[int, Decimal], ...]
    path: str = "linear"
    base: Decimal | None = None
    prices: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Actual:
    """What was booked: `external` of `base`, in kroner of its year, or only a share (`base` None then). `source` says where from; `kind`: 'pli' or 'iku' when it is an indicator's share; `example`: made up."""

    year: int
    share: Decimal
    external: Decimal | None = None
    base: Decimal | None = None
    source: str = ""
    kind: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class ShiftYear:
    """One year. `deviation`: actual less plan, in shares; `*_kroner`: at the constant base; `remaining`: target less actual, `remaining_kroner` the same at the constant base;
    `base_change`: the year's own base against that of the first actual year, 0.1 is 10 % more (in current prices).
    """

    year: int
    plan: Decimal | None
    actual: Actual | None = None
    deviation: Decimal | None = None
    plan_kroner: Decimal | None = None
    actual_kroner: Decimal | None = None
    deviation_kroner: Decimal | None = None
    remaining: Decimal | None = None
    remaining_kroner: Decimal | None = None
    base_change: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The plan beside what happened. `latest`: last year with an actual share; `pace`: how far the share must move a year from then on to reach the target in time,
    None without an actual share, or when the target's year is past; `planned_pace`: the same from start to target.
    """

    plan: ShiftPlan
    years: tuple[ShiftYear, ...]
    latest: int | None
    pace: Decimal | None
    planned_pace: Decimal
    notes: tuple[str, ...] = ()
