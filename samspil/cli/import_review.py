"""`samspil import-review FILE`: a review that somebody published becomes rows and claims."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import add_json, declare, read_year
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from rich.console import Console

    from samspil.importing import Imported, Kept
    from samspil.values.published import Claim, PublishedReview

_READ_ALL, _GAPS = 0, 3
_LONGEST_TITLE = 120
_LONGEST_QUOTE = 150


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "import-review")
    parser.add_argument("file", type=Path, metavar=say("cli.file_word"), help=say("published.help_file"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say("published.year_help"))
    parser.add_argument("--out", type=Path, default=Path(), metavar=say("cli.folder_word"), help=say("published.out_help"))
    parser.add_argument("--store", type=Path, metavar=say("cli.file_word"), help=say("cli.store_help"))
    parser.add_argument("--mapping", type=Path, metavar=say("cli.file_word"), help=say("published.mapping_help"))
    parser.add_argument("--force", action="store_true", help=say("published.force_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, keep, show. Gives 3 when something was missing. Raises UsageError, NothingReadError, StoreError, OutputError."""
    from samspil.cli.review import check_out
    from samspil.importing import check_output, import_article, keep_article
    from samspil.review.published.mapping import read_mapping

    rules = read_mapping(options.mapping) if options.mapping else ()
    if not options.json:
        print(say("published.step"), file=sys.stderr, flush=True)
    imported = import_article(options.file, options.year, rules)
    check_output(imported.review, options.out, force=options.force)
    check_out(options.out)
    kept = keep_article(imported.review, options.out, options.store, force=options.force)
    if options.json:
        _show_json(imported, kept)
    else:
        print_published(imported.review)
        _print_kept(imported.review, kept, options.store or options.out / "samspil.sqlite")
    return _GAPS if imported.gaps else _READ_ALL


def _show_json(imported: "Imported", kept: "Kept") -> None:
    from samspil.folder import show_path
    from samspil.publish.published import published_contract

    result = published_contract(imported.review)
    more = {"notes": list(imported.review.notes), "published": imported.review.published, "kept": kept.fresh, "out": show_path(kept.file)}
    print(json.dumps({**result, **more}, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8"))


def print_published(review: "PublishedReview") -> None:
    """The tables with rows, municipalities and amounts, the claims with what they can be checked against, the notes."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print()
    console.print(say("published.title", year=review.year), style="bold")
    if review.published:
        console.print(say("published.published_on", date=review.published))
    _print_tables(console, review)
    _print_claims(console, review.claims)
    if review.notes:
        console.print(say("published.notes_title"), style="bold")
        for note in review.notes:
            console.print(f"  {note}", markup=False, soft_wrap=True)
        console.print()


def _print_tables(console: "Console", review: "PublishedReview") -> None:
    from rich.table import Table

    from samspil.vocabulary.themes import short_label

    if not review.tables:
        console.print(say("published.none_tables"))
        return
    shown = Table()
    for key in ("table_word", "title_word", "theme_word"):
        shown.add_column(say(f"published.{key}"))
    for key in ("rows_word", "municipalities_word", "amounts_word"):
        shown.add_column(say(f"published.{key}"), justify="right")
    for table in review.tables:
        known = {row.municipality for row in table.rows if row.municipality}
        theme = short_label("theme", table.theme) if table.theme else say("published.no_theme_word")
        amounts = sum(len(row.amounts) for row in table.rows)
        shown.add_row(
            str(table.number), _plain(table.title, _LONGEST_TITLE), theme, str(len(table.rows)), str(len(known)), str(amounts or "–")
        )
    console.print(shown)


def _print_claims(console: "Console", claims: "tuple[Claim, ...]") -> None:
    from rich.table import Table

    from samspil.vocabulary.themes import short_label

    if not claims:
        console.print(say("published.none_claims"))
        return
    shown = Table(title=say("published.claims_title"), title_justify="left")
    for key in ("count_word", "theme_word", "check_word", "quote_word"):
        shown.add_column(say(f"published.{key}"))
    for claim in claims:
        theme = short_label("theme", claim.theme) if claim.theme else say("published.no_theme_word")
        check = str(claim.table) if claim.table is not None else say("published.no_table_word")
        shown.add_row(describe_count(claim), theme, check, _plain(claim.quote, _LONGEST_QUOTE))
    console.print(shown)


def describe_count(claim: "Claim") -> str:
    """'19 af 98', 'mindst 6'."""
    count = say("published.of", count=claim.count, of=claim.of) if claim.of else str(claim.count)
    return say("published.at_least", count=count) if claim.at_least else count


def _plain(text: str, longest: int) -> str:
    """Text as it is, not as rich's marks; cut when long."""
    from rich.markup import escape

    return escape(text if len(text) <= longest else f"{text[: longest - 1]}…")


def _print_kept(review: "PublishedReview", kept: "Kept", store: Path) -> None:
    from rich.console import Console

    from samspil.folder import show_path

    console = Console(highlight=False)
    key = "kept" if kept.fresh else "kept_already"
    console.print(say(f"published.{key}", store=show_path(store), year=review.year), markup=False, soft_wrap=True)
    if kept.differs:
        console.print(say("published.kept_differs"), markup=False, soft_wrap=True)
    if kept.beside > 1:
        console.print(say("published.kept_beside", count=kept.beside, year=review.year), markup=False, soft_wrap=True)
    console.print(
        say("published.written" if kept.changed else "published.unchanged", file=show_path(kept.file.resolve())),
        style="bold",
        markup=False,
        soft_wrap=True,
    )
