"""A tender divided into parts that smaller firms can bid for. The sum of the parts is the tender's value, and the sum is what a threshold is held against."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from samspil.competition.plan.rules import LotRule
from samspil.values.competition_plan import Lot, Lots, ThresholdSet

_ONE = Decimal(1)


def divide(
    value: Decimal | None,
    parts: Sequence[tuple[str, Decimal | None]],
    rule: LotRule,
    thresholds: ThresholdSet | None,
    *,
    works: bool,
    size: Decimal,
    eu: bool,
) -> Lots:
    """The user's own parts, else parts of about `size` kroner. `eu`: the tender is above its threshold, so that the part-lot rule says anything at all."""
    if value is None:
        return Lots(None, (), "no_value", size)
    limit = thresholds.of("part_lot_works" if works else "part_lot_services") if thresholds else None
    themed = _share(value, parts) if parts else _cut(value, size, rule.most)
    lots = tuple(Lot(n, name, part, bool(limit and part < limit.amount)) for n, (name, part) in enumerate(themed, 1))
    if len(lots) < 2:
        return Lots(value, (), "none", size, limit, rule.share)
    exempt = _find_exempt(lots, value * rule.share) if eu else ()
    return Lots(value, lots, "themes" if parts else "size", size, limit, rule.share, exempt)


def _cut(value: Decimal, size: Decimal, most: int) -> list[tuple[str, Decimal]]:
    count = min(most, int((value / size).to_integral_value(ROUND_CEILING)))
    return [("", part) for part in _even(value, max(count, 1))]


def _share(value: Decimal, parts: Sequence[tuple[str, Decimal | None]]) -> list[tuple[str, Decimal]]:
    """What the user gave; the rest of the value in even parts for those without. Parts that give all values are told to add up by the intake."""
    given = sum((part for _name, part in parts if part is not None), Decimal(0))
    open_ones = [name for name, part in parts if part is None]
    rest = iter(_even(value - given, len(open_ones)))
    return [(name, part if part is not None else next(rest)) for name, part in parts]


def _even(value: Decimal, count: int) -> list[Decimal]:
    """Whole kroner, the first ones a krone more, so that they add up; øre stay with the first."""
    if count == 0:
        return []
    whole = value // _ONE
    each, more = divmod(whole, Decimal(count))
    found = [each + (1 if number < more else 0) for number in range(count)]
    found[0] += value - whole
    return found


def _find_exempt(lots: Sequence[Lot], most: Decimal) -> tuple[int, ...]:
    """The smallest lots below the limit, as many as together stay within `most`."""
    found, total = [], Decimal(0)
    for lot in sorted(lots, key=lambda each: (each.value, each.number)):
        if lot.below_part_limit and total + lot.value <= most:
            found.append(lot.number)
            total += lot.value
    return tuple(sorted(found))
