"""The published form: per theme a table of municipality -> its initiatives (docs/codebook.md, 'Rows, tables and headlines')."""

from dataclasses import dataclass
from itertools import groupby

from samspil.publish.contract import order_headlines, order_initiatives
from samspil.values.initiative import Initiative
from samspil.values.review import Review
from samspil.vocabulary.themes import label


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality with its initiatives, in the order of their first evidence."""

    municipality: str
    municipality_code: str
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One theme; `number` from 1 in the codebook's order; one row per municipality in the Danish alphabet."""

    number: int
    theme: str
    title: str
    rows: tuple[Row, ...]


def build_tables(review: Review) -> list[Table]:
    """A table per theme of the headlines, also where it is empty."""
    themes = enumerate(order_headlines(review), 1)
    return [Table(number, theme, label("theme", theme), group_rows(in_theme(review, theme))) for number, theme in themes]


def in_theme(review: Review, theme: str) -> list[Initiative]:
    """The initiatives of one theme in the contract's order."""
    return [initiative for initiative in order_initiatives(review) if theme in initiative.themes]


def group_rows(initiatives: list[Initiative]) -> tuple[Row, ...]:
    """Neighbouring initiatives of one municipality under one row; give them in the contract's order."""
    groups = groupby(initiatives, key=lambda initiative: (initiative.municipality, initiative.municipality_code))
    return tuple(Row(name, code, tuple(group)) for (name, code), group in groups)
