"""Two budget years beside each other, and the years' trends (docs/compare.md)."""

from dataclasses import dataclass, field

from samspil.values.initiative import Initiative

CARRIED_ON, CHANGED, REACHED, STOPPED, NEW, DROPPED, ENDED, UNCLEAR, UNKNOWN = (
    "carried_on", "changed", "reached", "stopped", "new", "dropped", "ended", "unclear", "unknown",
)  # fmt: skip
STATUSES = (NEW, CARRIED_ON, CHANGED, REACHED, STOPPED, DROPPED, ENDED, UNCLEAR, UNKNOWN)
OUTCOMES = ("kept", "more", "less", "other_kind", "not_stated", "ambiguous", "stopped", "not_mentioned", "unclear", "unknown")


@dataclass(frozen=True, slots=True)
class Promise:
    """What the earlier agreement laid out for one later year, and what the later agreement states for it. Kroner; `stated` None where it states none.

    `kind`: 'allocation' or 'saving'; `outcome`: of `OUTCOMES`; `assumed`: a side rests on a sum without a stated time; `price_levels`: of either side, None
    where unsaid (nothing is converted). `also`: sums of that kind that are ambiguous or without years, in words of the agreements.
    """

    kind: str
    year: int
    promised: int
    stated: int | None
    outcome: str
    assumed: bool = False
    price_levels: tuple[int | None, int | None] = (None, None)
    also: tuple[str, ...] = ()

    @property
    def difference(self) -> int | None:
        """Stated less promised."""
        return None if self.stated is None else self.stated - self.promised


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one undertaking of one municipality. `status`: of `STATUSES`. `earlier`, `later`: its initiatives of either year; several where it was split or joined;
    one side empty where it is new or not mentioned again; of 'unclear' both may be filled, for a person to decide.

    `chance`: how likely the sides are one undertaking (1.0 = certain), None without two sides. `changes`: 'amount', 'stage'. `reason`: of 'unknown': 'earlier_unread', 'later_unread',
    'earlier_published' or 'later_published'. `near`: ids of initiatives that are much alike but linked elsewhere.
    """

    municipality: str
    municipality_code: str
    themes: tuple[str, ...]
    status: str
    earlier: tuple[Initiative, ...] = ()
    later: tuple[Initiative, ...] = ()
    chance: float | None = None
    changes: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    reason: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct municipalities with an initiative of a theme in one year, in a division of the country ('country', 'panel', 'region', 'type').

    `group`: the region or type, '' for the country; `division`: of a region: the year whose borders are used. `read`, `of`: municipalities read and all there are in the
    group; `read` is None for a published review, which does not tell whom it read.
    """

    theme: str
    year: int
    division: str
    group: str
    borders: int
    municipalities: int
    read: int | None
    of: int
    published: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """`read_both`, `only_earlier`, `only_later`: names of municipalities by which agreements were read, in Danish order; `published`: years that rest on a published review.
    `fates` in the order of municipality, first theme, place in the agreement. `counts`: the trends over all years at hand."""

    earlier_year: int
    later_year: int
    fates: tuple[Fate, ...]
    counts: tuple[Count, ...]
    read_both: tuple[str, ...]
    only_earlier: tuple[str, ...]
    only_later: tuple[str, ...]
    published: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    themes: tuple[str, ...] = field(default_factory=tuple)
    fictional: bool = False
