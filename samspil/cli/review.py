"""`samspil review FOLDER --year Y --out OUT`: the main job."""

import argparse
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.llm_options import add_llm_options, describe_sent, read_wish
from samspil.cli.parser import add_run_options, declare, read_year
from samspil.cli.progress import show_progress
from samspil.errors import NothingReadError, UsageError
from samspil.jobs import prepare
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.initiatives.own_themes.model import TrainedTheme
    from samspil.pipeline import Outcome, Settings


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "review")
    parser.add_argument("folder", type=Path, metavar=say("cli.folder_word"), help=say("cli.review_folder_help"))
    parser.add_argument("--year", type=read_year, required=True, metavar=say("cli.year_word"), help=say("cli.year_help"))
    parser.add_argument("--out", type=Path, required=True, metavar=say("cli.folder_word"), help=say("cli.out_help"))
    parser.add_argument("--manifest", type=Path, metavar=say("cli.file_word"), help=say("cli.manifest_help"))
    parser.add_argument(
        "--theme", type=Path, action="append", default=[], metavar=say("cli.folder_word"), help=say("own_themes.review_help")
    )
    add_run_options(parser)
    add_llm_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Carry out the review and show what came of it."""
    prepare()
    from samspil.pipeline import Settings

    settings = Settings(
        options.folder,
        options.year,
        options.out,
        options.store,
        options.manifest,
        options.workers,
        options.ocr,
        options.report,
        themes=_read_themes(options.theme),
        llm=read_wish(options),
    )
    return run_review(settings, as_json=options.json)


def _read_themes(folders: Sequence[Path]) -> "tuple[TrainedTheme, ...]":
    """The user's own themes; what reads them is loaded only when there are some. Raises ThemeError."""
    if not folders:
        return ()
    from samspil.initiatives.own_themes.model import read_all_trained
    from samspil.version import read_model_name

    return read_all_trained(folders, read_model_name())


def run_review(settings: "Settings", *, as_json: bool) -> int:
    """Run with progress, then the table (or one JSON object), then the path of the report. Gives the exit code.

    Raises NothingReadError when there was nothing to read, after all has been written and shown.
    """
    from samspil.pipeline import check_places, review_folder

    check_places(settings.folder, settings.out)
    check_out(settings.out)
    _mention_inside(settings)
    with show_progress() as tell:
        outcome = review_folder(settings, tell, _load_tables)
    show = _show_json if as_json else _show_table
    show(settings, outcome)
    if not outcome.review.coverage.read:
        remedy = say("cli.nothing_read_remedy" if outcome.review.coverage.documents else "cli.folder_empty_remedy")
        raise NothingReadError(say("cli.nothing_read", folder=settings.folder), remedy=remedy)
    return 0 if outcome.complete else 3


def check_out(out: Path) -> None:
    """Refuse an output folder that cannot be written before anything is read. Raises UsageError."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".samspil.", suffix=".tmp", dir=out):
            pass
    except OSError as error:
        raise UsageError(say("cli.out_unwritable", detail=explain(error)), place=str(out), remedy=say("cli.out_remedy")) from error


def _mention_inside(settings: "Settings") -> None:
    """The results are no agreements; a user who keeps them among the agreements should know that they are passed over."""
    if Path(os.path.realpath(settings.out)).is_relative_to(os.path.realpath(settings.folder)):
        print(say("cli.out_inside", out=settings.out), file=sys.stderr)


def _show_json(settings: "Settings", outcome: "Outcome") -> None:
    from samspil.folder import show_path
    from samspil.publish.contract import review_to_json

    result = review_to_json(outcome.review)
    result.pop("initiatives")
    report = show_path(outcome.report) if outcome.report else None
    sent = {"sent": outcome.sent} if outcome.sent else {}
    text = json.dumps({**result, "out": show_path(settings.out), "report": report, **sent}, ensure_ascii=False)
    print(text.encode("utf-8", "replace").decode("utf-8"))


def _load_tables() -> None:
    """Load what the table is shown with, in a pause."""
    importlib.import_module("samspil.cli.tables")


def _show_table(settings: "Settings", outcome: "Outcome") -> None:
    from samspil.cli.tables import print_review

    print_review(outcome.review, settings.out, outcome.report, describe_sent(outcome.sent) if outcome.sent else "")
