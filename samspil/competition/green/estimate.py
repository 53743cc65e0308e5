"""Spend times factors, every step kept.

kg of a purchase = quantity x factor when the factor is per the purchase's unit, otherwise kroner x index[factor's price year] / index[spend's year] x factor.
Without a factor, a quantity or an index a purchase is not calculated: its kroner are told with the reason, never as nought.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from difflib import get_close_matches

from samspil.competition.green.reading import FactorList, Spending
from samspil.competition.green.simulate import DRAWS, MOST_DRAWN, SEED, Drawn, simulate, spread_closed
from samspil.competition.user_table import blame, fold
from samspil.economics.worth import DIGITS
from samspil.values.competition_green import (
    KRONER,
    REASONS,
    Category,
    Estimate,
    Factor,
    Line,
    PriceLevels,
    Requirement,
    Spend,
    Touched,
)
from samspil.vocabulary.danish import sort_key

HEAVY = Decimal("0.8")
_NOUGHT = Decimal(0)
_MOST_NEAR = 200
_Factors = Mapping[str, Mapping[str, Factor]]  # category -> unit -> factor


def estimate(
    spending: Spending,
    factors: FactorList,
    requirements: Sequence[Requirement] = (),
    levels: PriceLevels | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Estimate:
    """The estimate. Raises CompetitionError when the spending is of several years and there is no index for all of them, or of too many categories."""
    names = {line.category for line in spending.lines}
    if len(names) * draws > MOST_DRAWN:
        raise blame("too_many_categories", count=len(names), most=MOST_DRAWN // draws)
    with localcontext() as context:
        context.prec = DIGITS
        prices = max(line.year for line in spending.lines)
        known = _by_category(factors.factors)
        lines = [_calculate(spend, known, levels, _constant(spend, prices, levels)) for spend in spending.lines]
        lines = _name_near(lines, known)
        drawn = simulate(lines, requirements, draws, seed)
        return _gather(_rank(lines), drawn, requirements, prices, spending, factors, levels)


def _by_category(factors: Sequence[Factor]) -> _Factors:
    known: dict[str, dict[str, Factor]] = defaultdict(dict)
    for factor in factors:
        known[fold(factor.category)][factor.unit] = factor
    return known


def _constant(spend: Spend, prices: int, levels: PriceLevels | None) -> Decimal:
    """Kroner in prices of `prices`. Raises CompetitionError."""
    change = Decimal(1) if spend.year == prices else levels.factor(spend.year, prices) if levels else None
    if change is None:
        raise blame("two_years" if levels is None else "year_not_in_index", spend.place, year=spend.year, prices=prices)
    return spend.amount * change


def _calculate(spend: Spend, known: _Factors, levels: PriceLevels | None, constant: Decimal) -> Line:
    found = known.get(fold(spend.category))
    if not found:
        return Line(spend, constant, reason="no_factor")
    if spend.quantity is not None and spend.unit in found:
        factor = found[spend.unit]
        return Line(spend, constant, factor, None, spend.quantity, spend.quantity * factor.kg)
    if KRONER not in found:
        return Line(spend, constant, reason="unit" if spend.quantity is not None else "no_quantity", near=", ".join(found))
    factor = found[KRONER]
    year = factor.price_year or 0
    change = Decimal(1) if year == spend.year else levels.factor(spend.year, year) if levels else None
    if change is None:
        return Line(spend, constant, factor, reason="price_year", near=str(year))
    counted = spend.amount * change
    return Line(spend, constant, factor, change, counted, counted * factor.kg)


def _name_near(lines: Sequence[Line], known: _Factors) -> list[Line]:
    """Beside a category without a factor the name in the factor file that is most like it; looked for once a category, in so many at most."""
    lost = list(dict.fromkeys(line.spend.category for line in lines if line.reason == "no_factor"))[:_MOST_NEAR]
    near = {name: get_close_matches(fold(name), list(known)[:_MOST_NEAR], 1, 0.8) for name in lost}
    names = {name: next(iter(known[found[0]].values())).category for name, found in near.items() if found}
    return [replace(line, near=names.get(line.spend.category, "")) if line.reason == "no_factor" else line for line in lines]


def _rank(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Heaviest first with share and running share; those not calculated behind them, by kroner."""
    done = [line for line in lines if line.kg is not None]
    left = [line for line in lines if line.kg is None]
    whole = sum((line.kg or _NOUGHT for line in done), _NOUGHT)
    done.sort(key=lambda line: (-(line.kg or _NOUGHT), sort_key(line.spend.purchase)))
    left.sort(key=lambda line: (-line.constant, sort_key(line.spend.purchase)))
    ranked, running = [], _NOUGHT
    for line in done:
        running += line.kg or _NOUGHT
        ranked.append(replace(line, share=(line.kg or _NOUGHT) / whole, running=running / whole) if whole else line)
    return (*ranked, *left)


