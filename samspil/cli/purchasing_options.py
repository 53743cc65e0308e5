"""What the commands on purchasing share: declaring an action, and opening the files handed in with a word about what is wrong with them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import add_json
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.values.purchasing import Portfolio


def declare_action(actions: Any, name: str, room: str) -> argparse.ArgumentParser:
    """`samspil purchasing NAME` with its help and example from `ROOM.toml` (`NAME_help`, `NAME_example`; hyphens as underscores), and `--json`."""
    key = name.replace("-", "_")
    help_text = say(f"{room}.{key}_help")
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_text, description=help_text, epilog=say(f"{room}.{key}_example"))
    add_json(parser)
    return parser


def add_data(parser: argparse.ArgumentParser) -> None:
    """The files or folders of the portfolio, as `options.data`."""
    parser.add_argument("data", type=Path, nargs="+", metavar=say("purchasing_intake.data_word"), help=say("purchasing_intake.data_help"))


def open_data(options: argparse.Namespace) -> "Portfolio":
    """The portfolio of `options.data`; rows refused are told on stderr. Raises UsageError, NothingReadError (nothing usable, personal data)."""
    from samspil.purchases import open_portfolio

    reading = open_portfolio(options.data)
    for line in reading.lines():
        print(f"samspil: {line}", file=sys.stderr)
    return reading.portfolio
