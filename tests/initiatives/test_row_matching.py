"""What a table row and an initiative have in common: also that the row's first word, which names the thing, stands nowhere in the text."""

import numpy as np
import pytest

from samspil.documents.read import read_document
from samspil.initiatives.context import Surroundings
from samspil.initiatives.join import RowMatcher
from samspil.passages.split import split_passages

TEXT = """Køkkenet på Louiselund drives af det private firma i fire år til.

Parkeringen ved havnen overgår til et vagtfirma.

Beløb i 1.000 kr.

| Ændring | 2026 | 2027 |
| Parkeringskontrol, privat firma | -100 | -200 |
| Pris på mad, Louiselund | 0 | -300 |
| 4.1 | -5 | -5 |
"""
_COVER = slice(10, 14)  # of the figures: the share of letters of the first word, the least, the most, the mean


def cover(label: str, sentence: str) -> list[float]:
    _clean, passages = split_passages(read_document(TEXT.encode(), "aftale.txt"))
    around = Surroundings(passages, np.zeros((len(passages), 30)))
    matcher = RowMatcher(around, np.zeros(len(passages)))
    places = [next(n for n, passage in enumerate(passages) if passage.text.startswith(start)) for start in (label, sentence)]
    return matcher.describe(places[0], [matcher.gather([places[1]])])[0][_COVER]


@pytest.mark.parametrize(("label", "own", "other"), [("Parkeringskontrol", "Parkeringen", "Køkkenet")])
def test_the_thing_a_row_names_stands_in_its_own_text(label: str, own: str, other: str) -> None:
    assert cover(label, own)[0] > 0.3
    assert cover(label, other)[0] == 0.0


def test_least_most_and_mean_are_of_the_words_one_by_one() -> None:
    first, least, most, mean = cover("Parkeringskontrol", "Køkkenet")
    assert (first, least, most) == (0.0, 0.0, 1.0)
    assert mean == pytest.approx((0.0 + 1.0 + 1.0) / 3)


def test_a_label_without_words_has_nothing_in_common() -> None:
    assert cover("4.1", "Køkkenet") == [0.0, 0.0, 0.0, 0.0]
