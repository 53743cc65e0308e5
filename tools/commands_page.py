"""Writes docs/commands.md from the commands themselves.  usage: python tools/commands_page.py  (a test compares; --check only compares)."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.cli.main import build_parser  # noqa: E402 - found by the line above
from samspil.vocabulary.texts import language, use_language  # noqa: E402

PAGE = ROOT / "docs" / "commands.md"

HEAD = """# Commands

This page is made from the help of the commands: `python tools/commands_page.py` writes it again, and a test fails when the two differ.
The help is Danish unless `--lang en` (anywhere on the line) or `SAMSPIL_LANG=en` says otherwise; `--lang` also decides the language of
messages, of the reasons in the outputs and of the report.
"""

CODES = """## Exit codes

| code | meaning |
| --- | --- |
| 0 | all went well; of a review: every file was read, or is a duplicate of one that was |
| 1 | wrong use, or an error: no such folder, no right to write, full disk, a damaged store or model, a language model's server that cannot be used, an unexpected fault. Earlier outputs are untouched |
| 2 | nothing could be read; the outputs are written all the same, with the reason for each file |
| 3 | read with gaps: at least one file was not read or needs attention; see *Ikke talt med* on screen, `coverage` in `initiatives.json` or the report |
| 130 | interrupted by Ctrl-C, SIGTERM or SIGHUP; what was read is kept, earlier outputs are untouched, the same command goes on |

`samspil import-review` keeps and writes nothing when it leaves with 2; 3 says that something was missing in the article.
`samspil doctor` leaves with 1 when something is in the way of a review. `samspil demo` leaves with 0 although some of its samples cannot be read: that is what they are for.
`samspil cases` leaves with 3 when a case of the library is broken or, with `check --links`, an address does not answer; the others are shown all the same.
`samspil verify` leaves with 3 when a line of the trail was changed or is missing, and so does `samspil desk move` when it was not whole before the move. `samspil serve` leaves with 0 when it is stopped by Ctrl-C or SIGTERM.
An error is a line that says where and what, and a line that says what to do. A fault of Samspil's own is one line too; `SAMSPIL_DEBUG=1` shows the whole traceback.
"""

FILES = """## Files

`samspil review` and `samspil demo` leave in the folder `--out`:

| file | content |
| --- | --- |
| `initiatives.json` | everything, by the contract in [outputs.md](outputs.md) |
| `initiatives.csv`, `initiatives.xlsx`, `initiatives.parquet` | one row per initiative; the workbook has sheets of amounts, quotes and coverage too |
| `datapackage.json` | description of the table (Frictionless Data Package) |
| `run.json` | the run's record: versions, settings, SHA-256 of every file |
| `report/index.html` | the report; not with `--no-report`, which takes an earlier report away, since it would tell of other data |
| `samspil.sqlite` | the store: what was read of each file and the drawn pages; elsewhere with `--store`. Safe to delete: the next run reads all again |
| `samspil-llm.sqlite` | only with `--reader llm`: the model's answers, beside the store; elsewhere with `--llm-cache`. Delete it, and all is asked, and paid, again |

They are made aside (in a folder `.samspil.*.tmp`) and put in place together when all are whole; a full disk or a kill leaves the earlier ones, and the next run removes what a killed
one left. The same input gives the same bytes, whatever the number of workers.

What is passed over in FOLDER: the folder `--out`, the store and the manifest, wherever they lie in it, and `.DS_Store`, `Thumbs.db` and `desktop.ini`. A sub-folder with the results of another run is named and
not read. Links are followed to files inside the folder only. Files above 100 MB are named and not opened; more than 50,000 files are refused.

A file is read again when its bytes changed. It is taken as unchanged without being opened when its path, size and times (of content and of anything about it) are those of the last run;
a file touched within the last two seconds before it was read is always opened. Files that failed (too slow, too much memory, a crash) are tried again by the next run.
One run at a time uses a store: a second one waits five seconds and then says so.

File names are shown with `/` between folders; a byte that is not UTF-8 as `\\xf8`, a sign that cannot be seen as `\\x0a` or
`\\u202e`, a backslash doubled.
"""


def describe_page() -> str:
    """The whole page."""
    before = language()
    use_language("en")
    try:
        commands = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
        parts = [HEAD, *(describe_command(name, parser) for name, parser in list_commands(commands)), CODES, FILES]
    finally:
        use_language(before)
    return "\n".join(parts)


def list_commands(commands: argparse._SubParsersAction) -> list[tuple[str, argparse.ArgumentParser]]:
    """All commands; of one that has actions of its own ('desk'), each action ('desk move')."""
    found = []
    for name, parser in commands.choices.items():
        actions = next((action for action in parser._actions if isinstance(action, argparse._SubParsersAction)), None)
        found += [(f"{name} {each}", inner) for each, inner in actions.choices.items()] if actions else [(name, parser)]
    return found


def describe_command(name: str, parser: argparse.ArgumentParser) -> str:
    """Help, usage, options and example of one command."""
    actions = [action for action in parser._actions if "--help" not in action.option_strings]
    rows = "".join(f"| `{show_name(action)}` | {show_help(action)} |\n" for action in actions)
    usage = " ".join(["samspil", name, *(show_use(action) for action in actions)])
    example = str(parser.epilog).removeprefix("Example:\n").strip("\n")
    return f"## {name}\n\n{parser.description}.\n\n```\n{usage}\n```\n\n| option | |\n| --- | --- |\n{rows}\n```\n{example}\n```\n"


def show_name(action: argparse.Action) -> str:
    value = f" {action.metavar or (action.dest.upper() if action.nargs != 0 else '')}".rstrip()
    return f"{action.option_strings[-1]}{value}" if action.option_strings else str(action.metavar or action.dest)


def show_help(action: argparse.Action) -> str:
    """Its help; the default where it is a fixed one."""
    fixed = isinstance(action.default, str | Path) and action.default != argparse.SUPPRESS
    told = (action.help or "").replace("%%", "%")  # as the terminal shows it
    return f"{told}{f' (default: `{Path(action.default).as_posix()}`)' if fixed else ''}{'; required' if action.required and action.option_strings else ''}"


def show_use(action: argparse.Action) -> str:
    return show_name(action) if action.required else f"[{show_name(action)}]"


def main() -> int:
    page = describe_page()
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
