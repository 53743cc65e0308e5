"""What must hold between the fields of a case, beyond each field by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.cases.reading import Findings

_NEEDS_BASE = "percent"
_CLAIM = "supplier_claim"  # the grade of what a supplier says, and of what nobody says to have calculated


def check_rules(values: Mapping[str, Any], today: date, findings: Findings) -> None:
    """Sources, effects, versions and days against each other; each fault is named in `findings`."""
    sources = values.get("sources") or []
    if not sources:
        findings.add("no_source", "no_source", "sources")
    _check_doubles(sources, "sources", findings)
    _check_doubles(values.get("effects") or [], "effects", findings)
    known = {source["id"] for source in sources if "id" in source}
    for number, source in enumerate(sources):
        _check_day(source.get("read_on"), f"sources[{number}].read_on", today, findings)
    for number, effect in enumerate(values.get("effects") or []):
        _check_effect(effect, f"effects[{number}]", known, findings)
    _check_day(values.get("as_of"), "as_of", today, findings)
    _check_period(values, findings)
    _check_history(values, today, findings)


def _check_doubles(rows: Sequence[Mapping[str, Any]], place: str, findings: Findings) -> None:
    counted = Counter(row.get("id") for row in rows)
    for number, row in enumerate(rows):
        if row.get("id") and counted[row["id"]] > 1:
            findings.add("duplicate_id", "inner_twice", f"{place}[{number}].id", id=row["id"])


def _check_day(day: date | None, place: str, today: date, findings: Findings) -> None:
    if day and day > today:
        findings.add("future", "future", place, day=day.isoformat(), today=today.isoformat())


def _check_effect(effect: Mapping[str, Any], place: str, sources: set[str], findings: Findings) -> None:
    source = effect.get("source")
    if source and sources and source not in sources:
        findings.add("unknown_source", "unknown_source", f"{place}.source", given=source, sources=", ".join(sorted(sources)))
    for name in ("value", "base_value", "cost_dkk"):
        if effect.get(name, Decimal(0)) < 0:
            findings.add("bad_value", "negative", f"{place}.{name}", given=effect[name])
    if "driver_value" in effect and effect["driver_value"] <= 0:
        findings.add("driver_zero", "driver_zero", f"{place}.driver_value", given=effect["driver_value"])
    for name, partner in (("driver_value", "driver"), ("base_value", "base_unit"), ("low", "high"), ("high", "low")):
        if name in effect and partner not in effect:
            findings.add("contradiction", "partner", f"{place}.{name}", partner=partner)
    _check_range(effect, place, findings)
    if effect.get("calculated_by") in ("supplier", "unknown") and effect.get("grade", _CLAIM) != _CLAIM:
        findings.add("contradiction", "grade", f"{place}.grade", grade=effect["grade"], by=effect["calculated_by"])
    if effect.get("unit") == _NEEDS_BASE and (effect.get("value") is not None or "low" in effect) and not effect.get("base"):
        findings.add("missing", "base", f"{place}.base")


def _check_range(effect: Mapping[str, Any], place: str, findings: Findings) -> None:
    low, high, value = effect.get("low"), effect.get("high"), effect.get("value")
    if low is None or high is None:
        return
    if low > high:
        findings.add("contradiction", "range", f"{place}.low", low=low, high=high)
    elif value is not None and not low <= value <= high:
        findings.add("contradiction", "outside", f"{place}.value", value=value, low=low, high=high)


def _check_period(values: Mapping[str, Any], findings: Findings) -> None:
    started, ended = values.get("started"), values.get("ended")
    if started and ended and started > ended:
        findings.add("contradiction", "period", "ended", started=started, ended=ended)


def _check_history(values: Mapping[str, Any], today: date, findings: Findings) -> None:
    """Versions count up and days do not go back; the last one is the case's own version, on or before its day."""
    history = values.get("history") or []
    before = (0, date.min)
    for number, change in enumerate(history):
        place = f"history[{number}]"
        _check_day(change.get("date"), f"{place}.date", today, findings)
        now = (change.get("version", 0), change.get("date", date.min))
        if now[0] and now[1] > date.min and (now[0] <= before[0] or now[1] < before[1]):
            findings.add("versions", "history_order", place, version=now[0], day=now[1].isoformat())
        before = now
    version, as_of = values.get("version"), values.get("as_of")
    if history and version and history[-1].get("version", version) != version:
        findings.add("versions", "history_last", "version", version=version, last=history[-1]["version"])
    if history and as_of and history[-1].get("date", as_of) > as_of:
        findings.add("versions", "history_after", "as_of", day=as_of.isoformat(), last=history[-1]["date"].isoformat())
