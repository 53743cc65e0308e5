"""Kroner per year, each sum with the rows behind it (docs/codebook.md, 'Amounts').

Added: allocations and savings with a layout over the years. Never added: 'heraf' (`part_of`), ambiguous sums, totals without years,
and sums that are merely described (`other`). Ambiguous sums and totals without years stand beside the sum, with links to their rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspil.values.amount import Amount
from samspil.values.initiative import Initiative

ADDED_KINDS = ("allocation", "saving")


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount with the initiative it belongs to; `number` counts from 1 within the initiative."""

    initiative: Initiative
    number: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Ledger:
    """A kind's amounts: those `added` into `years`, and those that are not: `ambiguous`, `totals` (without years), `parts` ('heraf')."""

    kind: str
    years: dict[int, int]
    added: tuple[Entry, ...]
    ambiguous: tuple[Entry, ...]
    totals: tuple[Entry, ...]
    parts: tuple[Entry, ...]

    @property
    def beside(self) -> int:
        """How many sums the total does not hold although they are sums of their own."""
        return len(self.ambiguous) + len(self.totals)

    @property
    def assumed(self) -> tuple[Entry, ...]:
        """Sums without a stated time, laid in the budget year."""
        return tuple(entry for entry in self.added if entry.amount.assumed)


def state_of(amount: Amount) -> str:
    """'parts', 'ambiguous', 'totals' or 'added': where an amount stands in the ledger."""
    if amount.part_of:
        return "parts"
    if amount.ambiguous:
        return "ambiguous"
    return "added" if amount.profile else "totals"


def list_entries(initiatives: Iterable[Initiative]) -> list[Entry]:
    """Every amount of every initiative, in their order."""
    return [Entry(initiative, number, amount) for initiative in initiatives for number, amount in enumerate(initiative.amounts, 1)]


def build_ledger(initiatives: Iterable[Initiative], kind: str, years: Sequence[int]) -> Ledger:
    """The amounts of one kind sorted into what is added over `years` and what stands beside. Each initiative counts once."""
    groups: dict[str, list[Entry]] = {"added": [], "ambiguous": [], "totals": [], "parts": []}
    sums = dict.fromkeys(years, 0)
    for entry in list_entries(initiatives):
        if entry.amount.kind == kind:
            state = state_of(entry.amount)
            groups[state].append(entry)
            for year in years if state == "added" else ():
                sums[year] += entry.amount.profile.get(year, 0)
    return Ledger(kind, sums, *(tuple(groups[name]) for name in ("added", "ambiguous", "totals", "parts")))


def stated_sum(amount: Amount) -> int:
    """The total where the text gives one, otherwise the sum as written."""
    return amount.dkk if amount.total is None else amount.total
