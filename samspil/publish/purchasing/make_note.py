"""A story as a short note (DOCX): the answer, cautions, and the sections that fit a note; real headings and header rows; the same bytes every time."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from samspil.publish.docx_file import pack_document
from samspil.publish.purchasing.make_story import ROOM, Section, Story, show
from samspil.purchasing.make_or_buy.errors import complain
from samspil.vocabulary.texts import language, say

NOTE = ("answer", "citizens", "costs", "change", "shocks", "goal", "figures", "definitions", "scenarios", "assumptions")
LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


def to_docx(story: Story, keys: Collection[str] = NOTE) -> bytes:
    """The note's bytes. `keys`: the sections that fit a note. Raises MakeError without python-docx."""
    try:
        import docx
    except ImportError as error:
        raise complain("no_docx") from error
    document = docx.Document()
    _set_up(document, story)
    document.add_paragraph(_clean(story.title), "Title")
    document.add_paragraph(_clean(story.statement), "Intense Quote")
    document.add_paragraph(_clean(story.answer)).runs[0].bold = True
    _list(document, say(f"{ROOM}.section_cautions"), story.cautions)
    for section in story.sections:
        if section.key in keys:
            _write(document, section)
    _list(document, say(f"{ROOM}.section_method"), story.method)
    return pack_document(document)


def _set_up(document: Any, story: Story) -> None:
    """Language, properties with a fixed date, A4."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    properties = document.core_properties
    properties.title, properties.author, properties.comments = _clean(story.title)[:200], "Samspil", ""
    properties.language = LANGUAGES[language()]
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    document.styles["Normal"].font.name = "Calibri"
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), LANGUAGES[language()])


def _list(document: Any, title: str, lines: tuple[str, ...]) -> None:
    if lines:
        document.add_heading(_clean(title), 1)
        for line in lines:
            document.add_paragraph(_clean(line), "List Bullet")


def _write(document: Any, section: Section) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    document.add_heading(_clean(section.title), 1)
    for line in section.lines:
        document.add_paragraph(_clean(line))
    if section.table is None:
        return
    columns = section.table.columns
    grid = document.add_table(rows=1, cols=len(columns), style="Light List Accent 1")
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, column in zip(grid.rows[0].cells, columns, strict=True):
        cell.text = _clean(column.title)
    for row in section.table.rows:
        for cell, value, column in zip(grid.add_row().cells, row, columns, strict=True):
            cell.text = _clean(show(value, column.style))
            if column.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _clean(text: str) -> str:
    return text.translate(_NOT_XML)
