"""The green side of purchases: kroner or quantities times emission factors, as an estimate with its uncertainty, and what a climate requirement would touch.

Emissions are kilograms CO2e. A factor is the median of a lognormal whose 95 % interval is `low` to `high`. Nothing here is a measurement and no reduction is a promise.
"""

from dataclasses import dataclass
from decimal import Decimal

KRONER = "kr."
REASONS = ("no_factor", "unit", "no_quantity", "price_year")  # why a purchase is not calculated


@dataclass(frozen=True, slots=True)
class Spend:
    """One line of spending. `amount`: kroner in prices of `year`; `quantity`, `unit`: where the user counts something beside kroner; `place`: file and row."""

    purchase: str
    category: str
    amount: Decimal
    year: int
    quantity: Decimal | None = None
    unit: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """`kg`: kg CO2e per `unit` ('kr.' in prices of `price_year`, or a unit of quantity); `low`, `high`: its 95 % interval; `source` is never empty."""

    category: str
    kg: Decimal
    unit: str
    low: Decimal
    high: Decimal
    source: str
    price_year: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PriceLevels:
    """An index by year with its source, from the user's file."""

    levels: tuple[tuple[int, Decimal], ...]
    source: str

    def factor(self, from_year: int, to_year: int) -> Decimal | None:
        """index[to] / index[from]; None when one of the years is not in it; 1 for the same year."""
        if from_year == to_year:
            return Decimal(1)
        levels = dict(self.levels)
        before, after = levels.get(from_year), levels.get(to_year)
        return after / before if before and after else None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A climate requirement as the user assumes it: in `categories` emissions fall by `low` to `high` (0 to 1), says `source`."""

    categories: tuple[str, ...]
    low: Decimal
    high: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Interval:
    """What 95 % of the draws, or of a closed form, lie between; `median`, `mean` of the same."""

    low: float
    median: float
    high: float
    mean: float


@dataclass(frozen=True, slots=True)
class Line:
    """One purchase calculated, every step kept: kroner as given -> `constant` (in the estimate's prices) -> `counted` (what the factor is multiplied by) -> `kg`.

    `reason`: one of REASONS when it is not calculated; `price_index`: index[factor's year] / index[spend's year]; `share`, `running`: of all calculated kg, and added up
    from the heaviest on.
    """

    spend: Spend
    constant: Decimal
    factor: Factor | None = None
    price_index: Decimal | None = None
    counted: Decimal | None = None
    kg: Decimal | None = None
    share: Decimal | None = None
    running: Decimal | None = None
    reason: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A category's purchases together. `missing`: its kroner without a figure; `low`, `high`: its own 95 % interval; `share_low`, `share_high`: of its share of all kg in the draws;
    `first`: in how many of the draws (0 to 1) it is the heaviest.
    """

    name: str
    amount: Decimal
    missing: Decimal
    kg: Decimal | None
    share: Decimal | None = None
    drawn: Interval | None = None
    share_low: float | None = None
    share_high: float | None = None
    first: float | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """What a requirement would touch. `amount`, `missing`: kroner of its categories, and those of them without a figure; `kg`, `share`: estimated emissions touched, and their share of all;
    `reduction_low`, `reduction_high`: the user's range times `kg`; `drawn`: with the factors' uncertainty, the reduction drawn evenly in the user's range.
    """

    requirement: Requirement
    amount: Decimal
    amount_share: Decimal
    missing: Decimal
    kg: Decimal
    share: Decimal | None
    reduction_low: Decimal
    reduction_high: Decimal
    share_low: float | None = None
    share_high: float | None = None
    drawn: Interval | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """All of it. `lines`: heaviest first, those not calculated last; `amount`, `missing`: kroner in prices of `prices`; `reasons`: kroner by reason.

    `kg`: the factors as given; `drawn`: Monte Carlo, factors independent of each other; `closed`: the same by Fenton and Wilkinson's formula; `together_low`,
    `together_high`: all factors at their low and high ends at once; `heavy`: how many purchases make up 80 % of the kg. None throughout when nothing could be calculated.
    """

    lines: tuple[Line, ...]
    categories: tuple[Category, ...]
    touched: tuple[Touched, ...]
    prices: int
    amount: Decimal
    missing: Decimal
    reasons: tuple[tuple[str, Decimal], ...]
    kg: Decimal | None
    drawn: Interval | None
    closed: Interval | None
    together_low: Decimal | None
    together_high: Decimal | None
    heavy: int
    draws: int
    seed: int
    sources: tuple[str, ...]
    index_source: str = ""
    example: bool = False
    notes: tuple[tuple[str, int], ...] = ()
