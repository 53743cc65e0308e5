"""A share moved between own and external staff, told once for page, workbook and terminal. Neutral: no colour, no praise."""

from decimal import Decimal

from samspil.publish.competition.green_parts import ROOM, GreenSection, column, kroner, points
from samspil.publish.purchasing.make_story import Cell, Column, Story, Table
from samspil.purchasing.figures.words import write_number
from samspil.values.competition_shift import Shift, ShiftYear
from samspil.vocabulary.texts import say


def tell_shift(done: Shift) -> Story:
    """Plan and actual shares by year, what remains, the pace it would take."""
    title = say(f"{ROOM}.shift_title", title=done.plan.title or say(f"{ROOM}.shift_title_default"))
    section = GreenSection("years", _lines(done), Table(_columns(done), [_row(one, done) for one in done.years]))
    method = (say(f"{ROOM}.shift_method"), say(f"{ROOM}.shift_method_{done.plan.path}"))
    cautions = tuple(say(f"{ROOM}.shift_note_{note}") for note in done.notes)
    return Story(title, say(f"{ROOM}.shift_statement"), _answer(done), (section,), cautions, method)


def split(external: Decimal) -> str:
    """An external share as own/external: 0.7 is '30/70'."""
    return f"{write_number((1 - external) * 100, 1)}/{write_number(external * 100, 1)}"


def _answer(done: Shift) -> str:
    (first, start), (last, target) = done.plan.points[0], done.plan.points[-1]
    ends = {"start": split(start), "first": first, "target": split(target), "last": last}
    latest = next((one for one in done.years if one.year == done.latest), None)
    if latest is None or latest.actual is None:
        return say(f"{ROOM}.shift_answer_plan", **ends)
    told = {"latest": latest.year, "actual": split(latest.actual.share)}
    if latest.deviation is None:
        return say(f"{ROOM}.shift_answer_outside", **ends, **told)
    return say(f"{ROOM}.shift_answer", **ends, **told, deviation=_signed(latest.deviation))


def _signed(share: Decimal) -> str:
    """A difference in percentage points with its sign."""
    text = write_number(share * 100, 1)
    return f"+{text}" if share * 100 >= Decimal("0.05") else text


def _lines(done: Shift) -> tuple[str, ...]:
    found = []
    if done.plan.base is not None:
        found.append(say(f"{ROOM}.shift_base_line", base=kroner(done.plan.base), prices=done.plan.prices))
    if done.pace is not None:
        found.append(say(f"{ROOM}.shift_pace", pace=_signed(done.pace), planned=_signed(done.planned_pace)))
    return tuple(found)


def _columns(done: Shift) -> tuple[Column, ...]:
    money = ("plan_kroner", "actual_kroner", "deviation_kroner", "remaining_kroner") if done.plan.base is not None else ()
    return (
        column("head_year", "year", 8),
        column("shift_plan", "percent", 12),
        column("shift_actual", "percent", 12),
        column("shift_deviation", "number", 12),
        column("shift_remaining", "number", 12),
        *(column(f"shift_{name}", "kroner") for name in money),
        column("shift_base_change", "percent", 14),
        column("shift_source", "wrap", 40),
    )


def _row(one: ShiftYear, done: Shift) -> list[Cell]:
    actual = one.actual.share if one.actual else None
    money = [one.plan_kroner, one.actual_kroner, one.deviation_kroner, one.remaining_kroner] if done.plan.base is not None else []
    source = one.actual.source if one.actual else None
    return [one.year, one.plan, actual, points(one.deviation), points(one.remaining), *money, one.base_change, source]
