"""Word files: paragraphs, headings, items and table rows in order. Deleted and hidden text and comments are left out."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from samspil.documents.archive import Archive
from samspil.documents.builder import PageBuilder
from samspil.documents.docx_styles import (
    VAL,
    Style,
    W,
    child_value,
    has_numbering,
    is_on,
    read_outline,
    read_size,
    read_styles,
    read_switch,
)
from samspil.documents.limits import rejection
from samspil.documents.plain import describe_letters
from samspil.documents.rows import find_cells
from samspil.values import codes
from samspil.values.document import Document
from samspil.vocabulary.texts import say

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DOCTYPE = [word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")]
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External""", re.I)
_HYPERLINK = re.compile(rb"<Relationship\b[^>]*hyperlink[^>]*>", re.I)

# Content that is not there for the reader any more, or stands elsewhere.
_LEFT_OUT = {
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "rt",
        "object",
        "instrText",
        "delText",
        "delInstrText",
        "commentReference",
        "sectPr",
        "sdtPr",
    )
} | {f"{_COMPATIBILITY}Fallback"}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad"}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")} | {
    f"{_COMPATIBILITY}AlternateContent",
    f"{_COMPATIBILITY}Choice",
}
_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT, _BOX = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}t", f"{W}txbxContent"
_MOST_COLUMNS = 64
_BLANKS = re.compile(r"[ \t\r\f\v]+")


def read_docx(data: bytes) -> Document:
    """The whole document as one page. Raises RejectedError (bomb, unsafe names, DTD, damaged, empty)."""
    archive = Archive(data)
    refuse_doctypes(archive)
    styles = read_styles(parse_part(archive, "word/styles.xml"))
    body = parse_part(archive, "word/document.xml")
    if body is None:
        raise rejection("damaged")
    reader = _Reader(styles)
    reader.read_blocks(body.find(f"{W}body"))
    reader.finish_paragraph()
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        reader.read_notes(parse_part(archive, part))
    reader.read_boxes()
    if reader.page.is_empty:
        raise rejection("no_text_in_file")
    page = reader.page.build()
    notes = [*describe(archive, reader), *describe_letters(page.raw, reader.page.unsafe)]
    return Document("docx", (page,), read_title(archive), codes.WARN if notes else codes.OK, tuple(notes))


def refuse_doctypes(archive: Archive) -> None:
    """No Word program writes a DOCTYPE; those that do are after files or memory. Raises RejectedError."""
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels")):
            part = archive.read(name)
            if any(word in part for word in _DOCTYPE):
                raise rejection("dtd")


def parse_part(archive: Archive, name: str) -> Any | None:
    """The root of one XML part, None when the file lacks it. Raises RejectedError when it is damaged."""
    if name not in archive:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise rejection("damaged") from error


def read_title(archive: Archive) -> str:
    """The title field of the file's properties."""
    root = parse_part(archive, "docProps/core.xml")
    element = root.find(_TITLE) if root is not None else None
    return (element.text or "").strip() if element is not None else ""


def describe(archive: Archive, reader: "_Reader") -> list[str]:
    """Notes for people: things in the file that were left alone."""
    notes = []
    links = [archive.read(name) for name in archive.names if name.endswith(".rels")]
    if any(_EXTERNAL.search(_HYPERLINK.sub(b"", part)) for part in links):
        notes.append(say("documents.external_parts"))
    embedded = sum(1 for name in archive.names if name.startswith("word/embeddings/"))
    if embedded:
        notes.append(say("documents.attachments", count=embedded))
    if reader.deleted:
        notes.append(say("documents.tracked_changes"))
    return notes


