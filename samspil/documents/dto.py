"""A `Document` as JSON and back, for the pipe between child and parent. The receiver checks every range and size again."""

from collections.abc import Mapping
from typing import Any

from samspil.documents.limits import MAX_LINES, MAX_NOTES, MAX_PAGES, MAX_TEXT_BYTES
from samspil.documents.words import MOST_WORDS, parse_word
from samspil.values import codes
from samspil.values.document import Box, Document, Line, Page

FORMATS = ("pdf", "docx", "html", "text")
ROLES = ("", "paragraph", "heading", "item", "row", "caption")


def to_json(document: Document) -> dict[str, Any]:
    """Lines become short lists, because an agreement has thousands of them."""
    return {
        "format": document.format,
        "title": document.title,
        "verdict": document.verdict,
        "notes": list(document.notes),
        "pages": [_page_to_json(page) for page in document.pages],
    }


def _page_to_json(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "raw": page.raw,
        "width": page.width,
        "height": page.height,
        "ocr": page.ocr,
        "words": [[start, end, *box] for start, end, box in page.words],
        "lines": [
            [line.start, line.end, line.role, line.level, line.cells, line.box, line.size, line.bold, line.table] for line in page.lines
        ],
    }


def document_from_json(values: Mapping[str, Any]) -> Document:
    """The document of `to_json`. Raises ValueError for anything else, and for more than the limits allow."""
    try:
        document = Document(
            _require(values["format"] in FORMATS, values["format"]),
            tuple(_page_from_json(page) for page in _listed(values["pages"], MAX_PAGES)),
            _text(values["title"]),
            _require(values["verdict"] in (codes.OK, codes.WARN), values["verdict"]),
            tuple(_text(note) for note in _listed(values["notes"], MAX_NOTES)),
        )
        _require(sum(len(page.raw) for page in document.pages) <= MAX_TEXT_BYTES, "too much text")
        _require(sum(len(page.lines) for page in document.pages) <= MAX_LINES, "too many lines")
    except (KeyError, TypeError, OverflowError, ValueError) as error:
        raise ValueError(f"not a document: {error!r}") from error
    return document


def _page_from_json(values: Mapping[str, Any]) -> Page:
    raw = _text(values["raw"])
    number = _require(_is_count(values["number"]) and values["number"] >= 1, values["number"])
    lines = tuple(_line_from_json(each, len(raw)) for each in _listed(values["lines"], MAX_LINES))
    ocr = _require(isinstance(values["ocr"], bool), values["ocr"])
    words = tuple(parse_word(word) for word in _listed(values.get("words", ()), MOST_WORDS))
    for start, end, _box_of_word in words:
        _check_range(start, end, 0, len(raw))
    return Page(number, raw, lines, _number(values["width"]), _number(values["height"]), ocr, words)


def _line_from_json(values: Any, length: int) -> Line:
    start, end, role, level, cells, box, size, bold, table = _listed(values, 9)
    _check_range(start, end, 0, length)
    for first, last in _listed(cells, MAX_LINES):
        _check_range(first, last, start, end)
    _require(role in ROLES and _is_count(level) and level <= 6 and isinstance(bold, bool) and _is_count(table), values)
    return Line(start, end, role, level, tuple((first, last) for first, last in cells), _box(box), _number(size), bold, table)


def _check_range(start: Any, end: Any, lowest: int, highest: int) -> None:
    _require(_is_count(start) and _is_count(end) and lowest <= start <= end <= highest, (start, end))


def _box(value: Any) -> Box | None:
    if value is None:
        return None
    left, top, right, bottom = _listed(value, 4)
    return (_number(left), _number(top), _number(right), _number(bottom))


def _number(value: Any) -> float:
    _require(isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12, value)
    return float(value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _text(value: Any) -> str:
    _require(isinstance(value, str), value)
    return str(value)


def _listed(value: Any, most: int) -> Any:
    return _require(isinstance(value, list | tuple) and len(value) <= most, value)


def _require(condition: bool, value: Any) -> Any:
    if not condition:
        raise ValueError(str(value)[:80])
    return value
