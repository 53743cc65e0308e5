"""`samspil statbank read | fetch`: what is in a saved file of Statistics Denmark, and a table fetched from the bank."""

import argparse
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import Parser, add_json, declare
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.statbank.drivers import Drivers
    from samspil.values.statistics import Dimension, Origin, TableFinding

_PLAIN, _TO_DECIDE = 0, 3
_FORMATS = ("BULK", "CSV", "JSONSTAT")
_SHOWN = 6
_USUAL_MB, _MOST_MB = 5_000, 100_000


def add_command(commands: Any) -> None:
    """Declare the command and its actions."""
    parser = declare(commands, "statbank")
    actions = parser.add_subparsers(
        dest="action", title=say("statbank.actions"), metavar="read | fetch", required=True, parser_class=Parser
    )
    reading = _declare(actions, "read")
    reading.add_argument("file", type=Path, metavar=say("cli.file_word"), help=say("statbank.file_help"))
    reading.add_argument("--where", action="append", default=[], metavar=say("statbank.where_word"), help=say("statbank.where_help"))
    reading.add_argument("--drivers", action="store_true", help=say("statbank.drivers_help"))
    reading.add_argument("--period", default="", metavar=say("statbank.period_word"), help=say("statbank.period_help"))
    reading.add_argument("--large", action="store_true", help=say("statbank.large_help"))
    add_json(reading)
    reading.set_defaults(run=run_read)
    fetching = _declare(actions, "fetch")
    fetching.add_argument("table", metavar=say("statbank.table_word"), help=say("statbank.table_help"))
    fetching.add_argument("--where", action="append", default=[], metavar=say("statbank.where_word"), help=say("statbank.values_help"))
    fetching.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help=say("statbank.format_help"))
    fetching.add_argument("--out", type=Path, required=True, metavar=say("cli.file_word"), help=say("statbank.out_help"))
    fetching.add_argument("--address", default="", metavar=say("statbank.address_word"), help=say("statbank.address_help"))
    fetching.add_argument("--most", type=read_megabytes, default=_USUAL_MB, metavar="MB", help=say("statbank.most_help"))
    add_json(fetching)
    fetching.set_defaults(run=run_fetch)


def _declare(actions: Any, name: str) -> argparse.ArgumentParser:
    text = say(f"statbank.{name}_help")
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text, epilog=say(f"statbank.{name}_example"))
    return parser


