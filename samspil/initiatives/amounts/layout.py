"""A sum is laid out over the years: the table of the codebook's 'Amounts', one function per row of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from samspil.initiatives.amounts.clause import AFTER, ESTIMATE, FROM, IN, OVER, PERIOD, SPAN, UNTIL
from samspil.initiatives.amounts.mentions import Mention
from samspil.initiatives.amounts.numbers import DOUBTFUL_POINT, VAGUE
from samspil.initiatives.amounts.sums import RANGE
from samspil.initiatives.amounts.ties import Time
from samspil.initiatives.amounts.uses import UNIT_PRICE
from samspil.values.codes import horizon
from samspil.vocabulary.numbers import show_number
from samspil.vocabulary.texts import say


@dataclass(frozen=True, slots=True)
class Layout:
    """Kroner per year, or a total, or nothing; `readings` tells what an ambiguous sum may mean."""

    profile: Mapping[int, int] = field(default_factory=dict)
    total: int | None = None
    ambiguous: bool = False
    assumed: bool = False
    readings: tuple[str, ...] = ()


def lay_out(mention: Mention, budget_year: int, last_year: int | None) -> Layout:
    """The layout of one sum. `last_year`: the last year named for the sum before it ('og derefter')."""
    if UNIT_PRICE in mention.flags:
        return Layout()
    if mention.flags & {RANGE, VAGUE}:
        return Layout(ambiguous=True, readings=_readings_of_vague(mention))
    layout = _lay_out_years(mention, budget_year, last_year)
    if DOUBTFUL_POINT in mention.flags:
        return replace(layout, ambiguous=True, readings=(*_readings_of_point(mention), *layout.readings))
    if mention.part_of and layout.assumed:
        return Layout()
    return layout


def _lay_out_years(mention: Mention, budget_year: int, last_year: int | None) -> Layout:
    time, dkk = mention.time, mention.dkk
    years = years_of(time, budget_year, last_year)
    if _is_total(time, years):
        return Layout(total=dkk)
    if not years and time.full_effect and last_year is not None:
        years = _after((), horizon(budget_year), last_year)  # '0,4 mio. kr. i 2026, og helårseffekten er 0,9 mio. kr.'
    if not years:
        return Layout({budget_year: dkk}, assumed=True)
    if _is_unclear(time):
        return Layout(ambiguous=True, readings=readings_of_span(dkk, years))
    return Layout(dict.fromkeys(years, dkk))


def years_of(time: Time, budget_year: int, last_year: int | None) -> tuple[int, ...]:
    """The years that a time speaks of; () when it names none. Years outside the horizon are kept."""
    window = horizon(budget_year)
    if time.years is None:
        return _onwards(time.start or window[0], window) if time.each_year or time.lasting else ()
    kind = time.years.kind
    if time.lasting and kind == IN and len(time.years.years) == 1:
        kind = FROM  # '2 mio. kr. varigt i 2026'
    return _YEARS[kind](time.years.years, window, last_year)[: time.years.count]


def _as_named(years: Sequence[int], window: Sequence[int], last_year: int | None) -> tuple[int, ...]:
    """'i 2026 og 2027', 'i 2026-2028', 'i overslagsårene', 'over tre år'."""
    return tuple(years)


def _from_then(years: Sequence[int], window: Sequence[int], last_year: int | None) -> tuple[int, ...]:
    """'fra 2027 og frem'."""
    return _onwards(years[0], window)


def _until(years: Sequence[int], window: Sequence[int], last_year: int | None) -> tuple[int, ...]:
    """'frem til 2028'."""
    return tuple(range(window[0], years[-1] + 1)) if window[0] <= years[-1] < window[0] + 40 else tuple(years)


def _after(years: Sequence[int], window: Sequence[int], last_year: int | None) -> tuple[int, ...]:
    """'derefter', 'i de følgende år': after the last year named before; without one the words say nothing about years."""
    return tuple(year for year in window if year > last_year) if last_year is not None else ()


_YEARS: Mapping[str, Callable[[Sequence[int], Sequence[int], int | None], tuple[int, ...]]] = {
    IN: _as_named,
    SPAN: _as_named,
    OVER: _as_named,
    ESTIMATE: _as_named,
    PERIOD: _as_named,
    FROM: _from_then,
    UNTIL: _until,
    AFTER: _after,
}


def _onwards(start: int, window: Sequence[int]) -> tuple[int, ...]:
    """From a year to the end of the horizon; a start before it means: from its first year; one after it: that year alone."""
    return tuple(year for year in window if year >= start) or (start,)


def _is_each(time: Time) -> bool:
    return time.each_year or time.lasting or bool(time.years and time.years.each)


def _is_total(time: Time, years: Sequence[int]) -> bool:
    """'i alt over 2026-2029', 'samlet 3 mio. kr.', 'over fire år'; not 'i alt 2 mio. kr. i 2026' and not 'samlet 2 mio. kr. årligt'."""
    over = time.years is not None and time.years.kind == OVER
    return (time.total or over) and not (time.each_year or time.lasting) and len(years) != 1 and not (over is False and _is_each(time))


def _is_unclear(time: Time) -> bool:
    """'i 2026-2029' with neither 'årligt' nor 'i alt'."""
    return time.years is not None and time.years.kind in (SPAN, PERIOD, UNTIL) and not _is_each(time)


# --- what an ambiguous sum may mean, in words for the reader ----------------------------------------------------------


def spell_years(years: Iterable[int]) -> str:
    """'2026-2029' for a run, '2026, 2028' otherwise."""
    listed = sorted(years)
    if not listed:
        return say("amounts.no_years")
    is_run = len(listed) > 1 and listed == list(range(listed[0], listed[-1] + 1))
    return f"{listed[0]}-{listed[-1]}" if is_run else ", ".join(map(str, listed))


def readings_of_span(dkk: int, years: Sequence[int]) -> tuple[str, ...]:
    """'2 mio. kr. i 2026-2029': each year, or in total?"""
    values = {"amount": show_number(dkk), "years": spell_years(years)}
    return (say("amounts.each_of_years", **values), say("amounts.total_over_years", **values))


def _readings_of_vague(mention: Mention) -> tuple[str, ...]:
    if mention.high is None:
        return (say("amounts.vague", amount=show_number(mention.dkk)),)
    return (say("amounts.down_to_low", amount=show_number(mention.dkk)), say("amounts.up_to_high", high=show_number(mention.high)))


def _readings_of_point(mention: Mention) -> tuple[str, ...]:
    return (
        say("amounts.point_is_thousands", amount=show_number(mention.dkk)),
        say("amounts.point_is_decimal", other=show_number(mention.dkk // 1000)),
    )
