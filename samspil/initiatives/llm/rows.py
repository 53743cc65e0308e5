"""Tables stand far from the sentences they belong to, mostly in another window: here their rows find the initiative told in the text.

The model sees a row alone and may call it an initiative of its own; without this step it would count twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samspil.initiatives.reader import Proposal
from samspil.values.passage import Passage

CLAIMED, UNCLAIMED = 0.3, 1.1  # likeness from which a row belongs to a text; less is needed when the model called the row an initiative
CLEARLY = 0.05  # and better than any other text by so much
FIGURES = 0.4  # weight of figures that the text states too

_WORDS = re.compile(r"[^\W\d_]{4,}")
_FIGURE = re.compile(r"\d{1,3}(?:[.\u00a0 ]\d{3})+|\d+(?:,\d+)?")
_BETWEEN = re.compile(r"[.\u00a0 ]")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a proposal's sentences say: letter sequences (they see into compounds) and figures."""

    letters: frozenset[str]
    figures: frozenset[float]


def join_rows(passages: Sequence[Passage], proposals: Sequence[Proposal]) -> tuple[list[Proposal], int]:
    """The proposals with their table rows, and how many proposals of rows alone were joined with one told in the text."""
    told = [proposal for proposal in proposals if proposal.passages]
    alone = [proposal for proposal in proposals if not proposal.passages]
    texts = [_read([passages[n] for n in proposal.passages]) for proposal in told]
    taken = {row for proposal in told for row in proposal.rows}
    for proposal in alone:
        for row in proposal.rows:
            fitting = [n for n, other in enumerate(told) if set(other.themes) & set(proposal.themes)]
            taken |= _attach(passages, row, told, texts, fitting, CLAIMED)
    for row in _money_rows(passages):
        if row not in taken and not any(row in proposal.rows for proposal in alone):
            _attach(passages, row, told, texts, range(len(told)), UNCLAIMED)
    left = [replace(proposal, rows=rows) for proposal in alone if (rows := tuple(row for row in proposal.rows if row not in taken))]
    return [*told, *left], len(alone) - len(left)


def _money_rows(passages: Sequence[Passage]) -> list[int]:
    return [n for n, passage in enumerate(passages) if passage.kind == "row" and any(map(_figures, passage.cells))]


def _attach(
    passages: Sequence[Passage], row: int, told: list[Proposal], texts: Sequence[_Told], fitting: Sequence[int], enough: float
) -> set[int]:
    """Give the row to the text most like it, if there is one that is clearly so; the rows given."""
    likeness = [_liken(passages[row], text) for text in texts]
    best = max(fitting, key=likeness.__getitem__, default=None)
    if best is None or likeness[best] < enough:
        return set()
    if any(likeness[best] - other < CLEARLY for n, other in enumerate(likeness) if n != best):
        return set()
    told[best] = replace(told[best], rows=tuple(sorted({*told[best].rows, row})))
    return {row}


def _read(passages: Sequence[Passage]) -> _Told:
    text = " ".join(passage.text for passage in passages)
    return _Told(_letters(text), frozenset(_figures(text)))


def _liken(row: Passage, told: _Told) -> float:
    """Share of the label's letter sequences that the text has, and something for figures it states too."""
    letters = _letters(row.text)
    cells = {figure for cell in row.cells for figure in _figures(cell)}
    shared = len(letters & told.letters) / len(letters) if letters else 0.0
    stated = sum(bool({cell, cell * 1000, cell / 1000} & told.figures) for cell in cells) / len(cells) if cells else 0.0
    return shared + FIGURES * stated


def _letters(text: str) -> frozenset[str]:
    return frozenset(word[n : n + 4] for word in _WORDS.findall(text.lower()) for n in range(len(word) - 3))


def _figures(text: str) -> list[float]:
    found = [float(_BETWEEN.sub("", match).replace(",", ".")) for match in _FIGURE.findall(text[:1000])]
    return [figure for figure in found if figure and not 2000 <= figure < 2100]
