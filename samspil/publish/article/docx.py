"""The article as DOCX: real headings, lists, captions, table header rows and alternative texts; the document's language is set; same article, same bytes.

Tables are written as XML at once: python-docx looks through the whole table for every cell.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from samspil.publish.article.model import Article, ArticleError
from samspil.publish.article.outline import Json, outline
from samspil.publish.article.pdf import draw_png
from samspil.publish.docx_file import pack_document
from samspil.vocabulary.texts import say

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
QUOTES = "da-DK"  # agreements are Danish, whatever the article's language
BLUE, QUIET = "003972", "595959"
NUMBER_WIDTH = 1270
TEXT_WIDTH = 9070  # twentieths of a point between the margins of A4
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BREAKS = re.compile(r"[\t\r\n]+")
_TABLE = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:insideH w:val="single" w:sz="4" w:color="DCDCDC"/>'
    '<w:bottom w:val="single" w:sz="4" w:color="DCDCDC"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'
)


def render_docx(article: Article) -> bytes:
    """The document. Raises ArticleError when the extra `publish` is not installed."""
    try:
        import docx
    except ImportError as error:
        raise ArticleError(say("article.error_extra", module="python-docx"), remedy=say("article.remedy_extra")) from error
    words, document = outline(article), docx.Document()
    _set_up(document, words, article.year)
    for mark in words["marks"]:
        _mark(document, mark)
    document.add_paragraph(words["title"], "Title")
    for lead in words["standfirst"]:
        document.add_paragraph(lead, "Subtitle")
    for section in words["sections"]:
        document.add_heading(section["title"], section["level"] - 1)
        for block in section["blocks"]:
            _BLOCKS[block["kind"]](document, block)
    for line in words["foot"]:
        _note(document, line)
    return pack_document(document)


def _set_up(document: Any, words: Json, year: int) -> None:
    """Page, styles, language, properties and footer."""
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(22)
    _set_language(document, LANGUAGES[words["language"]])
    _set_styles(document)
    _set_properties(document, words, year)
    _set_footer(page.footer.paragraphs[0], year)


def _set_language(document: Any, language: str) -> None:
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    document.core_properties.language = language


def _set_styles(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    looks = {"Normal": (11, None), "Title": (24, BLUE), "Subtitle": (13, "1A1A1A"), "Heading 1": (16, BLUE), "Heading 2": (13, BLUE)}
    looks |= {"Caption": (10, "1A1A1A"), "Quote": (12, "1A1A1A"), "List Bullet": (11, None), "Footer": (9, QUIET)}
    for name, (size, colour) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = "Calibri", Pt(size), False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)
    _remove(document.styles["Title"].element, "w:pBdr")  # the template's title is underlined all across
    _remove(document.styles["Subtitle"].element, "w:spacing")  # and its subtitle is spaced out
    document.styles["Caption"].paragraph_format.keep_with_next = True
    quote = document.styles["Quote"].paragraph_format
    quote.left_indent, quote.keep_with_next, quote.space_after, quote.space_before = Pt(14), True, Pt(0), Pt(8)
    document.styles["Normal"].paragraph_format.space_after = Pt(7)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(2)


def _remove(style: Any, tag: str) -> None:
    """Take away what the template's style has too much of."""
    from docx.oxml.ns import qn

    for element in list(style.iter(qn(tag))):
        element.getparent().remove(element)


def _set_properties(document: Any, words: Json, year: int) -> None:
    """The day is the first of the budget year: a clock would change the bytes."""
    facts, day = document.core_properties, datetime(year, 1, 1, tzinfo=UTC)
    facts.title, facts.author, facts.last_modified_by, facts.comments = words["title"], "Samspil", "Samspil", ""
    facts.created = facts.modified = day
    facts.revision = 1


def _set_footer(paragraph: Any, year: int) -> None:
    from docx.oxml import parse_xml

    paragraph.add_run(say("article.title_plain", year=year) + "\t\t")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        inner = f'<w:fldChar w:fldCharType="{kind}"/>' if kind in ("begin", "separate", "end") else f"<w:instrText>{text}</w:instrText>"
        paragraph._p.append(parse_xml(f"<w:r {_W}>{f'<w:t>{text}</w:t>' if kind == 'text' else inner}</w:r>"))


def _mark(document: Any, words: str) -> None:
    from docx.oxml import parse_xml

    paragraph = document.add_paragraph()
    paragraph.add_run(words).bold = True
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="FFEECC"/>'))


