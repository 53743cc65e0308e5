"""The whole portfolio in a year: totals, parts, prices against quality, places on the map, and what is missing. `build_figures` is the door."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspil.purchasing.figures.concentration import list_concentrations
from samspil.purchasing.figures.deals import build_deals, sum_volumes
from samspil.purchasing.figures.gaps import Gap, list_gaps
from samspil.purchasing.figures.model import Concentration, Deal, Net, Relative, Scores, Stats, SupplierFigures, Volume, YearLine
from samspil.purchasing.figures.peers import Group, Peers, compare
from samspil.purchasing.figures.refund import sum_net
from samspil.purchasing.figures.settings import Basis, Settings, settle
from samspil.purchasing.figures.suppliers import list_suppliers
from samspil.purchasing.figures.years import list_years, mean_price
from samspil.values.purchasing import Offer, Portfolio
from samspil.values.reason import Reason

ZERO = Decimal(0)
DIVISIONS = ("paragraph", "target_group", "municipality", "ownership")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the external purchase: `code` of what it is divided by ('' where the data do not tell), `share` of the kroner."""

    code: str
    volume: Volume
    net: Net
    offers: int
    suppliers: int
    share: Decimal
    relative: Relative | Reason


@dataclass(frozen=True, slots=True)
class Point:
    """An external offer in price against quality: `relative` price against peers, mean supervision score, kroner and days of the year."""

    offer: str
    supplier: str
    name: str
    dkk_day: Decimal | None
    relative: Relative
    quality: Decimal
    paid_dkk: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Overview:
    """One year of the portfolio. `divisions`: by name (`DIVISIONS`) its parts, the largest first; `unplaced`: offers that lack price peers or scores."""

    year: int
    external: Volume
    own: Volume
    net: Net
    suppliers: int
    offers: int
    divisions: Mapping[str, tuple[Part, ...]]
    points: tuple[Point, ...]
    unplaced: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything calculated of a portfolio. `groups`: the groups of peers; `external`, `own`: years of all that is bought and run."""

    portfolio: Portfolio
    basis: Basis
    deals: tuple[Deal, ...]
    groups: Mapping[Group, Stats | Reason]
    suppliers: tuple[SupplierFigures, ...]
    concentrations: tuple[Concentration, ...]
    external: tuple[YearLine, ...]
    own: tuple[YearLine, ...]
    overview: Overview


def build_figures(portfolio: Portfolio, settings: Settings | None = None) -> Figures:
    """All key figures. Raises FiguresError (see `settle`)."""
    basis = settle(portfolio, settings or Settings())
    deals = build_deals(portfolio, basis)
    peers = Peers(deals)
    bought: dict[int, Decimal] = defaultdict(Decimal)
    for deal in deals:
        if not deal.own:
            bought[deal.year] += deal.volume.total_dkk
    suppliers = list_suppliers(portfolio, deals, peers, basis, bought)
    external, own = (list_years([deal for deal in deals if deal.own == mine], peers, basis, bought) for mine in (False, True))
    now = [deal for deal in deals if deal.year == basis.year]
    overview = _overview(portfolio, now, peers, basis, suppliers)
    return Figures(portfolio, basis, deals, peers.groups(), suppliers, list_concentrations(now), external, own, overview)


def portfolio_overview(portfolio: Portfolio, year: int, settings: Settings | None = None) -> Overview:
    """The overview alone. Raises FiguresError."""
    given = settings or Settings()
    return build_figures(portfolio, Settings(year, given.index, given.price_year, given.rates, given.convention, given.old_years)).overview


def _overview(portfolio: Portfolio, deals: Sequence[Deal], peers: Peers, basis: Basis, suppliers: Sequence[SupplierFigures]) -> Overview:
    bought = [deal for deal in deals if not deal.own]
    points, unplaced = _points(bought, peers, suppliers)
    return Overview(
        basis.year,
        sum_volumes([deal.volume for deal in bought]),
        sum_volumes([deal.volume for deal in deals if deal.own]),
        sum_net([deal.net for deal in bought], basis.year),
        len({deal.supplier for deal in bought}),
        len({deal.offer for deal in bought}),
        divide(portfolio, bought, peers),
        points,
        unplaced,
        list_gaps(portfolio, bought, peers, suppliers),
    )


def divide(portfolio: Portfolio, deals: Sequence[Deal], peers: Peers) -> dict[str, tuple[Part, ...]]:
    """The deals by each division; the shares of each sum to one."""
    offers = {offer.id: offer for offer in portfolio.offers}
    ownership = {supplier.id: supplier.ownership for supplier in portfolio.suppliers}
    codes: dict[str, Callable[[Deal], str]] = {
        "paragraph": lambda deal: deal.paragraph,
        "target_group": lambda deal: deal.target_group,
        "municipality": lambda deal: _where(offers.get(deal.offer)),
        "ownership": lambda deal: ownership.get(deal.supplier, ""),
    }
    return {name: _parts(deals, code, peers) for name, code in codes.items()}


def _where(offer: Offer | None) -> str:
    return offer.municipality if offer else ""


def _parts(deals: Sequence[Deal], code: Callable[[Deal], str], peers: Peers) -> tuple[Part, ...]:
    found: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        found[code(deal)].append(deal)
    whole = sum((deal.volume.total_dkk for deal in deals), ZERO)
    parts = [_part(name, held, whole, peers) for name, held in found.items()]
    return tuple(sorted(parts, key=lambda part: (-part.volume.total_dkk, part.code)))


def _part(code: str, deals: Sequence[Deal], whole: Decimal, peers: Peers) -> Part:
    volume = sum_volumes([deal.volume for deal in deals])
    net = sum_net([deal.net for deal in deals], deals[0].year)
    offers, suppliers = len({deal.offer for deal in deals}), len({deal.supplier for deal in deals})
    return Part(code, volume, net, offers, suppliers, volume.total_dkk / whole if whole else ZERO, compare(deals, peers))


def _points(deals: Sequence[Deal], peers: Peers, suppliers: Iterable[SupplierFigures]) -> tuple[tuple[Point, ...], int]:
    """Offers with both price peers and a score, and how many bought offers lack one of them."""
    held: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        held[deal.offer].append(deal)
    points, known = [], {each.offer.id: each for supplier in suppliers for each in supplier.offers}
    for offer, found in held.items():
        relative, figures = compare(found, peers), known.get(offer)
        if isinstance(relative, Relative) and figures and isinstance(figures.scores, Scores):
            volume = sum_volumes([deal.volume for deal in found])
            where = (offer, figures.offer.supplier, figures.offer.name)
            points.append(Point(*where, mean_price(found), relative, figures.scores.mean, volume.total_dkk, volume.days))
    return tuple(sorted(points, key=lambda point: (-point.paid_dkk, point.offer))), len(held) - len(points)
