"""Notes to table rows: told by number, by heading, by words, and by theme and order; rows go with them."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.join import Thresholds, attach_rows, join_passages
from samspil.initiatives.layers import Linear
from samspil.initiatives.model import read_model
from samspil.initiatives.noted import Notes, find_notes
from samspil.initiatives.points import Points
from samspil.passages.split import split_passages
from samspil.values.passage import Passage

LIMITS = Thresholds()
N_SCORES = 7


def read(text: str) -> list[Passage]:
    return split_passages(read_document(text.encode(), "aftale.md"))[1]


def around(passages: list[Passage], themes: dict[str, int] | None = None) -> Surroundings:
    """Surroundings with a score of 4 for the theme (by number) of passages that begin as told, -6 elsewhere."""
    scores = np.full((len(passages), N_SCORES), -6.0)
    for n, passage in enumerate(passages):
        for begin, theme in (themes or {}).items():
            if passage.text.startswith(begin):
                scores[n][theme] = 4.0
    return Surroundings(passages, scores)


def linked(passages: list[Passage], notes: Notes) -> dict[str, str]:
    """The first word of each note and of its row, after their numbers."""
    return {passages[n].text: passages[row].text for n, row in notes.row_of.items()}


NUMBERED = """| Nr. og tekst | 2026 | 2027 |
|---|---:|---:|
| 2.1 Nye gyngestativer | 300 | 300 |
| 2.2 Skiltning af stier | 120 | 0 |
| 2.3 Bålhytte ved søen | 80 | 0 |

{notes}
"""


@pytest.mark.parametrize("lead", ["Ad 2.2:", "Note 2.2:", "Vedr. 2.2:", "Til 2.2:", "Vedrørende punkt 2.2,", "AD 2.2", "Pkt. 2.2:"])
def test_a_number_tells_the_row(lead: str) -> None:
    passages = read(NUMBERED.format(notes=f"{lead} Arbejdet begynder i april ved mosen. Naboerne har fået brev."))
    found = find_notes(around(passages), np.zeros(len(passages)), 0.42, 0.7)
    assert [passages[row].text for row in found.row_of.values()] == ["2.2 Skiltning af stier"]
    assert len(found.part_of) == 2  # the sentence behind is of the same entry


@pytest.mark.parametrize("note", ["Ad 9.9: Arbejdet begynder i april.", "Der er 2.2 km sti.", "I 2.2 er der intet at sige.", "Til 2.2."])
def test_other_numbers_tell_none(note: str) -> None:
    passages = read(NUMBERED.format(notes=note))
    assert not find_notes(around(passages), np.zeros(len(passages)), 0.42, 0.7).row_of


def test_notes_to_different_rows_are_not_joined() -> None:
    passages = read(NUMBERED.format(notes="Ad 2.1: De males af børnene selv. Malingen er givet. Ad 2.3: Den bygges af spejdere."))
    inside = np.array([1.0 if passage.kind == "sentence" else 0.0 for passage in passages])
    groups = join(passages, inside, _Always())
    assert [[passages[n].text[:8] for n in group] for group in groups] == [["Ad 2.1: ", "Malingen"], ["Ad 2.3: "]]


def test_a_weak_note_is_a_candidate_when_its_row_is_strong() -> None:
    passages = read(NUMBERED.format(notes="Ad 2.1: Ordningen gælder kun tre pladser. Vejret er godt."))
    inside = np.array([0.9 if passage.kind == "row" else 0.1 for passage in passages])
    groups = join(passages, inside, _Always())
    assert [[passages[n].text for n in group] for group in groups] == [["Ad 2.1: Ordningen gælder kun tre pladser."]]


def test_a_weak_note_whose_number_is_read_as_a_heading_is_a_candidate_too() -> None:
    passages = read(
        NUMBERED.replace("2.1", "1").replace("2.2", "2").replace("2.3", "3").format(notes="Ad 1: Det gælder tre pladser. Vejret er godt.")
    )
    inside = np.array([0.9 if passage.kind == "row" else 0.1 for passage in passages])
    groups = join(passages, inside, _Always())
    assert [[passages[n].text for n in group] for group in groups] == [["Det gælder tre pladser."]]


def test_a_weak_note_behind_a_number_in_a_sentence_of_its_own_is_a_candidate_too() -> None:
    passages = read(NUMBERED.format(notes="Til nr. 2.1. Det gælder kun tre pladser. Vejret er godt."))
    inside = np.array([0.9 if passage.kind == "row" else 0.1 for passage in passages])
    groups = join(passages, inside, _Always())
    assert [[passages[n].text for n in group] for group in groups] == [["Det gælder kun tre pladser."]]


def test_a_heading_with_the_number_tells_the_row() -> None:
    table = (
        "| Forslag | 2026 | 2027 |\n|---|---:|---:|\n| 7 Færre skilte | 90 | 90 |\n| 8 Bedre lys | 60 | 60 |\n| 9 Grønne øer | 10 | 10 |\n"
    )
    text = "Forslag 8. Det bliver lysere\n\nLamperne flyttes tættere på vejen.\n\nForslag 9. Mere liv\n\nVejmidten får blomster hele vejen.\n\n"
    passages = read(text + table)
    notes = find_notes(around(passages), np.zeros(len(passages)), 0.42, 0.7)
    assert linked(passages, notes) == {
        "Lamperne flyttes tættere på vejen.": "8 Bedre lys",
        "Vejmidten får blomster hele vejen.": "9 Grønne øer",
    }


COLUMN = """| Nr. | Udvalg | Forslag | 2026 | 2027 |
|---|---|---|---:|---:|
| {a} | TMU | Færre skilte | 90 | 90 |
| {b} | TMU | Bedre lys | 60 | 60 |
| {c} | KFU | Grønne øer | 10 | 10 |

