"""Personal data are told from what is none. Nothing here is about anybody."""

import pytest

from samspil.purchasing.intake import personal

TEXTS = (
    ("010199-1234", "cpr"),
    ("cpr 0101991234 ok", "cpr"),
    ("01-01-99-1234", "cpr"),
    ("310299-1234", ""),  # there is no 31 February
    ("001399-1234", ""),
    ("12345678", ""),
    ("31-12-2025", ""),
    ("01-01-2024 - 31-12-2024", ""),
    ("418.540,00", ""),
    ("1000001701", ""),
    ("Mette Hansen", "person_name"),
    ("HANSEN METTE", "person_name"),
    ("Anders P. Testsen", ""),
    ("Anders Peter Jensen", "person_name"),
    ("Eksempel Bo & Støtte", ""),
    ("low arousal", ""),
    ("motiverende samtale", ""),
    ("nettoprisindeks", ""),
    ("Sankt Jørgens Gård", ""),
    ("en@eksempel.dk", "contact"),
    ("12 34 56 78", "phone"),
    ("tlf. 12345678", "phone"),
    ("Opdigtetvej 12", "address"),
    ("Borgeren trives i huset", "prose"),
    ("højst 2 under 18 år", ""),
)


@pytest.mark.parametrize(("text", "kind"), TEXTS)
def test_texts(text: str, kind: str) -> None:
    assert personal.find_in_text(text) == kind


@pytest.mark.parametrize(
    ("number", "money", "kind"),
    [
        (3112991234, False, "cpr"),
        (3112991234, True, "cpr"),
        (101010007, False, "cpr"),
        (101010007, True, ""),
        (101010008, False, ""),
        (418540.0, False, ""),
        (3112991234.5, False, ""),
        (9912991234, False, ""),
    ],
)
def test_numbers(number: float, money: bool, kind: str) -> None:
    assert personal.find_in_number(number, money=money) == kind


@pytest.mark.parametrize(
    ("heading", "told"),
    [("CPR-nr.", True), ("Borgers CPR", True), ("Bemærkninger", True), ("Navn", True), ("Betalt", False), ("Kontonummer", False)],
)
def test_headings(heading: str, told: bool) -> None:
    assert personal.is_personal_heading(heading) is told


def test_organisations_are_not_persons_but_have_no_cpr_number() -> None:
    assert personal.find_in_text("Plejefamilien Mette Hansen, Nørregade 12", organisation=True) == ""
    assert personal.find_in_text("Plejefamilien 010199-1234", organisation=True) == "cpr"
