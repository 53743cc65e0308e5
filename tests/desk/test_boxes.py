"""Boxes cover the quote: 300 quotes over columns, hyphens, tables and rotated pages, against boxes worked out here in another way, and against poppler's words."""

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from ctypes import c_double, c_int
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from samspil.store.desk.desk import Desk
from samspil.values.desk import SourceText
from samspil.workbench.sources import draw_source, keep_source, open_source
from tests.documents.raw_pdf import make_pdf, show

Box = tuple[float, float, float, float]
GRID = (1400, 1000)
FINE = 100_000
_DROPPED = re.compile(r"[\s\-\u2010\u2011\u00ad\ufffe\ufffd\x00-\x1f]")

BEGINNINGS = (
    "Der afsættes {n},5 mio. kr. årligt til",
    "Byrådet er enigt om at undersøge",
    "Forvaltningen fremlægger inden sommer en plan for",
    "Parterne ønsker",
    "I {y} udbydes",
)
MIDDLES = (
    "velfærdsteknologi i hjemmeplejen",
    "konkurrenceudsættelse af vejvedligeholdelsen",
    "hjemtagning af specialiserede botilbudspladser",
    "rengøringsopgaven på kommunens folkeskoler",
    "klimavenlige indkøbsaftaler",
    "softwarerobotter i lønadministrationen",
)
ENDS = (
    "så effektiviseringspotentialet på 1.{n}00.000 kr. kan realiseres fra 2027",
    "med inddragelse af medarbejderrepræsentanter og brugerråd",
    "under forudsætning af kommunalbestyrelsens godkendelse",
    "og erfaringerne gøres op ved budgetlægningen",
)


def write_sentences(first: int, count: int) -> list[str]:
    """Danish sentences with long words, none like another."""
    return [
        f"{BEGINNINGS[n % 5].format(n=n, y=2026 + n % 4)} {MIDDLES[n % 6]}, {ENDS[n % 4].format(n=n % 9)} efter plan {n} i bilaget."
        for n in range(first, first + count)
    ]


def set_html(body: str, css: str) -> bytes:
    """A PDF by WeasyPrint."""
    weasyprint = pytest.importorskip("weasyprint")
    base = "@page{size:A4;margin:22mm}body{font:10.5pt/1.45 'DejaVu Serif';hyphens:auto}td+td{text-align:right}td{padding:2pt 6pt;border-bottom:1px solid}"
    return bytes(weasyprint.HTML(string=f"<html lang=da><style>{base}{css}</style><body>{body}</body></html>").write_pdf())


def turn(content: bytes, degrees: int) -> bytes:
    """The same pages, shown rotated."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        page.set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraphs(sentences: Sequence[str], each: int = 3) -> str:
    return "".join(f"<p>{' '.join(sentences[n : n + each])}</p>" for n in range(0, len(sentences), each))


def make_layouts() -> Iterator[tuple[str, bytes]]:
    columns = set_html(
        f"<h1>Budgetaftale</h1><div class=c>{paragraphs(write_sentences(0, 80))}</div>", ".c{columns:2;column-gap:10mm;text-align:justify}"
    )
    yield "columns", columns
    three = set_html(
        f"<div class=c>{paragraphs(write_sentences(60, 50), 2)}</div>",
        "@page{size:A4 landscape}.c{columns:3;font-size:9pt;text-align:justify}",
    )
    yield "three columns", three
    narrow = set_html(paragraphs(write_sentences(110, 56)), "@page{margin:22mm 70mm}body{text-align:justify}")
    yield "hyphens", narrow
    cells = "".join(
        f"<tr><td>{MIDDLES[n % 6].capitalize()} i distrikt {chr(65 + n % 7)}{chr(65 + n // 7 % 26)}</td><td>{n}.100</td><td>{n}.250</td><td>-{n}.300</td></tr>"
        for n in range(150, 190)
    )
    head = "<tr><th>1.000 kr.</th><th>2026</th><th>2027</th><th>2028</th></tr>"
    yield (
        "tables",
        set_html(f"<p>{' '.join(write_sentences(190, 4))}</p><table>{head}{cells}</table>", "table{border-collapse:collapse;width:100%}"),
    )
    items = "".join(f"<li>{sentence}</li>" for sentence in write_sentences(200, 30))
    yield "bullets turned 90", turn(set_html(f"<ul>{items}</ul>", ""), 90)
    yield "columns turned 270", turn(columns_of(230, 40), 270)
    yield "turned 180", turn(set_html(paragraphs(write_sentences(270, 25)), ""), 180)
    lines = [line for sentence in write_sentences(300, 20) for line in (*_wrap(sentence, 70), "")]
    yield "typed, cut page", make_pdf([show(lines[:45], x=92, top=770)], page=b"/CropBox [20 30 575 822]")


def columns_of(first: int, count: int) -> bytes:
    return set_html(f"<div class=c>{paragraphs(write_sentences(first, count))}</div>", ".c{columns:2;column-gap:10mm}")


def _wrap(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)


def letters(text: str) -> str:
    """What is left of a text when blanks and hyphens, which line ends bring and take, are gone."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def read_letters(page: Any) -> list[tuple[str, Box]]:
    """Each letter of a page with its box as fractions of the page as shown."""
    text, found = pdfium.FPDFText_LoadPage(page), []
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    for index in range(pdfium.FPDFText_CountChars(text)):
        kept = letters(chr(pdfium.FPDFText_GetUnicode(text, index)))
        if kept and pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            box = place(page, (left.value, top.value), (right.value, bottom.value))
            found += [(letter, box) for letter in kept]
    pdfium.FPDFText_ClosePage(text)
    return found


