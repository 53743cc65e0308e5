"""A transfer on the terminal: the range of each effect, how it came about, warnings, costs, and the tornado as bars of text."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from samspil.cases.transfer import report
from samspil.cases.transfer.model import Pooled, Scaled, Transfer
from samspil.cases.transfer.run import statement
from samspil.cases.transfer.value import Worth
from samspil.cases.transfer.words import describe_spread, describe_sum, write_amount
from samspil.vocabulary.texts import say

_BAR = 40
_FILLED, _EMPTY, _MIDDLE = "█", "·", "│"


def print_transfer(result: Transfer, worth: report.Outcome) -> None:
    """All of it, the statement first and last."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print()
    console.print(f"{statement()}. {say('cases_transfer.illustration_text')}", style="bold yellow", soft_wrap=True)
    console.print(say("cases_transfer.title", municipality=result.municipality), style="bold")
    if result.price_year:
        console.print(say("cases_transfer.prices_line", year=result.price_year, source=result.price_source), soft_wrap=True)
    for one in result.scaled:
        _print_scaled(console, one)
    if result.pooled:
        _print_pooled(console, result.pooled, result)
    if isinstance(worth, Worth):
        _print_worth(console, worth)
    _print_notes(console, "missing_head", report.list_missing(result, worth))
    _print_notes(console, "not_pooled_head" if result.not_pooled else "costs_head", report.list_refusals(result, worth))
    _print_notes(console, "warnings_head", report.list_warnings(result, worth))
    console.print()
    console.print(f"{statement()}. {say('cases_transfer.source_line')}", style="dim", soft_wrap=True)


def _print_scaled(console: Any, one: Scaled) -> None:
    console.print()
    console.print(f"{one.title} ({one.case})", style="bold", soft_wrap=True)
    for fact in report.list_facts(one):
        console.print(f"  {fact.name}: {fact.words}", soft_wrap=True)
    _print_range(console, one)
    console.print(f"  {say('cases_transfer.how_head')}: {describe_sum(one)}", soft_wrap=True)
    console.print(f"  {say('cases_transfer.range_head')}: {describe_spread(one)}", style="dim", soft_wrap=True)


def _print_range(console: Any, one: Scaled | Pooled) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in ("low", "middle", "high"):
        table.add_column(say(f"cases_transfer.{name}"), justify="right", no_wrap=True)
    table.add_row(*report.list_ends(one))
    console.print(table)


def _print_pooled(console: Any, pooled: Pooled, result: Transfer) -> None:
    console.print()
    console.print(say("cases_transfer.pooled_head", n=len(pooled.weights)), style="bold")
    _print_range(console, pooled)
    for line in report.describe_pool(pooled):
        console.print(f"  {line}", soft_wrap=True)
    for case, weight in pooled.weights:
        console.print(f"  {say('cases_transfer.weight_head')} {round(weight * 100)} %: {result.titles[case]}", soft_wrap=True)


def _print_worth(console: Any, worth: Worth) -> None:
    console.print()
    console.print(say("cases_transfer.costs_head"), style="bold")
    for fact in report.list_worth(worth):
        console.print(f"  {fact.name}: {fact.words}", soft_wrap=True)
    console.print(f"  {say('cases_transfer.interest_basis')}", style="dim", soft_wrap=True)
    console.print()
    console.print(say("cases_transfer.tornado_head"), style="bold")
    for line in draw_tornado(worth):
        console.print(f"  {line}", soft_wrap=True)


def draw_tornado(worth: Worth, width: int = _BAR) -> list[str]:
    """A line for each input, the widest first: name, bar, net value at its low and at its high."""
    lines = [say("cases_transfer.tornado_text")] if worth.bars else [say("cases_transfer.tornado_none")]
    longest = max((len(report.input_name(bar.name)) for bar in worth.bars), default=0)
    ends = [end for bar in worth.bars for end in (bar.at_low, bar.at_high)] + [worth.npv.middle]
    for bar in worth.bars:
        words = f"{write_amount(bar.at_low, 'dkk')} … {write_amount(bar.at_high, 'dkk')}"
        drawn = _draw(bar.at_low, bar.at_high, worth.npv.middle, (min(ends), max(ends)), width)
        lines.append(f"{report.input_name(bar.name):<{longest}} {drawn} {words}")
    if worth.fixed and worth.bars:
        lines.append(say("cases_transfer.tornado_fixed", names=report.list_fixed(worth)))
    return lines


def _draw(low: Decimal, high: Decimal, middle: Decimal, ends: tuple[Decimal, Decimal], width: int) -> str:
    room = (ends[1] - ends[0]) or Decimal(1)
    first, last, line = (min(int((value - ends[0]) / room * width), width - 1) for value in (min(low, high), max(low, high), middle))
    return "".join(_MIDDLE if place == line else _FILLED if first <= place <= last else _EMPTY for place in range(width))


def _print_notes(console: Any, head: str, notes: Sequence[report.Note]) -> None:
    if not notes:
        return
    console.print()
    console.print(say(f"cases_transfer.{head}"), style="bold")
    for note in notes:
        console.print(f"  • {note.text}", soft_wrap=True)
        console.print(f"    {note.remedy}", style="dim", soft_wrap=True)
