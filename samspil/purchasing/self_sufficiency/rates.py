"""The four rates as they are in a portfolio of placements, kept apart."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from samspil.purchasing.make_or_buy.citizens import in_place
from samspil.purchasing.self_sufficiency.model import Measured
from samspil.values.purchasing import Placement, Portfolio

_Pair = tuple[Decimal, Decimal]


def measure_rates(portfolio: Portfolio, year: int) -> Measured:
    """a and d on the year's last day (or the portfolio's day, if earlier), b and c of the whole year. A citizen with `persons_key` counts once on the day."""
    day = min(date(year, 12, 31), portfolio.as_of)
    lines = [line for line in portfolio.placements if line.year == year]
    there = _once(line for line in lines if in_place(line, day))
    new = [line for line in lines if line.new]
    counts = {"a": _count(there), "b": _count(new), "c": (_spent(line for line in lines if line.own), _spent(lines))}
    paragraphs = sorted({line.paragraph for line in there})
    single = {paragraph: _count([line for line in there if line.paragraph == paragraph]) for paragraph in paragraphs}
    return Measured(year, {key: _share(pair) for key, pair in counts.items()}, counts, single)


def _once(lines: Iterable[Placement]) -> list[Placement]:
    """The last line of each citizen on the day."""
    return list({(line.persons_key or f"\0{line.key}", line.paragraph): line for line in lines}.values())


def _count(lines: list[Placement]) -> _Pair:
    return Decimal(sum(line.own for line in lines)), Decimal(len(lines))


def _spent(lines: Iterable[Placement]) -> Decimal:
    return sum((line.paid_dkk + line.add_on_dkk for line in lines), Decimal(0))


def _share(pair: _Pair) -> Decimal | None:
    return pair[0] / pair[1] if pair[1] else None
