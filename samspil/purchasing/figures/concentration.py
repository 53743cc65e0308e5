"""How concentrated the external purchase is: the Herfindahl-Hirschman index (HHI) = sum of the suppliers' squared shares of kroner, 1/n to 1.

Bands: the Commission's guidelines on horizontal mergers (2004/C 31/03), points 19-20, which write 1,000 and 2,000 of 10,000. They are written for mergers; here
they only help to read the number.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from samspil.purchasing.figures.model import Concentration, Deal

LOW, HIGH = Decimal("0.10"), Decimal("0.20")
BANDS = ("low", "middle", "high")


def find_hhi(amounts: Iterable[Decimal]) -> Decimal | None:
    """The sum of squared shares; None when nothing was bought."""
    sums = list(amounts)
    whole = sum(sums, Decimal(0))
    return sum(((amount / whole) ** 2 for amount in sums), Decimal(0)) if whole else None


def find_band(hhi: Decimal) -> str:
    """'low' under 0.10, 'middle' to 0.20, 'high' above."""
    return BANDS[0] if hhi < LOW else BANDS[1] if hhi <= HIGH else BANDS[2]


def list_concentrations(deals: Sequence[Deal]) -> tuple[Concentration, ...]:
    """External deals of one year by paragraph and target group, the largest purchase first; paid and add-ons. Both '' is the whole."""
    sums: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for deal in deals:
        if not deal.own:
            for group in (("", ""), (deal.paragraph, deal.target_group)):
                sums[group][deal.supplier] += deal.volume.total_dkk
    found = [_concentrate(group, shares) for group, shares in sums.items() if sum(shares.values())]
    return tuple(sorted(found, key=lambda each: (each.paragraph != "", -each.paid_dkk, each.paragraph, each.target_group)))


def _concentrate(group: tuple[str, str], shares: dict[str, Decimal]) -> Concentration:
    whole = sum(shares.values(), Decimal(0))
    largest = max(sorted(shares), key=lambda supplier: shares[supplier])
    hhi = find_hhi(shares.values()) or Decimal(0)
    return Concentration(*group, whole, len(shares), largest, shares[largest] / whole, hhi, find_band(hhi))
