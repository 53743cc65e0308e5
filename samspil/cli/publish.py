"""`samspil publish --year Y --out OUT`: the year's article and the data behind it, in the formats people and programs ask for."""

import argparse
import datetime
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from samspil.cli.parser import add_from, add_json, declare, read_year
from samspil.errors import NothingReadError
from samspil.vocabulary.texts import say

FORMATS = ("html", "docx", "pdf", "xlsx", "csv", "parquet", "datapackage", "ocds", "annotations", "dcat")
ALL = "all"


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "publish")
    parser.add_argument("--year", type=read_year, required=True, metavar=say("cli.year_word"), help=say("cli.year_help"))
    formats = ",".join((*FORMATS, ALL))
    parser.add_argument(
        "--format",
        dest="formats",
        type=read_formats,
        default=list(FORMATS),
        metavar=say("cli.format_word"),
        help=say("cli.format_help", formats=formats),
    )
    parser.add_argument("--out", type=Path, required=True, metavar=say("cli.folder_word"), help=say("cli.out_help"))
    add_from(parser)
    group = parser.add_argument_group(say("cli.issue_word"))
    group.add_argument("--publisher", metavar=say("cli.name_word"), default="Samspil", help=say("cli.publisher_help"))
    group.add_argument("--url", type=read_address, metavar="URL", help=say("cli.url_help"))
    group.add_argument("--licence", type=read_address, metavar="URL", help=say("cli.licence_help"))
    group.add_argument("--date", type=read_date, metavar=say("cli.date_word"), help=say("cli.date_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Publish and name the files. Raises NothingReadError for a review of which nothing was read."""
    from samspil.cli.review import check_out
    from samspil.collection import open_collection
    from samspil.folder import show_path
    from samspil.publish.issue import Issue
    from samspil.publish.publication import Order, publish
    from samspil.version import read_quality

    collection = open_collection(options.places)
    review = collection.require_review(options.year)
    if not review.coverage.read:
        raise NothingReadError(say("cli.publish_nothing", year=options.year), remedy=say("collection.no_year_remedy"))
    check_out(options.out)
    issue = Issue(options.publisher, options.url or "", options.date, options.licence or "")
    files = publish(Order(collection.reviews, options.year, options.formats, issue, read_quality()), options.out)
    if options.json:
        print(json.dumps({"year": options.year, "files": [show_path(file) for file in files]}, ensure_ascii=False))
    else:
        if review.facts.get("fictional"):
            print(say("cli.fictional"))
        print(say("cli.published", year=options.year, out=show_path(options.out)))
        if "ocds" in options.formats and not any(file.name == "ocds.json" for file in files):
            print(say("cli.no_tenders"))
        for file in files:
            print(f"  {show_path(file.relative_to(options.out))}")
    return 0


def read_formats(text: str) -> list[str]:
    """A list with commas. Raises ArgumentTypeError for an unknown one."""
    given = [word.strip().lower() for word in text.split(",") if word.strip()]
    if ALL in given:
        return list(FORMATS)
    wrong = [word for word in given if word not in FORMATS]
    if wrong or not given:
        raise argparse.ArgumentTypeError(say("cli.bad_format", given=", ".join(wrong) or text, choices=", ".join((*FORMATS, ALL))))
    return [name for name in FORMATS if name in given]


def read_address(text: str) -> str:
    """An address on the web. Raises ArgumentTypeError for anything else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or any(char.isspace() or char in '<>"{}|\\^`' for char in text):
        raise argparse.ArgumentTypeError(say("cli.bad_address", given=text))
    return text


def read_date(text: str) -> datetime.date:
    """A day as 2025-11-20. Raises ArgumentTypeError for anything else."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(say("cli.bad_date", given=text)) from error
