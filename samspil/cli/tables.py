"""Results as tables on the terminal."""

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from samspil.folder import show_path
from samspil.publish.own_themes import find_own_note
from samspil.values.codes import READ_VERDICTS, horizon
from samspil.values.review import DocumentRecord, Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.numbers import show_millions
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import label, short_label

if TYPE_CHECKING:  # a review's table needs nothing of the judge
    from samspil.review.evaluate import Evaluation, Rate, Row

_ENOUGH_COLUMNS = 110
_MOST_UNREAD = 20
_LONGEST_WORD = 61


def print_review(review: Review, out: Path, report: Path | None, remark: str = "") -> None:
    """Coverage, the headline of each theme with kroner per year, what needs attention, a remark, and where the files lie."""
    console = Console(highlight=False)
    coverage = review.coverage
    console.print()
    if review.facts.get("fictional"):
        console.print(say("cli.fictional"), style="bold yellow")
    console.print(say("cli.coverage", read=coverage.read, of=coverage.municipalities, files=len(coverage.documents)), style="bold")
    if coverage.read:
        _print_headlines(console, review)
    _print_unread(console, review)
    if remark:
        console.print(remark, soft_wrap=True, markup=False)
    console.print(say("cli.files_in", out=show_path(out)), soft_wrap=True, markup=False)
    if report:
        console.print(say("cli.report_at", report=show_path(report.resolve())), style="bold", soft_wrap=True, markup=False)


def _print_headlines(console: Console, review: Review) -> None:
    years = horizon(int(str(review.facts["budget_year"])))
    shown = years if console.width >= _ENOUGH_COLUMNS else years[:1]
    console.print()
    console.print(say("cli.table_title", year=years[0]), style="bold")
    console.print(_headlines(review, shown))
    console.print(say("cli.headline_note"), style="dim")
    for theme in review.headlines:
        if note := find_own_note(review, theme):
            console.print(f"{short_label('theme', theme)}: {note}", style="dim", soft_wrap=True, markup=False)


def _headlines(review: Review, shown: Sequence[int]) -> Table:
    table = Table()
    table.add_column(say("cli.theme_word"))
    table.add_column(say("cli.count_word"), justify="right", no_wrap=True)
    for kind in ("allocation", "saving"):
        for year in shown:
            table.add_column(f"{say(f'cli.{kind}_word')}\n{year}", justify="right", no_wrap=True)
    table.add_column(say("cli.unplaced_word"), justify="right", no_wrap=True)
    for theme, headline in review.headlines.items():
        sums = [_millions(values.get(year, 0)) for values in (headline.allocation_dkk, headline.saving_dkk) for year in shown]
        table.add_row(
            short_label("theme", theme),
            say("cli.n_of", n=headline.municipalities, read=headline.read),
            *sums,
            str(headline.ambiguous or "–"),
        )
    return table


def _millions(dkk: int) -> str:
    return show_millions(dkk) if dkk else "–"


def _print_unread(console: Console, review: Review) -> None:
    troubled = [record for record in review.coverage.documents if record.verdict not in READ_VERDICTS]
    if not troubled:
        return
    console.print()
    console.print(say("cli.unread_title"), style="bold")
    for record in troubled[:_MOST_UNREAD]:
        console.print(_indent(_describe(record), console.width), markup=False, soft_wrap=True)
    if len(troubled) > _MOST_UNREAD:
        console.print(f"  {say('cli.unread_more', count=len(troubled) - _MOST_UNREAD)}")
    console.print()


def _describe(record: DocumentRecord) -> str:
    """'mappe/fil.pdf: Kræver OCR. Filen er indscannet ...'; the middle of very long names is left out."""
    words = f"{record.file}: {label('verdict', record.verdict)}. {record.reason}"
    return re.sub(rf"\S{{{_LONGEST_WORD},}}", lambda match: f"{match[0][:28]}…{match[0][-28:]}", words)


def _indent(text: str, width: int) -> str:
    return textwrap.fill(text, max(width, 40), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def print_evaluation(result: "Evaluation", most: int | None = None) -> None:
    """The figures, then every missed and spurious initiative, wrong stage and wrong amount; `most`: no more of each kind."""
    console = Console(highlight=False, soft_wrap=True)
    table = Table(title=say("cli.evaluation_title"), title_justify="left")
    for key in ("figure_word", "precision_word", "recall_word"):
        table.add_column(say(f"cli.{key}"), justify="left" if key == "figure_word" else "right")
    table.add_column("F1", justify="right")
    _add_rate(table, say("cli.presence_word"), result.presence)
    for theme, rate in result.presence_by_theme.items():
        _add_rate(table, f"  {short_label('theme', theme)}", rate)
    _add_rate(table, say("cli.initiatives_word"), result.initiatives)
    _add_rate(table, say("cli.amounts_word"), result.amounts)
    table.add_row(say("cli.stage_word"), "", "", _share(result.stage))
    table.add_row(say("cli.profiles_word"), "", "", _share(result.profiles))
    console.print(table)
    console.print(
        say("cli.matches", matched=len(result.matched), missed=len(result.missed), spurious=len(result.spurious), strays=len(result.strays))
    )
    for title, rows in ((say("cli.missed_word"), result.missed), (say("cli.spurious_word"), result.spurious)):
        for row in sorted(rows, key=lambda row: sort_key(row["municipality"]))[:most]:
            console.print(f"{title}: {_name_row(row)}", markup=False)
    for title, lines in ((say("quality.kind_stage"), _wrong_stages(result)), (say("quality.kind_amounts"), _wrong_amounts(result))):
        for line in lines[:most]:
            console.print(f"{title}: {line}", markup=False)


def _name_row(row: "Row", detail: str = "") -> str:
    """Whose, which themes, what is wrong, and the beginning of its words."""
    first = next(iter(row["evidence"]), "")
    text = first if isinstance(first, str) else first["quote"]
    return " ".join(part for part in (row["municipality"], f"({', '.join(row['themes'])})", detail, text[:140]) if part)


def _wrong_stages(result: "Evaluation") -> list[str]:
    wrong = [(gold, found) for gold, found in _by_municipality(result) if gold.get("stage") != found.get("stage")]
    words = [say("quality.said_for", said=label("stage", str(b.get("stage"))), right=label("stage", str(a.get("stage")))) for a, b in wrong]
    return [_name_row(gold, f"{detail}:") for (gold, _), detail in zip(wrong, words, strict=True)]


def _wrong_amounts(result: "Evaluation") -> list[str]:
    from samspil.review.evaluate import judge_pair
    from samspil.review.judge.errors import name_amounts

    lines = []
    for gold, found in _by_municipality(result):
        pair = judge_pair(gold, found)
        if pair.missed or pair.wrong:
            detail = say("quality.amounts_for", missed=name_amounts(pair.missed), wrong=name_amounts(pair.wrong))
            lines.append(_name_row(gold, f"{detail}:"))
    return lines


def _by_municipality(result: "Evaluation") -> "list[tuple[Row, Row]]":
    return sorted(result.matched, key=lambda pair: sort_key(pair[0]["municipality"]))


def _add_rate(table: Table, name: str, rate: "Rate") -> None:
    table.add_row(name, _share(rate.precision), _share(rate.recall), _share(rate.f1))


def _share(value: float) -> str:
    """Three decimals, so that the columns stand straight: '0,900'."""
    return f"{value:.3f}".replace(".", "," if language() == "da" else ".")
