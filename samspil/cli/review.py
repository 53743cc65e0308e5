"""`samspil review FOLDER --year Y --out OUT`: the main job."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.progress import show_progress
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.pipeline import Outcome, Settings

FIRST_YEAR, LAST_YEAR = 2008, 2099


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "review",
        help=say("cli.review_help"),
        description=say("cli.review_help"),
        epilog=say("cli.review_example"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar=say("cli.folder_word"), help=say("cli.review_folder_help"))
    parser.add_argument("--year", type=read_year, required=True, help=say("cli.year_help"))
    parser.add_argument("--out", type=Path, required=True, help=say("cli.out_help"))
    parser.add_argument("--manifest", type=Path, help=say("cli.manifest_help"))
    add_run_options(parser)
    parser.set_defaults(run=run)


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Options that the demo shares."""
    parser.add_argument("--store", type=Path, help=say("cli.store_help"))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2, help=say("cli.workers_help"))
    parser.add_argument("--ocr", action="store_true", help=say("cli.ocr_help"))
    parser.add_argument("--no-report", dest="report", action="store_false", help=say("cli.no_report_help"))
    parser.add_argument("--json", action="store_true", help=say("cli.json_help"))


def read_year(text: str) -> int:
    """A budget year. Raises ArgumentTypeError for anything else."""
    if not text.isdigit() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(say("cli.bad_year", given=text, first=FIRST_YEAR, last=LAST_YEAR))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Carry out the review and show what came of it."""
    from samspil.pipeline import Settings

    settings = Settings(
        options.folder, options.year, options.out, options.store, options.manifest, max(1, options.workers), options.ocr, options.report
    )
    return run_review(settings, as_json=options.json)


def run_review(settings: "Settings", *, as_json: bool) -> int:
    """Run with progress, then the table (or one JSON object), then the path of the report. Gives the exit code."""
    from samspil.pipeline import review_folder

    check_out(settings.out)
    with show_progress() as tell:
        outcome = review_folder(settings, tell)
    show = _show_json if as_json else _show_table
    show(settings, outcome)
    return 0 if outcome.complete else 3


def check_out(out: Path) -> None:
    """Refuse an output folder that cannot be written before anything is read. Raises UsageError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".samspil-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise UsageError(say("cli.out_unwritable", detail=error.strerror or error), place=str(out), remedy=say("cli.out_remedy")) from error


def _show_json(settings: "Settings", outcome: "Outcome") -> None:
    from samspil.publish.contract import review_to_json

    result = review_to_json(outcome.review)
    result.pop("initiatives")
    print(json.dumps({**result, "out": str(settings.out), "report": str(outcome.report) if outcome.report else None}, ensure_ascii=False))


def _show_table(settings: "Settings", outcome: "Outcome") -> None:
    from samspil.cli.tables import print_review

    print_review(outcome.review, settings.out, outcome.report)
