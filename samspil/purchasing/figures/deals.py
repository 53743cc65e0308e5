"""Placements become deals: everything bought of one offer for one paragraph, target group, support level and year, with a price that can be compared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from samspil.purchasing.figures.listed import Numbered, compare_listed, sort_tariffs
from samspil.purchasing.figures.model import Deal, Listed, Net, Price, Step, Used, Volume
from samspil.purchasing.figures.refund import net_by_line, sum_net
from samspil.purchasing.figures.settings import Basis
from samspil.purchasing.figures.units import WEEK
from samspil.values.purchasing import Placement, Portfolio
from samspil.values.reason import Reason

ZERO = Decimal(0)
Key = tuple[str, str, str, int, int]


def build_deals(portfolio: Portfolio, basis: Basis) -> tuple[Deal, ...]:
    """All deals up to the year shown, by offer, paragraph, target group, level and year. A placement in an unknown offer has the supplier ''."""
    lines: dict[Key, list[Placement]] = defaultdict(list)
    for each in portfolio.placements:
        if each.year <= basis.year:
            lines[each.offer, each.paragraph, each.target_group, each.support_level, each.year].append(each)
    suppliers = {offer.id: offer.supplier for offer in portfolio.offers}
    tariffs = sort_tariffs(portfolio.tariffs)
    nets = net_by_line(portfolio.placements, basis.settings.rates)
    return tuple(
        _build(found, suppliers.get(key[0], ""), basis, tariffs.get(key[:2], []), [nets[line.key] for line in found])
        for key, found in sorted(lines.items())
    )


def _build(lines: Sequence[Placement], supplier: str, basis: Basis, tariffs: Sequence[Numbered], nets: Sequence[Net]) -> Deal:
    first = lines[0]
    price = find_price(lines, basis)
    listed, used = find_listed(lines, tariffs, basis)
    net = sum_net(nets, first.year)
    own, hourly = all(line.own for line in lines), find_hourly(lines, price)
    where = (first.offer, supplier, first.paragraph, first.target_group, first.support_level, first.year)
    return Deal(*where, own, measure_volume(lines), price, hourly, listed, used, net)


def measure_volume(lines: Sequence[Placement]) -> Volume:
    """Lines, days and kroner."""
    paid, add_on = (sum((getattr(line, name) for line in lines), ZERO) for name in ("paid_dkk", "add_on_dkk"))
    return Volume(len(lines), sum(line.days for line in lines), paid, add_on)


def counted(lines: Sequence[Placement]) -> list[Placement]:
    """Those a price per day can be had from: with days and with a payment."""
    return [line for line in lines if line.days > 0 and line.paid_dkk > 0]


def find_price(lines: Sequence[Placement], basis: Basis) -> Price | Reason:
    """Kroner paid (without add-ons), moved to the price year, over the days paid; every step told."""
    good, to_year = counted(lines), basis.prices_of(lines[0].year)
    if not good:
        return Reason.of("no_days")
    steps, whole = [], ZERO
    for from_year in sorted({line.price_year for line in good}):
        paid = sum((line.paid_dkk for line in good if line.price_year == from_year), ZERO)
        moved = move_sum(paid, from_year, to_year, basis)
        if isinstance(moved, Reason):
            return moved
        whole += moved.after if moved else paid
        steps += [moved] if moved else []
    days = sum(line.days for line in good)
    per_day = whole / days
    steps.append(Step("days", whole, "dkk", Decimal(1) / days, per_day, "dkk_day", Reason.of("source_days", days=days)))
    return Price(per_day, to_year, tuple(steps), days)


def move_sum(paid: Decimal, from_year: int, to_year: int, basis: Basis) -> Step | Reason | None:
    """A sum in the prices of another year; None when they are its own."""
    if from_year == to_year:
        return None
    index = basis.settings.index
    factor = index.factor(from_year, to_year) if index else None
    if index is None or factor is None:
        return Reason.of("no_index", from_year=from_year, to_year=to_year)
    source = Reason.of("source_index", from_year=from_year, to_year=to_year, source=index.source)
    return Step("price_year", paid, "dkk", factor, paid * factor, "dkk", source)


def find_hourly(lines: Sequence[Placement], price: Price | Reason) -> Price | Reason:
    """The same price per hour of support, by the mean hours a week weighted by days; a Reason where a line does not tell its hours."""
    if isinstance(price, Reason):
        return price
    good = counted(lines)
    hours = sum(((line.hours_per_week or ZERO) * line.days for line in good), ZERO) / sum(line.days for line in good)
    if any(not line.hours_per_week for line in good):
        return Reason.of("no_hours")
    factor = WEEK / hours
    after = price.dkk_day * factor
    step = Step(
        "hours", price.dkk_day, "dkk_day", factor, after, "dkk_hour", Reason.of("source_hours", hours=hours.quantize(Decimal("0.01")))
    )
    return Price(after, price.price_year, (*price.steps, step), price.days)


def find_listed(lines: Sequence[Placement], tariffs: Sequence[Numbered], basis: Basis) -> tuple[Listed | Reason, tuple[Used, ...]]:
    """Paid against the list for the lines where a tariff is known for every day; the first Reason where there is none."""
    reasons: list[Reason] = []
    paid = listed = ZERO
    days, used = 0, dict[tuple[int, Decimal], Used]()
    for line in counted(lines):
        found = compare_listed(line, tariffs, basis.settings.index, basis.settings.convention)
        if isinstance(found, Reason):
            reasons.append(found)
            continue
        paid, listed, days = paid + found[0].paid_dkk, listed + found[0].listed_dkk, days + found[0].days
        _add_used(used, found[1])
    if days:
        return Listed(paid, listed, days), tuple(used.values())
    return (reasons[0] if reasons else Reason.of("no_days")), ()


def _add_used(used: dict[tuple[int, Decimal], Used], more: Sequence[Used]) -> None:
    for each in more:
        key = (each.tariff, each.price.dkk_day)
        used[key] = Used(each.tariff, each.days + (used[key].days if key in used else 0), each.price)


def sum_volumes(volumes: Sequence[Volume]) -> Volume:
    """Several as one."""
    paid, add_on = (sum((getattr(each, name) for each in volumes), ZERO) for name in ("paid_dkk", "add_on_dkk"))
    return Volume(sum(each.placements for each in volumes), sum(each.days for each in volumes), paid, add_on)


def sum_listed(deals: Sequence[Deal]) -> Listed | Reason:
    """Several deals against the list, those that have one."""
    found = [deal.listed for deal in deals if isinstance(deal.listed, Listed)]
    if not found:
        return next((deal.listed for deal in deals if isinstance(deal.listed, Reason)), Reason.of("not_bought"))
    paid, listed = (sum((getattr(each, name) for each in found), ZERO) for name in ("paid_dkk", "listed_dkk"))
    return Listed(paid, listed, sum(each.days for each in found))


def by_year(deals: Sequence[Deal]) -> Mapping[int, list[Deal]]:
    """Deals by year, the earliest first."""
    found: dict[int, list[Deal]] = defaultdict(list)
    for deal in deals:
        found[deal.year].append(deal)
    return dict(sorted(found.items()))
