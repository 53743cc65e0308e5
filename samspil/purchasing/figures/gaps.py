"""What is missing in the data of a year, so that nobody takes a figure for more than it is: kind, how many of how many, kroner concerned."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspil.purchasing.figures.model import Deal, Listed, Price, Scores, Stats, SupplierFigures
from samspil.purchasing.figures.peers import Peers
from samspil.values.purchasing import Portfolio
from samspil.values.reason import Reason

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Gap:
    """`count` of `whole` offers bought of (for deals: of deals) lack what `key` names; they hold `paid_dkk`. `deals`: counted in deals."""

    key: str
    count: int
    whole: int
    paid_dkk: Decimal
    deals: bool = False


def list_gaps(portfolio: Portfolio, deals: Sequence[Deal], peers: Peers, suppliers: Sequence[SupplierFigures]) -> tuple[Gap, ...]:
    """The gaps of the external purchase of a year; those with nothing missing are left out."""
    return tuple(gap for gap in (*_in_deals(deals, peers), *_in_offers(portfolio, deals, suppliers)) if gap.count)


def _in_deals(deals: Sequence[Deal], peers: Peers) -> list[Gap]:
    tests: dict[str, Callable[[Deal], bool]] = {
        "price": lambda deal: not isinstance(deal.price, Price),
        "peers": lambda deal: not isinstance(peers.find(deal), Stats),
        "listed": lambda deal: not isinstance(deal.listed, Listed),
        "hours": lambda deal: not isinstance(deal.hourly, Price),
        "refund": lambda deal: bool(deal.net.unknown_dkk),
    }
    found = []
    for key, lacks in tests.items():
        missing = [deal.volume.total_dkk for deal in deals if lacks(deal)]
        found.append(Gap(key, len(missing), len(deals), sum(missing, ZERO), deals=True))
    return found


def _in_offers(portfolio: Portfolio, deals: Sequence[Deal], suppliers: Sequence[SupplierFigures]) -> list[Gap]:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for deal in deals:
        paid[deal.offer] += deal.volume.total_dkk
    on_file = {contract.offer for contract in portfolio.contracts if contract.on_file}
    known = {each.offer.id: (supplier, each) for supplier in suppliers for each in supplier.offers}
    lacking: dict[str, list[str]] = {
        key: [] for key in ("offer", "supervision", "old_supervision", "outcome", "contract", "place", "accounts")
    }
    for offer in paid:
        if offer not in known:
            lacking["offer"].append(offer)
            continue
        supplier, each = known[offer]
        tests = {
            "supervision": isinstance(each.scores, Reason),
            "old_supervision": isinstance(each.scores, Scores) and bool(each.scores.old),
            "outcome": all(isinstance(result.value, Reason) for result in each.results),
            "contract": offer not in on_file,
            "place": not each.offer.municipality,
            "accounts": supplier.supplier.accounts_year is None,
        }
        for key, lacks in tests.items():
            if lacks:
                lacking[key].append(offer)
    return [Gap(key, len(offers), len(paid), sum((paid[offer] for offer in offers), ZERO)) for key, offers in lacking.items()]
