"""Money of an undertaking in two agreements: what was promised for later years, and whether the sums changed (docs/compare.md, 'Money').

Added are allocations and savings with a layout over the years, as everywhere (docs/codebook.md, 'Amounts'): never 'heraf', never ambiguous sums.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from samspil.values.amount import Amount
from samspil.values.comparison import Promise
from samspil.values.initiative import Initiative

KINDS = ("allocation", "saving")
TOLERANCE = 0.05  # prices and wages are adjusted from year to year; a difference up to this is no change unless both sides state the same price level


@dataclass(slots=True)
class Stated:
    """One kind of money of one side: `years`: kroner per year; `assumed`: years that rest on a sum without a time; `levels`: price levels stated;
    `also`: ambiguous sums and totals without years, as written; `totals`: the sum of totals without years."""

    years: dict[int, int] = field(default_factory=dict)
    assumed: set[int] = field(default_factory=set)
    levels: set[int] = field(default_factory=set)
    also: list[str] = field(default_factory=list)
    totals: int = 0

    @property
    def level(self) -> int | None:
        """The price level, when exactly one is stated."""
        return next(iter(self.levels)) if len(self.levels) == 1 else None


def add_up(initiatives: Iterable[Initiative], kind: str) -> Stated:
    """All money of one kind of an undertaking that one agreement states."""
    stated = Stated()
    for amount in (amount for initiative in initiatives for amount in initiative.amounts):
        if amount.kind == kind and not amount.part_of:
            _add(stated, amount)
    return stated


def _add(stated: Stated, amount: Amount) -> None:
    if amount.price_level:
        stated.levels.add(amount.price_level)
    if amount.ambiguous or not amount.profile:
        stated.also.append(amount.quote or str(amount.dkk))
        stated.totals += 0 if amount.ambiguous else amount.dkk if amount.total is None else amount.total
        return
    for year, dkk in amount.profile.items():
        stated.years[year] = stated.years.get(year, 0) + dkk
        if amount.assumed:
            stated.assumed.add(year)


def list_promises(earlier: Sequence[Initiative], later: Sequence[Initiative], later_year: int, fate: str = "") -> tuple[Promise, ...]:
    """Every sum that the earlier agreement laid out for `later_year` and after, beside what the later one states. `fate`: the outcome where there is no later
    side to ask ('not_mentioned', 'stopped', 'unclear', 'unknown')."""
    found: list[Promise] = []
    for kind in KINDS:
        before, after = add_up(earlier, kind), add_up(later, kind)
        for year in sorted(year for year, dkk in before.years.items() if year >= later_year and dkk):
            promised, stated = before.years[year], None if fate in {"not_mentioned", "unknown", "unclear"} else after.years.get(year)
            outcome = fate or _outcome(before, after, year)
            if outcome in {"not_stated", "ambiguous"} and add_up(later, _other(kind)).years.get(year) == promised:
                stated, outcome = promised, "other_kind"
            assumed = year in before.assumed or (stated is not None and year in after.assumed)
            found.append(Promise(kind, year, promised, stated, outcome, assumed, (before.level, after.level), tuple(after.also)))
    return tuple(found)


def _outcome(before: Stated, after: Stated, year: int) -> str:
    if year not in after.years:
        return "ambiguous" if after.also else "not_stated"
    if _same(before.years[year], after.years[year], before, after):
        return "kept"
    return "more" if after.years[year] > before.years[year] else "less"


def _same(promised: int, stated: int, before: Stated, after: Stated) -> bool:
    """Equal in the same stated prices; otherwise within what an adjustment of prices and wages explains."""
    exact = before.level is not None and before.level == after.level
    return promised == stated if exact else abs(stated - promised) <= TOLERANCE * abs(promised)


def changed(earlier: Sequence[Initiative], later: Sequence[Initiative], later_year: int) -> bool:
    """Whether the money of an undertaking changed between the agreements. Silence about money is no change (the promise's outcome says it)."""
    before, after = ({kind: add_up(side, kind) for kind in KINDS} for side in (earlier, later))
    return any(_kind_changed(before[kind], after[kind], later_year, before[_other(kind)]) for kind in KINDS)


def _other(kind: str) -> str:
    """'1,1 mio. kr. er indregnet' is a saving only for those who know the year before: the same sum of the other kind is the same sum."""
    return KINDS[1 - KINDS.index(kind)]


def _kind_changed(before: Stated, after: Stated, later_year: int, other: Stated) -> bool:
    if not after.years:
        return bool(before.totals and after.totals and before.totals != after.totals)
    common = [year for year in sorted(before.years) if year >= later_year and year in after.years]
    if common:
        return not all(_same(before.years[year], after.years[year], before, after) for year in common)
    if not before.years:
        known = before.also or set(after.years.values()) & set(other.years.values())
        return not known  # money where none was; after an ambiguous sum nothing can be said
    return not _same(_first(before), _first(after), before, after)


def _first(stated: Stated) -> int:
    """The sum of the first year with money."""
    return next((stated.years[year] for year in sorted(stated.years) if stated.years[year]), 0)
