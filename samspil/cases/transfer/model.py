"""The values of a transfer: what was given, each effect scaled, the pooled effect, what is missing, and what to be careful about."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext

from samspil.economics.worth import DIGITS
from samspil.values.case import Effect

BY_SIZE, BY_SHARE, BY_COUNT = "size", "share", "count"  # how an effect is scaled (docs/transfer.md, 'Three ways')
BASE, COUNT = "base", "per"  # names of what a per cent is of, and of how many there are of what an effect is told per


@dataclass(frozen=True, slots=True)
class Number:
    """A number that somebody gave. `source`: in words; `year` it belongs to; `example`: made up, shown as such."""

    value: Decimal
    source: str
    year: int | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Low, middle and high. `open_above`/`open_below`: the source says 'at least' or 'at most', so that the truth may lie beyond."""

    low: Decimal
    middle: Decimal
    high: Decimal
    open_above: bool = False
    open_below: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How wide a case's own number is on the log scale, as a standard deviation below and above it, apart from the transfer. `key`: 'grade' or 'range'."""

    key: str
    below: Decimal
    above: Decimal


@dataclass(frozen=True, slots=True)
class Missing:
    """An input that is not there. `field`: its name ('population_80plus', 'effects[0].value'); `remedy`: how to give it."""

    key: str
    case: str
    effect: str
    field: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: `text` says what, `remedy` what to do about it. `cases`: the ids it is about; of 'unused' the names that were given."""

    key: str
    text: str
    remedy: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scaled:
    """One effect in the own municipality.

    `way`: BY_SIZE, BY_SHARE or BY_COUNT; `quantity`: what it grows with (a driver, 'base' or 'per'); `own`, `theirs`: its size here and in the case;
    `price_factor`: from the case's prices to `price_year`; `rate`: the effect for one unit of the quantity; `unit` of the result.
    """

    case: str
    title: str
    effect: Effect
    way: str
    quantity: str
    unit: str
    own: Number
    theirs: Number | None
    rate: Decimal
    range: Range
    spread: Spread
    price_factor: Decimal = Decimal(1)
    price_from: int | None = None
    price_year: int | None = None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """How much cases differ beyond their own uncertainty: Paule and Mandel's tau2, Cochran's Q with its degrees of freedom, I2 as a share of 1."""

    tau2: float
    q: float
    df: int
    i2: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Several cases together. `mean`, `se`: of log(effect for one unit); `se_hk`: Hartung and Knapp's.

    `method`: 'literature' (3 cases or fewer: tau2 from the literature) or 'estimated'; `tau2`: the one used; `sd`: of the prediction; `quantile`: its factor;
    `weights`: case and share, in the cases' order.
    """

    method: str
    mean: float
    se: float
    se_hk: float
    tau2: float
    sd: float
    quantile: float
    seen: Heterogeneity
    weights: tuple[tuple[str, float], ...]
    range: Range
    quantity: str
    unit: str
    own: Number


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why cases are not pooled, or costs not calculated: `key`, the reason, and what to do."""

    key: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """All of it. `code`, `municipality`: the own one; `scaled` and `pooled` (None with `not_pooled` telling why, or with one case)."""

    code: str
    municipality: str
    scaled: tuple[Scaled, ...]
    pooled: Pooled | None = None
    not_pooled: Refusal | None = None
    missing: tuple[Missing, ...] = ()
    cautions: tuple[Caution, ...] = ()
    price_year: int | None = None
    price_source: str = ""
    titles: dict[str, str] = field(default_factory=dict)


def round_unit(value: Decimal, unit: str) -> Decimal:
    """Kroner to the krone, other units to two decimals; half away from zero."""
    with localcontext() as context:
        context.prec = DIGITS
        return value.quantize(Decimal(1) if unit == "dkk" else Decimal("0.01"), ROUND_HALF_UP)
