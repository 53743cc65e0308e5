"""A table becomes a file in the bank's own formats: for the example files, and for moving what was selected on to other programs."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from samspil.statbank.words import METRIC, TIME
from samspil.values.statistics import CODES, CODES_AND_TEXTS, MISSING, Category, Dimension, Table, read_number

_HERE = "\u0001values"  # where the numbers go


def format_csv(
    table: Table, *, presentation: str = CODES_AND_TEXTS, marked: bool = True, comma: bool = True, contents: str = "INDHOLD"
) -> bytes:
    """CSV as the bank writes it: semicolon, CRLF, header in capitals, '..' for missing. `marked`: with a byte order mark; `comma`: decimals so."""
    shown = [[_show(one, presentation, dimension.code) for one in dimension.categories] for dimension in table.dimensions]
    lines = [";".join([*(_quoted(dimension.code) for dimension in table.dimensions), contents])]
    for number, value in enumerate(table.numbers):
        cells = [texts[column[number]] for texts, column in zip(shown, table.positions, strict=True)]
        lines.append(";".join([*cells, _number(value, comma)]))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig" if marked else "utf-8")


def _show(category: Category, presentation: str, dimension: str) -> str:
    if presentation == CODES or (dimension == TIME and not category.label):
        return _quoted(category.code)
    return _quoted(f"{category.code} {category.label}" if presentation == CODES_AND_TEXTS else category.label)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ';"\t') else text


def _number(value: int, comma: bool) -> str:
    number = read_number(value)
    if number is None:
        return ".."
    text = f"{number:f}"
    return text.replace(".", ",") if comma else text


def format_jsonstat(table: Table, version: str = "2.0") -> bytes:
    """JSON-stat 2.0, or 1.2 with the root key `dataset` and `ContentsCode` as the bank has it; combinations without a cell are null."""
    dimensions = [*table.dimensions, Dimension(METRIC, (Category(table.origin.id or "INDHOLD", table.origin.title),), "Indhold")]
    names = [{METRIC: "ContentsCode", TIME: "Tid"}.get(one.code, one.code) for one in dimensions]
    sizes = [len(one.categories) for one in dimensions]
    described: dict[str, Any] = {name: _describe(one, table.origin.unit) for name, one in zip(names, dimensions, strict=True)}
    facts = {"label": table.origin.title, "source": table.origin.source, "updated": table.origin.updated}
    if table.origin.example:
        facts["extension"] = {"example": True}  # type: ignore[assignment]
    values = _HERE
    if version == "2.0":
        body: Mapping[str, Any] = {
            "version": "2.0",
            "class": "dataset",
            **facts,
            "id": names,
            "size": sizes,
            "dimension": described,
            "value": values,
        }
    else:
        role = {"time": ["Tid"], "metric": ["ContentsCode"]}
        body = {"dataset": {"dimension": {**described, "id": names, "size": sizes, "role": role}, **facts, "value": values}}
    text = json.dumps(body, ensure_ascii=False)
    return text.replace(json.dumps(_HERE), f"[{', '.join(_fill(table, sizes))}]").encode("utf-8")


def _describe(dimension: Dimension, unit: str) -> dict[str, Any]:
    index = {one.code: number for number, one in enumerate(dimension.categories)}
    category: dict[str, Any] = {"index": index, "label": {one.code: one.label for one in dimension.categories if one.label}}
    if dimension.code == METRIC:
        category["unit"] = {one.code: {"base": unit, "decimals": 0} for one in dimension.categories}
    return {"label": dimension.label or dimension.code.lower(), "category": category}


def _fill(table: Table, sizes: Sequence[int]) -> list[str]:
    """Every number as JSON has it, exactly; a float would round the last digits of large ones."""
    values = ["null"] * math.prod(sizes)
    steps = [math.prod(sizes[number + 1 :]) for number in range(len(table.dimensions))]
    for number, value in enumerate(table.numbers):
        place = sum(column[number] * step for column, step in zip(table.positions, steps, strict=True))
        values[place] = "null" if value == MISSING else f"{read_number(value):f}"
    return values
