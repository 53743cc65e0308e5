"""The formulas of make or buy, written once for exact numbers (Decimal) and for many draws at a time (numpy arrays).

All kroner are of one price year, the rate is real, flows fall at the end of their year; year 0 is now.

    direct cost of a place   d = hours x wage x (1 + (pension + night and weekend) / 100) + food + rent + transport + training + supervision + other
    citizens who move        m = the lesser of (suitable + coming) x (1 - refusals) and places x occupancy
    own running cost         places x d + fixed + overhead x m   (per citizen who moves: d / (m / places) + ..., so that empty places are paid)
    capital                  an asset A of life L costs A / a(L) a year, a(L) = (1 - (1 + r)^-L) / r; in the net value it is paid when it is bought (and again
                             every L years) and the years left at the end are worth A / a(L) x a(years left): the same present value either way
    bought                   m x (days x (price + add-ons) - refund + own administration + other)
    refund (§ 176)           of each citizen's cost in a year above the thresholds, on both sides; own places at full cost, capital included
    change (year 0)          project + staff + (double pay + notice) / 12 x what is left + commissioning / 12 x what is moved to, before anyone lives there
    later                    lost economies a year; exit at the end
    delay                    for so many months things are as today, while what year 0 costs has been paid
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from samspil.purchasing.make_or_buy.model import INSOURCE

Number = Any  # a Decimal, or a numpy array of floats


class Means(NamedTuple):
    """How two numbers are compared, and how a constant is written: of Decimals or of arrays."""

    least: Callable[[Any, Any], Any]
    most: Callable[[Any, Any], Any]
    constant: Callable[[Decimal], Any]


EXACT = Means(min, max, lambda number: number)


class Setting(NamedTuple):
    """What is not varied: direction, years, and the refund's steps (threshold, share refunded above it); own places are refunded too, or not."""

    direction: str
    years: int
    steps: Sequence[tuple[Decimal, Decimal]]
    own_refund: bool


class Option(NamedTuple):
    """Costs of one option in the years 0..n, and the worth of its assets at the end."""

    cost: list[Number]
    residual: Number


def find_sums(numbers: Mapping[str, Number], setting: Setting, means: Means) -> dict[str, Number]:
    """Every yearly and one-off sum, by name."""
    n = numbers
    sums: dict[str, Number] = {}
    sums["staff"] = n["staff_hours"] * n["hourly_wage"] * (1 + (n["pension"] + n["night_weekend"]) / 100)
    others = (n[name] for name in ("food", "premises_rent", "transport", "training", "supervision", "other_own"))
    sums["direct"] = sums["staff"] + sum(others, means.constant(Decimal(0)))
    sums["willing"] = (n["citizens_suitable"] + n["citizens_coming"]) * (1 - n["refusal_share"] / 100)
    sums["beds"] = n["places"] * n["occupancy"] / 100
    sums["movers"] = m = means.least(sums["willing"], sums["beds"])
    sums["places_cost"] = n["places"] * sums["direct"] + n["fixed_yearly"]
    sums["own_running"] = sums["places_cost"] + n["overhead"] * m
    sums["building_total"] = n["building"] * n["places"]
    sums["inventory_total"] = n["inventory"] * n["places"] + n["it"]
    sums["building_charge"] = sums["building_total"] / add_up(n["discount_rate"], int(_first(n["building_life"])))
    sums["inventory_charge"] = sums["inventory_total"] / add_up(n["discount_rate"], int(_first(n["renewal_years"])))
    sums["capital_charge"] = sums["building_charge"] + sums["inventory_charge"]
    sums["own_gross"] = sums["own_running"] + sums["capital_charge"]
    sums["own_refund"] = _refund(sums["own_gross"], m, setting.steps if setting.own_refund else (), means)
    sums["bought_each"] = n["days"] * (n["price_day"] + n["add_ons_day"])
    sums["bought_gross"] = m * sums["bought_each"]
    sums["bought_refund"] = _refund(sums["bought_gross"], m, setting.steps, means)
    sums["bought_net"] = sums["bought_gross"] - sums["bought_refund"] + m * (n["buy_admin"] + n["other_external"])
    sums["own_net"] = sums["own_running"] - sums["own_refund"]
    _add_change(sums, n, setting)
    return sums


