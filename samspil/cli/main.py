"""`samspil`: one door, a module per command. Heavy imports happen inside the commands, so that the help is there at once."""

import argparse
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from samspil import __version__
from samspil.cli import demo, doctor, evaluate, review, train
from samspil.errors import NothingReadError, SamspilError
from samspil.vocabulary.texts import LANGUAGES, say, use_language

ALL_READ, USAGE, NOTHING_READ, GAPS, INTERRUPTED = 0, 1, 2, 3, 130
_COMMANDS = (demo, review, evaluate, train, doctor)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and where help stands; exit code 1 as documented."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        print(say("cli.usage_error", message=message, command=self.prog), file=sys.stderr)
        raise SystemExit(USAGE)


def build_parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    parser = _Parser(
        prog="samspil",
        description=say("cli.description"),
        epilog=say("cli.exit_codes"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"samspil {__version__}")
    parser.add_argument("--lang", choices=LANGUAGES, default=None, help=say("cli.lang_help"))
    commands = parser.add_subparsers(dest="command", metavar=say("cli.command_word"), required=True, parser_class=_Parser)
    for module in _COMMANDS:
        module.add_command(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (docs/commands.md)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    use_language(_chosen_language(given))
    options = build_parser().parse_args(given)
    try:
        return int(options.run(options))
    except NothingReadError as error:
        return _complain(error, NOTHING_READ)
    except SamspilError as error:
        return _complain(error, USAGE)
    except KeyboardInterrupt:
        print(say("cli.interrupted"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, as in `samspil ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ALL_READ


def _chosen_language(given: Sequence[str]) -> str:
    """--lang before anything is parsed, since the help itself is in that language; else SAMSPIL_LANG, else Danish."""
    for flag, value in pairwise(given):
        if flag == "--lang" and value in LANGUAGES:
            return value
    wanted = next((flag.removeprefix("--lang=") for flag in given if flag.startswith("--lang=")), os.environ.get("SAMSPIL_LANG", "da"))
    return wanted if wanted in LANGUAGES else "da"


def _complain(error: SamspilError, code: int) -> int:
    place = f"{error.place}: " if error.place else ""
    print(f"samspil: {place}{error.message}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
