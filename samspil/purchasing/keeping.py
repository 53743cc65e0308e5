"""A portfolio as JSON and back, exactly: for the way out of a child and for whoever keeps it."""

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from samspil.values.purchasing import Place, Portfolio

FORMAT = 1
_ROWS = tuple(each.name for each in dataclasses.fields(Portfolio) if each.name not in ("municipality", "as_of", "synthetic"))


def portfolio_to_json(portfolio: Portfolio) -> dict[str, Any]:
    """Lists per kind: the names of the fields once, then a list per row. Decimals and dates are text; places are file, sheet and row."""
    kinds = typing.get_type_hints(Portfolio)
    return {
        "format": FORMAT,
        "municipality": portfolio.municipality,
        "as_of": portfolio.as_of.isoformat(),
        "synthetic": portfolio.synthetic,
        **{name: _rows_to_json(typing.get_args(kinds[name])[0], getattr(portfolio, name)) for name in _ROWS},
    }


def _rows_to_json(kind: Any, rows: tuple[Any, ...]) -> dict[str, Any]:
    names = [each.name for each in dataclasses.fields(kind)]
    return {"fields": names, "rows": [[_plain(getattr(row, name)) for name in names] for row in rows]}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Place):
        return [value.file, value.sheet, value.row]
    return list(value) if isinstance(value, tuple) else value


def portfolio_from_json(kept: Mapping[str, Any]) -> Portfolio:
    """The portfolio of `portfolio_to_json`. Raises ValueError for anything else."""
    try:
        if kept["format"] != FORMAT:
            raise ValueError(f"portfolio of format {kept['format']!r}, not {FORMAT}")
        kinds = typing.get_type_hints(Portfolio)
        rows = {name: _rows_from_json(typing.get_args(kinds[name])[0], kept[name]) for name in _ROWS}
        return Portfolio(str(kept["municipality"]), date.fromisoformat(kept["as_of"]), synthetic=bool(kept["synthetic"]), **rows)
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"no kept portfolio ({type(error).__name__})") from error


def _rows_from_json(kind: Any, kept: Mapping[str, Any]) -> tuple[Any, ...]:
    makers = _makers(kind)
    chosen = [makers[name] for name in kept["fields"]]
    names = kept["fields"]
    return tuple(kind(**{name: make(value) for name, make, value in zip(names, chosen, row, strict=True)}) for row in kept["rows"])


@functools.cache
def _makers(kind: Any) -> Mapping[str, Callable[[Any], Any]]:
    return {name: _maker(hint) for name, hint in typing.get_type_hints(kind).items()}


def _maker(hint: Any) -> Callable[[Any], Any]:
    """How a field's value is made of its JSON."""
    if isinstance(hint, types.UnionType):
        inner = _maker(next(each for each in typing.get_args(hint) if each is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    if hint is Decimal:
        return Decimal
    if hint is date:
        return date.fromisoformat
    if hint is Place:
        return lambda value: Place(*value)
    if typing.get_origin(hint) is tuple:
        return tuple
    return lambda value: value
