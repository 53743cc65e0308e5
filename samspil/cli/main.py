"""`samspil`: one door, a module per command. Heavy imports happen inside the commands, so that the help is there at once."""

import contextlib
import gc
import importlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from samspil import __version__
from samspil.cli.parser import Parser
from samspil.errors import NothingReadError, OutputError, SamspilError
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import LANGUAGES, say, use_language

ALL_READ, USAGE, NOTHING_READ, GAPS, INTERRUPTED = 0, 1, 2, 3, 130
_COMMANDS = (  # each in the module of its name, in the order of the help
    "demo",
    "review",
    "import-review",
    "audit",
    "compare",
    "publish",
    "site",
    "serve",
    "search",
    "cases",
    "statbank",
    "purchasing",
    "competition",
    "desk",
    "verify",
    "evaluate",
    "train",
    "doctor",
)
# Objects made before young ones are looked through for rings: a command makes many that stay, and hardly any rings.
_GC_THRESHOLDS = (50_000, 20, 50)
_PACKAGE = Path(__file__).parents[1]
_DUCKDB_INTERRUPTED = "Query interrupted"  # what DuckDB makes of Ctrl-C


def build_parser(command: str = "") -> Parser:
    """All commands with their help, or the one that is called: the others are not loaded then."""
    parser = Parser(prog="samspil", description=say("cli.description"), epilog=say("cli.exit_codes"))
    parser.add_argument("--version", action="version", version=f"samspil {__version__}", help=say("cli.version_help"))
    parser.add_argument("--lang", choices=LANGUAGES, default=None, help=say("cli.lang_help"))
    commands = parser.add_subparsers(
        dest="command", title=say("cli.commands_word"), metavar=say("cli.command_word"), required=True, parser_class=Parser
    )
    for name in (command,) if command in _COMMANDS else _COMMANDS:
        importlib.import_module(f"samspil.cli.{name.replace('-', '_')}").add_command(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (docs/commands.md). No error reaches the user as a traceback."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        print(say("cli.interrupted"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, as in `samspil ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ALL_READ
    except Exception as error:
        if isinstance(error, RuntimeError) and str(error) == _DUCKDB_INTERRUPTED:
            print(say("cli.interrupted"), file=sys.stderr)
            return INTERRUPTED
        return _explain(error)


def _run(arguments: Sequence[str] | None) -> int:
    _prepare(as_program=arguments is None)
    language, given = take_language(sys.argv[1:] if arguments is None else arguments)
    use_language(language)
    options = build_parser(given[0] if given else "").parse_args(given)
    code = int(options.run(options))
    sys.stdout.flush()
    return code


def _explain(error: Exception) -> int:
    """What to tell the user: their situation, the machine's trouble, or a fault of our own."""
    if isinstance(error, SamspilError):
        return _complain(error, NOTHING_READ if isinstance(error, NothingReadError) else USAGE)
    if isinstance(error, OSError):  # no room for temporary files, too many open files
        trouble = say("cli.system_trouble", detail=explain(error))
        return _complain(OutputError(trouble, place=str(error.filename or ""), remedy=say("cli.system_remedy")), USAGE)
    return _admit(error)


def _prepare(*, as_program: bool) -> None:
    """File names may hold anything: what a stream cannot show becomes an escape. Being asked to end is like Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if as_program:
        gc.set_threshold(*_GC_THRESHOLDS)
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, ValueError):
                signal.signal(getattr(signal, name), _stop)


def _stop(_number: int, _frame: Any) -> NoReturn:
    raise KeyboardInterrupt


def take_language(given: Sequence[str]) -> tuple[str, list[str]]:
    """--lang may stand anywhere and decides the language of the help itself; else SAMSPIL_LANG, else Danish. Gives the other arguments too."""
    language, rest = os.environ.get("SAMSPIL_LANG", "da"), list(given)
    for number, word in enumerate(given):
        value = word.removeprefix("--lang=") if word != "--lang" else next(iter(given[number + 1 : number + 2]), "")
        if word.startswith("--lang") and value in LANGUAGES:
            language, rest = value, [*given[:number], *given[number + (2 if word == "--lang" else 1) :]]
            break
    return language if language in LANGUAGES else "da", rest


def _complain(error: SamspilError, code: int) -> int:
    place = f"{error.place}: " if error.place else ""
    print(f"samspil: {place}{error.message}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)
    return code


def _admit(error: Exception) -> int:
    """A fault of our own: what, where and how to report it; the whole story with SAMSPIL_DEBUG=1."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    print(say("cli.unexpected", what=what, place=place, version=__version__), file=sys.stderr)
    if os.environ.get("SAMSPIL_DEBUG"):
        traceback.print_exception(error)
    return USAGE


if __name__ == "__main__":
    raise SystemExit(main())
