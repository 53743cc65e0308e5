"""The values of make or buy: a case as handed in, what it lacks, and the comparison with every step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from samspil.economics.worth import Bar
from samspil.purchasing.figures.refund import Level

INSOURCE, OUTSOURCE = "insource", "outsource"
DIRECTIONS = (INSOURCE, OUTSOURCE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was filled in. `low`, `high` are the value itself where no range was given; `reason`: why it is nought, or anything else worth knowing."""

    name: str
    value: Decimal
    low: Decimal
    high: Decimal
    distribution: str = "triangular"
    source: str = ""
    reason: str = ""

    @property
    def varies(self) -> bool:
        """Is there a range?"""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Missing:
    """A compulsory line without a value ('empty'), a nought without a reason ('zero'), or a value without a source ('source')."""

    name: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Case:
    """What was handed in. `direction`: INSOURCE (bought today) or OUTSOURCE (own today); `years`: the horizon; `missing`: what stops a verdict."""

    title: str
    direction: str
    paragraph: str
    price_year: int
    years: int
    lines: Mapping[str, Line]
    missing: tuple[Missing, ...] = ()
    file: str = ""
    seed: int = 1
    own_refund: bool = True
    synthetic: bool = False

    def numbers(self) -> dict[str, Decimal]:
        """Every line's value; 0 for an optional one that was left out."""
        from samspil.purchasing.make_or_buy.lines import SPECS

        return {spec.name: self.lines[spec.name].value if spec.name in self.lines else Decimal(0) for spec in SPECS}


@dataclass(frozen=True, slots=True)
class Flows:
    """Kroner of cost at the end of the years 0 (now) to n, one option. `residual`: what its assets are worth at the end, not yet taken off `cost`."""

    cost: tuple[Decimal, ...]
    residual: Decimal


@dataclass(frozen=True, slots=True)
class Root:
    """Where the net value is nought. `rising`: the change is cheaper above it, else below it."""

    value: Decimal
    rising: bool


@dataclass(frozen=True, slots=True)
class Shock:
    """A fixed change of one line: by how much ('add' or 'times'), and the net value then."""

    name: str
    kind: str
    amount: Decimal
    before: Decimal
    after: Decimal
    npv: Decimal


@dataclass(frozen=True, slots=True)
class Draws:
    """The Monte Carlo: how many draws, the seed, quantiles of the net value by per cent (5, 10, 25, 50, 75, 90, 95), the share of draws in which the change is
    cheaper, and counts of draws in bins of equal width from `first` to `last` for a drawing.
    """

    draws: int
    seed: int
    quantiles: Mapping[int, float]
    share_cheaper: float
    first: float
    last: float
    bins: tuple[int, ...]
    varied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole answer. `npv`: positive when the change (from what is done today to the other) is cheaper, kroner of `case.price_year`, not rounded.

    `steps`: every intermediate number by name, in the order they are calculated; `advantage`: what the change saves in each year 0..n (negative: costs);
    `verdict`: 'change' or 'stay' when 80 % of the draws lie on one side, 'open', or 'no_range' without any range to draw from.
    """

    case: Case
    level: Level | None
    steps: Mapping[str, Decimal]
    stay: Flows
    change: Flows
    advantage: tuple[Decimal, ...]
    npv: Decimal
    npv_by_horizon: Mapping[int, Decimal]
    payback: Decimal | None
    discounted_payback: Decimal | None
    outlay: Decimal
    occupancy_roots: tuple[Root, ...]
    places_roots: tuple[Root, ...]
    price_roots: tuple[Root, ...]
    bars: tuple[Bar, ...]
    shocks: tuple[Shock, ...]
    draws: Draws | None
    verdict: str
    cautions: tuple[str, ...] = field(default=())
