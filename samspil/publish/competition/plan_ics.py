"""The dates of a plan as a calendar file (iCalendar, RFC 5545): whole-day events whose ids do not change when the dates do, so that a new file updates the old."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from samspil.competition.errors import complain
from samspil.publish.article.binder import clean
from samspil.publish.competition import plan_words as words
from samspil.values.competition_plan import Plan, PlanLine

_LASTS = ("applications", "tenders", "evaluation", "standstill", "decision")  # told by their last day
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,40}")


def to_ics(plan: Plan) -> bytes:
    """The calendar, stamped with the plan's day. Raises CompetitionError without icalendar."""
    try:
        from icalendar import Calendar, Event
    except ImportError as error:
        raise complain(f"{words.ROOM}.error_no_icalendar") from error
    calendar = Calendar()
    calendar.add("prodid", "-//Samspil//competition plan//DA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.title_of(plan))
    stamp = datetime.combine(plan.today, time(), UTC)
    for line in plan.lines:
        for what, on in list_dates(line):
            event = Event()
            event.add("uid", identify(plan, line, what))
            event.add("dtstamp", stamp)
            event.add("dtstart", on)
            event.add("dtend", on + timedelta(days=1))
            event.add("summary", clean(words.word(f"ics_{what}", title=line.title)))
            event.add("description", clean(_describe(plan, line, what)))
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def list_dates(line: PlanLine) -> Iterator[tuple[str, date]]:
    """Each date of a task: what and when, in order of time."""
    found = [("begin", line.begin)]
    found += [(planned.step.key, planned.last) for planned in line.steps if planned.step.key in _LASTS]
    found += [(what, on) for what, on in (("publish", line.publication), ("notice", line.notice_by), ("end", line.end)) if on]
    yield from sorted([*found, ("start", line.new_start)], key=lambda each: (each[1], each[0]))


def identify(plan: Plan, line: PlanLine, what: str) -> str:
    """An id of municipality, task and kind of date, never of the date itself."""
    name = line.id if _PLAIN.fullmatch(line.id) else hashlib.sha256(line.id.encode("utf-8")).hexdigest()[:20]
    return f"plan-{plan.municipality or 'x'}-{name}-{what}@samspil"


def _describe(plan: Plan, line: PlanLine, what: str) -> str:
    owner = line.owner or words.word("not_told")
    told = words.word(
        "ics_details", id=line.id, procedure=words.procedure(line.procedure.key), owner=owner, statement=words.statement_of(plan)
    )
    return told + (words.word("ics_latest", latest=words.day(line.latest_begin)) if what == "begin" and line.latest_begin else "")
