"""What may drive the difference between paid and benchmark: figures to ask the supplier about, never a verdict."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from samspil.purchasing.prices.around import Around
from samspil.purchasing.prices.benchmarks import Benchmarks
from samspil.purchasing.prices.model import Benchmark, Driver, Line, to_ore
from samspil.purchasing.prices.rows import Row
from samspil.values.purchasing import Portfolio, Tariff

TARIFF, GROWTH, OCCUPANCY, HOURS_FEWER, HOURS_MORE, STAFF, ADD_ONS, OPEN = (
    "tariff",
    "growth",
    "occupancy",
    "hours_fewer",
    "hours_more",
    "staff",
    "add_ons",
    "open",
)
DRIVERS = (TARIFF, GROWTH, OCCUPANCY, HOURS_FEWER, HOURS_MORE, STAFF, ADD_ONS, OPEN)
# From where a figure is worth a question; the usual spread of each is larger than nothing and smaller than this.
_TARIFF_FROM, _GROWTH_FROM, _OCCUPANCY_FROM, _SHARE_FROM, _ADD_ON_FROM = (
    Decimal(each) for each in ("0.02", "0.02", "0.05", "0.10", "0.02")
)
_DAYS = {"day": Decimal(1), "month": Decimal(12) / Decimal(365), "year": Decimal(1) / Decimal(365)}


def find_drivers(
    rows: Sequence[Row], lines: Sequence[Line], around: Around, tariffs: Mapping[str, Sequence[Tariff]], growth: Decimal | None
) -> tuple[Driver, ...]:
    """Those of an offer, the one that could account for most kroner first; OPEN alone when nothing stands out. `rows` and `lines` of the same placements."""
    offer, cell = rows[0].offer, main_cell(lines)
    days = sum(line.days for line in lines)
    paid = sum((line.paid_dkk for line in lines), Decimal(0)) / days
    found = [_against_tariff(rows, tariffs.get(offer.id, ())), _by_growth(growth, paid)]
    own = around.figures[offer.id]
    found += [_compare(own, around, rows[0], cell, name, paid) for name in ("occupancy", "hours", "staff", "add_on_share")]
    told = sorted(
        (each for each in found if each), key=lambda each: (each.per_day_dkk is None, -(each.per_day_dkk or 0), DRIVERS.index(each.key))
    )
    return tuple(told) or (Driver(OPEN, to_ore(paid), to_ore(sum((line.benchmark_dkk for line in lines), Decimal(0)) / days)),)


def main_cell(lines: Iterable[Line]) -> tuple[str, str]:
    """Paragraph and target group of most days."""
    days: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        days[line.paragraph, line.target_group] += line.days
    return max(sorted(days), key=lambda cell: days[cell])


def tariff_per_day(tariff: Tariff) -> Decimal | None:
    """Kroner per day (a year is 365 days, a month a twelfth of it); None for a price per hour."""
    return tariff.price_dkk * _DAYS[tariff.unit] if tariff.unit in _DAYS else None


def find_tariff(row: Row, tariffs: Sequence[Tariff]) -> Tariff | None:
    """The main tariff of the placement's paragraph and level that was valid at its end of the year; one for all levels when none is for its own."""
    placement = row.placement
    day = min(placement.ended or date(placement.year, 12, 31), date(placement.year, 12, 31))
    fit = [
        each
        for each in tariffs
        if each.kind == "main"
        and each.paragraph == placement.paragraph
        and each.support_level in (None, placement.support_level)
        and (each.valid_from is None or each.valid_from <= day)
        and (each.valid_to is None or each.valid_to >= day)
        and each.price_year == placement.price_year
    ]
    return max(fit, key=lambda each: (each.support_level is not None, each.valid_from or date.min), default=None)


def _against_tariff(rows: Sequence[Row], tariffs: Sequence[Tariff]) -> Driver | None:
    """Paid against listed, for the placements that have a tariff."""
    pairs = [(row.placement, tariff_per_day(tariff)) for row in rows if (tariff := find_tariff(row, tariffs))]
    known = [(placement, listed) for placement, listed in pairs if listed]
    if not known:
        return None
    days = sum(placement.days for placement, _listed in known)
    paid = sum((placement.paid_dkk for placement, _listed in known), Decimal(0)) / days
    listed = sum((price * placement.days for placement, price in known), Decimal(0)) / days
    return Driver(TARIFF, to_ore(paid), to_ore(listed), to_ore(paid - listed)) if paid >= listed * (1 + _TARIFF_FROM) else None


def _by_growth(growth: Decimal | None, paid: Decimal) -> Driver | None:
    """How much faster than the benchmark the price has risen, per year."""
    if growth is None or growth < _GROWTH_FROM:
        return None
    return Driver(GROWTH, growth, Decimal(0), to_ore(paid - paid / (1 + growth)))


def _compare(own: Mapping[str, Decimal], around: Around, row: Row, cell: tuple[str, str], name: str, paid: Decimal) -> Driver | None:
    other = around.peers(row.offer, cell, name)
    if name not in own or other is None or (other <= 0 and name != "add_on_share"):
        return None
    mine = own[name]
    if name == "occupancy":  # fixed costs on fewer days: at most this much
        return Driver(OCCUPANCY, mine, other, to_ore(paid * (1 - mine / other))) if mine <= other - _OCCUPANCY_FROM else None
    if name == "add_on_share":
        return Driver(ADD_ONS, mine, other, to_ore(paid * (mine - other))) if mine >= other + _ADD_ON_FROM else None
    if name == "staff":
        return Driver(STAFF, mine, other) if mine >= other * (1 + _SHARE_FROM) else None
    if mine <= other * (1 - _SHARE_FROM):
        return Driver(HOURS_FEWER, mine, other)
    return Driver(HOURS_MORE, mine, other) if mine >= other * (1 + _SHARE_FROM) else None


def measure_growth(rows: Iterable[Row], benchmarks: Benchmarks) -> dict[str, Decimal]:
    """Of each offer with two years or more: how much faster per year its price rose than the benchmark, from the first year to the last (0.03 = 3 % a year)."""
    paid: dict[tuple[str, int], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    years: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        found = benchmarks.get(row.placement.key)
        if isinstance(found, Benchmark):
            sums = paid[row.offer.id, row.placement.year]
            sums[0] += row.placement.paid_dkk
            sums[1] += found.per_day * row.placement.days
            years[row.offer.id].add(row.placement.year)
    growth = {}
    for offer, seen in years.items():
        if len(seen) > 1:
            first, last = (paid[offer, year][0] / paid[offer, year][1] for year in (min(seen), max(seen)))
            growth[offer] = Decimal(str(round(math.pow(last / first, 1 / (max(seen) - min(seen))) - 1, 4)))
    return growth


def group_tariffs(portfolio: Portfolio) -> dict[str, list[Tariff]]:
    """By offer."""
    grouped: dict[str, list[Tariff]] = defaultdict(list)
    for tariff in portfolio.tariffs:
        grouped[tariff.offer].append(tariff)
    return dict(grouped)
