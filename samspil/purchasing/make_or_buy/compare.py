"""A case compared: flows, net value, payback, break-even, tornado, shocks and draws. Refuses while a compulsory line is empty."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

from samspil.economics.worth import DIGITS, Bar, discount, payback, rank_bars
from samspil.purchasing.figures.refund import Level, Rates, shipped_rates
from samspil.purchasing.make_or_buy.errors import complain
from samspil.purchasing.make_or_buy.formulas import EXACT, Option, Setting, compare, find_options, find_sums, net_value
from samspil.purchasing.make_or_buy.lines import BY_NAME
from samspil.purchasing.make_or_buy.model import Case, Comparison, Draws, Flows, Shock
from samspil.purchasing.make_or_buy.roots import find_roots
from samspil.purchasing.make_or_buy.simulate import DRAWS, simulate

HORIZONS = (10, 20)
# What the sensitivity always asks, whatever ranges were given: line, 'add' or 'times', by how much.
SHOCKS = (
    ("occupancy", "add", Decimal(-10)),
    ("occupancy", "add", Decimal(5)),
    ("hourly_wage", "times", Decimal("1.05")),
    ("hourly_wage", "times", Decimal("0.95")),
    ("price_day", "times", Decimal("1.05")),
    ("price_day", "times", Decimal("0.95")),
    ("delay_months", "add", Decimal(12)),
    ("refusal_share", "add", Decimal(20)),
    ("discount_rate", "add", Decimal(1)),
    ("discount_rate", "add", Decimal(-1)),
    ("building", "times", Decimal("1.2")),
)
_FEW = 5  # citizens: fewer, and one citizen more or less decides


def compare_case(case: Case, rates: Rates | None = None, draws: int = DRAWS) -> Comparison:
    """The comparison. Raises MakeError when anything compulsory is missing: no figure rather than a wrong one."""
    if case.missing:
        raise complain("incomplete", case.file, count=len(case.missing), names=", ".join(each.name for each in case.missing))
    used = rates or shipped_rates()
    level = used.find(case.price_year) if used.covers(case.paragraph) else None
    setting = Setting(case.direction, case.years, level.steps if level else (), case.own_refund)
    numbers = case.numbers()
    with localcontext() as context:
        context.prec = DIGITS
        return _compare(case, level, setting, numbers, simulate(case, setting, numbers, draws))


def _compare(case: Case, level: Level | None, setting: Setting, numbers: dict[str, Decimal], drawn: Draws | None) -> Comparison:
    sums = find_sums(numbers, setting, EXACT)
    stay, change = find_options(numbers, sums, setting, EXACT)
    rate = numbers["discount_rate"]
    advantage = tuple(one - other for one, other in zip(stay.cost, change.cost, strict=True))
    return Comparison(
        case,
        level,
        {**sums, **_per_citizen(numbers, sums)},
        Flows(tuple(stay.cost), stay.residual),
        Flows(tuple(change.cost), change.residual),
        advantage,
        compare(stay, change, rate),
        {years: net_value(numbers, setting._replace(years=years)) for years in sorted({*HORIZONS, case.years})},
        _pay_back(advantage, None),
        _pay_back(advantage, rate),
        max(-advantage[0], Decimal(0)),
        find_roots(numbers, setting, "occupancy", Decimal(1), Decimal(100)),
        find_roots(numbers, setting, "places", Decimal("0.01"), _most_places(numbers, sums)),
        find_roots(numbers, setting, "price_day", Decimal(0), 5 * numbers["price_day"]),
        _find_bars(case, setting, numbers),
        tuple(_find_shocks(setting, numbers)),
        drawn,
        find_verdict(drawn),
        tuple(_find_cautions(case, level, setting, numbers, sums)),
    )


def find_verdict(drawn: Draws | None) -> str:
    """One side only when 90 % of the draws lie there: the 80 % range does not hold nought."""
    if drawn is None:
        return "no_range"
    return "change" if drawn.quantiles[10] > 0 else "stay" if drawn.quantiles[90] < 0 else "open"


def turn_around(done: Comparison) -> Decimal:
    """The same question asked the other way: what not changing saves against changing."""
    with localcontext() as context:
        context.prec = DIGITS
        rate = done.case.lines["discount_rate"].value
        first, second = (Option(list(flows.cost), flows.residual) for flows in (done.change, done.stay))
        return Decimal(compare(first, second, rate))


def _per_citizen(n: Mapping[str, Decimal], sums: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Own cost of a citizen who moves, part by part, and the bought one."""
    m = sums["movers"]
    filled = m / n["places"]
    each = {"filled": filled, "direct_each": sums["direct"], "empty_each": sums["direct"] / filled - sums["direct"]}
    each["fixed_each"], each["overhead_each"] = n["fixed_yearly"] / m, n["overhead"]
    each["capital_each"] = sums["capital_charge"] / m
    each["own_gross_each"] = sums["own_gross"] / m
    each["own_refund_each"] = sums["own_refund"] / m
    each["own_net_each"] = each["own_gross_each"] - each["own_refund_each"]
    each["bought_refund_each"] = sums["bought_refund"] / m
    each["bought_net_each"] = sums["bought_net"] / m
    each["yearly_difference"] = m * (each["bought_net_each"] - each["own_net_each"])
    return each


