"""What the plan counts with: thresholds by date of publication, steps of each procedure, requirements by area. Dated files in `data/`, each figure with source and status."""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from samspil.competition.errors import CompetitionError, complain
from samspil.values.competition_plan import (
    ASSUMPTION,
    STATUSES,
    Procedure,
    Requirement,
    Step,
    Threshold,
    ThresholdSet,
)

ROOM = "competition_plan"
REGIMES = ("eu", "light", "works_law", "below", "own")
MOST_DAYS = 730
MOST_STEPS = 20
SHIPPED = "lead_times.toml"


@dataclass(frozen=True, slots=True)
class LotRule:
    """`share`: what lots left out may be worth of the whole (udbudsloven section 8(2)); `target`, `most`: our own suggestion of size and number."""

    share: Decimal
    target: Decimal
    most: int
    source: str
    target_source: str


@dataclass(frozen=True, slots=True)
class StaffStep:
    """A step that comes in where the municipality's own staff do the work; `after` or `before` names its neighbour."""

    step: Step
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """The procedures by key. `file`: '' for the one that ships; `as_of`: its date."""

    procedures: Mapping[str, Procedure]
    staff_steps: tuple[StaffStep, ...]
    as_of: date
    file: str = ""

    def of(self, key: str, *, staff: bool = False) -> Procedure:
        """A procedure; `staff`: with the steps that concern the municipality's own staff. Raises KeyError."""
        procedure = self.procedures[key]
        return _with_staff(procedure, self.staff_steps) if staff and procedure.regime != "own" else procedure


def _with_staff(procedure: Procedure, extra: Sequence[StaffStep]) -> Procedure:
    steps: list[Step] = []
    for step in procedure.steps:
        steps += [each.step for each in extra if each.before == step.key]
        steps.append(step)
        steps += [each.step for each in extra if each.after == step.key]
    return replace(procedure, steps=tuple(steps))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("samspil.competition.plan").joinpath(f"data/{name}").read_text(encoding="utf-8"))


@functools.cache
def list_sets() -> tuple[ThresholdSet, ...]:
    """All sets of thresholds, earliest first."""
    found = []
    for row in _load("thresholds.toml")["set"]:
        amounts = {key: Threshold(key, Decimal(cell["kroner"]), cell["status"]) for key, cell in row["amounts"].items()}
        found.append(ThresholdSet(row["since"], row["until"], row["source"], amounts))
    return tuple(sorted(found, key=lambda each: each.since))


def find_set(published: date) -> ThresholdSet:
    """The set of a date of publication; after the last known one that one, marked as assumed. Raises CompetitionError for a date before the first."""
    sets = list_sets()
    if published < sets[0].since:
        raise complain(f"{ROOM}.error_no_thresholds", published.isoformat(), first=sets[0].since.isoformat())
    for each in sets:
        if each.since <= published <= each.until:
            return each
    return replace(sets[-1], assumed=True)


@functools.cache
def read_lot_rule() -> LotRule:
    """The part-lot rule and our own suggestion of size."""
    values = _load("thresholds.toml")
    rule, lots = values["part_lot_rule"], values["lots"]
    return LotRule(Decimal(rule["share"]), Decimal(lots["target"]), int(lots["most"]), rule["source"], lots["source"])


@functools.cache
def _requirements() -> tuple[dict[str, Any], ...]:
    return tuple(_load("requirements.toml")["requirement"])


def find_requirements(area: str, nature: str, *, eu: bool) -> tuple[Requirement, ...]:
    """What others ask for in such purchases, in the file's order. `eu`: from the thresholds up."""
    found = []
    for row in _requirements():
        if {"*", area, nature} & set(row["areas"]) and (eu or not row.get("eu")):
            found.append(Requirement(row["key"], row["kind"], row["status"], row.get("source", "")))
    return tuple(found)


@functools.cache
def nature_of_area(area: str) -> str:
    """What an initiative of an area is taken as until somebody says otherwise."""
    natures: Mapping[str, Sequence[str]] = _load("requirements.toml")["natures"]
    return next((nature for nature, areas in natures.items() if area in areas), "services")


@functools.cache
def read_lead_times() -> LeadTimes:
    """The file that ships."""
    return parse_lead_times(_load(SHIPPED), "")


def parse_lead_times(values: Mapping[str, Any], file: str) -> LeadTimes:
    """A file of lead times. One of the user's may hold some procedures only: the others are ours. Raises CompetitionError naming file and place."""
    try:
        source = str(values.get("sources", {}).get(ASSUMPTION, ""))
        procedures = {row["key"]: _procedure(row, source, file) for row in values.get("procedure", ())}
        extra = tuple(
            StaffStep(_step(row["step"], source, f"{file}, staff_step"), str(row.get("after", "")), str(row.get("before", "")))
            for row in values.get("staff_step", ())
        )
        as_of = values["as_of"]
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise _refuse(file, str(error)) from error
    if type(as_of) is not date:
        raise _refuse(file, "as_of")
    if file:
        ours = read_lead_times()
        unknown = set(procedures) - set(ours.procedures)
        if unknown:
            raise _refuse(file, f"key = {sorted(unknown)[0]!r}")
        return LeadTimes({**ours.procedures, **procedures}, extra or ours.staff_steps, as_of, file)
    return LeadTimes(procedures, extra, as_of)


def _procedure(row: Mapping[str, Any], source: str, file: str) -> Procedure:
    place = f"{file}, procedure {row['key']!r}"
    steps = tuple(_step(cell, source, place) for cell in row["steps"])
    keys = [step.key for step in steps]
    if not 0 < len(steps) <= MOST_STEPS or len(set(keys)) < len(keys) or row["regime"] not in REGIMES or sum(s.days for s in steps) < 1:
        raise _refuse(place, "steps, regime")
    return Procedure(str(row["key"]), row["regime"], str(row.get("bt105", "")), steps)


def _step(cell: Mapping[str, Any], source: str, place: str) -> Step:
    days, least, status = cell["days"], cell["least"], cell.get("status", ASSUMPTION)
    whole = type(days) is int and type(least) is int and 0 <= least <= days <= MOST_DAYS
    if not whole or cell["key"] not in known_steps() or status not in STATUSES or (cell["key"] == "publish" and (days, least) != (1, 1)):
        raise _refuse(place, f"key = {cell['key']!r}, days = {days!r}, least = {least!r}")
    return Step(str(cell["key"]), days, least, status, str(cell.get("source", source)))


@functools.cache
def known_steps() -> frozenset[str]:
    """The keys of all steps there are."""
    values = _load(SHIPPED)
    keys = {cell["key"] for row in values["procedure"] for cell in row["steps"]}
    return frozenset(keys | {row["step"]["key"] for row in values["staff_step"]})


def _refuse(place: str, detail: str) -> CompetitionError:
    return complain(f"{ROOM}.error_bad_lead_times", place, detail=detail)
