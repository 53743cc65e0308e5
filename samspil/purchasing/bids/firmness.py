"""How firmly the winner stands: without each bid, over all weights of price, over slopes k; and what each criterion really weighs among these bids. Exact, in fractions."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from samspil.purchasing.bids.evaluate import ALL, NOTHING, PRICE, evaluate_bids, find_shares, find_winners, is_money, to_decimal
from samspil.purchasing.bids.model import LINEAR, OSLO, POINT_MODELS, PRICED, BidResult, EffectiveWeight, Removal, Rules, Span, Tender

SLOPES = tuple(Decimal(number) / 20 for number in range(2, 41))  # 0.10 to 2.00
_MOST_REMOVED = 60


def find_removals(tender: Tender, results: Sequence[BidResult]) -> tuple[Removal, ...]:
    """Without each bid in turn (the first sixty in the order): the winners, and the pairs that turn."""
    if len(tender.bids) < 2:
        return ()
    ranks = {each.bid: each.rank for each in results}
    names = [each.bid for each in results][:_MOST_REMOVED]
    return tuple(_remove(name, tender, ranks) for name in names)


def _remove(name: str, tender: Tender, ranks: dict[str, int]) -> Removal:
    after = evaluate_bids(tender.rules, [bid for bid in tender.bids if bid.name != name])
    new = {each.bid: each.rank for each in after if each.rank}
    order = sorted(new, key=lambda bid: (ranks[bid], bid))
    turned = [
        (above, below)
        for place, above in enumerate(order)
        for below in order[place + 1 :]
        if ranks[above] < ranks[below] and new[above] > new[below]
    ]
    return Removal(name, find_winners(after), tuple(turned))


def find_effective(rules: Rules, results: Sequence[BidResult]) -> tuple[EffectiveWeight, ...]:
    """Each criterion's stated and effective share. In models of money the differences are kroner as they count in the evaluated price."""
    shares = find_shares(rules)
    spreads = {}
    for number, name in enumerate(shares):
        parts = [each.parts[number].part for each in results]
        spreads[name] = max(parts) - min(parts)
    whole = sum(spreads.values(), NOTHING)
    return tuple(EffectiveWeight(name, shares[name], spreads[name] / whole if whole else None) for name in shares)


def find_weight_spans(tender: Tender, results: Sequence[BidResult]) -> tuple[Span, ...]:
    """Who wins at every weight of price from 0 to 1, the quality criteria in their proportions; by priced quality: at every factor 0 to 3 on the values.

    Totals are straight lines in the setting, so winners change only where two lines cross; between crossings one look is enough.
    """
    rules = tender.rules
    kept = [each for each in results if each.rank]
    if len(kept) < 2 or rules.model not in (*POINT_MODELS, PRICED, OSLO):
        return ()
    if rules.model == PRICED:
        lines = {each.bid: (each.parts[0].part, each.total - each.parts[0].part) for each in kept}
        return _find_spans("value_factor", lines, Fraction(3), most_wins=False)
    quality = ALL - find_shares(rules)[PRICE]
    if not quality:
        return ()
    if rules.model == OSLO:
        ratio = quality / find_shares(rules)[PRICE]
        lines = {each.bid: (each.parts[0].part, (each.total - each.parts[0].part) / ratio) for each in kept}
        spans = _find_spans("ratio", lines, Fraction(9), most_wins=False)  # price's weight from 100 % to 10 %
        return tuple(Span("price_weight", ALL / (ALL + each.high), ALL / (ALL + each.low), each.winners) for each in reversed(spans))
    lines = {}
    for each in kept:
        rest = sum((part.part for part in each.parts[1:]), NOTHING) / quality
        lines[each.bid] = (rest, each.parts[0].points - rest)  # at weight t: rest + t x (price - rest)
    return _find_spans("price_weight", lines, ALL, most_wins=True)


def _find_spans(kind: str, lines: dict[str, tuple[Fraction, Fraction]], most: Fraction, *, most_wins: bool) -> tuple[Span, ...]:
    """Winners between 0 and `most`, by lines (at 0, slope): along the upper edge from crossing to crossing."""
    sign = 1 if most_wins else -1
    edge = {name: (sign * a, sign * b) for name, (a, b) in lines.items()}
    spans, here = [], NOTHING
    while here < most:
        base, slope = max(edge.values(), key=lambda line: (line[0] + line[1] * here, line[1]))
        crossings = [(base - a) / (b - slope) for a, b in edge.values() if b > slope]
        end = min([most, *crossings])
        winners = tuple(sorted(name for name, line in edge.items() if line == (base, slope)))
        spans.append(Span(kind, here, end, winners))
        here = end
    return tuple(spans)


def find_slope_spans(tender: Tender) -> tuple[Span, ...]:
    """Who wins by each k from 0.10 to 2.00 in steps of 0.05 (linear model only); neighbours with the same winners are one span."""
    if tender.rules.model != LINEAR or len(tender.bids) < 2:
        return ()
    spans: list[Span] = []
    for k in SLOPES:
        winners = find_winners(evaluate_bids(replace(tender.rules, k=k), tender.bids))
        if spans and spans[-1].winners == winners:
            spans[-1] = replace(spans[-1], high=Fraction(k))
        else:
            spans.append(Span("k", Fraction(k), Fraction(k), winners))
    return tuple(spans)


def find_lead(results: Sequence[BidResult], rules: Rules) -> Decimal | None:
    """How far the first is ahead of the second, in points or kroner; None with fewer than two."""
    kept = [each for each in results if each.rank]
    if len(kept) < 2:
        return None
    lead = kept[0].total - kept[1].total
    return to_decimal(-lead if is_money(rules) else lead)
