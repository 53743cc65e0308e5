"""A choice of an offer, and an evaluation of bids, on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Drawn

from samspil.purchasing.bids.model import Evaluation
from samspil.purchasing.bids.tables import effective_table, lines_of, removals_table, results_table, span_line
from samspil.purchasing.choice.methods import MethodResult
from samspil.purchasing.choice.model import Choice
from samspil.purchasing.choice.tables import (
    Table,
    apart_table,
    count_excluded,
    excluded_table,
    firm_table,
    method_line,
    notes_of,
    parts_table,
    ranked_table,
    simulation_line,
    word,
)


def print_choice(choice: Choice, results: Sequence[MethodResult], limit: int) -> None:
    """What meets the must-haves, why the first is first and how firmly, what to ask, what is out."""
    console = Console(highlight=False, soft_wrap=False)
    _say(console, notes_of(choice))
    ranked = ranked_table(choice)
    _draw(console, ranked, limit, (0, 1, 2, 4, 5, 6, 7, 9))
    _draw(console, parts_table(choice, 1), limit + 20, (1, 2, 3, 4, 5, 6))
    _draw(console, firm_table(choice), limit + 20, (0, 1, 3, 4))
    _say(console, [simulation_line(choice.simulation)] if choice.simulation else [])
    _say(console, [method_line(choice, result) for result in results])
    _draw(console, apart_table(choice), limit, (0, 1, 3, 4))
    _draw(console, excluded_table(choice, near=True), limit, (0, 1, 3))
    _say(console, [*count_excluded(choice), "", word("person_decides"), word("sha_line", sha=choice.sha256)])


def print_bids(done: Evaluation) -> None:
    """Results, warnings, effective weights, without each bid, spans."""
    console = Console(highlight=False, soft_wrap=False)
    _draw(console, results_table(done), None)
    _say(console, lines_of(done))
    for table in (effective_table(done), removals_table(done)):
        _draw(console, table, None)
    _say(console, [*(span_line(span) for span in (*done.weights, *done.slopes)), word("tender_word")])


def _draw(console: Console, table: Table, limit: int | None, columns: Sequence[int] | None = None) -> None:
    """The first rows of a table, with how many there are in all; nothing for none."""
    if not table.rows:
        return
    shown = table.rows[: max(limit, 1)] if limit is not None else table.rows
    count = f" ({len(shown)}/{len(table.rows)})" if len(shown) < len(table.rows) else ""
    drawn = Drawn(title=escape(table.title + count), title_justify="left")
    picked = range(len(table.head)) if columns is None else columns
    for column in picked:
        drawn.add_column(escape(table.head[column]), overflow="fold")
    for row in shown:
        drawn.add_row(*(escape(str(row[column])) for column in picked))
    console.print(drawn)


def _say(console: Console, lines: Sequence[str]) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
