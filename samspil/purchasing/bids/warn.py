"""Pitfalls of a model that these bids meet, each with its numbers. Limits are Samspil's own and stand here."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from samspil.purchasing.bids.evaluate import PRICE, evaluate_bids, find_price_points, find_winners, to_decimal
from samspil.purchasing.bids.model import (
    LINEAR,
    MINMAX,
    OSLO,
    OUR_FORM,
    POINT_MODELS,
    RELATIVE,
    BidResult,
    EffectiveWeight,
    Removal,
    Tender,
)
from samspil.values.reason import Reason

SQUEEZED = Fraction(1, 10)  # a relative model that swallows more than 10 points of 100 of a price difference
NARROW = Fraction(1, 10)  # a min-max scale over less than 10 % of the lowest price
DUMMY = Fraction(3, 2)  # the dearest bid against the second dearest
CLUSTER = Fraction(1, 4)  # quality points spread over less than a quarter of the scale
SHIFT = Fraction(1, 10)  # effective against stated weight
MANY = 8


def find_warnings(
    tender: Tender, results: Sequence[BidResult], effective: Sequence[EffectiveWeight], removals: Sequence[Removal]
) -> tuple[Reason, ...]:
    """All that apply."""
    found = [Reason.of("our_form", model=tender.rules.model)] if tender.rules.model in OUR_FORM else []
    found += _warn_count(tender, results)
    found += _warn_reversal(tender, results, removals)
    if tender.rules.model in POINT_MODELS:
        found += [*_warn_price(tender), *_warn_dummy(tender, results, removals), *_warn_rounding(tender, results)]
    if tender.rules.model in (*POINT_MODELS, OSLO):
        found += [*_warn_cluster(tender), *_warn_shift(effective)]
    return tuple(found)


def _warn_count(tender: Tender, results: Sequence[BidResult]) -> list[Reason]:
    winners = find_winners(results)
    found = []
    if len(tender.bids) == 1:
        found.append(Reason.of("one_bid"))
    if not winners:
        found.append(Reason.of("all_below"))
    if len(winners) > 1:
        found.append(Reason.of("bids_tied", bids=", ".join(winners)))
    if len(tender.rules.qualities) > MANY:
        found.append(Reason.of("many_criteria", count=len(tender.rules.qualities)))
    return found


def _warn_reversal(tender: Tender, results: Sequence[BidResult], removals: Sequence[Removal]) -> list[Reason]:
    """The model may turn two bids because of a third; or does so here."""
    turning = [each for each in removals if each.turned]
    if turning:
        above, below = turning[0].turned[0]
        return [Reason.of("reversal_here", removed=turning[0].removed, above=above, below=below, count=len(turning))]
    return [Reason.of("reversal_possible", model=tender.rules.model)] if tender.rules.model in POINT_MODELS and len(results) > 1 else []


def _warn_price(tender: Tender) -> list[Reason]:
    rules, prices = tender.rules, [bid.price_dkk for bid in tender.bids]
    low, high = Fraction(min(prices)), Fraction(max(prices))
    spread, found = (high - low) / low, []
    worst = find_price_points(rules, max(prices), prices)
    lost = (Fraction(rules.scale) - worst) / Fraction(rules.scale)
    if rules.model == RELATIVE and spread - lost > SQUEEZED:
        found.append(Reason.of("squeezed", spread=_percent(spread), lost=_percent(lost)))
    if rules.model == MINMAX and 0 < spread < NARROW:
        found.append(Reason.of("narrow", spread=_percent(spread)))
    if rules.model == LINEAR:
        span = Fraction(rules.k)
        if worst < 0:
            found.append(Reason.of("negative_points", points=to_decimal(worst, 4)))
        cut = sum((Fraction(price) - low) / low > span for price in prices) if rules.cut else 0
        if cut:
            found.append(Reason.of("cut_points", count=cut, limit=to_decimal(low * (1 + span), 2)))
    return found


def _warn_dummy(tender: Tender, results: Sequence[BidResult], removals: Sequence[Removal]) -> list[Reason]:
    """A bid far dearer than the next stretches the min-max scale: other price differences come to weigh less."""
    ordered = sorted(tender.bids, key=lambda bid: bid.price_dkk)
    if tender.rules.model != MINMAX or len(ordered) < 3 or Fraction(ordered[-1].price_dkk) < DUMMY * Fraction(ordered[-2].price_dkk):
        return []
    without = next((each.winners for each in removals if each.removed == ordered[-1].name), ())
    key = "dummy_decides" if without != find_winners(results) else "dummy"
    return [Reason.of(key, bid=ordered[-1].name, without=", ".join(without))]


def _warn_rounding(tender: Tender, results: Sequence[BidResult]) -> list[Reason]:
    if tender.rules.round_digits is None:
        return []
    exact = evaluate_bids(replace(tender.rules, round_digits=None), tender.bids)
    if find_winners(exact) != find_winners(results):
        return [Reason.of("rounding_decides", winners=", ".join(find_winners(exact)))]
    turned = {each.bid: each.rank for each in exact} != {each.bid: each.rank for each in results}
    return [Reason.of("rounding_turns")] if turned else []


def _warn_cluster(tender: Tender) -> list[Reason]:
    """All get much the same points: the criterion hardly decides, whatever its weight."""
    if len(tender.bids) < 2:
        return []
    found = []
    for each in tender.rules.qualities:
        points = [Fraction(bid.point(each.name)) for bid in tender.bids]
        if each.weight and (max(points) - min(points)) / Fraction(each.most) < CLUSTER:
            found.append(
                Reason.of(
                    "clustered",
                    criterion=each.name,
                    low=min(bid.point(each.name) for bid in tender.bids),
                    high=max(bid.point(each.name) for bid in tender.bids),
                    most=each.most,
                )
            )
    return found


def _warn_shift(effective: Sequence[EffectiveWeight]) -> list[Reason]:
    price = next(each for each in effective if each.criterion == PRICE)
    if price.effective is None or abs(price.effective - price.stated) <= SHIFT:
        return []
    return [Reason.of("weight_shifted", stated=_percent(price.stated), effective=_percent(price.effective))]


def _percent(share: Fraction) -> Decimal:
    return to_decimal(share * 100, 4)
