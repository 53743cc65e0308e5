"""Counts, sums, units and years."""

import pytest
from audit_articles import audit, audit_row, kinds, make_review

ROWS = [
    ("Assens Kommune", "Der afsættes 0,4 mio. kr. til velfærdsteknologi på plejecentrene."),
    ("Egedal Kommune", "Skærmbesøg tilbydes flere borgere i hjemmeplejen fra 2025."),
    ("Vejle Kommune", "Det skal undersøges, om kunstig intelligens kan skrive referater."),
]


@pytest.mark.parametrize(
    ("sentence", "count", "expected"),
    [
        ("3 ud af 98 kommuner nævner velfærdsteknologi.", 3, []),
        ("Fire kommuner nævner velfærdsteknologi.", 4, ["3"]),
        ("To kommuner nævner velfærdsteknologi.", 2, ["3"]),
        ("Mindst to kommuner nævner velfærdsteknologi.", 2, []),
        ("Mindst fem kommuner nævner velfærdsteknologi.", 5, ["3"]),
        ("Heraf vil to kommuner i gang i år.", 2, []),
    ],
)
def test_headlines(sentence: str, count: int, expected: list[str]) -> None:
    found = audit(make_review(("technology", "Velfærdsteknologi", ROWS), claims=[(sentence, count, 1)]))
    assert [one.expected for one in found if one.kind == "headline-mismatch"] == expected


def test_a_headline_that_counts_rows_says_so() -> None:
    rows = [*ROWS, ("Vejle", "Sensorgulve lægges på to plejehjem.")]
    found = audit(make_review(("technology", "Velfærdsteknologi", rows), claims=[("4 kommuner satser på teknologi.", 4, 1)]))
    assert kinds(found) == ["duplicate-municipality", "headline-mismatch"]
    assert "antallet af rækker" in next(one.message for one in found if one.kind == "headline-mismatch")


def test_rows_that_only_consider_under_a_promise() -> None:
    found = audit(
        make_review(("technology", "Teknologi", ROWS), claims=[("3 ud af 98 kommuner planlægger at investere i teknologi.", 3, 1)])
    )
    assert [(one.kind, one.municipality, one.expected) for one in found] == [("overstated-commitment", "Vejle", "2 kommuner")]


@pytest.mark.parametrize(
    "sentence",
    [
        "3 kommuner overvejer eller planlægger at investere i teknologi.",
        "3 kommuner har planer om teknologi.",
        "3 kommuner ønsker teknologi.",
    ],
)
def test_headlines_that_promise_nothing(sentence: str) -> None:
    assert kinds(audit(make_review(("technology", "Teknologi", ROWS), claims=[(sentence, 3, 1)]))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der bruges 1 mio. kr. i 2024 og 2 mio. kr. i 2025 til velfærdsteknologi, i alt 4 mio. kr.", "3 mio. kr."),
        ("Til velfærdsteknologi afsættes 500.000 kr. årligt i 2024-2026, i alt 2 mio. kr.", "1,5 mio. kr."),
        ("Puljen til velfærdsteknologi er 3 mio. kr., heraf 2 mio. kr. til senge og 2 mio. kr. til gulve.", "4 mio. kr."),
        ("Af velfærdsteknologien er 73,4 af 269 mia. kr. købt ude, svarende til 27,5 pct.", "27,3 pct."),
        ("Budgettet til velfærdsteknologi hæves fra 2 mio. kr. til 5 mio. kr., en stigning på 4 mio. kr.", "3 mio. kr."),
        ("Velfærdsteknologi til 10 boliger à 40.000 kr., i alt 500.000 kr.", "400.000 kr."),
        ("Velfærdsteknologi bruges af 30 pct. af borgerne, mens de resterende 80 pct. får besøg.", "70,0 pct."),
    ],
)
def test_sums_that_do_not_add_up(text: str, expected: str) -> None:
    found = [one for one in audit_row(text) if one.kind == "arithmetic"]
    assert [one.expected.replace("\u00a0", " ").replace("70 pct.", "70,0 pct.") for one in found] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Der bruges 1 mio. kr. i 2024 og 2 mio. kr. i 2025 til velfærdsteknologi, i alt 3 mio. kr.",
        "Til velfærdsteknologi afsættes 500.000 kr. årligt i 2024-2027, i alt 2 mio. kr.",
        "Puljen til velfærdsteknologi er 3 mio. kr., heraf 1 mio. kr. til senge.",
        "Til velfærdsteknologi afsættes samlet 3 mio. kr., og der afsættes 1 mio. kr. til kurser.",
        "Velfærdsteknologi giver 54 af 240 mio. kr., svarende til 22,5 pct.",
        "Velfærdsteknologi nåede 12 af 98 plejehjem, og sygefraværet faldt 3 pct.",
        "Budgettet til velfærdsteknologi hæves fra 2 mio. kr. til 5 mio. kr., en stigning på 3 mio. kr.",
        "Der afsættes ca. 1,2 mio. kr. i 2024 og 0,9 mio. kr. i 2025 til velfærdsteknologi, i alt godt 2 mio. kr.",
        "Velfærdsteknologi koster 6 mio. kr. fordelt med 2 mio. kr. i 2024 og 4 mio. kr. i 2025.",
    ],
)
def test_sums_that_are_right(text: str) -> None:
    assert [one.message for one in audit_row(text) if one.kind in ("arithmetic", "unit")] == []


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("Kommunen afsætter 5,5 mio. til velfærdsteknologi.", "5,5 mio.", "5,5 mio. kr."),
        ("Der afsættes 330.000 til velfærdsteknologi i 2024.", "330.000", "330.000 kr."),
        ("Velfærdsteknologi får 3.6 millioner kroner.", "3.6", "3,6"),
        ("Der afsættes 2 mia. kr. til velfærdsteknologi.", "2 mia. kr.", "2 mio. kr."),
        ("Der afsættes 250 kr. til velfærdsteknologi på plejehjem.", "250 kr.", "250.000 kr."),
    ],
)
def test_units(text: str, quote: str, expected: str) -> None:
    assert [(one.quote, one.expected.replace("\u00a0", " ")) for one in audit_row(text) if one.kind == "unit"] == [(quote, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Velfærdsteknologi løftes fra 2 mio. til 4 mio. kr. i 2024.",
        "Der afsættes 4-5 mio. kr. til velfærdsteknologi.",
        "Velfærdsteknologi koster 300 kr. pr. borger om måneden.",
        "Mere end 1,5 mio. danskere bruger velfærdsteknologi.",
        "Velfærdsteknologi til kr. 2 mio. i 2024.",
    ],
)
def test_units_that_are_right(text: str) -> None:
    assert [one for one in audit_row(text) if one.kind == "unit"] == []


