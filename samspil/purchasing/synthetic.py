"""Portfolios made up, with the truth they were made from: for tests, benchmarks and a first look. Nothing in them is real but the municipality's code.

Prices follow a hedonic truth: paragraph x target group x level of support x hours x region x size x staff x quality (weakly) x supplier, times lognormal noise
of about 8 %, growing by year; a few deals are overpriced on purpose, and `Truth` says which and by how much. The same seed gives the same portfolio everywhere:
only `random.Random` draws, and sums are rounded to the øre.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from samspil.purchasing import synthetic_parts as parts
from samspil.purchasing.synthetic_rest import make_capacities, make_contracts, make_needs, make_outcomes, make_supervisions, make_tariffs
from samspil.values.purchasing import Offer, Placement, Portfolio, Supplier

MUNICIPALITY = "0751"  # a real code: maps and regions need one. `Portfolio.synthetic` says that nothing else is
NOISE_STAY, NOISE_LINE = 0.065, 0.045  # together about 8 % (sqrt of the sum of squares)
LEAST_EXCESS, MOST_EXCESS = 0.12, 0.40
_LEAST_STAYS = 4  # drawn: a planted deal is one that is bought often enough to be worth a talk


@dataclass(frozen=True, slots=True)
class Deal:
    """An overpriced deal: every external placement in `offer` costs `excess` (0.12 to 0.40) more than the truth says; `placements`: their keys."""

    offer: str
    excess: float
    placements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What the portfolio was made from. Effects are natural logarithms; `expected` is kroner per day of each placement without noise and excess.

    `noise`: standard deviation of the logarithm of a price; `growth`: of prices per year, 0.03 = 3 %; `quality`: effect of one point of quality (-1 to 1, unseen).
    """

    seed: int
    noise: float
    growth: float
    paragraphs: Mapping[str, float]
    target_groups: Mapping[str, float]
    suppliers: Mapping[str, float]
    expected: Mapping[str, float]
    overpriced: tuple[Deal, ...]


def make_portfolio(
    seed: int,
    suppliers: int = 300,
    placements: int = 12_000,
    *,
    first_year: int = 2022,
    years: int = 4,
    overpriced: int | None = None,
    growth: float = 0.03,
) -> tuple[Portfolio, Truth]:
    """A portfolio of `placements` lines over `years` years with `suppliers` suppliers (the first is the municipality itself), and its truth.

    `overpriced`: how many deals to plant (about one offer in twenty by default). Raises ValueError for fewer than 2 suppliers, no placements or no years.
    """
    if suppliers < 2 or placements < 1 or years < 1:
        raise ValueError("a portfolio needs at least 2 suppliers, 1 placement and 1 year")
    draw = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    made = [parts.make_supplier(draw, number) for number in range(suppliers)]
    effects = {each.id: draw.gauss(0, 0.04) for each in made}
    sites = [site for each in made for site in parts.make_sites(draw, each, suppliers)]
    stays = _make_stays(draw, sites, placements, first_year, years)
    excess = _plant(draw, sites, stays, overpriced)
    lines, expected = _price_stays(draw, stays[:placements], effects, excess, first_year, growth)
    deals = tuple(Deal(offer, share, tuple(line.key for line in lines if line.offer == offer)) for offer, share in sorted(excess.items()))
    deals = tuple(deal for deal in deals if deal.placements)  # the last stays are cut off to give the number of lines asked for
    truth = Truth(seed, math.hypot(NOISE_STAY, NOISE_LINE), growth, parts.PARAGRAPH_EFFECTS, parts.GROUP_EFFECTS, effects, expected, deals)
    return _gather(draw, made, sites, lines, (first_year, years, growth), (effects, excess)), truth