def _add_change(sums: dict[str, Number], n: Mapping[str, Number], setting: Setting) -> None:
    """What the change itself costs: both directions by the same lines."""
    inward = setting.direction == INSOURCE
    leaving = sums["bought_net"] if inward else sums["own_net"]
    arriving = sums["places_cost"] if inward else sums["bought_gross"]
    sums["double_pay"] = n["double_pay_months"] / 12 * leaving
    sums["notice"] = n["notice_months"] / 12 * leaving
    sums["commissioning"] = n["commissioning_months"] / 12 * arriving
    sums["change_cost"] = n["project"] + n["staff_change"] + sums["double_pay"] + sums["notice"] + sums["commissioning"]


def _first(number: Number) -> Number:
    """A number that is the same in all draws."""
    return number.flat[0] if hasattr(number, "flat") else number


def _refund(cost: Number, persons: Number, steps: Sequence[tuple[Decimal, Decimal]], means: Means) -> Number:
    """All persons' refund when each costs the same: sum over steps of (share - share below) x max(cost - threshold x persons, 0)."""
    total, below = persons * 0, Decimal(0)
    for above, share in steps:
        total = total + means.constant(share - below) * means.most(cost - means.constant(above) * persons, means.constant(Decimal(0)))
        below = share
    return total


def add_up(rate: Number, years: int) -> Number:
    """What a krone at the end of each of the years is worth today; `rate` in per cent."""
    growth = 1 + rate / 100
    total = rate * 0
    for year in range(1, years + 1):
        total = total + 1 / growth**year
    return total


def find_options(numbers: Mapping[str, Number], sums: Mapping[str, Number], setting: Setting, means: Means) -> tuple[Option, Option]:
    """Staying with what is done today, and the change."""
    own = _own(numbers, sums, setting)
    bought = Option([sums["bought_gross"] * 0, *[sums["bought_net"]] * setting.years], sums["bought_gross"] * 0)
    stay, other = (bought, own) if setting.direction == INSOURCE else (own, bought)
    delayed = _delay_shares(numbers["delay_months"], setting.years, means)
    stays = sums["bought_net"] if setting.direction == INSOURCE else sums["own_net"] + sums["capital_charge"]
    moved = sums["own_net"] if setting.direction == INSOURCE else sums["bought_net"]
    cost = [other.cost[0] + sums["change_cost"]]
    for share, planned in zip(delayed, other.cost[1:], strict=True):
        cost.append(planned + share * (stays - moved) + (1 - share) * numbers["lost_economies"])
    cost[-1] = cost[-1] + numbers["exit"]
    return stay, Option(cost, other.residual)


def _own(numbers: Mapping[str, Number], sums: Mapping[str, Number], setting: Setting) -> Option:
    """Running costs, assets when they are bought and renewed, and what they are worth at the end."""
    cost = [sums["own_net"] * 0, *[sums["own_net"]] * setting.years]
    residual = sums["own_net"] * 0
    for name, life in (("building", "building_life"), ("inventory", "renewal_years")):
        lasts = int(_first(numbers[life]))
        for year in range(0, setting.years, lasts):
            cost[year] = cost[year] + sums[f"{name}_total"]
        left = -setting.years % lasts
        residual = residual + sums[f"{name}_charge"] * add_up(numbers["discount_rate"], left)
    return Option(cost, residual)


def _delay_shares(months: Number, years: int, means: Means) -> list[Number]:
    """The share of each of the years 1..n that passes before the change."""
    zero, one = means.constant(Decimal(0)), means.constant(Decimal(1))
    return [means.least(means.most(months / 12 - (year - 1), zero), one) for year in range(1, years + 1)]


def net_value(numbers: Mapping[str, Number], setting: Setting, means: Means = EXACT) -> Number:
    """What the change saves, as kroner of today: (stay - change) discounted; residual values count at the end."""
    stay, change = find_options(numbers, find_sums(numbers, setting, means), setting, means)
    return compare(stay, change, numbers["discount_rate"])


def compare(first: Option, second: Option, rate: Number) -> Number:
    """How much dearer the first is than the second, as kroner of today. Turned around it is the same number with the other sign."""
    growth = 1 + rate / 100
    years = len(first.cost) - 1
    total = (second.residual - first.residual) / growth**years
    for year, (one, other) in enumerate(zip(first.cost, second.cost, strict=True)):
        total = total + (one - other) / growth**year
    return total
