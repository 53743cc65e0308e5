"""Against whom a municipality is held, how it stands among them, what volume lies up to a benchmark, and what is known of saving on it.

Shares lie between 0 and 1, kroner are those of the indicators they come from. No texts: `notes` are keys of the catalogue `competition_peers` (`note_KEY`).
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from samspil.values.case import Source
from samspil.values.competition import Indicator

SCALES = ("relative", "absolute", "category")  # differences in per cent (logarithms), in the condition's own unit, or same or not the same
FINDINGS = ("saving", "none_documented", "mixed", "seldom_measured")  # what a piece of evidence says
SHAPES = ("uniform", "triangular")  # how a saving is drawn between its ends
MISSING_REASONS = ("no_indicator", "no_base")
DROPPED = ("own_missing", "too_few", "no_weight")  # why a condition is not used


@dataclass(frozen=True, slots=True)
class Condition:
    """What municipalities may be alike in. `of`, `per`: the drivers it is worked out from ('population_80plus' per 'population'), '' where it is given as it is.

    `weight`: how much a squared difference counts; `floor`: the least difference that may be one unit (0.35: 35 % on a relative scale); `unit`: key of its unit.
    """

    key: str
    scale: str
    weight: Decimal
    floor: Decimal
    unit: str
    of: str = ""
    per: str = ""
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Fact:
    """A condition of one municipality. `value`: a number, None for a category, which stands in `word`; `example`: made up."""

    municipality: str
    condition: str
    value: Decimal | None
    source: str
    date: datetime.date | None = None
    word: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One condition's part of a distance. `units`: the difference in robust standard units; `squared`: weight x units² / sum of weights, the parts add up to distance²."""

    condition: str
    own: Fact
    theirs: Fact
    units: float
    weight: float
    squared: float


@dataclass(frozen=True, slots=True)
class Alike:
    """A municipality and how far it is. `kept`: in how many of `draws` draws with noise it is still among the chosen (None: not measured)."""

    municipality: str
    distance: float
    parts: tuple[Part, ...]
    kept: int | None = None
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Ruler:
    """What one unit of a condition is: `spread` (interquartile range / 1.349 among `count` municipalities), or the floor when that is larger."""

    condition: Condition
    spread: float
    unit: float
    count: int


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Against whom. `by`: of BENCHMARKS; `name`: id of the region or type, '' elsewhere; `members`: codes (the municipality itself is in none but 'national').

    For 'best_ten' `members` is empty: the ten differ from area to area (`Standing.group`). `borders`: the year whose regions and types count.
    `unlike`: municipalities that could not be measured, with the conditions they lack; `dropped`: conditions that were not used, and why (DROPPED).
    """

    municipality: str
    by: str
    borders: int
    name: str = ""
    members: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    rulers: tuple[Ruler, ...] = ()
    unlike: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a municipality stands in one area and year. `group`: those of the peers that have figures, highest share first; `missing`: those without, and why.

    `rank` of `ranked`: competition ranking (1-2-2-4) of the municipality among the group and itself, 1 the highest share; `shared`: how many others have its place.
    `mean`: of the peers' shares, each once; `weighted`: their numerators by their bases; `median`, `upper_quartile` (linear between neighbours, Hyndman and Fan's
    type 7); `national`: weighted over all municipalities with figures, `national_count` of 98. None where there is nothing to work it out from.
    """

    own: Indicator
    by: str
    group: tuple[Indicator, ...]
    missing: tuple[tuple[str, str], ...]
    rank: int | None
    ranked: int
    shared: int
    mean: Decimal | None
    weighted: Decimal | None
    median: Decimal | None
    upper_quartile: Decimal | None
    national: Decimal | None
    national_count: int
    everyone: tuple[Indicator, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def of(self) -> int:
        """How many peers there are, with figures or without."""
        return len(self.group) + len(self.missing)


@dataclass(frozen=True, slots=True)
class Potential:
    """Volume up to a benchmark in one area: max(0, benchmark - own share) x base. A volume that could be exposed to competition, not a saving.

    `target`: of TARGETS; `gap`: benchmark - own share, below 0 when the municipality lies above; `volume`: kroner, rounded to øre; None: not told, see `notes`.
    `welfare`: None where the area is neither (a main account holds both).
    """

    standing: Standing
    target: str
    benchmark: Decimal | None
    gap: Decimal | None
    volume: Decimal | None
    welfare: bool | None = None
    notes: tuple[str, ...] = ()

    @property
    def own(self) -> Indicator:
        """The municipality's own indicator."""
        return self.standing.own


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a source says of saving in some areas. `low`, `high`: per cent of the task's cost, below 0 is dearer; None where it gives no figure.

    `areas`: of SERVICE_AREAS, none when it tells of no area in particular; `as_of`: the day it was last held against its source; `own`: from the user's file;
    `status`: of `values.competition.STATUSES`; `grade`: of `values.case.GRADES`; `case`: id of a case of the library that tells more, or ''.
    """

    id: str
    areas: tuple[str, ...]
    finding: str
    what: str
    what_en: str
    source: Source
    status: str
    as_of: datetime.date
    low: Decimal | None = None
    high: Decimal | None = None
    grade: str = ""
    case: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A range of saving that the user chose for an area, in per cent of the volume, with its source: an id of the evidence or the user's own words."""

    area: str
    low: Decimal
    high: Decimal
    source: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """What the draws gave, in kroner. `quantiles`: (5, x), (10, x) ... (95, x); `below_zero`: share of draws in which it gets dearer."""

    quantiles: tuple[tuple[int, Decimal], ...]
    mean: Decimal
    below_zero: float

    def at(self, percent: int) -> Decimal:
        """One quantile. Raises KeyError for one that was not worked out."""
        return dict(self.quantiles)[percent]


@dataclass(frozen=True, slots=True)
class Saving:
    """A picked range on a potential. `low`, `high`: volume x per cent / 100, without uncertainty; `spread`: of the draws."""

    potential: Potential
    pick: Pick
    low: Decimal
    high: Decimal
    spread: Spread
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Savings:
    """All picked areas together. `total`: of the draws, areas added draw by draw; `assumed`: keys of the catalogue (`assumed_KEY`) with what rests on assumption."""

    target: str
    rows: tuple[Saving, ...]
    total: Spread
    seed: int
    draws: int
    shape: str
    assumed: tuple[str, ...]
