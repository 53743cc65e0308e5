"""`samspil site --from PLACE... --out OUT`: the static site of all years."""

import argparse
import json
from pathlib import Path
from typing import Any

from samspil.cli.parser import add_from, add_json, declare
from samspil.vocabulary.numbers import show_decimal
from samspil.vocabulary.texts import say


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "site")
    add_from(parser)
    parser.add_argument("--out", type=Path, required=True, metavar=say("cli.folder_word"), help=say("cli.site_out_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the site and say where it is."""
    from samspil.collection import open_collection
    from samspil.folder import show_path
    from samspil.publish.site.write import write_site

    collection = open_collection(options.places)
    first = write_site(collection.reviews, collection.published, options.out)
    files = [path for path in options.out.rglob("*") if path.is_file()]
    pages, size = sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files)
    if options.json:
        years = {"reviews": sorted(collection.reviews), "published": sorted(review.year for review in collection.published)}
        print(json.dumps({"site": show_path(first), "pages": pages, "bytes": size, **years}, ensure_ascii=False))
    else:
        megabytes = show_decimal(size / 1_000_000)
        print(say("site.done", place=show_path(options.out), pages=pages, megabytes=megabytes))
    return 0
