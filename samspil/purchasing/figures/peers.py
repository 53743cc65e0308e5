"""Groups that may be compared: same paragraph, target group, support level and year, at least five offers of at least three suppliers; else none, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from samspil.purchasing.figures.model import LEAST_OFFERS, LEAST_SUPPLIERS, Deal, Price, Relative, Stats
from samspil.values.reason import Reason

Group = tuple[str, str, int, int]


class Point(NamedTuple):
    """One offer's number."""

    offer: str
    supplier: str
    value: Decimal


def describe(points: Sequence[Point]) -> Stats | Reason:
    """Lowest, quartiles, highest of a group; a Reason when it is too small to compare. One number per offer."""
    offers, suppliers = len({point.offer for point in points}), len({point.supplier for point in points})
    if offers < LEAST_OFFERS or suppliers < LEAST_SUPPLIERS:
        return Reason.of("few_peers", offers=offers, suppliers=suppliers, least=LEAST_OFFERS, least_suppliers=LEAST_SUPPLIERS)
    values = sorted(point.value for point in points)
    q1, median, q3 = (quantile(values, Decimal(quarter) / 4) for quarter in (1, 2, 3))
    return Stats(offers, suppliers, values[0], q1, median, q3, values[-1])


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """Straight line between the two nearest ranks (type 7 of Hyndman and Fan 1996, as numpy's default). Raises IndexError when there is nothing."""
    rank = share * (len(ordered) - 1)
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (rank - below)


class Peers:
    """Price statistics of external deals, by group and by the kind of price ('price' per day, 'hourly')."""

    def __init__(self, deals: Iterable[Deal]) -> None:
        points: dict[tuple[str, Group], list[Point]] = defaultdict(list)
        for deal in deals:
            for kind in ("price", "hourly"):
                price = getattr(deal, kind)
                if not deal.own and isinstance(price, Price):
                    points[kind, deal.group].append(Point(deal.offer, deal.supplier, price.dkk_day))
        self._stats = {key: describe(found) for key, found in points.items()}

    def find(self, deal: Deal, kind: str = "price") -> Stats | Reason:
        """The group a deal belongs to; own deals are set against external ones too."""
        none = Reason.of("few_peers", offers=0, suppliers=0, least=LEAST_OFFERS, least_suppliers=LEAST_SUPPLIERS)
        return self._stats.get((kind, deal.group), none)

    def groups(self) -> dict[Group, Stats | Reason]:
        """Every group of prices per day."""
        return {group: stats for (kind, group), stats in self._stats.items() if kind == "price"}


def compare(deals: Sequence[Deal], peers: Peers) -> Relative | Reason:
    """Paid for the days of comparable deals, over what those days would have cost at the median of each deal's peers."""
    paid, median, days, reasons = Decimal(0), Decimal(0), 0, []
    for deal in deals:
        stats = peers.find(deal)
        if isinstance(deal.price, Reason) or isinstance(stats, Reason):
            reasons.append(deal.price if isinstance(deal.price, Reason) else stats)
            continue
        paid += deal.price.dkk_day * deal.price.days
        median += stats.median * deal.price.days
        days += deal.price.days
    if not median:
        return next((reason for reason in reasons if isinstance(reason, Reason)), Reason.of("not_bought"))
    return Relative(paid / median, paid, median, days, sum(deal.volume.days for deal in deals))
