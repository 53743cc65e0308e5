"""The values that key figures are told in. Each holds every step it came about by; words are found at the edge (`words.py`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspil.values.purchasing import Offer, Supplier
from samspil.values.reason import Reason

LEAST_OFFERS, LEAST_SUPPLIERS = 5, 3  # peers: at least so many offers, of at least so many suppliers
LEAST_PERSONS = 5  # results of fewer citizens are not shown
OERE = Decimal("0.01")
_FINE = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class Step:
    """An adjustment: `before` times `factor` is `after`. Units: 'dkk', 'dkk_day', 'dkk_month', 'dkk_year', 'dkk_hour'."""

    key: str
    before: Decimal
    before_unit: str
    factor: Decimal
    after: Decimal
    after_unit: str
    source: Reason


@dataclass(frozen=True, slots=True)
class Price:
    """Kroner per day (or hour) in the prices of `price_year`, with the steps that led there; not rounded. `days`: those it was paid for."""

    dkk_day: Decimal
    price_year: int
    steps: tuple[Step, ...] = ()
    days: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """A group's numbers: how many offers and suppliers, lowest, quartiles, highest. Quartiles by straight lines between ranks (type 7)."""

    offers: int
    suppliers: int
    low: Decimal
    q1: Decimal
    median: Decimal
    q3: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Volume:
    """What was bought: lines, days, kroner paid, add-ons beside them. Never a person."""

    placements: int
    days: int
    paid_dkk: Decimal
    add_on_dkk: Decimal

    @property
    def total_dkk(self) -> Decimal:
        """Paid and add-ons."""
        return self.paid_dkk + self.add_on_dkk

    @property
    def add_on_share(self) -> Decimal | None:
        """Add-ons as a share of paid and add-ons; None when nothing was paid."""
        return self.add_on_dkk / self.total_dkk if self.total_dkk else None


@dataclass(frozen=True, slots=True)
class Listed:
    """Paid against the listed price: both for the days that were paid, in the prices of the payment. `ratio`: paid over listed."""

    paid_dkk: Decimal
    listed_dkk: Decimal
    days: int

    @property
    def ratio(self) -> Decimal:
        """1 when exactly the list was paid."""
        return self.paid_dkk / self.listed_dkk


@dataclass(frozen=True, slots=True)
class Used:
    """A tariff that applied: its row in the portfolio, the calendar days it covered, its price per day with steps."""

    tariff: int
    days: int
    price: Price


@dataclass(frozen=True, slots=True)
class Net:
    """State refund of a sum: gross, refund, and net. `lines`: how many placements were summed; `at_least`: more refund is possible (citizen unknown)."""

    gross_dkk: Decimal
    refund_dkk: Decimal
    level: int
    lines: int
    at_least: bool
    unknown_dkk: Decimal = Decimal(0)  # of gross: paid by a law whose refund we do not know, refund 0 counted

    @property
    def net_dkk(self) -> Decimal:
        """Gross less refund."""
        return self.gross_dkk - self.refund_dkk


@dataclass(frozen=True, slots=True)
class Deal:
    """All placements of one offer, paragraph, target group, support level and year: the unit that is compared."""

    offer: str
    supplier: str
    paragraph: str
    target_group: str
    support_level: int
    year: int
    own: bool
    volume: Volume
    price: Price | Reason
    hourly: Price | Reason
    listed: Listed | Reason
    used: tuple[Used, ...]
    net: Net

    @property
    def group(self) -> tuple[str, str, int, int]:
        """Paragraph, target group, level, year: those it may be compared with."""
        return (self.paragraph, self.target_group, self.support_level, self.year)


@dataclass(frozen=True, slots=True)
class Scores:
    """Supervision of an offer at a day: the last score of each theme. `spread`: highest less lowest theme. `old`: themes older than the limit."""

    mean: Decimal
    low: Decimal
    high: Decimal
    first: date
    last: date
    themes: tuple[tuple[str, Decimal, date], ...]
    old: tuple[str, ...]

    @property
    def spread(self) -> Decimal:
        """Between the lowest and the highest theme."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of an offer beside its peers' numbers (offers with the same paragraph and target group)."""

    name: str
    value: Decimal | Reason
    peers: Stats | Reason


@dataclass(frozen=True, slots=True)
class Relative:
    """Price against peers: paid for comparable days over what their median would have cost. `days` of `of_days` are comparable."""

    ratio: Decimal
    paid_dkk: Decimal
    median_dkk: Decimal
    days: int
    of_days: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Price per day against the year before, over deals that both years have, weighted by this year's days; `index`: the price index' own growth."""

    year: int
    growth: Decimal
    index: Decimal | None
    days: int

    @property
    def above(self) -> Decimal | None:
        """Growth less that of the index."""
        return None if self.index is None else self.growth - self.index


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of an offer, a supplier or the whole portfolio."""

    year: int
    volume: Volume
    dkk_day: Decimal | None
    relative: Relative | Reason
    listed: Listed | Reason
    growth: Growth | Reason
    net: Net
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """An offer in the year asked for (first) and its trend."""

    offer: Offer
    now: YearLine | None
    trend: tuple[YearLine, ...]
    deals: tuple[Deal, ...]
    scores: Scores | Reason
    measured: tuple[Measured, ...]
    results: tuple[Measured, ...]
    persons: int | None


@dataclass(frozen=True, slots=True)
class SupplierFigures:
    """A supplier in the year asked for, its trend, and its offers."""

    supplier: Supplier
    now: YearLine | None
    trend: tuple[YearLine, ...]
    offers: tuple[OfferFigures, ...]
    scores: Scores | Reason
    economy: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Concentration:
    """How the external purchase of a group is spread over suppliers: sum of squared shares (HHI, 0 to 1) and the band it falls in."""

    paragraph: str
    target_group: str
    paid_dkk: Decimal
    suppliers: int
    largest: str
    largest_share: Decimal
    hhi: Decimal
    band: str


def round_oere(amount: Decimal) -> Decimal:
    """To the øre, halves away from zero. A first rounding far below the øre takes away what division left."""
    return amount.quantize(_FINE).quantize(OERE, "ROUND_HALF_UP")
