"""The form of a case, made from the table of its fields: what was typed becomes fields, fields become what is shown, findings stand at their field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.cases.schema import FIELDS, PARAGRAPHS, SECTIONS, Field
from samspil.cases.writing import as_fields
from samspil.values.case import Case, CaseFinding
from samspil.vocabulary.texts import say

MOST_ROWS = 20  # sources, effects in one form
OURS = ("version", "history")  # what is written by saving
TABLES = ("source", "effect")
_OF_TABLE = {"source": "sources", "effect": "effects"}
_KINDS = {"service_area": "area", "base_unit": "unit"}
_LISTS = ("lines", "municipalities")
_SWAPS = {"æ": "ae", "ø": "oe", "å": "aa"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of the form. `name`: as sent; `kind`: line, text, lines, choice, date or yes_no; `options`: (code, words); `findings`: what is wrong with it."""

    name: str
    label: str
    hint: str
    kind: str
    needed: bool
    value: str
    options: tuple[tuple[str, str], ...] = ()
    findings: tuple[CaseFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """The fields of one source or effect."""

    title: str
    slots: tuple[Slot, ...]
    more: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """All of it. `loose`: findings that belong to no field that is shown."""

    head: tuple[Slot, ...]
    texts: tuple[Slot, ...]
    sources: tuple[Block, ...]
    effects: tuple[Block, ...]
    loose: tuple[CaseFinding, ...]


def read_typed(values: Mapping[str, str]) -> dict[str, Any]:
    """The fields of what was typed: text, lists and rows, as `library.make_case` takes them. Rows with nothing but choices in them are none."""
    fields: dict[str, Any] = {}
    for each in FIELDS["case"]:
        if each.name in OURS or each.kind in TABLES:
            continue
        words = values.get(each.name, "").strip()
        fields[each.name] = _lines(words) if each.kind in _LISTS else words
    for name in SECTIONS:
        words = values.get(name, "").replace("\r\n", "\n").strip()
        fields[name] = words if name in PARAGRAPHS else _lines(words)
    for table in TABLES:
        rows = [_read_row(table, number, values) for number in range(MOST_ROWS)]
        fields[_OF_TABLE[table]] = [row for row in rows if any(row.get(one) for one in _TYPED[table])]
    fields["id"] = fields["id"] or make_id(str(fields["title"]))
    return fields


_TYPED = {"source": ("id", "title", "publisher", "address", "place"), "effect": ("id", "what", "value", "low", "high")}


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _read_row(table: str, number: int, values: Mapping[str, str]) -> dict[str, str]:
    row = {each.name: values.get(f"{table}_{number}_{each.name}", "").strip() for each in FIELDS[table]}
    for each in FIELDS[table]:
        if each.kind == "number":  # Danish people write a comma
            row[each.name] = (
                row[each.name].replace(",", ".") if row[each.name].count(",") == 1 and "." not in row[each.name] else row[each.name]
            )
    if not row["id"] and any(row.get(one) for one in _TYPED[table]):
        row["id"] = f"{'kilde' if table == 'source' else 'virkning'}-{number + 1}"
    return {name: words for name, words in row.items() if words}


def make_id(title: str) -> str:
    """'Robotter på Ærø' -> 'robotter-paa-aeroe'."""
    plain = "".join(_SWAPS.get(sign, sign) for sign in unicodedata.normalize("NFC", title).lower())
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")[:60].strip("-")


def fields_of(case: Case) -> dict[str, Any]:
    """A case as the form shows it."""
    return as_fields(case)


def build_form(fields: Mapping[str, Any], findings: Sequence[CaseFinding] = (), more: str = "") -> Form:
    """The form with what was typed, findings at their fields, and an empty row of each table (one more where `more` names it)."""
    left = list(findings)
    head = [
        _slot("case", each, each.name, fields.get(each.name), left, each.name)
        for each in FIELDS["case"]
        if each.name not in OURS and each.kind not in TABLES
    ]
    texts = [
        _slot("case", Field(name, "text" if name in PARAGRAPHS else "lines", name in PARAGRAPHS), name, fields.get(name), left, name)
        for name in SECTIONS
    ]
    blocks = {table: _blocks(table, fields.get(_OF_TABLE[table]) or [], left, more == table) for table in TABLES}
    return Form(tuple(head), tuple(texts), blocks["source"], blocks["effect"], tuple(left))


def _blocks(table: str, rows: Sequence[Mapping[str, Any]], left: list[CaseFinding], more: bool) -> tuple[Block, ...]:
    count = min(MOST_ROWS, max(1, len(rows) + more))
    blocks = []
    for number in range(count):
        row = rows[number] if number < len(rows) else {}
        slots = [
            _slot(table, each, f"{table}_{number}_{each.name}", row.get(each.name), left, f"{_OF_TABLE[table]}[{number}].{each.name}")
            for each in FIELDS[table]
        ]
        needed = tuple(slot for slot, each in zip(slots, FIELDS[table], strict=True) if each.needed or each.name in _FRONT or slot.findings)
        title = say(f"web_cases.{table}_n", n=number + 1)
        blocks.append(Block(title, needed, tuple(slot for slot in slots if slot not in needed)))
    return tuple(blocks)


_FRONT = ("value", "gain", "recurrence", "year", "published", "address", "place", "driver", "driver_value", "cost_side")


def _slot(table: str, each: Field, name: str, value: Any, left: list[CaseFinding], place: str) -> Slot:
    mine = [one for one in left if one.field == place or re.match(rf"{re.escape(place)}(\[\d+\])?$", one.field)]
    for one in mine:
        left.remove(one)
    words = "\n".join(value) if isinstance(value, list | tuple) else str(value or "")
    kind = {"code": "choice", "yes_no": "choice", "date": "date", "text": "text"}.get(each.kind, "lines" if each.kind in _LISTS else "line")
    label = say(f"web_cases.label_{each.name}")
    hint = "" if each.name in SECTIONS else say(f"cases.field_{table}_{each.name}")
    hint = "" if hint.casefold() == label.casefold() else hint
    return Slot(name, label, hint, kind, each.needed and each.name != "id", words, _options(each), tuple(mine))


def _options(each: Field) -> tuple[tuple[str, str], ...]:
    if each.kind == "yes_no":
        return tuple((code, say(f"web_cases.{each.name}_{code}")) for code in ("yes", "no"))
    kind = _KINDS.get(each.name, each.name)
    return tuple((code, say(f"cases.{kind}_{code}").strip() or say("web_cases.exact")) for code in each.codes)
