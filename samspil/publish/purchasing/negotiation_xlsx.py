"""The negotiation list, expected prices and contract watch as workbooks: numbers as numbers, texts as texts, never a formula."""

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

from samspil.publish.sheets import Cell, Column, Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.purchasing.intake.columns import code_label, read_codes
from samspil.purchasing.prices import words
from samspil.purchasing.prices.contracts import Watch
from samspil.purchasing.prices.model import FACTORS, Entry, Expected, Negotiation, Refusal
from samspil.purchasing.prices.words import tell

MOST_ANSWERS = 40  # of one offer in one cell; all stand in the kept reply


def negotiation_to_xlsx(found: Negotiation, names: Sequence[tuple[str, Refusal]] = ()) -> bytes:
    """Guide, list, placements and offers not compared (`names`: from `negotiation.name_not_compared`). Same list, same bytes."""
    guide = [tell("title"), *words.describe_list(found), *words.describe_sums(found.sums), tell("quality_first")]
    sheets = [_list_sheet(found), _line_sheet(found)]
    if names:
        sheets.append(
            Sheet("not_compared", _columns(("offer", 40), ("why", 100)), [(name, words.describe_refusal(why)) for name, why in names])
        )
    return _write(guide, sheets)


def expected_to_xlsx(found: Sequence[Expected], refused: Sequence[tuple[str, Refusal]], *, synthetic: bool = False) -> bytes:
    """Guide, expected price of each placement with its parts, and those without a price."""
    guide = [tell("expected_title"), *([tell("synthetic")] if synthetic else []), tell("expected_guide"), tell("potential_defined")]
    heads = [("placement", 14), ("offer", 14)]
    columns = (
        *_columns(*heads),
        *_columns(("per_day", 12), ("low", 12), ("high", 12), ("base", 12), style="kroner"),
        *(Column(words.tell(f"factor_{factor}"), 12, "kroner") for factor in FACTORS),
        *_columns(("group_offers", 10), ("group_placements", 12), style="count"),
        *_columns(("group_width", 50)),
    )
    sheets = [Sheet("expected", columns, [_expected_row(one) for one in found])]
    if refused:
        sheets.append(
            Sheet("not_compared", _columns(("placement", 20), ("why", 100)), [(key, words.describe_refusal(why)) for key, why in refused])
        )
    return _write(guide, sheets)


def contracts_to_xlsx(found: Sequence[Watch], *, synthetic: bool = False) -> bytes:
    """Guide and one row for each finding, in order of kind."""
    guide = [tell("contracts_title"), *([tell("synthetic")] if synthetic else []), tell("contracts_guide", count=len(found))]
    columns = (
        *_columns(("finding", 34), ("offer", 40), ("supplier", 12), ("contract", 14), ("paragraph", 20)),
        *_columns(("date", 12), ("expires", 12)),
        *_columns(("paid", 16), style="kroner"),
        *_columns(("days_over", 10), ("placements", 10), style="count"),
        *_columns(("text", 90), ("keys", 40)),
    )
    return _write(guide, [Sheet("contracts", columns, [_watch_row(watch) for watch in found])])