def _gather(
    draw: random.Random,
    suppliers: list[Supplier],
    sites: list[parts.Site],
    lines: list[Placement],
    time: tuple[int, int, float],
    prices: tuple[Mapping[str, float], Mapping[str, float]],
) -> Portfolio:
    """All the rest around the placements: tariffs, contracts, scores, outcomes, own places, needs."""
    first, years, growth = time
    last = first + years - 1
    return Portfolio(
        MUNICIPALITY,
        date(last, 12, 31),
        tuple(suppliers),
        tuple(parts.with_occupancy(draw, site, last) for site in sites),
        make_tariffs(draw, sites, first, years, growth, *prices),
        tuple(lines),
        make_contracts(draw, sites, last),
        make_supervisions(draw, sites, last),
        make_outcomes(draw, sites, lines),
        make_capacities(sites, lines),
        make_needs(lines, last),
        synthetic=True,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A stay's part of one year, before it has a price."""

    stay: int
    site: parts.Site
    paragraph: str
    group: str
    level: int
    hours: float
    started: date
    ended: date | None
    year: int
    days: int


def _make_stays(draw: random.Random, sites: list[parts.Site], wanted: int, first: int, years: int) -> list[_Line]:
    """Lines of stays until there are enough. Popular offers get more stays, as in life."""
    weights = [float(site.offer.places or 1) for site in sites]
    own = [site.offer.own for site in sites]
    share = sum(weight for weight, mine in zip(weights, own, strict=True) if mine) / sum(weights)
    lift = parts.OWN_SHARE * (1 - share) / max((1 - parts.OWN_SHARE) * share, 1e-9)  # own offers get their share of stays
    weights = [weight * (lift if mine else 1.0) * draw.uniform(0.5, 1.5) for weight, mine in zip(weights, own, strict=True)]
    lines: list[_Line] = []
    number = 0
    while len(lines) < wanted:
        for site in draw.choices(sites, weights, k=256):
            number += 1
            lines += _make_stay(draw, number, site, first, years)
    return lines


def _make_stay(draw: random.Random, number: int, site: parts.Site, first: int, years: int) -> list[_Line]:
    """One citizen's stay, cut by calendar year."""
    begin, end = date(first, 1, 1), date(first + years - 1, 12, 31)
    started = date.fromordinal(draw.randint(begin.toordinal() - 900, end.toordinal() - 30))
    length = int(draw.expovariate(1 / site.usual_days)) + 20
    ended: date | None = date.fromordinal(started.toordinal() + length)
    if ended and ended <= begin:
        return []
    if ended and ended > end:
        ended = None
    paragraph, group = draw.choice(site.offer.paragraphs), draw.choice(site.offer.target_groups)
    level = draw.randint(site.offer.support_from or 0, site.offer.support_to or 0)
    hours = round(parts.usual_hours(paragraph, level) * draw.uniform(0.8, 1.2) * 2) / 2
    lines = []
    for year in range(max(first, started.year), min(first + years - 1, (ended or end).year) + 1):
        days = (min(ended or end, date(year, 12, 31)) - max(started, date(year, 1, 1))).days + 1
        lines.append(_Line(number, site, paragraph, group, level, hours, started, ended, year, days))
    return lines


def _plant(draw: random.Random, sites: list[parts.Site], lines: list[_Line], wanted: int | None) -> dict[str, float]:
    """Which external offers are overpriced, and by how much (0.12 to 0.40)."""
    stays: dict[str, set[int]] = {}
    for line in lines:
        if not line.site.offer.own:
            stays.setdefault(line.site.offer.id, set()).add(line.stay)
    open_to = sorted(offer for offer, held in stays.items() if len(held) >= _LEAST_STAYS)
    count = min(len(open_to), len(sites) // 20 if wanted is None else wanted)
    return {offer: round(draw.uniform(LEAST_EXCESS, MOST_EXCESS), 3) for offer in draw.sample(open_to, count)}


def _price_stays(
    draw: random.Random, lines: list[_Line], effects: Mapping[str, float], excess: Mapping[str, float], first: int, growth: float
) -> tuple[list[Placement], dict[str, float]]:
    """Every line's price: what the truth expects, times noise of the stay and of the line, times the excess of a planted deal."""
    stays: dict[int, tuple[float, float, str]] = {}
    priced, expected = [], {}
    for number, line in enumerate(lines, start=1):
        if line.stay not in stays:
            suitable = draw.choices(("suitable", "not_suitable", "unknown"), (0.25, 0.45, 0.3))[0]
            stays[line.stay] = (math.exp(draw.gauss(0, NOISE_STAY)), draw.choice((0.0, 0.0, 0.0, 0.03, 0.06)), suitable)
        noise, add_on, suitable = stays[line.stay]
        key = f"P{number:05}"
        expected[key] = parts.price_per_day(line.site, line.paragraph, line.group, line.level, line.hours, effects) * (1 + growth) ** (
            line.year - first
        )
        day = expected[key] * noise * math.exp(draw.gauss(0, NOISE_LINE)) * (1 + excess.get(line.site.offer.id, 0.0))
        priced.append(_make_placement(key, line, day, add_on, suitable))
    return priced, expected


def _make_placement(key: str, line: _Line, day: float, add_on: float, suitable: str) -> Placement:
    offer: Offer = line.site.offer
    return Placement(
        key,
        offer.id,
        line.paragraph,
        line.group,
        line.level,
        line.year,
        line.days,
        to_money(day * line.days),
        line.year,
        to_money(day * line.days * add_on),
        Decimal(str(line.hours)),
        line.started,
        line.ended if line.ended and line.ended.year == line.year else None,
        own=offer.own,
        new=line.started.year == line.year,
        suitability="unknown" if offer.own else suitable,
    )


def to_money(kroner: float) -> Decimal:
    """Kroner to the øre."""
    return Decimal(kroner).quantize(Decimal("0.01"), ROUND_HALF_UP)


def truth_to_json(truth: Truth) -> dict[str, object]:
    """The truth for a file beside the data."""
    return {
        "seed": truth.seed,
        "noise": truth.noise,
        "growth": truth.growth,
        "paragraphs": dict(truth.paragraphs),
        "target_groups": dict(truth.target_groups),
        "suppliers": dict(truth.suppliers),
        "expected": {key: round(value, 2) for key, value in truth.expected.items()},
        "overpriced": [{"offer": deal.offer, "excess": deal.excess, "placements": list(deal.placements)} for deal in truth.overpriced],
    }
