"""A transfer as a workbook: how to read, effects, pooled, costs, tornado, warnings, missing. The statement stands at the head of every sheet's rows."""

import datetime
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from samspil.cases.transfer import report
from samspil.cases.transfer.model import Number, Transfer
from samspil.cases.transfer.run import statement
from samspil.cases.transfer.value import Worth
from samspil.cases.transfer.words import describe_spread, describe_sum, write_number
from samspil.publish.files import write_bytes
from samspil.publish.sheets import Cell, Column, Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.vocabulary.texts import say


def write_workbook(result: Transfer, worth: report.Outcome, file: Path) -> None:
    """Write the workbook. Raises OutputError."""
    write_bytes(file, to_xlsx(result, worth))


def to_xlsx(result: Transfer, worth: report.Outcome) -> bytes:
    """The workbook's bytes; the same for the same transfer."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": f"{_title(result)} {statement()}", "created": datetime.datetime(2026, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in STYLES.items()}
    write_guide(book, list_guide(result), styles)
    for sheet in list_sheets(result, worth):
        write_sheet(book, say(f"cases_transfer.sheet_{sheet.name}"), sheet, styles)
    book.close()
    return target.getvalue()


def _title(result: Transfer) -> str:
    return say("cases_transfer.title", municipality=result.municipality)


def list_guide(result: Transfer) -> list[str]:
    """Title, statement, prices, interest and source."""
    lines = [_title(result), f"{statement()}. {say('cases_transfer.illustration_text')}"]
    if result.price_year:
        lines.append(say("cases_transfer.prices_line", year=result.price_year, source=result.price_source))
    return [*lines, say("cases_transfer.interest_basis"), say("cases_transfer.source_line")]


def list_sheets(result: Transfer, worth: report.Outcome) -> Iterator[Sheet]:
    """Those that have something to tell."""
    if result.scaled:
        yield _effects(result)
    if result.pooled:
        yield _pairs("pooled", [(line, "") for line in report.describe_pool(result.pooled)] + _weights(result))
    if isinstance(worth, Worth):
        yield _pairs("costs", [(fact.name, fact.words) for fact in report.list_worth(worth)])
        yield _tornado(worth)
    for name, notes in (
        ("missing", [*report.list_missing(result, worth), *report.list_refusals(result, worth)]),
        ("warnings", report.list_warnings(result, worth)),
    ):
        if notes:
            columns = (_column("what_head", 80), _column("remedy_head", 80), Column(statement(), 30))
            yield Sheet(name, columns, [(note.text, note.remedy, None) for note in notes], 0)


def _weights(result: Transfer) -> list[tuple[str, str]]:
    head = say("cases_transfer.weight_head")
    pooled = result.pooled
    return [(result.titles[case], f"{head} {round(weight * 100)} %") for case, weight in pooled.weights] if pooled else []


def _column(name: str, width: int, style: str = "wrap") -> Column:
    return Column(say(f"cases_transfer.{name}"), width, style)


def _effects(result: Transfer) -> Sheet:
    ends = [_column(name, 16, "kroner") for name in ("low", "middle", "high")]
    words = [
        _column(name, width)
        for name, width in (("own_head", 30), ("theirs_head", 30), ("how_head", 60), ("range_head", 80), ("evidence_head", 40))
    ]
    columns = [
        _column("case_head", 40),
        _column("what_head", 50),
        *ends,
        Column(say("cases_transfer.unit_head"), 8),
        *words,
        Column(statement(), 30),
    ]
    rows: list[Sequence[Cell]] = []
    for one in result.scaled:
        evidence = next(fact.words for fact in report.list_facts(one) if fact.name == say("cases_transfer.evidence_head"))
        numbers: list[Cell] = [_cell(end) for end in (one.range.low, one.range.middle, one.range.high)]
        told: list[Cell] = [_number(one.own), _number(one.theirs), describe_sum(one), describe_spread(one), evidence, None]
        rows.append([one.title, one.effect.what, *numbers, say(f"cases.unit_{one.unit}"), *told])
    if pooled := result.pooled:
        numbers = [_cell(end) for end in (pooled.range.low, pooled.range.middle, pooled.range.high)]
        title = say("cases_transfer.pooled_head", n=len(pooled.weights))
        rows.append([title, None, *numbers, say(f"cases.unit_{pooled.unit}"), _number(pooled.own), *[None] * 5])
    return Sheet("effects", columns, rows)


def _number(number: Number | None) -> str | None:
    return report.describe_number(number) if number else None


def _cell(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


def _pairs(name: str, rows: Sequence[tuple[str, str]]) -> Sheet:
    return Sheet(name, (_column("name_head", 60), _column("value_head", 60), Column(statement(), 30)), [(*row, None) for row in rows], 0)


def _tornado(worth: Worth) -> Sheet:
    heads = (_column("name_head", 40), _column("low", 16), _column("high", 16))
    values = [Column(say(f"cases_transfer.{name}"), 24, "kroner") for name in ("tornado_low", "tornado_high")]
    rows = [
        (report.input_name(bar.name), write_number(bar.low), write_number(bar.high), _cell(bar.at_low), _cell(bar.at_high), None)
        for bar in worth.bars
    ]
    return Sheet("tornado", (*heads, *values, Column(statement(), 30)), rows)
