"""Preformatted text in a web page (`<pre>`): its lines, paragraphs and tables as they would stand in a text file."""

import re
from collections.abc import Iterator
from itertools import groupby

from samspil.documents.builder import PageBuilder
from samspil.documents.rows import find_cells

_BLANK = re.compile(r"\n[ \t]*\n")


def add_preformatted(page: PageBuilder, text: str) -> None:
    """Blank lines part paragraphs; lines that stand as table rows become rows of one table."""
    for block in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        for is_row, lines in groupby(_lines(block), key=lambda line: line[1] is not None):
            if is_row:
                _add_rows(page, [cells for _, cells in lines if cells])
            else:
                page.add("\n".join(line.strip() for line, _ in lines))


def _lines(block: str) -> Iterator[tuple[str, list[str] | None]]:
    """Each line that is not blank, with its cells; [] for the rule under a table's head."""
    for line in block.split("\n"):
        if line.strip():
            cells = find_cells(line, 0, len(line))
            yield line, None if cells is None else [line[start:end] for start, end in cells]


def _add_rows(page: PageBuilder, rows: list[list[str]]) -> None:
    table = page.next_table() if rows else 0
    for cells in rows:
        page.add_row(cells, table)
