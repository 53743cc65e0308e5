"""Tables of typed cells, made once and shown as HTML, XLSX and DOCX: numbers stay numbers until they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspil.purchasing.figures.words import tell, write_day, write_number, write_percent
from samspil.values.reason import Reason
from samspil.vocabulary.texts import say

Cell = str | int | Decimal | date | Reason | None
NUMBERS = ("kroner", "oere", "count", "year", "percent", "index", "score", "factor", "number", "hhi")


@dataclass(frozen=True, slots=True)
class Column:
    """`style`: 'text', 'wrap', 'date', or one of `NUMBERS`; `width` in characters of a spreadsheet."""

    name: str
    style: str = "text"
    width: int = 14

    @property
    def title(self) -> str:
        """Its heading."""
        return say(f"purchasing_figures.head_{self.name}")

    @property
    def numeric(self) -> bool:
        """Whether it stands to the right."""
        return self.style in NUMBERS


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `name`: key of the sheet's and the caption's text; `links`: an address for each row's first cell, or none."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    links: Sequence[str] = ()


def columns(*words: str) -> tuple[Column, ...]:
    """'name:style:width' each; style and width may be left out."""
    found = []
    for word in words:
        name, style, width = [*word.split(":"), "", ""][:3]
        found.append(Column(name, style or "text", int(width or 14)))
    return tuple(found)


_DIGITS = {"kroner": 0, "oere": 2, "count": 0, "score": 2, "factor": 6, "number": 2, "hhi": 0}


def show(cell: Cell, style: str) -> str:
    """A cell as people read it; '–' for nothing."""
    if isinstance(cell, Reason):
        return tell(cell)
    if isinstance(cell, date):
        return write_day(cell)
    if isinstance(cell, int | Decimal):
        return _show_number(cell, style)
    return cell or "–"


def _show_number(cell: int | Decimal, style: str) -> str:
    if style == "year":
        return str(cell)
    if style == "percent":
        return write_percent(Decimal(cell), fixed=True)
    if style == "index":
        return write_number(Decimal(cell) * 100, 1, fixed=True)
    return write_number(cell, _DIGITS.get(style, 0), fixed=style in ("oere", "score"))