def _gather(
    lines: tuple[Line, ...],
    drawn: Drawn | None,
    requirements: Sequence[Requirement],
    prices: int,
    spending: Spending,
    factors: FactorList,
    levels: PriceLevels | None,
) -> Estimate:
    done = [line for line in lines if line.kg is not None]
    amount = _add(line.constant for line in lines)
    kg = _add(line.kg for line in done) if done else None
    reasons = {reason: _add(line.constant for line in lines if line.reason == reason) for reason in REASONS}
    categories = _list_categories(lines, kg, drawn)
    ends = spread_closed(done)
    return Estimate(
        lines,
        categories,
        tuple(_touch(number, one, categories, kg, amount, drawn) for number, one in enumerate(requirements)),
        prices,
        amount,
        _add(line.constant for line in lines if line.kg is None),
        tuple((reason, reasons[reason]) for reason in REASONS if any(line.reason == reason for line in lines)),
        kg,
        drawn.whole if drawn else None,
        ends.interval if ends else None,
        ends.low if ends else None,
        ends.high if ends else None,
        sum(1 for line in done if line.running is not None and line.running - (line.share or _NOUGHT) < HEAVY),
        drawn.draws if drawn else 0,
        drawn.seed if drawn else 0,
        tuple(dict.fromkeys(line.factor.source for line in done if line.factor)),
        levels.source if levels else "",
        spending.example or factors.example,
        tuple((name, count) for name, count in (("hidden_spend", spending.hidden), ("hidden_factors", factors.hidden)) if count),
    )


def _add(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), _NOUGHT)


def _list_categories(lines: Sequence[Line], whole: Decimal | None, drawn: Drawn | None) -> tuple[Category, ...]:
    """Heaviest first; those without a figure last, by kroner."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.spend.category].append(line)
    found = []
    for name, group in groups.items():
        done = [line for line in group if line.kg is not None]
        kg = _add(line.kg for line in done) if done else None
        own = drawn.categories.get(name) if drawn else None
        share = kg / whole if kg is not None and whole else None
        missing = _add(line.constant for line in group if line.kg is None)
        extra = (own.interval, own.share_low, own.share_high, own.first) if own else (None, None, None, None)
        found.append(Category(name, _add(line.constant for line in group), missing, kg, share, *extra))
    return tuple(sorted(found, key=lambda one: (one.kg is None, -(one.kg or _NOUGHT), -one.amount, sort_key(one.name))))


def _touch(
    number: int, wish: Requirement, categories: Sequence[Category], whole: Decimal | None, amount: Decimal, drawn: Drawn | None
) -> Touched:
    mine = [one for one in categories if one.name in wish.categories]
    kg = _add(one.kg for one in mine)
    kroner = _add(one.amount for one in mine)
    own = drawn.touched[number] if drawn else None
    return Touched(
        wish,
        kroner,
        kroner / amount if amount else _NOUGHT,
        _add(one.missing for one in mine),
        kg,
        kg / whole if whole else None,
        kg * wish.low,
        kg * wish.high,
        own.share_low if own else None,
        own.share_high if own else None,
        own.interval if own else None,
    )
