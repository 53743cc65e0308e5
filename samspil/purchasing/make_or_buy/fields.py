"""Fields of a table taken one by one, each fault named by field and remedy."""

import difflib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from samspil.purchasing.intake.personal import has_cpr
from samspil.purchasing.make_or_buy.errors import complain

LONGEST = 500
_PLAIN = re.compile(r"-?\d{1,15}(,\d{1,12})?")
_LARGEST = Decimal(10) ** 15
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def check_names(given: Iterable[str], known: Iterable[str], place: str) -> None:
    """Refuse a name that is not known, with the nearest one."""
    names = list(known)
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1, 0.6) or names[:1]
            raise complain("unknown_name", place, given=str(name)[:60], near=near[0])


def take_text(table: Mapping[str, Any], name: str, place: str, *, needed: bool = False) -> str:
    """A short text on one line without anything that looks like a CPR number. Raises MakeError."""
    value = table.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise complain("no_text", f"{place} ({name})", most=LONGEST)
    text = _CONTROLS.sub(" ", value).strip()
    if has_cpr(text):
        raise complain("personal", f"{place} ({name})")
    if needed and not text:
        raise complain("empty_text", f"{place} ({name})")
    return text


def take_choice(table: Mapping[str, Any], name: str, choices: Iterable[str], place: str, usual: str = "") -> str:
    """One of the words. Raises MakeError."""
    words = list(choices)
    value = table.get(name, usual)
    if value not in words:
        raise complain("no_choice", f"{place} ({name})", given=str(value)[:60], choices=", ".join(words))
    return str(value)


def take_flag(table: Mapping[str, Any], name: str, place: str, usual: bool) -> bool:
    """true or false. Raises MakeError."""
    value = table.get(name, usual)
    if not isinstance(value, bool):
        raise complain("no_flag", f"{place} ({name})", given=str(value)[:60])
    return value


def take_whole(table: Mapping[str, Any], name: str, low: int, high: int, place: str, usual: int | None = None) -> int:
    """A whole number within limits. Raises MakeError, also when it is not there and there is no usual one."""
    number = take_number(table, name, Decimal(low), Decimal(high), place, None if usual is None else Decimal(usual))
    if number != int(number):
        raise complain("not_whole", f"{place} ({name})", given=write(number))
    return int(number)


def take_number(table: Mapping[str, Any], name: str, low: Decimal, high: Decimal, place: str, usual: Decimal | None = None) -> Decimal:
    """A number within limits. Raises MakeError, also when it is not there and there is no usual one."""
    number = read_number(table.get(name), f"{place} ({name})")
    if number is None:
        if usual is None:
            raise complain("empty_number", f"{place} ({name})")
        return usual
    if not low <= number <= high:
        raise complain("limits", f"{place} ({name})", given=write(number), low=write(low), high=write(high))
    return number


def read_number(value: object, place: str) -> Decimal | None:
    """A TOML or sheet number, or a text such as '1250,5'; None for nothing. Raises MakeError for anything else ('2.500' may be read two ways)."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise complain("no_number", place, given=str(value)[:40])
    text = value.strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "") if isinstance(value, str) else ""
    if isinstance(value, str) and not (text.isascii() and _PLAIN.fullmatch(text)):
        raise complain("no_number", place, given=value.strip()[:40])
    number = Decimal(text.replace(",", ".")) if isinstance(value, str) else Decimal(str(value))
    if not number.is_finite() or abs(number) > _LARGEST:
        raise complain("no_number", place, given=str(value)[:40])
    return number


def write(number: Decimal) -> str:
    """A number of a message: '0,01', '100'."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
