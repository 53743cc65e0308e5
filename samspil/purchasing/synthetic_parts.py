"""Suppliers and offers of a made-up portfolio, and the truth of its prices. Names say that they are examples; no supplier is meant."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from samspil.values.purchasing import Offer, Supplier
from samspil.vocabulary.municipalities import read_municipalities

OWN_SHARE = 0.45  # of stays
OWN = "L001"  # the municipality itself

# Kroner a day in the first year for a citizen with moderate support; made up in the size of what is published.
PARAGRAPHS = {
    "SEL § 107": 1_950,
    "SEL § 108": 2_450,
    "ABL § 105": 1_800,
    "SEL § 104": 640,
    "SEL § 103": 380,
    "SEL § 85": 560,
    "SEL § 110": 1_150,
    "SEL § 109": 1_350,
    "SEL § 101": 1_700,
    "BL § 43 opholdssted": 3_400,
    "BL § 43 døgninstitution": 4_600,
}
PARAGRAPH_EFFECTS = {code: math.log(kroner) for code, kroner in PARAGRAPHS.items()}
CHILDREN = ("BL § 43 opholdssted", "BL § 43 døgninstitution")
GROUP_EFFECTS = {
    "autism": 0.10,
    "intellectual_disability": 0.04,
    "mental_illness": 0.0,
    "brain_injury": 0.14,
    "physical_disability": 0.06,
    "substance_abuse": -0.03,
    "homelessness": -0.05,
    "violence": -0.02,
    "behaviour": 0.09,
    "neglect": 0.0,
}
_GROUPS = {
    "SEL § 110": ("homelessness", "substance_abuse"),
    "SEL § 109": ("violence",),
    "SEL § 101": ("substance_abuse",),
    **dict.fromkeys(CHILDREN, ("autism", "behaviour", "neglect")),
}
_ADULT_GROUPS = ("autism", "intellectual_disability", "mental_illness", "brain_injury", "physical_disability")
_HOURS = {"SEL § 85": 4.0, "SEL § 103": 20.0, "SEL § 104": 25.0}  # a week, before the level of support is counted
_USUAL_DAYS = {"SEL § 108": 2_200, "ABL § 105": 2_000, "SEL § 110": 120, "SEL § 109": 90, "SEL § 101": 100, "SEL § 107": 700}
_REGION_EFFECTS = {"Hovedstaden": 0.06, "Sjælland": 0.01, "Syddanmark": -0.01, "Midtjylland": 0.0, "Nordjylland": -0.03}
_FORMS = ("private", "self_owning", "fund", "municipal", "regional")
_FORM_WEIGHTS = (0.46, 0.2, 0.12, 0.14, 0.08)
_WORDS = ("Bo & Støtte", "Botilbud", "Levested", "Fællesskab", "Værested", "Bofællesskab", "Omsorg", "Dagtilbud", "Bakkehus", "Åhus")
_METHODS = ("recovery", "KRAP", "neuropædagogik", "low arousal", "motiverende samtale", "TEACCH")
_SERVICES = ("nattevagt", "kørsel", "ledsagelse", "sygepleje", "intern skole", "efterværn")


@dataclass(frozen=True, slots=True)
class Site:
    """An offer with what nobody sees of it: `quality` (-1 to 1), `log_fixed` (region, size, staff and quality in the price), `usual_days` of a stay."""

    offer: Offer
    quality: float
    log_fixed: float
    usual_days: int


def make_supplier(draw: random.Random, number: int) -> Supplier:
    """Number 0 is the municipality itself. CVR numbers begin with 00, which no company's does."""
    if number == 0:
        return Supplier(OWN, "Eksempelkommunen (opdigtet)", "municipal", "00000001")
    form = draw.choices(_FORMS, _FORM_WEIGHTS)[0]
    private = form not in ("municipal", "regional") and draw.random() < 0.92
    return Supplier(
        f"L{number + 1:03}",
        f"Eksempel {draw.choice(_WORDS)} {number + 1:03} (opdigtet)",
        form,
        f"{number + 1:08}",
        2024 if private else None,
        _share(draw.gauss(0.03, 0.05)) if private else None,
        _share(min(max(draw.gauss(0.35, 0.15), 0.02), 0.9)) if private else None,
        _share(draw.uniform(0.55, 0.75)) if private else None,
    )


