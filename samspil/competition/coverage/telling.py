"""Findings of accounts in words: what is odd and what to do about it."""

from decimal import Decimal

from samspil.values.competition_findings import AccountFinding
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.numbers import show_decimal, show_number
from samspil.vocabulary.texts import say

_ROOM = "competition_import"
_MOST_CODES = 12


def tell_finding(finding: AccountFinding) -> tuple[str, str]:
    """What and what to do, in the language in use."""
    municipality = name_municipality(finding.municipality)
    place = " ".join(part for part in (municipality, str(finding.year or ""), _name_function(finding.function)) if part)
    values: dict[str, object] = {
        "municipality": municipality,
        "year": finding.year,
        "function": write_function(finding.function),
        "place": place,
        **{name: _number(name, value) for name, value in finding.numbers.items()},
        **{name: _codes(name, codes) for name, codes in finding.words.items()},
    }
    key = f"{_ROOM}.odd_{finding.kind}"
    return say(key, **values), say(f"{key}_remedy", **values)


def name_municipality(code: str) -> str:
    """'0751' -> 'Aarhus'; the code itself where there is no such municipality."""
    found = find_by_code(code) if code else None
    return found.name if found else code


def write_function(code: str) -> str:
    """'22814' -> '2.28.14', '2201' -> '0.22.01', as the chart of accounts writes it."""
    full = code.rjust(5, "0")
    return f"{full[0]}.{full[1:3]}.{full[3:]}" if len(code) in {4, 5} and code.isdigit() else code


def _name_function(code: str) -> str:
    return f"{say(f'{_ROOM}.function_word')} {write_function(code)}" if code else ""


def _number(name: str, value: Decimal) -> str:
    if name == "times":
        return show_number(int(value)) if value >= 10 else show_decimal(float(value), 5)
    return str(int(value)) if name == "before" else show_number(int(value))


def _codes(name: str, codes: tuple[str, ...]) -> str:
    shown = [{"functions": write_function, "municipalities": name_municipality}.get(name, str)(code) for code in codes[:_MOST_CODES]]
    if len(codes) <= _MOST_CODES:
        return ", ".join(shown)
    return say(f"{_ROOM}.and_others", shown=", ".join(shown), count=len(codes) - len(shown))