class _Reader:
    """Walks the body once; text boxes wait in `boxes` until the end."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.styles = styles
        self.page = PageBuilder()
        self.boxes: list[Any] = []
        self.deleted = False
        self._tabbed_table = 0  # the table that figures behind tabs belong to, while they follow each other
        self._carried = ""  # text of a paragraph whose end was deleted: it goes on in the next

    def read_blocks(self, parent: Any | None) -> None:
        """Paragraphs and tables below `parent`, through the wrappers of content controls and tracked insertions."""
        for element in parent if parent is not None else ():
            if element.tag == _PARAGRAPH:
                self.read_paragraph(element)
            elif element.tag == _TABLE:
                self.read_table(element)
            elif element.tag in _WRAPPERS:
                self.read_blocks(element)
            elif element.tag in (f"{W}del", f"{W}moveFrom"):
                self.deleted = True

    def read_paragraph(self, element: Any) -> None:
        """One paragraph with the role its style gives it."""
        properties = element.find(f"{W}pPr")
        style = self.styles.get(child_value(properties, "pStyle"), self.styles.get("", Style()))
        text = self._carried + self.text_of(element)
        self._carried = ""
        if style.contents:
            return
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = text
            self.deleted = True
            return
        self.add_paragraph(element, properties, style, text)

    def finish_paragraph(self) -> None:
        """A carried text that no paragraph goes on with stands alone."""
        self.page.add(self._carried)
        self._carried = ""

    def add_paragraph(self, element: Any, properties: Any | None, style: Style, text: str) -> None:
        """Sort by heading, caption, list, tabbed figures; anything else is a paragraph."""
        level = read_outline(properties) or style.level
        size, bold = run_look(element, style)
        cells = find_cells(text, 0, len(text)) if "\t" in text.strip() and not level else None
        text = text if cells else _BLANKS.sub(" ", text)
        numbering = properties.find(f"{W}numPr") if properties is not None else None
        is_item = has_numbering(properties) if numbering is not None else style.item
        if level and len(text) <= 300:
            self.page.add(text, "heading", level=level, size=size, bold=bold)
        elif cells:
            self._tabbed_table = self._tabbed_table or self.page.next_table()
            self.page.add_row([text[start:end] for start, end in cells], self._tabbed_table)
            return
        else:
            role = "caption" if style.caption else "item" if is_item else "paragraph"
            self.page.add(text, role, size=size, bold=bold)
        self._tabbed_table = 0

    def read_table(self, table: Any) -> None:
        """A table's rows; a table of single cells only frames its text, and is read as the paragraphs in it."""
        self.finish_paragraph()
        rows = [row for row in self._children(table, _ROW) if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(self._children(row, _CELL)) for row in rows]
        if all(len(each) <= 1 for each in cells):
            for each in cells:
                for cell in each:
                    self.read_blocks(cell)
            return
        number = self.page.next_table()
        for row, each in zip(rows, cells, strict=True):
            self.page.add_row(list(self.cell_texts(row, each)), number)
            for cell in each:
                for inner in self._children(cell, _TABLE):
                    self.read_table(inner)

    def cell_texts(self, row: Any, cells: list[Any]) -> Iterator[str]:
        """One text for each column: spanned columns and the rest of cells merged downwards are empty."""
        before = child_value(row.find(f"{W}trPr"), "gridBefore")
        yield from [""] * _columns(before, 0)
        for cell in cells:
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            goes_on = merged is not None and merged.get(VAL, "continue") == "continue"
            texts = (_BLANKS.sub(" ", self.text_of(each)).strip() for each in self._children(cell, _PARAGRAPH))
            yield "" if goes_on else "\n".join(text for text in texts if text)
            yield from [""] * (_columns(child_value(properties, "gridSpan"), 1) - 1)

    def _children(self, parent: Any, tag: str) -> Iterator[Any]:
        """Children of a kind, also inside wrappers."""
        for element in parent:
            if element.tag == tag:
                yield element
            elif element.tag in _WRAPPERS:
                yield from self._children(element, tag)

    def text_of(self, element: Any) -> str:
        """The visible text below an element; text boxes are put aside."""
        return "".join(self._pieces(element))

    def _pieces(self, parent: Any) -> Iterator[str]:
        for element in parent:
            tag = element.tag
            if tag == _TEXT:
                yield element.text or ""
            elif tag in _SIGNS:
                yield " " if element.get(f"{W}type") in ("page", "column") else _SIGNS[tag]
            elif tag == _BOX:
                self.boxes.append(element)
            elif tag in _LEFT_OUT:
                self.deleted = self.deleted or tag in (f"{W}del", f"{W}moveFrom")
            elif tag != f"{W}r" or not is_hidden(element):
                yield from self._pieces(element)

    def read_notes(self, root: Any | None) -> None:
        """Foot- or endnotes; the first two are the separator lines."""
        for note in root if root is not None else ():
            if note.get(f"{W}type", "normal") == "normal":
                self.read_blocks(note)

    def read_boxes(self) -> None:
        """Text boxes, also boxes inside boxes."""
        while self.boxes:
            self.read_blocks(self.boxes.pop(0))


def run_look(element: Any, style: Style) -> tuple[float, bool]:
    """Size of the first run in points, and whether all text of the paragraph is bold."""
    runs = [run for run in element.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(_TEXT))]
    if not runs:
        return style.size, False
    switches = [read_switch(run.find(f"{W}rPr"), "b") for run in runs]
    bold = all(style.bold if switch is None else switch for switch in switches)
    return read_size(runs[0].find(f"{W}rPr")) or style.size, bold


def is_hidden(run: Any) -> bool:
    """Text that Word does not show (font property 'hidden')."""
    properties = run.find(f"{W}rPr")
    element = properties.find(f"{W}vanish") if properties is not None else None
    return element is not None and is_on(element.get(VAL, "1"))


def _columns(value: str, otherwise: int) -> int:
    return min(int(value), _MOST_COLUMNS) if value.isdigit() and len(value) < 9 else otherwise
