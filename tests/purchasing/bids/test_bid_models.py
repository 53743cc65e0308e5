"""Each model by hand, exact; its pitfalls told where these bids meet them; nothing turned into a figure that should not be one."""

from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - many in tables
from fractions import Fraction as F  # noqa: N817 - many in tables
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.purchasing.bids.evaluate import evaluate_bids, find_winners
from samspil.purchasing.bids.firmness import find_weight_spans
from samspil.purchasing.bids.model import MODELS, Bid, Quality, Rules, Tender
from samspil.purchasing.bids.tables import all_tables, as_json, lines_of
from samspil.purchasing.bids.tender import evaluate_tender
from samspil.purchasing.choice.errors import ChoiceError

KVALITET = Quality("Kvalitet", D(60), D(10), D(300_000))


def bid(name: str, price: str, *points: str) -> Bid:
    return Bid(name, D(price), tuple(zip(("Kvalitet", "Bemanding"), map(D, points), strict=False)))


def tender(model: str, bids: list[Bid], **changes: Any) -> Tender:
    return Tender(replace(Rules(model, D(40), (KVALITET,)), **changes), tuple(bids))


THREE = [bid("A", "1000000", "6"), bid("B", "1250000", "9"), bid("C", "1500000", "10")]


@pytest.mark.parametrize(
    ("model", "changes", "expected"),
    [
        # price points 10, 8, 6.667; times 0.4, plus 0.6 x quality
        ("relative", {}, {"A": F(76, 10), "B": F(86, 10), "C": F(26, 3)}),
        # k = 0.5: price points 10, 5, 0
        ("linear", {"k": D("0.5")}, {"A": F(76, 10), "B": F(74, 10), "C": F(6)}),
        # k = 0.25: 10, 0, and -10 when not cut
        ("linear", {"k": D("0.25")}, {"A": F(76, 10), "B": F(54, 10), "C": F(6)}),
        ("linear", {"k": D("0.25"), "cut": False}, {"A": F(76, 10), "B": F(54, 10), "C": F(2)}),
        ("minmax", {}, {"A": F(76, 10), "B": F(74, 10), "C": F(6)}),
        # price less 300,000 x points / 10
        ("priced_quality", {}, {"A": F(820_000), "B": F(980_000), "C": F(1_200_000)}),
        # price plus price x 60/40 x (1 - points / 10)
        ("oslo", {}, {"A": F(1_600_000), "B": F(1_437_500), "C": F(1_500_000)}),
        ("relative", {"round_digits": 0}, {"A": F(76, 10), "B": F(86, 10), "C": F(88, 10)}),
        ("relative", {"scale": D(100)}, {"A": F(76), "B": F(86), "C": F(260, 3)}),
    ],
)
def test_totals_by_hand(model: str, changes: dict[str, Any], expected: dict[str, F]) -> None:
    done = evaluate_tender(tender(model, THREE, **changes))
    assert {each.bid: each.total for each in done.results} == expected
    best = min(expected.values()) if model in ("priced_quality", "oslo") else max(expected.values())
    assert done.winners == tuple(sorted(name for name, total in expected.items() if total == best))
    assert all(sum((part.part for part in each.parts), F(0)) == each.total for each in done.results)


def test_the_commission_model_by_hand() -> None:
    """A: 60 of 100 in all; D: 80 in all, but 4 of 10 in staffing; of B and C the cheaper wins."""
    qualities = (Quality("Kvalitet", D(80), D(10)), Quality("Bemanding", D(20), D(10)))
    bids = [bid("A", "1000000", "6", "6"), bid("B", "1250000", "9", "5"), bid("C", "1500000", "10", "10"), bid("D", "900000", "9", "4")]
    done = evaluate_tender(tender("commission", bids, qualities=qualities))
    assert done.winners == ("B",)
    assert done.our_form
    assert {each.bid: [reason.key for reason in each.failed] for each in done.results} == {
        "B": [],
        "C": [],
        "A": ["below_total"],
        "D": ["below_each"],
    }
    assert {each.bid: each.rank for each in done.results} == {"B": 1, "C": 2, "A": 0, "D": 0}
    none = evaluate_tender(tender("commission", bids[:1], qualities=qualities))
    assert none.winners == ()
    assert "all_below" in [each.key for each in none.warnings]


def keys_of(found: Tender) -> set[str]:
    done = evaluate_tender(found)
    assert all(lines_of(done))
    assert all_tables(done)
    assert as_json(done)["winners"] == list(done.winners)
    return {each.key for each in done.warnings}


REVERSING = [bid("A", "1000000", "6"), bid("B", "1200000", "9.5"), bid("C", "3900000", "10")]


@pytest.mark.parametrize(
    ("found", "key"),
    [
        (tender("minmax", REVERSING), "reversal_here"),
        (tender("minmax", REVERSING), "dummy_decides"),
        (tender("relative", THREE[:2]), "reversal_possible"),
        (tender("relative", [bid("A", "100", "5"), bid("B", "200", "9")]), "squeezed"),
        (tender("minmax", [bid("A", "100", "5"), bid("B", "105", "9")]), "narrow"),
        (tender("linear", THREE, k=D("0.25"), cut=False), "negative_points"),
        (tender("linear", THREE, k=D("0.25")), "cut_points"),
        (tender("relative", [bid("A", "100", "8"), bid("B", "130", "9")]), "clustered"),
        (tender("relative", [bid("A", "100", "8"), bid("B", "300", "9")]), "weight_shifted"),
        (tender("relative", [bid("A", "100", "5"), bid("B", "125", "6.4")], round_digits=0), "rounding_decides"),
        (tender("relative", [bid("A", "100", "5"), bid("B", "100", "5")]), "bids_tied"),
        (tender("relative", [bid("A", "100", "5")]), "one_bid"),
        (tender("oslo", THREE), "our_form"),
    ],
)
def test_each_pitfall_is_told(found: Tender, key: str) -> None:
    assert key in keys_of(found)


