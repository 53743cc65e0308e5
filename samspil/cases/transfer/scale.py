"""One effect in the own municipality: effect x (own size / the case's size), with the range around it. Nothing is guessed.

Three ways, by what the case tells:

* by size: a sum, hours or kWh in all. effect x own driver / case's driver.
* by share: a per cent of something. per cent / 100 x own base; without an own base: of the case's base x own driver / case's driver.
* by count: an effect per something ('per opkald'). effect x how many there are here.

Source of the rule: docs/transfer.md; unit value transfer with adjustment for size, as in Johnston, Rolfe, Rosenberger and Brouwer (2015), chapter 2.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from samspil.cases.transfer.errors import complain
from samspil.cases.transfer.model import BASE, BY_COUNT, BY_SHARE, BY_SIZE, COUNT, Missing, Number, Range, Scaled, round_unit
from samspil.cases.transfer.spread import measure_spread, spread_out
from samspil.cases.transfer.wish import CASE_YEAR, Wish
from samspil.cases.transfer.words import write_number
from samspil.economics.worth import DIGITS
from samspil.values.case import DRIVERS, Case, Effect
from samspil.vocabulary.texts import say

_UNIT_OF = {"energy_kwh": "kwh", "operating_cost_dkk": "dkk"}
_TIMES = frozenset(("døgn", "dag", "uge", "måned", "år", "day", "week", "month", "year"))  # not something to count
_NEVER_BEYOND_ALL = ("dkk", "kwh")  # a saving of these cannot be larger than what it is a saving of


@dataclass(slots=True)
class _Task:
    """One effect of one case on its way, and what turned out to be missing."""

    case: Case
    effect: Effect
    wish: Wish
    missing: list[Missing]

    @property
    def field(self) -> str:
        return f"effects[{self.case.effects.index(self.effect)}]"

    def miss(self, key: str, field: str, **values: object) -> None:
        """Note an input that is not there."""
        texts = {"case": self.case.id, "effect": self.effect.what, "name": field, "municipality": self.wish.municipality.name, **values}
        text, remedy = say(f"cases_transfer.missing_{key}", **texts), say(f"cases_transfer.missing_{key}_remedy", **texts)
        self.missing.append(Missing(key, self.case.id, self.effect.id, field, text, remedy))


def scale_effect(case: Case, effect: Effect, wish: Wish) -> Scaled | tuple[Missing, ...]:
    """The effect here, or all that is missing for it. Raises TransferError for a driver of 0 or a year the price index has not."""
    task = _Task(case, effect, wish, [])
    if effect.value is None:
        both = effect.low is not None and effect.high is not None
        task.miss("only_range" if both else "no_number", f"{task.field}.value", low=_say(effect.low), high=_say(effect.high))
        return tuple(task.missing)
    if effect.value <= 0:
        task.miss("zero", f"{task.field}.value")
        return tuple(task.missing)
    with localcontext() as context:
        context.prec = DIGITS
        scaled = _scale(task, effect.value)
    return tuple(task.missing) if scaled is None else scaled


def _say(number: Decimal | None) -> str:
    return "" if number is None else write_number(number)


def counts_things(effect: Effect) -> bool:
    """Is the effect told per something that can be counted ('pr. opkald')? 'pr. døgn' is how often it comes, not what it grows with."""
    return bool(effect.per) and effect.unit != "percent" and effect.per.casefold().strip() not in _TIMES


def _scale(task: _Task, value: Decimal) -> Scaled | None:
    if task.effect.unit == "percent":
        return _by_share(task, value)
    if counts_things(task.effect):
        return _by_count(task, value)
    return _by_size(task, value)


def _by_size(task: _Task, value: Decimal) -> Scaled | None:
    driver = _find_driver(task)
    if not driver:
        task.miss("no_driver", f"{task.field}.driver", names=", ".join(DRIVERS))
        return None
    own, theirs = _both(task, driver)
    factor, year = _price_factor(task, task.effect.unit)
    if own is None or theirs is None or factor is None:
        return None
    return _build(task, BY_SIZE, driver, task.effect.unit, own, theirs, value * factor / theirs.value, factor, year)


def _by_count(task: _Task, value: Decimal) -> Scaled | None:
    own = task.wish.own.get(COUNT)
    if own is None:
        task.miss("no_count", COUNT, per=task.effect.per)
    factor, year = _price_factor(task, task.effect.unit)
    if own is None or factor is None:
        return None
    return _build(task, BY_COUNT, COUNT, task.effect.unit, own, None, value * factor, factor, year)


def _by_share(task: _Task, value: Decimal) -> Scaled | None:
    effect = task.effect
    if not effect.base:
        task.miss("no_base_text", f"{task.field}.base")
        return None
    unit = effect.base_unit or _UNIT_OF.get(effect.driver, "")
    if unit in {"", "percent"}:
        task.miss("no_base_unit", f"{task.field}.base_unit")
        return None
    theirs = None if effect.base_value is None else Number(effect.base_value, say("cases_transfer.source_case"), effect.year)
    if theirs is not None and theirs.value <= 0:
        raise complain("driver_zero", f"{task.case.file or task.case.id} ({task.field}.base_value)", given=effect.base_value)
    same = effect.driver if _UNIT_OF.get(effect.driver) == unit else ""  # the driver is the base itself
    if theirs is None and same:
        theirs = _find_theirs(task, same)
    own = task.wish.own.get(BASE) or (task.wish.find_own(same) if same else None)
    factor, year = Decimal(1), None
    if own is None:
        found = _derive_base(task, theirs, unit) if theirs is not None and not same else None
        if found is None:
            _miss_base(task, unit, same, derivable=theirs is not None and not same)
            return None
        own, factor, year = found
    return _build(task, BY_SHARE, BASE, unit, own, theirs, value / 100, factor, year)


def _derive_base(task: _Task, theirs: Number, unit: str) -> tuple[Number, Decimal, int | None] | None:
    """The own base from the case's, by the driver: case's base x own driver / case's driver, in own prices."""
    driver = _find_driver(task)
    own, size = (task.wish.find_own(driver), _find_theirs(task, driver)) if driver else (None, None)
    if own is None or size is None:
        return None
    factor, year = _price_factor(task, unit)
    if factor is None:
        return None
    words = say("cases_transfer.source_derived", driver=driver, own=own.source, theirs=size.source)
    return Number(theirs.value * factor * own.value / size.value, words, own.year, own.example or size.example), factor, year


