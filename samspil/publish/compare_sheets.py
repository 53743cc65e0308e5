"""The comparison of two years as rows: of `compare.csv`, and of the sheets of `compare.xlsx` (fates, money, trends)."""

import csv
import io
from collections.abc import Sequence

from samspil.publish.csv_table import neutralise
from samspil.publish.sheets import Cell, Column, Sheet
from samspil.review.years.summary import count_statuses
from samspil.values.comparison import STATUSES, Comparison, Fate
from samspil.values.initiative import Initiative
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label

CSV_COLUMNS = (
    "municipality", "municipality_code", "themes", "status", "changes", "chance", "reason",
    "earlier_ids", "earlier_stage", "earlier_quotes", "earlier_files", "earlier_pages", "earlier_published",
    "later_ids", "later_stage", "later_quotes", "later_files", "later_pages", "later_published",
    "promise_year", "allocation_promised_dkk", "allocation_stated_dkk", "allocation_outcome",
    "saving_promised_dkk", "saving_stated_dkk", "saving_outcome",
)  # fmt: skip
QUOTES, LIST = "\n\n", "; "


def to_csv(comparison: Comparison) -> bytes:
    """One row per undertaking; the money columns are those of the later year. UTF-8, CRLF, no cell that a spreadsheet would run."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for fate in comparison.fates:
        writer.writerow([neutralise("" if cell is None else cell) for cell in _csv_row(fate, comparison.later_year)])
    return sheet.getvalue().encode("utf-8", errors="replace")


def _csv_row(fate: Fate, later_year: int) -> list[Cell]:
    head: list[Cell] = [
        fate.municipality,
        fate.municipality_code,
        LIST.join(fate.themes),
        fate.status,
        LIST.join(fate.changes),
        fate.chance,
        fate.reason,
    ]
    money: list[Cell] = [later_year]
    for kind in ("allocation", "saving"):
        promise = next((each for each in fate.promises if each.kind == kind and each.year == later_year), None)
        money += [promise.promised, promise.stated, promise.outcome] if promise else [None, None, None]
    return [*head, *_csv_side(fate.earlier), *_csv_side(fate.later), *money]


def _csv_side(side: Sequence[Initiative]) -> list[Cell]:
    evidence = [place for initiative in side for place in initiative.evidence]
    return [
        LIST.join(initiative.id for initiative in side),
        LIST.join(initiative.stage for initiative in side),
        QUOTES.join(place.quote for place in evidence),
        LIST.join(place.document for place in evidence),
        LIST.join(str(place.page) for place in evidence),
        "yes" if any(initiative.reader == "published" for initiative in side) else "",
    ]


def list_sheets(comparison: Comparison) -> list[tuple[str, Sheet]]:
    """(title, sheet) of overview, fates, money and trends."""
    sheets = (_overview(comparison), _fates(comparison), _money(comparison), _trends(comparison))
    return [(say(f"compare.sheet_{sheet.name}"), sheet) for sheet in sheets]


def guide_lines(comparison: Comparison) -> list[str]:
    """Title, coverage and how to read."""
    years = {"earlier": comparison.earlier_year, "later": comparison.later_year}
    lines = [say("compare.title", **years)]
    if comparison.fictional:
        lines.append(say("publish.fictional_heading") + ". " + say("publish.fictional_text"))
    lines.append(say("compare.coverage", n=len(comparison.read_both), **years))
    lines += [say("compare.from_published", year=year) for year in comparison.published]
    return lines + [
        say(f"compare.rule_{name}", **years) for name in ("reached", "changed", "silence", "unclear", "money", "panel", "regions", "types")
    ]


def _overview(comparison: Comparison) -> Sheet:
    columns = [Column(say("compare.head_theme"), 46, "wrap")] + [
        Column(say(f"compare.status_{status}"), 14, "count") for status in STATUSES
    ]
    rows: list[list[Cell]] = [[label("theme", theme), *count_statuses(comparison, theme).values()] for theme in comparison.themes]
    return Sheet("overview", columns, [*rows, [say("compare.all_once"), *count_statuses(comparison).values()]])


def _fates(comparison: Comparison) -> Sheet:
    names = {"municipality": 20, "theme": 30, "status": 18, "changes": 14}
    side = {"quote": 70, "stage": 14, "source": 30, "page": 8}
    columns = [Column(say(f"compare.head_{name}"), width, "wrap") for name, width in names.items()]
    for year in (comparison.earlier_year, comparison.later_year):
        columns += [Column(f"{say(f'compare.head_{name}')} {year}", width, "wrap") for name, width in side.items()]
    columns += [Column(say("compare.head_chance"), 11, "share"), Column(say("compare.head_remark"), 40, "wrap")]
    return Sheet("fates", columns, [_fate_row(fate, comparison) for fate in comparison.fates])


def _fate_row(fate: Fate, comparison: Comparison) -> list[Cell]:
    head: list[Cell] = [
        fate.municipality,
        LIST.join(label("theme", theme) for theme in fate.themes),
        say(f"compare.status_{fate.status}"),
        LIST.join(say(f"compare.change_{change}") for change in fate.changes),
    ]
    return [*head, *_side_cells(fate.earlier), *_side_cells(fate.later), fate.chance, remark(fate, comparison)]


def _side_cells(side: Sequence[Initiative]) -> list[Cell]:
    evidence = [place for initiative in side for place in initiative.evidence]
    stages = dict.fromkeys(label("stage", initiative.stage) for initiative in side)
    files, pages = dict.fromkeys(place.document for place in evidence), dict.fromkeys(str(place.page) for place in evidence)
    return [QUOTES.join(place.quote for place in evidence), LIST.join(stages), LIST.join(files), ", ".join(pages)]


def remark(fate: Fate, comparison: Comparison) -> str:
    """What a reader must know of this row beside its status: why it is unknown, that it was split, that a neighbour is much alike, that a side is published."""
    years = {"earlier": comparison.earlier_year, "later": comparison.later_year}
    notes = [say(f"compare.reason_{fate.reason}", **years)] if fate.reason else []
    if len(fate.earlier) > 1 or len(fate.later) > 1:
        notes.append(say("compare.split" if len(fate.later) > 1 else "compare.joined", earlier=len(fate.earlier), later=len(fate.later)))
    notes += [say("compare.near")] if fate.near else []
    notes += [say("compare.published_side")] if any(each.reader == "published" for each in (*fate.earlier, *fate.later)) else []
    return " ".join(notes)


def _money(comparison: Comparison) -> Sheet:
    names = {"municipality": 20, "theme": 30, "kind": 13, "year": 8, "promised": 16, "stated": 16, "difference": 16, "outcome": 26}
    more = {"price_earlier": 12, "price_later": 12, "assumed": 10, "also": 40, "quote": 60}
    kroner = {"promised", "stated", "difference"}
    columns = [
        Column(say(f"compare.head_{name}"), width, "kroner" if name in kroner else "count" if name == "year" else "wrap")
        for name, width in names.items()
    ]
    columns += [Column(say(f"compare.head_{name}"), width, "count" if name.startswith("price") else "wrap") for name, width in more.items()]
    return Sheet("money", columns, [row for fate in comparison.fates for row in _money_rows(fate)])


def _money_rows(fate: Fate) -> list[list[Cell]]:
    quote = QUOTES.join(place.quote for initiative in fate.earlier for place in initiative.evidence)
    themes = LIST.join(label("theme", theme) for theme in fate.themes)
    rows: list[list[Cell]] = []
    for each in fate.promises:
        sums: list[Cell] = [
            label("amount", each.kind),
            each.year,
            each.promised,
            each.stated,
            each.difference,
            say(f"compare.outcome_{each.outcome}"),
        ]
        rest: list[Cell] = [*each.price_levels, say("compare.yes") if each.assumed else "", LIST.join(each.also), quote]
        rows.append([fate.municipality, themes, *sums, *rest])
    return rows


def _trends(comparison: Comparison) -> Sheet:
    names = {"theme": 40, "division": 26, "group": 22, "borders": 10, "year": 8, "municipalities": 12, "read": 10, "of": 8, "origin": 18}
    columns = [
        Column(say(f"compare.head_{name}"), width, "text" if name in {"theme", "division", "group", "origin"} else "count")
        for name, width in names.items()
    ]
    rows: list[list[Cell]] = [
        [
            label("theme", count.theme),
            say(f"compare.division_{count.division}"),
            group_name(count.division, count.group),
            count.borders if count.division == "region" else None,
            count.year,
            count.municipalities,
            count.read,
            count.of,
            say("compare.source_published") if count.published else say("compare.source_own"),
        ]
        for count in comparison.counts
    ]
    return Sheet("trends", columns, rows)


def group_name(division: str, group: str) -> str:
    """A region's or type's name for people; '' for the whole."""
    return say(f"compare.type_{group}") if division == "type" and group else group
