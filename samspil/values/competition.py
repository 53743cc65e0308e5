"""How much of what a municipality does is exposed to competition: sums of its accounts, indicators with their base, peers, potential, evidence.

Amounts are kroner in the prices of the year they were booked unless `prices` says otherwise; shares lie between 0 and 1 (0.273 is 27,3 %). Codes of municipalities have
four digits; a function is the bank's code without dots ('22814' is 2.28.14, '2201' is 0.22.01), its main account is `main_account_of(code)`.

Beginnings of functions are those of `full_code`, five digits with the nought that the bank leaves out ('02201'): '022' is all of 0.22 and never 2.2.
"""

from dataclasses import dataclass
from decimal import Decimal

INDICATORS = ("pli", "iku")
LEVELS = ("total", "main_account", "function", "service_area")  # what an indicator is told of; the code beside it is '' for 'total'
EFFECT_PARTS = ("numerator", "base")
BENCHMARKS = ("national", "region", "type", "best_ten", "own_choice", "alike")  # against whom
COUNTS = ("out", "base", "bought")  # how a cell counts: in neither, in the base, in numerator and base
PUBLIC, TO_BE_VERIFIED = "public", "to_be_verified"
STATUSES = (PUBLIC, TO_BE_VERIFIED, "own_design")  # read in a public source; own knowledge that nobody has checked; our own choice
TARGETS = ("national_mean", "peer_mean", "peer_median", "top_quartile")  # which value of theirs


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What one municipality booked on a function, of one art and ownership, in one year; kroner, net of nothing. `art` and `owner`: the bank's codes ('40', '4')."""

    municipality: str
    year: int
    function: str
    art: str
    owner: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Correction:
    """How some cells count, whatever a definition says of their art. `count` is one of COUNTS; the last correction that fits a cell holds.

    `functions`, `arts`: beginnings of codes (none: all); `owners`: codes (none: all); `status`: one of STATUSES.
    """

    count: str
    functions: tuple[str, ...] = ()
    arts: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    source: str = ""
    status: str = TO_BE_VERIFIED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A way to work out the indicators, from a versioned file. `name`: 'pli_samspil_v1'; `since`, `until`: the years it holds for; `source`: where the recipe is from.

    Beginnings of codes throughout. `numerator`: pairs of art and ownership that count as bought from private suppliers ('*' any ownership); all of them count in the base too.
    `base_arts`: arts of the base; `arts_out`: arts that count in neither, so that each known art is named once; `functions_out`: functions that count in neither (`full_code`);
    `owners_out`: ownerships that count in neither; `dranst`: which kind of account counts ('1'); `corrections`: what goes
    before the arts; main accounts, kind of account, functions and ownerships left out stay out.
    `official` is never true: no definition file of ours is the ministry's. `status`: one of STATUSES.
    """

    name: str
    version: int
    title: str
    source: str
    numerator: tuple[tuple[str, str], ...]
    base_arts: tuple[str, ...]
    arts_out: tuple[str, ...] = ()
    functions_out: tuple[str, ...] = ()
    main_accounts: tuple[str, ...] = ("0", "1", "2", "3", "4", "5", "6")
    owners_out: tuple[str, ...] = ()
    dranst: str = "1"
    corrections: tuple[Correction, ...] = ()
    since: int | None = None
    until: int | None = None
    status: str = TO_BE_VERIFIED
    notes: tuple[str, ...] = ()
    title_en: str = ""
    notes_en: tuple[str, ...] = ()

    @property
    def official(self) -> bool:
        """Never: the ministry's own method is not public in full."""
        return False

    def holds(self, year: int) -> bool:
        """Whether the definition is meant for a year's accounts."""
        return (self.since is None or year >= self.since) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One share: `numerator` of `base`, in kroner. `municipality` is '' for the country (weighted: sums of all that have figures, `municipalities` of them).

    `level`, `code`: what it is told of; `own_wins`: own tenders won (kontrolbud), in `numerator` of an IKU only; None: not reported. `official`: the user's value where there is
    one, 0 to 1. `inhabitants`: on which `base_per_inhabitant` rests. `notes`: keys of the catalogue with what a reader must know
    ('iku_equals_pli', 'small_base'), the texts are `competition_indicators.note_KEY`. `unplaced`: kroner in the base of which the accounts do not say whether they were paid to
    private suppliers (no ownership in the table): the numerator may be too low by as much. `prices`: the year whose prices the kroner are in; None: current prices.
    """

    municipality: str
    year: int
    kind: str
    level: str
    code: str
    numerator: Decimal
    base: Decimal
    definition: str
    own_wins: Decimal | None = None
    official: Decimal | None = None
    inhabitants: Decimal | None = None
    prices: int | None = None
    example: bool = False
    notes: tuple[str, ...] = ()
    unplaced: Decimal = Decimal(0)
    municipalities: int = 1

    @property
    def share(self) -> Decimal | None:
        """The part of the base that is bought; None without a base above zero."""
        return self.numerator / self.base if self.base > 0 else None

    @property
    def difference(self) -> Decimal | None:
        """Ours less the official one, 0.012 is 1,2 points; None where either is missing."""
        share = self.share
        return None if share is None or self.official is None else share - self.official

    @property
    def base_per_inhabitant(self) -> Decimal | None:
        """Kroner of base per inhabitant; None without inhabitants."""
        return self.base / self.inhabitants if self.inhabitants else None


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """An area of service: `key` as in `values.case.SERVICE_AREAS`; `functions`: beginnings of the full codes of its functions (use `begins`), none for what has no function
    of its own (cleaning); `welfare`: no saving is assumed of it; `source`, `status` (one of STATUSES)."""

    key: str
    functions: tuple[str, ...]
    welfare: bool
    source: str = ""
    status: str = TO_BE_VERIFIED


def full_code(function: str) -> str:
    """'2201' -> '02201', '22814' stays: five digits, with the nought of main account 0. Codes of a whole main account ('2') stay as they are."""
    return f"0{function}" if len(function) in (2, 4) else function


def main_account_of(function: str) -> str:
    """'22814' -> '2', '2201' -> '0', '2' -> '2': the bank leaves out the nought of main account 0, so codes of two and four digits belong to it."""
    return full_code(function)[:1]


def begins(function: str, beginnings: tuple[str, ...]) -> bool:
    """Whether the bank's code of a function lies under one of these beginnings of full codes: begins('2201', ('022',)) is true, begins('22811', ('022',)) is not."""
    return full_code(function).startswith(beginnings)