def _write(guide: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": guide[0], "created": datetime.datetime(2026, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in STYLES.items()}
    write_guide(book, guide, styles)
    for sheet in sheets:
        write_sheet(book, tell(f"sheet_{sheet.name}"), sheet, styles)
    book.close()
    return target.getvalue()


def _columns(*heads: tuple[str, int], style: str = "wrap") -> tuple[Column, ...]:
    return tuple(Column(tell(f"col_{name}"), width, style) for name, width in heads)


def _list_sheet(found: Negotiation) -> Sheet:
    columns = (
        *_columns(("rank", 6), style="count"),
        *_columns(("offer", 36), ("supplier", 36)),
        *_columns(("days", 8), ("placements", 8), style="count"),
        *_columns(
            ("paid_per_day", 12),
            ("benchmark_per_day", 12),
            ("potential", 14),
            ("low_potential", 14),
            ("high_potential", 14),
            style="kroner",
        ),
        *_columns(("dearer_than", 10), ("supervision", 10), ("peers_supervision", 12), ("goals_met", 10), style="share"),
        *_columns(("quality", 60), ("terms", 40), ("driver", 60), ("question", 80)),
        *_columns(("points", 8), style="share"),
        *(Column(tell(f"order_{name}"), 10, "share") for name in found.weights),
        *_columns(("supplier_says", 80), ("left_out", 10)),
    )
    return Sheet("list", columns, [_entry_row(number, entry) for number, entry in enumerate(found.entries, start=1)], 2)


def _entry_row(number: int, entry: Entry) -> list[Cell]:
    quality = entry.quality
    per_day = [_cell(dkk / entry.days) for dkk in (entry.paid_dkk, entry.benchmark_dkk)]
    sums = [_cell(dkk) for dkk in (entry.potential_dkk, entry.low_dkk, entry.high_dkk)]
    shares = [_cell(each) for each in (entry.dearer_than, quality.supervision, quality.peers_supervision, quality.goals_met)]
    told: list[Cell] = [
        words.describe_quality(quality),
        words.describe_terms(entry.terms),
        "\n".join(words.describe_driver(each) for each in entry.drivers),
        words.ask(entry.drivers[0]) if entry.drivers else "",
    ]
    points = [_cell(entry.points), *(_cell(part.points) for part in entry.order)]
    says = "\n".join(words.describe_answer(each) for each in entry.answers[:MOST_ANSWERS])
    left_out = str(len(entry.left_out)) if entry.left_out else None
    return [
        number,
        entry.name,
        entry.supplier_name,
        entry.days,
        len(entry.lines),
        *per_day,
        *sums,
        *shares,
        *told,
        *points,
        says or None,
        left_out,
    ]


def _line_sheet(found: Negotiation) -> Sheet:
    columns = (
        *_columns(("placement", 14), ("offer", 36), ("paragraph", 18), ("target_group", 24)),
        *_columns(("level", 8), ("year", 8), ("days", 8), style="count"),
        *_columns(
            ("paid", 14), ("paid_per_day", 12), ("benchmark_per_day", 12), ("low", 12), ("high", 12), ("potential", 14), style="kroner"
        ),
        *_columns(("benchmark", 30)),
        *_columns(("group_offers", 10), ("group_placements", 12), style="count"),
    )
    rows: list[Sequence[Cell]] = []
    for entry in found.entries:
        for line in entry.lines:
            mark = line.benchmark
            kroner = [_cell(each) for each in (line.paid_dkk, line.per_day, mark.per_day, mark.low, mark.high, line.potential_dkk)]
            facts: list[Cell] = [line.key, entry.name, line.paragraph, _group(line.target_group), line.support_level, line.year, line.days]
            rows.append([*facts, *kroner, tell(f"benchmark_name_{mark.kind}"), mark.group.offers, mark.group.placements])
    return Sheet("lines", columns, rows)


def _expected_row(one: Expected) -> list[Cell]:
    parts = {part.factor: _cell(part.dkk) for part in one.parts}
    head: list[Cell] = [one.key, one.offer, *(_cell(each) for each in (one.per_day, one.low, one.high, one.base))]
    return [*head, *(parts.get(factor) for factor in FACTORS), one.group.offers, one.group.placements, words.describe_group(one.group)]


def _watch_row(watch: Watch) -> list[Cell]:
    dates: list[Cell] = [words.write_date(day) if day else None for day in (watch.on, watch.expires)]
    head: list[Cell] = [words.watch_title(watch.kind), watch.name, watch.supplier, watch.contract or None, watch.paragraph or None]
    counts: list[Cell] = [_cell(watch.dkk), watch.days or None, len(watch.placements)]
    return [*head, *dates, *counts, words.describe_watch(watch), ", ".join(watch.placements)]


def _group(code: str) -> str:
    return code_label("group", code) if code in read_codes("group").values() else code


def _cell(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)