def _most_places(n: Mapping[str, Decimal], sums: Mapping[str, Decimal]) -> Decimal:
    """Far beyond where all who will move have."""
    return 4 * max(n["places"], sums["willing"] * 100 / n["occupancy"], Decimal(1))


def _pay_back(advantage: tuple[Decimal, ...], rate: Decimal | None) -> Decimal | None:
    """Years until the outlay is saved again, without the assets' worth at the end; None when it is not, or there is no outlay."""
    if advantage[0] >= 0:
        return None
    flows = list(advantage[1:])
    return payback(-advantage[0], flows if rate is None else discount(flows, rate))


def _find_bars(case: Case, setting: Setting, numbers: Mapping[str, Decimal]) -> tuple[Bar, ...]:
    def at(name: str, value: Decimal) -> Decimal:
        return Decimal(net_value({**numbers, name: value}, setting))

    varied = [line for line in case.lines.values() if line.varies]
    return rank_bars(Bar(line.name, line.low, line.high, at(line.name, line.low), at(line.name, line.high)) for line in varied)


def _find_shocks(setting: Setting, numbers: Mapping[str, Decimal]) -> Iterable[Shock]:
    """Those that change anything: a line that is nought stays nought, and limits are kept."""
    for name, kind, amount in SHOCKS:
        spec, before = BY_NAME[name], numbers[name]
        after = min(max(before + amount if kind == "add" else before * amount, spec.low), spec.high)
        if after != before:
            yield Shock(name, kind, amount, before, after, Decimal(net_value({**numbers, name: after}, setting)))


def _find_cautions(
    case: Case, level: Level | None, setting: Setting, n: Mapping[str, Decimal], sums: Mapping[str, Decimal]
) -> Iterable[str]:
    """Keys of `purchasing_make.caution_…`."""
    rules = {
        "refund_unknown": level is None,
        "refund_level": level is not None and level.year != case.price_year,
        "few_citizens": sums["movers"] < _FEW,
        "places_unfilled": sums["willing"] < sums["beds"],
        "citizens_left_out": n["citizens_not_suitable"] + n["citizens_unknown"] > 0,
        "coming_counted": n["citizens_coming"] > 0,
        "lost_economies_none": n["lost_economies"] == 0,
        "rent_and_building": n["premises_rent"] > 0 and n["building"] > 0,
        "no_outlay": sums["change_cost"] + (sums["building_total"] + sums["inventory_total"] if setting.direction == "insource" else 0)
        == 0,
        "synthetic": case.synthetic,
    }
    return (key for key, holds in rules.items() if holds)
