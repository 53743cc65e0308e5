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

HEADS = (40, 14, 12, 10, 9, 8, 7, 6)  # letters of a line of a head
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
        for number, words in enumerate(_break_heads(section, console.width)):
            table.add_column(words, justify="right" if number else "left", no_wrap=True)
        for row in section.rows:
            table.add_row(*row)
        console.print(table, soft_wrap=False)
    for remark in section.remarks:
        console.print(f"- {remark}", markup=False)


def _break_heads(section: Section, width: int) -> list[str]:
    """Figures are never cut; heads are broken into lines, as wide as the terminal lets them be."""
    first, *names = section.head
    cells = [max((len(cell) for cell in column), default=0) for column in zip(*section.rows, strict=True)] or [0] * len(section.head)
    heads: list[str] = []
    for most in HEADS:
        heads = [_wrap(name, max(most, cell)) for name, cell in zip(names, cells[1:], strict=True)]
        columns = [max(cell, *map(len, head.split("\n"))) for head, cell in zip([first, *heads], cells, strict=True)]
        if sum(columns) + len(columns) - 1 <= width:
            break
    return [first, *heads]


def _wrap(name: str, most: int) -> str:
    """Broken between words; a word that is too long alone is broken in the middle, with a hyphen."""
    words = [word if len(word) <= most else f"{word[: (len(word) + 1) // 2]}- {word[(len(word) + 1) // 2 :]}" for word in name.split()]
    return "\n".join(textwrap.wrap(" ".join(words), most, break_on_hyphens=False))


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
