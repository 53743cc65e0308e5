"""Supervision scores and results of an offer. A score is a person's judgement between 1 and 5 with little spread: a difference under 0.1 says nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from samspil.purchasing.figures.model import LEAST_PERSONS, Scores
from samspil.values.purchasing import Outcome, Supervision
from samspil.values.reason import Reason

SAYS_NOTHING = Decimal("0.1")
OLD_YEARS = 3
RESULTS = ("goals_met", "breakdowns", "moved_on", "satisfaction")


def read_scores(supervisions: Iterable[Supervision], on: date, old_years: int = OLD_YEARS) -> Scores | Reason:
    """The last score of each theme up to the day `on`; themes older than `old_years` years are named. The mean counts each theme once."""
    last: dict[str, Supervision] = {}
    for each in supervisions:
        if each.on <= on and (each.theme not in last or last[each.theme].on < each.on):
            last[each.theme] = each
    if not last:
        return Reason.of("no_supervision")
    scores = [each.score for each in last.values()]
    days = [each.on for each in last.values()]
    limit = years_before(on, old_years)
    themes = tuple((theme, each.score, each.on) for theme, each in sorted(last.items()))
    old = tuple(theme for theme, _score, day in themes if day < limit)
    return Scores(sum(scores, Decimal(0)) / len(scores), min(scores), max(scores), min(days), max(days), themes, old)


def join_scores(several: Sequence[Scores]) -> Scores | Reason:
    """A supplier's offers as one: each offer counts once; lowest and highest are those of any theme of any offer."""
    if not several:
        return Reason.of("no_supervision")
    mean = sum((each.mean for each in several), Decimal(0)) / len(several)
    low, high = min(each.low for each in several), max(each.high for each in several)
    old = tuple(dict.fromkeys(theme for each in several for theme in each.old))
    return Scores(mean, low, high, min(each.first for each in several), max(each.last for each in several), (), old)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def differs(one: Decimal, other: Decimal) -> bool:
    """Whether a difference of scores says anything: 0.1 or more."""
    return abs(one - other) >= SAYS_NOTHING


def read_result(outcome: Outcome | None, name: str) -> Decimal | Reason:
    """A share of an offer's results; not shown for fewer than five citizens."""
    if outcome is None:
        return Reason.of("no_outcome")
    if outcome.persons < LEAST_PERSONS:
        return Reason.of("few_persons", least=LEAST_PERSONS)
    value: Decimal | None = getattr(outcome, name)
    return Reason.of("not_told") if value is None else value
