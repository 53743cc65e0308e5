"""Source files at the desk: text with its map home, pages as pictures, boxes where the words stand."""

from pathlib import Path

import pytest

from samspil.store.desk.desk import Desk
from samspil.workbench.sources import NoSourceError, draw_source, keep_source, open_source

SAMPLES = Path(__file__).resolve().parents[2] / "samspil/samples/agreements"
PDFS = sorted(path for path in SAMPLES.glob("*.pdf") if "kryp" not in path.name)


@pytest.fixture
def desk(store_place: str) -> Desk:
    return Desk(store_place)


def open_first(desk: Desk) -> tuple[str, str]:
    for path in PDFS:
        sha256 = keep_source(desk, path.read_bytes())
        try:
            if len(open_source(desk, sha256, path.name).text) > 1000:
                return sha256, path.name
        except NoSourceError:
            continue
    raise AssertionError("no sample PDF could be read")


def test_text_comes_back_as_read(desk: Desk) -> None:
    """The second look is the same as the first, out of the store; every passage is a range of the text."""
    sha256, name = open_first(desk)
    first = open_source(desk, sha256, name)
    assert open_source(desk, sha256, "x.pdf") == first
    assert len(first.home) == len(first.text)
    assert all(0 <= start < end <= len(first.text) for start, end, _kind, _headings in first.passages)


def test_a_page_is_drawn_with_boxes(desk: Desk) -> None:
    """Any range has its boxes, also one a person selected; the picture is the same from the store."""
    sha256, name = open_first(desk)
    source = open_source(desk, sha256, name)
    start, end, *_rest = next(p for p in source.passages if p[2] == "sentence")
    page = next(number for number, first, last in source.pages if first <= start < last)
    drawn = draw_source(desk, source, page, [(start, end)])
    assert drawn.png.startswith(b"\x89PNG")
    assert len(drawn.boxes) == 1
    assert all(0 <= side <= 1 for box in drawn.boxes[0] for side in box)
    assert draw_source(desk, source, page, [(start, end)]) == drawn
    with pytest.raises(NoSourceError):
        draw_source(desk, source, 9999, [])


def test_what_is_not_there_or_not_readable(desk: Desk) -> None:
    """A clear error that names the file."""
    with pytest.raises(NoSourceError) as caught:
        open_source(desk, "00", "borte.pdf")
    assert caught.value.place == "borte.pdf"
    sha256 = keep_source(desk, b"%PDF-1.4 broken")
    with pytest.raises(NoSourceError):
        open_source(desk, sha256, "i.pdf")
