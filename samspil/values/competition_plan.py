"""A plan of what comes up for a decision: contracts that end, steps back from the new start, thresholds, lots, requirements, conflicts.

Values of contracts are kroner without VAT over the whole of the new contract, options included. A plan says what has to be begun when; it never says who should do the work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

TENDER, INSOURCE, UNDECIDED = "tender", "insource", "undecided"  # what is to come of it
WAYS = (TENDER, INSOURCE, UNDECIDED)
NATURES = ("goods", "services", "light", "works")  # eForms BT-23; 'light': services under the light regime (social services and others)
EXTERNAL, OWN = "external", "own"  # who does the work today
PUBLIC, UNVERIFIED, ASSUMPTION, SUGGESTION = "public", "to_verify", "assumption", "suggestion"
STATUSES = (PUBLIC, UNVERIFIED, ASSUMPTION, SUGGESTION)  # how sure a figure of ours is
CONTRACT, INITIATIVE = "contract", "initiative"  # what a line of the plan comes from
CONFLICTS = (
    "too_late",
    "tight",
    "expired",
    "gap_planned",
    "notice_past",
    "notice_soon",
    "sum_over_threshold",
    "procedure_too_light",
    "deadline_in_holidays",
    "too_many",
    "no_owner",
    "no_value",
    "threshold_assumed",
    "threshold_turns",
    "alike_over_threshold",
)


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract that ends, as the user lists it. `end`: the last day; `extension_months`: how long it may still be extended, `notice_months`: said so long before the end.

    `value`: of the new contract; or `annual_value` a year over `new_years`. `group`: contracts with the same word are one purchase. `parts`: areas or themes it may be
    divided by, each with its value where the user gave one. `new_start`: when the new contract is to begin, None: the day after the end. `place`: where in the user's file it stands.
    """

    id: str
    title: str
    end: date
    start: date | None = None
    nature: str = "services"
    way: str = TENDER
    performed_by: str = EXTERNAL
    area: str = ""
    cpv: str = ""
    value: Decimal | None = None
    annual_value: Decimal | None = None
    new_years: Decimal | None = None
    extension_months: int = 0
    notice_months: int = 0
    extend: bool = False
    owner: str = ""
    procedure: str = ""
    cross_border: bool | None = None
    group: str = ""
    parts: tuple[tuple[str, Decimal | None], ...] = ()
    nuts: str = ""
    new_start: date | None = None
    place: str = ""

    @property
    def example(self) -> bool:
        """Whether it is one of the made-up contracts that ship."""
        return self.id.startswith("EKS-")


@dataclass(frozen=True, slots=True)
class PlanInitiative:
    """What a budget agreement says, joined from a review. `year`: of the budget; `quote`: the first one, with `document` and `page`."""

    id: str
    year: int
    way: str
    stage: str
    areas: tuple[str, ...]
    quote: str
    document: str
    page: int


@dataclass(frozen=True, slots=True)
class AreaVolume:
    """The volume up to a benchmark in a service area, in kroner a year, as `competition potential` gives it: a definition, no saving and no task."""

    area: str
    benchmark: str
    volume: Decimal
    year: int | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold in kroner without VAT; `status` of STATUSES."""

    key: str
    amount: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class ThresholdSet:
    """The thresholds of notices published from `since` until `until`. `assumed`: they are used for a later date of which none are known yet."""

    since: date
    until: date
    source: str
    thresholds: Mapping[str, Threshold]
    assumed: bool = False

    def of(self, key: str) -> Threshold:
        """One of them. Raises KeyError."""
        return self.thresholds[key]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure: `days` are calendar days as planned, `least` those that cannot be done without (a statutory minimum, else the least that is assumed)."""

    key: str
    days: int
    least: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A way to buy, or to take back. `regime`: 'eu', 'light', 'works_law', 'below' or 'own'; `bt105`: its code in eForms, '' where there is none."""

    key: str
    regime: str
    bt105: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its first and last day (both included; the same day for an event)."""

    step: Step
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it takes here: more than the step's own where a weekend or a holiday was stepped over."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Lot:
    """A part of a tender: `theme`: the user's own, or '' ; `below_part_limit`: its value lies under the limit of the part-lot rule."""

    number: int
    theme: str
    value: Decimal
    below_part_limit: bool = False


