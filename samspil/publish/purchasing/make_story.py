"""What a comparison or a forecast tells, once for all outputs: sections with sentences, a table of typed cells, and the name of a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspil.purchasing.figures.words import write_number, write_percent
from samspil.vocabulary.texts import say

Cell = str | int | Decimal | None
ROOM = "purchasing_make"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how its numbers are shown: 'text', 'wrap', 'kroner', 'oere', 'count', 'year', 'number', 'percent' (a share of 1)."""

    title: str
    style: str = "text"
    width: int = 16

    @property
    def numeric(self) -> bool:
        """Whether it stands to the right."""
        return self.style not in ("text", "wrap")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """`key`: names its heading (`section_KEY`) and its sheet; `drawing`: SVG or ''; `alt`: what the drawing shows, in words."""

    key: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    drawing: str = ""
    alt: str = ""

    @property
    def title(self) -> str:
        """Its heading."""
        return say(f"{ROOM}.section_{self.key}")


@dataclass(frozen=True, slots=True)
class Story:
    """All of it. `statement` stands at the head of everything: what this is and is not."""

    title: str
    statement: str
    answer: str
    sections: tuple[Section, ...]
    cautions: tuple[str, ...] = ()
    method: tuple[str, ...] = ()


def column(key: str, style: str = "text", width: int = 16) -> Column:
    """A column with its heading of the catalogue."""
    return Column(say(f"{ROOM}.head_{key}"), style, width)


def show(cell: Cell, style: str) -> str:
    """A cell as people read it; '–' for nothing."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, str):
        return cell
    if style == "year":
        return str(cell)
    if style == "percent":
        return write_percent(Decimal(cell), fixed=True)  # below each other: the same number of decimals
    return write_number(Decimal(cell), {"kroner": 0, "oere": 2, "count": 0}.get(style, 2), fixed=style == "oere")


def kroner(value: Decimal | float) -> str:
    """'1.234.567 kr.', to the krone."""
    return say(f"{ROOM}.kroner", number=write_number(Decimal(round(value))))


def number(value: Decimal | float, digits: int = 1) -> str:
    """'12,5'."""
    return write_number(Decimal(repr(value)) if isinstance(value, float) else value, digits)


def percent(share: Decimal | float, digits: int = 1) -> str:
    """A share of 1 as '66,0 pct.'."""
    return say(f"{ROOM}.percent", number=write_number((Decimal(repr(share)) if isinstance(share, float) else share) * 100, digits))


def decimal(value: float | None) -> Decimal | None:
    """A float as a cell."""
    return None if value is None else Decimal(repr(value))
