"""One municipality as a document (DOCX): coverage first, key figures, service areas, what the agreement says; real headings and header rows, the same bytes every time."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from samspil.errors import SamspilError
from samspil.publish.competition import beside_words as words
from samspil.publish.competition.beside_words import tell
from samspil.publish.docx_file import pack_document
from samspil.values.competition_beside import MEASURED, AreaBeside, Exposure, MunicipalityBeside, Placed, Row
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import label

LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
_FIGURES = ("national", "rank", "base", "volume")
_WIDTHS = (46, 18, 18, 24, 32, 32)  # millimetres: what A4 has between the margins


def to_docx(exposure: Exposure, place: MunicipalityBeside) -> bytes:
    """The document's bytes. Raises SamspilError without python-docx."""
    try:
        import docx
    except ImportError as error:
        raise SamspilError(say("article.error_extra", module="python-docx"), remedy=say("article.remedy_extra")) from error
    document = docx.Document()
    _set_up(document, exposure, place)
    document.add_paragraph(_clean(tell("place_title", name=place.name, year=exposure.year)), "Title")
    if exposure.about.example:
        document.add_paragraph(f"{tell('example')}. {tell('example_text')}", "Intense Quote")
    document.add_paragraph(_clean(words.approximation(exposure)), "Intense Quote")
    _write_coverage(document, exposure, place)
    _write_figures(document, exposure, place)
    _write_areas(document, place)
    _write_not_placed(document, place)
    document.add_heading(tell("method_head"), 1)
    for number in range(1, 8):
        document.add_paragraph(_clean(tell(f"method_{number}", name=exposure.definition, title=exposure.title)))
    return pack_document(document)


def _write_coverage(document: Any, exposure: Exposure, place: MunicipalityBeside) -> None:
    document.add_heading(tell("coverage_head"), 1)
    document.add_paragraph(tell(f"accounts_{place.accounts}", year=exposure.year))
    document.add_paragraph(tell(f"agreement_{place.agreement}", year=exposure.budget_year or ""))
    none = tell("findings_none" if place.accounts == MEASURED else "findings_no_accounts")
    _list(document, words.list_findings(place.findings) or [none])
    rows = [place.total, *place.main_accounts, *(area.row for area in place.areas)]
    if notes := words.list_notes(row.now for row in rows):
        document.add_heading(tell("notes_head"), 2)
        _list(document, notes)


def _write_figures(document: Any, exposure: Exposure, place: MunicipalityBeside) -> None:
    document.add_heading(tell("figures_head"), 1)
    if official := words.write_official(place.total.now):
        document.add_paragraph(official)
    _table(document, exposure, [place.total, *place.main_accounts], "head_main")
    if change := words.write_change(place.total.change):
        document.add_paragraph(_clean(change))
    document.add_heading(tell("areas_head"), 1)
    _table(document, exposure, [area.row for area in place.areas if area.countable], "head_area")
    document.add_paragraph(tell("volume_note"))


def _write_areas(document: Any, place: MunicipalityBeside) -> None:
    document.add_heading(tell("beside_head"), 1)
    if place.agreement != "read":
        document.add_paragraph(tell(f"beside_{place.agreement}"))
    for area in place.areas:
        if area.placed:
            _write_area(document, area)


def _write_area(document: Any, area: AreaBeside) -> None:
    document.add_heading(words.area_name(area.key), 2)
    if area.row.now:
        sums = {name: words.write_millions(getattr(area.row.now, name)) for name in ("numerator", "base")}
        document.add_paragraph(f"{words.kind_name(area.row.now.kind)} {words.write_share(area.row.now.share)}. {tell('area_sum', **sums)}")
    elif not area.countable:
        document.add_paragraph(tell("no_functions_note"))
    for placed in area.placed:
        _write_placed(document, placed, area.key)
    cases = [each for each in area.cases if each.initiatives]
    if cases:
        document.add_heading(tell("cases_head"), 3)
        _list(document, [each.case.title for each in cases])


def _write_placed(document: Any, placed: Placed, area: str = "") -> None:
    one = placed.initiative
    head = f"{label('stage', one.stage)} · {words.theme_names(one)} · {tell('budget_of', year=one.budget_year)}"
    document.add_paragraph(_clean(head)).runs[0].bold = True
    for evidence in one.evidence:
        place = f"({evidence.document}, {tell('source_page', n=evidence.page)})"
        document.add_paragraph(_clean(f"{evidence.quote} {place}"), "Quote")
    if area and (how := placed.by(area)):
        document.add_paragraph(_clean(f"{words.how_placed(how)} {words.left_out(placed)}".strip()))


def _write_not_placed(document: Any, place: MunicipalityBeside) -> None:
    if place.not_placed:
        document.add_heading(tell("not_placed_head", n=len(place.not_placed)), 1)
        for placed in place.not_placed:
            _write_placed(document, placed)


def _table(document: Any, exposure: Exposure, rows: Sequence[Row], name: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    heads = [tell(name), words.kind_name(exposure.kind), *(tell(f"head_{key}") for key in _FIGURES)]
    grid = document.add_table(rows=1, cols=len(heads), style="Light List Accent 1")
    grid.autofit = False
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, width in zip(grid.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for line in ([*heads], *map(_cells, rows)):
        cells = grid.rows[0].cells if line == heads else grid.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, line, strict=True)):
            cell.text, cell.width = _clean(text), Mm(_WIDTHS[number])
            cell.paragraphs[0].runs[0].font.size = Pt(9)
            if number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for drawn in grid.rows:
        drawn._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _cells(row: Row) -> list[str]:
    first = row.comparisons[0] if row.comparisons else None
    volume = words.write_millions(first.volume) if first and first.volume is not None else "–"
    base = words.write_millions(row.now.base if row.now else None)
    national = words.write_share(first.share) if first else "–"
    return [words.row_name(row), words.write_share(row.now.share if row.now else None), national, words.write_rank(row.place), base, volume]


def _list(document: Any, lines: Iterable[str]) -> None:
    for line in lines:
        document.add_paragraph(_clean(line), "List Bullet")


def _set_up(document: Any, exposure: Exposure, place: MunicipalityBeside) -> None:
    """Language, properties with the year of the figures (a clock would change the bytes), A4."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    properties = document.core_properties
    properties.title = _clean(tell("place_title", name=place.name, year=exposure.year))[:200]
    properties.author, properties.comments, properties.language = "Samspil", "", LANGUAGES[language()]
    properties.created = properties.modified = datetime(exposure.year, 1, 1, tzinfo=UTC)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    document.styles["Normal"].font.name = "Calibri"
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), LANGUAGES[language()])


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return text.translate(_NOT_XML)
