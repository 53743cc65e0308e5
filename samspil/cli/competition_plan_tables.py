"""A tender plan on the terminal: what to look at first, bars of text for the timetable, the plan."""

from datetime import timedelta
from typing import Any

from samspil.publish.competition import plan_words as words
from samspil.publish.competition.plan_gantt import PHASES, phase_of, span_of
from samspil.publish.competition.plan_story import Section, Story, page_sections, show
from samspil.values.competition_plan import Plan, PlanLine

_BAR = 36
_SIGNS = dict(zip(PHASES, "░█▒▓", strict=True))
_SHOWN = ("conflicts", "gantt", "plan")
_NARROW = 150  # columns: below it the plan is told line by line


def print_plan(story: Story) -> None:
    """All that helps at once; each task's steps, lots and requirements are in the files."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print()
    console.print(story.statement, style="bold yellow", soft_wrap=True)
    console.print(story.title, style="bold", soft_wrap=True)
    console.print(story.answer, style="bold", soft_wrap=True)
    for section in page_sections(story):
        if section.key in _SHOWN:
            _print_section(console, story.plan, section)
    console.print()
    console.print(words.word("method_neutral"), style="dim", soft_wrap=True)


def _print_section(console: Any, plan: Plan, section: Section) -> None:
    console.print()
    console.print(section.title, style="bold")
    for line in section.lines:
        console.print(line, style="dim", soft_wrap=True)
    for title, lines in section.groups:
        console.print(title, soft_wrap=True)
        for line in lines:
            console.print(f"  • {line}", soft_wrap=True)
    if section.drawn:
        _print_bars(console, plan)
    elif section.table and section.key == "plan":
        _print_table(console, section)


def _print_table(console: Any, section: Section) -> None:
    """As a table where there is room, else a task's cells one after another."""
    from rich import box
    from rich.table import Table

    table = section.table
    if table is None:
        return
    if console.width < _NARROW:
        for row in table.rows:
            console.print(str(row[0]), soft_wrap=True)
            told = [
                f"{column.title}: {show(cell, column.style)}" for column, cell in list(zip(table.columns, row, strict=True))[1:] if cell
            ]
            console.print("    " + "; ".join(told), style="dim")
        return
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns:
        shown.add_column(column.title, justify="right" if column.numeric else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(show(cell, column.style) for cell, column in zip(row, table.columns, strict=True)))
    console.print(shown)


def _print_bars(console: Any, plan: Plan) -> None:
    first, last = span_of(plan)
    for line in plan.lines:
        console.print(f"{bar_of(plan, line)} {line.id} {words.day(line.begin)} → {words.day(line.new_start)}", soft_wrap=True)
    legend = "  ".join(f"{sign} {words.word(f'gantt_{key}')}" for key, sign in _SIGNS.items())
    console.print(f"{words.day(first)} – {words.day(last)}  {legend}  | {words.word('gantt_today')}", style="dim", soft_wrap=True)


def bar_of(plan: Plan, line: PlanLine) -> str:
    """The task's steps on one scale, today as a stroke."""
    first, last = span_of(plan)
    length = (last - first).days
    signs = []
    for place in range(_BAR):
        day = first + timedelta(days=int((place + 0.5) * length / _BAR))
        held = next((each for each in line.steps if each.first <= day <= each.last), None)
        signs.append(_SIGNS[phase_of(held.step.key)] if held else "·")
    now = (plan.today - first).days * _BAR // length
    if 0 <= now < _BAR:
        signs[now] = "|"
    return "".join(signs)
