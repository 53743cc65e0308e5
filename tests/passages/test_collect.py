"""Lines joined to one text: what stands between them, and that every character knows its way home, however the line is read."""

import pytest

from samspil.passages.clean import join_marks, read_marks
from samspil.passages.collect import TextCollector, read_line
from samspil.passages.pieces import Piece
from samspil.values.document import Document, Page

LINES = [
    "Der afsættes 2 mio. kr. til pleje-",
    "hjem og til børne-",
    "og ungeområdet i over\u00ad",
    "slagsårene, jf. it-",
    "drift – „citat“ og ﬁnans",
    "B U D G E T A F T A L E  F O R  2 0 2 6",
    "a\u030a bliver å,\u00a0og  to   blanke",
    "slut\ufffe",
    "ningen",
]


@pytest.mark.parametrize("line", [*LINES, "", " ", "x", " forrest", "x y z", "bagest "])
def test_a_line_is_read_as_by_its_characters(line: str) -> None:
    raw = f"foran {line} bagved"
    marks = read_marks(raw, 6, 6 + len(line))
    assert read_line(raw, 6, 6 + len(line)) == ("".join(marks.chars), read_line(raw, 6, 6 + len(line))[1])
    assert list(read_line(raw, 6, 6 + len(line))[1]) == marks.home


def test_lines_are_joined_as_marks_are() -> None:
    raw = "\n".join(LINES)
    pieces, start, joined, last = [], 0, read_marks("", 0, 0), ""
    for line in LINES:
        pieces.append(Piece(0, start, start + len(line), line, (0, 0, 0, 0)))
        join_marks(joined, read_marks(raw, start, start + len(line)), last)
        start, last = start + len(line) + 1, line[-1]
    collector = TextCollector(Document("text", (Page(1, raw, ()),)))
    assert collector.append(pieces) == (0, "".join(joined.chars))
    assert list(collector.home) == joined.home
    assert collector.clean_text().text.startswith(
        "Der afsættes 2 mio. kr. til plejehjem og til børne- og ungeområdet i overslagsårene, jf. it-drift –"
    )


def test_homes_far_out_are_counted_too() -> None:
    raw = "x" * (1 << 20) + " Sidste ord"
    text, home = read_line(raw, (1 << 20) + 1, len(raw))
    assert text == "Sidste ord"
    assert list(home) == list(range((1 << 20) + 1, len(raw)))
