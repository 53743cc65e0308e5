"""The judged needs: what they are, and the figures on the half that nothing was tuned on (docs/case-matching.md)."""

from collections.abc import Sequence

import pytest

from samspil.cases.casebook import read_library
from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.match import match_cases
from samspil.cases.matching.reading import read_text
from samspil.cases.matching.sides import case_texts
from tests.cases.matching.judged import Need, Quality, halves, measure, read_lists, read_needs, second_halves


@pytest.fixture(scope="module")
def index() -> CaseIndex:
    return CaseIndex(read_library())


def quality(needs: Sequence[Need], index: CaseIndex) -> Quality:
    return measure(needs, [[match.case.id for match in match_cases(need.text, index)] for need in needs])


def test_needs_are_many_and_judged_by_cases_that_are_there(index: CaseIndex) -> None:
    needs = [need for found in read_lists().values() for need in found]
    assert len([need for need in read_needs() if need.judged]) >= 150
    assert len([need for need in needs if not need.judged]) >= 20
    assert len({need.text for need in needs}) == len(needs)
    assert {case for need in needs for case in need.judged} == {case.id for case in index.cases}
    assert {grade for need in needs for grade in need.judged.values()} == {1, 2, 3}


def test_the_needs_of_the_second_author_are_others_and_judged_alike(index: CaseIndex) -> None:
    opened, closed = second_halves()
    assert len(opened) == len(closed) == 30
    assert len([need for need in opened + closed if not need.judged]) == 8
    assert {need.text for need in opened + closed}.isdisjoint(need.text for found in read_lists().values() for need in found)
    assert {case for need in opened + closed for case in need.judged} <= {case.id for case in index.cases}
    assert {grade for need in opened + closed for grade in need.judged.values()} == {1, 2, 3}


@pytest.mark.parametrize(
    "needs", [read_needs(), [need for half in second_halves() for need in half]], ids=["first author", "second author"]
)
def test_a_third_shares_no_content_word_with_any_right_case(index: CaseIndex, needs: Sequence[Need]) -> None:
    """Right cases: those with the need's highest grade. Words: stems of all texts of a case but function words and words of everything."""
    own = {case.id: {stem for text, _weight in case_texts(case) for stem in read_text(text).words} for case in index.cases}
    fitting = [need for need in needs if need.judged]
    apart = []
    for need in fitting:
        words = read_text(need.text).words.keys()
        right = [case for case, grade in need.judged.items() if grade == max(need.judged.values())]
        apart.append(all(words.isdisjoint(own[case]) for case in right))
    assert sum(apart) / len(fitting) >= 1 / 3


def test_the_test_half_reaches_the_figures(index: CaseIndex) -> None:
    found = quality(halves()[1], index)
    assert found.ndcg >= 0.75
    assert found.precision >= 0.70
    assert found.silent >= 0.9


def test_the_closed_half_of_the_second_author_reaches_the_figures(index: CaseIndex) -> None:
    """Its silence is not held: of five needs that nothing fits two bring a case, and docs/case-matching.md says so."""
    found = quality(second_halves()[1], index)
    assert found.ndcg >= 0.75
    assert found.precision >= 0.70


def test_needs_written_after_the_first_tuning_do_not_fall_below_what_the_docs_say(index: CaseIndex) -> None:
    """Their precision is lower than the figure asked for, and said so in docs/case-matching.md: a lexicon knows the words it knows."""
    found = quality(read_lists()["fresh_needs"], index)
    assert found.ndcg >= 0.75
    assert found.precision >= 0.60


def test_meaning_beats_words(index: CaseIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the concepts taken away, what is left is a search by words: it must be clearly worse, or the lexicon is for nothing."""
    test = halves()[1]
    whole = quality(test, index)

    def only_words(reading: object) -> dict[str, object]:
        features = CaseIndex.features(index, reading)  # type: ignore[arg-type]
        return {name: share if name in ("words", "name") else share * 0 for name, share in features.items()}

    monkeypatch.setattr(index, "features", only_words)
    monkeypatch.setattr("samspil.cases.matching.match.SHOWN_FROM", 0.002)
    monkeypatch.setattr("samspil.cases.matching.match.list_reasons", lambda *_: ())
    assert quality(test, index).ndcg < whole.ndcg - 0.2
