"""PDF files: raw text whose offsets lead to places on the page."""

import functools
import io
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import weasyprint
from PIL import Image
from raw_pdf import DANISH, make_pdf, scanned_pdf, show, stream, text_pdf

from samspil.documents import ocr
from samspil.documents.drawing import DrawnPage, choose_scale, draw_pages, find_boxes, render_page
from samspil.documents.limits import MAX_PIXELS
from samspil.documents.pdfium import PageFrame
from samspil.documents.read import read_document
from samspil.errors import RejectedError
from samspil.values.document import Box, Document, Page

AGREEMENT = """<html lang=da><style>
@page {{ size: A4; margin: 2cm; @bottom-center {{ content: "Side " counter(page) }} }}
body {{ font: 10pt/1.4 sans-serif; column-count: {columns}; hyphens: auto; text-align: justify }}
</style><title>Budgetaftale 2026</title><body>
<h1>Velfærdsteknologi og digitalisering</h1>
<p>{filler}</p><p>Aftaleparterne afsætter 1,5 mio. kr. årligt til velfærdsteknologiske hjælpemidler i hjemmeplejen, så borgerne bliver
mere selvhjulpne, og effektiviseringsgevinsten bliver i ældreplejen. Konkurrenceudsættelsen fortsætter uændret.</p><p>{filler}</p>
<table><tr><th>Emne<th>2026<th>2027</tr><tr><td>Skærmbesøg<td>300<td>-1.500</tr></table></body></html>"""
FILLER = "Børnehaverne og ældreplejen får flere medarbejdere, og kommunens økonomi er sund. " * 6


@functools.cache
def agreement(columns: int) -> bytes:
    pdf: bytes = weasyprint.HTML(string=AGREEMENT.format(columns=columns, filler=FILLER)).write_pdf()
    return pdf


def squeeze(text: str) -> str:
    """Letters only: hyphens and line ends do not count."""
    return "".join(letter for letter in text if letter.isalnum())


def find_quote(page: Page, first: str, last: str) -> tuple[int, int]:
    """The range from one word to another, wherever lines end within them."""
    start = find_word(page.raw, first, 0)[0]
    return start, find_word(page.raw, last, start)[1]


def find_word(raw: str, word: str, start: int) -> tuple[int, int]:
    match = re.compile(r"[\u2010\ufffe\s]*".join(word)).search(raw, start)
    assert match is not None
    return match.span()


def test_lines_are_ranges_of_the_raw_text() -> None:
    document = read_document(agreement(2), "aftale.pdf")
    page = document.pages[0]
    assert document.format == "pdf"
    assert document.title == "Budgetaftale 2026"
    texts = [page.raw[line.start : line.end] for line in page.lines]
    assert all(text.strip() and "\r\n" not in text for text in texts)
    assert [text for text in texts if text] == [part for part in page.raw.split("\r\n") if part.strip()]


def test_line_has_box_size_and_weight() -> None:
    page = read_document(agreement(2), "aftale.pdf").pages[0]
    heading, body = page.lines[0], page.lines[5]
    assert heading.bold
    assert not body.bold
    assert (heading.size, body.size) == (20.0, 10.0)
    assert (page.width, page.height) == (595.3, 841.9)
    for line in page.lines:
        assert line.box is not None
        left, top, right, bottom = line.box
        assert 0 < left < right < page.width
        assert 0 < top < bottom < page.height
    tops = [line.box[1] for line in page.lines[:5] if line.box]
    assert tops == sorted(tops)


def test_a_table_row_comes_on_one_line() -> None:
    """What the next room relies on: label and figures with single blanks between them."""
    raw = read_document(agreement(1), "aftale.pdf").pages[0].raw
    assert "Emne 2026 2027\r\nSkærmbesøg 300 -1.500" in raw


@pytest.mark.parametrize("columns", [1, 2])
def test_boxes_cover_a_hyphenated_quote(columns: int) -> None:
    """The drawn places hold the words and nothing else: reading the page within each box gives the quote back."""
    page = read_document(agreement(columns), "aftale.pdf").pages[0]
    start, end = find_quote(page, "Aftaleparterne", "selvhjulpne")
    boxes = find_boxes(agreement(columns), 1, start, end)
    lines = page.raw[start:end].count("\r\n") + 1
    assert len(boxes) == lines
    assert squeeze("".join(read_within(agreement(columns), box) for box in boxes)) == squeeze(page.raw[start:end])


