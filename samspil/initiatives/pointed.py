"""'Hvad det koster, ses i tabellen': an initiative that names no sum and points to a table has a row there, also where the words hardly agree.

The row layer asks how alike the words are; here the text itself says that there is a row. Of the rows that are left, the one that shares most letters
with the initiative and its heading is its own, if no other initiative shares nearly as many.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from samspil.initiatives.context import Surroundings
from samspil.initiatives.points import Points
from samspil.initiatives.stretches import stretches
from samspil.initiatives.wording import points_to_table

_WORD = re.compile(r"[^\W\d_]{4,}")
_OUTSIDE = re.compile(
    r"\b(?:uden ?for|ud ?over|ikke (?:med )?(?:står )?i|ikke i|ikke fremgår af|fremgår ikke af|står ikke i) (?:tabel|skema|oversigt|bilag|liste)"
)
_SIZE = 4  # letters: 'boks' in 'faldbokse'
_ENOUGH = 0.2  # share of the label's letters
_AHEAD = 1.3  # times what any other initiative shares


def match_pointing(
    around: Surroundings, points: Points, groups: Sequence[Sequence[int]], bare: Collection[int], rows: Sequence[int]
) -> dict[int, int]:
    """For each group of `bare` that points to a table the one of `rows` that is its own: row by group; mostly none.

    Where one row names the point that a group alone stands under, it is that row, whatever its words.
    """
    pointing = [n for n in bare if _points(around, groups[n])]
    if not pointing or not rows:
        return {}
    told = [_letters([*(around.lower[place] for place in group), *around.passages[group[0]].headings[-1:]]) for group in groups]
    common = Counter(part for parts in told for part in parts)
    labels = {row: _letters([around.lower[row]]) for row in rows}
    alone = points.alone_under(groups)
    found: dict[int, int] = {}
    for group in pointing:
        if (named := points.only_row(alone[group], rows)) is not None:
            found[group] = named
            continue
        row = max(rows, key=lambda place: _share(labels[place], told[group], common))
        own = _share(labels[row], told[group], common)
        rival = max((_share(labels[row], parts, common) for n, parts in enumerate(told) if n != group), default=0.0)
        if own >= max(_ENOUGH, _AHEAD * rival) and row not in found.values():
            found[group] = row
    return found


def _points(around: Surroundings, group: Sequence[int]) -> bool:
    """Whether a group says that its money stands in a table, and not that it stands outside: 'Uden for skemaet er det aftalt, at …'."""
    told = [around.lower[place] for place in group]
    return points_to_table(told) and not any(_OUTSIDE.search(text) for text in told)


def _letters(texts: Sequence[str]) -> frozenset[str]:
    words = (word for text in texts for word in _WORD.findall(text.lower()))
    return frozenset(part for word in words for part in stretches(word, _SIZE))


def _share(label: frozenset[str], told: frozenset[str], common: Mapping[str, int]) -> float:
    """Share of a label's letter sequences that a text has; what many texts have counts less."""
    total = sum(1 / max(1, common[part]) for part in label)
    return sum(1 / common[part] for part in label & told) / total if total else 0.0
