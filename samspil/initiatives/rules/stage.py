"""The stage by cue words: the furthest one that the text supports, with negation and modality (docs/codebook.md, 'Stage')."""

from collections.abc import Sequence

from samspil.initiatives.rules.rulebook import Rulebook
from samspil.values.codes import STAGES

# What goes on outranks a decision, a decision in so many words an analysis, an analysis a wish; money and deeds without any cue are decided.
_FURTHEST_FIRST = ("stopped", "underway", "completed", "decided", "considered", "planned")


class StageReader:
    """Decides the stage from the concepts of an initiative's passages."""

    def __init__(self, book: Rulebook) -> None:
        cues = {stage: book.bits[f"stage_{stage}"] for stage in STAGES} | {"decided": book.bits["decides"]}
        self._order = [(stage, cues[stage]) for stage in _FURTHEST_FIRST]

    def decide(self, masks: Sequence[int]) -> str:
        """Stopped and completed in so many words come first; then what goes on; an analysis or a wish only where nothing is decided."""
        told = 0
        for mask in masks:
            told |= mask
        return next((stage for stage, bit in self._order if told & bit), "decided")
