"""Texts looked through as one tell where a part stands, as looking into each does."""

import pytest

from samspil.initiatives.joined import JoinedTexts

TEXTS = ("", "kr", "ork krav", "to\nlinjer kr", "", "sidste mio", "mi", "o")


@pytest.mark.parametrize("parts", [("kr",), ("kr", "mio"), ("mio",), ("o",), ("findes ikke",), (), ("k", "r", "linjer")])
def test_parts_are_found_in_the_texts_that_have_them(parts: tuple[str, ...]) -> None:
    assert JoinedTexts(TEXTS).with_any(parts) == {n for n, text in enumerate(TEXTS) if any(part in text for part in parts)}


def test_no_texts_have_no_parts() -> None:
    assert JoinedTexts(()).with_any(("kr",)) == set()
