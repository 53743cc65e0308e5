"""Words to concepts: each kind of pattern."""

import pytest

from samspil.initiatives.rules.lexicon import Lexicon

LEXICON = Lexicon(
    {"a": ["udbud", "rådhus*"], "b": ["*firma", "*støvsuger*"], "c": ["i bero", "private skoler fra", "bade* med*"]},
    {"a": 2, "b": 4, "c": 8},
)


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("et udbud", 2),
        ("udbuddet", 0),
        ("rådhusets tag", 2),
        ("det gamle rådhus", 2),
        ("et rengøringsfirma", 4),
        ("et firmaes", 0),
        ("fem robotstøvsugere", 4),
        ("sagen stilles i bero.", 8),
        ("i beroligende form", 0),
        ("bero i", 0),
        ("private skoler fra kolding", 8),
        ("private skoler i kolding", 0),
        ("badestole med motor", 8),
        ("udbud og et firma i\nbero", 14),
        ("", 0),
    ],
)
def test_patterns(text: str, bits: int) -> None:
    """Whole words, beginnings, ends, middles and phrases."""
    assert LEXICON.read(text) == bits
    assert LEXICON.read(text) == bits  # remembered words say the same
