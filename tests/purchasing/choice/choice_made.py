"""Hand-made offers and needs for the tests of choosing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.purchasing.choice.model import CitizenNeed, Criterion, Known, Measured, Scored
from samspil.purchasing.choice.scoring import rank, score, share_weights
from samspil.values.purchasing import Offer, Outcome, Portfolio, Supervision, Supplier, Tariff

D = Decimal
AS_OF = date(2026, 1, 1)


def make_offer(id: str = "T1", **changes: Any) -> Offer:
    """An offer that meets the need of `make_need` in everything."""
    offer = Offer(
        id,
        "L1",
        f"Eksempelhuset {id}",
        ("SEL § 107",),
        ("autism",),
        approved_from=date(2015, 1, 1),
        age_from=18,
        age_to=65,
        support_from=1,
        support_to=3,
        services=("nattevagt", "kørsel"),
        methods=("KRAP",),
        distance_km=D(20),
        days_to_start=30,
        free_places=2,
        free_from=date(2026, 2, 1),
        educated_share=D("0.6"),
    )
    return replace(offer, **changes)


def make_need(**changes: Any) -> CitizenNeed:
    """A grown-up's need of a temporary home, decided."""
    need = CitizenNeed("SEL § 107", ("autism",), 2, 30, date(2026, 3, 1), date(2026, 4, 1))
    return replace(need, **changes)


def knowing(offer: str, **facts: Any) -> tuple[tuple[str, Known], ...]:
    """What the adviser has found out."""
    return ((offer, Known(**facts)),)


def make_portfolio_of(*offers: Offer, price: str = "2000", **rest: Any) -> Portfolio:
    """A portfolio with one listed price, one score and one result an offer."""
    tariffs = tuple(Tariff(each.id, "SEL § 107", "main", "Ophold", D(price), "day", 2026, None, None) for each in offers)
    scores = tuple(Supervision(each.id, "competences", D(4), date(2025, 6, 1)) for each in offers)
    outcomes = tuple(Outcome(each.id, 2025, 10, D("0.7"), D("0.1"), None, D("0.8")) for each in offers)
    parts: dict[str, Any] = {"tariffs": tariffs, "supervisions": scores, "outcomes": outcomes, **rest}
    return Portfolio("0751", AS_OF, (Supplier("L1", "Eksempel Bo", "private"),), offers, **parts)


def linear(key: str, worst: int, best: int) -> Criterion:
    """A straight scale."""
    points = ((D(worst), D(0)), (D(best), D(1)))
    return Criterion(key, "", points if worst < best else tuple(reversed(points)))


def score_values(rows: dict[str, list[str | None]], weights: list[str]) -> tuple[Scored, ...]:
    """Offers by their values 0 to 1 by criteria a, b, c ...; None is unknown."""
    keys = [chr(97 + number) for number in range(len(weights))]
    criteria = [linear(key, 0, 1) for key in keys]
    shares = share_weights(dict(zip(keys, map(D, weights), strict=True)))
    made = []
    for offer, values in rows.items():
        measured = {key: Measured(None if value is None else D(value)) for key, value in zip(keys, values, strict=True)}
        made.append(score(offer, measured, criteria, shares))
    return rank(made)