def read_megabytes(text: str) -> int:
    """A limit of size. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_MB):
        raise argparse.ArgumentTypeError(say("statbank.bad_most"))
    return int(text)


def run_read(options: argparse.Namespace) -> int:
    """Read and show; 3 when there is a trap or an error to decide on. Raises StatbankError, SelectError."""
    from samspil.statbank.lines import peek
    from samspil.statbank.own_drivers import is_own_file

    if options.drivers or is_own_file(peek(options.file)):
        return _read_drivers(options)
    if options.period:
        raise UsageError(say("statbank.period_help"), place="--period", remedy="--drivers")
    return _read_large(options) if options.large else _read_small(options)


def _read_small(options: argparse.Namespace) -> int:
    from samspil.statbank.checks import check_table
    from samspil.statbank.read import read_table
    from samspil.statbank.selecting import add_up, parse_choices, select

    table = read_table(options.file)
    said: tuple[str, ...] = ()
    total = None
    findings = check_table(table)
    if options.where:
        selection = select(table, parse_choices(options.where))
        said, findings = selection.said, check_table(selection.table)
        times = selection.table.find_dimension("TID")
        total = next(iter(add_up(selection, []).values()), None) if times is None or len(times.categories) == 1 else None
        table = selection.table
    sums = (total.value, total.cells, total.missing) if total else None
    return _show(options, table.origin, table.dimensions, len(table), findings, said, sums)


def _read_large(options: argparse.Namespace) -> int:
    from samspil.statbank.bulk import open_bulk
    from samspil.statbank.selecting import parse_choices

    with open_bulk(options.file) as bulk:
        said: tuple[str, ...] = ()
        sums, cells = None, bulk.cells
        if options.where:
            said = bulk.select(parse_choices(options.where))
            row = bulk.connection.execute("SELECT sum(value), count(value), count(*) - count(value), count(*) FROM chosen").fetchone()
            if row:
                cells = int(row[3])
            names = [dimension.code for dimension in bulk.dimensions]
            if row and ("TID" not in names or bulk.count_distinct("TID", "chosen") == 1):
                sums = (row[0], int(row[1]), int(row[2]))
        findings = bulk.findings if not options.where else ()
        return _show(options, bulk.origin, bulk.dimensions, cells, findings, said, sums)


def _show(
    options: argparse.Namespace,
    origin: "Origin",
    dimensions: "Sequence[Dimension]",
    cells: int,
    findings: "Sequence[TableFinding]",
    said: Sequence[str],
    sums: tuple[Decimal | None, int, int] | None,
) -> int:
    if options.json:
        print(json.dumps(_describe(origin, dimensions, cells, findings, said, sums), ensure_ascii=False, indent=1))
    else:
        _print(origin, dimensions, cells, findings, said, sums)
    return _TO_DECIDE if any(finding.weight != "note" for finding in findings) else _PLAIN


def _describe(
    origin: "Origin",
    dimensions: "Sequence[Dimension]",
    cells: int,
    findings: "Sequence[TableFinding]",
    said: Sequence[str],
    sums: tuple[Decimal | None, int, int] | None,
) -> dict[str, Any]:
    return {
        **_describe_origin(origin),
        "cells": cells,
        "dimensions": [
            {"code": one.code, "label": one.label, "values": [{"code": each.code, "label": each.label} for each in one.categories]}
            for one in dimensions
        ],
        "findings": [{name: getattr(one, name) for name in ("kind", "weight", "file", "place", "what", "remedy")} for one in findings],
        "chosen": list(said),
        "sum": {"value": None if sums[0] is None else str(sums[0]), "cells": sums[1], "missing": sums[2]} if sums else None,
    }


def _describe_origin(origin: "Origin") -> dict[str, Any]:
    names = ("file", "format", "id", "title", "unit", "source", "updated", "language", "presentation", "example", "sha256")
    return {**{name: getattr(origin, name) for name in names}, "read_on": origin.read_on.isoformat() if origin.read_on else None}


def _print(
    origin: "Origin",
    dimensions: "Sequence[Dimension]",
    cells: int,
    findings: "Sequence[TableFinding]",
    said: Sequence[str],
    sums: tuple[Decimal | None, int, int] | None,
) -> None:
    from rich.console import Console

    from samspil.vocabulary.numbers import show_number

    console = Console(highlight=False, soft_wrap=True)

    def tell(line: str, style: str = "") -> None:
        console.print(line, style=style or None, markup=False)

    tell(f"{origin.id} {origin.title}".strip() or origin.file, "bold")
    if origin.example:
        tell(say("statbank.shown_example"), "bold yellow")
    tell(say("statbank.shown_head", format=origin.format, cells=show_number(cells), count=len(dimensions)))
    day = origin.read_on.isoformat() if origin.read_on else "–"
    tell(say("statbank.shown_origin", source=origin.source, day=day, sha=origin.sha256[:16]))
    if origin.unit:
        tell(say("statbank.shown_unit", unit=origin.unit))
    console.print(_dimension_table(dimensions))
    for finding in findings:
        mark = say(f"statbank.weight_{finding.weight}")
        tell(f"{mark}: {finding.what}", "bold" if finding.weight != "note" else "")
        tell(f"  {finding.remedy}", "dim")
    if not findings and not said:
        tell(say("statbank.none_found"))
    for line in [say("statbank.chosen"), *(f"  {line}" for line in said)] if said else ():
        tell(line)
    if sums:
        from samspil.vocabulary.numbers import show_decimal

        value = "–" if sums[0] is None else show_decimal(float(sums[0]), 2)
        tell(say("statbank.sum", value=value, cells=show_number(sums[1]), missing=show_number(sums[2])), "bold")


def _dimension_table(dimensions: "Sequence[Dimension]") -> Any:
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    table.add_column(say("statbank.dimension_word"))
    table.add_column(say("statbank.count_word"), justify="right")
    table.add_column(say("statbank.values_word"))
    for one in dimensions:
        shown = [f"{each.code} {each.label}".strip()[:40] for each in one.categories[:_SHOWN]]
        more = " …" if len(one.categories) > _SHOWN else ""
        table.add_row(escape(one.code), str(len(one.categories)), escape(", ".join(shown) + more))
    return table


def _read_drivers(options: argparse.Namespace) -> int:
    from samspil.statbank.drivers import read_drivers
    from samspil.statbank.selecting import parse_choices

    found = read_drivers(options.file, period=options.period, choices=parse_choices(options.where))
    if options.json:
        rows = [
            {
                "municipality": one.municipality,
                "driver": one.driver,
                "value": str(one.value),
                "date": one.date.isoformat(),
                "source": one.source,
                "example": one.example,
            }
            for one in found.drivers
        ]
        print(json.dumps({"example": found.example, "chosen": list(found.said), "drivers": rows}, ensure_ascii=False, indent=1))
    else:
        _print_drivers(found)
    return _PLAIN


def _print_drivers(found: "Drivers") -> None:
    from samspil.vocabulary.municipalities import find_by_code
    from samspil.vocabulary.numbers import show_decimal

    if found.example:
        print(say("statbank.shown_example"))
    for one in found.drivers:
        municipality = find_by_code(one.municipality)
        name = municipality.name if municipality else one.municipality
        line = say("statbank.driver_line", municipality=name, driver=one.driver, value=show_decimal(float(one.value), 2), date=one.date)
        print(f"{line} [{say('statbank.example_word')}]" if one.example else line)
    for source in dict.fromkeys(one.source for one in found.drivers):
        print(source)


def run_fetch(options: argparse.Namespace) -> int:
    """Ask the bank and write. Raises FetchError, StatbankError."""
    from samspil.statbank.fetch import Question, fetch, parse_where
    from samspil.statbank.http import ADDRESS, Line
    from samspil.vocabulary.texts import language

    line = Line(options.address or ADDRESS)
    print(say("statbank.asking", address=line.address, table=options.table), file=sys.stderr)
    question = Question(options.table, parse_where(options.where), options.format, language())
    got = fetch(question, options.out, line, most=options.most * 1_000_000)
    if options.json:
        print(
            json.dumps(
                {"file": str(got.file), "provenance": str(got.provenance), "bytes": got.size, "sha256": got.sha256}, ensure_ascii=False
            )
        )
    else:
        print(say("statbank.fetched", file=got.file, size=got.size, provenance=got.provenance))
    return _PLAIN
