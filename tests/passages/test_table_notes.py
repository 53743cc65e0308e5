"""What stands around a table and counts for it: notes and units, tables of words without figures, titles of numbered proposals."""

import pytest

from samspil.documents.read import read_document
from samspil.initiatives.drafts import read_row_passage
from samspil.passages.split import split_passages
from samspil.values.document import Document
from tests.passages.samples import printed, texts

YEARS = "| Forslag | 2026 | 2027 |\n|---|---:|---:|\n"


def typed(text: str) -> Document:
    return read_document(text.encode(), "aftale.md")


def sums(text: str) -> list[int]:
    """The first sum of every row in kroner."""
    amounts = [read_row_passage(passage, 2026) for passage in split_passages(typed(text))[1] if passage.kind == "row"]
    return [amount.dkk for amount in amounts if amount]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("Mio. kr.", "Beløb i 1.000 kr.", [2_000_000, 7_000]),
        ("Beløb i 1.000 kr.", "Mio. kr.", [2_000, 7_000_000]),
        ("Beløb i hele kr.", "Alle tal i mio. kr.", [2, 7_000_000]),
        ("(i mio. kr.)", "", [2_000_000, 7_000_000]),
        ("Mio. kr.", "", [2_000_000, 7_000_000]),
        ("I hele kroner", "Tabellen er i 1.000 kr.", [2, 7_000]),
        ("Beløb i 1.000 kr.", "", [2_000, 7_000]),
    ],
)
def test_every_table_has_the_unit_named_last_above_it(first: str, second: str, found: list[int]) -> None:
    text = f"# Tabel 1\n\n{first}\n\n{YEARS}| Ny bro | 2 | 2 |\n\n# Tabel 2\n\n{second}\n\n{YEARS}| Ny havn | 7 | 7 |\n"
    assert sums(text) == found


def test_what_stands_above_an_earlier_table_is_no_note_of_a_later_one() -> None:
    text = f"Tabellen viser anlæg.\n\n{YEARS}| Ny bro | 2 | 2 |\n\nHerunder ses driften.\n\n{YEARS}| Ny havn | 7 | 7 |\n"
    rows = [passage for passage in split_passages(typed(text))[1] if passage.kind == "row"]
    assert ["Tabellen viser anlæg." in row.notes for row in rows] == [True, False]
    assert "Herunder ses driften." in rows[1].notes


def test_the_rest_of_a_table_cut_by_a_line_keeps_its_notes() -> None:
    text = f"Beløb i 1.000 kr., minus er en udgift\n\n{YEARS}| Ny bro | 2 | 2 |\n\nTabellen fortsætter.\n\n| Ny havn | 7 | 7 |\n"
    rows = [passage for passage in split_passages(typed(text))[1] if passage.kind == "row"]
    assert [row.notes[0] for row in rows] == ["Beløb i 1.000 kr., minus er en udgift"] * 2
    assert rows[1].columns == ("2026", "2027")


def test_the_same_holds_for_tables_found_in_lines() -> None:
    head = "Forslag                        2026   2027"
    lines = ["Beløb i mio. kr.", head, "Ny bro over åen               2      2", "Nye stier i skoven            3      3", ""]
    more = ["Beløb i 1.000 kr.", head, "Ny havn ved fjorden           7      7", "Nye bænke i byen              8      8"]
    rows = [passage for passage in split_passages(printed([*lines, *more]))[1] if passage.kind == "row"]
    assert [read_row_passage(row, 2026).dkk for row in rows] == [2_000_000, 3_000_000, 7_000, 8_000]  # type: ignore[union-attr]


WORDS = """Tabel 4. Hensigter

| Hensigt | Udvalg | Status |
|---|---|---|
| Sportshallen får nyt navn | Kultur | Maj 2027 |
| Kantinens åbningstid drøftes | Økonomi | - |
| Der findes en ny plads til brandøvelser i havneområdet ved siloen | Beredskab | Løbende |
"""