def read_within(data: bytes, box: Box) -> str:
    """The text whose middle lies in a box, by another way: every line's characters one by one."""
    page = read_document(data, "a.pdf").pages[0]
    found = []
    for line in page.lines:
        if line.box and line.box[1] - 2 <= (box[1] + box[3]) / 2 <= line.box[3] + 2:
            for offset in range(line.start, line.end):
                for left, _, right, _ in find_boxes(data, 1, offset, offset + 1):
                    if box[0] - 0.1 <= (left + right) / 2 <= box[2] + 0.1:
                        found.append(page.raw[offset])
    return "".join(found)


def open_drawn(data: bytes, ranges: list[tuple[int, int]], dpi: int) -> tuple[int, int, list[list[Box]], Image.Image]:
    """Page 1 drawn with the places of quotes; its picture in shades of grey."""
    ((number, page),) = draw_pages(data, {1: ranges}, dpi)
    assert (number, isinstance(page, DrawnPage)) == (1, True)
    picture = Image.open(io.BytesIO(page.png))
    assert len(picture.getcolors() or ()) <= 16
    return page.width, page.height, page.boxes, picture.convert("L")


def test_a_page_that_is_not_there_costs_only_itself() -> None:
    """The other pages of the job are drawn."""
    assert [number for number, _page in draw_pages(agreement(2), {99: [], 1: [(0, 1)], 0: []})] == [1]


def test_drawn_page_brings_picture_and_fractions() -> None:
    page = read_document(agreement(2), "aftale.pdf").pages[0]
    ranges = [find_quote(page, "Aftaleparterne", "hjemmeplejen"), find_quote(page, "Skærmbesøg", "300")]
    width, height, boxes, image = open_drawn(agreement(2), ranges, 110)
    assert (image.mode, image.size) == ("L", (width, height))
    assert width == pytest.approx(595.3 * 110 / 72, abs=2)
    assert len(boxes) == 2
    assert all(0 <= place <= 1 for found in boxes for box in found for place in box)
    left, top, right, bottom = boxes[1][0]
    ink = image.crop((int(left * width), int(top * height), int(right * width) + 1, int(bottom * height) + 1))
    assert min(ink.tobytes()) < 100


def test_same_page_gives_the_same_picture() -> None:
    assert render_page(agreement(2), 1) == render_page(agreement(2), 1)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_page_that_is_not_there(number: int) -> None:
    with pytest.raises(ValueError, match="page"):
        render_page(text_pdf(), number)


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(595, 842, 110 / 72), (1e5, 1e5, (MAX_PIXELS / 1e10) ** 0.5), (1e9, 1.0, 0.0), (0, 100, 0.0), (float("inf"), 1, 0.0)],
)
def test_no_picture_is_larger_than_the_limit(width: float, height: float, expected: float) -> None:
    assert choose_scale(width, height, 110) == pytest.approx(expected)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_of_a_turned_page_are_as_seen(turn: int) -> None:
    """The box holds ink on the picture of the page, whichever way it is turned and wherever its corner lies."""
    data = make_pdf([show([DANISH], x=172, top=600)], page=b"/Rotate %d" % turn, box=b"[100 50 695 892]")
    page = read_document(data, "a.pdf").pages[0]
    width, height, boxes, image = open_drawn(data, [(0, len(page.raw.rstrip()))], 72)
    ink = Image.eval(image, lambda value: 255 - value).getbbox()
    assert ink is not None
    left, top, right, bottom = boxes[0][0]
    drawn = (left * width, top * height, right * width, bottom * height)
    assert drawn == pytest.approx(ink, abs=4)
    assert (page.width > page.height) == (turn in (90, 270))


SIZES = [
    (b"BT /F1 11 Tf 72 700 Td (%s) Tj ET", "plainly"),
    (b"BT /F1 1 Tf 11 0 0 11 72 700 Tm (%s) Tj ET", "by the text matrix, as InDesign does"),
    (b"q 0.1 0 0 0.1 0 0 cm BT /F1 110 Tf 720 7000 Td (%s) Tj ET Q", "by the page's own scale"),
    (b"BT /F1 1 Tf 0 11 -11 0 72 300 Tm (%s) Tj ET", "turned upwards"),
    (b"BT /F1 -11 Tf -1 0 0 -1 72 300 Tm (%s) Tj ET", "twice mirrored"),
]


@pytest.mark.parametrize(("content", "why"), SIZES)
def test_size_is_as_seen_however_it_is_set(content: bytes, why: str) -> None:
    document = read_document(make_pdf([content % b"Budgetaftale for Viborg Kommune"]), "a.pdf")
    assert [line.size for line in document.pages[0].lines] == [11.0], why


def to_unicode(code: bytes) -> bytes:
    """A font whose letter 'A' means the given UTF-16 code."""
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <%s> endbfchar endcmap end end" % code
    )


