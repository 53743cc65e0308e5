"""What the commands on cases share: `--library`, and opening the library with a word about what is broken or replaced."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import add_json
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.cases.casebook import Library


def declare_action(actions: Any, name: str, room: str = "cases") -> argparse.ArgumentParser:
    """`samspil cases NAME` with its help and example from `ROOM.toml` (`NAME_help`, `NAME_example`), `--library` and `--json`."""
    help_text = say(f"{room}.{name}_help")
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_text, description=help_text, epilog=say(f"{room}.{name}_example"))
    parser.add_argument(
        "--library",
        dest="casebooks",
        type=Path,
        action="append",
        default=[],
        metavar=say("cli.folder_word"),
        help=say("cases.folder_of_cases_help"),
    )
    add_json(parser)
    return parser


def open_cases(options: argparse.Namespace) -> "Library":
    """The cases that ship and those of every `--library`. Broken ones are told on stderr and left out; so are replaced ones. Raises CaseError (no folder)."""
    from samspil.cases.casebook import SHIPPED, open_library, place_of

    library = open_library([SHIPPED, *options.casebooks])
    for finding in library.findings:
        print(f"samspil: {place_of(finding)}: {finding.message}\n  {finding.remedy}", file=sys.stderr)
    for note in library.notes:
        print(f"samspil: {place_of(note)}: {note.message}", file=sys.stderr)
    return library