def test_bids_without_pitfalls_are_not_warned_of() -> None:
    quiet = [bid("A", "1000000", "5"), bid("B", "1100000", "7.5"), bid("C", "1200000", "9")]
    assert keys_of(tender("priced_quality", quiet)) == set()


def test_the_price_of_the_cheapest_decides_the_order_of_two_others() -> None:
    """By the relative model: B before A when C is there, A before B when it is not."""
    two = [bid("A", "1000000", "7"), bid("B", "1600000", "9.2")]
    rules = tender("relative", two).rules
    third = bid("C", "500000", "0")
    assert [each.bid for each in evaluate_bids(rules, two)] == ["A", "B"]
    assert [each.bid for each in evaluate_bids(rules, [*two, third])] == ["B", "A", "C"]
    done = evaluate_tender(Tender(rules, (*two, third)))
    assert [each.turned for each in done.removals if each.removed == "C"] == [(("B", "A"),)]


def test_effective_weights_by_hand() -> None:
    """Price points 10 and 8 (0.8 weighed), quality 5 and 9 (2.4 weighed): price makes a quarter of the differences, not 40 %."""
    done = evaluate_tender(tender("relative", [bid("A", "1000000", "5"), bid("B", "1250000", "9")]))
    assert {each.criterion: (each.stated, each.effective) for each in done.effective} == {
        "price": (F(2, 5), F(1, 4)),
        "Kvalitet": (F(3, 5), F(3, 4)),
    }


def test_spans_of_the_weight_of_price_by_hand() -> None:
    """A 10 and 6, B 8 and 9: equal at t x 2 = (1 - t) x 3, t = 3/5."""
    done = evaluate_tender(tender("relative", THREE[:2]))
    assert [(span.low, span.high, span.winners) for span in done.weights] == [(F(0), F(3, 5), ("B",)), (F(3, 5), F(1), ("A",))]


BIDS = st.lists(st.tuples(st.integers(50, 400), st.integers(0, 10)), min_size=2, max_size=7, unique=True)


@given(BIDS, st.sampled_from(("relative", "linear", "minmax", "oslo")), st.integers(11, 99))
@settings(max_examples=150, deadline=None)
def test_spans_say_who_wins_at_every_weight(rows: list[tuple[int, int]], model: str, weight: int) -> None:
    bids = [bid(f"b{number}", str(price), str(points)) for number, (price, points) in enumerate(rows)]
    at = replace(KVALITET, weight=D(100 - weight))
    base = tender(model, bids)
    share = F(weight, 100)
    spans = find_weight_spans(base, evaluate_bids(base.rules, base.bids))
    winners = find_winners(evaluate_bids(replace(base.rules, price_weight=D(weight), qualities=(at,)), bids))
    inside = [span for span in spans if span.low <= share <= span.high]
    assert inside
    assert set(winners) >= set(inside[0].winners)
    if len(inside) == 1 and inside[0].low < share < inside[0].high:
        assert winners == inside[0].winners


def test_slopes_say_who_wins_by_each_k() -> None:
    done = evaluate_tender(tender("linear", THREE, k=D("0.5")))
    for span in done.slopes:
        for k in (span.low, span.high):
            rules = replace(done.tender.rules, k=D(k.numerator) / D(k.denominator))
            assert find_winners(evaluate_bids(rules, THREE)) == span.winners
    assert len({span.winners for span in done.slopes}) > 1


@pytest.mark.parametrize(
    ("model", "bids", "changes", "words"),
    [
        ("relative", [bid("A", "0", "5")], {}, "'A'"),
        ("relative", [bid("A", "-5", "5")], {}, "'A'"),
        ("relative", [bid("A", "NaN", "5")], {}, "'A'"),
        ("relative", [bid("A", "5", "11")], {}, "0-10"),
        ("relative", [bid("A", "5")], {}, "mangler point"),
        ("relative", [], {}, "0 bud"),
        ("relative", [bid("A", "5", "5"), bid("A", "6", "5")], {}, "samme"),
        ("relative", THREE, {"price_weight": D(0), "qualities": ()}, "nul"),
        ("relative", THREE, {"price_weight": D(-1)}, "negativ"),
        ("linear", THREE, {"k": D(0)}, "k eller"),
        ("relative", THREE, {"round_digits": 99}, "Decimaler"),
        ("commission", THREE, {"least_total": D(70)}, "Tærskler"),
        ("commission", THREE, {"qualities": ()}, "kvalitetskriterium"),
        ("priced_quality", THREE, {"qualities": (Quality("Kvalitet", D(1), D(10)),)}, "værd i kroner"),
        ("oslo", THREE, {"price_weight": D(0)}, "vægt"),
        ("median", THREE, {}, "median"),
    ],
)
def test_tenders_that_cannot_be_evaluated(model: str, bids: list[Bid], changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ChoiceError, match=words) as caught:
        evaluate_tender(tender(model, bids, **changes), "bud.csv")
    assert caught.value.remedy


@pytest.mark.parametrize("model", MODELS)
def test_many_bids_are_evaluated_in_time(model: str) -> None:
    bids = [bid(f"b{number}", str(1000 + number * 7 % 991), str(number % 11)) for number in range(120)]
    assert evaluate_tender(tender(model, bids)).winners
