"""One cell becomes one value. Danish numbers and dates are read; what can be read in two ways is named and never guessed."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from difflib import get_close_matches

from samspil.purchasing.intake.columns import Column, code_label, fold, read_codes
from samspil.vocabulary.municipalities import find_by_code, find_by_name
from samspil.vocabulary.paragraphs import read_paragraph

Raw = str | int | float | bool | date | datetime | None
YES = frozenset(("ja", "j", "x", "true", "sand", "yes", "1"))
NO = frozenset(("nej", "n", "false", "falsk", "no", "0"))
_PLAIN = re.compile(r"[-\u2212]?\d+")
_COMMA = re.compile(r"[-\u2212]?\d+,\d+")
_THOUSANDS = re.compile(r"[-\u2212]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[-\u2212]?\d{1,3}\.\d{3},\d+|[-\u2212]?\d{1,3}(?: \d{3})+(?:,\d+)?")
_ONE_POINT = re.compile(r"[-\u2212]?\d{1,3}\.\d{3}")
_POINT = re.compile(r"[-\u2212]?\d*\.\d+")
_ENGLISH = re.compile(r"[-\u2212]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_MONEY_MARK = re.compile(r"\s*(?:kr\.?|dkk|,-)\s*$|^\s*(?:kr\.?|dkk)\s*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{2}")
_SPLIT = re.compile(r"\s*[|;\n]\s*")
_ID = re.compile(r"[\w./+\-]{1,40}")
_LONGEST = 120
_LONGEST_CONDITIONS = 200
_NEAR = 0.72
_SERIAL = (20_000, 60_000)  # a date as Excel counts days: 1954 to 2064


@dataclass(frozen=True, slots=True)
class Problem(Exception):  # noqa: N818 - not an error of ours: a cell's
    """Why a cell is no value: a key of the catalogue, and what its text needs (never the cell itself). `note`: the value stands, this is only said."""

    key: str
    detail: Mapping[str, str] = field(default_factory=dict)


def is_empty(raw: Raw) -> bool:
    """Nothing in it, or blanks."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def clean(raw: str) -> str:
    """Text as people see it: one kind of blank, no invisible signs."""
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    text = unicodedata.normalize("NFC", raw).replace("\u00a0", " ").replace("\u202f", " ")
    return "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char == "\n").strip()


def read_cell(raw: Raw, column: Column) -> object:
    """The value of a cell that is not empty. Raises Problem."""
    value = clean(raw) if isinstance(raw, str) else raw
    if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A", "0!")):
        raise Problem("error_value")
    return _READERS[column.shape](value, column)


def _read_text(value: Raw, column: Column) -> str:
    text = _as_text(value)
    if len(text) > (_LONGEST_CONDITIONS if column.shape == "conditions" else _LONGEST):
        raise Problem("too_long", {"most": str(_LONGEST_CONDITIONS if column.shape == "conditions" else _LONGEST)})
    return " ".join(text.split())


def _as_text(value: Raw) -> str:
    """A key written as a number is its digits; a date is no text."""
    if isinstance(value, bool | date):
        raise Problem("not_text")
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value)


def _read_id(value: Raw, column: Column) -> str:
    text = _read_text(value, column)
    if not _ID.fullmatch(text):
        raise Problem("bad_id")
    return text


def _read_list(value: Raw, column: Column) -> tuple[str, ...]:
    return tuple(part for part in _SPLIT.split(_read_text(value, column)) if part)


def _read_code(value: Raw, column: Column) -> str:
    return find_code(_as_text(value), column.codes)


def find_code(text: str, name: str) -> str:
    """The code of a spelling. Raises Problem with the nearest one."""
    known = read_codes(name)
    folded = fold(text)
    if folded in known:
        return known[folded]
    near = get_close_matches(folded, known, 1, _NEAR)
    choices = ", ".join(code_label(name, code) for code in dict.fromkeys(known.values()))
    if near:
        raise Problem("near_code", {"near": code_label(name, known[near[0]]), "choices": choices})
    raise Problem("bad_code", {"choices": choices})


def _read_codes(value: Raw, column: Column) -> tuple[str, ...]:
    parts = [part for part in _SPLIT.split(_as_text(value)) if part]
    if len(parts) == 1 and "," in parts[0] and fold(parts[0]) not in read_codes(column.codes):
        parts = [part.strip() for part in parts[0].split(",") if part.strip()]
    return tuple(dict.fromkeys(find_code(part, column.codes) for part in parts))


def _read_paragraph_cell(value: Raw, _column: Column) -> str:
    """As written in one spelling; what it is after the reforms is worked out with the row's year."""
    found = read_paragraph(_as_text(value))
    if not found:
        raise Problem("bad_paragraph")
    return found


def _read_paragraphs(value: Raw, column: Column) -> tuple[str, ...]:
    parts = [part for part in re.split(r"\s*[|;\n]\s*|\s+og\s+", _as_text(value)) if part]
    if len(parts) == 1 and not read_paragraph(parts[0]) and "," in parts[0]:
        parts = [part.strip() for part in parts[0].split(",") if part.strip()]
    return tuple(dict.fromkeys(_read_paragraph_cell(part, column) for part in parts))


def _read_municipality(value: Raw, _column: Column) -> str:
    text = _as_text(value)
    found = find_by_code(text.zfill(4)) if text.isdigit() else find_by_name(text)
    if not found:
        raise Problem("bad_municipality")
    return found.code


