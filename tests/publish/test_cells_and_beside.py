"""What a spreadsheet's cell can hold, and what is done beside the writing."""

from pathlib import Path

import pytest

from samspil.publish.outputs import write_outputs
from samspil.publish.xlsx import LONGEST_CELL, MOST_PLACES, _storable
from samspil.values.review import Review


@pytest.mark.parametrize("text", ["a" * 40_000, "😀" * 20_000, "ø" * LONGEST_CELL, "\ud800", "a" * LONGEST_CELL])
def test_a_cell_holds_no_more_than_a_spreadsheet_opens(text: str) -> None:
    stored = _storable(text)
    assert len(stored.encode("utf-16-le")) <= 2 * MOST_PLACES
    assert stored[:100] == (text[:100] if text != "\ud800" else "?")


def test_what_is_done_beside_gets_the_written_json(review: Review, tmp_path: Path) -> None:
    given: list[bytes] = []
    write_outputs(review, tmp_path, {}, None, beside=given.append)
    assert given == [(tmp_path / "initiatives.json").read_bytes()]
