"""How commands are declared: help and complaints in the user's language, an example each, exit code 1 for wrong use."""

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from samspil.vocabulary.texts import language, say

WRONG_USE = 1
FIRST_YEAR, LAST_YEAR = 2008, 2099
MOST_WORKERS = 256
_COMPLAINTS = (  # argparse's own words -> those of the catalogue
    (r"the following arguments are required: (?P<names>.+)", "usage_missing"),
    (r"unrecognized arguments: (?P<names>.+)", "usage_unknown"),
    (r"argument (?P<name>.+?): expected .*argument.*", "usage_no_value"),
    (r"argument (?P<name>.+?): invalid choice: (?P<given>.+?) \(choose from (?P<choices>.+)\)", "usage_choice"),
    (r"argument (?P<name>.+?): (?P<problem>.+)", "usage_value"),
)


class _Help(argparse.HelpFormatter):
    """Says 'usage' in the user's language; lines of an example stay lines."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(line if line.startswith(" ") else textwrap.fill(line, width) for line in text.splitlines())

    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, say("cli.usage_word") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Says what is wrong and where help stands; exit code 1 as documented."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **values, "add_help": False})
        self._positionals.title = say("cli.arguments_word")
        self._optionals.title = say("cli.options_word")
        self.add_argument("-h", "--help", action="help", help=say("cli.help_help"))

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 1."""
        self.print_usage(sys.stderr)
        print(say("cli.usage_error", message=translate(message), command=self.prog), file=sys.stderr)
        raise SystemExit(WRONG_USE)


def translate(message: str) -> str:
    """A complaint of argparse, which speaks English, in the user's language."""
    if language() == "en":
        return message
    for pattern, key in _COMPLAINTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return say(f"cli.{key}", **match.groupdict())
    return message


def declare(commands: Any, name: str) -> argparse.ArgumentParser:
    """A command with its help and example from the catalogue: `NAME_help` and `NAME_example` (hyphens as underscores)."""
    key = name.replace("-", "_")
    help_text = say(f"cli.{key}_help")
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text, epilog=say(f"cli.{key}_example"))
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option of every command that a program may read on."""
    parser.add_argument("--json", action="store_true", help=say("cli.json_help"))


def add_from(parser: argparse.ArgumentParser) -> None:
    """The option of every command that works on reviews made before (`samspil.collection.open_collection`)."""
    places = say("cli.place_word")
    parser.add_argument("--from", dest="places", type=Path, nargs="+", default=[], metavar=places, help=say("collection.from_help"))


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Options that the review and the demo share."""
    parser.add_argument("--store", type=Path, metavar=say("cli.file_word"), help=say("cli.store_help"))
    parser.add_argument("--workers", type=read_workers, default=count_processors(), metavar="N", help=say("cli.workers_help"))
    parser.add_argument("--no-ocr", dest="ocr", action="store_false", help=say("cli.ocr_help"))
    parser.add_argument("--no-report", dest="report", action="store_false", help=say("cli.no_report_help"))
    add_json(parser)


def read_year(text: str) -> int:
    """A budget year. Raises ArgumentTypeError for anything else."""
    return _read_number(text, FIRST_YEAR, LAST_YEAR, "bad_year")


def read_workers(text: str) -> int:
    """How many at a time. Raises ArgumentTypeError for anything but a sensible number."""
    return _read_number(text, 1, MOST_WORKERS, "bad_workers")


def _read_number(text: str, first: int, last: int, complaint: str) -> int:
    if not (text.isascii() and text.isdigit() and first <= int(text[:9]) <= last):
        raise argparse.ArgumentTypeError(say(f"cli.{complaint}", given=text, first=first, last=last))
    return int(text)


def count_processors() -> int:
    """Those this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
