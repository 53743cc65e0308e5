"""The note of a decision as DOCX: the need, must-haves, exclusions, scores with contributions, prices gross and net, the person's own choice and grounds, versions and
the hash of the inputs. Nobody is named; the same decision gives the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from samspil import __version__
from samspil.publish.docx_file import EARLIEST, pack_document
from samspil.purchasing.choice.decision import Decided
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import OUT, UNKNOWN
from samspil.purchasing.choice.tables import (
    Table,
    apart_table,
    count_excluded,
    excluded_table,
    firm_table,
    is_other_kind,
    need_rows,
    notes_of,
    parts_table,
    ranked_table,
    simulation_line,
    word,
)
from samspil.purchasing.choice.words import reasons_of, show
from samspil.vocabulary.texts import language

MOST_PARTS = 3  # offers whose contributions stand in the note; all stand in the workbook
_SCORE_COLUMNS, _PRICE_COLUMNS = (0, 1, 3, 4, 5, 6), (1, 7, 8, 9, 10)


def render_note(decided: Decided) -> bytes:
    """The document. Raises ChoiceError when python-docx is not installed."""
    try:
        import docx
    except ImportError:
        raise complain("docx_missing") from None
    document = docx.Document()
    _set_up(document, decided)
    document.add_heading(word("note_title"), 0)
    document.add_paragraph(word("person_decides"))
    _write_need(document, decided)
    _write_musts(document, decided)
    _write_scores(document, decided)
    _write_decision(document, decided)
    _write_trail(document, decided)
    return pack_document(document)


def _set_up(document: Any, decided: Decided) -> None:
    """Page on its side for the tables, language, fixed properties."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(18)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    properties = style.element.get_or_add_rPr()
    tongue = properties.makeelement(qn("w:lang"), {qn("w:val"): "da-DK" if language() == "da" else "en-GB"})
    properties.append(tongue)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = word("note_title"), "Samspil", "Samspil", ""
    core.created = core.modified = datetime(*EARLIEST, tzinfo=UTC)
    core.language = "da-DK" if language() == "da" else "en-GB"


def _write_need(document: Any, decided: Decided) -> None:
    document.add_heading(word("note_need"), 1)
    _table(document, ("", ""), need_rows(decided.choice))


def _write_musts(document: Any, decided: Decided) -> None:
    """How many each must-have excludes, then those of the right kind with their reasons, then those to be asked."""
    choice = decided.choice
    document.add_heading(word("note_musts"), 1)
    for line in count_excluded(choice):
        document.add_paragraph(line, "List Bullet")
    near = excluded_table(choice, near=True)
    _titled(document, near)
    others = sum(each.verdict == OUT and is_other_kind(each) for each in choice.candidates)
    if others:
        document.add_paragraph(word("note_more_excluded", count=others))
    _titled(document, apart_table(choice))


def _write_scores(document: Any, decided: Decided) -> None:
    choice = decided.choice
    document.add_heading(word("note_scores"), 1)
    for line in notes_of(choice):
        document.add_paragraph(line, "List Bullet")
    if not choice.ranked:
        return
    ranked = ranked_table(choice)
    _titled(document, _pick(ranked, _SCORE_COLUMNS, ranked.title))
    _titled(document, _pick(ranked, _PRICE_COLUMNS, word("note_prices")))
    _titled(document, _pick(parts_table(choice, MOST_PARTS), (0, 2, 3, 4, 5, 6, 7), word("note_contributions")))
    _titled(document, firm_table(choice))
    if choice.simulation:
        document.add_paragraph(simulation_line(choice.simulation))


def _write_decision(document: Any, decided: Decided) -> None:
    choice, decision = decided.choice, decided.decision
    document.add_heading(word("note_decision"), 1)
    if not decision.offer:
        document.add_paragraph(word("note_none_chosen"))
    else:
        candidate = choice.find(decision.offer)
        document.add_paragraph(word("note_chosen", offer=f"{candidate.name} ({decision.offer})"))
        first = ", ".join(choice.find(each.offer).name for each in choice.ranked if each.rank == 1) or word("none_word")
        if not decided.rank:
            document.add_paragraph(word("note_unranked"))
            for line in [*reasons_of(candidate, OUT), *reasons_of(candidate, UNKNOWN)]:
                document.add_paragraph(line, "List Bullet")
        else:
            document.add_paragraph(word("note_deviates", rank=decided.rank, first=first) if decided.deviates else word("note_follows"))
    document.add_heading(word("note_grounds"), 2)
    for line in decision.grounds.strip().splitlines() or [word("note_no_grounds")]:
        document.add_paragraph(_clean(line))
    document.add_paragraph(word("note_unit", unit=_clean(decision.unit)))
    document.add_paragraph(word("note_on", on=show(decision.on)))
    document.add_paragraph(word("note_sign"))


def _write_trail(document: Any, decided: Decided) -> None:
    document.add_heading(word("note_versions"), 1)
    document.add_paragraph(word("note_version_line", version=__version__))
    document.add_paragraph(word("sha_line", sha=decided.choice.sha256))


def _pick(table: Table, columns: Sequence[int], title: str) -> Table:
    return Table(table.key, title, tuple(table.head[n] for n in columns), tuple(tuple(row[n] for n in columns) for row in table.rows))


def _titled(document: Any, table: Table) -> None:
    """A heading and the table; nothing for no rows."""
    if table.rows:
        document.add_heading(table.title, 2)
        _table(document, table.head, table.rows)


def _table(document: Any, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """With a heading row that repeats on every page, unless the headings are empty."""
    from docx.oxml import OxmlElement

    lines = [*([head] if any(head) else []), *rows]
    made = document.add_table(len(lines), len(head), "Table Grid")
    for row, line in zip(made.rows, lines, strict=True):
        for cell, value in zip(row.cells, line, strict=True):
            cell.text = _clean(str(value))
    if any(head):
        for cell in made.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _clean(text: str) -> str:
    """Without characters that XML does not allow."""
    return "".join(char for char in text if char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff")
