"""Must-haves: each excludes by its own number, and what is not known never excludes."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - many in tables
from typing import Any

import pytest
from choice_made import AS_OF, knowing, make_need, make_offer

from samspil.purchasing.choice.model import Price
from samspil.purchasing.choice.musts import check_offer
from samspil.purchasing.choice.words import say_reason
from samspil.values.purchasing import Offer

CHILD = {"paragraph": "BL § 43 opholdssted", "age": 15, "target_groups": ("neglect",)}


def verdicts(offer: Offer, need: Any, price: Price | None = None) -> dict[str, tuple[str, str]]:
    """Must -> (verdict, reason key)."""
    checks = check_offer(offer, need, price, AS_OF)
    assert all(say_reason(check.reason) for check in checks if check.reason)
    return {check.must: (check.verdict, check.reason.key if check.reason else "") for check in checks}


def test_an_offer_that_meets_all() -> None:
    assert {verdict for verdict, _key in verdicts(make_offer(), make_need()).values()} == {"ok"}


@pytest.mark.parametrize(
    ("offer", "need", "must", "expected"),
    [
        ({"approved": False}, {}, "approved", ("out", "not_approved")),
        ({"approved_to": date(2026, 2, 28)}, {}, "approved", ("out", "approval_ended")),
        ({"approved_to": date(2026, 3, 1)}, {}, "approved", ("ok", "")),
        ({"approved_from": date(2026, 3, 2)}, {}, "approved", ("out", "approved_later")),
        ({"approved_to": date(2026, 5, 1)}, {"ends": date(2026, 6, 1)}, "approved", ("ok", "approval_ends_early")),
        ({"approved_from": None}, {"start": date(2025, 6, 1)}, "approved", ("unknown", "approved_since_unknown")),
        ({"conditions": "højst fem"}, {}, "approved", ("ok", "conditions")),
        ({"paragraphs": ()}, {}, "paragraph", ("unknown", "paragraphs_unknown")),
        ({"paragraphs": ("SEL § 108",)}, {}, "paragraph", ("out", "paragraph_other")),
        ({"paragraphs": ("SEL § 66 opholdssted",)}, CHILD, "paragraph", ("ok", "paragraph_mapped")),
        ({"paragraphs": ("SEL § 66",)}, CHILD, "paragraph", ("unknown", "paragraph_unclear")),
        ({"target_groups": ()}, {}, "target_group", ("unknown", "groups_unknown")),
        ({}, {"target_groups": ("autism", "brain_injury")}, "target_group", ("out", "groups_missing")),
        ({}, {"age": 17}, "age", ("out", "age_outside")),
        ({}, {"age": 65}, "age", ("ok", "")),
        ({"age_to": None}, {}, "age", ("unknown", "age_unknown")),
        ({"age_to": None}, {"age": 17}, "age", ("out", "age_outside")),
        ({}, {"support_level": 4}, "support_level", ("out", "support_level_outside")),
        ({"support_from": None}, {}, "support_level", ("unknown", "support_level_unknown")),
        ({"free_places": 0}, {}, "free_place", ("out", "no_free")),
        ({"free_from": date(2026, 4, 2)}, {}, "free_place", ("out", "free_later")),
        ({"free_from": date(2026, 4, 1)}, {}, "free_place", ("ok", "free")),
        ({"free_places": None, "free_from": None}, {}, "free_place", ("unknown", "free_unknown")),
        ({"free_from": None}, {}, "free_place", ("unknown", "free_day_unknown")),
        ({"free_places": None}, {}, "free_place", ("unknown", "free_number_unknown")),
        ({"free_places": 0}, {"known": knowing("T1", free_places=1)}, "free_place", ("ok", "free_asked")),
        ({}, {"known": knowing("T1", free_places=0)}, "free_place", ("out", "no_free")),
        ({}, {"distance_limit_km": D(20)}, "distance", ("ok", "")),
        ({}, {"distance_limit_km": D("19.9")}, "distance", ("out", "too_far")),
        ({"distance_km": None}, {"distance_limit_km": D(20)}, "distance", ("unknown", "distance_unknown")),
        ({}, {"required_services": ("Nattevagt",)}, "services", ("ok", "")),
        ({}, {"required_services": ("sygepleje",)}, "services", ("out", "services_missing")),
        ({"services": ()}, {"required_services": ("sygepleje",)}, "services", ("unknown", "services_unknown")),
    ],
)
def test_each_must_have(offer: dict[str, Any], need: dict[str, Any], must: str, expected: tuple[str, str]) -> None:
    assert verdicts(make_offer(**offer), make_need(**need))[must] == expected


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (3, ("ok", "acute_first")),
        (4, ("ok", "acute_longer")),
        (6, ("ok", "acute_longer")),
        (7, ("out", "acute_too_long")),
        (None, ("unknown", "acute_unknown")),
    ],
)
def test_unapproved_offers_for_children_are_for_three_and_three_weeks(weeks: int | None, expected: tuple[str, str]) -> None:
    need = make_need(**CHILD, acute=True, acute_weeks=weeks)
    assert verdicts(make_offer(approved=False), need)["approved"] == expected
    assert verdicts(make_offer(approved=False), make_need(acute=True, acute_weeks=weeks))["approved"] == ("out", "not_approved")


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (Price(D("2200.00"), "negotiated"), ("ok", "equal_within")),
        (Price(D("2200.01"), "negotiated"), ("out", "equal_too_dear")),
        (Price(D("1000"), "listed", 2026), ("unknown", "equal_listed_only")),
        (None, ("unknown", "equal_no_price")),
    ],
)
def test_an_equal_offer_is_at_most_ten_per_cent_dearer_to_the_oere(price: Price | None, expected: tuple[str, str]) -> None:
    need = make_need(paragraph="SEL § 108", free_choice=True, assessed_price_day=D(2000))
    assert verdicts(make_offer(paragraphs=("SEL § 108",)), need, price)["equal_offer"] == expected


def test_the_limit_on_equal_offers_is_that_of_section_108() -> None:
    need = make_need(free_choice=True, assessed_price_day=D(2000))
    assert verdicts(make_offer(), need, Price(D(9000), "negotiated"))["equal_offer"] == ("ok", "equal_not_used")
    before = make_need(paragraph="SEL § 108", start=date(2025, 6, 19), free_choice=True, assessed_price_day=D(2000))
    assert verdicts(make_offer(), before, Price(D(9000), "negotiated"))["equal_offer"] == ("ok", "equal_not_used")
