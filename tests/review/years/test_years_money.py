"""Promised money and what the next agreement says; when sums have changed; the rule of stages."""

from collections.abc import Sequence

import pytest
from year_pairs import make

from samspil.review.years.money import changed, list_promises
from samspil.review.years.status import judge
from samspil.values.amount import Amount
from samspil.values.initiative import Initiative


def with_amounts(year: int, *amounts: Amount, stage: str = "decided") -> list[Initiative]:
    return [make("Faxe", year, "Robotstøvsugere købes.", stage, amounts=amounts)]


def told(year: int, text: str) -> list[Initiative]:
    return [make("Faxe", year, text)]


PROMISES: tuple[
    tuple[str, str, list[tuple[str, int, int, int | None, str]]], ...
] = (  # earlier, later, [(kind, year, promised, stated, outcome)]
    (
        "Der afsættes 1 mio. kr. i 2026 og 500.000 kr. i 2027.",
        "Der afsættes 500.000 kr. i 2027.",
        [("allocation", 2027, 500_000, 500_000, "kept")],
    ),
    (
        "Der afsættes 1 mio. kr. i 2026 og 500.000 kr. i 2027.",
        "Der afsættes 200.000 kr. i 2027.",
        [("allocation", 2027, 500_000, 200_000, "less")],
    ),
    (
        "Der afsættes 1 mio. kr. i 2026 og 500.000 kr. i 2027.",
        "Der afsættes 900.000 kr. i 2027.",
        [("allocation", 2027, 500_000, 900_000, "more")],
    ),
    ("Der afsættes 1 mio. kr. i 2026 og 500.000 kr. i 2027.", "Ordningen fortsætter.", [("allocation", 2027, 500_000, None, "not_stated")]),
    ("Der afsættes 1 mio. kr. i 2026.", "Der afsættes 1 mio. kr. i 2027.", []),
    (
        "Der spares 2 mio. kr. årligt fra 2027.",
        "Besparelsen på 2 mio. kr. årligt er indregnet.",
        [("saving", year, 2_000_000, 2_000_000, "kept") for year in (2027, 2028, 2029)],
    ),
)


@pytest.mark.parametrize(("before", "after", "expected"), PROMISES)
def test_a_promise_meets_what_is_said_now(before: str, after: str, expected: list[tuple[str, int, int, int | None, str]]) -> None:
    found = list_promises(told(2026, before), told(2027, after), 2027)
    assert [(p.kind, p.year, p.promised, p.stated, p.outcome) for p in found] == expected
    assert [p.difference for p in found] == [None if stated is None else stated - promised for _, _, promised, stated, _ in expected]


def test_ambiguous_sums_are_said_aloud_and_never_added() -> None:
    before = with_amounts(2026, Amount(1_000_000, "allocation", {2027: 1_000_000}))
    after = with_amounts(2027, Amount(900_000, "allocation", {2027: 900_000}, ambiguous=True, quote="900.000 kr. i 2027-2029"))
    (promise,) = list_promises(before, after, 2027)
    assert (promise.outcome, promise.stated, promise.also) == ("ambiguous", None, ("900.000 kr. i 2027-2029",))


def test_parts_of_a_sum_are_not_added() -> None:
    amounts = (Amount(1_000_000, "allocation", {2027: 1_000_000}), Amount(400_000, "allocation", {2027: 400_000}, part_of=True))
    (promise,) = list_promises(with_amounts(2026, *amounts), with_amounts(2027, amounts[0]), 2027)
    assert (promise.promised, promise.outcome) == (1_000_000, "kept")


def test_assumed_years_and_price_levels_are_shown() -> None:
    before = with_amounts(2026, Amount(500_000, "allocation", {2027: 500_000}, price_level=2026))
    after = with_amounts(2027, Amount(500_000, "allocation", {2027: 500_000}, assumed=True, price_level=2027))
    (promise,) = list_promises(before, after, 2027)
    assert promise.assumed
    assert promise.price_levels == (2026, 2027)


def test_a_sum_read_as_saved_here_and_set_aside_there_is_one_sum() -> None:
    before = with_amounts(2026, Amount(1_100_000, "saving", {2027: 1_100_000}))
    after = with_amounts(2027, Amount(1_100_000, "allocation", {2027: 1_100_000}))
    assert [(p.outcome, p.stated) for p in list_promises(before, after, 2027)] == [("other_kind", 1_100_000)]
    assert not changed(before, after, 2027)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({2027: 1_000_000}, {2027: 1_040_000}, False),  # the usual adjustment of prices
        ({2027: 1_000_000}, {2027: 1_060_000}, True),
        ({2026: 1_000_000}, {2027: 1_000_000}, False),  # the same sum a year on
        ({2026: 1_000_000}, {2027: 2_000_000}, True),
        ({2026: 1_000_000, 2027: 300_000}, {2027: 300_000, 2028: 300_000}, False),
        ({2026: 1_000_000}, {}, False),  # silence is no change
        ({}, {2027: 300_000}, True),
    ],
)
def test_sums_that_changed(before: dict[int, int], after: dict[int, int], expected: bool) -> None:
    def side(year: int, profile: dict[int, int]) -> list[Initiative]:
        return with_amounts(year, *([Amount(next(iter(profile.values())), "allocation", profile)] if profile else []))

    assert changed(side(2026, before), side(2027, after), 2027) is expected


def test_in_the_same_stated_prices_sums_must_be_equal() -> None:
    before = with_amounts(2026, Amount(1_000_000, "allocation", {2027: 1_000_000}, price_level=2026))
    after = with_amounts(2027, Amount(1_010_000, "allocation", {2027: 1_010_000}, price_level=2026))
    assert changed(before, after, 2027)
    assert [p.outcome for p in list_promises(before, after, 2027)] == ["more"]


STAGES = (
    ("considered", "considered", "carried_on"),
    ("considered", "decided", "changed"),
    ("considered", "underway", "changed"),
    ("planned", "decided", "changed"),
    ("planned", "underway", "reached"),
    ("decided", "underway", "reached"),
    ("decided", "completed", "reached"),
    ("underway", "completed", "reached"),
    ("underway", "underway", "carried_on"),
    ("decided", "planned", "changed"),
    ("underway", "stopped", "stopped"),
    ("stopped", "decided", "changed"),
)


@pytest.mark.parametrize(("before", "after", "status"), STAGES)
def test_the_rule_of_stages(before: str, after: str, status: str) -> None:
    assert judge(with_amounts(2026, stage=before), with_amounts(2027, stage=after), 2027)[0] == status


@pytest.mark.parametrize(("stages", "status"), [(("stopped", "underway"), "reached"), (("stopped", "stopped"), "stopped")])
def test_a_split_undertaking_is_stopped_only_when_all_of_it_is(stages: Sequence[str], status: str) -> None:
    later = [initiative for stage in stages for initiative in with_amounts(2027, stage=stage)]
    assert judge(with_amounts(2026), later, 2027)[0] == status


def test_a_changed_sum_shows_beside_what_was_reached() -> None:
    before = with_amounts(2026, Amount(1_000_000, "allocation", {2027: 1_000_000}))
    after = with_amounts(2027, Amount(500_000, "allocation", {2027: 500_000}), stage="underway")
    assert judge(before, after, 2027) == ("reached", ("stage", "amount"))
