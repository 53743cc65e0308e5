"""Layout and wording, from passages as they are split."""

import pytest

from samspil.review.judge.layout import layout_of, text_layout_of, themes_named, wording_of
from samspil.values.passage import Passage


def passages(*told: tuple[str, str]) -> list[Passage]:
    return [Passage(text, 0, len(text), 1, kind, n) for n, (kind, text) in enumerate(told)]


WORDINGS = [
    ("Rengøringen sendes i udbud.", ["tendering"], "obvious"),
    ("Rengøringen sendes i udbud.", ["insourcing"], "indirect"),
    ("Leverandøren skal skiftes, når kontrakten løber ud.", ["tendering"], "vocabulary"),
    ("Et underlag under madrassen mærker, når en beboer står op.", ["technology"], "indirect"),
    ("Et udbud af en software-robot.", ["insourcing", "technology"], "obvious"),
    ("Skoven ved søen får flere træer.", ["green_procurement"], "indirect"),  # greenery is a false friend, no sign
    ("Eleverne på mellemtrinnet får nye bøger.", ["technology"], "indirect"),
]


@pytest.mark.parametrize(("text", "themes", "expected"), WORDINGS)
def test_wording(text: str, themes: list[str], expected: str) -> None:
    assert wording_of(text, themes) == expected


def test_false_friends_are_no_sign() -> None:
    assert "insourcing" not in themes_named("Lånet og refusionen.")
    assert "insourcing" in themes_named("Opgaverne hjemtages.")


MONEY = "Der er 300.000 kr. til det."
LAYOUTS = [
    # what, passages, numbers of the initiative, whether it has amounts, layout
    ("one sentence", [("sentence", "Driften udbydes.")], [0], False, "prose"),
    ("two bullets", [("item", "Driften udbydes."), ("item", MONEY)], [0, 1], True, "bullet"),
    ("a sentence and a bullet", [("sentence", "Driften udbydes."), ("item", MONEY)], [0, 1], True, "mixed"),
    ("a row alone", [("row", "Udbud af drift")], [0], True, "row"),
    ("its money in the table", [("sentence", "Driften udbydes."), ("row", "Udbud af drift")], [0, 1], True, "table_amounts"),
    ("money in both", [("sentence", MONEY), ("row", "Udbud af drift")], [0, 1], True, "prose"),
    ("a row, and no money", [("sentence", "Driften udbydes."), ("row", "Udbud af drift")], [0, 1], False, "prose"),
    ("under its own heading", [("heading", "Udbud af driften"), ("sentence", "Det sker i maj.")], [1], False, "heading"),
    ("under another heading", [("heading", "Skole og fritid"), ("sentence", "Driften udbydes.")], [1], False, "prose"),
    ("further below", [("heading", "Udbud"), ("sentence", "Indledning."), ("sentence", "Det sker i maj.")], [2], False, "prose"),
    ("unknown", [("sentence", "Driften udbydes.")], [], False, ""),
]


@pytest.mark.parametrize(("what", "told", "numbers", "amounts", "expected"), LAYOUTS, ids=[one[0] for one in LAYOUTS])
def test_layout(what: str, told: list[tuple[str, str]], numbers: list[int], amounts: bool, expected: str) -> None:
    assert layout_of(passages(*told), numbers, ["tendering"], amounts=amounts) == expected


def chapter(*headings: str, kind: str = "sentence", each: int = 2) -> list[Passage]:
    return passages(*(part for heading in headings for part in (("heading", heading), *[(kind, "Noget sker.")] * each)))


TEXT_LAYOUTS = [
    ("continuous", chapter("Aftale", "Indledning", each=9)),
    ("chapters", chapter("Aftale", "Skole", "Ældre", "Vej", "Kultur")),
    ("committees", chapter("Aftale", "Børneudvalget", "Teknik- og Miljøudvalget", "Kulturudvalget")),
    ("numbered", chapter("Aftale", "1. Skole", "2. Ældre", "§ 3", "Punkt 4")),
    ("bullets", chapter("Aftale", "Skole", "Ældre", "Vej", kind="item")),
    ("tables", chapter("Aftale", "Skole", "Ældre", "Vej", kind="row")),
    ("continuous", []),
]


@pytest.mark.parametrize(("expected", "text"), TEXT_LAYOUTS)
def test_text_layout(expected: str, text: list[Passage]) -> None:
    assert text_layout_of(text) == expected
