"""Linking two years: the measured figures on the labelled pair, and what each sign of likeness is worth."""

import re
from pathlib import Path

import pytest
from year_pairs import make

from samspil.errors import CorpusError
from samspil.review.years.labelled import STATUSES, read_pairs, score
from samspil.review.years.linking import link_years

CORPUS = Path(__file__).parents[3] / "corpus/years"


@pytest.mark.parametrize("half", ["development", "held-out"])
def test_links_are_found_and_nothing_carried_on_is_called_new(half: str) -> None:
    """The figures to reach: F1 0.85, none carried on counted as new; the rules give the labelled statuses."""
    scores = score(read_pairs(CORPUS / half))
    assert scores.f1 >= 0.9
    assert not scores.carried_as_new
    assert scores.doubts <= 12  # a person's time is not free either
    assert scores.same_status >= 0.95 * (scores.right + len(scores.missed))


def test_the_pair_holds_forty_municipalities_in_two_halves_that_share_none() -> None:
    halves = [read_pairs(CORPUS / half) for half in ("development", "held-out")]
    names = [pair.municipality for half in halves for pair in half]
    assert [len(half) for half in halves] == [20, 20]
    assert len(set(names)) == 40
    for half in halves:
        assert {status for pair in half for status in pair.gold.values()} == set(STATUSES)
        texts = [initiative.evidence[0].quote for pair in half for initiative in (*pair.earlier, *pair.later)]
        assert len(set(texts)) == len(texts)


SAME = (  # earlier, later: other words for one undertaking
    ("Der indkøbes robotstøvsugere til hjemmeplejens borgere.", "Selvkørende støvsugere er udleveret til 60 borgere i hjemmeplejen."),
    ("Sygeplejen tilbyder skærmbesøg til kronikere.", "Videobesøg hos kronisk syge er nu fast praksis i sygeplejen."),
    ("Vintertjenesten på cykelstier sendes i udbud.", "Snerydning og saltning af cykelstier udføres nu af en privat vognmand."),
    ("Plejecentret Solgården får nye nødkald for 800.000 kr.", "Kaldeanlægget på Solgården er taget i brug."),
)


@pytest.mark.parametrize(("before", "after"), SAME)
def test_other_names_for_one_thing_are_linked_past_a_neighbour(before: str, after: str) -> None:
    neighbour = "Et nyt system til byggesager gør det lettere at følge sin ansøgning."
    found = link_years([make("Faxe", 2026, before)], [make("Faxe", 2027, neighbour), make("Faxe", 2027, after, number=2)], "Faxe").matching
    assert found.links == ((0, 1),)


def test_two_homes_are_told_apart_by_their_names() -> None:
    """Of two friplejehjem only the one that is named again goes on."""
    earlier = [
        make("Faxe", 2026, "Et friplejehjem i Haslev med 40 boliger skal afløse det gamle plejehjem.", "planned", "friplejehjem"),
        make("Faxe", 2026, "Et friplejehjem i Karise med 40 boliger skal afløse det gamle plejehjem.", "planned", "friplejehjem", 2),
    ]
    later = [make("Faxe", 2027, "Friplejehjemmet i Karise får 40 boliger og åbner til sommer.", "underway", "friplejehjem")]
    assert link_years(earlier, later, "Faxe").matching.links == ((1, 0),)


def test_the_same_words_in_another_matter_are_no_link() -> None:
    earlier = [make("Faxe", 2026, "Der afsættes 500.000 kr. til en pulje til velfærdsteknologi på plejehjemmene.")]
    later = [make("Faxe", 2027, "Der afsættes 500.000 kr. til udbud af vejbelysning.", theme="tendering")]
    found = link_years(earlier, later, "Faxe").matching
    assert not found.links


def test_a_split_undertaking_keeps_both_parts() -> None:
    earlier = [make("Faxe", 2026, "Kunstig intelligens afprøves i jobcentret og i familieafdelingen til journalnotater.")]
    later = [
        make("Faxe", 2027, "I jobcentret fortsætter brugen af kunstig intelligens til journalnotater.", "underway"),
        make("Faxe", 2027, "Familieafdelingen fortsætter med kunstig intelligens til journalnotater.", "underway", number=2),
    ]
    found = link_years(earlier, later, "Faxe").matching
    assert sorted((*found.links, *found.parts)) == [(0, 0), (0, 1)]


def test_the_order_of_the_lists_does_not_matter() -> None:
    pair = read_pairs(CORPUS / "development")[0]
    forward = link_years(pair.earlier, pair.later, pair.municipality).matching
    back = link_years(pair.earlier[::-1], pair.later[::-1], pair.municipality).matching
    n, m = len(pair.earlier) - 1, len(pair.later) - 1
    assert sorted(forward.links) == sorted((n - i, m - j) for i, j in back.links)


def test_a_year_without_initiatives_has_no_links() -> None:
    assert link_years([], [make("Faxe", 2027, "Robotstøvsugere købes.")], "Faxe").matching.links == ()


GOOD = """- municipality: Faxe
  earlier: {a1: [technology/ai, decided, "Chatbot indføres."]}
  later: {b1: [technology/ai, underway, "Chatbotten svarer nu."]}
  gold: [[a1, b1, reached]]
"""


def test_a_folder_of_labelled_pairs_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (pair,) = read_pairs(tmp_path)
    assert pair.gold == {(0, 0): "reached"}
    assert pair.earlier[0].topics == ("ai",)


@pytest.mark.parametrize(
    ("wrong", "instead", "message"),
    [
        ("Faxe", "Gotham", "needs municipality"),
        ("a1, b1", "a2, b1", "gold names a2"),
        ("reached", "new", "new does not fit"),
        ("reached", "landed", "landed does not fit"),
        ("decided,", "resolved,", "a1: unknown theme, topic or stage"),
        ("technology/ai", "magic", "unknown theme"),
        ("[[a1, b1, reached]]", "[[a1, null, dropped]]", "no entry in gold"),
    ],
)
def test_faults_in_labels_are_named(tmp_path: Path, wrong: str, instead: str, message: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace(wrong, instead, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=re.escape(message)) as caught:
        read_pairs(tmp_path)
    assert "a.yaml" in caught.value.place
