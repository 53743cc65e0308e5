"""What stands around the placements of a made-up portfolio: tariffs, contracts, supervision scores, outcomes, own places and needs."""

import math
import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from samspil.purchasing.synthetic_parts import Site, price_per_day, usual_hours
from samspil.values.purchasing import (
    SUPERVISION_THEMES,
    Contract,
    Need,
    Outcome,
    OwnCapacity,
    Placement,
    Supervision,
    Tariff,
)

_NO_TARIFF = 0.04  # of offers
_EXTRA = 0.25
_UNITS = ("day", "day", "day", "day", "day", "day", "day", "day", "month", "year")
_DAYS_OF = {"day": 1.0, "month": 365 / 12, "year": 365.0}


def make_tariffs(
    draw: random.Random,
    sites: list[Site],
    first: int,
    years: int,
    growth: float,
    effects: Mapping[str, float],
    excess: Mapping[str, float],
) -> tuple[Tariff, ...]:
    """Listed prices per offer, paragraph, level and year; some per month or year, some with an extra service, a few offers with none."""
    tariffs: list[Tariff] = []
    for site in sites:
        if draw.random() < _NO_TARIFF:
            continue
        unit = draw.choice(_UNITS)
        above = 1 + excess.get(site.offer.id, 0.0) * draw.choice((0, 1))  # half of the overpriced deals stand in the list too
        for year in range(first, first + years):
            tariffs += _tariffs_of(site, year, unit, (1 + growth) ** (year - first) * above, effects)
            if draw.random() < _EXTRA:
                tariffs.append(_extra(draw, site, year))
    return tuple(tariffs)


def _tariffs_of(site: Site, year: int, unit: str, factor: float, effects: Mapping[str, float]) -> list[Tariff]:
    offer = site.offer
    tariffs = []
    for paragraph in offer.paragraphs:
        for level in range(offer.support_from or 0, (offer.support_to or 0) + 1):
            hours = usual_hours(paragraph, level)
            groups = [price_per_day(site, paragraph, group, level, hours, effects) for group in offer.target_groups]
            price = _money(sum(groups) / len(groups) * factor * _DAYS_OF[unit])
            service = "Ophold" if paragraph in ("SEL § 107", "SEL § 108", "ABL § 105") else "Indsats"
            tariffs.append(
                Tariff(offer.id, paragraph, "main", service, price, unit, year, level, Decimal(str(round(hours, 2))), *_whole(year))
            )
    return tariffs


def _extra(draw: random.Random, site: Site, year: int) -> Tariff:
    price = _money(draw.uniform(60, 400))
    return Tariff(
        site.offer.id, site.offer.paragraphs[0], "extra", draw.choice(site.offer.services), price, "day", year, None, None, *_whole(year)
    )


def make_contracts(draw: random.Random, sites: list[Site], last: int) -> tuple[Contract, ...]:
    """One per external offer: about 88 % on file, some running out soon, a few gone out; 4 % have none at all."""
    contracts = []
    for site in sites:
        if site.offer.own or draw.random() < 0.04:
            continue
        starts = date(draw.randint(last - 6, last - 1), draw.randint(1, 12), 1)
        shape = draw.random()
        expires = None if shape < 0.45 else date(last, 12, 31) + timedelta(days=draw.randint(-200 if shape > 0.95 else 20, 900))
        on_file = draw.random() < 0.88
        notice = draw.choice((30, 30, 60, 90, 180)) if on_file else None
        rule = draw.choice(("KL's skøn", "nettoprisindeks", "ingen")) if on_file else ""
        contracts.append(Contract(f"K{site.offer.id[1:]}", site.offer.id, on_file, starts, expires, notice, rule))
    return tuple(contracts)


def make_supervisions(draw: random.Random, sites: list[Site], last: int) -> tuple[Supervision, ...]:
    """Scores of the seven themes and economy, mostly 4.0 to 4.6; a few offers have no score, some an old one."""
    found = []
    for site in sites:
        if draw.random() < 0.05:
            continue
        on = date(last - draw.choice((0, 0, 1, 1, 2, 4)), draw.randint(1, 12), draw.randint(1, 28))
        for theme in SUPERVISION_THEMES:
            score = min(5.0, max(2.0, 4.28 + 0.22 * site.quality + draw.gauss(0, 0.15)))
            found.append(Supervision(site.offer.id, theme, Decimal(str(round(score, 1))), on))
    return tuple(found)


def make_outcomes(draw: random.Random, sites: list[Site], lines: list[Placement]) -> tuple[Outcome, ...]:
    """Results per offer and year where at least one citizen lived there; every tenth offer tells none."""
    held: dict[tuple[str, int], int] = {}
    for line in lines:
        held[line.offer, line.year] = held.get((line.offer, line.year), 0) + 1
    qualities = {site.offer.id: site.quality for site in sites if draw.random() > 0.1}
    outcomes = []
    for (offer, year), persons in sorted(held.items()):
        if offer in qualities:
            quality = qualities[offer]
            shares = (0.62 + 0.12 * quality, 0.08 - 0.03 * quality, 0.12 + 0.03 * quality, 0.75 + 0.08 * quality)
            met, broken, moved, pleased = (_of(draw, share, persons) for share in shares)
            outcomes.append(Outcome(offer, year, persons, met, broken, moved, pleased))
    return tuple(outcomes)


def _of(draw: random.Random, share: float, persons: int) -> Decimal:
    """A share of `persons` drawn one by one."""
    hits = sum(draw.random() < share for _each in range(persons))
    return (Decimal(hits) / persons).quantize(Decimal("0.001"))


def make_capacities(sites: list[Site], lines: list[Placement]) -> tuple[OwnCapacity, ...]:
    """The municipality's own places per offer and year, with a full house of days and costs that match what was settled."""
    own = {site.offer.id: site.offer for site in sites if site.offer.own}
    days: dict[tuple[str, str, int], list[Placement]] = {}
    for line in lines:
        if line.offer in own:
            days.setdefault((line.offer, line.paragraph, line.year), []).append(line)
    found = []
    for (offer, paragraph, year), held in sorted(days.items()):
        places = max(1, math.ceil(sum(line.days for line in held) / 365 / 0.95))
        paid = sum((line.paid_dkk for line in held), Decimal(0))
        direct, indirect, capital = (_money(float(paid) * share) for share in (0.78, 0.10, 0.09))
        found.append(OwnCapacity(f"{own[offer].name}", paragraph, year, places, sum(line.days for line in held), direct, indirect, capital))
    return tuple(found)


def make_needs(lines: list[Placement], last: int) -> tuple[Need, ...]:
    """Persons expected per paragraph for five years on from the citizens of the last year, 2.5 % more a year."""
    persons: dict[str, int] = {}
    for line in lines:
        if line.year == last:
            persons[line.paragraph] = persons.get(line.paragraph, 0) + 1
    needs = []
    for paragraph, count in sorted(persons.items()):
        for ahead in range(1, 6):
            low, middle, high = (_tenth(count * (1 + rate) ** ahead) for rate in (0.005, 0.025, 0.045))
            needs.append(Need(paragraph, last + ahead, low, middle, high))
    return tuple(needs)


def _whole(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _tenth(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


def _money(kroner: float) -> Decimal:
    return Decimal(kroner).quantize(Decimal("0.01"), ROUND_HALF_UP)
