"""The rule reader as a whole: what it finds, joins and attaches, and what it costs."""

import time
from itertools import count

import pytest

from samspil.initiatives.reader import Proposal, Reader
from samspil.initiatives.rules import RuleReader
from samspil.values.passage import Passage

READER: Reader = RuleReader()


def lay_out(*paragraphs: list[str], kind: str = "sentence", headings: tuple[str, ...] = ()) -> list[Passage]:
    """Passages of these paragraphs, one after the other."""
    numbers = count(0, 1000)
    return [
        Passage(text, start := next(numbers), start + len(text), 1, kind, number, headings)
        for number, paragraph in enumerate(paragraphs)
        for text in paragraph
    ]


def add_row(passages: list[Passage], label: str, *cells: str) -> list[Passage]:
    start = 1000 * len(passages)
    return [*passages, Passage(label, start, start + len(label), 1, "row", 99, cells=cells, columns=("", "2026", "2027"))]


def only(proposals: list[Proposal]) -> Proposal:
    assert len(proposals) == 1, proposals
    return proposals[0]


def test_name_has_the_version() -> None:
    """'rules-' and what changes with the data."""
    assert READER.name.startswith("rules-1-")


def test_sentences_that_go_on_are_joined() -> None:
    """'Der afsættes', 'Gevinsten': money and effect belong to the undertaking told before; another matter does not."""
    found = only(
        READER.propose(
            lay_out(
                [
                    "Byens parker får nye bænke.",
                    "Hjemmeplejen tager skærmbesøg i brug hos 80 borgere.",
                    "Der afsættes 600.000 kr. i 2026.",
                    "Gevinsten ventes at være 900.000 kr. fra 2027.",
                    "Cykelstien ved søen får nyt lys.",
                ]
            )
        )
    )
    assert found.passages == (1, 2, 3)
    assert (found.themes, found.topics, found.stage) == (("technology",), ("welfare_technology",), "decided")


def test_the_sentence_that_leads_up_is_taken_along() -> None:
    """'Derfor' needs what stands before it."""
    found = only(READER.propose(lay_out(["Nøglerne fylder et helt skab.", "Derfor får 200 borgere elektroniske låse."])))
    assert found.passages == (0, 1)


def test_a_turn_ends_the_initiative() -> None:
    """'I øvrigt' begins something else."""
    text = ["Rengøringen på skolerne sendes i udbud.", "I øvrigt ændres åbningstiden på biblioteket."]
    assert only(READER.propose(lay_out(text))).passages == (0,)


def test_paragraphs_are_kept_apart() -> None:
    """Two undertakings in two paragraphs are two."""
    found = READER.propose(lay_out(["Rengøringen sendes i udbud i maj."], ["Fem friplejeboliger åbner i juni."]))
    assert [one.themes for one in found] == [("tendering",), ("friplejehjem",)]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Det undersøges, om rengøringen kan konkurrenceudsættes.", "considered"),
        ("Parterne ønsker på sigt en udbudsplan.", "planned"),
        ("Der afsættes 300.000 kr. til velfærdsteknologi.", "decided"),
        ("Sensorbleerne udbredes fortsat, og puljen videreføres.", "underway"),
        ("Genudbuddet er gennemført, og besparelsen er indregnet.", "completed"),
        ("Planerne om et friplejehjem sættes i bero.", "stopped"),
        ("Udliciteringen gennemføres ikke.", "stopped"),
        pytest.param(
            "Der afsættes intet, men friplejehjemmet drøftes.", "considered", marks=pytest.mark.xfail(reason="'intet' is not seen")
        ),
    ],
)
def test_stage(text: str, stage: str) -> None:
    """Cue words of the codebook, with negation."""
    assert only(READER.propose(lay_out([text]))).stage == stage


def test_a_row_finds_its_initiative() -> None:
    """By the words of its label and the figures the text states; a stranger's row stays away."""
    text = lay_out(["Hjemmeplejen indfører skærmbesøg.", "Der afsættes 600.000 kr. i 2026."], ["Havnen får nye bolværker for 4 mio. kr."])
    passages = add_row(add_row(text, "Skærmbesøg i hjemmeplejen", "600", "0"), "Bolværker på havnen", "4.000", "0")
    assert only(READER.propose(passages)).rows == (3,)


def test_headings_alone_are_no_initiative() -> None:
    """A heading names a theme; only sentences, bullets and rows state an initiative."""
    assert READER.propose(lay_out(["Velfærdsteknologi og friplejehjem"], kind="heading")) == []
    assert READER.propose([]) == []


def test_reading_twice_is_the_same() -> None:
    """What is remembered changes nothing."""
    passages = lay_out(
        ["Rengøringen sendes i udbud.", "Besparelsen er 1 mio. kr. årligt."],
        ["Kunstig intelligens skriver journalnotater for sagsbehandlerne."],
    )
    assert READER.propose(passages) == RuleReader().propose(passages)


def test_time_grows_with_the_text() -> None:
    """Four times the text takes about four times as long, also when every sentence hits."""
    text = ["Rengøringen på skolerne sendes i udbud.", "Besparelsen er 1 mio. kr.", "Byrådet holder møde i maj.", "Parken får nye bænke."]

    def measure(times: int) -> float:
        passages = lay_out(*[text] * times)
        start = time.perf_counter()
        READER.propose(passages)
        return time.perf_counter() - start

    measure(200)
    small, large = min(measure(500) for _ in range(3)), min(measure(2000) for _ in range(3))
    assert large < 10 * small


def test_a_heading_helps() -> None:
    """Under a heading that names the theme, plainer words are enough."""
    text = ["Fonden regner med, at boligerne er klar i 2027."]
    assert READER.propose(lay_out(text)) == []
    assert only(READER.propose(lay_out(text, headings=("Ældre", "Friplejehjem i Nordby")))).themes == ("friplejehjem",)
