"""Paragraphs as people write them, and what became of them in the reforms."""

import pytest

from samspil.vocabulary.paragraphs import list_paragraphs, map_paragraph, read_paragraph

SPELLINGS = (
    ("§107", "SEL § 107"),
    ("SEL 107", "SEL § 107"),
    ("servicelovens § 107", "SEL § 107"),
    ("SEL § 107, stk. 2", "SEL § 107"),
    ("107", "SEL § 107"),
    ("lov om social service §108", "SEL § 108"),
    ("Barnets lov § 43 opholdssted", "BL § 43 opholdssted"),
    ("BL § 43, stk. 1, nr. 6", "BL § 43 børne- og ungehjem"),
    ("SEL § 66, stk. 1, nr. 6 (opholdssted)", "SEL § 66 opholdssted"),
    ("SEL § 66, stk. 1, nr. 6", "SEL § 66"),
    ("almenboligloven § 105", "ABL § 105"),
    ("ældrelovens § 10", "ÆL § 10"),
    ("§ 105", ""),  # almenboligloven or serviceloven
    ("§ 32", ""),  # serviceloven or barnets lov
    ("§§ 107 og 108", ""),
    ("107-108", ""),
    ("§ 999", ""),
    ("", ""),
    ("særlig aftale", ""),
)


@pytest.mark.parametrize(("text", "code"), SPELLINGS)
def test_spellings(text: str, code: str) -> None:
    assert read_paragraph(text) == code


@pytest.mark.parametrize("code", list(list_paragraphs()))
def test_our_own_spelling_is_read(code: str) -> None:
    assert read_paragraph(code) == code


@pytest.mark.parametrize(
    ("code", "year", "now", "changed", "unclear", "early"),
    [
        ("SEL § 107", 2025, "SEL § 107", False, False, False),
        ("SEL § 66 opholdssted", 2022, "BL § 43 opholdssted", True, False, False),
        ("SEL § 66", 2025, "BL § 43", True, True, False),
        ("SEL § 52", 2025, "SEL § 52", False, True, False),
        ("SEL § 52", 2022, "SEL § 52", False, False, False),
        ("SEL § 83", 2025, "SEL § 83", False, True, False),
        ("SEL § 83", 2024, "SEL § 83", False, False, False),
        ("BL § 43 opholdssted", 2022, "BL § 43 opholdssted", False, False, False),
        ("ÆL § 10", 2024, "ÆL § 10", False, False, True),
        ("ÆL § 10", 2025, "ÆL § 10", False, False, False),
    ],
)
def test_the_reforms(code: str, year: int, now: str, changed: bool, unclear: bool, early: bool) -> None:
    mapped = map_paragraph(code, year)
    assert (mapped.code, mapped.changed, mapped.unclear, mapped.early) == (now, changed, unclear, early)
    assert bool(mapped.why) is (changed or unclear or early)
