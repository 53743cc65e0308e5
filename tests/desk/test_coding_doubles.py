"""Two codings of one document side by side, and error rates with intervals."""

import pytest
from scipy.stats import beta

from samspil.desk.coding import Marked
from samspil.desk.doubles import (
    Coded,
    Judged,
    compare_coders,
    find_same,
    list_choices,
    measure_machine,
    measure_share,
    pair_up,
    propose_own,
)
from samspil.review.agreement import Unit, nominal_alpha
from samspil.review.intervals import ErrorCounts

PASSAGES = tuple((10 * n, 10 * n + 9) for n in range(20))
CODABLE = tuple(range(1, 20))
TENDER = ("tendering",)


def coded(first: list[Marked], second: list[Marked]) -> Coded:
    return Coded("d", PASSAGES, CODABLE, tuple(first), tuple(second))


def test_pairs_in_the_order_of_the_text_with_what_differs() -> None:
    pairs = pair_up(
        coded(
            [
                Marked(1, (3, 4), TENDER, (), "decided"),
                Marked(2, (8,), ("technology",), ("ai",), "planned"),
                Marked(3, (12,), TENDER, (), "planned"),
            ],
            [
                Marked(4, (8,), ("technology",), ("automation",), "underway"),
                Marked(5, (3, 4), TENDER, (), "decided"),
                Marked(6, (1,), TENDER, (), "planned"),
            ],
        )
    )
    assert [(pair.name, pair.differs) for pair in pairs] == [
        ("0+6", ("found",)),
        ("1+5", ()),
        ("2+4", ("topics", "stage")),
        ("3+0", ("found",)),
    ]
    assert list_choices(pairs[0]) == ("second", "own", "none")
    assert list_choices(pairs[1]) == ("agreed", "own", "none")
    assert list_choices(pairs[2]) == ("first", "second", "both", "own", "none")


def test_a_curators_own_begins_with_what_both_have() -> None:
    (pair,) = pair_up(coded([Marked(1, (3, 4), TENDER, (), "considered")], [Marked(2, (4, 5), ("insourcing",), (), "decided")]))
    own = propose_own(pair)
    assert pair.differs == ("themes", "stage", "extent")
    assert (own.passages, own.themes, own.stage) == ((3, 4, 5), ("tendering", "insourcing"), "decided")


def test_agreement_of_coders_is_krippendorffs() -> None:
    """The alpha of a theme is the nominal alpha over all passages that may be marked; the unitising form has its own reference values (tests/review)."""
    one = coded([Marked(1, (3, 4), TENDER, (), "decided")], [Marked(1, (4, 5, 6), TENDER, (), "decided")])
    found = compare_coders([one]).themes["tendering"]
    expected = nominal_alpha([(n in (3, 4), n in (4, 5, 6)) for n in CODABLE])
    assert found.alpha == pytest.approx(expected)
    assert (found.both, found.only_model, found.only_rules) == (1, 1, 2)
    same = coded([Marked(1, (3, 4), TENDER, (), "decided")], [Marked(9, (3, 4), TENDER, (), "planned")])
    assert compare_coders([same]).overall.alpha == pytest.approx(1.0)
    assert compare_coders([same]).overall.u_alpha == pytest.approx(1.0)


def unit(name: str, *passages: int, themes: tuple[str, ...] = TENDER, stage: str = "decided") -> Unit:
    return Unit(name, themes, stage, tuple(PASSAGES[n] for n in passages))


def test_the_same_initiative_shares_half_of_the_shorter_text() -> None:
    rows = [unit("a", 1, 2), unit("b", 2, 3, 4, 5, themes=("insourcing",)), unit("c", 9)]
    assert find_same(unit("x", 1, 2, 3), rows) == rows[0]
    assert find_same(unit("x", 3, 4, themes=("insourcing",)), rows) == rows[1]
    assert find_same(unit("x", 10, 11), rows) is None
    assert find_same(unit("x", 2, 6, 7), [unit("long", 2, 8, 10, 11)]) is None


def test_error_rates_of_the_machine() -> None:
    """Two right (one with another stage), one of another theme, one invented; one missed."""
    first = Judged(
        "d",
        PASSAGES,
        (unit("m1", 1), unit("m2", 4, stage="planned"), unit("m3", 7, themes=("technology",))),
        (unit("t1", 1), unit("t2", 4), unit("t3", 7), unit("t4", 10, themes=("friplejehjem",))),
    )
    second = Judged("e", PASSAGES, (unit("m4", 2, themes=("insourcing",)),), ())
    rates = measure_machine([first, second])
    assert (rates.documents, rates.precision.right, rates.precision.of) == (2, 2, 4)
    assert (rates.recall.right, rates.recall.of) == (2, 4)
    assert (rates.stage.right, rates.stage.of) == (1, 2)
    assert rates.themes["tendering"] == ErrorCounts(1, 0, 0, 1)
    assert rates.themes["insourcing"] == ErrorCounts(0, 1, 0, 1)
    assert rates.themes["friplejehjem"] == ErrorCounts(0, 0, 1, 1)
    precision, recall = rates.by_theme["tendering"]
    assert (precision.right, precision.of, recall.right, recall.of) == (2, 2, 2, 3)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(9, 10, 0.652, 0.977), (0, 10, 0.0, 0.213), (10, 10, 0.787, 1.0), (45, 50, 0.809, 0.950)]
)
def test_interval_of_a_share(right: int, of: int, low: float, high: float) -> None:
    """Wilson's 90 % interval, worked out by the formula with z = 1.645; one document with everything adds no spread."""
    share = measure_share([right], [of])
    assert (share.low, share.high) == (pytest.approx(low, abs=0.002), pytest.approx(high, abs=0.002))
    assert abs(share.low - beta.ppf(0.05, right + 0.5, of - right + 0.5)) < 0.08  # Jeffreys' is near


def test_documents_that_differ_widen_the_interval() -> None:
    """Ten documents, half of them all right and half all wrong, tell less than a hundred independent rows."""
    clustered, even = measure_share([10, 0] * 5, [10] * 10), measure_share([5] * 10, [10] * 10)
    assert clustered.high - clustered.low > 2 * (even.high - even.low)
    assert measure_share([], []).of == 0
    assert (measure_share([0], [0]).low, measure_share([0], [0]).high) == (0.0, 1.0)
