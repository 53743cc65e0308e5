"""What a person must look at in a plan: too late, too many at once, deadlines in holidays, purchases that count as one. Keys and figures; the words are the catalogue's."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from samspil.competition.plan.dates import working_before
from samspil.values.competition_plan import CONTRACT, INSOURCE, Conflict, PlanLine

NOTICE_DAYS = 90
PER_OWNER = 3
_CPV_CLASS = 4  # digits: purchases of one class may be alike
_BUSY = ("documents", "approval", "publish", "applications", "selection", "tenders", "negotiation", "evaluation")
_BUSY_OWN = ("costing", "consultation", "decision")


def find_conflicts(lines: Sequence[PlanLine], today: date, per_owner: int) -> tuple[Conflict, ...]:
    """All of them: those of time first, then those of one line, then those between lines."""
    found: list[Conflict] = []
    for line in lines:
        found += [*_of_time(line, today), *_of_extension(line, today), *_of_holidays(line, today)]
    found += [*_of_owners(lines, per_owner, today), *_of_alike(lines)]
    return tuple(found)


def _of_time(line: PlanLine, today: date) -> Iterator[Conflict]:
    expired = line.end is not None and line.end < today
    if line.end and line.new_start > line.end + timedelta(days=1) and not expired:
        yield Conflict(
            "gap_planned", (line.id,), {"end": line.end, "new_start": line.new_start, "gap": (line.new_start - line.end).days - 1}
        )
    if line.fastest_start is None or (line.begin >= today and not expired):
        return
    kind = "expired" if expired else "too_late" if line.fastest_start > line.new_start else "tight"
    values = {
        "begin": line.begin,
        "latest_begin": line.latest_begin,
        "latest_publication": line.latest_publication,
        "earliest": line.earliest_start,
        "fastest": line.fastest_start,
        "new_start": line.new_start,
        "end": line.end,
        "gap": line.gap_days,
        "extended_end": line.extended_end,
        "covers": line.extended_end is not None and line.fastest_start <= line.extended_end + timedelta(days=1),
        "notice_by": line.notice_by,
        "notice_open": line.notice_by is None or line.notice_by >= today,
    }
    yield Conflict(kind, (line.id,), values)


def _of_extension(line: PlanLine, today: date) -> Iterator[Conflict]:
    if line.notice_by is None or line.end is None or line.end < today:
        return
    to = line.extended_end or line.end
    values = {"notice_by": line.notice_by, "extended_end": to, "used": line.extended_end is None}
    if line.notice_by < today:
        yield Conflict("notice_past", (line.id,), values)
    elif line.notice_by <= today + timedelta(days=NOTICE_DAYS):
        yield Conflict("notice_soon", (line.id,), values)


def _of_holidays(line: PlanLine, today: date) -> Iterator[Conflict]:
    """A deadline for bidders in July or between 23 December and 1 January: firms are away."""
    for planned in line.steps:
        if planned.step.key not in ("applications", "tenders") or planned.last < today:
            continue
        if (start := holiday_start(planned.last)) and line.publication:
            before = working_before(start - timedelta(days=1))
            values = {"deadline": planned.last, "before": before, "days": (planned.last - before).days, "season": season_of(planned.last)}
            yield Conflict("deadline_in_holidays", (line.id,), values)


def season_of(day: date) -> str:
    """'july', 'christmas' or ''."""
    if day.month == 7:
        return "july"
    return "christmas" if (day.month, day.day) >= (12, 23) or (day.month, day.day) == (1, 1) else ""


def holiday_start(day: date) -> date | None:
    """The first day of the holidays a day falls in; None outside them."""
    season = season_of(day)
    if not season:
        return None
    return date(day.year, 7, 1) if season == "july" else date(day.year - (day.month == 1), 12, 23)


def busy_span(line: PlanLine) -> tuple[date, date]:
    """When a line takes its owner's time: from the documents to the evaluation, of a take-over until the decision."""
    keys = _BUSY_OWN if line.procedure.regime == "own" else _BUSY
    days = [each for each in line.steps if each.step.key in keys] or list(line.steps)
    return days[0].first, days[-1].last


def _of_owners(lines: Sequence[PlanLine], per_owner: int, today: date) -> Iterator[Conflict]:
    held: dict[str, list[PlanLine]] = defaultdict(list)
    for line in lines:
        if line.source == CONTRACT and not line.owner:
            yield Conflict("no_owner", (line.id,))
        elif line.owner and busy_span(line)[1] >= today:
            held[line.owner.casefold()].append(line)
    for owned in held.values():
        for crowd, first, last in _crowds(owned, per_owner):
            values = {"owner": owned[0].owner, "count": len(crowd), "first": first, "last": last, "most": per_owner}
            yield Conflict("too_many", tuple(sorted(crowd)), values)


def _crowds(lines: Sequence[PlanLine], most: int) -> Iterator[tuple[frozenset[str], date, date]]:
    """Each largest set of lines at work at the same time, with the days they share: what is active when one ends that others have joined since the last end."""
    spans = {line.id: busy_span(line) for line in lines}
    events = sorted(
        (day, ending, key) for key, span in spans.items() for ending, day in enumerate(span)
    )  # a begin before an end of the same day
    active: set[str] = set()
    joined = False
    for _day, ending, key in events:
        if not ending:
            active.add(key)
            joined = True
            continue
        if joined and len(active) > most:
            yield frozenset(active), max(spans[one][0] for one in active), min(spans[one][1] for one in active)
        active.discard(key)
        joined = False


def _of_alike(lines: Sequence[PlanLine]) -> Iterator[Conflict]:
    """Purchases of one class of CPV that are each below the threshold and together not: are they one purchase?"""
    held: dict[tuple[str, str], list[PlanLine]] = defaultdict(list)
    for line in lines:
        contract = line.contract
        if contract and contract.cpv and line.way != INSOURCE and line.value is not None and line.threshold:
            held[contract.cpv[:_CPV_CLASS], line.nature].append(line)
    for alike in held.values():
        total = sum((line.value or Decimal(0) for line in alike), Decimal(0))
        least = min(line.threshold.amount for line in alike if line.threshold)
        groups = {line.contract.group.casefold() if line.contract and line.contract.group else line.id for line in alike}
        small = [line for line in alike if line.threshold and (line.counted or Decimal(0)) < line.threshold.amount]
        if len(groups) > 1 and small and total >= least:
            values: Mapping[str, object] = {"total": total, "threshold": least, "count": len(alike)}
            yield Conflict("alike_over_threshold", tuple(line.id for line in alike), values)
