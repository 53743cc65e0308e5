"""`samspil purchasing figures DATA`: key figures on the terminal, as JSON, and as a whole report in a folder."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import read_year
from samspil.cli.purchasing_options import add_data, declare_action, open_data
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.purchasing.figures.settings import Settings

ALL_WELL = 0
_ROOM = "purchasing_figures"
_CONVENTIONS = ("calendar", "365")


def add_commands(actions: Any) -> None:
    """Declare the action and its options."""
    parser = declare_action(actions, "figures", _ROOM)
    add_data(parser)
    file, year = say("cli.file_word"), say("cli.year_word")
    parser.add_argument("--out", type=Path, metavar=say("cli.folder_word"), help=say(f"{_ROOM}.out_help"))
    parser.add_argument("--year", type=read_year, metavar=year, help=say(f"{_ROOM}.year_help"))
    parser.add_argument("--index", type=Path, metavar=file, help=say(f"{_ROOM}.index_help"))
    parser.add_argument("--price-year", type=read_year, metavar=year, help=say(f"{_ROOM}.price_year_help"))
    parser.add_argument("--refund", type=Path, metavar=file, help=say(f"{_ROOM}.refund_help"))
    parser.add_argument(
        "--days", choices=_CONVENTIONS, default="calendar", metavar=say(f"{_ROOM}.days_word"), help=say(f"{_ROOM}.days_help")
    )
    parser.add_argument("--supplier", metavar=say(f"{_ROOM}.supplier_word"), help=say(f"{_ROOM}.supplier_help"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Calculate, show, write. Raises FiguresError, UsageError, NothingReadError, OutputError."""
    from samspil.cli.purchasing_figures_tables import print_figures, print_json
    from samspil.purchasing.figures.portfolio import build_figures

    if options.out:
        from samspil.cli.review import check_out

        check_out(options.out)
    settings = _read_settings(options)
    figures = build_figures(open_data(options), settings)
    if options.json:
        print_json(figures, options.supplier)
    else:
        print_figures(figures, options.supplier)
    if options.out:
        _write(figures, options)
    return ALL_WELL


def _read_settings(options: argparse.Namespace) -> "Settings":
    from samspil.purchasing.figures.index import read_index
    from samspil.purchasing.figures.refund import read_rates, shipped_rates
    from samspil.purchasing.figures.settings import Settings

    index = read_index(options.index) if options.index else None
    rates = read_rates(options.refund) if options.refund else shipped_rates()
    return Settings(options.year, index, options.price_year, rates, options.days)


def _write(figures: Any, options: argparse.Namespace) -> None:
    from samspil.engines.aside import do_together
    from samspil.folder import show_path
    from samspil.publish.purchasing.figures_report import write_report

    write_report(figures, options.out, do_together)
    if not options.json:
        print(say(f"{_ROOM}.written", folder=show_path(options.out.resolve())))
