"""What stands around an offer's price: quality, contract, and figures beside those of comparable offers (same paragraph and target group, other suppliers)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from samspil.purchasing.prices.model import LEAST_OFFERS, LEAST_PERSONS, LEAST_SUPPLIERS, Quality, Terms
from samspil.purchasing.prices.rows import Row, mean_score, newest_scores
from samspil.values.purchasing import Contract, Offer, Outcome, Portfolio, Supervision

MEASURES = ("supervision", "goals_met", "occupancy", "staff", "add_on_share", "hours")


class Around:
    """Figures of each offer, and the medians of its peers. `rows`: the placements of the years looked at."""

    def __init__(self, portfolio: Portfolio, rows: Sequence[Row]) -> None:
        self._portfolio = portfolio
        self.scores = newest_scores(portfolio.supervisions)
        self.outcomes = _newest_outcomes(portfolio.outcomes)
        self._suppliers = {offer.id: offer.supplier for offer in portfolio.offers}
        self._members: dict[tuple[str, str], set[str]] = defaultdict(set)
        by_offer: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self._members[row.cell].add(row.offer.id)
            by_offer[row.offer.id].append(row)
        self.figures = {offer: self._measure(lines) for offer, lines in by_offer.items()}
        self._contracts: dict[str, list[Contract]] = defaultdict(list)
        for contract in portfolio.contracts:
            self._contracts[contract.offer].append(contract)

    def _measure(self, rows: Sequence[Row]) -> dict[str, Decimal]:
        """The figures of an offer that are known."""
        offer = rows[0].offer
        outcome = self.outcomes.get(offer.id)
        paid = sum((row.placement.paid_dkk for row in rows), Decimal(0))
        hours = [(row.placement.hours_per_week, row.placement.days) for row in rows if row.placement.hours_per_week is not None]
        known: dict[str, Decimal | None] = {
            "supervision": mean_score(self.scores.get(offer.id, {}).values()),
            "goals_met": outcome.goals_met if outcome and outcome.persons >= LEAST_PERSONS else None,
            "occupancy": offer.occupancy,
            "staff": offer.staff_per_place,
            "add_on_share": sum((row.placement.add_on_dkk for row in rows), Decimal(0)) / paid if paid else None,
            "hours": sum((each * days for each, days in hours if each), Decimal(0)) / sum(days for _each, days in hours) if hours else None,
        }
        return {name: value for name, value in known.items() if value is not None}

    def peers(self, offer: Offer, cell: tuple[str, str], measure: str) -> Decimal | None:
        """The median of a measure over comparable offers of other suppliers; None under five offers of three suppliers."""
        others = [each for each in self._members[cell] if self._suppliers[each] != offer.supplier and measure in self.figures[each]]
        if len(others) < LEAST_OFFERS or len({self._suppliers[each] for each in others}) < LEAST_SUPPLIERS:
            return None
        return median(self.figures[each][measure] for each in others)

    def quality(self, offer: Offer, cell: tuple[str, str]) -> Quality:
        """Supervision and results beside those of comparable offers."""
        scores: Mapping[str, Supervision] = self.scores.get(offer.id, {})
        outcome = self.outcomes.get(offer.id)
        told = outcome if outcome and outcome.persons >= LEAST_PERSONS else None
        return Quality(
            mean_score(scores.values()),
            max((each.on for each in scores.values()), default=None),
            len(scores),
            self.peers(offer, cell, "supervision"),
            told.goals_met if told else None,
            told.breakdowns if told else None,
            outcome.persons if outcome else 0,
            outcome.year if outcome else None,
            self.peers(offer, cell, "goals_met"),
        )

    def terms(self, offer: str) -> Terms:
        """The dates of the offer's contract on the day the data tell of."""
        return find_terms(self._contracts.get(offer, ()), self._portfolio.as_of)


def _newest_outcomes(outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    newest: dict[str, Outcome] = {}
    for each in outcomes:
        if each.offer not in newest or each.year > newest[each.offer].year:
            newest[each.offer] = each
    return newest


def find_terms(contracts: Sequence[Contract], as_of: date) -> Terms:
    """Of an offer's contracts on file, the one that runs longest; an open end is longest of all. `notice_by`: the last day on which notice can be given."""
    signed = [each for each in contracts if each.on_file and (each.starts is None or each.starts <= as_of)]
    if not signed:
        return Terms("none")
    chosen = max(signed, key=lambda each: (each.expires or date.max, each.id))
    notice = chosen.notice_days
    if chosen.expires is None:
        return Terms("open", chosen.id, None, notice)
    by = chosen.expires - timedelta(days=notice) if notice is not None else None
    return Terms("expired" if chosen.expires < as_of else "running", chosen.id, chosen.expires, notice, by)
