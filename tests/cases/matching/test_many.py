"""A whole review against the library: the same answers as one by one, in both directions."""

from dataclasses import replace

import pytest

from samspil.cases.casebook import read_library
from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.many import MOST_SIMILAR, match_all, score_initiative
from samspil.cases.matching.match import answer_need
from samspil.cases.matching.plans import find_plans
from samspil.cases.matching.weights import PLANS_FROM
from samspil.values.initiative import Evidence, Initiative

TEXTS = {
    "0657": "Bleer med sensorer afprøves på alle plejecentre i 2026.",
    "0751": "Drift af veje og grønne områder sendes i udbud samlet.",
    "0101": "Et friplejehjem med 60 boliger åbner i 2027.",
    "0621": "Mødestrukturen i udvalget drøftes.",
    "0791": "Skærmbesøg i hjemmeplejen udvides til hele kommunen.",
}


def make(code: str, text: str) -> Initiative:
    place = Evidence("aftale.pdf", "0" * 64, 1, 0, len(text), text, "", "")
    return Initiative(code, "By", code, 2026, ("technology",), (), "planned", 0.9, "model", (place,), (), (), (), "")


@pytest.fixture(scope="module")
def index() -> CaseIndex:
    return CaseIndex(read_library())


INITIATIVES = [make(code, text) for code, text in TEXTS.items()]


def test_cases_beside_an_initiative_are_those_that_matching_gives_from_the_threshold_on(index: CaseIndex) -> None:
    shelf = match_all(INITIATIVES, index)
    for initiative in INITIATIVES:
        alone = [match for match in answer_need(initiative, index, limit=MOST_SIMILAR).matches if match.score >= PLANS_FROM]
        assert list(shelf.similar.get(initiative.id, ())) == alone
    assert shelf.similar["0657"][0].case.id == "aabenraa-intelligent-ble"
    assert all(len(matches) <= MOST_SIMILAR for matches in shelf.similar.values())


def test_what_fits_nothing_has_nothing_beside_it(index: CaseIndex) -> None:
    assert "0621" not in match_all(INITIATIVES, index).similar
    assert score_initiative(make("0621", TEXTS["0621"]), index) == ()


def test_a_case_names_who_plans_the_like_as_the_command_does(index: CaseIndex) -> None:
    shelf = match_all(INITIATIVES, index)
    for case in index.cases:
        alone = find_plans(case, INITIATIVES, index)
        assert [(plan.initiative.id, plan.score) for plan in shelf.plans.get(case.id, ())] == [
            (plan.initiative.id, plan.score) for plan in alone
        ]


def test_a_case_that_is_added_comes_beside_what_it_is_like(index: CaseIndex) -> None:
    new = replace(
        index.cases[0],
        id="ny",
        title="Robotstøvsugere gør rent på skolerne om natten",
        technologies=("robotstøvsuger",),
        service_area="cleaning",
        municipalities=(),
        problem="Rengøringen mangler hænder.",
        solution="Robotstøvsugere gør rent på skolernes gulve.",
        effects=(),
        facts=(),
    )
    wanted = make("0820", "Robotstøvsugere skal gøre rent på alle skoler.")
    before = {match.case.id for match in match_all([wanted], index).similar["0820"]}
    shelf = match_all([wanted], CaseIndex([*index.cases, new]))
    assert "ny" not in before
    assert shelf.similar["0820"][0].case.id == "ny"
    assert [plan.initiative.id for plan in shelf.plans["ny"]] == ["0820"]