def test_a_table_without_figures_is_a_list() -> None:
    found = [passage for passage in split_passages(typed(WORDS))[1] if passage.kind == "item"]
    assert [passage.text for passage in found] == [
        "Sportshallen får nyt navn",
        "Kantinens åbningstid drøftes",
        "Der findes en ny plads til brandøvelser i havneområdet ved siloen",
    ]
    assert len({passage.paragraph for passage in found}) == 3
    assert found[0].cells == ("Kultur", "Maj 2027")


def test_a_table_without_figures_has_its_own_head_below_another_as_wide() -> None:
    text = f"| Post | 2026 | 2027 |\n|---|---|---|\n| Ny bro | 2 | 2 |\n\n{WORDS}"
    assert texts(typed(text), "item")[0] == "Sportshallen får nyt navn"


def test_one_figure_makes_rows_of_a_table() -> None:
    text = WORDS.replace("Maj 2027", "400")
    assert texts(typed(text), "item") == []
    assert "Sportshallen får nyt navn" in texts(typed(text), "row")


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("Forslag 3. Ny busplan", "Forslag 3. Ny busplan"),
        ("<b>Forslag 3. Ny busplan</b>", "Forslag 3. Ny busplan"),
        ("Tiltag 4.2: Færre skilte i byen", "Tiltag 4.2: Færre skilte i byen"),
        ("Forslag nr. 11. Bænke", "Forslag nr. 11. Bænke"),
        ("Forslag 3. Busplanen laves om.", ""),
        ("Forslag 3, en ny busplan, er ikke med", ""),
        ("Punkt 3. Bussen kører hver time; den standser ved skolen", ""),
    ],
)
def test_the_title_of_a_numbered_proposal_is_a_heading(line: str, path: str) -> None:
    page = f"<h1>Trafik</h1><p>Vi har talt om busser.</p><p>{line}</p><p>Der kommer en ny plan til sommer.</p><h2>Veje</h2><p>De fejes.</p>"
    passages = split_passages(read_document(page.encode(), "aftale.html"))[1]
    plan = next(passage for passage in passages if passage.text.startswith("Der kommer"))
    assert plan.headings[1:] == ((path,) if path else ())
    assert passages[-1].headings == ("Trafik", "Veje")


HEADED = [
    ("Besparelser", "saving"),
    ("Drift – mindreudgifter", "saving"),
    ("Hvad vi sparer på", "saving"),
    ("Drift – nye udgifter", "allocation"),
    ("Forslag", "allocation"),
]


def kinds(text: str, name: str) -> set[str]:
    rows = [passage for passage in split_passages(read_document(text.encode(), name))[1] if passage.kind == "row"]
    return {amount.kind for row in rows if (amount := read_row_passage(row, 2026))}


@pytest.mark.parametrize(("head", "kind"), HEADED)
def test_what_stands_above_the_labels_tells_what_the_figures_are(head: str, kind: str) -> None:
    """In a marked table, and in one that is typed in lines."""
    marked = f"Beløb i 1.000 kr.\n\n| {head} | 2026 | 2027 |\n|---|---:|---:|\n| Vask på plejehjem | 100 | 200 |\n| Tømning af brønde | 300 | 300 |\n"
    lines = f"Beløb i 1.000 kr.\n\n{head:30} 2026    2027\nVask på plejehjem               100     200\nTømning af brønde               300     300\n"
    assert kinds(marked, "aftale.md") == {kind}
    assert kinds(lines, "aftale.txt") == {kind}


def test_a_column_of_numbers_is_not_what_the_table_is_headed() -> None:
    text = "Beløb i 1.000 kr.\n\n| Nr. | Besparelser | 2026 | 2027 |\n|---|---|---:|---:|\n| 1 | Vask på plejehjem | 100 | 200 |\n| 2 | Tømning af brønde | 300 | 300 |\n"
    assert kinds(text, "aftale.md") == {"saving"}
