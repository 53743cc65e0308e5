"""A story on the terminal: the answer first, then each section's table, bars of text where there is a tornado."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from samspil.publish.purchasing.make_story import ROOM, Cell, Section, Story, show
from samspil.vocabulary.texts import say

_BAR = 24
_FILLED, _EMPTY = "█", "·"
_MOST_ROWS = 60


def print_story(story: Story) -> None:
    """All of it, the statement first."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print()
    console.print(story.statement, style="bold yellow", soft_wrap=True)
    console.print(story.title, style="bold", soft_wrap=True)
    console.print(story.answer, style="bold", soft_wrap=True)
    for text in story.cautions:
        console.print(f"  • {text}", soft_wrap=True)
    for section in story.sections:
        _print_section(console, section)
    console.print()
    console.print(say(f"{ROOM}.section_method"), style="bold")
    for text in story.method:
        console.print(f"  {text}", style="dim", soft_wrap=True)


def _print_section(console: Any, section: Section) -> None:
    from rich import box
    from rich.table import Table

    console.print()
    console.print(section.title, style="bold")
    for line in section.lines:
        console.print(line, style="dim", soft_wrap=True)
    if section.table is None:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in section.table.columns:
        table.add_column(column.title, justify="right" if column.numeric else "left", overflow="fold")
    for row in section.table.rows[:_MOST_ROWS]:
        table.add_row(*(show(cell, column.style) for cell, column in zip(row, section.table.columns, strict=True)))
    console.print(table)
    if section.key == "tornado":
        _print_bars(console, section)


def _print_bars(console: Any, section: Section) -> None:
    """Each line's swing, from low to high, on one scale."""
    rows = [_take_ends(row) for row in (section.table.rows if section.table else ())]
    low, high = min(row[1] for row in rows), max(row[2] for row in rows)
    room = (high - low) or 1.0
    for name, first, last in rows:
        places = range(_BAR)
        start, stop = ((value - low) / room * (_BAR - 1) for value in (first, last))
        bar = "".join(_FILLED if int(start) <= place <= int(stop) else _EMPTY for place in places)
        console.print(f"{bar} {name}", soft_wrap=True)


def _take_ends(row: Sequence[Cell]) -> tuple[str, float, float]:
    """Name, and the lesser and the greater of the two present values."""
    first, last = sorted(float(Decimal(str(cell))) for cell in row[3:5])
    return str(row[0]), first, last
