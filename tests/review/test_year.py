"""For which budget year? Wordings of titles and file names."""

import pytest

from samspil.review.year import find_year

TEXTS = [
    ("Budgetaftale 2026", 2026),
    ("Budget 2026-2029", 2026),
    ("Budget 2026 – 2029", 2026),
    ("Budgetforlig 2026/2029", 2026),
    ("Budgetforlig 2026/29", 2026),
    ("Budget 26-29", 2026),
    ("budgetforlig for 2026 og overslagsårene 2027-2029", 2026),
    ("Aftale om budget 2024 med overslagsårene 2025-2027", 2024),
    ("Aftale om budgettet for 2025 og overslagsårene 2026-2028", 2025),
    ("Budgetår 2027 og overslagsårene 2028, 2029 og 2030", 2027),
    ("Aftale om Vejle Kommunes budget 2027", 2027),
    ("Ærøs budget 2025", 2025),
    ("Samsø 2026: en ø, ét budget", 2026),
    ("B2026", 2026),
    ("B26", 2026),
    ("Budget'26", 2026),
    ("Budget 2026 til 2029", 2026),
    ("Protokollat om budget 2026 og overslag 2027-2029", 2026),
    ("Budgetaftale for Gladsaxe 2027", 2027),
    ("2026 budgetaftale", 2026),
    ("Budgetåret 2026", 2026),
    ("forlig om budget 2024 med overslag for 2025-2027", 2024),
    ("Aftale af 14. september 2023 om budgettet for 2024", 2024),
    ("Indgået 12. september 2025. Budgetaftale 2026", 2026),
    ("Vejle, den 12. september 2025", 2026),
    ("Vejle, den 22.9.2026", 2027),
    ("Oktober 2023\nFlertallets budgetaftale 2024", 2024),
    ("Budgetaftale for Læsø Kommune 2025-2028", 2025),
    ("Budgetaftale 2026. Siden sidste års budgetaftale 2025 er meget sket", 2026),
    ("Budgetaftale 2026. Klimaplan 2025-2035 og skoleåret 2025/26", 2026),
    ("Budgetaftale 2026. Kommunen har 2.026 ansatte", 2026),
    ("B U D G E T  2 0 2 6", 2026),
    ("Et budget i balance\nBeløb er i 2026-priser\nBudgetforlig 2026-2029", 2026),
    ("Overslagsårene 2027, 2028 og 2029", 2026),
    ("BUDGETFORLIG 2027", 2027),
    ("Budgettet for 2025 og årene 2026-2028", 2025),
    ("Partierne er enige.", None),
    ("", None),
]
NAMES = [
    ("budgetaftale-2026.pdf", 2026),
    ("vejle_2026-2029.pdf", 2026),
    ("Budgetaftale 2026-29.pdf", 2026),
    ("budgetforlig-26-29.pdf", 2026),
    ("20250912_budgetaftale_2026.pdf", 2026),
    ("2025-09-12 budgetaftale 2026.pdf", 2026),
    ("B26_aftale.docx", 2026),
    ("budget2026.pdf", 2026),
    ("vejle2026.pdf", 2026),
    ("2026_aftale.pdf", 2026),
    ("Budget%202026.pdf", 2026),
    ("aftale 12.9.2025.pdf", None),
    ("vejle.pdf", None),
    ("scan0001.pdf", None),
]


@pytest.mark.parametrize(("text", "year"), TEXTS)
def test_text_states_the_year(text: str, year: int | None) -> None:
    """The first of four years; never a day of signing."""
    assert year == find_year("", text, "", text).year


@pytest.mark.parametrize(("file", "year"), NAMES)
def test_file_name_states_the_year(file: str, year: int | None) -> None:
    """Dates in file names are no budget years."""
    assert year == find_year(file, "", "", "").year


def test_there_are_enough_wordings() -> None:
    """At least 50."""
    assert len(TEXTS) + len(NAMES) >= 50


def test_two_clear_years_leave_a_doubt() -> None:
    """File name and title page differ."""
    finding = find_year("budgetaftale-2025.pdf", "Budgetaftale 2026", "", "")
    assert finding.year is None
    assert finding.candidates == (2025, 2026)


def test_title_page_beats_a_bare_year_in_the_name() -> None:
    """A folder or upload year is no statement."""
    assert find_year("vejle-2025.pdf", "Budgetaftale 2026-2029", "", "").year == 2026
