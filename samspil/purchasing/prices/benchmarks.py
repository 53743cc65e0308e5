"""What each placement is measured against: the expected price, or the median of its peers. The benchmark is always named, and never from the supplier's own rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median

from samspil.purchasing.prices.expected import expect_all, fit_prices
from samspil.purchasing.prices.model import (
    EXPECTED,
    LEAST_OFFERS,
    LEAST_SUPPLIERS,
    PEERS,
    SAME,
    Benchmark,
    Expected,
    Group,
    Refusal,
    to_ore,
)
from samspil.purchasing.prices.rows import Row, gather_rows
from samspil.values.purchasing import Portfolio

Benchmarks = Mapping[str, Benchmark | Refusal]


def find_benchmarks(portfolio: Portfolio, kind: str = EXPECTED) -> tuple[dict[str, Row], Benchmarks]:
    """The priced placements by key, and of every placement its benchmark or why it has none. Raises UsageError without statsmodels (EXPECTED only)."""
    if kind == PEERS:
        gathered = gather_rows(portfolio)
        found: dict[str, Benchmark | Refusal] = {placement.key: refusal for placement, refusal in gathered.left_out}
        return {row.placement.key: row for row in gathered.rows}, found | compare_peers(gathered.rows)
    prices = fit_prices(portfolio)
    if isinstance(prices, Refusal):
        gathered = gather_rows(portfolio)
        found = {placement.key: refusal for placement, refusal in gathered.left_out}
        rows = {row.placement.key: row for row in gathered.rows}
        return rows, found | dict.fromkeys(rows, prices)
    found = {}
    for one in expect_all(prices):
        if isinstance(one, Expected):
            found[one.key] = Benchmark(EXPECTED, one.per_day, one.low, one.high, one.group)
        else:
            found[one[0]] = one[1]
    return {row.placement.key: row for row in prices.rows.rows}, found


def compare_peers(rows: Sequence[Row]) -> dict[str, Benchmark | Refusal]:
    """Median and quartiles of the offers' own median price per day: same paragraph, target group, support level and price year; other suppliers only.

    Quartiles: linear between neighbours (Hyndman and Fan's type 7, as Excel's QUARTILE.INC).
    """
    cells: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        cells[_cell(row)].append(row)
    found: dict[str, Benchmark | Refusal] = {}
    for members in cells.values():
        by_supplier: dict[str, Benchmark | Refusal] = {}
        for row in members:
            supplier = row.offer.supplier
            if supplier not in by_supplier:
                by_supplier[supplier] = _of_others(members, supplier)
            found[row.placement.key] = by_supplier[supplier]
    return found


def _cell(row: Row) -> tuple[object, ...]:
    return *row.cell, row.placement.support_level, row.placement.price_year


def _of_others(members: Sequence[Row], supplier: str) -> Benchmark | Refusal:
    others = [row for row in members if row.offer.supplier != supplier]
    prices: dict[str, list[Decimal]] = defaultdict(list)
    for row in others:
        prices[row.offer.id].append(row.placement.paid_dkk / row.placement.days)
    suppliers = len({row.offer.supplier for row in others})
    if len(prices) < LEAST_OFFERS or suppliers < LEAST_SUPPLIERS:
        numbers = {"offers": len(prices), "suppliers": suppliers, "least": LEAST_OFFERS, "least_suppliers": LEAST_SUPPLIERS}
        return Refusal("too_few_peers", numbers)
    medians = sorted(median(each) for each in prices.values())
    low, middle, high = (to_ore(quantile(medians, Decimal(share))) for share in ("0.25", "0.5", "0.75"))
    return Benchmark(PEERS, middle, low, high, Group(SAME, len(others), len(prices), suppliers))


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """The quantile of sorted numbers, linear between neighbours. Raises ValueError for none."""
    if not ordered:
        raise ValueError("no numbers")
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
