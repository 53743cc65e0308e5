"""Lists of contracts for the tests: one correct row, changed where a test wants it."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl

from samspil.competition.plan.intake import Intake
from samspil.contract_list import read_list
from samspil.table_files import read_table

TODAY = date(2026, 11, 22)
HOSTILE = '</svg><script>alert(1)</script> {{7*7}} =1+1 "æøå" & \x07'
GOOD = {
    "Kontrakt-id": "A-1",
    "Titel": "Rengøring af skoler",
    "Slutdato": "30-06-2028",
    "Art": "tjenesteydelser",
    "Startdato": "01-07-2024",
    "Årlig værdi": "3000000",
    "Nye år": "4",
    "Valuta": "DKK",
    "Ansvarlig": "Indkøb",
    "Serviceområde": "Rengøring",
    "CPV": "90919300",
}


def make_csv(rows: Sequence[Mapping[str, str]], separator: str = ";") -> bytes:
    """A file of rows; columns as they first come."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "\r\n".join(separator.join(f'"{cell}"' if ";" in cell else cell for cell in line) for line in lines).encode("utf-8-sig")


def make_book(rows: Sequence[Mapping[str, Any]], change: Any = None) -> bytes:
    """A workbook of the same; `change` gets the book before it is saved."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kontrakter"
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def take(data: bytes, name: str = "liste.csv") -> Intake:
    """What the command makes of a file's bytes: through the child."""
    return read_list(read_table(data, name))


def row(**changes: str) -> dict[str, str]:
    """The good row with changes: keys are headings with '_' for blanks; None takes a column out."""
    return {**GOOD, **{key.replace("_", " "): value for key, value in changes.items()}}
