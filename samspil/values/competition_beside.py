"""What stands beside an indicator of competition: its trend, others' level, what the agreement says, and the cases like it; by municipality and by service area.

Shares lie between 0 and 1, amounts are kroner. A municipality without accounts is `NOT_MEASURED`, one whose agreement was not read `UNKNOWN`; neither is ever a no.
"""

from dataclasses import dataclass
from decimal import Decimal

from samspil.values.case import Case
from samspil.values.competition import Indicator
from samspil.values.competition_accounts import About
from samspil.values.competition_change import Break, Change, NoChange
from samspil.values.initiative import Initiative
from samspil.values.review import DocumentRecord

MEASURED, NOT_MEASURED = "measured", "not_measured"  # does the accounts file hold the municipality's year?
READ, UNKNOWN, NO_REVIEW = "read", "unknown", "no_review"  # was its agreement read? `NO_REVIEW`: no review was handed in at all
PLACED_BY = ("words", "theme", "topic", "implied")
FIRST_THEMES = ("tendering", "insourcing", "friplejehjem")  # what the agreement says of who does the work; other themes stand behind them
OPEN_STAGES = ("considered", "planned", "decided")  # may still become a task for somebody


@dataclass(frozen=True, slots=True)
class PlacedBy:
    """Why an initiative stands under an area. `how`: of PLACED_BY; `words`: as they stand in the quote, or the id of the theme, topic or concept that says it."""

    area: str
    how: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """An initiative and the areas it stands under, none where nothing tells; `left_out`: areas it names only as the place of the task (cleaning *of schools*)."""

    initiative: Initiative
    areas: tuple[PlacedBy, ...] = ()
    left_out: tuple[str, ...] = ()

    def by(self, area: str) -> PlacedBy | None:
        """How it came under that area."""
        return next((each for each in self.areas if each.area == area), None)


@dataclass(frozen=True, slots=True)
class CaseBeside:
    """A case of the area, `initiatives`: ids of the municipality's initiatives that it is like; none: it is of the same area only."""

    case: Case
    initiatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A level of others: `target` of TARGETS, its `share`, of how many it is (`of`), and the volume in kroner up to it (None: not worked out; 0 at or above it)."""

    target: str
    share: Decimal
    of: int
    volume: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Rank from the highest share; those alike share a place (1-2-2-4). `of`: those with a share."""

    rank: int
    of: int
    tied: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with its years. `key`: '' of the total, a main account or a service area. `trend`: by year, this one included; `breaks`: within these years.

    `change`: from the year before, or why none is told; `parts`: the functions of the year that add up to it.
    """

    level: str
    key: str
    now: Indicator | None
    trend: tuple[Indicator, ...] = ()
    breaks: tuple[Break, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    place: Place | None = None
    change: Change | NoChange | None = None
    parts: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaBeside:
    """A service area of one municipality: figures, then words, then cases. `welfare`: no saving is assumed there. `countable`: it has functions of its own."""

    key: str
    row: Row
    welfare: bool = False
    countable: bool = True
    placed: tuple[Placed, ...] = ()
    cases: tuple[CaseBeside, ...] = ()


@dataclass(frozen=True, slots=True)
class MunicipalityBeside:
    """All of one municipality. `agreement`: READ, UNKNOWN or NO_REVIEW; `documents`: its files; `not_placed`: initiatives under no area; `findings`: odd postings."""

    code: str
    name: str
    accounts: str
    agreement: str
    total: Row
    main_accounts: tuple[Row, ...]
    areas: tuple[AreaBeside, ...]
    not_placed: tuple[Placed, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    findings: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """A municipality in the suppliers' list: its figure of the area, None where it has none, and what it newly plans there."""

    code: str
    name: str
    agreement: str
    now: Indicator | None
    place: Place | None
    planned: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaForSuppliers:
    """A service area across the country; `lines`: lowest share first, those without a figure last. `country`: weighted."""

    key: str
    country: Indicator | None
    lines: tuple[SupplierLine, ...]
    welfare: bool = False
    countable: bool = True


@dataclass(frozen=True, slots=True)
class ReviewSource:
    """Where a review's own pages lie, for links: `folder`: of its report ('' where there is none); `pages`: those in it, as 'kilder/0a1b.html', that can be linked to."""

    year: int
    folder: str = ""
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Exposure:
    """All municipalities with what stands beside them. `year`: of the accounts shown; `definition`, `title`: of what is counted; `about`: what the accounts file says of itself.

    `budget_year`: of the review, None without one; `findings`: odd postings of the file as a whole.
    """

    year: int
    kind: str
    definition: str
    title: str
    about: About
    country: Row
    country_main: tuple[Row, ...]
    municipalities: tuple[MunicipalityBeside, ...]
    services: tuple[AreaForSuppliers, ...]
    cases: tuple[Case, ...] = ()
    budget_year: int | None = None
    review: ReviewSource | None = None
    findings: tuple[object, ...] = ()

    def find(self, code: str) -> MunicipalityBeside | None:
        """One municipality."""
        return next((each for each in self.municipalities if each.code == code), None)
