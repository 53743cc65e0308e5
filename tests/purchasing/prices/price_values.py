"""Hand-made values for the tests of prices: one cell (paragraph, target group, level), one year, an offer per supplier unless said otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.values.purchasing import Contract, Offer, Outcome, Placement, Portfolio, Supervision, Supplier, Tariff

PARAGRAPH, GROUP = "SEL § 107", "autism"
AS_OF = date(2025, 12, 31)


def offer(number: int, supplier: int | None = None, **values: Any) -> Offer:
    return Offer(f"T{number}", f"L{supplier or number}", f"Eksempelhus {number}", (PARAGRAPH,), (GROUP,), **values)


def placement(key: str, number: int, per_day: str, days: int = 100, **values: Any) -> Placement:
    made = Placement(key, f"T{number}", PARAGRAPH, GROUP, 2, 2025, days, Decimal(per_day) * days, 2025)
    return replace(made, **values)


def portfolio(prices: Sequence[str], **values: Any) -> Portfolio:
    """Offer 1 costs the first price per day, offer 2 the second ..., 100 days each."""
    numbers = range(1, len(prices) + 1)
    made = Portfolio(
        "0751",
        AS_OF,
        tuple(Supplier(f"L{number}", f"Eksempel {number}", "private") for number in numbers),
        tuple(offer(number) for number in numbers),
        placements=tuple(placement(f"P{number}", number, price) for number, price in zip(numbers, prices, strict=True)),
    )
    return replace(made, **values)


PRICES = ("1300", "1000", "1100", "1200.50", "1250", "1400")  # the first is looked at; the median of the others is 1,200.50


def dressed() -> Portfolio:
    """The portfolio of PRICES with tariffs, contracts, scores and outcomes."""
    whole = portfolio(PRICES)
    return replace(
        whole,
        offers=tuple(replace(each, occupancy=Decimal("0.80") if each.id == "T1" else Decimal("0.95"), places=20) for each in whole.offers),
        tariffs=tuple(Tariff(each.id, PARAGRAPH, "main", "Ophold", Decimal("1240"), "day", 2025) for each in whole.offers),
        contracts=(Contract("K1", "T1", True, date(2022, 1, 1), date(2026, 6, 30), 90),),
        supervisions=tuple(
            Supervision(each.id, "competences", Decimal("4.0" if each.id == "T1" else "4.5"), date(2025, 5, 1)) for each in whole.offers
        ),
        outcomes=tuple(Outcome(each.id, 2025, 10, Decimal("0.6"), Decimal("0.1")) for each in whole.offers),
    )
