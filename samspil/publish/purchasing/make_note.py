"""A story as a short note (DOCX): the answer, cautions, and the sections that fit a note; real headings and header rows; the same bytes every time."""

from collections.abc import Collection
from typing import Any

from samspil.publish.docx_file import pack_document, set_up_document
from samspil.publish.purchasing.make_story import ROOM, Section, Story, show
from samspil.purchasing.make_or_buy.errors import complain
from samspil.vocabulary.texts import say

NOTE = ("answer", "citizens", "costs", "change", "shocks", "goal", "figures", "definitions", "scenarios", "assumptions")
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


def to_docx(story: Story, keys: Collection[str] = NOTE) -> bytes:
    """The note's bytes. `keys`: the sections that fit a note. Raises MakeError without python-docx."""
    try:
        import docx
    except ImportError as error:
        raise complain("no_docx") from error
    document = docx.Document()
    set_up_document(document, _clean(story.title), (210, 297), 22)
    document.add_paragraph(_clean(story.title), "Title")
    document.add_paragraph(_clean(story.statement), "Intense Quote")
    document.add_paragraph(_clean(story.answer)).runs[0].bold = True
    _list(document, say(f"{ROOM}.section_cautions"), story.cautions)
    for section in story.sections:
        if section.key in keys:
            _write(document, section)
    _list(document, say(f"{ROOM}.section_method"), story.method)
    return pack_document(document)


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
