"""`samspil demo`: the main job on the sample agreements that come with the package."""

import argparse
from importlib import resources
from pathlib import Path
from typing import Any

from samspil.cli.parser import add_run_options, declare
from samspil.cli.review import run_review
from samspil.vocabulary.texts import say

SAMPLE_YEAR = 2026


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "demo")
    parser.add_argument("--out", type=Path, default=Path("out/demo"), metavar=say("cli.folder_word"), help=say("cli.out_help"))
    add_run_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Review the samples. Their troubles (a scan, an empty file, an encrypted one) are part of the show: they do not count as a failure."""
    from samspil.pipeline import Settings

    with resources.as_file(resources.files("samspil").joinpath("samples")) as samples:
        settings = Settings(
            samples / "agreements",
            SAMPLE_YEAR,
            options.out,
            store=options.store,
            workers=options.workers,
            ocr=options.ocr,
            report=options.report,
            fictional=True,
        )
        run_review(settings, as_json=options.json)
    return 0