{notes}
"""


@pytest.mark.parametrize(
    ("codes", "lead"), [("1 2 3", "Ad 2:"), ("1.1 1.2 1.3", "Note 1.2:"), ("D-01 D-02 D-03", "Forslag D-02:"), ("4. 5. 6.", "Til nr. 5:")]
)
def test_a_column_of_numbers_tells_the_row(codes: str, lead: str) -> None:
    a, b, c = codes.split()
    passages = read(COLUMN.format(a=a, b=b, c=c, notes=f"{lead} Lamperne flyttes tættere på vejen."))
    notes = find_notes(around(passages), np.zeros(len(passages)), 0.42, 0.7)
    assert [passages[row].text for row in notes.row_of.values()] == ["Bedre lys"]


def test_a_note_belongs_to_the_table_above_it() -> None:
    more = COLUMN.format(a=1, b=2, c=3, notes="").replace("Bedre lys", "Nye bænke")
    passages = read(
        COLUMN.format(a=1, b=2, c=3, notes="Ad 2: Lamperne flyttes.") + "\nDrift følger.\n\n" + more + "\nAd 2: De sættes ved søen.\n"
    )
    notes = find_notes(around(passages), np.zeros(len(passages)), 0.42, 0.7)
    assert linked(passages, notes) == {"Lamperne flyttes.": "Bedre lys", "De sættes ved søen.": "Nye bænke"}


def test_a_number_in_a_sentence_of_its_own_counts_for_those_behind() -> None:
    passages = read(COLUMN.format(a=1, b=2, c=3, notes="Til nr. 2. Lamperne flyttes. Naboerne er spurgt. Til nr. 3. Her sås blomster."))
    notes = find_notes(around(passages), np.zeros(len(passages)), 0.42, 0.7)
    assert linked(passages, notes) == {
        "Lamperne flyttes.": "Bedre lys",
        "Naboerne er spurgt.": "Bedre lys",
        "Her sås blomster.": "Grønne øer",
    }


BARE = """| Forslag | 2026 | 2027 |
|---|---:|---:|
| Musikbussen til landsbyerne | 300 | 300 |
| Lånecykler ved stationen i Vesterlund | 120 | 0 |
| Nyt gulv i gymnastiksalen | 80 | 0 |
| Aftenåbent på arkivet | 50 | 50 |

