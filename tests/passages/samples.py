"""Documents for tests, written as plain Python: pages of lines with boxes, and files made by WeasyPrint."""

from samspil.documents.read import read_document
from samspil.passages.split import split_passages
from samspil.values.document import Box, Document, Line, Page
from samspil.values.passage import CleanText, Passage

WIDTH, HEIGHT = 595.0, 842.0
LETTER = 5.25


def typed(text: str) -> Document:
    """Plain text as the documents room gives it: a `Line` for each line that is not blank."""
    lines, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(offset, offset + len(line)))
        offset += len(line) + 1
    return Document("text", (Page(1, text, tuple(lines)),))


def printed(*pages: list[str], left: float = 70.0, pitch: float = 15.0) -> Document:
    """A PDF of one column: every string a line of 10.5 points; '' leaves a gap; '^' before a line puts it at the page's head, 'v' at its foot."""
    return Document("pdf", tuple(_page(number, lines, left, pitch) for number, lines in enumerate(pages, 1)))


def _page(number: int, texts: list[str], left: float, pitch: float) -> Page:
    raw, lines, top = "", [], 120.0
    for text in texts:
        at = 30.0 if text.startswith("^") else 800.0 if text.startswith("v ") else top
        solid = text.removeprefix("^").removeprefix("v ")
        top += 0 if at != top else pitch
        if not solid:
            continue
        box: Box = (left, at, left + LETTER * len(solid), at + 12.0)
        lines.append(Line(len(raw), len(raw) + len(solid), box=box, size=10.5))
        raw += solid + "\r\n"
    return Page(number, raw, tuple(lines), WIDTH, HEIGHT)


def from_html(body: str, css: str = "") -> Document:
    """A small PDF set by WeasyPrint."""
    from weasyprint import HTML

    base = "@page{size:A4;margin:22mm}body{font:10.5pt/1.45 'DejaVu Serif';hyphens:auto}td+td{text-align:right}"
    return read_document(HTML(string=f"<html lang=da><style>{base}{css}</style><body>{body}</body></html>").write_pdf(), "a.pdf")


def texts(document: Document, *kinds: str) -> list[str]:
    """The passages' texts, of all kinds or the kinds named."""
    return [passage.text for passage in split_passages(document)[1] if not kinds or passage.kind in kinds]


def rows(document: Document) -> dict[str, dict[str, str]]:
    """Label -> {column: cell} of all rows."""
    found = [passage for passage in split_passages(document)[1] if passage.kind == "row"]
    return {row.text: dict(zip(row.columns, row.cells, strict=True)) for row in found}


def check(document: Document, clean: CleanText, passages: list[Passage]) -> None:
    """What holds for every document (docs/structure.md)."""
    assert len(clean.home) == len(clean.text)
    assert [number for number, _start, _end in clean.pages] == [page.number for page in document.pages]
    bounds = [edge for _number, start, end in clean.pages for edge in (start, end)]
    assert bounds == sorted(bounds)
    assert all(a[2] == b[1] for a, b in zip(clean.pages, clean.pages[1:], strict=False))
    if clean.pages:
        assert (clean.pages[0][1], clean.pages[-1][2]) == (0, len(clean.text))
    end = 0
    for passage in passages:
        assert passage.text == clean.text[passage.start : passage.end]
        assert passage.text.strip()
        assert passage.start >= end
        end = passage.end
        number, first, last = clean.pages[clean.page_index(passage.start)]
        assert passage.page == number
        assert first <= passage.start < last
