"""JSON-stat, version 1.x (root key `dataset`, sizes inside `dimension`) and 2.0 (`id` and `size` at the root), becomes dimensions and numbers.

Source: the JSON-stat format 1.x and 2.0 (json-stat.org). `value` is row-major, last dimension fastest: a list, or a mapping of places.
"""

import json
import math
from array import array
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from samspil.statbank.csv_file import MOST_CELLS
from samspil.statbank.errors import complain, shorten
from samspil.statbank.lines import MOST_DIMENSIONS
from samspil.statbank.numbers import to_millionths
from samspil.statbank.words import METRIC, name_dimension
from samspil.values.statistics import MISSING, Category, Dimension

MOST_BYTES = 100_000_000
_Facts = dict[str, str]


def parse_jsonstat(data: bytes, file: Path) -> tuple[tuple[Dimension, ...], tuple["array[int]", ...], "array[int]", _Facts]:
    """Dimensions, places, numbers and what the file says of itself (`format`, `title`, `source`, `updated`, `unit`). Raises StatbankError."""
    root = _load(data, file)
    body, version = _find_dataset(root, file)
    described = _mapping(body, "dimension", file)
    ids, sizes = _read_sizes(body if version == "2.0" else described, file)
    if len(ids) > MOST_DIMENSIONS:
        raise complain("too_many_dimensions", str(file), count=len(ids), most=MOST_DIMENSIONS)
    dimensions = tuple(_read_dimension(name, described, size, file) for name, size in zip(ids, sizes, strict=True))
    if len({dimension.code for dimension in dimensions}) < len(dimensions):
        raise complain("doubled_column", f"{file}:id", names=shorten(ids))
    count = math.prod(sizes)
    if count > MOST_CELLS:
        raise complain("too_many_cells", str(file), most=MOST_CELLS)
    numbers = _read_values(body.get("value"), count, file)
    facts = {"format": f"JSON-stat {version}", "unit": _find_unit(described), **{key: _text(body, key) for key in ("source", "updated")}}
    facts["title"] = _text(body, "label")
    facts["example"] = "1" if _says_example(body) else ""
    kept = [d for d in dimensions if not (d.code == METRIC and len(d.categories) == 1)]
    places = tuple(column for d, column in zip(dimensions, _places(sizes), strict=True) if d in kept)
    return tuple(kept), places, numbers, facts


def _read_sizes(holder: Mapping[str, Any], file: Path) -> tuple[list[str], list[int]]:
    ids, sizes = holder.get("id") or [], holder.get("size") or []
    if not _is_list_of(ids, str) or not _is_list_of(sizes, int) or len(ids) != len(sizes) or not ids:
        raise complain("json_shape", f"{file}:id/size")
    return ids, sizes


def _load(data: bytes, file: Path) -> Any:
    def refuse(word: str) -> NoReturn:
        raise complain("not_a_number", f"{file}:value", given=word)

    if len(data) > MOST_BYTES:
        raise complain("json_too_large", str(file), most=MOST_BYTES // 1_000_000)
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=_decimal, parse_int=_whole, parse_constant=refuse)
    except UnicodeDecodeError as error:
        raise complain("wrong_encoding", str(file), detail=f"0x{data[error.start]:02x}") from error
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip()) or "Unterminated" in error.msg
        raise complain("cut_json" if cut else "not_json", f"{file}:{error.lineno}", detail=error.msg) from error
    except RecursionError as error:
        raise complain("json_shape", str(file)) from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) < 20 else Decimal("NaN")


def _find_dataset(root: Any, file: Path) -> tuple[Mapping[str, Any], str]:
    """The data and its version. 1.x: one object under a name, 'dataset' as a rule."""
    if isinstance(root, dict) and "errorTypeCode" in root:
        raise complain("server_error", str(file), code=str(root["errorTypeCode"])[:40], message=str(root.get("message", ""))[:200])
    if isinstance(root, dict) and "dimension" in root and "value" in root:
        return root, "2.0" if "id" in root else "1.2"
    sets = [each for each in root.values() if isinstance(each, dict) and "dimension" in each] if isinstance(root, dict) else []
    if len(sets) != 1:
        raise complain("several_datasets" if sets else "json_shape", str(file), count=len(sets))
    return sets[0], "2.0" if "id" in sets[0] else "1.2"


