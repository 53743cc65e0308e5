"""The levels of OMRÅDE, which one file mixes: country, regions, provinces, groups of municipalities, municipalities.

Codes as in the bank: 000; 081-085 (or 1081-1085); 01-11; 910-960; 101-860, which are our four-digit codes without the leading zero. 411
Christiansø is no municipality.
"""

from samspil.vocabulary.municipalities import find_by_code

COUNTRY, REGION, PROVINCE, GROUP, MUNICIPALITY, CHRISTIANSO, UNKNOWN = (
    "country",
    "region",
    "province",
    "group",
    "municipality",
    "christianso",
    "unknown",
)
_GROUPS = frozenset(("910", "920", "930", "940", "950", "960"))


def level_of_area(code: str) -> str:
    """Which level an area code belongs to; UNKNOWN for what is none of them."""
    if code == "000":
        return COUNTRY
    if code in {"411", "0411"}:
        return CHRISTIANSO
    if len(code) in {3, 4} and code[-3:] in {"081", "082", "083", "084", "085"} and code[:-3] in {"", "1"}:
        return REGION
    if code in _GROUPS:
        return GROUP
    if code.isascii() and code.isdigit() and len(code) == 2 and 1 <= int(code) <= 11:
        return PROVINCE
    return MUNICIPALITY if municipality_of(code) else UNKNOWN


def municipality_of(code: str) -> str | None:
    """Our four-digit code of '751' or '0751'; None for every other area."""
    found = find_by_code(code) if code.isascii() and code.isdigit() and len(code) in {3, 4} else None
    return found.code if found else None
