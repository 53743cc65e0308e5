"""Tables for the tests of the green side, opened through the same door as a user's files."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from samspil.competition.green.reading import FactorList, Spending, read_factors, read_spending
from samspil.table_files import read_table

SPEND_HEAD = "indkøb;kategori;beløb;år;antal;enhed"
FACTOR_HEAD = "kategori;faktor;enhed;prisår;lav;høj;gsd;kilde"


def spending(*rows: str, head: str = SPEND_HEAD) -> Spending:
    return read_spending(read_table("\n".join((head, *rows)).encode(), "forbrug.csv"))


def factors(*rows: str, head: str = FACTOR_HEAD) -> FactorList:
    return read_factors(read_table("\n".join((head, *rows)).encode(), "faktorer.csv"))


def workbook(rows: list[list[Any]], change: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook of one sheet, changed by hand."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Forbrug"
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
