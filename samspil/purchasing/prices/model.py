"""What the prices room gives: frozen values with every intermediate step. Kroner are Decimal to the øre; texts are made at the edge (`words`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

LEAST_OFFERS, LEAST_SUPPLIERS = (
    5,
    3,
)  # fewer offers are not compared (docs/purchasing-prices.md); three suppliers, so that no one supplier's price is seen
LEAST_PERSONS = 5  # results of fewer are nobody's business: they could tell of one citizen
EXPECTED, PEERS = "expected", "peers"
BENCHMARKS = (EXPECTED, PEERS)
SAME, NEAR = "same", "near"
FACTORS = ("paragraph", "group", "level", "hours", "region", "year", "size", "staff", "education", "quality")
ORE = Decimal("0.01")


def to_ore(number: Decimal | float) -> Decimal:
    """Kroner to the øre, half away from zero."""
    return Decimal(number).quantize(ORE, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Refusal:
    """No figure, and why: `key` of the catalogue (`purchasing_prices.refused_KEY`) with its numbers."""

    key: str
    numbers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Who a placement is compared with: `width` SAME (paragraph, target group and support level) or NEAR (one level up or down as well)."""

    width: str
    placements: int
    offers: int
    suppliers: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one factor adds to (or takes from) the price per day. `value` as it stands in the data, '' when it is not known."""

    factor: str
    value: str
    dkk: Decimal


@dataclass(frozen=True, slots=True)
class Expected:
    """The price per day that comparable placements lead one to expect, the 80 % range, and its reasons: `base` + all parts = `per_day`, to the øre."""

    key: str
    offer: str
    per_day: Decimal
    low: Decimal
    high: Decimal
    base: Decimal
    parts: tuple[Part, ...]
    group: Group

    @property
    def unknown(self) -> tuple[str, ...]:
        """Factors the data say nothing of; the average was put in their place."""
        return tuple(part.factor for part in self.parts if not part.value)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a placement is measured against: `kind` EXPECTED or PEERS, kroner per day with a range."""

    kind: str
    per_day: Decimal
    low: Decimal
    high: Decimal
    group: Group


@dataclass(frozen=True, slots=True)
class Line:
    """One placement of an entry. `potential_dkk` = paid - benchmark x days; negative when it costs less than the benchmark."""

    key: str
    paragraph: str
    target_group: str
    support_level: int
    year: int
    days: int
    paid_dkk: Decimal
    benchmark: Benchmark

    @property
    def per_day(self) -> Decimal:
        """Paid per day, to the øre."""
        return to_ore(self.paid_dkk / self.days)

    @property
    def benchmark_dkk(self) -> Decimal:
        """The benchmark for all the days."""
        return self.benchmark.per_day * self.days

    @property
    def potential_dkk(self) -> Decimal:
        """Paid minus benchmark."""
        return self.paid_dkk - self.benchmark_dkk


@dataclass(frozen=True, slots=True)
class Quality:
    """What stands beside the price: supervision (mean of the newest score of each theme) and results, each with that of comparable offers; None: not known.

    Results of fewer than LEAST_PERSONS persons are left out; `persons` still says how many there were.
    """

    supervision: Decimal | None = None
    supervision_on: date | None = None
    themes: int = 0
    peers_supervision: Decimal | None = None
    goals_met: Decimal | None = None
    breakdowns: Decimal | None = None
    persons: int = 0
    outcome_year: int | None = None
    peers_goals_met: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The contract's dates. `state`: 'none' (no line or not on file), 'expired', 'running', 'open' (no expiry stated)."""

    state: str
    contract: str = ""
    expires: date | None = None
    notice_days: int | None = None
    notice_by: date | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """Something that may explain the difference: `key` of a question, `own` and `other` figure, and the kroner per day it could account for (None: not to be said)."""

    key: str
    own: Decimal
    other: Decimal
    per_day_dkk: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderPart:
    """One part of the order: `value` 0 to 1, times `weight`."""

    name: str
    value: Decimal
    weight: Decimal

    @property
    def points(self) -> Decimal:
        """Its contribution."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Answer:
    """What the supplier says of one line ('leverandøren oplyser'). `stance`: 'agree', 'disagree' or 'correction'."""

    subject: str
    field: str
    known: str
    stance: str
    correction: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer on the list. `low_dkk` and `high_dkk`: the potential if the benchmark stood at the upper or the lower end of its range."""

    offer: str
    supplier: str
    name: str
    supplier_name: str
    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, Refusal], ...]
    paid_dkk: Decimal
    benchmark_dkk: Decimal
    potential_dkk: Decimal
    low_dkk: Decimal
    high_dkk: Decimal
    dearer_than: Decimal
    quality: Quality
    terms: Terms
    drivers: tuple[Driver, ...]
    order: tuple[OrderPart, ...] = ()
    answers: tuple[Answer, ...] = ()
    answered_on: date | None = None

    @property
    def days(self) -> int:
        """Days of the placements compared."""
        return sum(line.days for line in self.lines)

    @property
    def points(self) -> Decimal:
        """What it is ordered by: the sum of its parts."""
        return sum((part.points for part in self.order), Decimal(0))


@dataclass(frozen=True, slots=True)
class Sums:
    """`above_dkk`: all that is paid above the benchmark; `sure_dkk`: what is paid above the upper end of its range; `below_dkk`: what is paid below it (the
    same chance that lifts some pushes others down, so the sum above is never all to be had). `target_dkk` None: no target given.
    """

    above_dkk: Decimal
    sure_dkk: Decimal
    below_dkk: Decimal
    target_dkk: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """above / target."""
        return self.above_dkk / self.target_dkk if self.target_dkk else None

    @property
    def sure_share(self) -> Decimal | None:
        """sure / target."""
        return self.sure_dkk / self.target_dkk if self.target_dkk else None


@dataclass(frozen=True, slots=True)
class Negotiation:
    """The list: entries in order, offers that cannot be compared with their reasons, and the sums."""

    benchmark: str
    years: tuple[int, ...]
    entries: tuple[Entry, ...]
    not_compared: tuple[tuple[str, Refusal], ...]
    sums: Sums
    weights: Mapping[str, Decimal]
    synthetic: bool = False
