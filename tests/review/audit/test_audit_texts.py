"""Rows against rows, prose against rows, rows against their theme and last year's."""

import pytest
from audit_articles import audit, audit_row, kinds, make_review

from samspil.review.audit.commitment import level_of

POOL = "Parterne er enige om, at driften af tre nye plejehjem sendes i udbud som friplejehjem inden for de næste år."


def test_a_sentence_in_two_tables() -> None:
    first = ("tendering", "Udbud", [("Viborg Kommune", f"Der nedsættes et råd med virksomheder. Desuden er {POOL[0].lower()}{POOL[1:]}")])
    found = audit(make_review(first, ("friplejehjem", "Friplejehjem", [("Viborg", POOL)])))
    assert [(one.kind, one.table, one.municipality) for one in found] == [("duplicate-row", 2, "Viborg")]
    assert "tabel 1" in found[0].message
    assert "driften af tre nye plejehjem" in found[0].against


def test_a_row_under_two_municipalities_names_the_stranger() -> None:
    text = "Skive Kommune sætter en softwarerobot til at behandle refusioner og sparer to årsværk i økonomiafdelingen om året."
    found = audit(make_review(("technology", "Teknologi", [("Lemvig Kommune", text), ("Skive Kommune", text)])))
    assert sorted((one.kind, one.municipality) for one in found) == [("contradiction", "Lemvig"), ("duplicate-row", "Lemvig")]


def test_rows_that_are_alike_as_many_are() -> None:
    rows = [
        ("Assens Kommune", "Assens Kommune vil afsætte 1 mio. kr. til velfærdsteknologi."),
        ("Vejle Kommune", "Vejle Kommune vil afsætte 2 mio. kr. til velfærdsteknologi."),
    ]
    assert kinds(audit(make_review(("technology", "Teknologi", rows)))) == []


def test_carried_over_from_the_year_before() -> None:
    old = make_review(
        ("technology", "Teknologi", [("Odder Kommune", "Alle nattevagter får adgang til sensorer, der melder fald på plejehjemmet.")]),
        year=2023,
    )
    new = make_review(
        ("technology", "Teknologi", [("Odder", "Alle nattevagter får nu adgang til sensorer, der melder fald på plejehjemmet.")])
    )
    found = audit(new, old)
    assert [(one.kind, one.municipality, one.table) for one in found] == [("carried-over", "Odder", 1)]
    assert "2023" in found[0].message
    assert (
        audit(
            new, make_review(("technology", "Teknologi", [("Odder", "Skærmbesøg udbredes til flere borgere i hjemmeplejen.")]), year=2023)
        )
        == []
    )


@pytest.mark.parametrize(
    ("prose", "row", "expected"),
    [
        (
            "Ringsted Kommune har besluttet at udbyde rengøringen på skolerne.",
            "Ringsted Kommune har til hensigt at udbyde rengøringen på skolerne.",
            "Planlagt",
        ),
        ("Ringsted Kommune overvejer at udbyde rengøringen på skolerne.", "Rengøringen på skolerne sendes i udbud i 2025.", "Besluttet"),
        ("I Ringsted Kommune udbydes rengøringen på skolerne i 2027.", "Rengøringen på skolerne udbydes i 2025.", "2025"),
        (
            "Ringsted Kommune sparer 3 mio. kr. ved udbud af rengøringen på skolerne.",
            "Udbud af rengøringen på skolerne ventes at spare 2 mio. kr. årligt.",
            "2 mio. kr.",
        ),
    ],
)
def test_prose_against_the_table(prose: str, row: str, expected: str) -> None:
    found = [
        one for one in audit(make_review(("tendering", "Udbud", [("Ringsted Kommune", row)]), prose=[prose])) if one.kind == "contradiction"
    ]
    assert [(one.municipality, one.table, one.expected.replace("\u00a0", " ")) for one in found] == [("Ringsted", None, expected)]
    assert found[0].against in row


