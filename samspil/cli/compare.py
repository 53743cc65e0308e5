"""`samspil compare 2025 2026`: what became of the earlier year's initiatives."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import add_from, add_json, declare, read_year
from samspil.errors import NothingReadError
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from rich.console import Console

    from samspil.values.comparison import Comparison


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "compare")
    year = say("cli.year_word")
    parser.add_argument("earlier", type=read_year, metavar=f"{year}1", help=say("compare.help_earlier"))
    parser.add_argument("later", type=read_year, metavar=f"{year}2", help=say("compare.help_later"))
    add_from(parser)
    parser.add_argument("--out", type=Path, metavar=say("cli.folder_word"), help=say("compare.help_out"))
    parser.add_argument("--published", action="store_true", help=say("compare.help_published"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare, write, show. Raises UsageError, StoreError, OutputError; NothingReadError, after all is written and shown, when no municipality was read in both
    years and nothing rests on published reviews."""
    from samspil.collection import open_collection
    from samspil.comparing import compare_collection

    comparison = compare_collection(open_collection(options.places), options.earlier, options.later, published=options.published)
    page = _write(comparison, options.out) if options.out else None
    show = _show_json if options.json else print_comparison
    show(comparison, page)
    if not comparison.read_both and not {options.earlier, options.later} & set(comparison.published):
        years = {"earlier": options.earlier, "later": options.later}
        raise NothingReadError(say("compare.nothing_shared", **years), remedy=say("compare.nothing_shared_remedy"))
    return 0


def _write(comparison: "Comparison", out: Path) -> Path:
    from samspil.cli.review import check_out
    from samspil.publish.compare_page import write_comparison

    check_out(out)
    return write_comparison(comparison, out)


def _show_json(comparison: "Comparison", page: Path | None) -> None:
    """One JSON object: everything without --out, the summary and where the page lies with it."""
    from samspil.folder import show_path
    from samspil.publish.compare_json import comparison_to_json, summary_to_json

    result = {**summary_to_json(comparison), "page": show_path(page)} if page else comparison_to_json(comparison)
    print(json.dumps(result, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8"))


def print_comparison(comparison: "Comparison", page: Path | None) -> None:
    """Who was read, what became of the initiatives by theme, the promised money, the trend, and where the files lie."""
    from rich.console import Console

    from samspil.folder import show_path

    console = Console(highlight=False)
    years = {"earlier": comparison.earlier_year, "later": comparison.later_year}
    console.print()
    if comparison.fictional:
        console.print(say("cli.fictional"), style="bold yellow")
    console.print(say("compare.title", **years), style="bold")
    console.print(say("compare.coverage", n=len(comparison.read_both), **years), soft_wrap=True)
    for year in comparison.published:
        console.print(say("compare.from_published", year=year), style="yellow", soft_wrap=True)
    _print_fates(console, comparison)
    _print_money(console, comparison)
    _print_trends(console, comparison)
    if page:
        console.print(say("compare.files_in", path=show_path(page.parent.parent)), soft_wrap=True, markup=False)
        console.print(say("compare.page_at", path=show_path(page.resolve())), style="bold", soft_wrap=True, markup=False)


def _print_fates(console: "Console", comparison: "Comparison") -> None:
    from rich import box
    from rich.table import Table

    from samspil.review.years.summary import count_statuses
    from samspil.values.comparison import STATUSES
    from samspil.vocabulary.themes import short_label

    totals = count_statuses(comparison)
    table = Table(
        title=say("compare.table_overview"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        show_edge=False,
    )
    table.add_column("", no_wrap=True)
    for theme in comparison.themes:
        table.add_column(short_label("theme", theme), justify="right")
    table.add_column(say("compare.in_all"), justify="right", no_wrap=True)
    by_theme = {theme: count_statuses(comparison, theme) for theme in comparison.themes}
    for status in (status for status in STATUSES if totals[status]):
        table.add_row(say(f"compare.status_{status}"), *(str(by_theme[theme][status]) for theme in comparison.themes), str(totals[status]))
    console.print()
    console.print(table)
    if totals["unclear"]:
        console.print(say("compare.cli_look", n=totals["unclear"]), soft_wrap=True)


def _print_money(console: "Console", comparison: "Comparison") -> None:
    from samspil.review.years.summary import add_promises
    from samspil.vocabulary.numbers import show_millions

    for row in add_promises(comparison):
        if row.kind == "allocation" and row.year == comparison.later_year:
            sums = {name: show_millions(getattr(row, name)) for name in ("promised", "answered", "stated", "silent", "gone", "open")}
            console.print(say("compare.cli_promises", year=row.year, **sums), soft_wrap=True)


def _print_trends(console: "Console", comparison: "Comparison") -> None:
    from rich import box
    from rich.table import Table

    from samspil.publish.compare_page import tabulate
    from samspil.vocabulary.themes import short_label

    country = tabulate([count for count in comparison.counts if count.division == "country"])
    panel = tabulate([count for count in comparison.counts if count.division == "panel"])
    table = Table(
        title=say("compare.cli_trend"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_edge=False
    )
    table.add_column(say("compare.head_theme"))
    for year in comparison.years:
        table.add_column(str(year), justify="right")
    pair = (comparison.earlier_year, comparison.later_year) if panel else ()
    for year in pair:
        table.add_column(f"{year}, {say('compare.cli_panel', n=len(comparison.read_both))}", justify="right")
    for theme, found in country.items():
        cells = [_figure(found[year].municipalities, found[year].read) for year in comparison.years]
        table.add_row(short_label("theme", theme), *cells, *(str(panel[theme][year].municipalities) for year in pair))
    console.print()
    console.print(table)


def _figure(found: int, read: int | None) -> str:
    return f"{found} ({say('compare.source_published').lower()})" if read is None else say("compare.n_of_read", n=found, read=read)
