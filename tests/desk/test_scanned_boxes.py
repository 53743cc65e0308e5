"""Boxes on scanned pages: quotes that OCR has read, against the letters of the page as it was printed before it became a picture.

Columns, a table, small print, a page laid on the glass sideways or upside down, one turned by its file, one a little askew. Overlap is worked out exactly.
"""

import difflib
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageFilter

from samspil.documents import ocr
from samspil.documents.read import read_document
from samspil.documents.words import cover_range, find_turns, parse_word, words_from_json
from samspil.passages.split import split_passages
from samspil.pipeline import Settings, review_folder
from samspil.store.desk.desk import Desk
from samspil.values.desk import SourceText
from samspil.workbench import sources as module
from samspil.workbench.runs import bring_in
from samspil.workbench.sources import NoSourceError, SourceWaitsError, draw_source, keep_source, open_source
from samspil.workbench.views import view_quote
from samspil.workbench.wishes import get_row
from tests.desk.test_boxes import MIDDLES, Box, find_lines, letters, list_quotes, paragraphs, place, set_html, turn, write_sentences

needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="tesseract with Danish is not installed: scanned pages are not tested")
HYPHENS = "-\u2010\u2011\u00ad\ufffe"


@dataclass(frozen=True)
class Scan:
    """A printed page and how it was scanned: `laid` on the glass by quarter turns (degrees clockwise), turned by the file (`shown`), `askew` by so many degrees."""

    name: str
    printed: bytes
    laid: int = 0
    shown: int = 0
    askew: float = 0.0
    dpi: int = 300


def list_scans() -> list[Scan]:
    plain = [set_html(paragraphs(write_sentences(first, 15)), "") for first in (400, 420, 440, 460, 480, 500)]
    columns = set_html(
        f"<h1>Budgetaftale</h1><div class=c>{paragraphs(write_sentences(0, 22))}</div>", ".c{columns:2;column-gap:10mm;text-align:justify}"
    )
    rows = "".join(
        f"<tr><td>{MIDDLES[n % 6].capitalize()} {n}</td><td>{n}.100</td><td>{n}.250</td><td>-{n}.300</td></tr>" for n in range(501, 523)
    )
    head = "<tr><th>1.000 kr.</th><th>2026</th><th>2027</th><th>2028</th></tr>"
    table = set_html(f"<p>{' '.join(write_sentences(190, 4))}</p><table>{head}{rows}</table>", "table{border-collapse:collapse;width:100%}")
    return [
        Scan("plain", plain[0]),
        Scan("columns", columns),
        Scan("table", table),
        Scan("200 dots an inch", plain[1], dpi=200),
        Scan("laid sideways", plain[2], laid=90),
        Scan("upside down", plain[3], laid=180),
        Scan("laid sideways, turned by the file", plain[4], laid=270, shown=90),
        Scan("askew", plain[5], askew=0.6),
    ]


def make_scan(scan: Scan) -> bytes:
    """A PDF that is nothing but a picture, soft at the edges as from a scanner."""
    document = pypdfium2.PdfDocument(scan.printed)
    page = document[0]
    picture: Image.Image = page.render(scale=scan.dpi / 72, grayscale=True).to_pil().filter(ImageFilter.GaussianBlur(0.7))
    picture = picture.rotate(-scan.askew, resample=Image.Resampling.BICUBIC, fillcolor=255) if scan.askew else picture
    picture = picture.rotate(-scan.laid, expand=True) if scan.laid else picture
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=scan.dpi)
    return turn(out.getvalue(), scan.shown) if scan.shown else out.getvalue()


def move(box: Box, scan: Scan, shape: float) -> Box:
    """Where a box of the printed page lies on the scan as seen; `shape`: height of the page by its width."""
    a, b, c, d = box
    if scan.askew:
        turned = [(x - 0.5, (y - 0.5) * shape) for x in (a, c) for y in (b, d)]
        s, k = sin(radians(scan.askew)), cos(radians(scan.askew))
        xs, ys = [x * k - y * s + 0.5 for x, y in turned], [(x * s + y * k) / shape + 0.5 for x, y in turned]
        a, b, c, d = min(xs), min(ys), max(xs), max(ys)
    quarter = (scan.laid + scan.shown) % 360
    return {0: (a, b, c, d), 90: (1 - d, a, 1 - b, c), 180: (1 - c, 1 - d, 1 - a, 1 - b), 270: (b, 1 - c, d, 1 - a)}[quarter]


def read_print(page: Any) -> list[tuple[str, Box]]:
    """Each letter with its box on the printed page; a hyphen at a line's end belongs to the letter before it."""
    text, found = pdfium.FPDFText_LoadPage(page), list[tuple[str, Box]]()
    left, right, bottom, top = (c_double() for _ in range(4))
    for index in range(pdfium.FPDFText_CountChars(text)):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            continue
        box = place(page, (left.value, top.value), (right.value, bottom.value))
        if char in HYPHENS and found and box[2] > box[0]:
            letter, other = found[-1]
            found[-1] = (letter, (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])))
        found += [(letter, box) for letter in letters(char)]
    pdfium.FPDFText_ClosePage(text)
    return found