def place(page: Any, first: tuple[float, float], second: tuple[float, float]) -> Box:
    """PDFium's own way from the page to the screen."""
    x, y, corners = c_int(), c_int(), []
    for point in (first, second):
        pdfium.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, *point, x, y)
        corners.append((x.value / FINE, y.value / FINE))
    (a, b), (c, d) = corners
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def find_lines(boxes: Sequence[Box], sideways: bool) -> list[Box]:
    """Letters that follow each other on a line, under one box. On pages turned by a quarter lines run from top to bottom."""
    turned = [(b, a, d, c) if sideways else (a, b, c, d) for a, b, c, d in boxes]
    starts = [0]
    for number, (one, other) in enumerate(pairwise(turned), 1):
        shared = min(one[3], other[3]) - max(one[1], other[1])
        jump = abs((other[0] + other[2]) - (one[0] + one[2])) / 2
        if shared <= 0 or jump > 0.3:
            starts.append(number)
    groups = [boxes[a:b] for a, b in pairwise([*starts, len(boxes)])]
    return [(min(b[0] for b in g), min(b[1] for b in g), max(b[2] for b in g), max(b[3] for b in g)) for g in groups]


def paint(boxes: Sequence[Box]) -> Any:
    grid = np.zeros(GRID, dtype=bool)
    for a, b, c, d in boxes:
        grid[round(b * GRID[0]) : round(d * GRID[0]), round(a * GRID[1]) : round(c * GRID[1])] = True
    return grid


def read_words(path: Path, page: int, sideways: bool) -> list[tuple[str, float, float]]:
    """Poppler's words with the middle of each, as fractions of the page."""
    command = ["pdftotext", "-bbox", "-cropbox", "-f", str(page), "-l", str(page), str(path), "-"]
    told = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout  # noqa: S603 - our own file
    tree = ElementTree.fromstring(told)  # noqa: S314 - poppler wrote it
    sheet = tree.find(".//{*}page")
    assert sheet is not None
    width, height = float(sheet.attrib["width"]), float(sheet.attrib["height"])
    width, height = (height, width) if sideways else (width, height)  # poppler turns the words, but not the sheet it tells of
    found = []
    for word in sheet.iter("{http://www.w3.org/1999/xhtml}word"):
        a, b, c, d = (float(word.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax"))
        found.append((word.text or "", (a + c) / 2 / width, (b + d) / 2 / height))
    return found


def list_quotes(source: SourceText) -> dict[int, list[tuple[int, int]]]:
    """Page -> passages of some length that stand on it whole."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end, *_rest in source.passages:
        for number, first, last in source.pages:
            if first <= start and end <= last and end - start > 15 and any(char.isalpha() for char in source.text[start:end]):
                found.setdefault(number, []).append((start, end))
    return found


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, float, bool]]:
    """Layout, quote, IoU, and whether poppler's words inside the boxes are those of the quote."""
    folder = tmp_path_factory.mktemp("boxes")
    found = []
    with Desk(folder / "desk.sqlite") as desk:
        for name, content in make_layouts():
            source = open_source(desk, keep_source(desk, content), "a.pdf")
            (folder / "a.pdf").write_bytes(content)
            found += [(name, *one) for one in measure(desk, source, content, folder / "a.pdf")]
    return found


def measure(desk: Desk, source: SourceText, content: bytes, path: Path) -> Iterator[tuple[str, float, bool]]:
    document = pypdfium2.PdfDocument(content)
    for number, ranges in list_quotes(source).items():
        page = document[number - 1]
        printed, words = read_letters(page.raw), read_words(path, number, page.get_rotation() in (90, 270))
        stream = "".join(letter for letter, _box in printed)
        drawn = draw_source(desk, source, number, ranges)
        for (start, end), boxes in zip(ranges, drawn.boxes, strict=True):
            quote = source.text[start:end]
            at = stream.find(letters(quote))
            if at < 0 or stream.count(letters(quote)) != 1:
                continue  # a cell label inside a sentence: nobody can say here which was meant
            lines = find_lines([box for _letter, box in printed[at : at + len(letters(quote))]], page.get_rotation() in (90, 270))
            mine, theirs = paint(boxes), paint(lines)
            inside = "".join(word for word, x, y in words if any(a <= x <= c and b <= y <= d for a, b, c, d in boxes))
            yield quote, float((mine & theirs).sum() / (mine | theirs).sum()), sorted(letters(inside)) == sorted(letters(quote))
    document.close()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
def test_boxes_cover_the_quotes(measured: list[tuple[str, str, float, bool]]) -> None:
    """IoU at least 0.95 on 99 of 100 quotes, in every layout nearly as good; and the words under the boxes are the quote's and no others."""
    assert len(measured) >= 300
    bad = [(name, round(iou, 3), quote[:60]) for name, quote, iou, _same in measured if iou < 0.95]
    assert len(bad) <= len(measured) / 100, bad[:20]
    strange = [(name, quote[:60]) for name, quote, _iou, same in measured if not same]
    assert len(strange) <= len(measured) / 100, strange[:20]
    assert {name for name, *_rest in measured} == {name for name, _content in make_layouts()}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
def test_the_measure_sees_wrong_boxes(measured: list[tuple[str, str, float, bool]]) -> None:
    """Boxes one line too few, or shifted by a line, would not pass."""
    lines = [(0.1, 0.1, 0.9, 0.11), (0.1, 0.12, 0.9, 0.13), (0.1, 0.14, 0.5, 0.15)]
    for wrong in (lines[:2], [(a, b + 0.02, c, d + 0.02) for a, b, c, d in lines], [(0.1, 0.1, 0.9, 0.15)]):
        mine, theirs = paint(wrong), paint(lines)
        assert (mine & theirs).sum() / (mine | theirs).sum() < 0.95
