"""`samspil purchasing reply out | in`: the supplier's right of reply."""

import argparse
import datetime
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samspil.cli import purchasing_price_tables as tables
from samspil.cli.parser import Parser, read_year
from samspil.cli.purchasing_options import add_data, declare_action, open_data
from samspil.vocabulary.texts import say

ALL_WELL, GAPS = 0, 3
_ROOM = "purchasing_prices"


def add_commands(actions: Any) -> None:
    """Declare `reply` with its two directions."""
    help_text = say(f"{_ROOM}.reply_help")
    parser = actions.add_parser("reply", help=help_text, description=help_text, epilog=say(f"{_ROOM}.reply_example"))
    title, word = say(f"{_ROOM}.reply_actions"), say(f"{_ROOM}.reply_action_word")
    ways = parser.add_subparsers(dest="way", title=title, metavar=word, required=True, parser_class=Parser)
    _add_out(ways)
    _add_in(ways)


def _declare(ways: Any, name: str) -> argparse.ArgumentParser:
    parser = declare_action(_Renamed(ways, name), f"reply_{name}", _ROOM)
    parser.add_argument("--folder", type=Path, required=True, metavar=say("cli.folder_word"), help=say(f"{_ROOM}.folder_help"))
    return parser


class _Renamed:
    """Lets `declare_action` find its texts under `reply_out` for the word `out`."""

    def __init__(self, ways: Any, name: str) -> None:
        self._ways, self._name = ways, name

    def add_parser(self, _name: str, **values: Any) -> Any:
        """Declare under the short word."""
        return self._ways.add_parser(self._name, **values)


def _add_out(ways: Any) -> None:
    parser = _declare(ways, "out")
    add_data(parser)
    parser.add_argument("--supplier", required=True, metavar=say(f"{_ROOM}.supplier_word"), help=say(f"{_ROOM}.supplier_help"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say(f"{_ROOM}.year_help"))
    parser.add_argument("--with-list", action="store_true", help=say(f"{_ROOM}.with_list_help"))
    parser.set_defaults(run=run_out)


def _add_in(ways: Any) -> None:
    parser = _declare(ways, "in")
    parser.add_argument("file", type=Path, metavar=say("cli.file_word"), help=say(f"{_ROOM}.answer_help"))
    parser.set_defaults(run=run_in)


def run_out(options: argparse.Namespace) -> int:
    """Write and keep a sheet. Raises UsageError, NothingReadError, OutputError."""
    from samspil.folder import show_path
    from samspil.purchasing.prices.reply import make_sheet
    from samspil.replying import send_sheet

    portfolio = open_data(options)
    entries: Any = ()
    if options.with_list:
        from samspil.purchasing.prices.negotiation import build_list

        years = (options.year,) if options.year else ()
        entries = [each for each in build_list(portfolio, years=years).entries if each.supplier == options.supplier]
    sheet = make_sheet(portfolio, options.supplier, _today(), year=options.year, entries=entries)
    file = send_sheet(sheet, options.folder)
    if options.json:
        tables.print_json({"sheet": sheet.id, "supplier": sheet.supplier, "lines": len(sheet.lines), "file": str(file)})
    else:
        print(tables.clean(say(f"{_ROOM}.reply_sent", supplier=sheet.supplier_name, lines=len(sheet.lines), path=show_path(file))))
    return ALL_WELL


def run_in(options: argparse.Namespace) -> int:
    """Read, check and keep an answer; 3 when something in it could not be taken. Raises UsageError, NothingReadError, OutputError."""
    from samspil.replying import describe_reading, take_reply

    kept = take_reply(options.file, options.folder, _today())
    if options.json:
        tables.print_json({"number": kept.number, "sha256": kept.sha256, "file": str(kept.file), "reading": asdict(kept.reading)})
    else:
        lines = len(kept.reading.answers) + len(kept.reading.unanswered)
        print("\n".join(map(tables.clean, describe_reading(kept, lines))))
    return GAPS if kept.reading.faults else ALL_WELL


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()
