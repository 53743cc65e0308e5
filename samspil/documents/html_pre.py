"""Preformatted text in a web page (`<pre>`): its lines, paragraphs and tables as they would stand in a text file."""

import re
from itertools import groupby

from samspil.documents.builder import PageBuilder
from samspil.documents.plain import read_lines
from samspil.documents.typed_tables import complete_rows

_BLANK = re.compile(r"\n[ \t]*\n")


def add_preformatted(page: PageBuilder, text: str) -> None:
    """Blank lines part paragraphs; lines that stand as table rows become rows of one table."""
    for block in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        for is_row, lines in groupby(complete_rows(block, read_lines(block)), key=lambda line: line.cells is not None):
            if is_row:
                _add_rows(page, [[block[start:end] for start, end in line.cells] for line in lines if line.cells])
            else:
                page.add("\n".join(block[line.start : line.end].strip() for line in lines))


def _add_rows(page: PageBuilder, rows: list[list[str]]) -> None:
    table = page.next_table() if rows else 0
    for cells in rows:
        page.add_row(cells, table)
