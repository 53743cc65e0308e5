"""Which row a new run's initiative is: the same id, else the same words of the same municipality and year."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from samspil.values.desk import Json, RowState

LEAST_ALIKE = 0.5  # token F1 of the evidence, as in the evaluation (docs/evaluation.md)
_WORD = re.compile(r"\w+")


def match_rows(rows: Mapping[str, RowState], initiatives: Sequence[Json]) -> dict[str, str]:
    """Initiative id -> row id for those that are a row already. A row is matched once, the most alike first; rows of no initiative are not in it."""
    found = {item["id"]: item["id"] for item in initiatives if item["id"] in rows}
    free = [row for row in rows.values() if row.id not in found]
    words = {row.id: _words(row.fields["evidence"].value) for row in free}
    chances = [
        (alike, row.id, item["id"])
        for item in initiatives
        if item["id"] not in found
        for row in free
        if _may_be(row, item) and (alike := _alike(words[row.id], _words(item["evidence"]))) >= LEAST_ALIKE
    ]
    taken: set[str] = set()
    for _alike_by, row, item in sorted(chances, key=lambda chance: (-chance[0], chance[1], chance[2])):
        if row not in taken and item not in found:
            found[item] = row
            taken.add(row)
    return found


def _may_be(row: RowState, item: Json) -> bool:
    themes = row.fields["themes"].value or []
    return (row.municipality_code, row.year) == (item["municipality_code"], item["budget_year"]) and bool(set(themes) & set(item["themes"]))


def _words(evidence: Sequence[Json] | None) -> Counter[str]:
    return Counter(word for quote in evidence or () for word in _WORD.findall(str(quote.get("quote", "")).lower()))


def _alike(first: Counter[str], second: Counter[str]) -> float:
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0
