"""Days and steps, worked by hand."""

import itertools
from datetime import date

import pytest

from samspil.competition.plan.dates import (
    add_months,
    find_easter,
    first_free,
    is_working,
    lay_back,
    lay_on,
    list_holidays,
    working_after,
    working_before,
)
from samspil.competition.plan.rules import read_lead_times
from samspil.values.competition_plan import Procedure, Step


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))],
)
def test_easter(year: int, easter: date) -> None:
    assert find_easter(year) == easter


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 4, 2), False),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 7), True),
        (date(2023, 5, 5), False),  # store bededag, the last one
        (date(2024, 4, 26), True),  # no holiday since 2024
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 6, 5), True),  # Constitution day is no public holiday by law
        (date(2026, 12, 25), False),
        (date(2026, 11, 22), False),  # a Sunday
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert is_working(day) is working


def test_a_year_has_ten_public_holidays_since_2024() -> None:
    assert len(list_holidays(2026)) == 10
    assert len(list_holidays(2023)) == 11


def test_nearest_working_days() -> None:
    # Maundy Thursday 2 April 2026: before it Wednesday 1, after it Tuesday 7.
    assert working_before(date(2026, 4, 2)) == date(2026, 4, 1)
    assert working_after(date(2026, 4, 2)) == date(2026, 4, 7)
    assert working_before(date(2026, 4, 1)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2027, 6, 30), 12, date(2028, 6, 30)),
        (date(2027, 6, 30), -6, date(2026, 12, 31)),  # the last day of a month stays one
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 5, 15), -6, date(2026, 11, 15)),
        (date(2027, 6, 30), 0, date(2027, 6, 30)),
    ],
)
def test_months_added(day: date, months: int, found: date) -> None:
    assert add_months(day, months) == found


def make(*steps: tuple[str, int, int]) -> Procedure:
    return Procedure("x", "eu", "", tuple(Step(key, days, least, "assumption", "") for key, days, least in steps))


def test_steps_laid_back_by_hand() -> None:
    """New start Thursday 1 July 2027.

    Mobilisation 30 days: 1 to 30 June. Standstill must end on a working day: Monday 31 May is one, 10 days: 22 to 31 May. Evaluation 20 days: 2 to 21 May.
    Tenders end the day before, 1 May, a Saturday: moved to Friday 30 April, so evaluation has 21 days, 1 to 21 May. 35 days: 27 March to 30 April.
    Publication the day before, 26 March 2027, is Good Friday (Easter 28 March); 25 is Maundy Thursday, so Wednesday 24 March; tenders then have 37 days.
    Documents 14 days: 10 to 23 March.
    """
    procedure = make(
        ("documents", 14, 7),
        ("publish", 1, 1),
        ("tenders", 35, 30),
        ("evaluation", 20, 10),
        ("standstill", 10, 10),
        ("mobilisation", 30, 14),
    )
    found = {each.step.key: (each.first, each.last) for each in lay_back(procedure, date(2027, 7, 1))}
    assert found == {
        "documents": (date(2027, 3, 10), date(2027, 3, 23)),
        "publish": (date(2027, 3, 24), date(2027, 3, 24)),
        "tenders": (date(2027, 3, 25), date(2027, 4, 30)),
        "evaluation": (date(2027, 5, 1), date(2027, 5, 21)),
        "standstill": (date(2027, 5, 22), date(2027, 5, 31)),
        "mobilisation": (date(2027, 6, 1), date(2027, 6, 30)),
    }


def test_steps_laid_on_by_hand() -> None:
    """Begin Sunday 22 November 2026, least days.

    Documents 7: 22 to 28 November. Publication Sunday 29 is moved to Monday 30. Tenders 30 days from 1 December: 30 December, a Wednesday.
    Evaluation 10: 31 December to 9 January. Standstill 10: 10 to 19 January, a Tuesday. Mobilisation 14: 20 January to 2 February. New start 3 February.
    """
    procedure = make(
        ("documents", 14, 7),
        ("publish", 1, 1),
        ("tenders", 35, 30),
        ("evaluation", 20, 10),
        ("standstill", 10, 10),
        ("mobilisation", 30, 14),
    )
    found = lay_on(procedure, date(2026, 11, 22), least=True)
    assert [each.last for each in found] == [
        date(2026, 11, 28),
        date(2026, 11, 30),
        date(2026, 12, 30),
        date(2027, 1, 9),
        date(2027, 1, 19),
        date(2027, 2, 2),
    ]
    assert first_free(procedure, date(2026, 11, 22), least=True) == date(2027, 2, 3)


def test_a_step_of_no_days_is_left_out() -> None:
    procedure = make(("dialogue", 30, 0), ("documents", 10, 5))
    assert [each.step.key for each in lay_back(procedure, date(2027, 1, 1), least=True)] == ["documents"]


@pytest.mark.parametrize("key", sorted(read_lead_times().procedures))
@pytest.mark.parametrize("least", [False, True])
def test_every_procedure_is_one_chain_that_ends_before_the_start(key: str, least: bool) -> None:
    """For a start on each day of two years: no gap, no overlap, deadlines on working days, each step at least its days, and what is laid on from its begin is ready in time."""
    procedure = read_lead_times().procedures[key]
    for start in (date.fromordinal(date(2027, 1, 1).toordinal() + days) for days in range(0, 731, 7)):
        steps = lay_back(procedure, start, least=least)
        assert steps[-1].last.toordinal() + 1 == start.toordinal()
        for one, following in itertools.pairwise(steps):
            assert one.last.toordinal() + 1 == following.first.toordinal()
        for one in steps:
            assert one.days >= (one.step.least if least else one.step.days)
            if one.step.key in ("publish", "applications", "tenders", "standstill"):
                assert is_working(one.last), (one.step.key, one.last)
        assert first_free(procedure, steps[0].first, least=least) <= start
