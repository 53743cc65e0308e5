"""State refund of particularly costly single cases (serviceloven § 176): 25, 50 and 75 per cent of what one citizen costs above three thresholds in a year.

The rates stand in `vocabulary/data/refund.toml` by year; a user may give a file of the same form. Law: docs/purchasing-figures.md.
"""

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from samspil.purchasing.figures.errors import complain
from samspil.purchasing.figures.index import FIRST_YEAR, LAST_YEAR, read_small
from samspil.purchasing.figures.model import Net
from samspil.purchasing.figures.units import days_in_year
from samspil.values.purchasing import Placement

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Level:
    """The thresholds of a year, rising, each with the share refunded of what lies between it and the next."""

    year: int
    source: str
    steps: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """Levels by year, the laws they count for, and whether a part of a year cuts the thresholds down."""

    levels: tuple[Level, ...]
    laws: tuple[str, ...]
    prorated: bool = False

    def find(self, year: int) -> Level:
        """That of the year, else the nearest earlier one, else the earliest."""
        earlier = [level for level in self.levels if level.year <= year]
        return earlier[-1] if earlier else self.levels[0]

    def covers(self, paragraph: str) -> bool:
        """Whether the refund of this paragraph's law is known."""
        return paragraph.split(" ", 1)[0] in self.laws


def find_refund(cost: Decimal, level: Level, part: Decimal = Decimal(1)) -> Decimal:
    """The refund of a citizen's cost in a year; `part` of the year cuts the thresholds down (1: not)."""
    bounds = [above * part for above, _share in level.steps]
    ends = [*bounds[1:], None]
    shares = [share for _above, share in level.steps]
    return sum(
        (
            share * max((cost if end is None else min(cost, end)) - above, ZERO)
            for above, end, share in zip(bounds, ends, shares, strict=True)
        ),
        ZERO,
    )


def net_by_line(placements: Sequence[Placement], rates: Rates) -> dict[str, Net]:
    """Gross, refund and net of each placement (paid and add-ons).

    Placements of one citizen and year (`persons_key`) are taken together and the refund shared out by what each cost; a placement without a
    key is a case of its own, so that its refund is the least: the citizen may cost more than this line.
    """
    cases: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for placement in placements:
        cases[placement.persons_key or f"\0{placement.key}", placement.year].append(placement)
    return {key: net for lines in cases.values() for key, net in _share_out(lines, rates)}


def _share_out(lines: Sequence[Placement], rates: Rates) -> Iterable[tuple[str, Net]]:
    level = rates.find(lines[0].year)
    known = [line for line in lines if rates.covers(line.paragraph)]
    cost = sum((_cost(line) for line in known), ZERO)
    part = Decimal(1)
    if rates.prorated:
        part = min(Decimal(sum(line.days for line in known)) / days_in_year(lines[0].year), Decimal(1))
    refund = find_refund(cost, level, part)
    for line in lines:
        gross, covered = _cost(line), rates.covers(line.paragraph)
        own = refund * gross / cost if covered and cost else ZERO
        yield line.key, Net(gross, own, level.year, 1, not line.persons_key, ZERO if covered else gross)


def _cost(line: Placement) -> Decimal:
    return line.paid_dkk + line.add_on_dkk


def sum_net(nets: Iterable[Net], level: int) -> Net:
    """Several as one; `level`: which to tell when there is none."""
    found = list(nets)
    sums = [sum((getattr(net, name) for net in found), ZERO) for name in ("gross_dkk", "refund_dkk", "unknown_dkk")]
    year = min((net.level for net in found), default=level)
    return Net(sums[0], sums[1], year, sum(net.lines for net in found), any(net.at_least for net in found), sums[2])


@functools.cache
def shipped_rates() -> Rates:
    """Those that come with Samspil."""
    text = resources.files("samspil.vocabulary").joinpath("data/refund.toml").read_text(encoding="utf-8")
    return parse_rates(text, "refund.toml")


def read_rates(file: Path) -> Rates:
    """Rates the user gives. Raises FiguresError."""
    return parse_rates(read_small(file), str(file))


def parse_rates(text: str, place: str) -> Rates:
    """A file's text. Raises FiguresError for anything but rising thresholds of 0 or more with shares between 0 and 1, each year once."""
    try:
        data = tomllib.loads(text)
        levels = tuple(sorted((_parse_level(entry, place) for entry in data["level"]), key=lambda level: level.year))
        laws, prorated = tuple(str(law) for law in data["laws"]), data.get("prorated", False)
    except tomllib.TOMLDecodeError as error:
        raise complain("bad_toml", place, detail=error) from error
    except (KeyError, TypeError, ValueError, InvalidOperation, ArithmeticError) as error:
        raise complain("bad_rates", place, detail=error) from error
    if not levels or not laws or not isinstance(prorated, bool) or len({level.year for level in levels}) < len(levels):
        raise complain("bad_rates", place, detail="level, laws, prorated")
    return Rates(levels, laws, prorated)


def _parse_level(entry: Mapping[str, Any], place: str) -> Level:
    steps = tuple((Decimal(str(step["above"])), Decimal(str(step["share"]))) for step in entry["steps"])
    rising = all(before[0] < after[0] for before, after in pairwise(steps))
    year = entry["year"]
    good = steps and rising and all(above.is_finite() and above >= 0 and 0 <= share <= 1 for above, share in steps)
    if not good or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR or not entry["source"]:
        raise complain("bad_rates", place, detail=f"level {year}")
    return Level(year, str(entry["source"]), steps)
