"""The whole evaluation of a tender's bids."""

from samspil.purchasing.bids.evaluate import check_tender, evaluate_bids, find_winners
from samspil.purchasing.bids.firmness import find_effective, find_removals, find_slope_spans, find_weight_spans
from samspil.purchasing.bids.model import OUR_FORM, Evaluation, Tender
from samspil.purchasing.bids.warn import find_warnings


def evaluate_tender(tender: Tender, place: str = "") -> Evaluation:
    """Results, effective weights, what each bid's absence would change, spans of weights and slopes, warnings. Raises ChoiceError."""
    check_tender(tender, place)
    results = evaluate_bids(tender.rules, tender.bids)
    effective = find_effective(tender.rules, results)
    removals = find_removals(tender, results)
    return Evaluation(
        tender,
        results,
        find_winners(results),
        effective,
        removals,
        find_weight_spans(tender, results),
        find_slope_spans(tender),
        find_warnings(tender, results, effective, removals),
        tender.rules.model in OUR_FORM,
    )