def _note(document: Any, words: str) -> Any:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9.5), RGBColor.from_string(QUIET)
    return paragraph


def _paragraph(document: Any, block: Json) -> None:
    if block["style"] == "note":
        _note(document, block["text"])
    else:
        document.add_paragraph(block["text"])


def _items(document: Any, block: Json) -> None:
    for item in block["items"]:
        document.add_paragraph(item, "List Bullet")


def _example(document: Any, block: Json) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Pt

    quote = document.add_paragraph(style="Quote")
    quote._p.append(parse_xml(f"<w:r {_W}>{_run_look(QUOTES)}{_text(block['quote'])}</w:r>"))
    source = _note(document, "  " + block["source"])
    source.paragraph_format.left_indent = Pt(14)
    name = source.add_run(block["municipality"])
    name.bold = True
    source._p.insert(source._p.index(source.runs[0]._r), name._r)


def _chart(document: Any, block: Json) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    document.add_paragraph(block["caption"], "Caption")
    width = Mm(min(120, block["width"] * 0.27))
    picture = document.add_picture(io.BytesIO(draw_png(block["svg"])), width=width)
    for properties in picture._inline.iter(qn("wp:docPr")):
        properties.set("descr", block["text"])
        properties.set("name", block["id"])
    if block["note"]:
        _note(document, block["note"])


def _grid(document: Any, block: Json) -> None:
    count = len(block["head"]) - 1
    widths = [TEXT_WIDTH - NUMBER_WIDTH * count, *[NUMBER_WIDTH] * count]
    right = [False, *[True] * count]
    rows = [_row([_cell(_words(cell, right=r, bold=True), w) for cell, w, r in zip(block["head"], widths, right, strict=True)], head=True)]
    for bold, part in ((False, block["rows"]), (True, block["foot"])):
        for row in part:
            rows.append(_row([_cell(_words(cell, right=r, bold=bold), w) for cell, w, r in zip(row, widths, right, strict=True)]))
    _add_table(document, block["caption"], widths, rows)


def _published(document: Any, block: Json) -> None:
    widths = [2000, TEXT_WIDTH - 2000]
    rows = [_row([_cell(_words(cell, bold=True), w) for cell, w in zip(block["head"], widths, strict=True)], head=True)]
    for row in block["rows"]:
        entries = "".join(_words(e["quote"], language=QUOTES) + _words(e["details"], colour=QUIET, after=100) for e in row["entries"])
        rows.append(_row([_cell(_words(row["municipality"], bold=True), widths[0]), _cell(entries, widths[1])]))
    if block["rows"]:
        _add_table(document, block["caption"], widths, rows)
    else:
        document.add_paragraph(block["caption"], "Caption")
        document.add_paragraph(block["empty"])


def _add_table(document: Any, caption: str, widths: Sequence[int], rows: Sequence[str]) -> None:
    """Caption, table, and an empty line, without which Word would join two tables."""
    from docx.oxml import parse_xml

    document.add_paragraph(caption, "Caption")
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    title = f'<w:tblCaption w:val="{escape(caption, {chr(34): "&quot;"})}"/>'
    xml = f"<w:tbl {_W}>{_TABLE}{title}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    document.element.body.insert(-1, parse_xml(xml))  # before the section's properties, which stand last
    document.add_paragraph().paragraph_format.space_after = 0


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    look = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _words(words: str, *, right: bool = False, bold: bool = False, colour: str = "", language: str = "", after: int = 20) -> str:
    """A paragraph of a cell."""
    side = '<w:jc w:val="right"/>' if right else ""
    look = _run_look(language, bold=bold, colour=colour, size=18)
    return f'<w:p><w:pPr><w:spacing w:before="20" w:after="{after}"/>{side}</w:pPr><w:r>{look}{_text(words)}</w:r></w:p>'


def _run_look(language: str = "", *, bold: bool = False, colour: str = "", size: int = 0) -> str:
    parts = ["<w:b/>" if bold else "", f'<w:color w:val="{colour}"/>' if colour else "", f'<w:sz w:val="{size}"/>' if size else ""]
    parts.append(f'<w:lang w:val="{language}"/>' if language else "")
    return f"<w:rPr>{''.join(parts)}</w:rPr>"


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(_BREAKS.sub(" ", words))}</w:t>'


_BLOCKS: Mapping[str, Callable[[Any, Json], None]] = {
    "paragraph": _paragraph,
    "items": _items,
    "example": _example,
    "chart": _chart,
    "grid": _grid,
    "published": _published,
}
