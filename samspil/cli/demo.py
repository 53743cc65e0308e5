"""`samspil demo`: the main job on the sample agreements that come with the package."""

import argparse
from importlib import resources
from pathlib import Path
from typing import Any

from samspil.cli.review import add_run_options, run_review
from samspil.vocabulary.texts import say

SAMPLE_YEAR = 2026


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "demo",
        help=say("cli.demo_help"),
        description=say("cli.demo_help"),
        epilog=say("cli.demo_example"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help=say("cli.out_help"))
    add_run_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Review the samples. Their troubles (a scan, an empty file, an encrypted one) are part of the show: they do not count as a failure."""
    from samspil.pipeline import Settings

    with resources.as_file(resources.files("samspil").joinpath("samples")) as folder:
        settings = Settings(
            folder / "agreements",
            SAMPLE_YEAR,
            options.out,
            options.store,
            None,
            max(1, options.workers),
            options.ocr,
            options.report,
            fictional=True,
        )
        run_review(settings, as_json=options.json)
    return 0
