"""`portfolio.docx` and `suppliers.docx`: the overview, and a sheet per supplier; real headings, header rows and alternative texts, the same bytes every time."""

import importlib.util
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from samspil.errors import SamspilError
from samspil.publish.docx_file import pack_document
from samspil.publish.purchasing import figures_tables as tables
from samspil.publish.purchasing.figures_charts import draw_scatter
from samspil.publish.purchasing.figures_facts import Fact, basis_line, economy_facts, method_lines, overview_facts, supplier_facts, title
from samspil.publish.purchasing.figures_model import Column, Table, show
from samspil.purchasing.figures.model import SupplierFigures
from samspil.purchasing.figures.portfolio import DIVISIONS, Figures
from samspil.purchasing.figures.words import label
from samspil.vocabulary.texts import language, say

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
BLUE, QUIET = "003972", "595959"
TEXT_WIDTH = 14_560  # twentieths of a point between the margins of A4 lying down
MOST_ROWS = 25
_LEFT_OUT = ("relative_days", "listed_days", "above", "refund_level")
_PICTURE = "<!-- chart -->"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TABLE = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:insideH w:val="single" w:sz="4" w:color="DCDCDC"/>'
    '<w:bottom w:val="single" w:sz="4" w:color="DCDCDC"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'
)
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


