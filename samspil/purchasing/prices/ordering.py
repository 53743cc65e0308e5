"""The order of the list: kroner, how clearly the price stands out, the contract's dates and the quality. Each part is between 0 and 1 by fixed anchors, and shown.

Anchors do not depend on the others on the list, so that an entry's points are the same whoever else is on it (but `evidence`, which is a comparison).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from samspil.errors import UsageError
from samspil.purchasing.prices.model import OrderPart, Quality, Terms
from samspil.vocabulary.texts import say

PARTS = ("size", "evidence", "timing", "quality")
DEFAULT_WEIGHTS: Mapping[str, Decimal] = {
    "size": Decimal("0.35"),
    "evidence": Decimal("0.35"),
    "timing": Decimal("0.15"),
    "quality": Decimal("0.15"),
}
SMALLEST, LARGEST = Decimal(10_000), Decimal(1_000_000)  # kroner a year: no weight below, full weight above; between them by the logarithm
_HALF, _STEP = Decimal("0.5"), Decimal("0.0001")
SAYS_NOTHING = Decimal("0.1")  # a smaller difference in supervision scores decides nothing


def check_weights(given: Mapping[str, Decimal] | None) -> dict[str, Decimal]:
    """Weights that sum to 1. Raises UsageError for an unknown part, a negative weight, all zero, or no weight on quality: never by price alone."""
    weights = dict(DEFAULT_WEIGHTS if given is None else {**dict.fromkeys(PARTS, Decimal(0)), **given})
    unknown = sorted(set(weights) - set(PARTS))
    total = sum(weights.values(), Decimal(0))
    wrong = "unknown" if unknown else "negative" if min(weights.values()) < 0 else "zero" if total <= 0 else ""
    wrong = wrong or ("price_alone" if weights["quality"] <= 0 else "")
    if wrong:
        names = ", ".join(PARTS)
        raise UsageError(
            say(f"purchasing_prices.weights_{wrong}", given=", ".join(unknown), names=names),
            remedy=say("purchasing_prices.weights_remedy", names=names),
        )
    return {name: weights[name] / total for name in PARTS}


def order_parts(
    potential: Decimal, dearer_than: Decimal, terms: Terms, quality: Quality, as_of: date, months: int, weights: Mapping[str, Decimal]
) -> tuple[OrderPart, ...]:
    """The parts of one entry, in the order of PARTS."""
    values = {
        "size": size_of(potential),
        "evidence": _between(2 * dearer_than - 1) if potential > 0 else Decimal(0),
        "timing": timing_of(terms, as_of, months),
        "quality": quality_of(quality),
    }
    return tuple(OrderPart(name, values[name], weights[name]) for name in PARTS)


def size_of(potential: Decimal) -> Decimal:
    """0 up to 10,000 kr., 1 from 1,000,000 kr."""
    return _between((potential / SMALLEST).log10() / (LARGEST / SMALLEST).log10()) if potential > SMALLEST else Decimal(0)


def timing_of(terms: Terms, as_of: date, months: int) -> Decimal:
    """1: run out, or notice can be given within the months ahead; 0.5: none on file, or without end; 0: later, or too late for this time."""
    if terms.state == "expired":
        return Decimal(1)
    if terms.state != "running":
        return _HALF
    deadline = terms.notice_by or terms.expires
    return Decimal(1) if deadline and as_of <= deadline <= as_of + timedelta(days=months * 30) else Decimal(0)


def quality_of(quality: Quality) -> Decimal:
    """0.5: as comparable offers, or not known; up to 1 the lower the supervision scores are, down to 0 the higher. Under 0.1 says nothing."""
    if quality.supervision is None or quality.peers_supervision is None:
        return _HALF
    gap = quality.supervision - quality.peers_supervision
    return _HALF if abs(gap) < SAYS_NOTHING else _between(_HALF - gap)


def _between(value: Decimal) -> Decimal:
    return min(max(value, Decimal(0)), Decimal(1)).quantize(_STEP)
