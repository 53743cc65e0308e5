"""The bought placements that can be priced, beside what is known of their offers; those that cannot, with the reason."""

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspil.purchasing.prices.model import LEAST_OFFERS, LEAST_SUPPLIERS, NEAR, SAME, Group, Refusal
from samspil.values.purchasing import SUPPORT_LEVELS, Offer, Placement, Portfolio, Supervision
from samspil.vocabulary.municipalities import find_by_code, region_of

_MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Row:
    """A placement with its offer. `log_price`: of kroner per day; `quality`: mean of the newest supervision score of each theme; NaN where unknown."""

    placement: Placement
    offer: Offer
    region: str
    quality: float
    log_price: float = math.nan

    @property
    def cell(self) -> tuple[str, str]:
        """Paragraph and target group: what is never mixed."""
        return self.placement.paragraph, self.placement.target_group


@dataclass(frozen=True, slots=True)
class Rows:
    """`left_out`: key of the placement and why."""

    rows: tuple[Row, ...]
    left_out: tuple[tuple[Placement, Refusal], ...]


def newest_scores(supervisions: Iterable[Supervision]) -> dict[str, dict[str, Supervision]]:
    """For each offer the newest score of each theme."""
    newest: dict[str, dict[str, Supervision]] = defaultdict(dict)
    for each in supervisions:
        there = newest[each.offer].get(each.theme)
        if there is None or each.on > there.on:
            newest[each.offer][each.theme] = each
    return dict(newest)


def mean_score(scores: Iterable[Supervision]) -> Decimal | None:
    """Mean of scores; None of none."""
    found = [each.score for each in scores]
    return sum(found, Decimal(0)) / len(found) if found else None


@functools.lru_cache(maxsize=4096)
def find_region(code: str, year: int) -> str:
    """The region of a municipality's code on the first day of a year, '' when it is not known."""
    return region_of(code, date(year, 1, 1)) if code and find_by_code(code) else ""


def gather_rows(portfolio: Portfolio) -> Rows:
    """All placements of a portfolio: those bought from others that have a price per day, and the rest with the reason."""
    offers = {offer.id: offer for offer in portfolio.offers}
    means = {offer: mean_score(scores.values()) for offer, scores in newest_scores(portfolio.supervisions).items()}
    rows, left_out = [], []
    for placement in portfolio.placements:
        offer = offers.get(placement.offer)
        refusal = find_obstacle(placement, offer)
        if refusal or offer is None:
            left_out.append((placement, refusal or Refusal("unknown_offer", {"offer": placement.offer})))
            continue
        price = math.log(placement.paid_dkk / placement.days)
        rows.append(make_row(placement, offer, means.get(offer.id), price))
    rows.sort(key=lambda row: row.placement.key)  # the order in the file must not matter, not even in the last øre
    return Rows(tuple(rows), tuple(left_out))


def make_row(placement: Placement, offer: Offer, quality: Decimal | None, log_price: float = math.nan) -> Row:
    """A placement beside its offer; without a price when it is only asked for."""
    score = math.nan if quality is None else float(quality)
    return Row(placement, offer, find_region(offer.municipality, placement.year), score, log_price)


def find_obstacle(placement: Placement, offer: Offer | None) -> Refusal | None:
    """Why a placement has no price per day to compare; None when it has."""
    if offer is None:
        return Refusal("unknown_offer", {"offer": placement.offer})
    if placement.own or offer.own:
        return Refusal("own")
    faults = (
        (placement.days <= 0, Refusal("no_days", {"days": placement.days})),
        (placement.days > _MOST_DAYS, Refusal("too_many_days", {"days": placement.days})),
        (placement.paid_dkk <= 0, Refusal("no_price")),
        (placement.support_level not in SUPPORT_LEVELS, Refusal("no_level", {"level": placement.support_level})),
    )
    return next((refusal for wrong, refusal in faults if wrong), None)


class Groups:
    """Counts comparable placements, offers and suppliers; an offer's own supplier never counts among those it is compared with."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._cells: dict[tuple[str, str, int], dict[str, dict[str, int]]] = {}
        for row in rows:
            cell = self._cells.setdefault((*row.cell, row.placement.support_level), {})
            offers = cell.setdefault(row.offer.supplier, {})
            offers[row.offer.id] = offers.get(row.offer.id, 0) + 1

    def find(self, row: Row) -> Group | Refusal:
        """The narrowest group that is large enough, or why there is none."""
        level = row.placement.support_level
        found = self._count(row, SAME, (level,))
        if _is_enough(found):
            return found
        near = self._count(row, NEAR, (level - 1, level, level + 1))
        if _is_enough(near):
            return near
        numbers = {"offers": near.offers, "suppliers": near.suppliers, "least": LEAST_OFFERS, "least_suppliers": LEAST_SUPPLIERS}
        return Refusal("too_few", numbers)

    def _count(self, row: Row, width: str, levels: Sequence[int]) -> Group:
        placements = 0
        offers: set[str] = set()
        suppliers: set[str] = set()
        for level in levels:
            for supplier, counts in self._cells.get((*row.cell, level), {}).items():
                if supplier != row.offer.supplier:
                    suppliers.add(supplier)
                    offers.update(counts)
                    placements += sum(counts.values())
        return Group(width, placements, len(offers), len(suppliers))


def _is_enough(group: Group) -> bool:
    return group.offers >= LEAST_OFFERS and group.suppliers >= LEAST_SUPPLIERS
