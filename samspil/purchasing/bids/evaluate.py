"""Bids evaluated by one model. P price, S points of price on the scale 0 to max, w shares of the weights, q points of quality over their most (0 to 1):

- relative: S = max x Pmin / P
- linear: S = max x (1 - (P - Pmin) / (k x Pmin)), cut at 0 unless the rules say otherwise
- minmax: S = max x (Pmax - P) / (Pmax - Pmin); all at the same price: max
- these three: total = w(price) x S + sum of w x max x q; the most points win
- priced_quality: evaluated price = P - sum of value x q; the lowest wins
- commission: a bid under 70 of 100 in all (by weight) or 50 % of a criterion's points is out; of the others the lowest price wins (the form used here)
- oslo: evaluated price = P + P x (w(quality) / w(price)) x sum of w' x (1 - q), w' a criterion's share of quality; the lowest wins (the form used here)
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from samspil.purchasing.bids.model import (
    COMMISSION,
    LINEAR,
    MODELS,
    MONEY_MODELS,
    OSLO,
    POINT_MODELS,
    PRICED,
    RELATIVE,
    Bid,
    BidPart,
    BidResult,
    Rules,
    Tender,
)
from samspil.purchasing.choice.errors import complain
from samspil.values.reason import Reason

PRICE = "price"
NOTHING, ALL = Fraction(0), Fraction(1)
MOST_BIDS, MOST_QUALITIES = 500, 100


def check_tender(tender: Tender, place: str = "") -> None:
    """Raises ChoiceError for what no model can evaluate: no bids, a price of 0, weights of nothing, points outside their scale."""
    rules = tender.rules
    if rules.model not in MODELS:
        raise complain("unknown_model", place, model=rules.model[:40], models=", ".join(MODELS))
    if not 1 <= len(tender.bids) <= MOST_BIDS:
        raise complain("bid_count", place, count=len(tender.bids), most=MOST_BIDS)
    if len({bid.name for bid in tender.bids}) < len(tender.bids) or len({each.name for each in rules.qualities}) < len(rules.qualities):
        raise complain("doubled_bids", place)
    _check_rules(rules, place)
    for bid in tender.bids:
        _check_bid(bid, rules, place)


def _check_rules(rules: Rules, place: str) -> None:
    weights = [rules.price_weight, *(each.weight for each in rules.qualities)]
    if any(not weight.is_finite() or weight < 0 for weight in weights):
        raise complain("bid_weight", place)
    if not sum(weights):
        raise complain("weights_nothing", place)
    if len(rules.qualities) > MOST_QUALITIES or any(not each.most.is_finite() or each.most <= 0 for each in rules.qualities):
        raise complain("bid_most", place)
    if not (rules.k.is_finite() and rules.scale.is_finite() and 0 < rules.k <= 100 and 0 < rules.scale <= 1000):
        raise complain("bid_k", place)
    if rules.round_digits is not None and not 0 <= rules.round_digits <= 9:
        raise complain("bid_digits", place)
    if not (0 <= rules.least_total <= 1 and 0 <= rules.least_each <= 1):
        raise complain("bid_threshold", place)
    if rules.model in (COMMISSION, OSLO, PRICED) and not rules.qualities:
        raise complain("bid_no_quality", place)
    if rules.model == PRICED and any(
        each.value_dkk is None or not each.value_dkk.is_finite() or each.value_dkk < 0 for each in rules.qualities
    ):
        raise complain("bid_no_value", place)
    if rules.model == OSLO and not rules.price_weight:
        raise complain("bid_no_price_weight", place)
    if rules.model in (COMMISSION, OSLO) and not any(each.weight for each in rules.qualities):
        raise complain("bid_no_quality", place)


def _check_bid(bid: Bid, rules: Rules, place: str) -> None:
    if not bid.price_dkk.is_finite() or bid.price_dkk <= 0:
        raise complain("bid_price", place, bid=bid.name[:60])
    given = dict(bid.points)
    for each in rules.qualities:
        if each.name not in given:
            raise complain("bid_points_missing", place, bid=bid.name[:60], criterion=each.name[:60])
        if not given[each.name].is_finite() or not 0 <= given[each.name] <= each.most:
            raise complain("bid_points", place, bid=bid.name[:60], criterion=each.name[:60], most=each.most)


def evaluate_bids(rules: Rules, bids: Sequence[Bid]) -> tuple[BidResult, ...]:
    """Results best first; equals share a rank. The tender is to be checked before (`check_tender`)."""
    shares = find_shares(rules)
    if rules.model in POINT_MODELS:
        made = [(bid, _point_parts(rules, bid, bids, shares)) for bid in bids]
    else:
        made = [(bid, _money_parts(rules, bid, shares)) for bid in bids]
    results = [BidResult(bid.name, parts, sum((part.part for part in parts), NOTHING), 0, _find_failed(rules, bid)) for bid, parts in made]
    return _rank(results, most_wins=rules.model in POINT_MODELS)


def find_shares(rules: Rules) -> dict[str, Fraction]:
    """Weights as shares of their sum, price first."""
    weights = {PRICE: Fraction(rules.price_weight), **{each.name: Fraction(each.weight) for each in rules.qualities}}
    whole = sum(weights.values(), NOTHING)
    return {name: weight / whole for name, weight in weights.items()}


def find_price_points(rules: Rules, price: Decimal, prices: Sequence[Decimal]) -> Fraction:
    """S of a price among prices, before rounding."""
    best, scale, own = Fraction(min(prices)), Fraction(rules.scale), Fraction(price)
    if rules.model == RELATIVE:
        return scale * best / own
    if rules.model == LINEAR:
        points = scale * (ALL - (own - best) / (Fraction(rules.k) * best))
        return max(points, NOTHING) if rules.cut else points
    worst = Fraction(max(prices))
    return scale if worst == best else scale * (worst - own) / (worst - best)


def _point_parts(rules: Rules, bid: Bid, bids: Sequence[Bid], shares: dict[str, Fraction]) -> tuple[BidPart, ...]:
    price = _round(rules, find_price_points(rules, bid.price_dkk, [each.price_dkk for each in bids]))
    parts = [BidPart(PRICE, bid.price_dkk, price, shares[PRICE], price * shares[PRICE])]
    for each in rules.qualities:
        points = _round(rules, Fraction(rules.scale) * Fraction(bid.point(each.name)) / Fraction(each.most))
        parts.append(BidPart(each.name, bid.point(each.name), points, shares[each.name], points * shares[each.name]))
    return tuple(parts)


def _round(rules: Rules, points: Fraction) -> Fraction:
    """Half away from zero, as people round."""
    if rules.round_digits is None:
        return points
    unit = Fraction(1, 10**rules.round_digits)
    steps = abs(points) / unit
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return whole * unit * (1 if points >= 0 else -1)


def _money_parts(rules: Rules, bid: Bid, shares: dict[str, Fraction]) -> tuple[BidPart, ...]:
    """Price, and what each criterion adds to it (by priced quality takes off; by the Commission model nothing)."""
    price = Fraction(bid.price_dkk)
    parts = [BidPart(PRICE, bid.price_dkk, price, shares[PRICE], price)]
    for each in rules.qualities:
        reached = Fraction(bid.point(each.name)) / Fraction(each.most)
        added = NOTHING
        if rules.model == PRICED:
            added = -Fraction(each.value_dkk or 0) * reached
        elif rules.model == OSLO:  # w(quality) / w(price) x w(own) / w(quality)
            added = price * shares[each.name] / shares[PRICE] * (ALL - reached)
        parts.append(BidPart(each.name, bid.point(each.name), Fraction(bid.point(each.name)), shares[each.name], added))
    return tuple(parts)


def _find_failed(rules: Rules, bid: Bid) -> tuple[Reason, ...]:
    """The thresholds of the Commission model that a bid does not reach."""
    if rules.model != COMMISSION:
        return ()
    failed = []
    whole = sum((Fraction(each.weight) for each in rules.qualities), NOTHING)
    total = NOTHING
    for each in rules.qualities:
        reached = Fraction(bid.point(each.name)) / Fraction(each.most)
        total += reached * Fraction(each.weight) / whole
        if reached < Fraction(rules.least_each):
            failed.append(Reason.of("below_each", criterion=each.name, reached=to_decimal(reached * 100), least=rules.least_each * 100))
    if total < Fraction(rules.least_total):
        failed.insert(0, Reason.of("below_total", reached=to_decimal(total * 100), least=rules.least_total * 100))
    return tuple(failed)


def _rank(results: Sequence[BidResult], *, most_wins: bool) -> tuple[BidResult, ...]:
    def key(result: BidResult) -> Fraction:
        return -result.total if most_wins else result.total

    kept = sorted((each for each in results if not each.failed), key=lambda each: (key(each), each.bid))
    ranked: list[BidResult] = []
    for place, each in enumerate(kept, start=1):
        tied = bool(ranked) and ranked[-1].total == each.total
        ranked.append(replace(each, rank=ranked[-1].rank if tied else place))
    return (*ranked, *sorted((each for each in results if each.failed), key=lambda each: (key(each), each.bid)))


def find_winners(results: Sequence[BidResult]) -> tuple[str, ...]:
    """Those of rank 1."""
    return tuple(each.bid for each in results if each.rank == 1)


def to_decimal(value: Fraction, digits: int = 12) -> Decimal:
    """A fraction as a decimal, for people and files."""
    return round(Decimal(value.numerator) / Decimal(value.denominator), digits)


def is_money(rules: Rules) -> bool:
    """Whether totals are kroner."""
    return rules.model in (*MONEY_MODELS, COMMISSION)
