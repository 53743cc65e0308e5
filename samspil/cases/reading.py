"""Fields as written become a case, or findings that name the field. A case with one finding is not made at all."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from samspil.cases.body import even_out, even_out_paragraphs
from samspil.cases.schema import FIELDS, FIRST_YEAR, MOST_ITEMS, MOST_LINE, MOST_TEXT, PARAGRAPHS, SECTIONS, Field
from samspil.values.case import CaseFinding
from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest
from samspil.vocabulary.texts import say

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_INTEGER = re.compile(r"[1-9][0-9]{0,5}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_NO = {"yes": True, "no": False, "ja": True, "nej": False, "true": True, "false": False}
_LONGEST_ID = 80
# Signs that no text of a case needs: control characters and what turns the direction of writing.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


@dataclass(slots=True)
class Findings:
    """What is wrong with one file, gathered. `lines`: field -> line."""

    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    case: str = ""
    found: list[CaseFinding] = field(default_factory=list)

    def add(self, kind: str, key: str, place: str = "", **values: object) -> None:
        """One finding. `key`: a text of the catalogue ('cases.bad_<key>', remedy 'cases.bad_<key>_remedy')."""
        message = say(f"cases.bad_{key}", field=place, **values)
        remedy = say(f"cases.bad_{key}_remedy", field=place, **values)
        self.found.append(CaseFinding(kind, self.file, self.line_of(place), place, message, remedy, self.case))

    def line_of(self, place: str) -> int:
        """The line of a field, or of the nearest field around it; 0 when there is none."""
        while place and place not in self.lines:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self.lines.get(place, 0)


def read_fields(fields: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    """The typed values of a case's fields, front matter and sections together; what is missing or wrong is named in `findings` and left out."""
    sections = {name: fields[name] for name in SECTIONS if name in fields}
    values = _read_table("case", {name: value for name, value in fields.items() if name not in SECTIONS}, "", findings)
    for name in SECTIONS:
        given = sections.get(name, "" if name in PARAGRAPHS else [])
        values[name] = _read_text(given, name, findings) if name in PARAGRAPHS else _read_lines(given, name, findings, MOST_TEXT)
        if name in PARAGRAPHS and not given:
            findings.add("missing", "section_missing", name, heading=SECTIONS[name])
    return values


def _read_table(table: str, given: Mapping[str, Any], path: str, findings: Findings) -> dict[str, Any]:
    known = {each.name: each for each in FIELDS[table]}
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 1)
            key = "field_near" if near else "field_unknown"
            findings.add("unknown_field", key, _join(path, name), near=near[0] if near else "", fields=", ".join(known))
    values = {}
    for name, each in known.items():
        value = given.get(name, "")
        if value in ("", [], {}, None):
            if each.needed:
                findings.add("missing", "missing", _join(path, name), example=example_of(each))
            continue
        read = _read_value(each, value, _join(path, name), findings)
        if read is not None:
            values[name] = read
    return values


def _join(path: str, name: str) -> str:
    shown = name if _ID.fullmatch(name.replace("_", "-")) else ascii(name)[1:-1][:40]
    return f"{path}.{shown}" if path else shown


def _read_value(each: Field, value: Any, place: str, findings: Findings) -> Any:
    if each.kind in FIELDS:
        return _read_rows(each.kind, value, place, findings)
    if each.kind in ("lines", "municipalities"):
        reader = _read_lines if each.kind == "lines" else _read_municipalities
        return reader(value, place, findings)
    if not isinstance(value, str):
        findings.add("bad_value", "not_text", place, example=example_of(each))
        return None
    text = _clean(value, place, findings)
    if text is None:
        return None
    return _read_code(each, text, place, findings) if each.kind == "code" else _SCALARS[each.kind](text, place, findings)


def _read_rows(table: str, value: Any, place: str, findings: Findings) -> list[dict[str, Any]] | None:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value) or len(value) > MOST_ITEMS:
        findings.add("bad_value", "not_rows", place, most=MOST_ITEMS)
        return None
    return [_read_table(table, item, f"{place}[{number}]", findings) for number, item in enumerate(value)]


def _read_lines(value: Any, place: str, findings: Findings, most: int = MOST_LINE) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value) or len(value) > MOST_ITEMS:
        findings.add("bad_value", "not_list", place, most=MOST_ITEMS)
        return None
    cleaned = [_clean(item, f"{place}[{number}]", findings, most) for number, item in enumerate(value)]
    return tuple(item for item in cleaned if item)