@pytest.mark.parametrize(
    ("code", "letter"), [(b"D83DDE00", "\ufffd\ufffd"), (b"00C60031", "\u00c61"), (b"FFFE", "\ufffe"), (b"D83D", None)]
)
def test_offsets_hold_after_odd_letters(code: bytes, letter: str | None) -> None:
    """Beyond the first 65,536 characters, several letters for one glyph, no character at all: the words after it are still found."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>"
    data = make_pdf([show(["A A A budgettet for Viborg Kommune"])], font=font, extra={5: stream(to_unicode(code))})
    page = read_document(data, "a.pdf").pages[0]
    start, end = find_quote(page, "budgettet", "Viborg")
    (box,) = find_boxes(data, 1, start, end)
    assert read_within(data, box).strip() == "budgettet for Viborg"
    assert letter is None or letter in page.raw
    page.raw.encode("utf-8")


def test_corners_of_a_frame() -> None:
    frame = PageFrame(left=10, bottom=20, right=110, top=220, turns=0)
    assert frame.place(10, 220, 30, 200) == (0, 0, 20, 20)
    assert (frame.width, frame.height) == (100, 200)


def test_scanned_pages_are_named() -> None:
    document = read_document(scanned_pdf(3, 2), "a.pdf")
    assert document.notes == ("Side 1-3 er indscannet uden tekst og er ikke læst.",)
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5]


def test_blank_page_is_no_scan() -> None:
    document = read_document(make_pdf([show([DANISH] * 4), b"", show(["Budget 2026"])]), "a.pdf")
    assert document.verdict == "ok"


def scan(pages: int) -> bytes:
    """A paper copy: pictures of a page of text, without text."""
    picture = Image.open(io.BytesIO(render_page(agreement(1), 1, dpi=200)))
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=200, save_all=True, append_images=[picture] * (pages - 1))
    return out.getvalue()


@pytest.mark.skipif(not ocr.is_available(), reason="tesseract with Danish is not installed")
def test_scan_is_read_when_asked() -> None:
    with pytest.raises(RejectedError) as refusal:
        read_document(scan(1), "scan.pdf")
    assert refusal.value.verdict == "needs_ocr"
    document = read_document(scan(1), "scan.pdf", ocr=True)
    page = document.pages[0]
    assert page.ocr
    assert document.verdict == "warn"
    line = next(line for line in page.lines if page.raw[line.start : line.end].startswith("Aftaleparterne"))
    assert line.box is not None
    assert line.box[0] == pytest.approx(56.7 + 6, abs=2)  # margin of the page and of the body
    assert "1,5 mio. kr. årligt til velfærdsteknologiske" in page.raw[line.start : line.end]
    assert 8 < line.size < 20


def test_ocr_without_tesseract_is_no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    ocr.list_languages.cache_clear()
    with pytest.raises(RejectedError) as refusal:
        read_document(scan(1), "scan.pdf", ocr=True)
    ocr.list_languages.cache_clear()
    assert refusal.value.verdict == "needs_ocr"


def test_progress_names_every_page() -> None:
    seen: list[int] = []
    read_document(text_pdf(3), "a.pdf", progress=seen.append)
    assert seen == [1, 2, 3]


def test_sample_agreements_are_read_without_a_note(devset: Path) -> None:
    files = sorted((devset / "docs").iterdir())
    found: dict[str, Document] = {path.name: read_document(path.read_bytes(), path.name) for path in files}
    assert {name for name, document in found.items() if document.notes} == set()
    assert all(len(page.lines) > 10 for document in found.values() for page in document.pages)


@pytest.mark.parametrize(
    ("ground", "shades"),
    [("", 4), ("background: #d8d8d8", 16), ("background: linear-gradient(#fff, #888)", 16)],
    ids=["letters_and_lines", "tinted", "gradient"],
)
def test_a_page_of_letters_takes_fewer_shades_than_one_with_tints(ground: str, shades: int) -> None:
    """Tints keep their sixteen shades; a pale thin line does not become white among four."""
    html = f"<style>@page {{ size: A6 }}</style><div style='height: 6cm; {ground}'>Budget 2026</div><hr style='border: 0; border-top: 1px solid #d0d0d0'>"
    data = weasyprint.HTML(string=html).write_pdf()
    ((_number, page),) = draw_pages(data, {1: []}, 90)
    picture = Image.open(io.BytesIO(page.png))
    palette = picture.getpalette() or []
    assert len(palette) // 3 == shades
    grey = picture.convert("L")
    lower = grey.crop((0, int(grey.height * 0.55), grey.width, grey.height))
    assert np.asarray(lower).min() < 240
