"""Agreement of two readings: published reference values, then the rows."""

import pytest

from samspil.review.agreement import (
    BOTH,
    ONLY_MODEL,
    ONLY_RULES,
    TwoReadings,
    Unit,
    compare_readings,
    compare_rows,
    find_gaps,
    measure_disagreement,
    nominal_alpha,
    u_alpha,
)

N = None
# Four observers, twelve units: Krippendorff, Content Analysis, 2nd ed. (2004), section 11.3; also in 'Computing Krippendorff's
# Alpha-Reliability' (2011), part C/D.
FOUR_OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)
# Two observers on a continuum of length 300 from 150: Krippendorff, Content Analysis, 2nd ed. (2004), section 11.6, p. 254.
OBSERVER_I = {"c": [(225, 295), (370, 400)], "k": [(180, 240), (300, 350)]}
OBSERVER_J = {"c": [(220, 300), (355, 375), (400, 420)], "k": [(180, 240), (300, 350)]}


def test_four_observers_with_missing_values() -> None:
    """The book gives 0.743."""
    assert nominal_alpha(list(zip(*FOUR_OBSERVERS, strict=True))) == pytest.approx(0.743, abs=0.0005)


def test_two_observers_binary() -> None:
    """Ten articles, two observers: 0.095 (Krippendorff 2011, part A)."""
    meg, owen = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert nominal_alpha(list(zip(meg, owen, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_two_observers_five_values() -> None:
    """Twelve units, two observers: 0.692 (Krippendorff 2011, part B)."""
    ben, gerry = "aabbdcccedda", "babbbccceddd"
    assert nominal_alpha(list(zip(ben, gerry, strict=True))) == pytest.approx(0.692, abs=0.0005)


def test_unitising_disagreement_of_each_category() -> None:
    """The book gives Do = 0.0144 and De = 0.0532 for c, 0 and 0.0490 for k."""
    assert measure_disagreement([OBSERVER_I["c"], OBSERVER_J["c"]], 150, 300) == pytest.approx((0.0144, 0.0532), abs=0.00006)
    assert measure_disagreement([OBSERVER_I["k"], OBSERVER_J["k"]], 150, 300) == pytest.approx((0.0, 0.0490), abs=0.00006)


def test_unitising_alpha() -> None:
    """0.7286 for c, 1 for k, 0.859 for both."""
    only_c = [{"c": observer["c"]} for observer in (OBSERVER_I, OBSERVER_J)]
    only_k = [{"k": observer["k"]} for observer in (OBSERVER_I, OBSERVER_J)]
    assert u_alpha(only_c, 150, 300) == pytest.approx(0.7286, abs=0.0001)
    assert u_alpha(only_k, 150, 300) == pytest.approx(1.0)
    assert u_alpha([OBSERVER_I, OBSERVER_J], 150, 300) == pytest.approx(0.859, abs=0.0005)


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((225, 295), (220, 300), 50),  # p. 254: (225 - 220)^2 + (295 - 300)^2
        ((370, 400), (355, 375), 850),
    ],
)
def test_difference_of_overlapping_units(one: tuple[int, int], other: tuple[int, int], difference: int) -> None:
    """Squared differences of beginnings and ends."""
    observed, _expected = measure_disagreement([[one], [other]], 150, 300)
    assert observed * 2 * 300**2 == pytest.approx(2 * difference)


def test_unit_in_the_others_gap() -> None:
    """A unit that the other observer passes over counts with its squared length (p. 254: 20^2 = 400)."""
    observed, _expected = measure_disagreement([[], [(400, 420)]], 150, 300)
    assert observed * 2 * 300**2 == pytest.approx(2 * 400)


def test_nothing_to_agree_on() -> None:
    """Without units, or with one value only, nothing can be said."""
    assert u_alpha([{}, {}], 0, 100) is None
    assert nominal_alpha([]) is None
    assert nominal_alpha([(1, 1), (1, 1)]) is None
    assert nominal_alpha([(1, None), (None, 2)]) is None


def test_gaps() -> None:
    """The ranges between units; none of length 0."""
    assert find_gaps([(0, 3), (3, 5), (8, 9)], 0, 12) == [(5, 8), (9, 12)]
    assert find_gaps([], 0, 12) == [(0, 12)]


PASSAGES = tuple((n * 10, n * 10 + 9) for n in range(10))


def unit(name: str, theme: str, *passages: int, stage: str = "decided", confidence: float = 1.0) -> Unit:
    return Unit(name, (theme,), stage, tuple(PASSAGES[n] for n in passages), confidence)


def reading(model: list[Unit], rules: list[Unit]) -> TwoReadings:
    return TwoReadings("a.pdf", PASSAGES, tuple(model), tuple(rules))


def test_same_reading_agrees_fully() -> None:
    """Alpha and unitising alpha are 1, and no row needs a check."""
    units = [unit("1", "technology", 1, 2), unit("2", "tendering", 5)]
    found = compare_readings([reading(units, units)])
    assert found.themes["technology"].alpha == found.themes["technology"].u_alpha == found.overall.alpha == 1.0
    assert found.themes["insourcing"].alpha is None
    assert found.themes["technology"].both == 2
    assert not any(row.needs_check for row in found.rows)


def test_rows_found_by_both_and_by_one() -> None:
    """Pairs share text; what one reading alone found is marked."""
    document = reading(
        [unit("1", "technology", 1, 2), unit("2", "tendering", 5)],
        [unit("a", "technology", 2, 3, stage="planned"), unit("b", "insourcing", 8)],
    )
    rows = {(row.model, row.rules): row for row in compare_rows(document)}
    assert rows["1", "a"].found_by == BOTH
    assert rows["1", "a"].differs == ("stage",)
    assert rows["2", None].found_by == ONLY_MODEL
    assert rows[None, "b"].found_by == ONLY_RULES
    assert rows["2", None].decides == ("tendering",)


def test_a_shared_theme_goes_before_a_longer_overlap() -> None:
    """Of two candidates, the one with the same theme is the partner; the other is on its own."""
    document = reading([unit("1", "technology", 1, 2, 3)], [unit("a", "tendering", 1, 2, 3), unit("b", "technology", 3)])
    assert {(row.model, row.rules) for row in compare_rows(document)} == {("1", "b"), (None, "a")}


def test_same_text_other_theme_is_one_row_in_dispute() -> None:
    """Overlap without a shared theme is a pair whose themes differ."""
    rows = compare_rows(reading([unit("1", "technology", 1)], [unit("a", "tendering", 1)]))
    assert [(row.model, row.rules, row.differs) for row in rows] == [("1", "a", ("themes",))]
    assert rows[0].decides == ("tendering", "technology")


def test_what_decides_a_headline_is_checked_first() -> None:
    """A row that alone puts the municipality into a headline is worth more than one among several, and doubt more than certainty."""
    model = [
        unit("1", "technology", 1),
        unit("2", "technology", 3, confidence=0.9),
        unit("3", "technology", 5, confidence=0.6),
        unit("4", "friplejehjem", 8),
    ]
    found = compare_readings([reading(model, [unit("a", "technology", 1)])])
    assert [row.model for row in found.rows] == ["4", "3", "2", "1"]


def test_documents_lie_end_to_end() -> None:
    """Agreement over two documents lies between those of each."""
    same = reading([unit("1", "technology", 1)], [unit("a", "technology", 1)])
    other = reading([unit("1", "technology", 1)], [unit("a", "technology", 7)])
    both = compare_readings([same, other]).themes["technology"]
    assert both.alpha is not None
    assert both.u_alpha is not None
    assert (both.both, both.only_model, both.only_rules) == (1, 1, 1)
    assert -0.5 < both.alpha < 1.0
    assert -1.0 < both.u_alpha < 1.0