def test_a_sum_a_thousand_times_another() -> None:
    rows = [("Assens Kommune", "Der afsættes 1,6 mio. kr. i 2024 til velfærdsteknologi i demensboliger.")]
    found = audit(
        make_review(("technology", "Teknologi", rows), prose=["Assens Kommune afsætter 1.600 kr. til velfærdsteknologi i demensboliger."])
    )
    assert [(one.kind, one.table, one.quote, one.expected.replace("\u00a0", " ")) for one in found] == [
        ("unit", None, "1.600 kr.", "1,6 mio. kr.")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Der afsættes 2 mio. kr. i 2023 til velfærdsteknologi.", "2023"),
        ("Kommunen investerer 1 mio. kr. årligt i 2022-2025 i velfærdsteknologi.", "2022-2025"),
        ("Skærmbesøg indføres i hele kommunen i 2022.", "2022"),
        ("Sensorgulve sættes i drift den 1. april 2023.", "2023"),
        ("I budget 2023 afsættes 500.000 kr. til velfærdsteknologi.", "2023"),
        ("Kommunen vil undersøge kunstig intelligens og have svar inden udgangen af 2021.", "2021"),
    ],
)
def test_plans_before_the_budget_year(text: str, words: str) -> None:
    found = [one for one in audit_row(text) if one.kind == "stale-year"]
    assert len(found) == 1
    assert words in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen har siden 2014 haft en pulje til velfærdsteknologi, som fortsætter med 1 mio. kr. i 2024.",
        "Strategien for velfærdsteknologi 2018-2026 gennemføres.",
        "Ligesom i 2023 afsættes der midler til velfærdsteknologi.",
        "Skærmbesøg, som blev indført i 2022, udbredes til alle.",
        "Velfærdsteknologi, der er vedtaget i 2021, udrulles.",
        "Prisen på velfærdsteknologi er 2 mio. kr. i 2023-priser.",
        "Digitaliseringsaftalen fra 2022 skal føres ud i livet i kommunen.",
        "I 2022 betalte kommunen 3 mio. kr. til it-konsulenter, og opgaven automatiseres nu.",
        "Chatbotten åbnede i efteråret 2023 og udvides i 2025.",
        "Digital kontrakt 2022-2027 videreføres.",
    ],
)
def test_looking_back_is_no_fault(text: str) -> None:
    assert [one.message for one in audit_row(text) if one.kind == "stale-year"] == []
