"""How much of what a municipality does is exposed to competition: sums of its accounts, indicators with their base, peers, potential, evidence.

Amounts are kroner in the prices of the year they were booked unless `prices` says otherwise; shares lie between 0 and 1 (0.273 is 27,3 %). Codes of municipalities have
four digits; a function is the bank's code without dots ('22814' is 2.28.14, '2201' is 0.22.01), its main account is `main_account_of(code)`.
"""

from dataclasses import dataclass
from decimal import Decimal

INDICATORS = ("pli", "iku")
LEVELS = ("total", "main_account", "function", "service_area")  # what an indicator is told of; the code beside it is '' for 'total'
EFFECT_PARTS = ("numerator", "base")
BENCHMARKS = ("national", "region", "type", "best_ten", "own_choice", "alike")  # against whom
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
class Definition:
    """A way to work out the indicators, from a versioned file. `name`: 'pli_samspil_v1'; `since`, `until`: the years it holds for; `source`: where the recipe is from.

    Functions and areas are given as the beginnings of codes. `numerator`: pairs of art and ownership that count as bought from private suppliers ('*' any ownership);
    `base_arts`: arts of the base; `functions_out`: beginnings of functions that count in neither; `dranst`: which kind of account counts ('1').
    `official` is never true: no definition file of ours is the ministry's.
    """

    name: str
    version: int
    title: str
    source: str
    numerator: tuple[tuple[str, str], ...]
    base_arts: tuple[str, ...]
    functions_out: tuple[str, ...] = ()
    main_accounts: tuple[str, ...] = ("0", "1", "2", "3", "4", "5", "6")
    owners_out: tuple[str, ...] = ()
    dranst: str = "1"
    since: int | None = None
    until: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One share: `numerator` of `base`, in kroner. `municipality` is '' for the country (weighted: sums of all that have figures).

    `level`, `code`: what it is told of; `own_wins`: own tenders won (kontrolbud), in `numerator` of an IKU only; None: not reported. `official`: the user's value where there is
    one, 0 to 1. `inhabitants`: on which `base_per_inhabitant` rests. `notes`: keys of the catalogue with what a reader must know ('iku_equals_pli', 'small_base').
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
    """An area of service: `key` as in `values.case.SERVICE_AREAS`; `functions`: beginnings of the codes of its functions; `welfare`: no saving is assumed of it; `source`."""

    key: str
    functions: tuple[str, ...]
    welfare: bool
    source: str = ""


def main_account_of(function: str) -> str:
    """'22814' -> '2', '2201' -> '0': the bank leaves out the nought of main account 0, so codes of four digits or fewer belong to it."""
    return function[0] if len(function) >= 5 else "0"
