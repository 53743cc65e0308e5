"""Hand-made portfolios, small enough to be calculated on paper."""

from datetime import date
from decimal import Decimal
from typing import Any

from samspil.purchasing.figures.index import PriceIndex
from samspil.values.purchasing import Offer, Placement, Portfolio, Supervision, Supplier, Tariff

D = Decimal
PARAGRAPH, GROUP = "SEL § 107", "autism"
INDEX = PriceIndex(((2023, D("100")), (2024, D("104")), (2025, D("106.6"))), "prøveindeks")


def supplier(number: int, **more: Any) -> Supplier:
    return Supplier(f"L{number}", f"Leverandør {number}", "private", **more)


def offer(number: int, owner: int | None = None, **more: Any) -> Offer:
    values = {"municipality": "0751", **more}
    return Offer(f"T{number}", f"L{number if owner is None else owner}", f"Tilbud {number}", (PARAGRAPH,), (GROUP,), **values)


def placement(key: str, of: int, paid: str, days: int = 100, year: int = 2025, **more: Any) -> Placement:
    values = {"paragraph": PARAGRAPH, "target_group": GROUP, "support_level": 2, "price_year": year, **more}
    where = [values.pop(name) for name in ("paragraph", "target_group", "support_level")]
    return Placement(key, f"T{of}", where[0], where[1], where[2], year, days, D(paid), **values)


def tariff(of: int, price: str, unit: str = "day", year: int = 2025, **more: Any) -> Tariff:
    return Tariff(f"T{of}", PARAGRAPH, "main", "Ophold", D(price), unit, year, **more)


def score(of: int, theme: str, value: str, on: date) -> Supervision:
    return Supervision(f"T{of}", theme, D(value), on)


def portfolio(placements: list[Placement], **more: Any) -> Portfolio:
    """Six offers of six suppliers unless told otherwise."""
    values: dict[str, Any] = {
        "suppliers": tuple(supplier(number) for number in range(1, 7)),
        "offers": tuple(offer(number) for number in range(1, 7)),
        **more,
    }
    return Portfolio("0751", date(2025, 12, 31), placements=tuple(placements), **values)