Noter til tabel 1. {notes}
"""


def test_words_tell_the_row_in_a_paragraph_of_notes() -> None:
    passages = read(BARE.format(notes="Gulvene lægges af en lokal snedker. Vesterlund har ventet længe. Elever spiller i musikbusserne."))
    notes = find_notes(around(passages), np.ones(len(passages)), 0.42, 0.7)
    assert linked(passages, notes) == {
        "Vesterlund har ventet længe.": "Lånecykler ved stationen i Vesterlund",
        "Elever spiller i musikbusserne.": "Musikbussen til landsbyerne",
    }
    assert len(set(notes.part_of.values())) == 3


def test_theme_and_order_tell_where_words_are_silent() -> None:
    passages = read(BARE.format(notes="Her kan alle komme. Skolen har bedt om dette. Det glæder os."))
    themes = {"Her kan": 1, "Skolen": 1, "Det": 1, "Lånecykler": 1, "Nyt gulv": 1, "Aftenåbent": 2}
    notes = find_notes(around(passages, themes), np.ones(len(passages)), 0.42, 0.7)
    assert linked(passages, notes) == {
        "Her kan alle komme.": "Lånecykler ved stationen i Vesterlund",
        "Skolen har bedt om dette.": "Nyt gulv i gymnastiksalen",
    }
    assert notes.part_of[len(passages) - 2] == notes.part_of[len(passages) - 1]  # 'Det …' points back
    assert notes.part_of[len(passages) - 3] != notes.part_of[len(passages) - 2]


def test_a_paragraph_of_another_name_holds_no_notes() -> None:
    passages = read(BARE.replace("Noter til tabel 1.", "Bystyret siger.").format(notes="Vesterlund har ventet længe."))
    assert not find_notes(around(passages), np.ones(len(passages)), 0.42, 0.7).row_of


def test_a_row_goes_with_its_note_and_with_no_other() -> None:
    passages = read(NUMBERED.format(notes="Gyngestativer og skiltning af stier ved søen er gode. Ad 2.2: Det begynder i april."))
    rows = [n for n, passage in enumerate(passages) if passage.kind == "row"]
    told = [n for n, passage in enumerate(passages) if passage.kind == "sentence"]
    attached = attach(passages, np.zeros(len(passages)), [[told[0]], [told[1]]], _always_row())
    assert rows[1] not in attached[0]
    assert attached[1] == [rows[1]]


@pytest.mark.parametrize(("second", "taken"), [("Lifte, sparet tid", 2), ("Sparet tid ved lifte", 1)])
def test_two_rows_of_a_table_belong_to_one_initiative_only_when_they_begin_alike(second: str, taken: int) -> None:
    table = f"| Forslag | 2026 | 2027 |\n|---|---:|---:|\n| Lifte, køb | 900 | 0 |\n| {second} | -300 | -300 |\n"
    passages = read(table + "\nDer kommer lifte i alle boliger, og det giver sparet tid.\n")
    told = [n for n, passage in enumerate(passages) if passage.kind == "sentence"]
    attached = attach(passages, np.zeros(len(passages)), [told], _always_row(0.8))
    assert len(attached[0]) == taken


def test_the_same_undertaking_in_another_table_goes_with_its_row() -> None:
    more = "\nAnlæg følger her.\n\n| Projekt | 2026 | 2027 |\n|---|---:|---:|\n| Skurevognens hus i Nymarken, køb | 400 | 0 |\n| Skurbyen, tag | 70 | 0 |\n"
    table = "| Forslag | 2026 | 2027 |\n|---|---:|---:|\n| 4.1 Skurevogn i Nymarken, drift | 30 | 30 |\n| 4.2 Ny sti | 10 | 10 |\n"
    passages = read(table + "\nAd 4.1: Spejderne får tag over hovedet.\n" + more)
    told = [n for n, passage in enumerate(passages) if passage.text.startswith("Ad 4.1")]
    attached = attach(passages, np.zeros(len(passages)), [told], _always_row(0.0))
    assert [passages[row].text for row in attached[0]] == ["4.1 Skurevogn i Nymarken, drift", "Skurevognens hus i Nymarken, køb"]


@pytest.mark.parametrize(
    ("told", "points"),
    [
        ("Beløbet til gyngestativerne fremgår af skemaet.", True),
        ("Uden for skemaet er der aftalt nye gyngestativer.", False),
        ("Gyngestativerne betales af kassen og står ikke i skemaet.", False),
    ],
)
def test_what_stands_outside_the_table_has_no_row_there(told: str, points: bool) -> None:
    passages = read(NUMBERED.replace("Nye gyngestativer", "Gyngestativer ved søen").format(notes=told))
    group = [n for n, passage in enumerate(passages) if passage.kind == "sentence"]
    attached = attach(passages, np.zeros(len(passages)), [group], _always_row(0.0))
    assert bool(attached[0]) == points


def test_entries_of_a_table_without_figures_take_no_rows_of_others_and_their_notes_join_them() -> None:
    words = "| Hensigt | Udvalg |\n|---|---|\n| Musikbussen får et nyt navn | Kultur |\n| Stationen drøftes | Teknik |\n| Gulvet ses efter | Kultur |\n"
    passages = read(BARE.format(notes="Vi ser frem.") + "\n" + words + "\nNoter til tabel 2. Musikbussens navn findes af børn.\n")
    inside = np.array([1.0 if passage.kind in {"item", "sentence"} else 0.0 for passage in passages])
    groups = join(passages, inside, _Never())
    item = next(n for n, passage in enumerate(passages) if passage.kind == "item")
    group = next(group for group in groups if item in group)
    assert [passages[n].text for n in group] == ["Musikbussen får et nyt navn", "Musikbussens navn findes af børn."]
    attached = attach(passages, inside, [group], _always_row(0.8))
    assert attached == [[]]


def join(passages: list[Passage], inside: np.ndarray, pair: object) -> list[list[int]]:
    near = around(passages)
    return join_passages(near, inside, pair, LIMITS, notes_of(near, inside))  # type: ignore[arg-type]


def attach(passages: list[Passage], inside: np.ndarray, groups: list[list[int]], row: Linear) -> list[list[int]]:
    near = around(passages)
    return attach_rows(near, inside, groups, row, LIMITS, notes_of(near, inside), Points())[0]


def notes_of(near: Surroundings, inside: np.ndarray) -> Notes:
    return find_notes(near, inside, LIMITS.inside, LIMITS.row_alone)


class _Always:
    """A pair layer that joins whatever it may."""

    def probability(self, figures: np.ndarray) -> np.ndarray:
        return np.ones(len(figures))


class _Never:
    """A pair layer that joins nothing."""

    def probability(self, figures: np.ndarray) -> np.ndarray:
        return np.zeros(len(figures))


def _always_row(chance: float = 0.8) -> Linear:
    class Row:
        def probability(self, figures: np.ndarray) -> np.ndarray:
            return np.full(len(figures), chance)

    return Row()  # type: ignore[return-value]


def test_the_shipped_reader_gives_every_note_its_row() -> None:
    from samspil.initiatives.reader import LinearReader

    text = """# Omsorg

| Nr. og tekst | 2026 | 2027 |
|---|---:|---:|
| 1.1 Rengøring af plejecentre sendes i udbud | -700 | -900 |
| 1.2 Flere varme hænder om aftenen | 1.200 | 1.200 |
| 1.3 Medicin på skærm: sygeplejersken ringer i stedet for at køre | -250 | -250 |

Bemærkninger:

Ad 1.1: Rengøringen på de fem plejecentre konkurrenceudsættes samlet. Ad 1.3: Ordningen med skærmbesøg udvides til hele kommunen.
"""
    passages = read(text)
    proposals = LinearReader(read_model()).propose(passages)
    pairs = [({passages[n].text[:7] for n in one.passages}, [passages[n].text[:3] for n in one.rows]) for one in proposals]
    assert ({"Ad 1.1:"}, ["1.1"]) in pairs
    assert ({"Ad 1.3:"}, ["1.3"]) in pairs
