"""Dates of contracts as a calendar file (iCalendar, RFC 5545), by the icalendar library: whole-day events with a stable id, so that a new file updates the old."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from samspil.errors import UsageError
from samspil.purchasing.prices.contracts import EXPIRED, EXPIRING, NOTICE_PAST, NOTICE_SOON, Watch
from samspil.purchasing.prices.words import describe_watch, watch_title
from samspil.vocabulary.texts import say

IN_CALENDAR = (EXPIRED, NOTICE_SOON, NOTICE_PAST, EXPIRING)
_REMIND_DAYS = 14


def to_ics(found: Sequence[Watch], made: datetime) -> bytes:
    """The calendar: an event on the last day of notice and one on the day of expiry; `made`: stamped on the events. Raises UsageError without icalendar."""
    try:
        from icalendar import Alarm, Calendar, Event
    except ImportError as error:
        raise UsageError(say("purchasing_prices.no_icalendar"), remedy=say("purchasing_prices.no_icalendar_remedy")) from error
    calendar = Calendar()
    calendar.add("prodid", "-//Samspil//purchasing contracts//DA")
    calendar.add("version", "2.0")
    for watch, what, on in list_dates(found):
        event = Event()
        event.add("uid", f"{what}-{watch.offer}-{watch.contract or 'x'}@samspil")
        event.add("dtstamp", made.astimezone(UTC))
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("summary", say(f"purchasing_prices.ics_{what}", offer=watch.name))
        event.add("description", f"{watch_title(watch.kind)}. {describe_watch(watch)}")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", say(f"purchasing_prices.ics_{what}", offer=watch.name))
        alarm.add("trigger", timedelta(days=-_REMIND_DAYS))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def list_dates(found: Sequence[Watch]) -> list[tuple[Watch, str, date]]:
    """Each date once: what ('notice' or 'expiry') and when, in order of time."""
    dates = []
    for watch in found:
        if watch.kind in (NOTICE_SOON, NOTICE_PAST) and watch.on:
            dates.append((watch, "notice", watch.on))
        if watch.kind in IN_CALENDAR and watch.expires:
            dates.append((watch, "expiry", watch.expires))
    return sorted(dates, key=lambda each: (each[2], each[0].offer, each[1]))
