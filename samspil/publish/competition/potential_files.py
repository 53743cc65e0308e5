"""Peers and potentials as files by name: page, workbook with every table, note with what fits one; and what of them fits a terminal."""

from dataclasses import replace

from samspil.publish.competition.peers_words import column, tell
from samspil.publish.purchasing.make_note import to_docx
from samspil.publish.purchasing.make_page import render_page
from samspil.publish.purchasing.make_sheets import to_xlsx
from samspil.publish.purchasing.make_story import Section, Story, Table

_LONG = ("steps", "parts", "rulers")  # tables of intermediate steps
# Columns that stand in a note: share, rank, figures, median, quartile and country; distance and firmness; volume, range, quantiles and source.
_NARROW = {"standing": (0, 2, 3, 4, 7, 8, 9), "alike": (0, 1, 2), "savings": (0, 1, 2, 5, 6, 7, 9)}


def make_files(story: Story, name: str) -> dict[str, bytes]:
    """`NAME.html`, `NAME.xlsx`, `NAME.docx`. Raises MakeError without python-docx."""
    page = render_page(story).encode("utf-8", errors="replace")
    note = for_note(story)
    return {
        f"{name}.html": page,
        f"{name}.xlsx": to_xlsx(for_workbook(story)),
        f"{name}.docx": to_docx(note, {one.key for one in note.sections}),
    }


def for_workbook(story: Story) -> Story:
    """Every section with a sheet: lines without a table become one, lines above a table stand in the guide."""
    leads = tuple(f"{section.title}: {line}" for section in story.sections if section.table for line in section.lines)
    return replace(story, sections=tuple(_with_table(section) for section in story.sections), method=(*story.method, *leads))


def _with_table(section: Section) -> Section:
    if section.table:
        return section
    return replace(section, table=Table((column("line", "wrap", 110),), [[line] for line in section.lines]))


def for_note(story: Story) -> Story:
    """What fits a portrait page: without the long tables, the wide ones with fewer columns, the evidence as lines."""
    shown = (section for section in story.sections if section.key not in _LONG)
    return replace(story, sections=tuple(_as_lines(one) if one.key == "evidence" else _narrow(one) for one in shown))


def _narrow(section: Section) -> Section:
    keep = next((places for key, places in _NARROW.items() if section.key.startswith(key)), None)
    if keep is None or section.table is None:
        return section
    columns = tuple(section.table.columns[place] for place in keep)
    return replace(section, table=Table(columns, [[row[place] for place in keep] for row in section.table.rows]))


def for_screen(story: Story) -> Story:
    """Without the long tables, which the method says; the evidence as lines, since its sentences do not fit the columns of a terminal."""
    shown = tuple(_as_lines(section) if section.key == "evidence" else section for section in story.sections if section.key not in _LONG)
    said = (tell("more_in_files"),) if len(shown) < len(story.sections) else ()
    return replace(story, sections=shown, method=(*story.method, *said))


def _as_lines(section: Section) -> Section:
    rows = section.table.rows if section.table else ()
    names = ("finding", "range", "areas", "what", "source", "id")
    lines = (tell("evidence_line", **{name: str(cell) for name, cell in zip(names, row, strict=True)}) for row in rows)
    return replace(section, lines=(*section.lines, *lines), table=None)
