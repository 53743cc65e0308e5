"""Which categories of a dimension overlap: totals and their parts, levels of area, arts, accounts and ages.

Figures of different levels must never be added up. Levels have names, so that a selection can say `ART=@leaf` or `OMRÅDE=@municipality`.
Source: domain notes 7 (traps of double counting) and 1 (areas).
"""

import re
from collections.abc import Mapping, Sequence

from samspil.statbank.areas import CHRISTIANSO, MUNICIPALITY, UNKNOWN, level_of_area
from samspil.statbank.words import AGE, AREA, ART, METRIC, PERIOD, TIME, UNIT, is_total
from samspil.values.statistics import Dimension

TOTAL, PART = "total", "part"
LEAF, GROSS, INCOME, SUBTOTAL = "leaf", "gross", "income", "subtotal"
ACCOUNT, GROUP, FUNCTION = "account", "account_group", "function"
SINGLE, RANGE = "single", "range"
_FUNCTIONS = ("FUNK", "HOVEDKONTO", "HOVEDFUNK")
_MAIN_ART = re.compile(r"S\d{1,2}")
_RANGE = re.compile(r"\d{1,3}-\d{1,3}|\d{1,3}(?:OV|\+|-)")
_KINDS = {"K": "quarter", "Q": "quarter", "M": "month", "H": "half", "U": "week", None: "year"}

Levels = Mapping[str, Sequence[str]]


def list_levels(dimension: Dimension) -> Levels:
    """Level -> codes, in the file's order. One level: nothing overlaps."""
    leaves = {category.code: _level(dimension.code, category.code, category.label) for category in dimension.categories}
    if dimension.code == ART:
        _find_subtotals(leaves)
    found: dict[str, list[str]] = {}
    for code, level in leaves.items():
        found.setdefault(level, []).append(code)
    return found


def overlapping(dimension: Dimension) -> Levels:
    """The levels that would count the same money or people twice; {} when there is one at most. Units are told apart elsewhere."""
    if dimension.code in {UNIT, METRIC}:
        return {}
    levels = {name: codes for name, codes in list_levels(dimension).items() if name not in {UNKNOWN, CHRISTIANSO}}
    return levels if len(levels) > 1 else {}


def is_function(dimension: str) -> bool:
    """Is it the chart of accounts (FUNK1 and its like)?"""
    return dimension.startswith(_FUNCTIONS)


def _level(dimension: str, code: str, label: str) -> str:
    special = {AREA: _level_of_area, ART: _level_of_art, TIME: _level_of_time}.get(dimension)
    if special or is_function(dimension):
        return (special or _level_of_function)(code, label)
    if is_total(code, label):
        return TOTAL
    if dimension == AGE:
        return RANGE if _RANGE.fullmatch(code) else SINGLE
    return PART


def _level_of_area(code: str, _label: str) -> str:
    return level_of_area(code)


def _level_of_time(code: str, _label: str) -> str:
    """Year, quarter, month, half-year, week or day."""
    found = PERIOD.fullmatch(code)
    if not found:
        return UNKNOWN
    return "day" if found["month"] else _KINDS[found["kind"]]


def _level_of_art(code: str, label: str) -> str:
    """TOT net, UE gross expenditure, I income, S0 ... S9 main arts, the rest are leaves (40, 45, 49)."""
    if _MAIN_ART.fullmatch(code):
        return SUBTOTAL
    named = {"UE": GROSS, "I": INCOME}.get(code)
    return named or (TOTAL if is_total(code, label) else LEAF)


def _find_subtotals(levels: dict[str, str]) -> None:
    """A code that begins other codes is their sum ('4' beside '40' and '45'). A main art without parts is no sum but the art itself: the bank gives wages only as S1."""
    leaves = [code for code, level in levels.items() if level == LEAF]
    digits = {code[0] for code in leaves}
    levels.update({code: LEAF for code in levels if _MAIN_ART.fullmatch(code) and code[1] not in digits})
    for code in leaves:
        if any(other != code and other.startswith(code) for other in leaves):
            levels[code] = SUBTOTAL


def _level_of_function(code: str, label: str) -> str:
    """X all accounts; one digit a main account; two or three digits a group; 2201 and 22814 functions (0.22.01, 2.28.14)."""
    if code == "X" or is_total(code, label):
        return TOTAL
    digits = code.replace(".", "")
    if not digits.isdigit():
        return UNKNOWN
    return {1: ACCOUNT, 2: GROUP, 3: GROUP}.get(len(digits), FUNCTION)


__all__ = ["MUNICIPALITY", "Levels", "is_function", "list_levels", "overlapping"]
