"""The stage by cue words: the furthest one that the text supports, with negation and modality (docs/codebook.md, 'Stage')."""

from collections.abc import Sequence

from samspil.initiatives.rules.rulebook import Rulebook


class StageReader:
    """Decides the stage from the concepts of an initiative's passages."""

    def __init__(self, book: Rulebook) -> None:
        self._bit = {name.removeprefix("stage_"): bit for name, bit in book.bits.items() if name.startswith("stage_")}
        self._decides = book.bits["decides"]

    def decide(self, masks: Sequence[int]) -> str:
        """Stopped and completed in so many words come first; then what goes on; an analysis or a wish only where nothing is decided."""
        told = 0
        for mask in masks:
            told |= mask
        for stage in ("stopped", "completed"):
            if told & self._bit[stage]:
                return stage
        if told & self._decides:
            return "decided"
        if told & self._bit["considered"]:
            return "considered"
        if told & self._bit["underway"]:
            return "underway"
        if told & self._bit["planned"]:
            return "planned"
        return "decided"
