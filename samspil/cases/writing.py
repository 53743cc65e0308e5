"""A case as the text of its file: the way back of `library.parse_case`."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.cases.body import write_body
from samspil.cases.schema import FIELDS, SECTIONS, Field
from samspil.values.case import BOUNDS, Case

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}|-?[1-9][0-9]*(?:\.[0-9]+)?")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # signs that YAML does not take as they are
_EMPTY = (None, "", ())
_WORDS_OF_YAML = {"null", "yes", "no", "on", "off", "true", "false", "y", "n"}


def write_case(case: Case) -> str:
    """The Markdown of a case. For every case that `parse_case` accepts, `parse_case(write_case(case))` gives it back, but for its file."""
    fields = "".join(_write_field(each, getattr(case, each.name)) for each in FIELDS["case"])
    return f"---\n{fields}---\n{''.join(write_body(name, getattr(case, name)) for name in SECTIONS)}"


def as_fields(case: Case) -> dict[str, Any]:
    """A case as the fields of a form: text, lists and dicts, as `library.check_new` takes them; empty ones are left out."""
    fields: dict[str, Any] = {name: value for name in SECTIONS if (value := getattr(case, name)) not in _EMPTY}
    fields.update(_rows("case", case))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _rows(table: str, row: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for each in FIELDS[table]:
        value = getattr(row, each.name)
        if each.kind in FIELDS:
            fields[each.name] = [_rows(each.kind, inner) for inner in value]
        elif not _is_default(each, value):
            fields[each.name] = value if isinstance(value, tuple) else _as_text(value)
    return fields


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _is_default(each: Field, value: Any) -> bool:
    """Whether a field need not be written. What an effect says of its gain, how often and at what cost always stands."""
    return value in _EMPTY or (each.name, value) in (("fictional", False), ("bound", BOUNDS[0]))


def _write_field(each: Field, value: Any) -> str:
    if _is_default(each, value):
        return ""
    if each.kind in FIELDS:
        return f"{each.name}:\n" + "".join(_write_row(each.kind, row) for row in value)
    if isinstance(value, tuple):
        return f"{each.name}: [{', '.join(_quote(item) for item in value)}]\n"
    return f"{each.name}: {_scalar(value)}\n"


def _write_row(table: str, row: Any) -> str:
    written = _rows(table, row)
    fields = [f"{each.name}: {_scalar(getattr(row, each.name))}" for each in FIELDS[table] if each.name in written]
    return "  - " + "\n    ".join(fields) + "\n"


def _scalar(value: Any) -> str:
    text = _as_text(value)
    plain = isinstance(value, bool) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML)
    return text if plain else _quote(text)


def _quote(text: str) -> str:
    """Double quotes, which YAML shares with JSON."""
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
