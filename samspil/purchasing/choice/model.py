"""The values a choice is told in. Nothing in them tells who the citizen is; words are found at the edge (`words.py`).

Words of multi-criteria analysis: an alternative is an offer, a criterion is what offers are judged by, its value (0 to 1) is what its value function makes of a
measurement, its weight is its share of all weights. Shares and scores are fractions, so that contributions add up to the score exactly.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from samspil.values.reason import Reason

OK, OUT, UNKNOWN = "ok", "out", "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What the adviser has found out about one offer: the negotiated price per day, the net price, free places and from when. None: nothing new."""

    price_day: Decimal | None = None
    net_day: Decimal | None = None
    free_places: int | None = None
    free_from: date | None = None
    distance_km: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CitizenNeed:
    """What has been decided that a citizen needs; not who. `start`: wanted first day; `latest`: last day on which it may begin; `ends`: last day, if known.

    `required_services`: must be there; `wishes`: services, methods or codes of municipalities that are wished for. `assessed_price_day`: negotiated price of the
    offer that the municipality has assessed, kroner a day, for the right of § 108(2); `free_choice`: whether that right is used.
    """

    paragraph: str
    target_groups: tuple[str, ...]
    support_level: int
    age: int
    start: date
    latest: date
    ends: date | None = None
    distance_limit_km: Decimal | None = None
    required_services: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    acute: bool = False
    acute_weeks: int | None = None
    free_choice: bool = False
    assessed_price_day: Decimal | None = None
    known: tuple[tuple[str, Known], ...] = ()

    def find_known(self, offer: str) -> Known:
        """What is known of an offer beyond the data."""
        return dict(self.known).get(offer, Known())


@dataclass(frozen=True, slots=True)
class Check:
    """One must-have of one offer: 'ok', 'out' or 'unknown', with the reason and its numbers; a reason may come with 'ok' too (read the conditions)."""

    must: str
    verdict: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What offers are judged by. `points`: (measurement, value) in rising order of measurement, values 0 to 1, straight lines between, flat outside.

    The points are fixed before any offer is looked at: that is why the order of two offers never depends on a third.
    """

    key: str
    unit: str
    points: tuple[tuple[Decimal, Decimal], ...]
    source: str = ""

    @property
    def rising(self) -> bool:
        """Whether more is better all the way; a value function may also have a best in the middle."""
        return self.points[-1][1] >= self.points[0][1]


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement of an offer, or why there is none."""

    value: Decimal | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A criterion's part of an offer's score: `share` of all weights times `value`. Without a measurement the part lies between 0 and `share`."""

    criterion: str
    measured: Measured
    value: Fraction | None
    share: Fraction
    outside: bool = False  # the measurement lies outside the scale and counts as its end

    @property
    def low(self) -> Fraction:
        """At worst."""
        return Fraction(0) if self.value is None else self.share * self.value

    @property
    def high(self) -> Fraction:
        """At best."""
        return self.share if self.value is None else self.share * self.value


@dataclass(frozen=True, slots=True)
class Scored:
    """An offer's score, 0 to 1: the sum of its parts. `low` and `high` differ only when something is not known.

    `best_rank`, `worst_rank`: among those ranked, whatever the unknown turns out to be; 0 for an offer whose must-haves are unknown.
    """

    offer: str
    parts: tuple[Part, ...]
    best_rank: int = 0
    worst_rank: int = 0
    rank: int = 0  # by the worst case; equals share a rank

    @property
    def low(self) -> Fraction:
        """With all that is unknown at its worst."""
        return sum((part.low for part in self.parts), Fraction(0))

    @property
    def high(self) -> Fraction:
        """With all that is unknown at its best."""
        return sum((part.high for part in self.parts), Fraction(0))

    @property
    def complete(self) -> bool:
        """Whether nothing that weighs is unknown."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class WeightRange:
    """The shares of one criterion's weight, the others in their proportions, at which the first stays first (or shares it): `low` <= share <= `high`."""

    criterion: str
    share: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Swing:
    """What would have to be another for the second to draw level with the first by this criterion alone; `needed` None: not possible by it alone."""

    criterion: str
    now: Decimal | None
    needed: Decimal | None
    value_needed: Fraction | None


@dataclass(frozen=True, slots=True)
class Acceptability:
    """One offer under many drawn weights: the share of draws in which it came 1st, 2nd ..., and the mean weights of the draws it came first in (None: never)."""

    offer: str
    shares: tuple[float, ...]
    central: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """All offers' acceptability: `draws` of weights with `seed`; `around`: None for evenly over all weights, else how closely around the given ones.

    `error`: the greatest standard error of a share, from the number of draws.
    """

    draws: int
    seed: int
    around: float | None
    offers: tuple[Acceptability, ...]
    error: float


@dataclass(frozen=True, slots=True)
class Price:
    """Kroner a day of an offer: gross, state refund and net as they fall in a whole year. `kind`: 'negotiated' or 'listed'; `level`: year of the refund's rates."""

    gross_day: Decimal
    kind: str
    price_year: int | None = None
    refund_day: Decimal | None = None
    net_day: Decimal | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer as it stands in a choice: its checks, its price, and how it was judged."""

    offer: str
    name: str
    supplier: str
    own: bool
    checks: tuple[Check, ...]
    price: Price | None

    @property
    def verdict(self) -> str:
        """'out' when any must-have fails, else 'unknown' when any is not known, else 'ok'."""
        verdicts = {check.verdict for check in self.checks}
        return OUT if OUT in verdicts else UNKNOWN if UNKNOWN in verdicts else OK


@dataclass(frozen=True, slots=True)
class Choice:
    """All of it, for pages, note and JSON. `ranked`: offers that meet every must-have, best first; `apart`: scored, but something must be asked first.

    `empty`: why nothing is ranked. `certain`: whether the first is first whatever the unknown measurements turn out to be.
    """

    need: CitizenNeed
    criteria: tuple[Criterion, ...]
    weights: tuple[tuple[str, Decimal], ...]
    candidates: tuple[Candidate, ...]
    ranked: tuple[Scored, ...]
    apart: tuple[Scored, ...]
    certain: bool
    ranges: tuple[WeightRange, ...] = ()
    swings: tuple[Swing, ...] = ()
    simulation: Simulation | None = None
    simulation_best: Simulation | None = None  # the unknown at its best, when anything is unknown
    empty: Reason | None = None
    notes: tuple[Reason, ...] = ()
    sha256: str = field(default="")
    synthetic: bool = False

    def find(self, offer: str) -> Candidate:
        """The candidate of an offer. Raises KeyError."""
        found = next((each for each in self.candidates if each.offer == offer), None)
        if found is None:
            raise KeyError(offer)
        return found
