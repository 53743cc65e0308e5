"""Which listed price (tariff) applied to a placement: by offer, kind 'main', paragraph, support level and each calendar day of the stay.

A tariff for the level goes before one for all levels, and the one that began last before an earlier one. Without dates a tariff is that of its price year.
Where no tariff, or more than one price, stands for a day, nothing is compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from samspil.purchasing.figures.index import PriceIndex
from samspil.purchasing.figures.model import Listed, Price, Step, Used
from samspil.purchasing.figures.units import to_day
from samspil.values.purchasing import Placement, Tariff
from samspil.values.reason import Reason

Numbered = tuple[int, Tariff]
ONE_DAY = timedelta(days=1)


def sort_tariffs(tariffs: Sequence[Tariff]) -> dict[tuple[str, str], list[Numbered]]:
    """Main services by offer and paragraph, each with its number in the portfolio."""
    found: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for number, tariff in enumerate(tariffs):
        if tariff.kind == "main":
            found[tariff.offer, tariff.paragraph].append((number, tariff))
    return found


def find_days(tariff: Tariff) -> tuple[date, date]:
    """First and last day a tariff stands for."""
    year = tariff.price_year
    undated = tariff.valid_from is None and tariff.valid_to is None
    return tariff.valid_from or (date(year, 1, 1) if undated else date.min), tariff.valid_to or (
        date(year, 12, 31) if undated else date.max
    )


def find_stay(placement: Placement) -> tuple[date, date]:
    """First and last day of the stay within the placement's year."""
    first, last = date(placement.year, 1, 1), date(placement.year, 12, 31)
    return max(first, placement.started or first), min(last, placement.ended or last)


def find_spans(placement: Placement, tariffs: Iterable[Numbered]) -> list[tuple[Numbered, int]] | Reason:
    """The tariffs of the stay with the calendar days each covered; a Reason where a day has none, or two prices."""
    first, last = find_stay(placement)
    if last < first:
        return Reason.of("no_stay")
    fitting = [each for each in tariffs if each[1].support_level in (None, placement.support_level)]
    if not fitting:
        return Reason.of("no_tariff")
    days = {number: find_days(tariff) for number, tariff in fitting}
    cuts = sorted({first, *(day for from_, to in days.values() for day in _inside(from_, to, first, last))})
    spans: list[tuple[Numbered, int]] = []
    for begin, end in zip(cuts, [*cuts[1:], last + ONE_DAY], strict=True):
        best = _best([each for each in fitting if days[each[0]][0] <= begin <= days[each[0]][1]], placement.support_level, days)
        if not best:
            return Reason.of("tariff_gap", day=begin)
        if len({(each[1].price_dkk, each[1].unit, each[1].price_year) for each in best}) > 1:
            return Reason.of("tariff_doubled", day=begin)
        spans.append((best[0], (end - begin).days))
    return spans


def _inside(from_: date, to: date, first: date, last: date) -> list[date]:
    """Days within the stay on which a tariff begins or has just ended."""
    after = to + ONE_DAY if to < date.max else to
    return [day for day in (from_, after) if first < day <= last]


def _best(tariffs: Sequence[Numbered], level: int, days: Mapping[int, tuple[date, date]]) -> list[Numbered]:
    exact = [each for each in tariffs if each[1].support_level == level] or list(tariffs)
    latest = max((days[each[0]][0] for each in exact), default=date.min)
    return [each for each in exact if days[each[0]][0] == latest]


def compare_listed(
    placement: Placement, tariffs: Iterable[Numbered], index: PriceIndex | None, convention: str
) -> tuple[Listed, tuple[Used, ...]] | Reason:
    """What the list would have cost for the days paid, in the prices of the payment: each tariff weighs by the calendar days it covered."""
    spans = find_spans(placement, tariffs)
    if isinstance(spans, Reason):
        return spans
    whole = sum(days for _tariff, days in spans)
    listed, used = Decimal(0), []
    for (number, tariff), days in spans:
        price = price_tariff(tariff, placement, index, convention)
        if isinstance(price, Reason):
            return price
        listed += price.dkk_day * placement.days * days / whole
        used.append(Used(number, days, price))
    if not listed:
        return Reason.of("tariff_zero")
    return Listed(placement.paid_dkk, listed, placement.days), tuple(used)


def price_tariff(tariff: Tariff, placement: Placement, index: PriceIndex | None, convention: str) -> Price | Reason:
    """A tariff per day in the prices of the payment, step by step. Hours are the tariff's own, else the placement's."""
    hours = tariff.hours_per_week or placement.hours_per_week
    price = to_day(tariff.price_dkk, tariff.unit, placement.year, hours_per_week=hours, convention=convention)
    return price if isinstance(price, Reason) else move(replace(price, price_year=tariff.price_year), placement.price_year, index)


def move(price: Price, to_year: int, index: PriceIndex | None) -> Price | Reason:
    """A price in the prices of another year, the step added; a Reason when the index does not reach."""
    if price.price_year == to_year:
        return price
    factor = index.factor(price.price_year, to_year) if index else None
    if index is None or factor is None:
        return Reason.of("no_index", from_year=price.price_year, to_year=to_year)
    after = price.dkk_day * factor
    source = Reason.of("source_index", from_year=price.price_year, to_year=to_year, source=index.source)
    return Price(after, to_year, (*price.steps, Step("price_year", price.dkk_day, "dkk_day", factor, after, "dkk_day", source)))