class _Body:
    """A document's body as XML, put into the file when it is packed: python-docx looks through the whole document for every paragraph."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def heading(self, words: str, *, new_page: bool = False) -> None:
        """A heading of the first level."""
        self._add(words, '<w:pStyle w:val="Heading1"/>' + ("<w:pageBreakBefore/>" if new_page else ""))

    def text(self, words: str) -> None:
        """A paragraph."""
        self._add(words, "")

    def mark(self, words: str) -> None:
        """A paragraph that stands out."""
        self._add(words, '<w:shd w:val="clear" w:color="auto" w:fill="FFEECC"/>', "<w:rPr><w:b/></w:rPr>")

    def title(self, words: str) -> None:
        """The document's title."""
        self._add(words, '<w:pStyle w:val="Title"/>')

    def picture(self) -> None:
        """Where the document's picture goes."""
        self._parts.append(_PICTURE)

    def facts(self, facts: Sequence[Fact], caption: str, *, headed: bool = False) -> None:
        """Names and words in two columns."""
        widths = [4000, TEXT_WIDTH - 4000]
        self._put(
            caption, widths, [_row([_cell(name, widths[0], bold=True), _cell(words, widths[1])]) for name, words in facts], headed=headed
        )

    def table(self, table: Table, caption: str, most: int = 400, *, headed: bool = False) -> None:
        """A table whose columns share the page by their widths; nothing where there are no rows. `headed`: its caption stands above already."""
        if not table.rows:
            return
        whole = sum(_weight(column) for column in table.columns)
        widths = [TEXT_WIDTH * _weight(column) // whole for column in table.columns]
        head = [_cell(column.title, width, bold=True, right=column.numeric) for column, width in zip(table.columns, widths, strict=True)]
        rows = [_row(head, head=True)]
        for row in table.rows[:most]:
            triples = zip(row, table.columns, widths, strict=True)
            rows.append(_row([_cell(show(cell, column.style), width, right=column.numeric) for cell, column, width in triples]))
        self._put(caption, widths, rows, headed=headed)

    def section(self, name: str, table: Table, lead: str) -> None:
        """Heading, a word before, and a table."""
        self.heading(say(f"purchasing_figures.{name}_heading"))
        self.text(lead if table.rows else say("purchasing_figures.gaps_none"))
        self.table(table, say(f"purchasing_figures.{name}_heading"), headed=True)

    def into(self, content: bytes) -> bytes:
        """A `document.xml` with everything put in before the section's properties; its own picture, if any, where it is wanted."""
        text = content.decode("utf-8")
        begin, end = text.index("<w:body>") + len("<w:body>"), text.rindex("<w:sectPr")
        body = "".join(self._parts).replace(_PICTURE, text[begin:end])
        return f"{text[:begin]}{body}{text[end:]}".encode()

    @property
    def wants_picture(self) -> bool:
        """Whether a place is kept for one."""
        return _PICTURE in self._parts

    def _add(self, words: str, look: str, run: str = "") -> None:
        self._parts.append(f"<w:p><w:pPr>{look}</w:pPr><w:r>{run}{_text(words)}</w:r></w:p>")

    def _put(self, caption: str, widths: Sequence[int], rows: Sequence[str], *, headed: bool = False) -> None:
        """Caption, table, and an empty line, without which Word would join two tables."""
        if not headed:
            self._add(caption, '<w:pStyle w:val="Caption"/>')
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        told = escape(_clean(caption), {'"': "&quot;"})
        self._parts.append(f'<w:tbl>{_TABLE}<w:tblCaption w:val="{told}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')
        self._parts.append('<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>')


def portfolio_docx(figures: Figures) -> bytes:
    """The overview. Raises SamspilError when python-docx is not installed."""
    body, book = _begin(figures), tables.Book.of(figures)
    body.heading(say("purchasing_figures.overview_heading"))
    body.facts(overview_facts(figures), say("purchasing_figures.overview_heading"), headed=True)
    body.section("gaps", tables.gaps_table(book), say("purchasing_figures.gaps_lead"))
    body.heading(say("purchasing_figures.scatter_heading"))
    body.text(say("purchasing_figures.scatter_lead" if figures.overview.points else "purchasing_figures.scatter_none"))
    body.picture()
    body.table(tables.points_table(book, 15), say("purchasing_figures.scatter_table"))
    body.heading(say("purchasing_figures.parts_heading"))
    for division in DIVISIONS:
        body.table(tables.overview_parts(book, division), say(f"purchasing_figures.by_{division}"))
    body.section("concentration", tables.concentration_table(book, MOST_ROWS), say("purchasing_figures.concentration_lead"))
    body.section("suppliers", tables.suppliers_table(book, {}), say("purchasing_figures.suppliers_lead"))
    body.heading(say("purchasing_figures.method_heading"))
    for line in method_lines(figures.basis):
        body.text(line)
    return _finish(body, figures)


def suppliers_docx(figures: Figures, wanted: Iterable[str] | None = None) -> bytes:
    """A sheet for each supplier bought of (or each of `wanted`), on a page of its own. Raises SamspilError when python-docx is not installed."""
    body, book = _begin(figures), tables.Book.of(figures)
    chosen = None if wanted is None else set(wanted)
    for supplier in figures.suppliers:
        if supplier.now if chosen is None else supplier.supplier.id in chosen:
            _add_supplier(body, book, supplier)
    return _finish(body, figures)


def _add_supplier(body: _Body, book: tables.Book, supplier: SupplierFigures) -> None:
    figures = book.figures
    body.heading(supplier.supplier.name, new_page=True)
    number = say("purchasing_figures.supplier_number", id=supplier.supplier.id)
    body.text(f"{number} · {label('ownership', supplier.supplier.ownership)}")
    year = say("purchasing_figures.facts_heading", year=figures.basis.year)
    body.facts([*supplier_facts(supplier, figures.basis), *economy_facts(supplier)], year)
    body.table(_narrow(tables.years_table(supplier.trend)), say("purchasing_figures.trend_heading"))
    deals = [deal for offer in supplier.offers for deal in offer.deals]
    body.table(tables.deals_table(book, deals), say("purchasing_figures.deals_heading"), MOST_ROWS)
    for offer in supplier.offers[:MOST_ROWS]:
        body.table(tables.measures_table(offer), offer.offer.name)
    body.table(tables.contracts_table(book, supplier.offers), say("purchasing_figures.contracts_heading"))


def _narrow(table: Table) -> Table:
    """The columns of a trend that a page has room for."""
    kept = [number for number, column in enumerate(table.columns) if column.name not in _LEFT_OUT]
    return Table(table.name, tuple(table.columns[n] for n in kept), [[row[n] for n in kept] for row in table.rows])


def _begin(figures: Figures) -> _Body:
    """Title, marks and the line on what the figures rest on."""
    body = _Body()
    body.title(title(figures))
    for mark in ("confidential", *(["synthetic"] if figures.portfolio.synthetic else [])):
        body.mark(f"{say(f'purchasing_figures.{mark}')}. {say(f'purchasing_figures.{mark}_text')}")
    body.text(basis_line(figures))
    return body


def _finish(body: _Body, figures: Figures) -> bytes:
    try:
        import docx
    except ImportError as error:
        raise SamspilError(say("article.error_extra", module="python-docx"), remedy=say("article.remedy_extra")) from error
    document = docx.Document()
    _set_up(document, figures)
    if body.wants_picture:
        _draw_picture(document, figures)
    return pack_document(document, lambda name, content: body.into(content) if name == "word/document.xml" else content)


def _set_up(document: Any, figures: Figures) -> None:
    """Page lying down, styles, language and properties. The day is the first of the year shown: a clock would change the bytes."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm

    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    for name, size, colour in (("Normal", 10, "1A1A1A"), ("Title", 22, BLUE), ("Heading 1", 15, BLUE), ("Caption", 10, "1A1A1A")):
        _set_style(document.styles[name], size, colour)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGES[language()])
    facts, day = document.core_properties, datetime(figures.basis.year, 1, 1, tzinfo=UTC)
    facts.title, facts.author, facts.last_modified_by, facts.comments = title(figures), "Samspil", "Samspil", ""
    facts.created = facts.modified = day
    facts.revision, facts.language = 1, LANGUAGES[language()]


def _set_style(style: Any, size: int, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.italic, style.font.color.rgb = "Calibri", Pt(size), False, RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)


def _draw_picture(document: Any, figures: Figures) -> None:
    """The chart, when the extra that draws pictures is installed; else nothing."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    drawing = draw_scatter(figures, grounded=True)
    if drawing.svg and importlib.util.find_spec("typst"):
        from samspil.publish.article.pdf import draw_png

        picture = document.add_picture(io.BytesIO(draw_png(drawing.svg)), width=Mm(130))
        for properties in picture._inline.iter(qn("wp:docPr")):
            properties.set("descr", drawing.words)


def _weight(column: Column) -> int:
    return 36 if column.style == "wrap" else min(max(column.width, 10), 26)


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    look = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def _cell(words: str, width: int, *, bold: bool = False, right: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="15"/></w:rPr>'
    paragraph = f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{side}</w:pPr><w:r>{look}{_text(words)}</w:r></w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc>'


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(_clean(words))}</w:t>'


def _clean(words: str) -> str:
    """Without what XML cannot hold."""
    return words.encode("utf-8", errors="replace").decode("utf-8").translate(_NOT_XML)
