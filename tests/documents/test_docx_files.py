"""Word files: what stands in the document as it would be printed, with the roles its styles give."""

import io
from typing import Any

import docx
import pytest
from raw_docx import make_docx, paragraph, row

from samspil.documents.read import read_document
from samspil.values.document import Document, Page

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="22"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="Overskrift 1"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="Overskrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Eget"><w:name w:val="Kommunens afsnit"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Punkt"><w:name w:val="Opstilling - punkttegn"/></w:style>
<w:style w:type="paragraph" w:styleId="Tal"><w:name w:val="Tal"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Under"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Indh"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>
"""


def read(body: str, **options: Any) -> Document:
    return read_document(make_docx(body, styles=STYLES, **options), "aftale.docx")


def lines(document: Document) -> list[tuple[str, str]]:
    page = document.pages[0]
    return [(line.role, page.raw[line.start : line.end]) for line in page.lines]


def cells(page: Page) -> list[list[str]]:
    return [[page.raw[start:end] for start, end in line.cells] for line in page.lines if line.role == "row"]


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
UNNUMBERED = '<w:numPr><w:numId w:val="0"/></w:numPr>'

ROLES = [
    (paragraph("Almindelig tekst"), "paragraph", 0, "no style"),
    (paragraph("Ældre", style="Overskrift1"), "heading", 1, "Danish name of the style"),
    (paragraph("Ældre", style="H2"), "heading", 2, "own name goes before the style it is based on"),
    (paragraph("Ældre", style="Eget"), "heading", 3, "outline level of the style"),
    (paragraph("Ældre", properties='<w:outlineLvl w:val="0"/>'), "heading", 1, "outline level of the paragraph"),
    (paragraph("Ældre", properties='<w:outlineLvl w:val="9"/>'), "paragraph", 0, "level 9 is body text"),
    (paragraph("Flere hænder", style="Punkt"), "item", 0, "Danish name of the bullet style"),
    (paragraph("Flere hænder", properties=NUMBERED), "item", 0, "numbering of the paragraph"),
    (paragraph("Flere hænder", style="Tal"), "item", 0, "numbering of the style"),
    (paragraph("Flere hænder", style="Tal", properties=UNNUMBERED), "paragraph", 0, "numbering taken away"),
    (paragraph("Tabel 1", style="Under"), "caption", 0, "caption"),
    (paragraph("Tekst", style="Ring"), "paragraph", 0, "a style based on itself"),
    (paragraph("Ordene " * 60, style="Overskrift1"), "paragraph", 0, "nobody writes a heading of 400 letters"),
]


@pytest.mark.parametrize(("body", "role", "level", "why"), ROLES)
def test_role_of_a_paragraph(body: str, role: str, level: int, why: str) -> None:
    line = read(body).pages[0].lines[0]
    assert (line.role, line.level) == (role, level), why


def test_size_and_weight() -> None:
    document = read(paragraph("Tekst") + paragraph("Fed", run="<w:b/>") + paragraph("Ikke", style="Overskrift1", run='<w:b w:val="0"/>'))
    assert [(line.size, line.bold) for line in document.pages[0].lines] == [(11.0, False), (11.0, True), (16.0, False)]


def test_deleted_text_is_left_out_and_inserted_text_kept() -> None:
    body = (
        "<w:p><w:r><w:t>Der afsættes </w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>7</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>flyttet væk</w:t></w:r></w:moveFrom><w:r><w:t> mio. kr.</w:t></w:r></w:p>"
    )
    document = read(body)
    assert lines(document) == [("paragraph", "Der afsættes 7 mio. kr.")]
    assert document.verdict == "warn"
    assert "slettet tekst" in document.notes[0]


def test_paragraph_whose_end_was_deleted_goes_on() -> None:
    deleted_end = "<w:rPr><w:del w:id='1'/></w:rPr>"
    document = read(paragraph("Aftalen gælder ", properties=deleted_end) + paragraph("hele perioden."))
    assert lines(document) == [("paragraph", "Aftalen gælder hele perioden.")]
    alone = read(paragraph("Den gælder.", properties=deleted_end) + "<w:tbl>" + row("a", "1") + "</w:tbl>")
    assert lines(alone) == [("paragraph", "Den gælder."), ("row", "a\t1")]


def test_hidden_text_and_field_codes_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\cmd.exe</w:instrText></w:r>"
        "<w:r><w:t>vist</w:t></w:r></w:p>"
    )
    assert lines(read(body)) == [("paragraph", "vist")]


def test_table_of_contents_is_left_out() -> None:
    assert lines(read(paragraph("Friplejehjem\t7", style="Indh") + paragraph("Tekst"))) == [("paragraph", "Tekst")]


def test_breaks_hyphens_and_blanks() -> None:
    body = (
        "<w:p><w:r><w:t>budget</w:t><w:noBreakHyphen/><w:t>aftale</w:t><w:br/><w:t>ny</w:t><w:softHyphen/><w:t>t  afsnit</w:t></w:r></w:p>"
    )
    assert lines(read(body)) == [("paragraph", "budget-aftale\nny\u00adt afsnit")]


def test_figures_behind_tabs_are_a_row() -> None:
    body = "<w:p><w:r><w:t>Skærmbesøg</w:t><w:tab/><w:t>300</w:t><w:tab/><w:t>-1.500</w:t></w:r></w:p>"
    page = read(f"<w:tbl>{row('a', '1')}</w:tbl>" + body + body + paragraph("Tekst") + body).pages[0]
    assert cells(page)[1:] == [["Skærmbesøg", "300", "-1.500"]] * 3
    assert [line.table for line in page.lines] == [1, 2, 2, 0, 3]


def test_rows_keep_their_columns() -> None:
    """Spanned columns are empty, so that the third figure stays in the third column."""
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("300") + "</w:tc>"
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("") + "</w:tc>"
    body = "<w:tbl>" + row("Emne", "2026", "2027", "2028") + row("Skærmbesøg", wide, "500") + row(merged, "1", "2", "3") + "</w:tbl>"
    assert cells(read(body).pages[0]) == [["Emne", "2026", "2027", "2028"], ["Skærmbesøg", "300", "", "500"], ["", "1", "2", "3"]]


def test_deleted_row_is_left_out() -> None:
    body = "<w:tbl>" + row("A", "1") + row("B", "2", properties='<w:del w:id="1"/>') + "</w:tbl>"
    assert cells(read(body).pages[0]) == [["A", "1"]]


def test_frame_of_one_cell_holds_paragraphs() -> None:
    cell = "<w:tc>" + paragraph("Ældre", style="Overskrift1") + paragraph("Flere hænder", properties=NUMBERED) + "</w:tc>"
    assert lines(read(f"<w:tbl>{row(cell)}</w:tbl>")) == [("heading", "Ældre"), ("item", "Flere hænder")]


def test_table_in_a_cell_comes_after_its_row_once() -> None:
    inner = "<w:tbl>" + row("Indre", "9") + "</w:tbl>"
    cell = "<w:tc>" + paragraph("Ydre") + inner + "</w:tc>"
    page = read(f"<w:tbl>{row(cell, '1')}</w:tbl>").pages[0]
    assert cells(page) == [["Ydre", "1"], ["Indre", "9"]]
    assert [line.table for line in page.lines] == [1, 2]


def test_text_boxes_come_once_and_last() -> None:
    box = "<w:txbxContent>" + paragraph("I boksen") + "</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>Før</w:t></w:r><w:r>{both}</w:r></w:p>" + paragraph("Efter")
    assert lines(read(body)) == [("paragraph", "Før"), ("paragraph", "Efter"), ("paragraph", "I boksen")]


def test_footnotes_come_after_the_text() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f'<w:footnote w:type="separator">{paragraph("-")}</w:footnote><w:footnote>{paragraph("En note")}</w:footnote>'
    note = f"<w:footnotes {w}>{notes}</w:footnotes>"
    assert lines(read(paragraph("Tekst"), parts={"word/footnotes.xml": note})) == [("paragraph", "Tekst"), ("paragraph", "En note")]


def test_content_controls_are_seen_through() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('I feltet')}<w:tbl>{row('A', '1')}</w:tbl></w:sdtContent></w:sdt>"
    assert lines(read(body)) == [("paragraph", "I feltet"), ("row", "A\t1")]


def test_file_made_by_python_docx() -> None:
    """A file as a program writes it, with all its parts."""
    made = docx.Document()
    made.core_properties.title = "Budgetforlig"
    made.add_heading("Ældre og sundhed", 1)
    made.add_paragraph("Der afsættes 1,5 mio. kr. årligt.")
    made.add_paragraph("Flere hænder", style="List Bullet")
    table = made.add_table(2, 2)
    for cell, text in zip((cell for each in table.rows for cell in each.cells), ("Emne", "2026", "Robotter", "300"), strict=True):
        cell.text = text
    out = io.BytesIO()
    made.save(out)
    document = read_document(out.getvalue(), "x.docx")
    assert (document.title, document.verdict, document.pages[0].number) == ("Budgetforlig", "ok", 1)
    assert lines(document) == [
        ("heading", "Ældre og sundhed"),
        ("paragraph", "Der afsættes 1,5 mio. kr. årligt."),
        ("item", "Flere hænder"),
        ("row", "Emne\t2026"),
        ("row", "Robotter\t300"),
    ]
