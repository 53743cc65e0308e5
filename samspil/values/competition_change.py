"""What happened to an indicator between two years, split exactly into the effect of the numerator and of the base; and breaks that forbid such a comparison."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Break:
    """A year from which figures are not comparable with those before. `kinds`, `levels`: of which indicators (none: all); `functions`: beginnings of full codes (none: all).

    `text`, `source` in Danish (`text_en` in English); `status`: one of `values.competition.STATUSES`; `official_only`: the break is the ministry's, not in our own figures.
    """

    year: int
    key: str
    text: str
    source: str
    status: str
    text_en: str = ""
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    official_only: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """From one year to a later one. Shares are exact fractions (0 to 1), kroner are whole and add up.

    Of the share: `points` = `numerator_effect` + `base_effect`. Of the numerator in kroner: `dkk` = `share_dkk` (a larger or smaller part is bought) + `volume_dkk` (there is more or
    less to buy of). Against an unchanged share: `beyond_dkk` = numerator - old share x new base = `beyond_numerator_dkk` + `beyond_base_dkk`.
    """

    municipality: str
    kind: str
    level: str
    code: str
    since: int
    until: int
    before: Fraction
    after: Fraction
    numerator_effect: Fraction
    base_effect: Fraction
    dkk: int
    share_dkk: int
    volume_dkk: int
    beyond_dkk: int
    beyond_numerator_dkk: int
    beyond_base_dkk: int
    prices: int | None = None

    @property
    def points(self) -> Fraction:
        """The change of the share; 0.012 is 1,2 points."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class NoChange:
    """Why no change is told: `key` of the catalogue ('break', 'no_base', 'definitions_differ', ...), with the breaks where it is one."""

    municipality: str
    kind: str
    level: str
    code: str
    since: int
    until: int
    key: str
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Lift:
    """One main account when every municipality reaches the mean of the best: their mean share, and what is bought before and after, in kroner."""

    code: str
    base: Decimal
    numerator: Decimal
    best: tuple[str, ...]
    mean: Decimal
    added: Decimal
    lifted: int

    @property
    def share(self) -> Decimal:
        """The share before."""
        return self.numerator / self.base


@dataclass(frozen=True, slots=True)
class National:
    """A national calculation. `added` is volume that would be bought from private suppliers, not a saving. `printed`: the share a publication gave, where it did."""

    year: int
    best_of: int
    lifts: tuple[Lift, ...]
    printed: Decimal | None = None
    example: bool = False

    @property
    def base(self) -> Decimal:
        """Kroner of all main accounts."""
        return sum((one.base for one in self.lifts), Decimal(0))

    @property
    def numerator(self) -> Decimal:
        """Kroner bought before."""
        return sum((one.numerator for one in self.lifts), Decimal(0))

    @property
    def added(self) -> Decimal:
        """Kroner more when all reach the mean of the best."""
        return sum((one.added for one in self.lifts), Decimal(0))

    @property
    def share(self) -> Decimal:
        """The share before, weighted."""
        return self.numerator / self.base

    @property
    def share_after(self) -> Decimal:
        """The share when all have reached the mean of the best."""
        return (self.numerator + self.added) / self.base
