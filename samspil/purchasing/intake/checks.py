"""What only shows when rows are seen together: doubled keys, rows that contradict each other, and prices in another unit than their column's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from samspil.purchasing.intake.findings import DOUBT, ROW, Finding
from samspil.purchasing.intake.rows import Entry
from samspil.values.purchasing import Placement

_LEAST_GROUP = 5  # others of the same kind, before a size says anything
_FAR = 12  # times dearer or cheaper than the middle of the group: no level of support explains that
_DAYS = {"day": 1.0, "month": 365 / 12, "year": 365.0}
_SIZES = (("hour", 1 / 24), ("month", 365 / 12), ("year", 365.0), ("day", 1 / 200))
_OPEN_PRICE_YEARS = 2
Entries = Mapping[str, list[Entry]]


def check_together(entries: Entries) -> list[Finding]:
    """All faults between rows. Rows that cannot be kept are marked `refused`."""
    findings: list[Finding] = []
    for kind, held in entries.items():
        findings += _find_doubled(kind, held)
    for held in entries.values():
        findings += _refuse(held, _check_row)
    findings += _find_unlisted(entries)
    findings += _refuse(entries.get("placements", ()), _against_offer(entries))
    findings += _find_odd_sizes(entries.get("tariffs", ()), _tariff_per_day, "price_dkk")
    findings += _find_odd_sizes(entries.get("placements", ()), _paid_per_day, "paid_dkk")
    return findings


def _refuse(held: Iterable[Entry], check: Callable[[Entry], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings of a check of single rows; a row with a serious one is out."""
    for entry in held:
        if not entry.refused:
            for finding in check(entry):
                entry.refused = entry.refused or finding.level == ROW
                yield finding


def _content(entry: Entry) -> tuple[object, ...]:
    return tuple(getattr(entry.value, each.name) for each in fields(entry.value) if each.name != "place")  # type: ignore[arg-type]


def _find_doubled(kind: str, held: list[Entry]) -> Iterator[Finding]:
    """The same key twice: one of equal rows stays; of rows that differ none does, for nobody knows which is right."""
    groups: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in held:
        groups[tuple(getattr(entry.value, name) for name in entry.layout.kind.unique)].append(entry)
    for same in groups.values():
        if len(same) > 1:
            alike = len({_content(entry) for entry in same}) == 1
            for entry in same[1:] if alike else same:
                entry.refused = True
            first = same[0]
            detail = {"first": f"{first.grid.sheet or first.grid.file} {first.row + 1}"}
            for entry in same[1:]:
                yield entry.finding("doubled_row" if alike else "doubled_key", first.layout.kind.unique[0], ROW, detail)
    if kind == "placements":
        yield from _find_same_line(held)


