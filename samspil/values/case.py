"""A case: an example of cooperation that somebody has tried, what it took and what it gave, with the source of every statement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# The five themes of the leaflet of 13 cases (docs/cases.md).
CASE_THEMES = ("raaderum", "tid", "groen", "socialt", "selvbestemmelse")

FORMS = (
    "tender",  # udbud af en opgave, driften hos en leverandør
    "partnership",  # partnerskab, OPP, OPS
    "innovation_partnership",
    "esco",
    "free_choice",  # frit valg, friplejehjem, private dagtilbud
    "technology_purchase",
    "social_clause",  # sociale klausuler og jobforløb i en aftale
    "insourcing",  # hjemtagning
    "negotiation",  # genforhandling, indkøbsmodel
)

SERVICE_AREAS = (
    "roads_parks",
    "buildings_energy",
    "cleaning",
    "laundry",
    "meals",
    "home_care",
    "care_homes",
    "rehabilitation",
    "health",
    "daycare",
    "schools",
    "specialised_social",
    "employment",
    "transport",
    "waste_water",
    "administration_it",
    "culture_sport",
)

OUTCOMES = ("running", "ended", "stopped", "mixed", "unknown")  # 'stopped': given up or gone badly; 'mixed': gains and losses both told

# How good the evidence of an effect is, weakest first.
GRADES = ("supplier_claim", "municipality_statement", "evaluation", "independent_study")

UNITS = ("dkk", "percent", "kwh", "hours", "count")
BOUNDS = ("exact", "about", "at_least", "at_most")  # 'over 1 mio. kr.' is at_least
RECURRENCES = ("yearly", "daily", "one_off", "unknown")
CALCULATORS = ("supplier", "municipality", "evaluator", "researcher", "unknown")
COST_SIDES = ("net", "known", "unknown")  # net: the number is after costs; known: costs are told beside it

# What an effect grows with; '' where no driver is known.
DRIVERS = (
    "population",
    "population_80plus",
    "pupils",
    "children_0_5",
    "square_metres",
    "road_km",
    "users",
    "alarm_users",
    "energy_kwh",
    "operating_cost_dkk",
)


# What a source's publisher has at stake (shown beside it); '' for none we know of.
INTERESTS = ("supplier", "industry", "union", "municipality", "think_tank")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement stands. `address`: a web address or ''; `place`: page, section or line; `read_on`: the day we read it; `interest`: of INTERESTS or ''.

    `referred_in`: what we read it in when we have not read the source itself ('' when we have).
    """

    id: str
    title: str
    publisher: str
    published: str = ""
    address: str = ""
    place: str = ""
    read_on: date | None = None
    interest: str = ""
    referred_in: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One version of a case: its number, its day, and what changed, in Danish."""

    version: int
    date: date
    what: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a case gave (negative effects too). `value` in `unit`, a positive number in the direction told by `gain`; None where only words were given.

    `low`/`high`: the range the source itself states, in the direction of `gain` (below 0 is against it: from -20 to 28 with a gain is from 20 dearer to 28 cheaper). `base`/`base_value`: what a per cent is of, in Danish and in `base_unit`. `driver_value`: the case's
    own size in the driver's unit; None is a missing input, never a guess. `year`: of measurement and of prices. `source`: id of a source of the case.
    """

    id: str
    what: str
    unit: str
    source: str
    grade: str
    calculated_by: str
    value: Decimal | None = None
    bound: str = "exact"
    low: Decimal | None = None
    high: Decimal | None = None
    gain: bool = True
    per: str = ""
    recurrence: str = "unknown"
    year: int | None = None
    base: str = ""
    base_value: Decimal | None = None
    base_unit: str = ""
    driver: str = ""
    driver_value: Decimal | None = None
    driver_note: str = ""
    cost_side: str = "unknown"
    cost_dkk: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An example of the library. Texts are Danish; `municipalities` are four-digit codes; `version` from 1; `as_of`: the day its facts were last held against the sources."""

    id: str
    version: int
    as_of: date
    title: str
    theme: str
    form: str
    service_area: str
    outcome: str
    problem: str
    solution: str
    sources: tuple[Source, ...]
    municipalities: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    period: str = ""
    started: int | None = None
    ended: int | None = None
    preconditions: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    contact_role: str = ""
    fictional: bool = False
    file: str = ""
    history: tuple[Change, ...] = ()


# What a check of a library finds (samspil/cases/casebook.py).
CASE_FINDING_KINDS = (
    "unreadable",  # not a text file, too big, not UTF-8
    "syntax",  # no front matter, broken YAML, anchors, aliases, tags
    "missing",  # a field that must be there
    "unknown_field",
    "unknown_code",
    "bad_value",  # not a date, not a number, too long
    "unknown_municipality",
    "no_source",
    "unknown_source",  # an effect names a source that the case does not have
    "driver_zero",
    "future",  # a day that has not come
    "contradiction",  # fields that do not go together
    "duplicate_id",
    "versions",  # history out of order or without the case's version
    "hidden_sign",  # control characters, bidirectional marks
    "replaced",  # a note: a later version from another folder is used
)


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """What is wrong with a case, or a note. `line` from 1, 0 when it concerns none; `field` as in the file ('effects[0].unit'); `message` and `remedy` for people."""

    kind: str
    file: str
    line: int
    field: str
    message: str
    remedy: str
    case: str = ""
