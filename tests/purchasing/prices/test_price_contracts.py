"""Contract watch: each kind of finding planted in a correct portfolio, by hand; the calendar read back by the icalendar library."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from price_values import PARAGRAPH, dressed, placement

from samspil.errors import UsageError
from samspil.purchasing.prices.calendar import to_ics
from samspil.purchasing.prices.contracts import KINDS, Watch, watch_contracts
from samspil.purchasing.prices.words import describe_watch, watch_title
from samspil.values.purchasing import Contract, Portfolio, Tariff


def sound(**values: Any) -> Portfolio:
    """Every offer has a contract that runs long, and a tariff."""
    whole = dressed()
    held = tuple(Contract(f"K{each.id}", each.id, True, date(2020, 1, 1), date(2030, 1, 1), 90) for each in whole.offers)
    return replace(whole, contracts=held, **values)


def with_contract(contract: Contract | None) -> Portfolio:
    whole = sound()
    rest = tuple(each for each in whole.contracts if each.offer != "T1")
    return replace(whole, contracts=(*rest, contract) if contract else rest)


def with_line(**values: Any) -> Portfolio:
    whole = sound()
    return replace(whole, placements=(*whole.placements, placement("P9", 1, "1000", **values)))


def with_tariff(*tariffs: Tariff) -> Portfolio:
    whole = sound()
    return replace(whole, tariffs=(*(each for each in whole.tariffs if each.offer != "T1"), *tariffs))


def contract(**values: Any) -> Contract:
    return replace(Contract("K1", "T1", True, date(2020, 1, 1), date(2030, 1, 1), 90), **values)


def test_a_sound_portfolio_has_nothing_to_look_at() -> None:
    assert watch_contracts(sound()) == []


CASES = [
    ("none_on_file", with_contract(None), {"dkk": Decimal(130_000)}),
    ("none_on_file", with_contract(contract(on_file=False)), {"dkk": Decimal(130_000)}),
    ("none_on_file", with_contract(contract(starts=date(2026, 2, 1))), {}),
    ("expired", with_contract(contract(expires=date(2025, 12, 30))), {"on": date(2025, 12, 30)}),
    ("notice_soon", with_contract(contract(expires=date(2026, 6, 30))), {"on": date(2026, 4, 1), "expires": date(2026, 6, 30)}),
    ("notice_past", with_contract(contract(expires=date(2026, 3, 1))), {"on": date(2025, 12, 1)}),
    ("expiring", with_contract(contract(expires=date(2026, 3, 1), notice_days=None)), {"on": date(2026, 3, 1)}),
    ("paid_no_days", with_line(days=0, paid_dkk=Decimal(5000)), {"placements": ("P9",), "dkk": Decimal(5000)}),
    # 1 March to 30 April 2025 is 61 days
    ("days_beyond", with_line(days=70, started=date(2025, 3, 1), ended=date(2025, 4, 30)), {"days": 9}),
    ("after_end", with_line(days=30, started=date(2023, 1, 1), ended=date(2024, 12, 31)), {"on": date(2024, 12, 31), "days": 30}),
    ("no_tariff", with_tariff(), {"paragraph": PARAGRAPH}),
    ("tariff_expired", with_tariff(Tariff("T1", PARAGRAPH, "main", "Ophold", Decimal(1), "day", 2023, valid_to=date(2024, 12, 31))), {"on": date(2024, 12, 31)}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "whole", "values"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_kind_is_found(kind: str, whole: Portfolio, values: dict[str, object]) -> None:
    found = [each for each in watch_contracts(whole) if each.kind == kind]
    assert len(found) == 1
    assert found[0].offer == "T1"
    assert {name: getattr(found[0], name) for name in values} == values
    assert watch_title(kind)
    assert describe_watch(found[0])


def test_days_after_the_contracts_end() -> None:
    """Expired 30 November 2025; the line runs the whole year: 31 days in December. The one that ended in May does not count."""
    whole = with_contract(contract(expires=date(2025, 11, 30)))
    lines = (placement("P8", 1, "1000", 365), placement("P7", 1, "1000", 100, started=date(2025, 1, 1), ended=date(2025, 5, 1)))
    found = watch_contracts(replace(whole, placements=(*lines, *whole.placements[1:])))
    after = [each for each in found if each.kind == "after_contract"]
    assert [(each.placements, each.days) for each in after] == [(("P8",), 31)]


def test_an_open_contract_and_the_longest_one_hold() -> None:
    assert watch_contracts(with_contract(contract(expires=None))) == []
    whole = with_contract(contract(expires=date(2024, 1, 1)))
    assert watch_contracts(replace(whole, contracts=(*whole.contracts, contract(id="K2")))) == []


def test_own_places_are_not_watched() -> None:
    whole = with_contract(None)
    own = tuple(replace(each, own=True) if each.id == "T1" else each for each in whole.offers)
    assert watch_contracts(replace(whole, offers=own)) == []


@pytest.mark.parametrize(("values", "word"), [({"months": 0}, "måneder"), ({"months": 121}, "måneder"), ({"year": 2019}, "2019")])
def test_wrong_questions(values: dict[str, int], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        watch_contracts(sound(), **values)


def test_findings_come_in_the_order_of_kinds() -> None:
    whole = with_line(days=0, paid_dkk=Decimal(1))
    found = watch_contracts(replace(whole, contracts=()))
    assert [KINDS.index(each.kind) for each in found] == sorted(KINDS.index(each.kind) for each in found)


def test_the_calendar_is_read_back() -> None:
    icalendar = pytest.importorskip("icalendar")
    watch = Watch("notice_soon", "T1", "L1", "Bo, støtte; og\nmere", date(2026, 4, 1), date(2026, 6, 30), "K1")
    made = datetime(2026, 1, 1, tzinfo=UTC)
    content = to_ics([watch], made)
    assert content == to_ics([watch], made)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert [(each.decoded("dtstart"), str(each["summary"])) for each in events] == [
        (date(2026, 4, 1), "Sidste frist for opsigelse: Bo, støtte; og\nmere"),
        (date(2026, 6, 30), "Aftalen udløber: Bo, støtte; og\nmere"),
    ]
    assert [str(each["uid"]) for each in events] == ["notice-T1-K1@samspil", "expiry-T1-K1@samspil"]
