"""Figures from municipality to municipality: quantiles over them, and an interval that comes of drawing them anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.review.judge.breakdown import Tally
from samspil.review.judge.sections import list_municipalities, show_spread
from samspil.review.judge.spread import measure_spread, tally_municipalities
from samspil.review.quality import Quality
from samspil.values.shares import draw_share
from samspil.vocabulary.texts import use_language

TEXTS = {
    "columns": ["file", "municipality", "layout"],
    "rows": [["a.md", "Aabenraa", "chapters"], ["b.md", "Vejle", "chapters"], ["c.md", "Vejle", "bullets"]],
}
OUTCOMES = (
    "file",
    "found",
    "stage",
    "said_stage",
    "themes",
    "said_themes",
    "said_topics",
    "amounts",
    "amounts_right",
    "amounts_wrong",
    "laid_out",
)


def outcome(file: str, found: bool) -> list[object]:
    said = "decided" if found else ""
    return [file, found, "decided", said, ["technology"], ["technology"] if found else [], [], 1, int(found), [], int(found)]


@pytest.fixture
def quality() -> Quality:
    """Two texts of Vejle with one of two found in all, one of Aabenraa with one of one found and a row too much."""
    rows = [outcome("a.md", True), outcome("b.md", True), outcome("c.md", False)]
    spurious = {"columns": ["file", "themes", "amounts"], "rows": [["a.md", ["technology"], 2]]}
    return {"texts_read": TEXTS, "outcomes": {"columns": list(OUTCOMES), "rows": rows}, "spurious": spurious}


def test_texts_of_one_municipality_count_together_in_danish_order(quality: Quality) -> None:
    tallies = tally_municipalities(quality)
    assert [(name, t.labelled, t.found, t.spurious) for name, t in tallies.items()] == [("Vejle", 2, 1, 0), ("Aabenraa", 1, 1, 1)]


def test_a_figure_over_all_and_in_single_municipalities(quality: Quality) -> None:
    spreads = {one.name: one for one in measure_spread(list(tally_municipalities(quality).values()))}
    assert spreads["recall"].whole == pytest.approx(2 / 3)
    assert spreads["recall"].quantiles == (0.5, 0.625, 0.75, 0.875, 1.0)
    assert spreads["precision"].whole == pytest.approx(2 / 3)
    assert spreads["f1"].whole == pytest.approx(2 / 3)
    assert spreads["amounts_f1"].whole == pytest.approx(2 * 2 / (2 * 2 + 2 + 1))  # two right, two too much, one missed
    assert all(one.low <= one.whole <= one.high for one in spreads.values())


def test_figures_that_nothing_was_counted_for_are_left_out() -> None:
    assert measure_spread([Tally(0, 0, 0, 0, 0, 0, 0, 0, 0)]) == []
    one_without_rows = measure_spread([Tally(3, 0, 0, 0, 0, 0, 0, 0, 0), Tally(3, 3, 0, 3, 3, 0, 0, 0, 0)])
    assert {one.name: one.quantiles[0] for one in one_without_rows} == {"f1": 0, "recall": 0, "precision": 1, "stage": 1}


def test_the_worst_are_named(quality: Quality) -> None:
    assert show_spread(quality).remarks == ("F1 er mindst 0,80 i 0 af 2 kommuner. Dårligst læst: Vejle (0,67) og Aabenraa (0,67).",)
    use_language("en")
    assert show_spread(quality).rows[1][:2] == ("recall", "0.667")
    assert [row[:4] for row in list_municipalities(quality).rows] == [("Vejle", "2", "2", "1"), ("Aabenraa", "1", "1", "1")]


def test_figures_of_an_earlier_version_are_said_to_be_missing() -> None:
    assert "Ikke målt" in show_spread({}).notes[0]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (min(pair), max(pair))), max_size=30))
def test_an_interval_lies_between_the_lowest_and_the_highest_share(pairs: list[tuple[int, int]]) -> None:
    right, of = [one for one, _ in pairs], [one for _, one in pairs]
    low, high = draw_share(right, of)
    shares = [one / other for one, other in pairs if other] or [0.0, 1.0]
    assert min(shares) - 1e-9 <= low <= high <= max(shares) + 1e-9
    assert draw_share(right, of) == (low, high)


def test_wholes_that_differ_give_a_wider_interval_than_wholes_alike() -> None:
    alike, apart = draw_share([5] * 20, [10] * 20), draw_share([0, 10] * 10, [10] * 20)
    assert alike == (0.5, 0.5)
    assert apart[1] - apart[0] > 0.3
