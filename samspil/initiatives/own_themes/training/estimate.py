"""What the examples allow to say about a theme's quality, and what they do not.

A share x of n gets the wider of two 90 % intervals: Jeffreys' Beta(x + 1/2, n - x + 1/2), which counts every initiative as independent (Brown, Cai and DasGupta 2001,
Statistical Science 16, 101-133), and a bootstrap of whole files, since what stands in one file was written by one hand (Davison and Hinkley 1997, Bootstrap Methods, 3.8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.stats import beta

from samspil.values.shares import draw_share

FEWEST_FILES, FEWEST_INITIATIVES = 6, 15  # fewer, and no figure is given
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Found:
    """One text read by layers that have not seen it: `labelled` initiatives, `shown` rows, `right` ones, `staged` with the right stage,
    `unjudged` rows that match the theme's words so well that they may be right although nobody labelled them, and its words.
    """

    name: str
    example: bool
    labelled: int
    shown: int
    right: int
    staged: int
    unjudged: int
    words: int


Share = Callable[[Sequence[Found]], tuple[int, int]]  # how many of how many


def estimate_quality(found: Sequence[Found]) -> dict[str, Any]:
    """The figures of `theme.npz`; `enough` is False, with counts alone, where the examples are too few to say anything."""
    examples = [one for one in found if one.example]
    files, initiatives = sum(bool(one.labelled) for one in examples), sum(one.labelled for one in examples)
    counts = {"files": files, "initiatives": initiatives, "fewest_files": FEWEST_FILES, "fewest_initiatives": FEWEST_INITIATIVES}
    others = [one for one in found if not one.example]
    counts["others"] = len(others)
    if files < FEWEST_FILES or initiatives < FEWEST_INITIATIVES:
        return {"enough": False, **counts}
    measured = {name: _measure(texts, share) for name, texts, share in _shares(examples, found)}
    words = sum(one.words for one in others)
    rate = round(1000 * sum(one.shown for one in others) / max(words, 1), 3)
    return {"enough": True, **counts, **measured, "false_per_1000_words": rate, "unjudged": sum(one.unjudged for one in others)}


def _shares(examples: Sequence[Found], found: Sequence[Found]) -> list[tuple[str, Sequence[Found], Share]]:
    """Presence and precision over all texts, since a review reads much that is about other things; the rest over the examples."""
    return [
        ("presence_precision", found, lambda texts: _count([bool(one.labelled) for one in texts if one.shown])),
        ("presence_recall", found, lambda texts: _count([bool(one.shown) for one in texts if one.labelled])),
        ("precision", found, _count_right),
        ("precision_examples", examples, _count_right),
        ("recall", examples, lambda texts: (sum(one.right for one in texts), sum(one.labelled for one in texts))),
        ("stage", examples, lambda texts: (sum(one.staged for one in texts), sum(one.right for one in texts))),
    ]


def _count_right(texts: Sequence[Found]) -> tuple[int, int]:
    return sum(one.right for one in texts), sum(one.shown for one in texts)


def _count(flags: Sequence[bool]) -> tuple[int, int]:
    return sum(flags), len(flags)


def _measure(texts: Sequence[Found], share: Share) -> dict[str, Any]:
    right, of = share(texts)
    counts = [share([one]) for one in texts]
    bounds = [_jeffreys(right, of), draw_share([one for one, _ in counts], [one for _, one in counts], LEVEL)]
    low, high = min(one[0] for one in bounds), max(one[1] for one in bounds)
    return {"right": right, "of": of, "low": round(low, 3), "high": round(high, 3)}


def _jeffreys(right: int, of: int) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low = float(beta.ppf(tail, right + 0.5, of - right + 0.5)) if right else 0.0
    high = float(beta.ppf(1 - tail, right + 0.5, of - right + 0.5)) if right < of else 1.0
    return low, high
