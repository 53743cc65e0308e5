"""Articles that differ: tables more, fewer, in another order, without heading; cut off, foreign, empty. What can be read is read, and what is missing is said."""

import re

import pytest
from articles import FRIPLEJEHJEM, TABLES, TECHNOLOGY, TENDERING, TITLE, Table, html_prose, page, plain, plain_tables, prose, two_cells
from test_published_layouts import read

from samspil.review.published.read import ReadArticle
from samspil.review.published.themes import TableRule, choose_theme, find_theme

INSOURCING = Table(
    "Hjemtagning af borgere og opgaver",
    "insourcing",
    (("Fanø", ("Kommunen hjemtager to borgere fra eksterne tilbud.",)), ("Odder", ("Madservice til ældre hjemtages.",))),
)
SWIMMING = Table("Svømmehaller og idræt", "", (("Fanø", ("Der bygges en ny hal.",)), ("Odder", ("Hallen får nyt tag.",))))


def read_text(text: str, year: int | None = 2025) -> ReadArticle:
    return read("a.txt", text.encode(), year)


def shape(found: ReadArticle) -> list[tuple[int, str, int]]:
    return [(table.number, table.theme, len(table.rows)) for table in found.review.tables]


USUAL = [(1, "tendering", 5), (2, "technology", 6), (3, "friplejehjem", 3)]


def test_another_order() -> None:
    text = "\n\n".join([*prose(), *plain_tables((FRIPLEJEHJEM, TENDERING, TECHNOLOGY))])
    assert shape(read_text(text)) == [(1, "friplejehjem", 3), (2, "tendering", 5), (3, "technology", 6)]


def test_numbers_as_printed() -> None:
    text = plain(caption=lambda number, title: f"Tabel {number + 3}: {title}")
    assert [number for number, _theme, _rows in shape(read_text(text))] == [4, 5, 6]


def test_one_more_table() -> None:
    assert shape(read_text(plain((*TABLES, INSOURCING)))) == [*USUAL, (4, "insourcing", 2)]


def test_a_table_of_no_theme_is_read_with_a_note() -> None:
    found = read_text(plain((*TABLES, SWIMMING)))
    assert shape(found) == [*USUAL, (4, "", 2)]
    assert any("Svømmehaller" in note and "--mapping" in note for note in found.review.notes)


def without(text: str, *lines: str) -> str:
    for line in lines:
        assert line in text
        text = text.replace(f"{line}\n\n", "", 1)
    return text


