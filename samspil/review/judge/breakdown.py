"""Quality by theme, topic, stage, layout and wording: sums over the kept outcomes. Old files without outcomes give no breakdown at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.review.evaluate import Rate
from samspil.review.judge.layout import LAYOUTS, TEXT_LAYOUTS, WORDINGS
from samspil.review.judge.outcomes import read_table
from samspil.values.codes import STAGES, THEMES, TOPICS

Quality = Mapping[str, Any]
Fact = Mapping[str, Any]
PARTS: Mapping[str, tuple[str, ...]] = {
    "theme": THEMES,
    "topic": TOPICS,
    "stage": STAGES,
    "layout": LAYOUTS,
    "text_layout": TEXT_LAYOUTS,
    "wording": WORDINGS,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What was labelled in a part and what became of it. `stage_right`, `coded`: of those found, how many with the labelled stage, and with the part's
    own theme or topic among what was said; `amounts`: labelled ones, `amounts_right` and `amounts_wrong`: said rightly and beside them."""

    labelled: int
    found: int
    spurious: int
    stage_right: int
    coded: int
    amounts: int
    amounts_right: int
    amounts_wrong: int
    laid_out: int

    @property
    def rate(self) -> Rate:
        """Initiatives one to one."""
        return Rate.of(self.found, self.spurious, self.labelled - self.found)

    @property
    def amount_rate(self) -> Rate:
        """Amounts by kroner and kind."""
        return Rate.of(self.amounts_right, self.amounts_wrong, self.amounts - self.amounts_right)


def is_measured(quality: Quality) -> bool:
    """Whether the outcomes were kept that breakdowns are made of; files of earlier versions have none."""
    return "outcomes" in quality


def break_down(quality: Quality, by: str) -> dict[str, Tally]:
    """The parts of `by` (a key of PARTS) that hold anything, in their order. An initiative with two themes counts in both."""
    layouts = {row["file"]: row["layout"] for row in read_table(quality.get("texts_read"))}
    parts_of = _PARTS_OF[by]
    outcomes = [(parts_of(row, layouts), row) for row in read_table(quality.get("outcomes"))]
    spurious = [(parts_of(row, layouts), row) for row in read_table(quality.get("spurious"))]
    tallies = {
        part: count_rows([row for parts, row in outcomes if part in parts], [row for parts, row in spurious if part in parts], part)
        for part in PARTS[by]
    }
    return {part: tally for part, tally in tallies.items() if tally.labelled or tally.spurious}


_PARTS_OF: Mapping[str, Callable[[Fact, Mapping[str, str]], Sequence[str]]] = {
    "theme": lambda row, _: row["themes"],
    "topic": lambda row, _: row["topics"],
    "stage": lambda row, _: (row["stage"],),
    "layout": lambda row, _: (row["layout"],),
    "text_layout": lambda row, layouts: (layouts[row["file"]],),
    "wording": lambda row, _: (row["wording"],),
}


def count_rows(outcomes: Sequence[Fact], spurious: Sequence[Fact], part: str = "") -> Tally:
    """Sums over labelled initiatives and over rows that nobody labelled."""
    found = [row for row in outcomes if row["found"]]
    return Tally(
        len(outcomes),
        len(found),
        len(spurious),
        sum(row["said_stage"] == row["stage"] for row in found),
        sum(part in row["said_themes"] or part in row["said_topics"] for row in found),
        _sum(outcomes, "amounts"),
        _sum(outcomes, "amounts_right"),
        sum(len(row["amounts_wrong"]) for row in outcomes) + _sum(spurious, "amounts"),
        _sum(outcomes, "laid_out"),
    )


def _sum(rows: Iterable[Fact], column: str) -> int:
    return sum(int(row[column]) for row in rows)


def count_traps_taken(quality: Quality) -> dict[str, tuple[int, int]]:
    """For each kind of hard negative that a wrong row rests on: how many such rows, and how many passages of the kind there are. Most taken first."""
    taken: dict[str, int] = {}
    for row in read_table(quality.get("spurious")):
        for kind in row["traps"]:
            taken[kind] = taken.get(kind, 0) + 1
    kinds = sorted(taken, key=lambda kind: (-taken[kind], kind))
    return {kind: (taken[kind], int(quality.get("traps", {}).get(kind, 0))) for kind in kinds}


def count_wrong_kinds(quality: Quality) -> tuple[int, int]:
    """Of the amounts missed in initiatives that were found: how many were said with the same kroner and another kind, and how many there are."""
    same = missed = 0
    for row in read_table(quality.get("outcomes")):
        left = [dkk for dkk, _kind in row["amounts_wrong"]]
        for dkk, _kind in row["amounts_missed"] if row["found"] else ():
            missed += 1
            if dkk in left:
                left.remove(dkk)
                same += 1
    return same, missed
