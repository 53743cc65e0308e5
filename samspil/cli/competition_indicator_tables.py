"""Indicators on the terminal and as JSON."""

import dataclasses
import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from samspil.competition.indicators.words import (
    describe_difference,
    describe_national,
    describe_note,
    name_code,
    name_place,
    title_of,
    write_millions,
    write_share,
)
from samspil.folder import show_path
from samspil.publish.competition.indicator_tables import ROOM, Shown, list_definition, list_feet, list_heads, terminal_table
from samspil.values.competition import Definition, Indicator
from samspil.values.competition_change import Change, National, NoChange
from samspil.vocabulary.texts import say

SCHEMA = 1


def print_indicators(shown: Shown, out: Path | None = None) -> None:
    """What must be known first, the table, what must be known of it, and which file was written."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    first, *rest = list_heads(shown)
    console.print(first, style="bold", soft_wrap=True)
    for line in rest:
        console.print(line, style="dim")
    if not shown.indicators:
        console.print(say(f"{ROOM}.nothing"))
        return
    heads, rows = terminal_table(shown)
    print_table(console, heads, rows)
    for line in list_feet(shown):
        console.print(f"- {line}", style="dim")
    if out:
        console.print(say(f"{ROOM}.written", file=show_path(out.resolve())), soft_wrap=True)


def print_table(console: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Words first, then numbers; headings break at their comma. A terminal too narrow for the numbers gets longer lines, since a number cut short is a wrong one."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    needed = 2
    for number, head in enumerate(heads):
        words = [word for row in (heads, *rows) for word in row[number].split(" ")]
        least = max(map(len, words))
        needed += least + 1
        table.add_column(head.replace(", ", ",\n"), justify="right" if number else "left", min_width=least)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table, width=max(console.width, needed), soft_wrap=needed > console.width, crop=False)


def print_definitions(definitions: Sequence[Definition], as_json: bool) -> None:
    """The definitions that ship, fact by fact."""
    if as_json:
        print(json.dumps([_plain(dataclasses.asdict(one)) | {"official": False} for one in definitions], ensure_ascii=False, indent=2))
        return
    for one in definitions:
        print(f"{one.name}: {title_of(one)}")
        for name, value in list_definition(one)[1:]:
            print(f"  {name}: {value}")
        print()


def print_national(national: National, as_json: bool, *, constructed: bool) -> None:
    """The calculation: sums, each main account, and what a publication printed."""
    if as_json:
        print(json.dumps(_national(national, constructed), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print(say(f"{ROOM}.national_title", year=national.year, best=national.best_of), style="bold", soft_wrap=True)
    if national.example and not constructed:
        console.print(say(f"{ROOM}.example_line"))
    heads = [say(f"{ROOM}.head_{name}") for name in ("code", "share", "best", "base", "added", "lifted")]
    rows = [
        [
            name_code("main_account", one.code),
            write_share(one.share),
            write_share(one.mean),
            write_millions(one.base),
            write_millions(one.added),
            str(one.lifted),
        ]
        for one in national.lifts
    ]
    print_table(console, heads, rows)
    for line in (*describe_national(national), *([say(f"{ROOM}.national_constructed")] if constructed else ())):
        console.print(f"- {line}")


def _national(one: National, constructed: bool) -> dict[str, Any]:
    sums = {name: _plain(getattr(one, name)) for name in ("base", "numerator", "share", "added", "share_after")}
    return {"schema": SCHEMA, **_plain(dataclasses.asdict(one)), **sums, "constructed": constructed, "lines": describe_national(one)}


def print_json(shown: Shown) -> None:
    """Every value with all digits as text; notes as keys with their texts beside."""
    notes = sorted({note for one in shown.indicators for note in one.notes})
    value = {
        "schema": SCHEMA,
        "statement": say(f"{ROOM}.statement"),
        "definition": _plain(dataclasses.asdict(shown.definition)) | {"official": False},
        "accounts": {"table": shown.about.table, "source": shown.about.source, "example": shown.about.example},
        "sources": list(shown.sources),
        "indicators": [_indicator(one) for one in shown.indicators],
        "changes": [_change(one) for one in shown.changes],
        "notes": {note: describe_note(note) for note in notes},
    }
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _indicator(one: Indicator) -> dict[str, Any]:
    made = {name: _plain(getattr(one, name)) for name in ("share", "difference", "base_per_inhabitant")}
    words = {"name": name_place(one.municipality), "of": name_code(one.level, one.code), "standing": describe_difference(one)}
    return {**_plain(dataclasses.asdict(one)), **made, **words}


def _change(one: Change | NoChange) -> dict[str, Any]:
    told = {"points": _plain(one.points)} if isinstance(one, Change) else {}
    return {"told": isinstance(one, Change), **_plain(dataclasses.asdict(one)), **told}


def _plain(value: Any) -> Any:
    """Decimals and fractions as text, so that no digit is lost."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