@pytest.mark.parametrize(
    ("prose", "row"),
    [
        (
            "Ringsted Kommune har vedtaget en hensigtserklæring om at undersøge udbud af rengøring.",
            "Ringsted Kommune vil undersøge udbud af rengøring.",
        ),
        ("Ringsted Kommune planlægger at undersøge udbud af rengøring.", "Ringsted Kommune ønsker at undersøge udbud af rengøring."),
        ("Ringsted Kommune vil investere i udbud af rengøring.", "Der investeres i udbud af rengøring."),
        ("Ringsted Kommune har besluttet at udbyde vejene.", "Kommunen overvejer at udbyde rengøringen på skoler."),
        ("Ringsted Kommune sparer 5 mio. kr. på udbud af rengøring.", "Udbud af rengøring sparer 2 mio. kr. i 2024 og 3 mio. kr. i 2025."),
        ("Ringsted Kommune udbyder rengøringen på skoler i 2025.", "Rengøringen på skoler udbydes i 2024-2026."),
        (
            "Ringsted Kommune overvejer udbud af rengøring, og i Faxe Kommune er rengøringen sendt i udbud.",
            "Kommunen overvejer udbud af rengøring.",
        ),
    ],
)
def test_prose_that_agrees(prose: str, row: str) -> None:
    assert kinds(audit(make_review(("tendering", "Udbud", [("Ringsted Kommune", row)]), prose=[prose]))) == []


def test_prose_that_promises_what_the_row_only_considers() -> None:
    review = make_review(
        ("tendering", "Udbud", [("Greve Kommune", "Det skal undersøges, om kantinen kan udliciteres.")]),
        prose=["Greve Kommune har besluttet at udlicitere kantinen og rengøringen."],
    )
    assert kinds(audit(review)) in (["contradiction", "overstated-commitment"], [])
    review = make_review(
        ("tendering", "Udbud", [("Greve Kommune", "Det skal undersøges, om kantinen og vaskeriet kan udliciteres.")]),
        prose=["Greve Kommune har besluttet at udlicitere kantinen og vaskeriet."],
    )
    assert kinds(audit(review)) == ["contradiction", "overstated-commitment"]


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        ("technology", "Cykelstien langs landevejen forlænges med fire kilometer."),
        ("technology", "Et nyt friplejehjem med 40 boliger opføres af en fond ved søen."),
        ("friplejehjem", "Skærmbesøg i hjemmeplejen udbredes til hele kommunen."),
        ("tendering", "Der plantes en skov på 40 hektar øst for byen."),
        ("insourcing", "Kommunen køber miljømærket papir og stiller klimakrav til leverandører af fødevarer."),
    ],
)
def test_rows_outside_their_theme(theme: str, text: str) -> None:
    assert "theme-mismatch" in kinds(audit_row(text, theme))


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        ("technology", "Kommunen arbejder fortsat med velfærdsteknologiske løsninger."),
        ("friplejehjem", "Der afsættes 4 mio. kr. årligt til private pladser på plejehjem."),
        ("tendering", "Parterne ønsker at inddrage flere private aktører i drift af sociale institutioner og friplejehjem."),
        ("green_procurement", "Klimakrav skrives ind, når kommunen køber biler."),
        ("insourcing", "Flere borgere flytter hjem fra eksterne botilbud."),
        ("", "Cykelstien langs landevejen forlænges med fire kilometer."),
    ],
)
def test_rows_within_their_theme(theme: str, text: str) -> None:
    assert "theme-mismatch" not in kinds(audit_row(text, theme))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Byrådet har besluttet at undersøge udbud.", "considered"),
        ("Byrådet har vedtaget en hensigtserklæring om udbud.", "planned"),
        ("Kommunen ønsker, at en fond bygger et friplejehjem.", "planned"),
        ("Parterne har besluttet at bygge.", "decided"),
        ("Det undersøges, om driften kan sendes i udbud.", "considered"),
        ("Driften analyseres, og der afsættes 1 mio. kr. til skærmbesøg.", ""),
        ("Kommunen vil bygge et plejehjem.", ""),
        ("Planen er opgivet.", "stopped"),
        ("Samarbejdet fortsætter.", "underway"),
        ("Der afsættes 1 mio. kr. til at afdække behovet.", "considered"),
    ],
)
def test_levels(text: str, level: str) -> None:
    assert level_of(text) == level