def _find_same_line(held: list[Entry]) -> Iterator[Finding]:
    """The same line under two keys: paid twice, perhaps."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in held:
        if not entry.refused:
            first = seen.setdefault(_content(entry)[1:], entry)
            if first is not entry:
                yield entry.finding("same_line", "key", DOUBT, {"first": f"{first.grid.sheet or first.grid.file} {first.row + 1}"})


def _find_unlisted(entries: Entries) -> Iterator[Finding]:
    """References to suppliers and offers that are not there. Not looked at when a whole kind was not handed in."""
    if entries.get("suppliers"):
        known = _kept_ids(entries["suppliers"])
        yield from _refuse(entries.get("offers", ()), lambda entry: _unlisted(entry, "supplier", known))
    if entries.get("offers"):
        known = _kept_ids(entries["offers"])
        for kind in ("tariffs", "placements", "contracts", "supervisions", "outcomes"):
            yield from _refuse(entries.get(kind, ()), lambda entry, known=known: _unlisted(entry, "offer", known))  # type: ignore[misc]


def _kept_ids(held: list[Entry]) -> Mapping[str, bool]:
    """Every key that was written, and whether its row was kept."""
    kept: dict[str, bool] = {}
    for entry in held:
        key = str(getattr(entry.value, "id", ""))
        kept[key] = kept.get(key, False) or not entry.refused
    return kept


def _unlisted(entry: Entry, name: str, known: Mapping[str, bool]) -> Iterator[Finding]:
    key = getattr(entry.value, name)
    if not known.get(key):
        yield entry.finding(f"{name}_refused" if key in known else f"{name}_unlisted", name, ROW)


# Each: kind, the field to point at, key of the fault, level, and when it holds.
_Rule = tuple[str, str, str, Callable[[Any], bool]]
_RULES: dict[str, tuple[_Rule, ...]] = {
    "offers": (
        ("age_to", "ends_first", ROW, lambda v: _turned(v.age_from, v.age_to)),
        ("support_to", "ends_first", ROW, lambda v: _turned(v.support_from, v.support_to)),
        ("approved_to", "ends_first", ROW, lambda v: _turned(v.approved_from, v.approved_to)),
        ("free_places", "more_than_places", ROW, lambda v: _turned(v.free_places, v.places)),
    ),
    "tariffs": (("valid_to", "ends_first", ROW, lambda v: _turned(v.valid_from, v.valid_to)),),
    "contracts": (("expires", "ends_first", ROW, lambda v: _turned(v.starts, v.expires)),),
    "needs": (("middle", "not_in_order", ROW, lambda v: not v.low <= v.middle <= v.high),),
    "capacities": (("occupied_days", "too_many_days", ROW, lambda v: v.occupied_days > v.places * _days_of(v.year)),),
    "placements": (
        ("ended", "ends_first", ROW, lambda v: _turned(v.started, v.ended)),
        ("started", "outside_year", ROW, lambda v: bool(v.started) and v.started.year > v.year),
        ("ended", "outside_year", ROW, lambda v: bool(v.ended) and v.ended.year < v.year and not _turned(v.started, v.ended)),
        ("days", "too_many_days", ROW, lambda v: v.days > _days_of(v.year)),
        ("days", "days_beyond_stay", DOUBT, lambda v: _days_of(v.year) >= v.days > _stay_days(v) > 0),
        ("days", "paid_without_days", DOUBT, lambda v: v.days == 0),
        ("price_year", "odd_price_year", DOUBT, lambda v: abs(v.price_year - v.year) > _OPEN_PRICE_YEARS),
        ("add_on_dkk", "add_on_above", DOUBT, lambda v: v.add_on_dkk > v.paid_dkk),
        ("new", "not_new", DOUBT, lambda v: v.new and bool(v.started) and v.started.year < v.year),
    ),
}


def _check_row(entry: Entry) -> Iterator[Finding]:
    for name, key, level, holds in _RULES.get(entry.kind, ()):
        if holds(entry.value):
            yield entry.finding(key, name, level)


def _turned(first: Any, last: Any) -> bool:
    return first is not None and last is not None and last < first


def _days_of(year: int) -> int:
    return date(year, 12, 31).timetuple().tm_yday


def _stay_days(value: Placement) -> int:
    """Days of the stay that lie in the year, first and last day counted; 0 when the start is not told."""
    if not value.started:
        return 0
    last = min(value.ended or date(value.year, 12, 31), date(value.year, 12, 31))
    return (last - max(value.started, date(value.year, 1, 1))).days + 1


def _against_offer(entries: Entries) -> Callable[[Entry], Iterator[Finding]]:
    """A check of placements against what their offer says of itself."""
    offers: dict[str, Any] = {entry.value.id: entry.value for entry in entries.get("offers", ()) if not entry.refused}  # type: ignore[attr-defined]

    def check(entry: Entry) -> Iterator[Finding]:
        line: Any = entry.value
        offer = offers.get(line.offer)
        if offer is None:
            return
        line = entry.value = _fill_in(entry, line, offer.own)
        if line.paragraph not in offer.paragraphs:
            yield entry.finding("not_approved_for", "paragraph", DOUBT, {"paragraphs": ", ".join(offer.paragraphs)})
        if line.target_group not in offer.target_groups:
            yield entry.finding("other_group", "target_group", DOUBT)
        if line.own != offer.own:
            yield entry.finding("own_differs", "own", DOUBT)
        low, high = offer.support_from, offer.support_to
        if (low is not None and line.support_level < low) or (high is not None and line.support_level > high):
            detail = {"low": "0" if low is None else str(low), "high": "4" if high is None else str(high)}
            yield entry.finding("other_level", "support_level", DOUBT, detail)

    return check


def _fill_in(entry: Entry, line: Placement, own: bool) -> Placement:
    """What an empty cell leaves to others: whether it is an own offer is known from the offer, whether it is new from the start."""
    if entry.is_empty("own"):
        line = replace(line, own=own)
    if entry.is_empty("new") and line.started:
        line = replace(line, new=line.started.year == line.year)
    return line


def _tariff_per_day(value: Any) -> tuple[str, float] | None:
    if value.kind != "main":
        return None
    if value.unit == "hour":
        return (value.paragraph, float(value.price_dkk * value.hours_per_week / 7)) if value.hours_per_week else None
    return value.paragraph, float(value.price_dkk) / _DAYS[value.unit]


def _paid_per_day(value: Any) -> tuple[str, float] | None:
    return (value.paragraph, float(value.paid_dkk / Decimal(value.days))) if value.days else None


def _find_odd_sizes(held: Iterable[Entry], per_day: Callable[[Any], tuple[str, float] | None], name: str) -> Iterator[Finding]:
    """Prices a dozen times above or below the middle of their paragraph: of another unit than they are said to be. Refused: no figure rather than a wrong one."""
    groups: dict[str, list[tuple[Entry, float]]] = defaultdict(list)
    for entry in held:
        if not entry.refused and (found := per_day(entry.value)):
            groups[found[0]].append((entry, found[1]))
    for group in groups.values():
        if len(group) <= _LEAST_GROUP:
            continue
        middle = median(price for _entry, price in group)
        for entry, price in group:
            if price > middle * _FAR or price * _FAR < middle:
                entry.refused = True
                unit = min(_SIZES, key=lambda size: abs(price / middle / size[1] - 1))[0]
                yield entry.finding("other_unit", name, ROW, {"times": _times(price / middle), "unit": unit})


def _times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 1 else f"1/{1 / ratio:.0f}"
