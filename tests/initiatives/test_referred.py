"""Sums that name the point or the note they are about: they go with the undertaking there."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.referred import join_referred
from samspil.passages.split import split_passages

TEXT = """# Aftale om budget 2027

## 2. Økonomiudvalget

2.4 En sprogmodel skriver udkast til svar på borgernes breve. Direktionen vurderer det inden sommer (se note 2).

2.5 Rådhuset får nye vinduer mod gården.

Det er aftalt,

1. Det belyses, om en maskinstation kan passe diger og grøfter.
2. Stemningen ved fjorden bevares.
3. {item}

## Noter

Note 1. Alle beløb er i faste priser.

{note}
"""
GROUPS = ("2.4 En sprogmodel", "Det belyses, o")


def join(note: str = "Slut.", item: str = "Møderne er åbne.", groups: tuple[str, ...] = GROUPS) -> list[list[str]]:
    """The beginnings of the passages of each group."""
    _clean, passages = split_passages(read_document(TEXT.format(note=note, item=item).encode(), "aftale.md"))
    places = [next(n for n, passage in enumerate(passages) if passage.text.startswith(start)) for start in groups]
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    found, raised = join_referred(
        around,
        np.full(len(passages), 0.3),
        [[place, place + 1][: 1 + (start[0] == "2")] for place, start in zip(places, groups, strict=True)],
    )
    assert min(raised) >= 0.3
    return [[passages[n].text[:14] for n in group] for group in found]


FIRST, LIST = ["2.4 En sprogmo", "Direktionen vu"], ["Det belyses, o"]


@pytest.mark.parametrize(
    "note",
    [
        "Til vurderingen under punkt 2.4 er der lagt 300.000 kr. ind.",
        "Note 2. Der er lagt 300.000 kr. ind i direktionens pulje.",
        "Note 2: 300.000 kr. i direktionens pulje.",
        "Note 3. I pkt. 2.4 regnes med 300.000 kr. til en jurist.",
    ],
)
def test_a_note_goes_with_what_it_names(note: str) -> None:
    joined = join(note)
    assert joined[0][:2] == FIRST
    assert len(joined[0]) == 3
    assert joined[1] == LIST


@pytest.mark.parametrize(
    "note",
    [
        "Note 1. Der er lagt 300.000 kr. ind i direktionens pulje.",  # nobody sends the reader there
        "Note 2. Direktionens pulje er afsat for hele perioden.",  # no sum
        "Punkt 2.5 er sat til 300.000 kr. i 2027.",  # no undertaking
        "Vejene får 300.000 kr., jf. punkt 2.4 og det, der står der.",  # about something else
        "Punkt 2.4 og punkt 2.5 koster tilsammen 300.000 kr.",
        "Pulje 2.4 pct. er 300.000 kr.",
    ],
)
def test_other_notes_stay_alone(note: str) -> None:
    assert join(note) == [FIRST, LIST]


def test_an_item_names_another_of_its_list() -> None:
    assert join(item="Der til pkt. 1 er 200.000 kr. i 2027.")[1] == ["Det belyses, o", "Der til pkt. 1"]
    assert join(item="Der til pkt. 2 er 200.000 kr. i 2027.") == [FIRST, LIST]


def test_a_sum_that_was_a_group_of_its_own_is_none_any_more() -> None:
    note = "Til vurderingen under punkt 2.4 er der lagt 300.000 kr. ind."
    assert join(note, groups=(*GROUPS, "Til vurderingen"[:15])) == [[*FIRST, "Til vurderinge"], LIST]


def test_a_point_with_two_undertakings_tells_nothing() -> None:
    note = "Punkt 2.4 koster 300.000 kr. i 2027."
    assert join(note, groups=("2.4 En sprogmodel", "Det belyses, o"))[0] == [*FIRST, "Punkt 2.4 kost"]
    _clean, passages = split_passages(read_document(TEXT.format(note=note, item="Ja.").encode(), "aftale.md"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    place = next(n for n, passage in enumerate(passages) if passage.text.startswith("2.4 En"))
    assert join_referred(around, np.zeros(len(passages)), [[place], [place + 1]])[0] == [[place], [place + 1]]


@pytest.mark.parametrize("note", ["2. Direktionens pulje har 300.000 kr. til det.", "Note 2.\n\n3. 300.000 kr. står i puljen."])
def test_notes_in_a_numbered_list(note: str) -> None:
    """Below 'Noter' the number of an item is the note's; '3.' is another note."""
    joined = join(note)
    assert [len(group) for group in joined] == [2 + note.startswith("2."), 1]


def test_notes_by_letter() -> None:
    text = "# Aftale\n\nLagner vender den, der ligger ned (se note A).\n\n## Noter\n\nA. Heraf 150.000 kr. til oplæring.\n\nB. Heraf 20.000 kr. til stier.\n"
    _clean, passages = split_passages(read_document(text.encode(), "aftale.md"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    [group] = join_referred(around, np.zeros(len(passages)), [[1]])[0]
    told = " ".join(passages[n].text for n in group)
    assert told.endswith("til oplæring.")
    assert "stier" not in told
