"""How the figures vary from one municipality to the next: the quantiles over municipalities, and an interval for the figure over all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.review.judge.breakdown import Tally, count_rows
from samspil.review.judge.outcomes import read_table
from samspil.values.shares import draw_share
from samspil.vocabulary.danish import sort_key

QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
_SHARES: Mapping[str, Callable[[Tally], tuple[int, int]]] = {  # F1 is a share too: 2 tp of 2 tp + fp + fn
    "f1": lambda tally: (2 * tally.found, tally.found + tally.spurious + tally.labelled),
    "recall": lambda tally: (tally.found, tally.labelled),
    "precision": lambda tally: (tally.found, tally.found + tally.spurious),
    "stage": lambda tally: (tally.stage_right, tally.found),
    "amounts_f1": lambda tally: (2 * tally.amounts_right, tally.amounts_right + tally.amounts_wrong + tally.amounts),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over all municipalities, its 90 % interval when these are drawn anew, and its values in single municipalities at QUANTILES."""

    name: str
    whole: float
    low: float
    high: float
    quantiles: tuple[float, ...]


def tally_municipalities(quality: Mapping[str, Any]) -> dict[str, Tally]:
    """What became of each municipality's initiatives, over all its texts, in the order of the Danish alphabet. {} where outcomes were not kept."""
    owners = {row["file"]: row["municipality"] for row in read_table(quality.get("texts_read"))}
    outcomes, spurious = (_group(read_table(quality.get(name)), owners) for name in ("outcomes", "spurious"))
    return {name: count_rows(outcomes.get(name, []), spurious.get(name, [])) for name in sorted(set(owners.values()), key=sort_key)}


def _group(rows: Sequence[dict[str, Any]], owners: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(owners[row["file"]], []).append(row)
    return groups


def measure_spread(tallies: Sequence[Tally]) -> list[Spread]:
    """One row for each figure that anything was counted for; a municipality with nothing to count for a figure is left out of its quantiles."""
    counts = {name: [share(tally) for tally in tallies] for name, share in _SHARES.items()}
    return [_spread(name, pairs) for name, pairs in counts.items() if any(of for _, of in pairs)]


def _spread(name: str, pairs: Sequence[tuple[int, int]]) -> Spread:
    import numpy as np

    right, of = [right for right, _ in pairs], [of for _, of in pairs]
    single = np.quantile([right / of for right, of in pairs if of], QUANTILES)
    return Spread(name, sum(right) / sum(of), *draw_share(right, of), tuple(float(value) for value in single))
