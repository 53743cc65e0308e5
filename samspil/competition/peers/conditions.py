"""The conditions that municipalities may be alike in, and their facts: worked out from drivers or taken as the user gave them.

Definitions: `data/conditions.toml`. A fact that is missing stays missing; nothing is imputed.
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from importlib import resources

from samspil.competition.errors import complain
from samspil.values.competition import Indicator
from samspil.values.competition_peers import Condition, Fact
from samspil.values.statistics import Driver
from samspil.vocabulary.divisions import type_of
from samspil.vocabulary.municipalities import read_municipalities

TYPE = "type"
BASE = "base_dkk"
OWN = "own_"  # what the name of a user's own condition begins with
DIGITS = 28
_TYPE_SOURCE = "Danmarks Statistik, Kommunegrupper v1:2018"
_OWN_FLOOR = Decimal("0.35")


@functools.cache
def read_conditions() -> tuple[Condition, ...]:
    """All that ship, in the order of the file."""
    text = resources.files("samspil.competition.peers").joinpath("data/conditions.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text, parse_float=Decimal)["conditions"]
    return tuple(_read_condition(key, entry) for key, entry in entries.items())


def _read_condition(key: str, entry: Mapping[str, object]) -> Condition:
    weight, floor, times = (Decimal(str(entry.get(name, 1))) for name in ("weight", "floor", "times"))
    of, per = str(entry.get("of", "")), str(entry.get("per", ""))
    return Condition(key, str(entry["scale"]), weight, floor, str(entry["unit"]), of, per, times)


def list_drivers() -> tuple[str, ...]:
    """The drivers that conditions are worked out from."""
    return tuple(dict.fromkeys(name for one in read_conditions() for name in (one.of, one.per) if name))


def weigh(conditions: Sequence[Condition], weights: Mapping[str, Decimal]) -> tuple[Condition, ...]:
    """The same with the user's weights; a weight of 0 leaves a condition out. Raises CompetitionError for an unknown name or a negative weight."""
    known = {one.key for one in conditions}
    for name, weight in weights.items():
        if name not in known:
            raise complain("competition_peers.error_weight_name", "--weight", name=name[:40], known=", ".join(sorted(known)))
        if not weight.is_finite() or not 0 <= weight <= 1000:
            raise complain("competition_peers.error_weight", "--weight", name=name, given=weight)
    return tuple(replace(one, weight=weights.get(one.key, one.weight)) for one in conditions)


def list_conditions(facts: Iterable[Fact]) -> tuple[Condition, ...]:
    """Those that ship and, behind them, the user's own among the facts: relative, weight 1, floor as ours."""
    own = sorted({fact.condition for fact in facts if fact.condition.startswith(OWN)})
    return (*read_conditions(), *(Condition(key, "relative", Decimal(1), _OWN_FLOOR, "own") for key in own))


def drivers_of(indicators: Iterable[Indicator]) -> tuple[Driver, ...]:
    """The base of the accounts as a driver, from indicators told of everything ('total') for one year; those without a base are left out."""
    return tuple(
        Driver(one.municipality, BASE, one.base, date(one.year, 1, 1), one.definition, one.example)
        for one in indicators
        if one.level == "total" and one.municipality and one.base > 0
    )


def make_facts(drivers: Sequence[Driver], borders: int) -> tuple[Fact, ...]:
    """Every fact the drivers give, and the type of each municipality on 1 January of the year `borders`.

    A condition given as such goes before one worked out. Raises CompetitionError when a driver is given twice with different values.
    """
    held: dict[tuple[str, str], Driver] = {}
    for one in drivers:
        before = held.setdefault((one.municipality, one.driver), one)
        if before.value != one.value:
            values = {"name": one.driver, "code": one.municipality, "first": before.value, "second": one.value}
            raise complain("competition_peers.error_given_twice", one.source, other=before.source, **values)
    facts = [fact for code in _list_codes() for fact in _facts_of(code, held)]
    facts += [_take(held[key]) for key in sorted(held) if key[1].startswith(OWN)]
    day = date(borders, 1, 1)
    facts += [Fact(code, TYPE, None, _TYPE_SOURCE, day, type_of(code, day)) for code in _list_codes()]
    return tuple(facts)


def _facts_of(code: str, held: Mapping[tuple[str, str], Driver]) -> list[Fact]:
    found = []
    for condition in read_conditions():
        given = held.get((code, condition.key))
        of, per = held.get((code, condition.of)), held.get((code, condition.per))
        if given:
            found.append(_take(given))
        elif of and (per or not condition.per):
            found.append(_work_out(condition, of, per))
    return found


def _take(driver: Driver) -> Fact:
    return Fact(driver.municipality, driver.driver, driver.value, driver.source, driver.date, example=driver.example)


def _work_out(condition: Condition, of: Driver, per: Driver | None) -> Fact:
    with localcontext() as context:
        context.prec = DIGITS
        value = of.value * condition.times / (per.value if per else 1)
    sources = dict.fromkeys(one.source for one in (of, per) if one)
    example = of.example or (per is not None and per.example)
    return Fact(of.municipality, condition.key, value, "; ".join(sources), of.date, example=example)


@functools.cache
def _list_codes() -> tuple[str, ...]:
    return tuple(one.code for one in read_municipalities())