def make_sites(draw: random.Random, supplier: Supplier, suppliers: int) -> list[Site]:
    """A supplier's offers: 1 to 5, the municipality's own one for every four suppliers."""
    count = max(2, suppliers // 5) if supplier.id == OWN else draw.choices((1, 2, 3, 4, 5), (0.35, 0.3, 0.2, 0.1, 0.05))[0]
    home = draw.choice(read_municipalities())
    return [_make_site(draw, supplier, number, home.code, home.region) for number in range(1, count + 1)]


def _make_site(draw: random.Random, supplier: Supplier, number: int, code: str, region: str) -> Site:
    own = supplier.id == OWN
    if own:
        code, region = "0751", "Midtjylland"
    paragraph = draw.choices(tuple(PARAGRAPHS), (0.28, 0.16, 0.12, 0.1, 0.04, 0.06, 0.04, 0.03, 0.04, 0.08, 0.05))[0]
    groups = draw.sample(
        _GROUPS.get(paragraph, _ADULT_GROUPS), k=draw.choice((1, 1, 2)) if paragraph not in ("SEL § 109", "SEL § 101") else 1
    )
    low = draw.choice((1, 1, 2, 2, 3))
    places = max(3, min(80, round(draw.lognormvariate(2.7, 0.6))))
    staff = round(min(max(draw.gauss(1.1, 0.25), 0.3), 2.4), 2)
    quality = draw.uniform(-1, 1)
    children = paragraph in CHILDREN
    approved = date(draw.randint(2008, 2021), draw.randint(1, 12), 1)
    offer = Offer(
        f"T{supplier.id[1:]}{number:02}",
        supplier.id,
        f"Eksempelhuset {supplier.id[1:]}-{number} (opdigtet)",
        _with_day_offer(draw, paragraph),
        tuple(groups),
        f"Afdeling {number}",
        code,
        f"{1_000_000_000 + int(supplier.id[1:]) * 100 + number}",
        draw.random() < 0.985,
        approved,
        date(2024 + draw.randint(1, 3), 6, 30) if draw.random() < 0.05 else None,
        places=places,
        age_from=draw.choice((6, 10, 12)) if children else 18,
        age_to=draw.choice((17, 18, 22)) if children else draw.choice((40, 65, 85, 100)),
        support_from=low,
        support_to=min(4, low + draw.choice((1, 1, 2))),
        methods=tuple(draw.sample(_METHODS, 2)),
        services=tuple(draw.sample(_SERVICES, 2)),
        budgeted_occupancy=_share(draw.uniform(0.92, 1.0)),
        staff_per_place=Decimal(str(staff)),
        educated_share=_share(min(0.98, max(0.2, 0.65 + 0.15 * quality + draw.gauss(0, 0.08)))),
        sick_leave=_share(min(0.2, max(0.01, 0.06 - 0.015 * quality + draw.gauss(0, 0.015)))),
        staff_turnover=_share(min(0.7, max(0.02, 0.2 - 0.06 * quality + draw.gauss(0, 0.06)))),
        distance_km=Decimal(draw.randint(1, 15) if own else 8 if code == "0751" else draw.randint(15, 260)),
        days_to_start=draw.choice((7, 14, 21, 30, 45, 60, 90)),
        own=own,
    )
    fixed = _REGION_EFFECTS[region] - 0.04 * math.log(places / 15) + 0.25 * (staff - 1.1) + 0.015 * quality - (0.03 if own else 0.0)
    return Site(offer, quality, fixed, _USUAL_DAYS.get(paragraph, 900))


def _with_day_offer(draw: random.Random, paragraph: str) -> tuple[str, ...]:
    """Some homes run an activity offer beside."""
    return (paragraph, "SEL § 104") if paragraph in ("SEL § 107", "SEL § 108") and draw.random() < 0.15 else (paragraph,)


def with_occupancy(draw: random.Random, site: Site, last: int) -> Offer:
    """The offer with its occupancy and free places at the end of `last`; a few tell neither."""
    if draw.random() < 0.06:
        return site.offer
    occupancy = min(1.02, max(0.55, draw.gauss(0.93, 0.06)))
    free = max(0, round((site.offer.places or 0) * (1 - occupancy)))
    start = date(last + 1, draw.randint(1, 4), 1)
    return replace(site.offer, occupancy=min(Decimal(1), _share(occupancy)), free_places=free, free_from=start if free else None)


def usual_hours(paragraph: str, level: int) -> float:
    """Hours of support a week that go with a level."""
    return _HOURS.get(paragraph, 12.0) * (0.5 + 0.4 * level)


def price_per_day(site: Site, paragraph: str, group: str, level: int, hours: float, effects: Mapping[str, float]) -> float:
    """Kroner a day in the first year by the truth, without noise and excess."""
    usual = usual_hours(paragraph, level)
    return math.exp(
        PARAGRAPH_EFFECTS[paragraph]
        + GROUP_EFFECTS[group]
        + 0.16 * (level - 2)
        + 0.25 * math.log(hours / usual)
        + site.log_fixed
        + effects[site.offer.supplier]
    )


def _share(value: float) -> Decimal:
    return Decimal(str(round(value, 3)))
