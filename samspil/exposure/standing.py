"""How municipalities stand among each other, for all of them at once: comparisons with the volume up to them, ranks, changes from the year before.

The same numbers as `competition.peers.stand` and `competition.potential.measure_potential` give for one municipality (a test holds them together).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext

from samspil.competition.indicators.change import split_change
from samspil.competition.peers.standing import quantile, weigh_shares
from samspil.exposure.join import COUNTRY, Key
from samspil.values.competition import Indicator
from samspil.values.competition_beside import Comparison, Place
from samspil.values.competition_change import Change, NoChange
from samspil.vocabulary.divisions import type_of

_DIGITS = 40
_OERE = Decimal("0.01")
_HALF, _UPPER = Decimal("0.5"), Decimal("0.75")


def _of_year(rows: Iterable[Indicator], year: int) -> dict[tuple[str, str], list[Indicator]]:
    """(level, code) -> the municipalities' indicators that have a share."""
    found: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for one in rows:
        if one.year == year and one.municipality != COUNTRY and one.share is not None:
            found[one.level, one.code].append(one)
    return found


def compare(rows: Sequence[Indicator], year: int) -> dict[Key, tuple[Comparison, ...]]:
    """For each municipality the country (weighted), and mean, median and upper quartile of the others of its type; each with the volume up to it."""
    found: dict[Key, tuple[Comparison, ...]] = {}
    for (level, code), held in _of_year(rows, year).items():
        shares = {one.municipality: share for one in held if (share := one.share) is not None}
        national = weigh_shares(held)
        types: dict[str, list[str]] = defaultdict(list)
        for place in shares:
            types[type_of(place, datetime.date(year, 1, 1))].append(place)
        kinds = {place: kind for kind, places in types.items() for place in places}
        for one in held:
            others = [shares[place] for place in types[kinds[one.municipality]] if place != one.municipality]
            levels = [("national_mean", national, len(held)), *_of_peers(others)]
            told = [Comparison(name, share, of, _volume(one, share)) for name, share, of in levels if share is not None]
            found[one.municipality, level, code] = tuple(told)
    return found


def _of_peers(shares: Sequence[Decimal]) -> list[tuple[str, Decimal | None, int]]:
    of = len(shares)
    with localcontext() as context:
        context.prec = 28
        mean = sum(sorted(shares, reverse=True), Decimal(0)) / of if of else None  # highest first, as `peers.stand`: the same last digit
    return [("peer_mean", mean, of), ("peer_median", quantile(shares, _HALF), of), ("top_quartile", quantile(shares, _UPPER), of)]


def _volume(one: Indicator, share: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return max(Decimal(0), share * one.base - one.numerator).quantize(_OERE)


def rank(rows: Sequence[Indicator], year: int) -> dict[Key, Place]:
    """Competition ranking (1-2-2-4) among all that have a share, the highest first."""
    found: dict[Key, Place] = {}
    for (level, code), held in _of_year(rows, year).items():
        shares = sorted((share for one in held if (share := one.share) is not None), reverse=True)
        first: dict[Decimal, int] = {}
        counts: dict[Decimal, int] = defaultdict(int)
        for number, share in enumerate(shares, 1):
            first.setdefault(share, number)
            counts[share] += 1
        for one in held:
            if (own := one.share) is not None:
                found[one.municipality, level, code] = Place(first[own], len(shares), counts[own])
    return found


def find_changes(rows: Sequence[Indicator], year: int) -> Mapping[Key, Change | NoChange]:
    """From the year before, of all that have both years."""
    before = {(one.municipality, one.level, one.code): one for one in rows if one.year == year - 1}
    after = {(one.municipality, one.level, one.code): one for one in rows if one.year == year}
    return {key: split_change(before[key], one) for key, one in after.items() if key in before}