def _read_municipalities(value: Any, place: str, findings: Findings) -> tuple[str, ...] | None:
    """Codes, of codes or names."""
    codes = []
    for number, word in enumerate(_read_lines(value, place, findings) or ()):
        found = find_by_code(word) if word.isascii() and word.isdigit() else find_by_name(word)
        if found is None:
            near = ", ".join(f"{each.name} ({each.code})" for each in suggest(word)) or say("cases.code_like")
            findings.add("unknown_municipality", "municipality", f"{place}[{number}]", given=word, near=near)
        else:
            codes.append(found.code)
    return tuple(codes)


def _read_text(value: Any, place: str, findings: Findings) -> str:
    if not isinstance(value, str):
        findings.add("bad_value", "not_text", place, example="")
        return ""
    if _complain(value, place, findings, MOST_TEXT):
        return ""
    return even_out_paragraphs(unicodedata.normalize("NFC", value))


def _clean(value: str, place: str, findings: Findings, most: int = MOST_LINE) -> str | None:
    return None if _complain(value, place, findings, most) else even_out(unicodedata.normalize("NFC", value))


def _complain(value: str, place: str, findings: Findings, most: int) -> bool:
    """Whether a text is too long or holds signs that cannot be seen."""
    if hidden := _HIDDEN.search(value):
        findings.add("hidden_sign", "hidden", place, sign=f"U+{ord(hidden[0]):04X}")
    elif len(value) > most:
        findings.add("bad_value", "too_long", place, most=most, length=len(value))
    else:
        return False
    return True


def _read_code(each: Field, text: str, place: str, findings: Findings) -> str | None:
    if text in each.codes:
        return text
    near = get_close_matches(text, each.codes, 1)
    findings.add("unknown_code", "code_near" if near else "code", place, given=text[:40], codes=", ".join(each.codes), near="".join(near))
    return None


def _read_id(text: str, place: str, findings: Findings) -> str | None:
    if _ID.fullmatch(text) and len(text) <= _LONGEST_ID:
        return text
    findings.add("bad_value", "id", place, given=text[:40])
    return None


def _read_integer(text: str, place: str, findings: Findings) -> int | None:
    if _INTEGER.fullmatch(text):
        return int(text)
    findings.add("bad_value", "integer", place, given=text[:40])
    return None


def _read_year(text: str, place: str, findings: Findings) -> int | None:
    good = _INTEGER.fullmatch(text) and FIRST_YEAR <= int(text) <= date.today().year + 50
    if good:
        return int(text)
    findings.add("bad_value", "year", place, given=text[:40], first=FIRST_YEAR)
    return None


def _read_number(text: str, place: str, findings: Findings) -> Decimal | None:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    findings.add("bad_value", "number", place, given=text[:40])
    return None


def _read_yes_no(text: str, place: str, findings: Findings) -> bool | None:
    if text.casefold() in _YES_NO:
        return _YES_NO[text.casefold()]
    findings.add("bad_value", "yes_no", place, given=text[:40])
    return None


def _read_date(text: str, place: str, findings: Findings) -> date | None:
    try:
        return date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        findings.add("bad_value", "date", place, given=text[:40])
        return None


def _read_address(text: str, place: str, findings: Findings) -> str | None:
    """A web address that a link may have: http or https, a host, no name and password in it."""
    if is_web_address(text):
        return text
    findings.add("bad_value", "address", place, given=text[:60])
    return None


def is_web_address(text: str) -> bool:
    """Whether a text is an address on the web that may stand as a link."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    strange = re.search(r"[\s<>\"'`{}|\\^]", text)
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and not strange


def printable(text: str, most: int = 80) -> str:
    """What somebody gave, safe for a terminal: signs that cannot be seen as '\\x1b'."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[:most])


def example_of(each: Field) -> str:
    """What a field may look like, for a remedy and for the docs."""
    if each.codes:
        return each.codes[0]
    return {
        "id": "holstebro-vej-park",
        "integer": "1",
        "year": "2024",
        "number": "14.5",
        "yes_no": "yes",
        "date": "2026-11-22",
        "address": "https://www.kommune.dk/side",
        "lines": "[..., ...]",
        "municipalities": '["0661"]',
    }.get(each.kind, "...")


_SCALARS: dict[str, Callable[[str, str, Findings], Any]] = {
    "id": _read_id,
    "line": lambda text, _place, _findings: text,
    "integer": _read_integer,
    "year": _read_year,
    "number": _read_number,
    "yes_no": _read_yes_no,
    "date": _read_date,
    "address": _read_address,
}