def _mapping(holder: Mapping[str, Any], key: str, file: Path) -> Mapping[str, Any]:
    found = holder.get(key)
    if not isinstance(found, dict):
        raise complain("json_shape", f"{file}:{key}")
    return found


def _is_list_of(given: Any, kind: type) -> bool:
    return isinstance(given, list) and all(isinstance(each, kind) and not isinstance(each, bool) for each in given)


def _read_dimension(name: str, described: Mapping[str, Any], size: int, file: Path) -> Dimension:
    one = _mapping(described, name, file)
    category = _mapping(one, "category", file)
    labels = category.get("label", {})
    labels = labels if isinstance(labels, dict) else {}
    codes = _order(category.get("index"), labels, f"{file}:{name}")
    if len(codes) != size or size < 1:
        raise complain("wrong_size", f"{file}:{name}", found=len(codes), size=size)
    label = one.get("label")
    categories = tuple(Category(code, str(labels.get(code, ""))[:500]) for code in codes)
    return Dimension(name_dimension(name), categories, label if isinstance(label, str) else "")


def _order(index: Any, labels: Mapping[str, Any], place: str) -> Sequence[str]:
    """The codes by place: from a list, from a mapping code -> place, or the single label when there is no index."""
    if index is None and len(labels) == 1:
        return list(labels)
    if isinstance(index, dict) and _is_list_of(list(index.values()), int):
        if sorted(index.values()) != list(range(len(index))):
            raise complain("wrong_index", place)
        return sorted(index, key=index.__getitem__)
    if _is_list_of(index, str) and len(set(index)) == len(index):
        codes: list[str] = index
        return codes
    raise complain("wrong_index", place)


def _read_values(given: Any, count: int, file: Path) -> "array[int]":
    if isinstance(given, dict):
        given = _spread(given, count, file)
    if not isinstance(given, list):
        raise complain("json_shape", f"{file}:value")
    if len(given) != count:
        raise complain("cut_values" if len(given) < count else "too_many_values", f"{file}:value", found=len(given), count=count)
    numbers: array[int] = array("q")
    for place, value in enumerate(given):
        numbers.append(_read_value(value, f"{file}:value[{place}]"))
    return numbers


def _spread(given: Mapping[str, Any], count: int, file: Path) -> list[Any]:
    full: list[Any] = [None] * count
    for key, value in given.items():
        if not (key.isascii() and key.isdigit() and len(key) < 12 and int(key) < count):
            raise complain("wrong_index", f"{file}:value[{key[:20]}]")
        full[int(key)] = value
    return full


def _read_value(value: Any, place: str) -> int:
    if value is None or value == "..":
        return MISSING
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise complain("not_a_number", place, given=str(value)[:40])
    try:
        return to_millionths(value)
    except (ValueError, ArithmeticError) as error:
        raise complain("not_a_number", place, given=str(value)[:40]) from error


def _places(sizes: Sequence[int]) -> list["array[int]"]:
    """Row-major: the place of every cell in each dimension."""
    columns = []
    for number, size in enumerate(sizes):
        inner, outer = math.prod(sizes[number + 1 :]), math.prod(sizes[:number])
        columns.append(array("I", [place for place in range(size) for _again in range(inner)]) * outer)
    return columns


def _find_unit(described: Mapping[str, Any]) -> str:
    """The unit of the figure: `dimension.ContentsCode.category.unit.<code>.base`."""
    for name, one in described.items():
        if name_dimension(name) != METRIC or not isinstance(one, dict):
            continue
        units = one.get("category", {}).get("unit") if isinstance(one.get("category"), dict) else None
        for unit in units.values() if isinstance(units, dict) else ():
            if isinstance(unit, dict) and isinstance(unit.get("base"), str):
                return str(unit["base"])[:100]
    return ""


def _says_example(body: Mapping[str, Any]) -> bool:
    """Our own example files say so in `extension`."""
    extension = body.get("extension")
    return isinstance(extension, dict) and extension.get("example") is True


def _text(body: Mapping[str, Any], key: str) -> str:
    found = body.get(key)
    return found[:500] if isinstance(found, str) else ""
