"""The templates, empty or filled: one workbook with a sheet per kind, or one CSV file per kind. What they hold is read back exactly by `reading`."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from samspil.purchasing.intake.columns import Column, Kind, code_label, list_codes, read_kinds
from samspil.values.purchasing import Portfolio
from samspil.vocabulary.paragraphs import list_paragraphs
from samspil.vocabulary.texts import say

_ROWS_WITH_CHOICES = 20_000  # drop-downs reach so far down
_MADE = datetime(2025, 1, 1)  # the same content gives the same bytes
_WIDEST = 46
_FORMATS = {"date": "dd-mm-yyyy", "money": "#,##0.00", "share": "0.0##", "decimal": "0.0##"}


def make_templates(form: str, portfolio: Portfolio | None = None) -> dict[str, bytes]:
    """File name to content: 'indkoeb.xlsx', or a CSV file per kind. `portfolio`: the rows to fill in. Raises ValueError for another form than xlsx or csv."""
    if form == "csv":
        return {f"{kind.file}.csv": _make_csv(kind, portfolio) for kind in read_kinds().values()}
    if form == "xlsx":
        return {say("purchasing_intake.workbook_name"): _make_workbook(portfolio)}
    raise ValueError(f"no template of form {form!r}")


def rows_of(kind: Kind, portfolio: Portfolio | None) -> Iterator[tuple[Any, ...]]:
    """The rows of a kind, each with a value per column."""
    if portfolio is None:
        return
    held = (portfolio,) if kind.key == "about" else getattr(portfolio, kind.key)
    for each in held:
        yield tuple(getattr(each, column.key) for column in kind.columns)


def _make_csv(kind: Kind, portfolio: Portfolio | None) -> bytes:
    """Semicolon, decimal comma, a mark in front so that Excel knows the encoding, and CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in kind.columns])
    for row in rows_of(kind, portfolio):
        writer.writerow([_as_text(value, column) for value, column in zip(row, kind.columns, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _as_text(value: Any, column: Column) -> str:
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)), "f").replace(".", ",")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return str(_in_words(value, column))


def _in_words(value: Any, column: Column) -> Any:
    """Codes, truths and lists as people write them; '' for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("purchasing_intake.yes" if value else "purchasing_intake.no")
    if isinstance(value, tuple):
        return " | ".join(code_label(column.codes, each) if column.codes else str(each) for each in value)
    return code_label(column.codes, value) if column.codes else value


def _make_workbook(portfolio: Portfolio | None) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": _MADE})
    looks = {name: book.add_format({"num_format": pattern}) for name, pattern in _FORMATS.items()}
    looks |= {
        "must": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E5F", "text_wrap": True, "valign": "top"}),
        "may": book.add_format({"bold": True, "bg_color": "#D9E7EC", "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
    }
    for kind in read_kinds().values():
        _write_kind(book.add_worksheet(kind.title), kind, portfolio, looks)
    _write_help(book.add_worksheet(say("purchasing_intake.help_sheet")), looks)
    _write_codes(book.add_worksheet(say("purchasing_intake.codes_sheet")), looks)
    book.close()
    return content.getvalue()


def _write_kind(sheet: Any, kind: Kind, portfolio: Portfolio | None, looks: Mapping[str, Any]) -> None:
    """Headings (dark: must be filled), rows, drop-downs."""
    for index, column in enumerate(kind.columns):
        sheet.write_string(0, index, column.heading, looks["must" if column.required else "may"])
        sheet.set_column(index, index, min(_WIDEST, max(11, len(column.heading) + 2, len(column.example) + 2)))
        _add_choices(sheet, index, column)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows_of(kind, portfolio), start=1):
        for index, (value, column) in enumerate(zip(row, kind.columns, strict=True)):
            _write_cell(sheet, (number, index), value, column, looks)


def _write_cell(sheet: Any, place: tuple[int, int], value: Any, column: Column, looks: Mapping[str, Any]) -> None:
    if isinstance(value, bool) or value is None or value == "":
        words = _in_words(value, column)
        if words != "":
            sheet.write_string(*place, words)
    elif isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), looks["date"])
    elif isinstance(value, int | Decimal | float):
        sheet.write_number(*place, float(value), looks.get(column.shape))
    else:
        sheet.write_string(*place, str(_in_words(value, column)))


def _add_choices(sheet: Any, index: int, column: Column) -> None:
    """A drop-down for codes and yes or no. Excel takes 255 signs in such a list; longer ones come from the sheet of codes."""
    words: list[str] = []
    if column.shape == "bool":
        words = [say("purchasing_intake.yes"), say("purchasing_intake.no")]
    elif column.shape == "level":
        words = [str(level) for level in range(5)]
    elif column.shape == "code":
        words = [code_label(column.codes, code) for code in list_codes(column.codes)]
    if not words:
        return
    source: Any = words
    if len(",".join(words)) > 255 or any("," in word for word in words):
        name, letters = say("purchasing_intake.codes_sheet"), chr(65 + _CODE_LISTS.index(column.codes))
        source = f"='{name}'!${letters}$2:${letters}${len(words) + 1}"
    rule = {"validate": "list", "source": source, "error_title": column.heading[:32], "error_message": say("purchasing_intake.choose")}
    sheet.data_validation(1, index, _ROWS_WITH_CHOICES, index, rule)


_CODE_LISTS = ("ownership", "tariff", "unit", "suitability", "theme", "group", "paragraph")


def _write_help(sheet: Any, looks: Mapping[str, Any]) -> None:
    """A row per column of every sheet: whether it must be filled, unit, example and meaning."""
    sheet.freeze_panes(1, 0)
    for index, (key, width) in enumerate(
        (("sheet_word", 16), ("column", 26), ("required", 10), ("unit", 10), ("example", 24), ("meaning", 80))
    ):
        sheet.write_string(0, index, say(f"purchasing_intake.help_{key}"), looks["must"])
        sheet.set_column(index, index, width)
    number = 1
    for kind in read_kinds().values():
        for column in kind.columns:
            for index, text in enumerate(describe_column(kind, column)):
                sheet.write_string(number, index, text, looks["wrap"])
            number += 1


def describe_column(kind: Kind, column: Column) -> tuple[str, str, str, str, str, str]:
    """Sheet, heading, whether required, unit, example and meaning, in the language in use."""
    from samspil.vocabulary.texts import language

    meaning = column.help_en if language() == "en" else column.help_da
    parts = [meaning, say(f"purchasing_intake.type_{column.shape}")]
    if column.shape in ("code", "codes") and column.codes != "group":
        parts.append(", ".join(code_label(column.codes, code) for code in list_codes(column.codes)))
    required = say("purchasing_intake.yes") if column.required else ""
    return kind.title, column.heading, required, column.unit, column.example, ". ".join(part for part in parts if part)


def _write_codes(sheet: Any, looks: Mapping[str, Any]) -> None:
    """Every code list in a column of its own, and all paragraphs."""
    for index, name in enumerate(_CODE_LISTS):
        sheet.write_string(0, index, say(f"purchasing_intake.list_{name}"), looks["bold"])
        sheet.set_column(index, index, 34)
        words = list(list_paragraphs()) if name == "paragraph" else [code_label(name, code) for code in list_codes(name)]
        for number, word in enumerate(words, start=1):
            sheet.write_string(number, index, word)
