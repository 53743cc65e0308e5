"""Several readers as one: proposals of own themes stand beside those of the five, and become one where they tell of the same undertaking."""

from collections.abc import Sequence
from dataclasses import replace

from samspil.initiatives.reader import Proposal, Reader
from samspil.values.passage import Passage

ENOUGH = 0.5  # share of passages (F1) from which two proposals are one initiative


class ReaderTogether:
    """A `Reader` of the shipped themes and of own ones."""

    def __init__(self, shipped: Reader, own: Sequence[Reader]) -> None:
        self._shipped = shipped
        self._own = tuple(own)

    @property
    def name(self) -> str:
        """All who read."""
        return " + ".join(reader.name for reader in (self._shipped, *self._own))

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The initiatives of all themes in these passages, in reading order."""
        proposals = self._shipped.propose(passages)
        for reader in self._own:
            proposals = merge_proposals(proposals, reader.propose(passages))
        return sorted(proposals, key=lambda one: min((*one.passages, *one.rows)))


def merge_proposals(proposals: Sequence[Proposal], own: Sequence[Proposal]) -> list[Proposal]:
    """`own` beside `proposals`; where two share half of their passages, one with the themes of both."""
    merged = list(proposals)
    for proposal in own:
        shares = [measure_overlap(one, proposal) for one in proposals]
        if shares and max(shares) >= ENOUGH:
            place = shares.index(max(shares))
            merged[place] = _unite(merged[place], proposal)
        else:
            merged.append(proposal)
    return merged


def measure_overlap(a: Proposal, b: Proposal) -> float:
    """Shared passages and rows as a share of both (F1), 0 to 1."""
    first, second = {*a.passages, *a.rows}, {*b.passages, *b.rows}
    return 2 * len(first & second) / (len(first) + len(second))


def _unite(shipped: Proposal, own: Proposal) -> Proposal:
    """Topics and stage stay those of the first; its confidence is that of the one less sure."""
    return replace(
        shipped,
        themes=(*shipped.themes, *(theme for theme in own.themes if theme not in shipped.themes)),
        confidence=min(shipped.confidence, own.confidence),
        passages=tuple(sorted({*shipped.passages, *own.passages})),
        rows=tuple(sorted({*shipped.rows, *own.rows})),
    )