def read_number(value: Raw, *, decimals_doubtful: bool = False) -> Decimal:
    """A number as Danes write it. `decimals_doubtful`: '1,234' is named too (kroner have two decimals). Raises Problem."""
    if isinstance(value, bool):
        raise Problem("not_number")
    if isinstance(value, date):
        raise Problem("date_for_number")
    if isinstance(value, int | float):
        number = Decimal(format(value, ".15g"))
        if not number.is_finite():
            raise Problem("not_number")
        return number
    text = str(value).replace("\u2212", "-")
    if _ONE_POINT.fullmatch(text):
        raise Problem("ambiguous_point")
    if decimals_doubtful and re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        raise Problem("ambiguous_comma")
    if _PLAIN.fullmatch(text) or _COMMA.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(" ", "").replace(",", "."))
    if _POINT.fullmatch(text) or _ENGLISH.fullmatch(text):
        raise Problem("decimal_point")
    raise Problem("not_number")


def _read_int(value: Raw, column: Column) -> int:
    number = read_number(value)
    if number != number.to_integral_value():
        raise Problem("not_whole")
    return int(number)


def _read_decimal(value: Raw, column: Column) -> Decimal:
    return read_number(value).normalize() + 0


def _read_money(value: Raw, column: Column) -> Decimal:
    if isinstance(value, str):
        value = _MONEY_MARK.sub("", value).strip()
    try:
        return read_number(value, decimals_doubtful=True).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        raise Problem("not_number") from None


def _read_share(value: Raw, column: Column) -> Decimal:
    if isinstance(value, str) and value.endswith(("%", "pct.", "pct")):
        return (read_number(re.sub(r"\s*(?:%|pct\.?)$", "", value)) / 100).normalize() + 0
    number = read_number(value)
    if abs(number) > 1:
        raise Problem("share_as_percent" if abs(number) <= 100 else "bad_share")
    return number.normalize() + 0


def _read_year(value: Raw, column: Column) -> int:
    if isinstance(value, date):
        raise Problem("date_for_year")
    return _read_int(value, column)


def read_date(value: Raw) -> date:
    """A real date of a workbook, ISO or dd-mm-yyyy. Raises Problem."""
    if isinstance(value, datetime):
        if value.hour or value.minute or value.second:
            raise Problem("time_in_date")
        return value.date()
    if isinstance(value, date):
        return value
    text = _as_text(value)
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        raise Problem("date_as_number" if _SERIAL[0] <= float(text) <= _SERIAL[1] else "bad_date")
    if match := _ISO.fullmatch(text):
        return _make_date(*map(int, match.groups()))
    if match := _DANISH.fullmatch(text):
        return _make_date(*map(int, reversed(match.groups())))
    raise Problem("short_year" if _SHORT_YEAR.fullmatch(text) else "bad_date")


def _make_date(year: int, month: int, day: int) -> date:
    if month > 12 >= day:
        raise Problem("month_first")
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise Problem("no_such_date")
    return date(year, month, day)


def _read_bool(value: Raw, column: Column) -> bool:
    if isinstance(value, bool):
        return value
    word = fold(_as_text(value))
    if word in YES or word in NO:
        return word in YES
    raise Problem("bad_bool")


def _read_cvr(value: Raw, column: Column) -> str:
    text = _as_text(value).replace(" ", "").removeprefix("DK")
    text = text.zfill(8) if isinstance(value, int | float) else text  # a number cell has lost its zeros in front
    if not re.fullmatch(r"\d{8}", text):
        raise Problem("bad_cvr")
    return text


def _read_pnumber(value: Raw, column: Column) -> str:
    text = _as_text(value).replace(" ", "")
    if not re.fullmatch(r"1\d{9}", text):
        raise Problem("bad_pnumber")
    return text


_READERS: dict[str, Callable[[Raw, Column], object]] = {
    "id": _read_id,
    "name": _read_text,
    "text": _read_text,
    "conditions": _read_text,
    "list": _read_list,
    "code": _read_code,
    "codes": _read_codes,
    "paragraph": _read_paragraph_cell,
    "paragraphs": _read_paragraphs,
    "municipality": _read_municipality,
    "level": _read_int,
    "int": _read_int,
    "decimal": _read_decimal,
    "money": _read_money,
    "share": _read_share,
    "date": lambda value, _column: read_date(value),
    "year": _read_year,
    "bool": _read_bool,
    "cvr": _read_cvr,
    "pnumber": _read_pnumber,
}
_SHOWN = re.compile(r"[\d\s.,%+\-\u2212/:#!?]{1,20}(?:kr\.?|dage|døgn)?")


def show_value(raw: Raw, column: Column, key: str) -> str:
    """What of a cell may stand in a finding: numbers, dates and near misses of codes. Never longer text, never keys and names: they might tell of a person."""
    text = _show_plain(raw) if isinstance(raw, bool | int | float | date) else clean(str(raw))
    if column.shape in ("id", "name", "text", "conditions", "list", "pnumber"):
        return ""
    if key == "near_code" and len(text) <= 40:
        return text
    if column.shape.startswith("paragraph") and re.search(r"\d", text) and len(text) <= 30:
        return text if re.fullmatch(r"[\d\s§.,;|a-zæøåA-ZÆØÅ]{1,30}", text) and len(re.findall(r"[^\W\d_]+", text)) <= 3 else ""
    digits = sum(char.isdigit() for char in text)
    return text if _SHOWN.fullmatch(text) and digits <= 8 else ""


def _show_plain(raw: bool | int | float | date) -> str:
    if isinstance(raw, datetime):
        return raw.strftime("%d-%m-%Y")
    if isinstance(raw, date):
        return raw.strftime("%d-%m-%Y")
    return format(raw, ".15g").replace(".", ",") if isinstance(raw, float) else str(raw)
