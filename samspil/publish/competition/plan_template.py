"""The template of the list of contracts, empty or filled: a workbook with help and drop-downs, or CSV that Excel opens as it is."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from samspil.competition.plan.columns import Column, label, list_codes, list_columns
from samspil.publish.competition import plan_words as words
from samspil.publish.xlsx import OPTIONS
from samspil.values.competition_plan import Contract

_MADE = datetime(2026, 1, 1)
_ROWS_WITH_CHOICES = 2_000
_WIDEST = 44
_FORMATS = {"date": "dd-mm-yyyy", "money": "#,##0.00", "number": "0.##"}
Value = str | int | Decimal | date | None


def make_template(suffix: str, contracts: Sequence[Contract] = ()) -> bytes:
    """The file's bytes; `suffix`: '.xlsx' or '.csv'. What it holds is read back as the same contracts."""
    rows = [[_value(contract, column) for column in list_columns()] for contract in contracts]
    return _make_csv(rows) if suffix == ".csv" else _make_workbook(rows)


def _value(contract: Contract, column: Column) -> Value:
    if column.key == "currency":
        return "DKK"
    held: Any = getattr(contract, column.key)
    if column.codes:
        return label(column.codes, held) if held else ""
    if column.key == "parts":
        return "; ".join(name if value is None else f"{name} = {_number(value)}" for name, value in held)
    if isinstance(held, bool) or (column.shape == "yes" and held is None):
        return "" if held is None else words.word("yes" if held else "no")
    return None if held == "" else held


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _make_csv(rows: Sequence[Sequence[Value]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in list_columns()])
    for row in rows:
        writer.writerow([_as_text(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _as_text(value: Value) -> str:
    if isinstance(value, Decimal):
        return _number(value)
    return "" if value is None else value.strftime("%d-%m-%Y") if isinstance(value, date) else str(value)


def _make_workbook(rows: Sequence[Sequence[Value]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    book.set_properties({"created": _MADE})
    looks = {name: book.add_format({"num_format": pattern}) for name, pattern in _FORMATS.items()}
    looks |= {
        "must": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#003972", "text_wrap": True, "valign": "top"}),
        "may": book.add_format({"bold": True, "bg_color": "#D6E6F4", "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_list(book.add_worksheet(words.word("list_name")), rows, looks)
    _write_help(book.add_worksheet(words.word("help_name")), looks)
    _write_codes(book.add_worksheet(words.word("codes_name")), looks)
    book.close()
    return content.getvalue()


def _write_list(sheet: Any, rows: Sequence[Sequence[Value]], looks: Mapping[str, Any]) -> None:
    """Headings (dark: must be filled), rows, drop-downs."""
    for index, column in enumerate(list_columns()):
        sheet.write_string(0, index, column.heading, looks["must" if column.required else "may"])
        sheet.set_column(index, index, min(_WIDEST, max(12, len(column.heading) + 2, len(column.example) + 2)), looks.get(column.shape))
        _add_choices(sheet, index, column)
    sheet.freeze_panes(1, 2)
    for number, row in enumerate(rows, 1):
        for index, (value, column) in enumerate(zip(row, list_columns(), strict=True)):
            _write_cell(sheet, (number, index), value, looks.get(column.shape))


def _write_cell(sheet: Any, place: tuple[int, int], value: Value, look: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), look)
    elif isinstance(value, Decimal | int):
        sheet.write_number(*place, float(value), look)
    else:
        sheet.write_string(*place, value)


def _code_lists() -> list[str]:
    return list(dict.fromkeys(column.codes for column in list_columns() if column.codes))


def _add_choices(sheet: Any, index: int, column: Column) -> None:
    """Lists come from their own sheet: Excel takes 255 signs in a rule, and no commas in words."""
    source: Any = None
    if column.shape == "yes":
        source = [words.word("yes"), words.word("no")]
    elif column.codes:
        letter, count = chr(65 + _code_lists().index(column.codes)), len(list_codes(column.codes))
        source = f"='{words.word('codes_name')}'!${letter}$2:${letter}${count + 1}"
    if source:
        rule = {"validate": "list", "source": source, "error_title": column.heading[:32], "error_message": words.word("choose")}
        sheet.data_validation(1, index, _ROWS_WITH_CHOICES, index, rule)


def _write_help(sheet: Any, looks: Mapping[str, Any]) -> None:
    sheet.write_string(0, 0, words.word("template_note"), looks["wrap"])
    for index, (key, width) in enumerate((("column", 30), ("needed", 14), ("example", 28), ("meaning", 90))):
        sheet.write_string(2, index, words.word(f"help_{key}"), looks["must"])
        sheet.set_column(index, index, width)
    for number, column in enumerate(list_columns(), 3):
        cells = (column.heading, words.word("yes") if column.required else "", column.example, column.help)
        for index, text in enumerate(cells):
            sheet.write_string(number, index, text, looks["wrap"])


def _write_codes(sheet: Any, looks: Mapping[str, Any]) -> None:
    for index, name in enumerate(_code_lists()):
        title = next(column.heading for column in list_columns() if column.codes == name)
        sheet.write_string(0, index, title, looks["may"])
        sheet.set_column(index, index, 34)
        for number, code in enumerate(list_codes(name), 1):
            sheet.write_string(number, index, label(name, code))
