"""What is known of dimensions beforehand: `data/dimensions.toml`."""

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from samspil.vocabulary.municipalities import find_by_name

CONTENTS = {"INDHOLD": "da", "CONTENTS": "en", "CONTENT": "en", "VALUE": "en"}  # the column of the numbers -> language
AREA, ART, FUNCTION, TIME, UNIT, AGE, SEX, STATE = "OMRÅDE", "ART", "FUNK1", "TID", "PRISENHED", "ALDER", "KØN", "DRANST"
METRIC = "CONTENTSCODE"  # JSON-stat's name of the figure itself
# A period of the bank: year, quarter, month, half-year, week or day.
PERIOD = re.compile(r"(?P<year>(?:19|20)\d{2})(?:(?P<kind>[KQMHU])(?P<number>\d{1,2})|M(?P<month>\d\d)D(?P<day>\d\d))?")
_YEARS_OLD = re.compile(r"(\d{1,3}) (?:år|years?)(?: (?:og derover|and over|\+))?", re.IGNORECASE)


@functools.cache
def _read() -> dict[str, Any]:
    text = resources.files("samspil.statbank").joinpath("data/dimensions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def name_dimension(given: str) -> str:
    """The bank's own code of a dimension: 'REGION' -> 'OMRÅDE', 'Tid' -> 'TID'; unknown ones in capitals."""
    plain = " ".join(given.upper().split())
    names: Mapping[str, str] = _read()["names"]
    return names.get(plain, plain)


def is_total(code: str, label: str) -> bool:
    """Is it the sum of the others, by code or by text?"""
    totals: Mapping[str, list[str]] = _read()["totals"]
    return code.upper() in totals["codes"] or " ".join(label.lower().split()) in totals["texts"]


def code_of_text(dimension: str, text: str) -> str | None:
    """The code that a text alone stands for; None where it is not known for sure."""
    plain = " ".join(text.lower().split())
    known: Mapping[str, str] = _read()["texts"].get(dimension, {})
    if plain in known:
        return known[plain]
    if dimension == AREA:
        found = find_by_name(text)
        return found.code[1:] if found else None
    if dimension == AGE and (years := _YEARS_OLD.fullmatch(plain)):
        return str(int(years[1]))
    return text if dimension == TIME and PERIOD.fullmatch(text) else None