def _miss_base(task: _Task, unit: str, same: str, *, derivable: bool) -> None:
    if task.missing:  # a year of prices is missing: that is all there is to tell
        return
    key = "no_own_base_driver" if same else "no_own_base"
    task.miss(key, BASE, base=task.effect.base, driver=same, unit=say(f"cases.unit_{unit}"))
    if derivable and (driver := _find_driver(task)):
        _both(task, driver)


def _find_driver(task: _Task) -> str:
    """The case's driver, else the only one that was given for the case."""
    given = [name for case, name in task.wish.theirs if case == task.case.id and name != CASE_YEAR]
    return task.effect.driver or (given[0] if len(given) == 1 else "")


def _both(task: _Task, driver: str) -> tuple[Number | None, Number | None]:
    own, theirs = task.wish.find_own(driver), _find_theirs(task, driver)
    if own is None:
        task.miss("no_own_driver", driver, driver=say(f"cases.driver_{driver}"))
    if theirs is None:
        task.miss("no_case_driver", driver, driver=say(f"cases.driver_{driver}"), note=task.effect.driver_note or "–")
    return own, theirs


def _find_theirs(task: _Task, driver: str) -> Number | None:
    """The case's size: as given, as the case tells, or of a driver file when the case is about one named municipality."""
    given = task.wish.theirs.get((task.case.id, driver))
    if given is not None:
        return given
    effect = task.effect
    if effect.driver == driver and effect.driver_value is not None:
        if effect.driver_value <= 0:
            raise complain("driver_zero", f"{task.case.file or task.case.id} ({task.field}.driver_value)", given=effect.driver_value)
        return Number(effect.driver_value, say("cases_transfer.source_case"), effect.year)
    return task.wish.figures.get((task.case.municipalities[0], driver)) if len(task.case.municipalities) == 1 else None


def _price_factor(task: _Task, unit: str) -> tuple[Decimal | None, int | None]:
    """From the case's prices to the wished year's, and the case's year; (None, None) with the year noted as missing."""
    prices = task.wish.prices
    if prices is None or unit != "dkk":
        return Decimal(1), None
    given = task.wish.theirs.get((task.case.id, CASE_YEAR))
    year = int(given.value) if given else task.effect.year
    if year is None:
        task.miss("no_price_year", f"{task.field}.year")
        return None, None
    return prices.factor(year, task.wish.price_year or prices.last), year


def _build(
    task: _Task, way: str, quantity: str, unit: str, own: Number, theirs: Number | None, rate: Decimal, factor: Decimal, year: int | None
) -> Scaled:
    prices = task.wish.prices
    spread = measure_spread(task.effect)
    whole, capped = cap_range(spread_out(rate * own.value, task.effect, spread, unit), way, unit, own, gain=task.effect.gain)
    to_year = (task.wish.price_year or prices.last) if prices and year is not None else None
    names = (task.case.id, task.case.title, task.effect)
    return Scaled(*names, way, quantity, unit, own, theirs, rate, whole, spread, factor, year, to_year, capped)


def cap_range(whole: Range, way: str, unit: str, own: Number, *, gain: bool) -> tuple[Range, bool]:
    """A range cut at the own base: nobody saves more than all there is. And whether it was cut."""
    limit = round_unit(own.value, unit)
    if way != BY_SHARE or unit not in _NEVER_BEYOND_ALL or not gain or whole.high <= limit or whole.middle > limit:
        return whole, False
    return Range(whole.low, whole.middle, limit, whole.open_above, whole.open_below), True
