"""Which procedure a purchase is planned by. The date of publication decides the thresholds, and the procedure decides that date: both are settled together."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspil.competition.plan.dates import lay_back
from samspil.competition.plan.rules import LeadTimes, find_set
from samspil.values.competition_plan import INSOURCE, OWN, TENDER, UNDECIDED, PlannedStep, Procedure, Threshold, ThresholdSet

_KEYS = {"goods": "goods_services", "services": "goods_services", "light": "light", "works": "works"}
_ABOVE = {"goods": "open", "services": "open", "light": "light", "works": "open"}
_MOST_TURNS = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """What a line is planned from. `counted`: the sum of its group, None: not known; `procedure`: the user's own, '' for none."""

    nature: str
    way: str
    performed_by: str
    counted: Decimal | None
    new_start: date
    procedure: str = ""
    cross_border: bool | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome. `too_light`: the user's procedure, where the value asks for more; `turned`: no set of thresholds agrees with its own date."""

    procedure: Procedure
    steps: tuple[PlannedStep, ...]
    thresholds: ThresholdSet | None
    threshold: Threshold | None
    notes: tuple[str, ...] = ()
    too_light: str = ""
    turned: bool = False

    @property
    def above(self) -> bool:
        """Whether the rules of the EU's thresholds count."""
        return self.procedure.regime in ("eu", "light") and "above" in self.notes


def settle(wish: Wish, times: LeadTimes, today: date) -> Settled:
    """The procedure and its dates. Undecided ways are planned by the one that must begin first, so that none is closed by time."""
    if wish.way == INSOURCE:
        return _own(wish, times)
    tender = _settle_tender(wish, times, today)
    if wish.way == TENDER:
        return tender
    own = _own(wish, times)
    first = own if own.steps[0].first < tender.steps[0].first else tender
    return Settled(
        first.procedure, first.steps, tender.thresholds, tender.threshold, (*first.notes, "undecided"), tender.too_light, tender.turned
    )


def _own(wish: Wish, times: LeadTimes) -> Settled:
    procedure = times.of("insource")
    return Settled(procedure, lay_back(procedure, wish.new_start), None, None, ("staff_taken_over",))


def _settle_tender(wish: Wish, times: LeadTimes, today: date) -> Settled:
    on = max(wish.new_start, today)
    tried: list[tuple[date, Settled]] = []
    for _turn in range(_MOST_TURNS):
        thresholds = find_set(on)
        found = _try(wish, times, thresholds)
        told = max(reference_date(found.steps), today)  # nothing can be published in the past
        if find_set(told).since == thresholds.since:
            return Settled(found.procedure, found.steps, find_set(told), found.threshold, found.notes, found.too_light)
        tried.append((told, found))
        on = told
    _told, strict = max(tried, key=lambda each: (each[1].above, each[0]))
    return Settled(strict.procedure, strict.steps, strict.thresholds, strict.threshold, strict.notes, strict.too_light, turned=True)


def reference_date(steps: tuple[PlannedStep, ...]) -> date:
    """The day of publication; where nothing is published the day tenders are asked for."""
    days = {each.step.key: each.first for each in steps}
    return days.get("publish") or days.get("tenders") or steps[0].first


def _try(wish: Wish, times: LeadTimes, thresholds: ThresholdSet) -> Settled:
    threshold = thresholds.of(_KEYS[wish.nature])
    above = wish.counted is None or wish.counted >= threshold.amount
    own_choice, notes = _choose(wish, thresholds, above=above)
    key, too_light = _check_own(wish, times, own_choice, above=above)
    procedure = times.of(key, staff=wish.performed_by == OWN and wish.way in (TENDER, UNDECIDED))
    if wish.performed_by == OWN:
        notes = (*notes, "own_bid")
    return Settled(procedure, lay_back(procedure, wish.new_start), thresholds, threshold, notes, too_light)


def _choose(wish: Wish, thresholds: ThresholdSet, *, above: bool) -> tuple[str, tuple[str, ...]]:
    """The procedure by value, and what must be said of it."""
    if above:
        return _ABOVE[wish.nature], ("above", "value_unknown") if wish.counted is None else ("above",)
    if wish.nature == "works":
        return "works_law", ("below_works",)
    cross = ("cross_border_yes",) if wish.cross_border else ("cross_border_no",) if wish.cross_border is False else ("cross_border_assess",)
    counted = wish.counted or Decimal(0)
    if wish.cross_border:
        return "cross_border", cross
    if counted >= thresholds.of("market").amount:
        return "market", (*cross, "market")
    if counted >= thresholds.of("proportional").amount:
        return "quotes", (*cross, "proportional")
    return "direct", (*cross, "small")


def _check_own(wish: Wish, times: LeadTimes, by_value: str, *, above: bool) -> tuple[str, str]:
    """The user's procedure where the value lets it stand."""
    if not wish.procedure:
        return by_value, ""
    regime = times.procedures[wish.procedure].regime
    light_only = regime == "light" and wish.nature != "light"
    if above and wish.counted is not None and (regime in ("below", "works_law") or light_only):
        return by_value, wish.procedure
    return wish.procedure, ""
