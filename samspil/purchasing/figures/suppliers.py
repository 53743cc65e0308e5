"""Key figures of each supplier and offer, with peers: what the pages of a supplier show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from samspil.purchasing.figures.model import Deal, Measured, OfferFigures, Scores, Stats, SupplierFigures, YearLine
from samspil.purchasing.figures.peers import Peers, Point, describe
from samspil.purchasing.figures.quality import RESULTS, join_scores, read_result, read_scores
from samspil.purchasing.figures.settings import Basis
from samspil.purchasing.figures.years import list_years
from samspil.values.purchasing import Offer, Outcome, Portfolio, Supervision, Supplier
from samspil.values.reason import Reason

STAFF = ("staff_per_place", "educated_share", "sick_leave", "staff_turnover")
MEASURES = ("occupancy", "budgeted_occupancy", *STAFF, "distance_km", "days_to_start")
ECONOMY = ("surplus_share", "solvency", "salary_share")
Group = tuple[str, str]


class OfferPeers:
    """An offer's other numbers beside those of offers with the same paragraph and target group (its first group that is large enough)."""

    def __init__(self, offers: Sequence[Offer], values: Mapping[str, Mapping[str, Decimal | Reason]]) -> None:
        self._values = values
        self._groups: dict[Group, list[Offer]] = defaultdict(list)
        self._stats: dict[tuple[str, Group], Stats | Reason] = {}
        for offer in offers:
            if not offer.own:
                for group in groups_of(offer):
                    self._groups[group].append(offer)

    def measure(self, name: str, offer: Offer) -> Measured:
        """One number with its peers."""
        value = self._values[name].get(offer.id, Reason.of("not_told"))
        found = [self._find(name, group) for group in groups_of(offer)]
        best = next((stats for stats in found if isinstance(stats, Stats)), found[0] if found else Reason.of("not_told"))
        return Measured(name, value, best)

    def _find(self, name: str, group: Group) -> Stats | Reason:
        if (name, group) not in self._stats:
            values = self._values[name]
            points = [Point(o.id, o.supplier, value) for o in self._groups[group] if isinstance(value := values.get(o.id), Decimal)]
            self._stats[name, group] = describe(points)
        return self._stats[name, group]


def groups_of(offer: Offer) -> list[Group]:
    """Paragraph and target group, all pairs."""
    return [(paragraph, group) for paragraph in offer.paragraphs for group in offer.target_groups]


def list_suppliers(
    portfolio: Portfolio, deals: Sequence[Deal], peers: Peers, basis: Basis, bought: Mapping[int, Decimal]
) -> tuple[SupplierFigures, ...]:
    """Every supplier with its offers, also those nothing was bought of; the largest purchase first."""
    offers: dict[str, list[OfferFigures]] = defaultdict(list)
    deals_of: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        deals_of[deal.supplier].append(deal)
    for figures in list_offers(portfolio, deals, peers, basis, bought):
        offers[figures.offer.supplier].append(figures)
    economy = {name: _compare_economy(portfolio.suppliers, name) for name in ECONOMY}
    found = []
    for supplier in portfolio.suppliers:
        trend = list_years(deals_of[supplier.id], peers, basis, bought)
        scores = join_scores([each.scores for each in offers[supplier.id] if isinstance(each.scores, Scores)])
        numbers = tuple(_measure_economy(supplier, name, economy[name]) for name in ECONOMY)
        found.append(SupplierFigures(supplier, _last(trend, basis), trend, tuple(offers[supplier.id]), scores, numbers))
    return tuple(sorted(found, key=lambda each: (-each.now.volume.total_dkk if each.now else 1, each.supplier.id)))


def list_offers(
    portfolio: Portfolio, deals: Sequence[Deal], peers: Peers, basis: Basis, bought: Mapping[int, Decimal]
) -> Iterator[OfferFigures]:
    """Every offer with its years, scores, and numbers beside its peers'."""
    scores = read_all_scores(portfolio, basis)
    outcomes = {each.offer: each for each in portfolio.outcomes if each.year == basis.year}
    compared = OfferPeers(portfolio.offers, _gather_values(portfolio, scores, outcomes))
    deals_of: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        deals_of[deal.offer].append(deal)
    for offer in portfolio.offers:
        trend = list_years(deals_of[offer.id], peers, basis, bought)
        measured = tuple(compared.measure(name, offer) for name in ("supervision", *MEASURES))
        results = tuple(compared.measure(name, offer) for name in RESULTS)
        now = tuple(deal for deal in deals_of[offer.id] if deal.year == basis.year)
        persons = outcomes[offer.id].persons if offer.id in outcomes else None
        yield OfferFigures(offer, _last(trend, basis), trend, now, scores[offer.id], measured, results, persons)


def _last(trend: Sequence[YearLine], basis: Basis) -> YearLine | None:
    return trend[-1] if trend and trend[-1].year == basis.year else None


def read_all_scores(portfolio: Portfolio, basis: Basis) -> dict[str, Scores | Reason]:
    """Scores of every offer at the end of the year shown, or the day of the data when that is earlier."""
    on = min(date(basis.year, 12, 31), portfolio.as_of)
    found: dict[str, list[Supervision]] = defaultdict(list)
    for each in portfolio.supervisions:
        found[each.offer].append(each)
    return {offer.id: read_scores(found[offer.id], on, basis.settings.old_years) for offer in portfolio.offers}


def _gather_values(
    portfolio: Portfolio, scores: Mapping[str, Scores | Reason], outcomes: Mapping[str, Outcome]
) -> dict[str, dict[str, Decimal | Reason]]:
    """Each number of every offer that tells it."""
    values: dict[str, dict[str, Decimal | Reason]] = {name: {} for name in ("supervision", *MEASURES, *RESULTS)}
    for offer in portfolio.offers:
        score = scores[offer.id]
        values["supervision"][offer.id] = score.mean if isinstance(score, Scores) else score
        for name in MEASURES:
            number = getattr(offer, name)
            values[name][offer.id] = Reason.of("not_told") if number is None else Decimal(number)
        for name in RESULTS:
            values[name][offer.id] = read_result(outcomes.get(offer.id), name)
    return values


def _compare_economy(suppliers: Sequence[Supplier], name: str) -> Stats | Reason:
    """All suppliers that told the number; each counts once."""
    return describe([Point(each.id, each.id, number) for each in suppliers if (number := getattr(each, name)) is not None])


def _measure_economy(supplier: Supplier, name: str, stats: Stats | Reason) -> Measured:
    number: Decimal | None = getattr(supplier, name)
    return Measured(name, Reason.of("not_told") if number is None else number, stats)
