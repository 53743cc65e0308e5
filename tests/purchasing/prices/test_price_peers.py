"""The benchmark of peers and the negotiation list by hand, to the øre; who may be compared with whom."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from price_values import PRICES, dressed, offer, placement, portfolio

from samspil.errors import UsageError
from samspil.purchasing.prices.benchmarks import compare_peers, quantile
from samspil.purchasing.prices.model import PEERS, Benchmark, Negotiation, Quality, Refusal, Terms
from samspil.purchasing.prices.negotiation import build_list
from samspil.purchasing.prices.ordering import check_weights, quality_of, size_of, timing_of
from samspil.purchasing.prices.rows import gather_rows
from samspil.values.purchasing import Outcome, Portfolio, Supplier


def find(found: Negotiation, name: str = "T1") -> object:
    return next(each for each in found.entries if each.offer == name)


def benchmark_of(given: Portfolio, key: str = "P1") -> Benchmark | Refusal:
    return compare_peers(gather_rows(given).rows)[key]


def test_a_list_worked_by_hand() -> None:
    """130,000 paid for 100 days; others' medians 1000 1100 1200.50 1250 1400: median 1200.50, quartiles 1100 and 1250.

    Potential 130000 - 120050 = 9950; at the upper quartile 130000 - 125000 = 5000; at the lower 130000 - 110000 = 20000. For offer 6 (1400) the others are
    1000 1100 1200.50 1250 1300, median 1200.50: 19950. Offer 5 (1250): others 1000 1100 1200.50 1300 1400: 4950. Offers 2 to 4 lie below: for 2 (1000) the
    others' median is 1250: -25000; for 3 (1100) 1250: -15000; for 4 (1200.50) 1250: -4950.
    """
    found = build_list(dressed(), benchmark=PEERS, target_dkk=Decimal(69_700))
    entry = find(found)
    assert (entry.potential_dkk, entry.low_dkk, entry.high_dkk) == (Decimal("9950.00"), Decimal("5000.00"), Decimal("20000.00"))  # type: ignore[attr-defined]
    assert {each.offer: each.potential_dkk for each in found.entries} == {
        "T1": Decimal(9950), "T6": Decimal(19950), "T5": Decimal(4950), "T2": Decimal(-25000), "T3": Decimal(-15000), "T4": Decimal(-4950),
    }  # fmt: skip
    sums = found.sums
    assert (sums.above_dkk, sums.below_dkk) == (Decimal(34_850), Decimal(-44_950))
    assert sums.share == Decimal("0.5")
    # T6 above its upper quartile (1250): 140000 - 125000; T1 5000; T5 (quartiles 1100 and 1300) lies below
    assert sums.sure_dkk == Decimal(20_000)


def test_lines_of_an_entry_add_up() -> None:
    whole = portfolio(PRICES)
    more = replace(whole, placements=(*whole.placements, placement("P9", 1, "1210.37", 33)))
    entry = find(build_list(more, benchmark=PEERS))
    # 1210.37 x 33 = 39,942.21; minus 1200.50 x 33 = 39,616.50: 325.71, beside the 9,950.00 of P1
    assert [line.potential_dkk for line in entry.lines] == [Decimal("9950.00"), Decimal("325.71")]  # type: ignore[attr-defined]
    assert entry.potential_dkk == Decimal("10275.71")  # type: ignore[attr-defined]


def test_drivers_and_question_by_hand() -> None:
    """Paid 1300 against the tariff of 1240: 60 a day. Occupancy 80 % against 95 %: 1300 x (1 - 0.80 / 0.95) = 205.26 a day at most."""
    entry = find(build_list(dressed(), benchmark=PEERS))
    told = {driver.key: driver.per_day_dkk for driver in entry.drivers}  # type: ignore[attr-defined]
    assert told == {"occupancy": Decimal("205.26"), "tariff": Decimal("60.00")}
    assert entry.drivers[0].key == "occupancy"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"offers": 4}, "too_few_peers"),
        ({"suppliers": 2}, "too_few_peers"),
        ({"level": 3}, "too_few_peers"),
        ({"group": "brain_injury"}, "too_few_peers"),
        ({"price_year": 2024}, "too_few_peers"),
    ],
)
def test_too_few_are_not_compared(change: dict[str, Any], reason: str) -> None:
    """Four offers, five offers of two suppliers, another level, group or price year: no figure, with the numbers."""
    whole = portfolio(PRICES[:5] if "offers" in change else PRICES)
    if "suppliers" in change:
        whole = replace(whole, offers=(whole.offers[0], *(offer(number, 2 + number % 2) for number in range(2, 7))))
    names = {"level": "support_level", "group": "target_group", "price_year": "price_year"}
    values = {names[name]: value for name, value in change.items() if name in names}
    whole = replace(whole, placements=(replace(whole.placements[0], **values), *whole.placements[1:]))
    found = benchmark_of(whole)
    assert isinstance(found, Refusal)
    assert found.key == reason
    assert found.numbers["least"] == 5


def test_the_suppliers_other_offers_never_count() -> None:
    whole = portfolio(PRICES)
    sister = offer(7, supplier=1)
    joined = replace(whole, offers=(*whole.offers, sister), placements=(*whole.placements, placement("P7", 7, "9999")))
    assert benchmark_of(joined) == benchmark_of(whole)


def test_own_places_and_impossible_lines_are_left_out_with_their_reason() -> None:
    whole = portfolio(PRICES)
    wrong = (placement("X1", 1, "1", 0), placement("X2", 1, "0"), placement("X3", 1, "1", 367), placement("X4", 1, "1", own=True),
             placement("X5", 99, "1"), placement("X6", 1, "1", support_level=7))  # fmt: skip
    reasons = {each.key: why.key for each, why in gather_rows(replace(whole, placements=(*whole.placements, *wrong))).left_out}
    assert reasons == {"X1": "no_days", "X2": "no_price", "X3": "too_many_days", "X4": "own", "X5": "unknown_offer", "X6": "no_level"}
    entry = find(build_list(replace(whole, placements=(*whole.placements, wrong[0])), benchmark=PEERS))
    assert [why.key for _key, why in entry.left_out] == ["no_days"]  # type: ignore[attr-defined]


def test_an_offer_without_comparison_is_named() -> None:
    whole = portfolio(PRICES[:5])
    found = build_list(whole, benchmark=PEERS)
    assert found.entries == ()
    assert [name for name, _why in found.not_compared] == ["T1", "T2", "T3", "T4", "T5"]


def test_results_of_few_persons_are_not_told() -> None:
    whole = replace(dressed(), outcomes=(Outcome("T1", 2025, 4, Decimal(1), Decimal(0)),))
    quality: Quality = find(build_list(whole, benchmark=PEERS)).quality  # type: ignore[attr-defined]
    assert (quality.goals_met, quality.breakdowns, quality.persons) == (None, None, 4)


def test_quality_stands_beside_the_price() -> None:
    quality: Quality = find(build_list(dressed(), benchmark=PEERS)).quality  # type: ignore[attr-defined]
    assert (quality.supervision, quality.peers_supervision, quality.goals_met) == (Decimal("4.0"), Decimal("4.5"), Decimal("0.6"))


def test_the_order_is_the_sum_of_parts_shown() -> None:
    found = build_list(dressed(), benchmark=PEERS)
    for entry in found.entries:
        assert entry.points == sum(part.value * part.weight for part in entry.order)
        assert [part.name for part in entry.order] == ["size", "evidence", "timing", "quality"]
    assert [each.points for each in found.entries] == sorted((each.points for each in found.entries), reverse=True)


def test_worse_quality_goes_first_at_the_same_price() -> None:
    """Offers 1 and 6 cost the same; only their scores differ."""
    whole = dressed()
    same = replace(whole, placements=(*whole.placements[:5], placement("P6", 6, "1300")), contracts=())
    assert [each.offer for each in build_list(same, benchmark=PEERS).entries[:2]] == ["T1", "T6"]
    turned = replace(
        same,
        supervisions=tuple(replace(each, score=Decimal("4.0") if each.offer == "T6" else Decimal("4.5")) for each in same.supervisions),
    )
    assert [each.offer for each in build_list(turned, benchmark=PEERS).entries[:2]] == ["T6", "T1"]


@pytest.mark.parametrize(
    ("kroner", "value"), [("-5", "0"), ("10000", "0"), ("100000", "0.5000"), ("1000000", "1.0000"), ("90000000", "1.0000")]
)
def test_size_has_fixed_anchors(kroner: str, value: str) -> None:
    assert size_of(Decimal(kroner)) == Decimal(value)


@pytest.mark.parametrize(
    ("own", "peers", "value"),
    [("4.0", "4.5", "1.0000"), ("4.45", "4.5", "0.5"), ("4.5", "4.4", "0.4000"), ("5", "4", "0.0000"), (None, "4", "0.5")],
)
def test_a_tenth_in_supervision_decides_nothing(own: str | None, peers: str, value: str) -> None:
    assert quality_of(Quality(Decimal(own) if own else None, peers_supervision=Decimal(peers))) == Decimal(value)


def test_timing_of_a_contract() -> None:
    whole = dressed()
    entry = find(build_list(whole, benchmark=PEERS))
    terms: Terms = entry.terms  # type: ignore[attr-defined]
    assert (terms.state, str(terms.notice_by)) == ("running", "2026-04-01")
    assert timing_of(terms, whole.as_of, 12) == 1
    assert timing_of(terms, whole.as_of, 3) == 0
    assert timing_of(Terms("none"), whole.as_of, 12) == Decimal("0.5")
    assert timing_of(Terms("expired"), whole.as_of, 12) == 1


@pytest.mark.parametrize(
    ("weights", "word"),
    [
        ({"price": "1", "quality": "1"}, "price"),
        ({"size": "-1", "quality": "1"}, "negativ"),
        ({"size": "0", "quality": "0"}, "0 i alt"),
        ({"size": "1", "evidence": "1"}, "efter pris alene"),
    ],
)
def test_weights_that_cannot_be_used(weights: dict[str, str], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        check_weights({name: Decimal(number) for name, number in weights.items()})


def test_weights_are_made_to_sum_to_one() -> None:
    assert sum(check_weights({"size": Decimal(3), "quality": Decimal(1)}).values()) == 1


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"benchmark": "cheapest"}, "cheapest"),
        ({"years": (2019,)}, "2019"),
        ({"target_dkk": Decimal(0)}, "over 0"),
    ],
)
def test_wrong_questions(values: dict[str, object], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        build_list(dressed(), **({"benchmark": PEERS} | values))  # type: ignore[arg-type]


def test_no_placements_at_all() -> None:
    with pytest.raises(UsageError, match="ingen linjer"):
        build_list(replace(dressed(), placements=()), benchmark=PEERS)


def test_an_offer_whose_supplier_is_not_listed_is_named_by_its_id() -> None:
    whole = replace(dressed(), suppliers=(Supplier("L9", "En anden", "private"),))
    assert find(build_list(whole, benchmark=PEERS)).supplier_name == "L1"  # type: ignore[attr-defined]


def test_quantile_is_excels() -> None:
    """QUARTILE.INC of 1, 2, 4, 8: 1.75, 3, 5."""
    numbers = [Decimal(each) for each in (1, 2, 4, 8)]
    assert [quantile(numbers, Decimal(share)) for share in ("0.25", "0.5", "0.75")] == [Decimal("1.75"), 3, 5]
    with pytest.raises(ValueError, match="no numbers"):
        quantile([], Decimal("0.5"))
