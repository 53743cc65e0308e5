"""The article as plain words for the makers of paper: no figures and no rows, only what is printed."""

from itertools import groupby
from typing import Any

from samspil.publish.article.model import Article, Block, Chart, Example, Grid, Paragraph, Published, Section, plain

Json = dict[str, Any]


def outline(article: Article) -> Json:
    """Title, marks, standfirst and sections; neighbouring items of a list are one block."""
    return {
        "language": article.language,
        "title": plain(article.title),
        "marks": [plain(mark) for mark in article.marks],
        "standfirst": [plain(lead) for lead in article.standfirst],
        "sections": [_section(section) for section in article.sections],
        "foot": [plain(line) for line in article.foot],
    }


def _section(section: Section) -> Json:
    blocks: list[Json] = []
    for is_list, group in groupby(section.blocks, key=lambda block: isinstance(block, Paragraph) and block.style == "item"):
        found = [_block(block) for block in group]
        blocks += [{"kind": "items", "items": [block["text"] for block in found]}] if is_list else found
    return {"id": section.id, "level": section.level, "title": plain(section.title), "blocks": blocks}


def _block(block: Block) -> Json:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": plain(block.pieces)}
        case Example():
            return {"kind": "example", "municipality": block.municipality.text, "quote": block.quote.text, "source": plain(block.source)}
        case Chart():
            return _chart(block)
        case Grid():
            head, rows, foot = [plain(cell) for cell in block.head], _cells(block.rows), _cells(block.foot)
            return {"kind": "grid", "caption": plain(block.caption), "head": head, "rows": rows, "foot": foot}
        case Published():
            return _published(block)


def _chart(chart: Chart) -> Json:
    words = {"caption": plain(chart.caption), "text": plain(chart.text), "note": plain(chart.note)}
    return {"kind": "chart", "id": chart.id, "svg": chart.svg, "width": chart.width, "height": chart.height, **words}


def _published(table: Published) -> Json:
    rows = [
        {"municipality": name.text, "entries": [{"quote": plain(entry.quotes), "details": plain(entry.details)} for entry in entries]}
        for name, entries in table.rows
    ]
    return {"kind": "published", "caption": plain(table.caption), "head": list(table.head), "rows": rows, "empty": table.empty}


def _cells(rows: tuple[tuple[Any, ...], ...]) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in rows]