def overlap(mine: Sequence[Box], theirs: Sequence[Box]) -> float:
    """Area that both cover by area that either covers, exactly: all edges cut the page into cells that are in or out."""
    xs = sorted({edge for a, _b, c, _d in (*mine, *theirs) for edge in (a, c)})
    ys = sorted({edge for _a, b, _c, d in (*mine, *theirs) for edge in (b, d)})
    sizes = np.outer([d - b for b, d in pairwise(ys)], [c - a for a, c in pairwise(xs)])

    def fill(boxes: Sequence[Box]) -> Any:
        cells = np.zeros(sizes.shape, dtype=bool)
        for a, b, c, d in boxes:
            cells[ys.index(b) : ys.index(d), xs.index(a) : xs.index(c)] = True
        return cells

    one, other = fill(mine), fill(theirs)
    return float(sizes[one & other].sum() / sizes[one | other].sum())


def match_letters(source: SourceText, printed: str) -> dict[int, int]:
    """Place in the text that was read -> number of the printed letter, however OCR has spelled it."""
    kept = [(at, letter) for at, char in enumerate(source.text) for letter in letters(char)]
    matcher = difflib.SequenceMatcher(None, "".join(letter for _at, letter in kept), printed, autojunk=False)
    return {kept[one + k][0]: other + k for one, other, size in matcher.get_matching_blocks() for k in range(size)}


def measure(desk: Desk, scan: Scan) -> Iterator[tuple[str, str, float]]:
    """Layout, quote, overlap: 0 where less than nine letters of ten are known on the printed page."""
    document = pypdfium2.PdfDocument(scan.printed)
    page = document[0]
    shape = page.get_height() / page.get_width()
    printed = [(letter, move(box, scan, shape)) for letter, box in read_print(page.raw)]
    source = open_source(desk, keep_source(desk, make_scan(scan)), "scan.pdf", wait=None)
    known = match_letters(source, "".join(letter for letter, _box in printed))
    sideways = (scan.laid + scan.shown) % 180 == 90
    [(number, ranges)] = list_quotes(source).items()
    for (start, end), boxes in zip(ranges, draw_source(desk, source, number, ranges).boxes, strict=True):
        places = [known[at] for at in range(start, end) if at in known]
        if len(places) < 0.9 * len(letters(source.text[start:end])):
            yield scan.name, source.text[start:end], 0.0
            continue
        lines = find_lines([box for _letter, box in printed[min(places) : max(places) + 1]], sideways)
        yield scan.name, source.text[start:end], overlap(boxes, lines)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, float]]:
    with Desk(tmp_path_factory.mktemp("scans") / "desk.sqlite") as desk:
        return [one for scan in list_scans() for one in measure(desk, scan)]


@needs_ocr
def test_boxes_cover_the_quotes_of_scans(measured: list[tuple[str, str, float]]) -> None:
    """At least 0.95 for 99 quotes of 100, over all layouts."""
    assert len(measured) >= 120
    assert {name for name, *_rest in measured} == {scan.name for scan in list_scans()}
    bad = [(name, round(iou, 3), quote[:60]) for name, quote, iou in measured if iou < 0.95]
    assert len(bad) <= len(measured) / 100, bad


@needs_ocr
def test_the_measure_sees_wrong_boxes(measured: list[tuple[str, str, float]]) -> None:
    """A box one letter too short, or a line too high, would not pass."""
    line = (0.1, 0.1, 0.5, 0.11)
    assert overlap([line], [line]) == 1.0
    for wrong in ((0.1, 0.1, 0.47, 0.11), (0.1, 0.09, 0.5, 0.1), (0.1, 0.1, 0.5, 0.111)):
        assert overlap([wrong], [line]) < 0.95


@needs_ocr
def test_scanned_sentences_and_rows_are_whole() -> None:
    """Lines of one size of print join to sentences, and a table's cells come apart again."""
    scans = {scan.name: scan for scan in list_scans()}
    for name in ("laid sideways", "upside down"):
        page = read_document(make_scan(scans[name]), "scan.pdf", ocr=True)
        _clean, passages = split_passages(page)
        assert sum("efter plan" in passage.text and passage.text.endswith("bilaget.") for passage in passages) >= 14, name
        assert page.pages[0].height > page.pages[0].width, name
    _clean, passages = split_passages(read_document(make_scan(scans["table"]), "scan.pdf", ocr=True))
    rows = [passage for passage in passages if passage.kind == "row" and len(passage.cells) == 3]
    assert len(rows) >= 18


