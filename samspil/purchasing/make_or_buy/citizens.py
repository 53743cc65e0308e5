"""Whom a case may count: citizens whose own plan makes a move suitable. The others are told beside it, never counted.

A right to a suitable offer, consent and appeal stand above the sum: serviceloven §§ 107-108 and docs/purchasing-make-or-buy.md.
"""

from collections import Counter
from datetime import date

from samspil.purchasing.make_or_buy.model import INSOURCE
from samspil.values.purchasing import Placement, Portfolio

NAMES = {"suitable": "citizens_suitable", "not_suitable": "citizens_not_suitable", "unknown": "citizens_unknown"}


def count_citizens(portfolio: Portfolio, paragraph: str, direction: str, year: int) -> dict[str, int]:
    """Citizens with a place on the year's last day known (or the portfolio's day, if earlier), by suitability, under the names of the lines.

    Bought places are counted for INSOURCE, own ones for OUTSOURCE. A citizen with `persons_key` counts once, as the most careful of the lines say.
    """
    day = min(date(year, 12, 31), portfolio.as_of)
    kept: dict[str, str] = {}
    for line in portfolio.placements:
        if line.paragraph == paragraph and line.own == (direction != INSOURCE) and line.year == day.year and in_place(line, day):
            key = line.persons_key or f"\0{line.key}"
            kept[key] = _careful(kept.get(key, line.suitability), line.suitability)
    counts = Counter(kept.values())
    return {name: counts[kind] for kind, name in NAMES.items()}


def in_place(line: Placement, day: date) -> bool:
    """Whether the citizen had the place on that day: begun, and not ended before it; a line without dates covers its year."""
    return (line.started is None or line.started <= day) and (line.ended is None or line.ended >= day)


def _careful(one: str, other: str) -> str:
    order = ("not_suitable", "unknown", "suitable")
    return min(one, other, key=order.index)
