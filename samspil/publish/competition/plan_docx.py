"""A tender plan as a document (DOCX): answer, what to look at, the plan, then task by task; real headings and header rows; the same bytes every time.

python-docx gives the document and its styles; paragraphs and tables are written as elements, since by way of the library each costs a search through the whole document
and a plan of some hundred tasks takes minutes.
"""

from collections.abc import Sequence
from typing import Any

from samspil.competition.errors import complain
from samspil.publish.competition import plan_words as words
from samspil.publish.competition.plan_story import Section, Story, Task, page_sections, show
from samspil.publish.competition.plan_tables import Table
from samspil.publish.docx_file import pack_document, set_up_document

_LEFT_OUT = ("gantt", "thresholds")  # the drawing is the page's; the thresholds are in the workbook
_TABLE = "Light List Accent 1"
_STYLES = ("Title", "Intense Quote", "Heading 1", "Heading 2", "List Bullet", _TABLE)
_WIDTH = 14_797  # twentieths of a point between the margins: 261 mm
_LETTERS = "17"  # half points, in a table
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


def to_docx(story: Story) -> bytes:
    """The document's bytes. Raises CompetitionError without python-docx."""
    try:
        import docx
    except ImportError as error:
        raise complain(f"{words.ROOM}.error_no_docx") from error
    document = docx.Document()
    _set_up(document, story)
    writer = _Writer(document)
    writer.write(story.title, "Title")
    writer.write(story.statement, "Intense Quote")
    writer.write(story.answer, bold=True)
    for section in page_sections(story):
        if section.key not in _LEFT_OUT:
            _write(writer, story, section)
    writer.write(words.word("section_method"), "Heading 1")
    writer.list(story.method)
    return pack_document(document)


def _set_up(document: Any, story: Story) -> None:
    """A4 across: the plan is wide."""
    from docx.enum.section import WD_ORIENT

    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    set_up_document(document, _clean(story.title), (297, 210), 18)


def _write(writer: "_Writer", story: Story, section: Section) -> None:
    writer.write(section.title, "Heading 1")
    for line in section.lines:
        writer.write(line)
    for title, lines in section.groups:
        writer.write(title, bold=True, keep=True)
        writer.list(lines)
    if section.table and section.table.rows:
        writer.table(section.table)
    if section.key == "tasks":
        for task in story.tasks:
            _write_task(writer, task)


def _write_task(writer: "_Writer", task: Task) -> None:
    writer.write(task.title, "Heading 2")
    writer.list(task.lines)
    for table in task.tables:
        writer.table(table)
        writer.write("")  # two tables without a paragraph between them would become one
    if task.requirements:
        writer.write(words.word("requirements_head"), bold=True, keep=True)
        writer.list(task.requirements)


class _Writer:
    """Adds to the end of a document."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn

        self._qn = qn
        self._end = document.element.body.sectPr
        self._styles = {name: document.styles[name].style_id for name in _STYLES}

    def write(self, text: str, style: str = "", *, bold: bool = False, keep: bool = False) -> None:
        """A paragraph. `keep`: on the page of what follows."""
        paragraph = self._make("w:p")
        self._end.addprevious(paragraph)
        settings = self._add(paragraph, "w:pPr")
        if style:
            self._add(settings, "w:pStyle", **{"w:val": self._styles[style]})
        if keep:
            self._add(settings, "w:keepNext")
        self._run(paragraph, text, "w:b" if bold else "")

    def list(self, lines: Sequence[str]) -> None:
        """A point for each line."""
        for line in lines:
            self.write(line, "List Bullet")

    def table(self, table: Table) -> None:
        """A table whose head stands on every page."""
        total = sum(column.width for column in table.columns)
        widths = [str(_WIDTH * column.width // total) for column in table.columns]
        grid = self._make("w:tbl")
        self._end.addprevious(grid)
        settings = self._add(grid, "w:tblPr")
        self._add(settings, "w:tblStyle", **{"w:val": self._styles[_TABLE]})
        self._add(settings, "w:tblW", **{"w:w": str(_WIDTH), "w:type": "dxa"})
        self._add(settings, "w:tblLayout", **{"w:type": "fixed"})
        self._add(settings, "w:tblLook", **{"w:val": "04A0", "w:firstRow": "1", "w:firstColumn": "1", "w:noVBand": "1"})
        columns = self._add(grid, "w:tblGrid")
        for width in widths:
            self._add(columns, "w:gridCol", **{"w:w": width})
        self._row(grid, [(column.title, False) for column in table.columns], widths, "w:tblHeader")
        for row in table.rows:
            cells = [(show(value, column.style), column.numeric) for value, column in zip(row, table.columns, strict=True)]
            self._row(grid, cells, widths, "w:cantSplit")

    def _row(self, grid: Any, cells: Sequence[tuple[str, bool]], widths: Sequence[str], mark: str) -> None:
        """A row of texts; the second of each pair: to the right. `mark`: the head, or a row that does not break."""
        row = self._add(grid, "w:tr")
        self._add(self._add(row, "w:trPr"), mark)
        for (text, right), width in zip(cells, widths, strict=True):
            cell = self._add(row, "w:tc")
            self._add(self._add(cell, "w:tcPr"), "w:tcW", **{"w:w": width, "w:type": "dxa"})
            paragraph = self._add(cell, "w:p")
            if right:
                self._add(self._add(paragraph, "w:pPr"), "w:jc", **{"w:val": "right"})
            self._run(paragraph, text, "w:sz")

    def _run(self, paragraph: Any, text: str, look: str) -> None:
        run = self._add(paragraph, "w:r")
        if look:
            self._add(self._add(run, "w:rPr"), look, **({"w:val": _LETTERS} if look == "w:sz" else {}))
        self._add(run, "w:t", **{"xml:space": "preserve"}).text = _clean(text)

    def _make(self, tag: str) -> Any:
        from docx.oxml import OxmlElement

        return OxmlElement(tag)

    def _add(self, parent: Any, tag: str, **attributes: str) -> Any:
        from lxml import etree

        return etree.SubElement(parent, self._qn(tag), {self._qn(name): value for name, value in attributes.items()})


def _clean(text: str) -> str:
    return text.translate(_NOT_XML)