@dataclass(frozen=True, slots=True)
class Lots:
    """A division: the parts add up to `total`, and `total` is what the threshold is held against. `exempt`: numbers of lots that the part-lot rule could leave out.

    `reason`: 'themes' (the user's), 'size' (our own, by `target` kroner a lot), 'none' (not divided: explain), 'no_value'.
    """

    total: Decimal | None
    lots: tuple[Lot, ...]
    reason: str
    target: Decimal
    part_limit: Threshold | None = None
    part_share: Decimal = Decimal(0)
    exempt: tuple[int, ...] = ()

    @property
    def exempt_most(self) -> Decimal:
        """What lots left out may be worth together."""
        return (self.total or Decimal(0)) * self.part_share


@dataclass(frozen=True, slots=True)
class Requirement:
    """A social or green requirement, or a point of market dialogue, that others have used in such purchases. Always a suggestion or with its source."""

    key: str
    kind: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Cpv:
    """A code: the user's own (`confidence` None) or a suggestion from 0 to 1 with the words it rests on."""

    code: str
    name: str = ""
    confidence: float | None = None
    words: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something a person must look at. `kind` of CONFLICTS; `lines`: ids it is about; `values`: figures and dates that its text needs."""

    kind: str
    lines: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing that comes up. `value`: what the regime was chosen by is `counted`, the sum with the others of its group. `regime`: of `procedure`.

    `end`: of today's contract (with the extension, where it is to be used), None for an initiative. `latest_begin`, `latest_publication`: with the least days;
    `earliest_start`, `fastest_start`: of the new contract when all is begun today, at the planned pace and with the least days. `extended_end`: with an extension that
    is not to be used. `notes`: keys of the catalogue.
    """

    id: str
    title: str
    source: str
    way: str
    nature: str
    area: str
    owner: str
    end: date | None
    new_start: date
    value: Decimal | None
    counted: Decimal | None
    procedure: Procedure
    thresholds: ThresholdSet | None
    threshold: Threshold | None
    steps: tuple[PlannedStep, ...]
    lots: Lots
    requirements: tuple[Requirement, ...] = ()
    cpv: tuple[Cpv, ...] = ()
    notes: tuple[str, ...] = ()
    contract: Contract | None = None
    initiatives: tuple[PlanInitiative, ...] = ()
    volume: AreaVolume | None = None
    latest_begin: date | None = None
    latest_publication: date | None = None
    earliest_start: date | None = None
    fastest_start: date | None = None
    extended_end: date | None = None
    notice_by: date | None = None

    @property
    def begin(self) -> date:
        """The first day of the work."""
        return self.steps[0].first

    @property
    def publication(self) -> date | None:
        """When it is to be published; None where nothing is."""
        return self._first("publish")

    @property
    def deadline(self) -> date | None:
        """The last day for tenders."""
        return self._last("tenders")

    @property
    def award(self) -> date | None:
        """When the decision is taken: the day before standstill begins, or the last day of evaluation."""
        return self._last("evaluation")

    @property
    def gap_days(self) -> int:
        """Days without a contract when all is begun today and takes the least days; 0 for none."""
        return max(0, (self.fastest_start - self.new_start).days) if self.fastest_start else 0

    def _first(self, key: str) -> date | None:
        return next((each.first for each in self.steps if each.step.key == key), None)

    def _last(self, key: str) -> date | None:
        return next((each.last for each in self.steps if each.step.key == key), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it, by day of begin. `today`: the day it is worked out for; `idle_volumes`: areas with a volume and no line; `times_file`: '' for the times that ship,
    which are of `times_as_of`.
    """

    today: date
    municipality: str
    lines: tuple[PlanLine, ...]
    conflicts: tuple[Conflict, ...]
    per_owner: int
    lot_size: Decimal
    budget_year: int | None = None
    idle_volumes: tuple[AreaVolume, ...] = ()
    sources: tuple[str, ...] = ()
    times_as_of: date | None = None
    times_file: str = ""
    example: bool = False

    def conflicts_of(self, line: str) -> tuple[Conflict, ...]:
        """What is to be looked at of one line."""
        return tuple(each for each in self.conflicts if line in each.lines)
