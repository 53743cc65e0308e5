"""A pydantic model per kind, made from the table of columns: what must be there, and within which limits. Models never show the values they refuse."""

import functools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from samspil.purchasing.intake.cells import Problem
from samspil.purchasing.intake.columns import Column, list_codes, read_kinds
from samspil.values import purchasing as values
from samspil.values.purchasing import Place

VALUES: Mapping[str, Any] = {
    "suppliers": values.Supplier,
    "offers": values.Offer,
    "tariffs": values.Tariff,
    "placements": values.Placement,
    "contracts": values.Contract,
    "supervisions": values.Supervision,
    "outcomes": values.Outcome,
    "capacities": values.OwnCapacity,
    "needs": values.Need,
}
_TYPES: dict[str, Any] = {
    "int": int,
    "level": int,
    "year": int,
    "decimal": Decimal,
    "money": Decimal,
    "share": Decimal,
    "date": date,
    "bool": bool,
    "list": tuple[str, ...],
    "paragraphs": tuple[str, ...],
}
_LIMITS = {"level": (0, 4)}


@functools.cache
def model_of(kind: str) -> type[BaseModel]:
    """The model of a kind. Raises KeyError for an unknown one."""
    fields: dict[str, Any] = {column.key: _field(column) for column in read_kinds()[kind].columns}
    return create_model(f"{kind.title()}Row", __config__=ConfigDict(hide_input_in_errors=True, frozen=True, extra="forbid"), **fields)


def _field(column: Column) -> tuple[Any, Any]:
    least, most = _LIMITS.get(column.shape, (column.least, column.most))
    kind: Any = _TYPES.get(column.shape, str)
    if column.shape == "code":
        kind = _one_of(column.codes)
    if column.shape == "codes":
        kind = _one_of(column.codes)
        kind = tuple[kind, ...]
    limited = Annotated[kind, Field(ge=least, le=most)] if kind in (int, Decimal) else kind
    return (limited, ...) if column.required else (limited | None, None)


def _one_of(name: str) -> Any:
    """The type of a code of a list, which is known only now."""
    return Literal.__getitem__(list_codes(name))


def check_row(kind: str, row: Mapping[str, object]) -> list[tuple[str, Problem]]:
    """The fields of a row that break the model, with the reason."""
    try:
        model_of(kind).model_validate(row)
    except ValidationError as refusal:
        columns = {column.key: column for column in read_kinds()[kind].columns}
        faults = refusal.errors(include_url=False, include_context=True, include_input=False)
        return [(str(fault["loc"][0]), _translate(fault, columns[str(fault["loc"][0])], row)) for fault in faults]
    return []


def _translate(fault: Any, column: Column, row: Mapping[str, object]) -> Problem:
    """The words of the catalogue for one of pydantic's."""
    least, most = _LIMITS.get(column.shape, (column.least, column.most))
    if fault["type"] == "missing":
        return Problem("missing")
    value = row.get(column.key)
    if fault["type"] == "greater_than_equal" and isinstance(value, int | Decimal):
        if value < 0 and least in (0, 1):
            return Problem("negative")
        return Problem("zero_price") if column.shape == "money" else Problem("out_of_range", {"least": str(least), "most": str(most)})
    if fault["type"] == "less_than_equal":
        return Problem("out_of_range", {"least": str(least), "most": str(most)})
    return Problem("wrong_type")


def make_value(kind: str, row: Mapping[str, object], place: Place) -> object:
    """The value of a row that passed. Fields left empty take the value's own default."""
    return VALUES[kind](**{key: value for key, value in row.items() if value is not None}, place=place)