CAPTIONS = [f"Tabel {number}. {table.title}" for number, table in enumerate(TABLES, 1)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_lost_caption(number: int) -> None:
    """The header still parts the tables; the prose says what the table is about."""
    found = read_text(without(plain(), CAPTIONS[number - 1]))
    assert shape(found) == USUAL
    assert found.gaps
    assert any(f"Tabel {number} har ingen overskrift" in note for note in found.review.notes)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_lost_header(number: int) -> None:
    text = plain()
    for n, caption in enumerate(CAPTIONS, 1):
        text = text.replace(f"{caption}\n\nKommune Initiativ", caption) if n == number else text
    found = read_text(text)
    assert shape(found) == USUAL
    assert any(f"Tabel {number} mangler linjen" in note for note in found.review.notes)


@pytest.mark.parametrize("number", [2, 3])
def test_a_lost_caption_and_header(number: int) -> None:
    """The alphabet begins anew, and the prose speaks of a table that is not there."""
    found = read_text(plain().replace(f"{CAPTIONS[number - 1]}\n\nKommune Initiativ\n\n", ""))
    assert shape(found) == USUAL
    assert found.gaps


def test_all_captions_and_headers_lost() -> None:
    assert shape(read_text(plain(caption=lambda _n, _t: "", header=""))) == USUAL


def test_one_row_out_of_order_parts_no_table() -> None:
    rows = TECHNOLOGY.rows
    moved = Table(TECHNOLOGY.title, "technology", (rows[0], rows[4], *rows[1:4], rows[5]))
    assert shape(read_text("\n\n".join([*prose(), *plain_tables((TENDERING, moved))]))) == USUAL[:2]


def test_doubled_rows_stay_as_printed() -> None:
    doubled = Table(TENDERING.title, "tendering", (*TENDERING.rows, TENDERING.rows[0], TENDERING.rows[2]))
    (table, *_) = read_text(plain((doubled, TECHNOLOGY, FRIPLEJEHJEM))).review.tables
    assert [row.municipality for row in table.rows] == [
        "Assens",
        "Faaborg-Midtfyn",
        "Høje-Taastrup",
        "Lejre",
        "Vejen",
        "Assens",
        "Høje-Taastrup",
    ]


@pytest.mark.parametrize(
    ("printed", "words"),
    [("Hadersløv Kommune", "ligner Haderslev"), ("Hadersløv", "ligner Haderslev"), ("Vestbjerg Kommune", "ikke en kendt kommune")],
)
def test_unknown_names(printed: str, words: str) -> None:
    """A row without a municipality, with its text, and a note; never a part of the row before."""
    found = read_text(plain(name=lambda name: printed if name == "Haderslev" else f"{name} Kommune"))
    assert shape(found) == USUAL
    row = found.review.tables[1].rows[1]
    assert (row.municipality, row.municipality_code, row.as_printed) == ("", "", printed)
    assert any(words in note and printed in note for note in found.review.notes)


def test_regions_between_rows() -> None:
    text = (
        plain()
        .replace("Høje-Taastrup Kommune", "Region Hovedstaden\n\nHøje-Taastrup Kommune")
        .replace("Lejre Kommune", "Sjælland\n\nLejre Kommune")
    )
    found = read_text(text)
    assert shape(found) == USUAL
    assert all("Hovedstaden" not in row.text and "Sjælland" not in row.text for table in found.review.tables for row in table.rows)


def test_lists_and_headings_inside_a_row_belong_to_it() -> None:
    rows = (
        ("Assens", ("Kommunen vil:", "- afprøve sensorer", "- købe robotter", "Økonomi", "Der er afsat 1 mio. kr. i 2025.")),
        *TECHNOLOGY.rows[1:],
    )
    table = read_text(plain((TENDERING, Table(TECHNOLOGY.title, "technology", rows), FRIPLEJEHJEM))).review.tables[1]
    assert table.rows[0].text.split("\n\n") == [
        "Kommunen vil:",
        "afprøve sensorer",
        "købe robotter",
        "Økonomi",
        "Der er afsat 1 mio. kr. i 2025.",
    ]
    assert len(table.rows) == 6


@pytest.mark.parametrize(
    "tail",
    ["Kilde: Kommunernes hjemmesider.", "Om gennemgangen\n\nGennemgangen er lavet i februar.", "\n\nListen er lavet af redaktionen."],
)
def test_what_stands_behind_the_last_row(tail: str) -> None:
    (*_, table) = read_text(f"{plain()}\n\n{tail}").review.tables
    assert table.rows[-1].text == "Planerne om et friplejehjem sættes i bero."


def test_a_contents_list_above() -> None:
    text = "\n\n".join([TITLE, "Indhold", *CAPTIONS, *prose()[2:], *plain_tables()])
    assert shape(read_text(text)) == USUAL


def test_a_list_of_names_alone_is_no_table() -> None:
    menu = ["Aarhus", "Odense", "Køge", "Vejle", "Skive", "Lejre"]
    assert shape(read_text("\n\n".join([*menu, plain()]))) == USUAL


def test_tables_of_figures_are_left_alone() -> None:
    figures = "<table><tr><th>År</th><th>Antal ældre</th></tr><tr><td>2025</td><td>310.000</td></tr><tr><td>2030</td><td>390.000</td></tr></table>"
    rows = "".join(map(two_cells, TENDERING.rows))
    found = read("a.html", page(f"{html_prose()}{figures}<p>{CAPTIONS[0]}</p><table>{rows}</table>").encode())
    assert shape(found) == USUAL[:1]


@pytest.mark.parametrize("share", [0.45, 0.6, 0.75, 0.9, 0.97])
def test_cut_off_anywhere(share: float) -> None:
    """Whole rows stay; what the text speaks of and does not hold is named."""
    text = plain()
    cut = text[: int(len(text) * share)].rstrip(". \n")
    found = read_text(cut)
    whole = read_text(text).review
    wanted = [row.text for table in whole.tables for row in table.rows]
    given = [row.text for table in found.review.tables for row in table.rows]
    assert given[:-1] == wanted[: len(given) - 1]
    assert found.gaps


@pytest.mark.parametrize(
    "line", ["Log ind for at læse resten", "Bliv abonnent – fra 1 kr.", "Artiklen er forbeholdt abonnenter", "Få adgang til hele artiklen"]
)
def test_a_paywall(line: str) -> None:
    found = read_text("\n\n".join([*prose()[:6], line, "Allerede abonnent? Log ind"]))
    assert [claim.count for claim in found.review.claims] == [5]
    assert any("abonnement" in note for note in found.review.notes)
    assert line not in found.review.text
    assert found.gaps


def test_promised_tables_that_are_not_there() -> None:
    found = read_text("\n\n".join(prose()))
    assert [claim.table for claim in found.review.claims] == [None, None, None]
    assert sum("findes ikke i artiklen" in note for note in found.review.notes) == 3


def test_another_language() -> None:
    english = "A review of this year's budgets shows that the municipalities want to work more with private companies. " * 6
    found = read_text(english)
    assert not found.review.tables
    assert not found.review.claims
    assert any("ikke ud til at være dansk" in note for note in found.review.notes)


def test_no_municipalities() -> None:
    found = read_text(
        "Vejret bliver godt i weekenden, og der er sol over hele landet. Det siger meteorologen, som glæder sig over det. " * 5
    )
    assert any("ingen kommuner" in note for note in found.review.notes)


def test_the_year_as_the_article_says() -> None:
    assert read_text(plain(), None).review.year == 2025
    assert read_text(re.sub(r"20\d\d", "20xx", plain()), None).review.year == 0


def test_another_year_than_asked_for_is_said() -> None:
    found = read_text(plain(), 2024)
    assert found.review.year == 2024
    assert any("2024" in note and "2025" in note for note in found.review.notes)


def test_vague_counts_are_noted_without_being_a_gap() -> None:
    found = read_text(plain().replace("Fem kommuner", "Knap ti kommuner"))
    assert [claim.count for claim in found.review.claims] == [6, 3]
    assert not found.gaps
    assert any("Knap ti kommuner" in note for note in found.review.notes)


TITLES = {
    "Velfærdsteknologi og digitale løsninger": "technology",
    "Offentlig-privat samarbejde om velfærdsteknologi": "technology",
    "Oversigt over planer for mere offentlig-privat samarbejde": "tendering",
    "Nye og udvidede friplejehjem og friplejeboliger": "friplejehjem",
    "Privat drevne friplejehjem i udbud": "friplejehjem",
    "Grønne og bæredygtige indkøb": "green_procurement",
    "Klimakrav i udbud": "green_procurement",
    "Opgaver, der hjemtages fra private leverandører": "insourcing",
    "Kommunernes brug af softwarerobotter": "technology",
    "Udlicitering og konkurrenceudsættelse": "tendering",
    "Grønne offentlige indkøb": "green_procurement",
    "Grøn omstilling i udbud": "green_procurement",
    "Opgaver hjem til kommunen": "insourcing",
    "Kommunernes digitale initiativer i samarbejde med private virksomheder": "technology",
    "Mere samarbejde med erhvervslivet": "tendering",
    "Svømmehaller": "",
}


@pytest.mark.parametrize(("title", "theme"), TITLES.items())
def test_themes_of_titles(title: str, theme: str) -> None:
    assert find_theme(title) == theme


def test_the_users_mapping_goes_first() -> None:
    rules = [TableRule("insourcing", year=2025, number=2), TableRule("green_procurement", title="friplej*")]
    assert choose_theme(rules, 2025, 2, "Velfærdsteknologi") == "insourcing"
    assert choose_theme(rules, 2024, 2, "Velfærdsteknologi") == "technology"
    assert choose_theme(rules, 2031, None, "Nye friplejehjem") == "green_procurement"
