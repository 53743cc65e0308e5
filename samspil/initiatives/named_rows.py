"""Rows that the text calls by their number: 'Udstyret er punkt 9 i bilaget', 'Virkningen: tabel, linje 7', 'jf. forslag BU-05'.

The other way round than `points`: there a row names a point of the text. What is a point of the text already is no row, unless the sentence says
that it speaks of a table.
"""

import re
from collections.abc import Mapping, Sequence

from samspil.initiatives.context import Surroundings
from samspil.initiatives.noted import number_rows
from samspil.initiatives.points import Points

_CODE = r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[a-zæøå]{1,4}-?\d{1,3})"
_NAMES = re.compile(
    rf"\b(?:punkt|pkt\.|linje|række|nr\.|post|forslag|tiltag) ({_CODE}(?:(?:,| og| samt) {_CODE})*)(?![\d%,]|\.\d| (?:kr|pct|mio|t\.))"
)
_EACH = re.compile(_CODE)
_OF_TABLE = re.compile(r"\b(?:\w*tabel\w*|\w*bilag\w*|\w*skema\w*|\w*oversigt\w*|linje|række)\b")
_REACH = 3  # sentences back in the paragraph
_MOST = 500  # passages that name a number, in one document: agreements have far fewer


def match_named(around: Surroundings, points: Points, groups: Sequence[Sequence[int]], rows: Sequence[int]) -> dict[int, int]:
    """The group of each row that one group alone calls by its number; of tables that number their rows, with no number twice."""
    home_of = {n: place for place, group in enumerate(groups) for n in group}
    naming = [(home, n) for n, text in enumerate(around.lower) if _NAMES.search(text) and (home := _home(around, home_of, n)) is not None]
    if not 0 < len(naming) <= _MOST:
        return {}
    numbered = {code.lower(): places[0] for code, places in number_rows(around, rows).items() if len(places) == 1}
    found: dict[int, set[int]] = {}
    for place, n in naming:
        for row in _called(around.lower[n], numbered, points):
            found.setdefault(row, set()).add(place)
    return {row: places.pop() for row, places in found.items() if len(places) == 1}


def _home(around: Surroundings, home_of: Mapping[int, int], n: int) -> int | None:
    """The group a passage is in, or goes on from: 'Hvad vi venter at spare, kan ses af punkt 12.'"""
    if n in home_of or around.passages[n].kind not in {"sentence", "item"}:
        return home_of.get(n)
    before = (m for m in range(n - 1, max(-1, n - 1 - _REACH), -1) if m in home_of and around.same_paragraph(m, n))
    return home_of.get(next(before, -1))


def _called(text: str, numbered: Mapping[str, int], points: Points) -> list[int]:
    """The rows that a text calls by number."""
    of_table = _OF_TABLE.search(text) is not None
    codes = [code for match in _NAMES.finditer(text) for code in _EACH.findall(match[1])]
    return [
        numbered[code]
        for code in codes
        if code in numbered and (of_table or code not in points.members) and numbered[code] not in points.named
    ]
