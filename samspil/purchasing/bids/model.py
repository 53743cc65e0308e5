"""The values an evaluation of bids is told in. Points, weights and prices are exact (decimals in, fractions inside); words are found at the edge."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from samspil.values.reason import Reason

RELATIVE, LINEAR, MINMAX, PRICED, COMMISSION, OSLO = "relative", "linear", "minmax", "priced_quality", "commission", "oslo"
MODELS = (RELATIVE, LINEAR, MINMAX, PRICED, COMMISSION, OSLO)
POINT_MODELS = (RELATIVE, LINEAR, MINMAX)  # price becomes points, the most points win
MONEY_MODELS = (PRICED, OSLO)  # quality becomes kroner, the lowest evaluated price wins
OUR_FORM = (COMMISSION, OSLO)  # sources do not give the formula in full: the form used is Samspil's, and is marked so


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality criterion: points from 0 to `most`. `weight`: against the price's. `value_dkk`: what full points are worth (priced quality only)."""

    name: str
    weight: Decimal
    most: Decimal
    value_dkk: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bid:
    """An answer to a tender: price in kroner (compared as given: the same scope and VAT for all) and points by criterion."""

    name: str
    price_dkk: Decimal
    points: tuple[tuple[str, Decimal], ...]

    def point(self, name: str) -> Decimal:
        """The points of a criterion. Raises KeyError."""
        return dict(self.points)[name]


@dataclass(frozen=True, slots=True)
class Rules:
    """How the tender documents say bids are evaluated. `scale`: points of the best price; `k`: the slope span of 'linear' (at price (1 + k) x lowest, 0 points);
    `cut`: no negative points; `round_digits`: points rounded before they are weighed; `least_total`, `least_each`: thresholds (shares) of 'commission'.
    """

    model: str
    price_weight: Decimal
    qualities: tuple[Quality, ...]
    scale: Decimal = Decimal(10)
    k: Decimal = Decimal(1)
    cut: bool = True
    round_digits: int | None = None
    least_total: Decimal = Decimal("0.70")
    least_each: Decimal = Decimal("0.50")


@dataclass(frozen=True, slots=True)
class Tender:
    """Rules and bids."""

    rules: Rules
    bids: tuple[Bid, ...]


@dataclass(frozen=True, slots=True)
class BidPart:
    """A criterion's part of a bid's result. By points: `points` on the scale, times `share`, is `part`. By money: `part` is kroner added to the price (minus: off)."""

    criterion: str  # 'price' or a quality criterion's name
    given: Decimal
    points: Fraction
    share: Fraction
    part: Fraction


@dataclass(frozen=True, slots=True)
class BidResult:
    """A bid evaluated: `total` points (most win) or evaluated kroner (least win), the sum of its parts. `rank` 0: below a threshold, `failed` says which."""

    bid: str
    parts: tuple[BidPart, ...]
    total: Fraction
    rank: int
    failed: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectiveWeight:
    """A criterion's share of the weights, and of the differences that the bids at hand really make: weight x (best - worst) over the sum of them."""

    criterion: str
    stated: Fraction
    effective: Fraction | None


@dataclass(frozen=True, slots=True)
class Removal:
    """What becomes of the order when one bid is not there: who wins then, and every pair of the others that turns."""

    removed: str
    winners: tuple[str, ...]
    turned: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Between `low` and `high` of a setting (price's weight, k) these bids win; `kind` says which setting."""

    kind: str
    low: Fraction
    high: Fraction
    winners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All of it. `winners`: more than one is a tie; none when every bid is below a threshold."""

    tender: Tender
    results: tuple[BidResult, ...]
    winners: tuple[str, ...]
    effective: tuple[EffectiveWeight, ...]
    removals: tuple[Removal, ...]
    weights: tuple[Span, ...]
    slopes: tuple[Span, ...]
    warnings: tuple[Reason, ...]
    our_form: bool
