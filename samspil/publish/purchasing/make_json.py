"""Comparisons and forecasts as JSON: kroner as numbers of øre precision, every step by name, reasons as keys."""

from dataclasses import fields, is_dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from samspil.purchasing.make_or_buy.model import Case, Comparison
from samspil.purchasing.self_sufficiency.model import Forecast, Measured

_OERE = Decimal("0.000001")


def case_to_json(case: Case) -> dict[str, Any]:
    """A case that lacks lines: which, and why."""
    return {"complete": False, "title": case.title, "missing": [plain(each) for each in case.missing]}


def comparison_to_json(done: Comparison) -> dict[str, Any]:
    """All of a comparison."""
    return {"complete": True, "statement": "basis for a decision, not a forecast", **plain(done)}


def forecast_to_json(done: Forecast, measured: Measured | None = None) -> dict[str, Any]:
    """All of a forecast; `measured`: the rates of a portfolio beside it."""
    return {**plain(done), **({"measured": plain(measured)} if measured else {})}


def plain(value: Any) -> Any:
    """Values as JSON: dataclasses by field, Decimals with at most six decimals."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return _number(value)
    return value


def _number(value: Decimal) -> int | float:
    with localcontext() as context:
        context.prec = 60
        rounded = value.quantize(_OERE, ROUND_HALF_UP)
    return int(rounded) if rounded == int(rounded) else float(rounded)