@needs_ocr
def test_a_scan_is_marked_in_the_report_and_at_the_desk(tmp_path: Path) -> None:
    """From a folder with one scanned agreement to boxes on its page, in both."""
    told = (
        "<h1>Budgetaftale 2026-2029 for Assens Kommune</h1><p>Aftaleparterne er enige om at konkurrenceudsætte kommunens vejvedligeholdelse i 2026.</p>"
        "<p>Der afsættes 1,5 mio. kr. årligt i 2026-2029 til velfærdsteknologi i hjemmeplejen.</p>"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in/assens.pdf").write_bytes(make_scan(Scan("", set_html(told, ""))))
    outcome = review_folder(Settings(tmp_path / "in", 2026, tmp_path / "out"), lambda *_step: None)
    assert outcome.review.initiatives
    pages = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out/report/kilder").glob("*.html"))
    review = json.loads((tmp_path / "out/initiatives.json").read_bytes())
    with Desk(tmp_path / "desk.sqlite") as desk:
        keep_source(desk, (tmp_path / "in/assens.pdf").read_bytes())
        bring_in(desk, review)
        for item in review["initiatives"]:
            view = view_quote(desk, get_row(desk, item["id"]))
            assert view.drawn is not None
            assert all(boxes and all(0 < a < c < 1 and 0 < b < d < 1 for a, b, c, d in boxes) for boxes in view.drawn.boxes)
    assert pages.count("<rect") >= len(review["initiatives"])


@needs_ocr
def test_nobody_waits_for_ocr_and_it_reads_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_scan(list_scans()[0])
    calls, go_on, real = [], threading.Event(), module._read

    def slow(sha256: str, name: str, content: bytes, *, ocr: bool) -> Any:
        calls.append(ocr)
        if ocr:
            assert go_on.wait(30)
        return real(sha256, name, content, ocr=ocr)

    monkeypatch.setattr(module, "_read", slow)
    with Desk(tmp_path / "desk.sqlite") as desk:
        sha256 = keep_source(desk, content)
        for _ in range(2):
            with pytest.raises(SourceWaitsError, match="ved at blive læst"):
                open_source(desk, sha256, "scan.pdf", wait=0.01)
        go_on.set()
        source = open_source(desk, sha256, "scan.pdf", wait=None)
        assert calls.count(True) == 1
        assert source.words[1]
        assert open_source(desk, sha256, "scan.pdf") == source  # as it was kept


def test_a_scan_without_ocr_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_ocr", lambda: False)
    with Desk(tmp_path / "desk.sqlite") as desk:
        sha256 = keep_source(desk, make_scan(list_scans()[0]))
        with pytest.raises(NoSourceError) as refusal:
            open_source(desk, sha256, "scan.pdf")
    assert "OCR" in refusal.value.message
    assert "tesseract" in refusal.value.remedy


WORDS = [(0, 3, (0.1, 0.1, 0.2, 0.2)), (4, 8, (0.3, 0.1, 0.5, 0.2)), (10, 14, (0.1, 0.3, 0.5, 0.4))]


@pytest.mark.parametrize(
    ("start", "end", "boxes"),
    [
        (0, 8, [(0.1, 0.1, 0.5, 0.2)]),
        (4, 6, [(0.3, 0.1, 0.4, 0.2)]),
        (6, 12, [(0.4, 0.1, 0.5, 0.2), (0.1, 0.3, 0.3, 0.4)]),
        (8, 10, []),
        (3, 4, []),
        (14, 90, []),
    ],
)
def test_a_range_of_words_is_covered(start: int, end: int, boxes: list[Box]) -> None:
    found = cover_range(WORDS, start, end)
    assert np.allclose(found, boxes) if boxes else found == []


def test_which_way_a_page_is_read() -> None:
    turned: dict[int, Callable[..., Any]] = {
        0: lambda a, b, c, d: (a, b, c, d),
        1: lambda a, b, c, d: (1 - d, a, 1 - b, c),
        2: lambda a, b, c, d: (1 - c, 1 - d, 1 - a, 1 - b),
        3: lambda a, b, c, d: (b, 1 - c, d, 1 - a),
    }
    for turns, way in turned.items():
        words = [(start, end, way(*box)) for start, end, box in WORDS]
        assert find_turns(words) == turns
        half = cover_range(words, 4, 6)
        assert np.allclose(half, [way(0.3, 0.1, 0.4, 0.2)])
    assert find_turns([]) == 0


@pytest.mark.parametrize(
    "word",
    [
        [0, 1, 0, 0, 1],
        [1, 1, 0, 0, 1, 1],
        [0, 1, 0.5, 0, 0.4, 1],
        [0, 1, 0, 0, 1.1, 1],
        [0.0, 1, 0, 0, 1, 1],
        [0, 1, 0, 0, "nan", 1],
        "words",
    ],
)
def test_a_child_cannot_tell_of_impossible_words(word: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        words_from_json({"1": [word]})
    assert parse_word([0, 1, 0, 0, 1, 1]) == (0, 1, (0.0, 0.0, 1.0, 1.0))


def test_edges_are_drawn_to_the_ink() -> None:
    inked = np.array([0, 0, 1, 1, 1, 0, 0, 1, 0], dtype=bool)
    assert ocr.fit_edges(inked, 3, 4, 2) == (2, 5)  # too narrow
    assert ocr.fit_edges(inked, 1, 6, 2) == (2, 5)  # too wide
    assert ocr.fit_edges(inked, 0, 6, 1) == (1, 5)  # never by more than the slack
    assert ocr.fit_edges(np.zeros(9, dtype=bool), 3, 6, 1) == (4, 5)
