"""Indicators as a workbook and as a CSV file: shares and kroner as numbers, texts as text, no formula and no link."""

import csv
import datetime
import io
from decimal import Decimal
from fractions import Fraction

import xlsxwriter

from samspil.competition.indicators.words import describe_change, name_code, name_kind, name_place
from samspil.publish.competition.indicator_tables import (
    ROOM,
    Shown,
    in_order,
    list_definition,
    list_feet,
    list_heads,
    note_words,
    order_changes,
)
from samspil.publish.csv_table import neutralise
from samspil.publish.sheets import Cell, Column, Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.values.competition import Indicator
from samspil.values.competition_change import Change, NoChange
from samspil.vocabulary.texts import say

_NUMBERS = {
    "percent": {"valign": "top", "num_format": "0.0 %", "align": "right"},
    "points": {"valign": "top", "num_format": "+0.00;[Red]-0.00;0.00", "align": "right"},
}
_COLUMNS = {
    "place": (22, "text"), "code": (34, "wrap"), "year": (7, "count"), "kind": (10, "text"), "share": (9, "percent"), "numerator_dkk": (18, "kroner"),
    "base_dkk": (18, "kroner"), "per_inhabitant": (14, "kroner"), "own_wins_dkk": (16, "kroner"), "official": (11, "percent"), "difference": (11, "points"),
    "unplaced_dkk": (16, "kroner"), "inhabitants": (12, "kroner"), "prices": (8, "count"), "definition": (22, "text"), "notes": (70, "wrap"),
}  # fmt: skip
_CHANGES = {
    "place": (22, "text"), "code": (34, "wrap"), "kind": (10, "text"), "since": (7, "count"), "until": (7, "count"), "before": (9, "percent"),
    "after": (9, "percent"), "points": (11, "points"), "numerator_effect": (13, "points"), "base_effect": (13, "points"), "dkk": (18, "kroner"),
    "share_dkk": (18, "kroner"), "volume_dkk": (18, "kroner"), "beyond_dkk": (18, "kroner"), "why": (60, "wrap"),
}  # fmt: skip
CSV_COLUMNS = (
    "municipality", "name", "year", "kind", "level", "code", "share", "numerator_dkk", "base_dkk", "own_wins_dkk", "unplaced_dkk", "official_share", "difference",
    "inhabitants", "price_year", "definition", "official", "example", "notes",
)  # fmt: skip


def to_xlsx(shown: Shown) -> bytes:
    """The workbook: how to read, indicators, change where it was asked for, the definition. The same bytes for the same figures."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    heads = list_heads(shown)
    book.set_properties({"title": heads[0][:200], "created": datetime.datetime(2026, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in {**STYLES, **_NUMBERS}.items()}
    write_guide(book, [*heads, *list_feet(shown)], styles)
    for sheet in (_indicators(shown), _changes(shown), _definition(shown)):
        if sheet.rows:
            write_sheet(book, say(f"{ROOM}.sheet_{sheet.name}"), sheet, styles)
    book.close()
    return target.getvalue()


def to_csv(shown: Shown) -> bytes:
    """A row per indicator, UTF-8, comma between cells, decimal point, codes instead of names; shares and kroner with all digits."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for one in in_order(shown.indicators):
        cells = csv_row(one)
        writer.writerow([neutralise(name) if column == "name" else name for column, name in zip(CSV_COLUMNS, cells, strict=True)])
    return sheet.getvalue().encode("utf-8")


def csv_row(one: Indicator) -> list[str]:
    """The cells of an indicator; '' for what is not known."""
    numbers = (one.share, one.numerator, one.base, one.own_wins, one.unplaced, one.official, one.difference, one.inhabitants)
    told = ["" if number is None else f"{number:f}" for number in numbers]
    start = [one.municipality, name_place(one.municipality), str(one.year), one.kind, one.level, one.code]
    return [*start, *told, str(one.prices or ""), one.definition, "no", "yes" if one.example else "no", " ".join(one.notes)]


def _heads(columns: dict[str, tuple[int, str]]) -> list[Column]:
    return [Column(say(f"{ROOM}.head_{name}"), width, style) for name, (width, style) in columns.items()]


def _indicators(shown: Shown) -> Sheet:
    return Sheet("indicators", _heads(_COLUMNS), [_indicator_row(one) for one in in_order(shown.indicators)])


def _indicator_row(one: Indicator) -> list[Cell]:
    start: list[Cell] = [name_place(one.municipality), name_code(one.level, one.code), one.year, name_kind(one.kind), _number(one.share)]
    kroner: list[Cell] = [_number(one.numerator), _number(one.base), _number(one.base_per_inhabitant), _number(one.own_wins)]
    difference = None if one.difference is None else _number(one.difference * 100)
    rest: list[Cell] = [_number(one.official), difference, _number(one.unplaced), _number(one.inhabitants)]
    return [*start, *kroner, *rest, one.prices, one.definition, note_words(one)]


def _changes(shown: Shown) -> Sheet:
    return Sheet("changes", _heads(_CHANGES), [_change_row(one) for one in order_changes(shown.changes)])


def _change_row(one: Change | NoChange) -> list[Cell]:
    start: list[Cell] = [name_place(one.municipality), name_code(one.level, one.code), name_kind(one.kind), one.since, one.until]
    if isinstance(one, NoChange):
        return [*start, *[None] * 9, describe_change(one)]
    points: list[Cell] = [_number(part * 100) for part in (one.points, one.numerator_effect, one.base_effect)]
    return [*start, _number(one.before), _number(one.after), *points, one.dkk, one.share_dkk, one.volume_dkk, one.beyond_dkk, None]


def _definition(shown: Shown) -> Sheet:
    columns = [Column(say(f"{ROOM}.head_field"), 34, "wrap"), Column(say(f"{ROOM}.head_value"), 100, "wrap")]
    return Sheet("definition", columns, [[name, value] for name, value in list_definition(shown.definition)])


def _number(value: Decimal | Fraction | None) -> Cell:
    return None if value is None else round(float(value), 10)
