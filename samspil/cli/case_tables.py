"""Cases and what is wrong with them on the terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from samspil.cases.describe import as_json, evidence_of, head_of, label
from samspil.values.case import Case
from samspil.vocabulary.texts import say

_WIDE = 130
_CODES = ("theme", "form", "area", "outcome")

if TYPE_CHECKING:
    from samspil.cases.casebook import Library
    from samspil.cases.links import LinkAnswer


def print_list(cases: Sequence[Case], of: int) -> None:
    """Id, title, theme, form, area, how it went, and each effect with its evidence; narrow terminals get a paragraph a case."""
    console = Console(highlight=False)
    if not cases:
        console.print(say("cases.none_chosen"))
        return
    if console.width >= _WIDE:
        console.print(_table_of(cases))
    else:
        for case in cases:
            _print_paragraph(console, case)
    console.print(say("cases.count", shown=len(cases), all=of))


def _table_of(cases: Sequence[Case]) -> Table:
    table = Table(show_lines=True)
    for name in ("title", *_CODES, "effect"):
        table.add_column(say(f"cases.{name}_word"), overflow="fold")
    for case in cases:
        table.add_row(*(Text(text) for text in (f"{case.title}\n({case.id})", *_labels(case), _effects(case))))
    return table


def _print_paragraph(console: Console, case: Case) -> None:
    """The id stands on a line of its own, so that it can be copied."""
    console.print(Text(case.title, style="bold"), Text(case.id, style="cyan"), Text(" · ".join(_labels(case))), sep="\n")
    for line in _effects(case).splitlines():
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print()


def _labels(case: Case) -> list[str]:
    return [label(name, code) for name, code in zip(_CODES, (case.theme, case.form, case.service_area, case.outcome), strict=True)]


def _effects(case: Case) -> str:
    lines = [f"{head_of(effect)} [{evidence_of(effect)}]" for effect in case.effects]
    return "\n".join(lines) or say("cases.no_effect")


def print_check(library: "Library", links: Sequence["LinkAnswer"] | None, *, to_json: bool) -> None:
    """What is wrong, by file and line, and what to do; then the addresses that do not answer."""
    from samspil.cases.casebook import place_of

    if to_json:
        print(as_json({"cases": len(library.cases), "findings": library.findings, "notes": library.notes, "links": links}))
        return
    for finding in library.findings:
        print(f"{place_of(finding)}: {finding.message}\n  {finding.remedy}")
    for note in library.notes:
        print(f"{place_of(note)}: {note.message}")
    key = "check_bad" if library.findings else "check_good"
    print(say(f"cases.{key}", count=len(library.cases), findings=len(library.findings)))
    if links is not None:
        _print_links(links)


def _print_links(links: Sequence["LinkAnswer"]) -> None:
    for link in links:
        if not link.alive:
            print(say("cases.link_dead", case=", ".join(link.cases), address=link.address, detail=link.detail))
    alive = sum(link.alive for link in links)
    print(say("cases.links_good", count=alive) if links else say("cases.links_none"))
