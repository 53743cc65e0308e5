"""An effect with the costs the user gave: net value, payback, break-even, and which input matters most."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from samspil.cases.transfer.costs import NEEDED, Costs
from samspil.cases.transfer.model import Caution, Missing, Number, Range, Refusal, Transfer, round_unit
from samspil.cases.transfer.worth import ONE_OFF, YEARLY, Assumptions, break_even, net_value, payback
from samspil.economics.worth import DIGITS, Bar, rank_bars
from samspil.vocabulary.texts import say

EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Worth:
    """`effect` in kroner (a year, or once) from `natural` in `unit`; `npv`: at the effect's low, middle and high; paybacks in years, None: not within the
    years; `break_even_effect` in kroner, `break_even_natural` in `unit`, `break_even_size` in the own quantity (None for a loss); `fixed`: inputs without a range.
    """

    recurrence: str
    unit: str
    natural: Range
    effect: Range
    assumptions: Assumptions
    npv: Range
    payback: Decimal | None
    discounted_payback: Decimal | None
    break_even_effect: Decimal
    break_even_natural: Decimal
    break_even_size: Decimal | None
    quantity: str
    bars: tuple[Bar, ...]
    fixed: tuple[str, ...]
    sources: Mapping[str, str]
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class _Effect:
    """The one effect that costs are set against."""

    range: Range
    unit: str
    quantity: str
    own: Number
    recurrence: str
    gain: bool
    net: bool


def find_worth(result: Transfer, costs: Costs) -> Worth | Refusal | tuple[Missing, ...]:
    """Net value and the rest; a refusal when there is not exactly one effect to set against the costs; or the inputs that are missing."""
    effect = _choose(result)
    if effect is None or effect.range.middle <= 0:
        key = "too_small" if effect else "several" if result.scaled else "nothing"
        return Refusal(key, say(f"cases_transfer.worth_{key}"), say(f"cases_transfer.worth_{key}_remedy"))
    recurrence = costs.recurrence or {"yearly": YEARLY, "daily": YEARLY, "one_off": ONE_OFF}.get(effect.recurrence, "")
    missing = _find_missing(effect, costs, recurrence)
    if missing:
        return missing
    with localcontext() as context:
        context.prec = DIGITS
        return _calculate(effect, costs, recurrence)


def _choose(result: Transfer) -> _Effect | None:
    one = result.scaled[0] if result.scaled else None
    if one is None or (result.pooled is None and len(result.scaled) > 1):
        return None
    chosen = result.pooled or one
    net = any(other.effect.cost_side == "net" for other in result.scaled)
    return _Effect(chosen.range, chosen.unit, chosen.quantity, chosen.own, one.effect.recurrence, one.effect.gain, net)


def _find_missing(effect: _Effect, costs: Costs, recurrence: str) -> tuple[Missing, ...]:
    needed = [*NEEDED, *(["unit_value"] if effect.unit != "dkk" else []), *(["days"] if _is_daily(effect, costs) else [])]
    names = [name for name in needed if name not in costs.inputs] + ([] if recurrence else ["recurrence"])
    unit = say(f"cases.unit_{effect.unit}")
    return tuple(
        Missing(
            f"cost_{name}",
            "",
            "",
            name,
            say("cases_transfer.missing_cost", name=name, what=say(f"cases_transfer.input_{name}")),
            say(f"cases_transfer.missing_{name}_remedy", unit=unit),
        )
        for name in names
    )


def _is_daily(effect: _Effect, costs: Costs) -> bool:
    return effect.recurrence == "daily" and costs.recurrence != ONE_OFF


def _calculate(effect: _Effect, costs: Costs, recurrence: str) -> Worth:
    used = [*NEEDED, *(["unit_value"] if effect.unit != "dkk" else []), *(["days"] if _is_daily(effect, costs) else [])]
    ranges = {EFFECT: effect.range, **{name: costs.inputs[name].range for name in used}}
    middles = {name: whole.middle for name, whole in ranges.items()}
    sign = Decimal(1 if effect.gain else -1)

    def assume(name: str, number: Decimal) -> Assumptions:
        return _assume({**middles, name: number}, sign, recurrence)

    base = assume(EFFECT, effect.range.middle)
    ends = {name: (net_value(assume(name, whole.low)), net_value(assume(name, whole.high))) for name, whole in ranges.items()}
    bars = [Bar(name, ranges[name].low, ranges[name].high, *map(_krone, ends[name])) for name in ranges if _varies(ranges[name])]
    per_natural = base.effect / middles[EFFECT]
    goal = break_even(base)
    size = effect.own.value * goal / base.effect if effect.gain else None
    npv = sorted((*ends[EFFECT], net_value(base)))
    kroner = sorted(_krone(assume(EFFECT, end).effect) for end in (effect.range.low, effect.range.middle, effect.range.high))
    return Worth(
        recurrence,
        effect.unit,
        effect.range,
        Range(kroner[0], kroner[1], kroner[2], *_open_ends(effect)),
        base,
        Range(_krone(npv[0]), _krone(npv[1]), _krone(npv[2])),
        payback(base, discounted=False),
        payback(base, discounted=True),
        _krone(goal),
        round_unit(goal / abs(per_natural), effect.unit),
        None if size is None else round_unit(size, ""),
        effect.quantity,
        rank_bars(bars),
        tuple(name for name, whole in ranges.items() if not _varies(whole)),
        {name: costs.inputs[name].source for name in used},
        _find_cautions(effect, middles),
    )


def _open_ends(effect: _Effect) -> tuple[bool, bool]:
    """Above and below: of a loss 'at least' means that it may be worse."""
    ends = (effect.range.open_above, effect.range.open_below)
    return ends if effect.gain else ends[::-1]


def _assume(numbers: Mapping[str, Decimal], sign: Decimal, recurrence: str) -> Assumptions:
    kroner = sign * numbers[EFFECT] * numbers.get("unit_value", Decimal(1)) * numbers.get("days", Decimal(1))
    return Assumptions(kroner, numbers["investment"], numbers["yearly_cost"], numbers["discount_rate"], int(numbers["years"]), recurrence)


def _varies(whole: Range) -> bool:
    return whole.low != whole.high


def _krone(number: Decimal) -> Decimal:
    return round_unit(number, "dkk")


def _find_cautions(effect: _Effect, middles: Mapping[str, Decimal]) -> tuple[Caution, ...]:
    keys = (["costs_twice"] if effect.net and (middles["investment"] or middles["yearly_cost"]) else []) + (
        ["time_is_not_money"] if effect.unit == "hours" else []
    )
    return tuple(Caution(key, say(f"cases_transfer.caution_{key}"), say(f"cases_transfer.caution_{key}_remedy")) for key in keys)
