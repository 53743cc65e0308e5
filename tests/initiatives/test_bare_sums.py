"""Sentences that have nothing but a sum go with what stands right before them."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.bare_sums import join_bare_sums
from samspil.initiatives.context import Surroundings
from samspil.initiatives.wording import goes_back, is_bare_sum
from samspil.passages.split import split_passages

UNDERTAKING = "Gartnerne får en telefon, hvor hvert træ ligger på et kort."


def join(text: str, *starts: str) -> list[list[str]]:
    """The groups after joining; before it each passage that begins with one of `starts` is a group."""
    _clean, passages = split_passages(read_document(text.encode(), "aftale.txt"))
    places = [next(n for n, passage in enumerate(passages) if passage.text.startswith(start)) for start in starts]
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    groups, raised = join_bare_sums(around, np.full(len(passages), 0.3), [[place] for place in places])
    assert min(raised) >= 0.3
    return [[passages[n].text for n in group] for group in groups]


@pytest.mark.parametrize(
    "sentence",
    [
        "Det koster 600.000 kr.",
        "Bevillingen hertil er 450.000 kr.",
        "Der budgetteres med 600.000 kr. om året.",
        "Prisen er 275.000 kr. om året.",
        "Der er 3 mio. kr. i 2024 og 2025.",
        "Provenuet udgør 21 mio. kr. om året.",
        "Vi har indregnet et mindre forbrug på 500.000 kr. af den grund.",
        "De 300.000 kr. i 2027 går tilbage til kassen.",
        "Vi har reserveret 1,75 mio. kr. om året til dem.",
        "Telefonerne koster 80.000 kr. i 2026.",
        "Heraf går 90.000 kr. til oplæring.",
        "Til formålet er der lagt 90.000 kr. i 2026 til kurser.",
    ],
)
def test_a_sum_goes_with_the_undertaking_before_it(sentence: str) -> None:
    assert join(f"{UNDERTAKING} {sentence}", "Gartnerne") == [[UNDERTAKING, sentence]]
    assert join(f"{UNDERTAKING} {sentence}", "Gartnerne", sentence[:12]) == [[UNDERTAKING, sentence]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vejene får 14 mio. kr. i 2025.",
        "En cykelkampagne i maj får 40.000 kr.",
        "Det koster 9,0 mio. kr. til uddannelse, fordelt ligeligt på 2025 og 2026.",
        "Der lægges asfalt for 15,2 mio. kr. i 2025.",
        "Sundhedsplejen tilføres 380.000 kr.",
        "Hertil kommer, at madklubben får 40.000 kr.",
        "Det sker i 2027.",
    ],
)
def test_a_sum_for_something_else_does_not(sentence: str) -> None:
    assert join(f"{UNDERTAKING} {sentence}", "Gartnerne") == [[UNDERTAKING]]


def test_a_sum_behind_a_remark_goes_with_the_only_undertaking_of_the_paragraph() -> None:
    remark, cost = "Kortet tegnes til foråret.", "Der budgetteres med 600.000 kr. om året."
    assert join(f"{UNDERTAKING} {remark} {cost}", "Gartnerne") == [[UNDERTAKING, cost]]
    assert join(f"Byen vokser. {UNDERTAKING} {remark} {cost}", "Gartnerne") == [[UNDERTAKING]]
    assert join(f"{UNDERTAKING} {remark} 75.000 kr.", "Gartnerne") == [[UNDERTAKING]]


def test_a_sum_in_another_paragraph_stays_there() -> None:
    assert join(f"{UNDERTAKING}\n\nDet koster 600.000 kr.", "Gartnerne") == [[UNDERTAKING]]


def test_words_of_a_bare_sum() -> None:
    assert is_bare_sum("det koster 600.000 kr. hvert år.")
    assert not is_bare_sum("automaterne koster 600.000 kr.")
    assert is_bare_sum("automaterne koster 600.000 kr.", lambda word: word == "automaterne")
    assert [goes_back(text) for text in ("heraf går 1 mio. kr. til kurser", "hertil kommer 1 mio. kr.", "det går")] == [True, False, False]
