"""A measured quality on the terminal: tables, what the reader is bad at, and the errors."""

import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from samspil.review.judge.errors import KINDS, describe_mistake, list_mistakes
from samspil.review.judge.sections import Section, list_overview, list_sections
from samspil.vocabulary.texts import say

ENOUGH_COLUMNS, NARROW_HEAD = 110, 6
SHOWN = 10  # errors of each kind, unless the user says otherwise
Quality = Mapping[str, Any]


def tell_progress(words: str) -> None:
    """One line on stderr, at once."""
    print(words, file=sys.stderr, flush=True)


def print_quality(corpus: Quality, sets: Sequence[tuple[str, Quality]], errors: int | None = None) -> None:
    """The overview of all sets, the breakdowns of each, and at most `errors` of each kind of error."""
    console = Console(highlight=False, soft_wrap=True)
    named = {say("quality.corpus_set", texts=corpus["texts"]): corpus}
    for number, (name, quality) in enumerate(sets, start=1):
        title = say("quality.given_set", name=name, texts=quality["texts"])
        named[f"{title} ({number})" if title in named else title] = quality
    _print_section(console, list_overview(named))
    for name, quality in named.items():
        console.print(f"\n{name}", style="bold", markup=False)
        for section in list_sections(quality, brief=quality is not corpus):
            _print_section(console, section)
        _print_errors(console, quality, SHOWN if errors is None else errors)


def _print_section(console: Console, section: Section) -> None:
    console.print(f"\n{section.title}", style="bold", markup=False)
    for note in section.notes:
        console.print(note, style="dim", markup=False)
    if section.head:
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        for number, name in enumerate(section.head):  # figures are never cut; heads are broken where the terminal is narrow
            words = name if not number or console.width >= ENOUGH_COLUMNS else "\n".join(textwrap.wrap(name, NARROW_HEAD))
            table.add_column(words, justify="right" if number else "left", no_wrap=True)
        for row in section.rows:
            table.add_row(*row)
        console.print(table, soft_wrap=False)
    for remark in section.remarks:
        console.print(f"- {remark}", markup=False)


def _print_errors(console: Console, quality: Quality, most: int) -> None:
    mistakes = list_mistakes(quality)
    if not mistakes or not most:
        return
    console.print(f"\n{say('quality.title_errors')}", style="bold")
    for kind in KINDS:
        chosen = [one for one in mistakes if one.kind == kind]
        console.print(f"{say(f'quality.kind_{kind}')} ({len(chosen)})", style="bold")
        for mistake in chosen[:most]:
            console.print(f"  {describe_mistake(mistake)}", markup=False)
        if len(chosen) > most:
            console.print(f"  {say('quality.errors_more', count=len(chosen) - most)}", style="dim")
