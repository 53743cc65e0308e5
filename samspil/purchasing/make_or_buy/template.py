"""Templates of a case with help texts, empty or filled: TOML, and a workbook with the sheets `case` and `lines`."""

import io
import json
from collections.abc import Iterable
from decimal import Decimal
from importlib import resources

from samspil.purchasing.make_or_buy.lines import GROUPS, SPECS, Spec
from samspil.purchasing.make_or_buy.model import Case, Line
from samspil.purchasing.make_or_buy.reading import CELLS, HEAD, parse_case
from samspil.purchasing.make_or_buy.small_file import parse_toml
from samspil.vocabulary.texts import say

EXAMPLE = "eksempel"
TOML_NAME, XLSX_NAME = "make-or-buy.toml", "make-or-buy.xlsx"
CASE_SHEET, LINES_SHEET = "case", "lines"
_FILE = "make-or-buy-example.toml"
_ROOM = "purchasing_make"
_USUAL = {
    "title": "Ny sag",
    "paragraph": "SEL § 107",
    "direction": "insource",
    "price_year": 2026,
    "years": 20,
    "seed": 1,
    "own_refund": True,
    "synthetic": False,
}


def read_example() -> Case:
    """The made-up case that ships."""
    text = resources.files("samspil.purchasing").joinpath(f"examples/{_FILE}").read_text(encoding="utf-8")
    return parse_case(parse_toml(text, _FILE), _FILE)


def make_templates(case: Case | None = None) -> dict[str, bytes]:
    """Both files by name; filled with `case`."""
    return {TOML_NAME: make_toml(case).encode(), XLSX_NAME: make_xlsx(case)}


def make_toml(case: Case | None = None) -> str:
    """The text; what is empty stands as a comment, so that the file is read as it is."""
    lines = [f"# {say(f'{_ROOM}.template_{key}')}" for key in ("case", "rules", "people")]
    lines += ["", "[case]"]
    for name in HEAD:
        lines.append(f"{name} = {json.dumps(_head(case, name), ensure_ascii=False)}  # {_head_help(name)}")
    for group in GROUPS:
        lines += ["", f"# ---- {say(f'{_ROOM}.group_{group}')}"]
        for spec in SPECS:
            if spec.group == group:
                lines += _toml_line(spec, case.lines.get(spec.name) if case else None)
    return "\n".join(lines) + "\n"


def _toml_line(spec: Spec, line: Line | None) -> Iterable[str]:
    yield ""
    yield f"# {say(f'{_ROOM}.line_{spec.name}')} ({say(f'{_ROOM}.unit_{spec.unit}')}, {_duty(spec)}). {say(f'{_ROOM}.help_{spec.name}')}"
    yield f"[lines.{spec.name}]"
    for cell in CELLS:
        value = _cell(line, cell)
        if value is None or value == "":
            yield f"# {cell} ="
        else:
            yield f"{cell} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else f'{value:f}'}"


def _cell(line: Line | None, cell: str) -> str | Decimal | None:
    if line is None or (cell in ("low", "high", "distribution") and not line.varies):
        return None
    value: str | Decimal = getattr(line, cell)
    return value


def _duty(spec: Spec) -> str:
    return say(f"{_ROOM}.template_{'compulsory' if spec.compulsory else 'optional'}")


def _head(case: Case | None, name: str) -> object:
    return getattr(case, name) if case else _USUAL.get(name, "")


def _head_help(name: str) -> str:
    return say(f"{_ROOM}.head_{'case_paragraph' if name == 'paragraph' else name}")


def make_xlsx(case: Case | None = None) -> bytes:
    """The workbook; numbers as numbers, texts as texts, the same bytes every time."""
    import datetime

    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": "make-or-buy", "created": datetime.datetime(2026, 1, 1)})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    head = [[name, _head(case, name), _head_help(name)] for name in HEAD]
    rules: list[list[object]] = [["", None, say(f"{_ROOM}.template_{key}")] for key in ("case", "rules", "people")]
    _fill(book.add_worksheet(CASE_SHEET), ("name", "value", "help"), (18, 50, 90), [*head, *rules], (bold, wrap))
    columns = ("name", "what", "unit", "duty", *CELLS, "help")
    rows = [_sheet_row(spec, case.lines.get(spec.name) if case else None) for spec in SPECS]
    _fill(book.add_worksheet(LINES_SHEET), columns, (22, 44, 24, 12, 14, 12, 12, 14, 50, 40, 80), rows, (bold, wrap))
    book.close()
    return target.getvalue()


def _sheet_row(spec: Spec, line: Line | None) -> list[object]:
    told = [say(f"{_ROOM}.line_{spec.name}"), say(f"{_ROOM}.unit_{spec.unit}"), _duty(spec)]
    return [spec.name, *told, *(_cell(line, cell) for cell in CELLS), say(f"{_ROOM}.help_{spec.name}")]


def _fill(page: object, columns: Iterable[str], widths: Iterable[int], rows: Iterable[list[object]], looks: tuple[object, object]) -> None:
    """Headings and rows; a truth value stands as a truth value."""
    from typing import Any, cast

    sheet = cast(Any, page)
    for number, (name, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, looks[0])
    for row, cells in enumerate(rows, 1):
        for number, cell in enumerate(cells):
            if isinstance(cell, bool):
                sheet.write_boolean(row, number, cell)
            elif isinstance(cell, int | Decimal):
                sheet.write_number(row, number, float(cell))
            elif cell:
                sheet.write_string(row, number, str(cell), looks[1])
    sheet.freeze_panes(1, 1)
