"""What a municipality knows of the social places it buys and runs itself. No person is told of: placements carry a key without identity.

Prices are kroner as stated, with unit and price year; days are calendar days. Codes of municipalities have four digits. Danish paragraphs are written as in
`vocabulary/data/paragraphs.toml` ('SEL § 107', 'BL § 43').
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

OWNERSHIPS = ("municipal", "regional", "private", "self_owning", "fund")
PRICE_UNITS = ("day", "month", "year", "hour")
SUPPORT_LEVELS = (0, 1, 2, 3, 4)  # FFB: intet, let, moderat, højt, fuldstændigt
SUPERVISION_THEMES = (
    "education_employment",
    "independence_relations",
    "target_methods_results",
    "health_wellbeing",
    "organisation_management",
    "competences",
    "physical_setting",
    "economy",
)
TARIFF_KINDS = ("main", "extra", "single")  # hovedydelse, tillægsydelse, særtakst
SUITABILITIES = ("suitable", "not_suitable", "unknown")  # whether the citizen's own plan makes a move suitable


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stood in what was handed in: file, sheet ('' for CSV) and row (from 1, the heading is 1)."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who runs offers. `cvr`: eight digits or ''. `surplus_share`, `solvency`, `salary_share`: from the last accounts, 0 to 1 (surplus may be negative)."""

    id: str
    name: str
    ownership: str
    cvr: str = ""
    accounts_year: int | None = None
    surplus_share: Decimal | None = None
    solvency: Decimal | None = None
    salary_share: Decimal | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A social place or service for citizens (tilbud), with the fields of Tilbudsportalen. `budgeted_occupancy`, `educated_share`, `sick_leave`, `staff_turnover`: 0 to 1.

    `own`: run by the municipality that uses Samspil. `distance_km`: from it. `free_places`: on `free_from`.
    """

    id: str
    supplier: str
    name: str
    paragraphs: tuple[str, ...]
    target_groups: tuple[str, ...]
    department: str = ""
    municipality: str = ""
    p_number: str = ""
    approved: bool = True
    approved_from: date | None = None
    approved_to: date | None = None
    conditions: str = ""
    places: int | None = None
    age_from: int | None = None
    age_to: int | None = None
    support_from: int | None = None
    support_to: int | None = None
    methods: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    budgeted_occupancy: Decimal | None = None
    occupancy: Decimal | None = None
    staff_per_place: Decimal | None = None
    educated_share: Decimal | None = None
    sick_leave: Decimal | None = None
    staff_turnover: Decimal | None = None
    distance_km: Decimal | None = None
    days_to_start: int | None = None
    free_places: int | None = None
    free_from: date | None = None
    own: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """A listed price of an offer for one service (takst): `price_dkk` per `unit` in the prices of `price_year`. `hours_per_week` of support it covers."""

    offer: str
    paragraph: str
    kind: str
    service: str
    price_dkk: Decimal
    unit: str
    price_year: int
    support_level: int | None = None
    hours_per_week: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """One citizen's place in one offer and year, without identity. `key`: of the line, not of the person. `paid_dkk`: for the whole of `days`, add-ons not counted.

    `persons_key` is empty unless the controller keeps pseudonyms of its own. `suitability`: whether the plan makes a move home suitable.
    """

    key: str
    offer: str
    paragraph: str
    target_group: str
    support_level: int
    year: int
    days: int
    paid_dkk: Decimal
    price_year: int
    add_on_dkk: Decimal = Decimal(0)
    hours_per_week: Decimal | None = None
    started: date | None = None
    ended: date | None = None
    own: bool = False
    new: bool = False
    suitability: str = "unknown"
    persons_key: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """An agreement with a supplier on an offer. `on_file`: whether the signed text is at hand."""

    id: str
    offer: str
    on_file: bool
    starts: date | None = None
    expires: date | None = None
    notice_days: int | None = None
    price_regulation: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Supervision:
    """A score of the social supervision (socialtilsyn), 1 to 5, with its date."""

    offer: str
    theme: str
    score: Decimal
    on: date
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Results of an offer in a year: shares 0 to 1 of `persons` citizens."""

    offer: str
    year: int
    persons: int
    goals_met: Decimal | None = None
    breakdowns: Decimal | None = None
    moved_on: Decimal | None = None
    satisfaction: Decimal | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class OwnCapacity:
    """The municipality's own places of one kind in a year and what they cost, in kroner of `year`."""

    unit: str
    paragraph: str
    year: int
    places: int
    occupied_days: int
    direct_dkk: Decimal
    indirect_dkk: Decimal | None = None
    capital_dkk: Decimal | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Persons expected to need a place in a year, lowest, most likely and highest."""

    paragraph: str
    year: int
    low: Decimal
    middle: Decimal
    high: Decimal
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that was handed in of one municipality, checked. `as_of`: the day the data tell of; `synthetic`: made by the generator."""

    municipality: str
    as_of: date
    suppliers: tuple[Supplier, ...] = ()
    offers: tuple[Offer, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    placements: tuple[Placement, ...] = ()
    contracts: tuple[Contract, ...] = ()
    supervisions: tuple[Supervision, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    capacities: tuple[OwnCapacity, ...] = ()
    needs: tuple[Need, ...] = ()
    synthetic: bool = False
