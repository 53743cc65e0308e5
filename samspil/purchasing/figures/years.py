"""A year of an offer, a supplier or everything: volume, price, growth, net; and the trend over the years."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from samspil.purchasing.figures.deals import by_year, sum_listed, sum_volumes
from samspil.purchasing.figures.model import Deal, Growth, Price, YearLine
from samspil.purchasing.figures.peers import Peers, compare
from samspil.purchasing.figures.refund import sum_net
from samspil.purchasing.figures.settings import Basis
from samspil.values.reason import Reason

ZERO = Decimal(0)


def list_years(deals: Sequence[Deal], peers: Peers, basis: Basis, bought: Mapping[int, Decimal]) -> tuple[YearLine, ...]:
    """A line for each year with deals; `bought`: the whole external purchase by year, for the share (own deals have none)."""
    years = by_year(deals)
    return tuple(_line(year, found, years.get(year - 1, []), peers, basis, bought) for year, found in years.items())


def _line(year: int, deals: Sequence[Deal], before: Sequence[Deal], peers: Peers, basis: Basis, bought: Mapping[int, Decimal]) -> YearLine:
    external = sum((deal.volume.total_dkk for deal in deals if not deal.own), ZERO)
    whole = bought.get(year, ZERO)
    share = external / whole if whole and any(not deal.own for deal in deals) else None
    volume = sum_volumes([deal.volume for deal in deals])
    net = sum_net([deal.net for deal in deals], year)
    growth = find_growth(year, deals, before, basis)
    return YearLine(year, volume, mean_price(deals), compare(deals, peers), sum_listed(deals), growth, net, share)


def mean_price(deals: Sequence[Deal]) -> Decimal | None:
    """Kroner per day over all deals with a price, weighted by days: depends on what was bought."""
    priced = [(deal.price.dkk_day, deal.price.days) for deal in deals if isinstance(deal.price, Price)]
    days = sum(days for _price, days in priced)
    return sum((price * number for price, number in priced), ZERO) / days if days else None


def find_growth(year: int, deals: Sequence[Deal], before: Sequence[Deal], basis: Basis) -> Growth | Reason:
    """Prices against the year before for what both years bought, weighted by this year's days (a Paasche index), in the kroner of each year."""
    earlier = {(*deal.group[:3], deal.offer): deal.price.dkk_day for deal in before if isinstance(deal.price, Price)}
    now = then = ZERO
    days = 0
    for deal in deals:
        old = earlier.get((*deal.group[:3], deal.offer))
        if isinstance(deal.price, Price) and old is not None:
            now, then, days = now + deal.price.dkk_day * deal.price.days, then + old * deal.price.days, days + deal.price.days
    if not then:
        return Reason.of("no_year_before", year=year - 1)
    index = basis.index_growth(year)
    if basis.price_year and index is None:
        return Reason.of("no_index", from_year=year - 1, to_year=year)
    stated = now / then * (1 + index) if basis.price_year and index is not None else now / then
    return Growth(year, stated - 1, index, days)
