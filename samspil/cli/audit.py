"""`samspil audit FILE`: the faults of a published review."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import add_from, add_json, declare, read_year
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.collection import Collection
    from samspil.review.audit.run import Audit
    from samspil.review.published.themes import TableRule
    from samspil.values.published import PublishedReview

_ALL, _GAPS = 0, 3
_LONGEST_QUOTE = 160


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "audit")
    parser.add_argument("file", type=Path, metavar=say("cli.file_word"), help=say("audit.file_help"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say("audit.year_help"))
    parser.add_argument("--previous", type=Path, metavar=say("cli.file_word"), help=say("audit.previous_help"))
    parser.add_argument("--mapping", type=Path, metavar=say("cli.file_word"), help=say("audit.mapping_help"))
    parser.add_argument("--html", type=Path, metavar=say("cli.file_word"), help=say("audit.html_help"))
    parser.add_argument("--out", type=Path, metavar=say("cli.folder_word"), help=say("audit.out_help"))
    add_from(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, check, show. Gives 3 when something of the article could not be read. Raises UsageError, NothingReadError, OutputError, StoreError."""
    from samspil.cli.review import check_out
    from samspil.importing import import_article
    from samspil.review.audit.run import audit_review
    from samspil.review.published.mapping import read_mapping

    rules = read_mapping(options.mapping) if options.mapping else ()
    for folder in [folder for folder in (options.out, options.html.parent if options.html else None) if folder]:
        check_out(folder)
    collection = _open_collection(options.places)
    imported = import_article(options.file, options.year, rules)
    year = imported.review.year
    previous = _find_previous(options.previous, imported.review, collection, rules)
    audit = audit_review(imported.review, previous, collection.reviews.get(year) if collection else None)
    pages = _write(audit, options.html, options.out)
    _show_json(audit) if options.json else print_audit(audit, pages)
    return _GAPS if imported.gaps else _ALL


def _open_collection(places: Sequence[Path]) -> "Collection | None":
    """What lies at `--from`; without it the store of the current folder, if there is one."""
    from samspil.collection import STORE, open_collection

    return open_collection(places) if places or Path(STORE).is_file() else None


def _find_previous(
    file: Path | None, review: "PublishedReview", collection: "Collection | None", rules: "Sequence[TableRule]"
) -> "list[PublishedReview]":
    """The published reviews of the year before: the file named, and those of the collection."""
    from samspil.collection import open_collection
    from samspil.errors import UsageError
    from samspil.importing import import_article

    found = [one for one in collection.find_published(review.year - 1) if one.sha256 != review.sha256] if collection else []
    if file is None:
        return found
    if file.suffix.lower() == ".json":
        return [*open_collection([file]).published, *found]
    try:
        return [import_article(file, None, rules).review, *found]
    except UsageError:
        if not file.is_file():
            raise
        return [import_article(file, review.year - 1, rules).review, *found]


def _write(audit: "Audit", html: Path | None, out: Path | None) -> list[Path]:
    from samspil.publish.audit_json import audit_bytes
    from samspil.publish.audit_page import write_audit_page
    from samspil.publish.files import write_bytes

    pages = [page for page in (html, out / "audit.html" if out else None) if page]
    for page in pages:
        write_audit_page(audit, page)
    if out:
        write_bytes(out / "audit.json", audit_bytes(audit))
    return pages


def _show_json(audit: "Audit") -> None:
    from samspil.publish.audit_json import audit_bytes

    sys.stdout.write(audit_bytes(audit).decode("utf-8"))


def print_audit(audit: "Audit", pages: Sequence[Path]) -> None:
    """What was read, the findings as a table, what the agreements say, and where the page lies."""
    from rich.console import Console

    from samspil.folder import show_path
    from samspil.publish.audit_page import count_findings

    console = Console(highlight=False)
    review = audit.review
    rows = sum(len(table.rows) for table in review.tables)
    console.print()
    console.print(count_findings(audit), style="bold")
    console.print(say("audit.read_as", tables=len(review.tables), rows=rows, claims=len(review.claims)))
    for note in review.notes:
        console.print(f"  {note}", markup=False, soft_wrap=True)
    if audit.findings:
        console.print(_findings(audit))
    for claim in review.claims:
        if claim.table is None:
            console.print(say("audit.claim_unchecked", quote=_short(claim.quote)), markup=False, soft_wrap=True)
    _print_against(console, audit)
    for page in pages:
        console.print(say("audit.written", file=show_path(page.resolve())), style="bold", markup=False, soft_wrap=True)


def _findings(audit: "Audit") -> Any:
    from rich.markup import escape
    from rich.table import Table

    from samspil.publish.audit_page import show

    table = Table(show_lines=True, expand=True)
    for key, wide in (("kind_word", 2), ("where_word", 2), ("what_word", 6)):
        table.add_column(say(f"audit.{key}"), ratio=wide)
    for number, finding in enumerate(audit.findings, 1):
        one = show(number, finding, audit.review.text)
        where = f"{one.where}\n{finding.municipality}" if finding.municipality else one.where
        fix = f"\n{say('audit.expected_word')}: {finding.expected}" if finding.expected else ""
        table.add_row(f"{one.kind}\n({one.sure})", escape(where), escape(f"{finding.message}\n„{_short(finding.quote)}“{fix}"))
    return table


def _print_against(console: Any, audit: "Audit") -> None:
    against = audit.against
    if against is None:
        console.print(say("audit.against_none", year=audit.review.year), style="dim")
        return
    for title, items in (("missed_title", against.missed), ("unsupported_title", against.unsupported)):
        console.print(say(f"audit.{title}"), style="bold")
        for item in items:
            console.print(f"  {item.message} „{_short(item.quote)}“", markup=False, soft_wrap=True)
        if not items:
            console.print("  –")
    if against.unknown:
        console.print(say("audit.unknown_count", count=len(against.unknown)), style="dim")


def _short(quote: str) -> str:
    """One line, cut when long."""
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
