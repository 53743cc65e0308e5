"""The judged needs, their halves, and how an order of cases is measured."""

import math
import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("needs.toml")
SECOND_FILE = Path(__file__).with_name("needs_second.toml")
HALVED = ("needs", "later_needs", "bare_needs")
SEED = 6
DEPTH = 5  # of nDCG
FIRST = 3  # of precision


@dataclass(frozen=True)
class Need:
    """`judged`: case id -> 1 to 3; a case that is not named is 0."""

    text: str
    voice: str
    judged: Mapping[str, int]


@dataclass(frozen=True)
class Quality:
    """`ndcg`, `precision`, `plain`: means over the needs that have a fitting case; `silent`: share of the others that bring nothing."""

    ndcg: float
    precision: float
    plain: float
    silent: float


def read_lists() -> dict[str, list[Need]]:
    """All lists of the file by name."""
    return _read_file(FILE)


def _read_file(file: Path) -> dict[str, list[Need]]:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: [Need(entry["text"], entry["voice"], entry["judged"]) for entry in entries] for name, entries in raw.items()}


def read_needs() -> list[Need]:
    """The needs that are halved."""
    lists = read_lists()
    return [need for name in HALVED for need in lists[name]]


def halves() -> tuple[list[Need], list[Need]]:
    """The tuning half and the test half; each list is halved by the same seed."""
    lists = read_lists()
    parts = [_halve(lists[name]) for name in HALVED]
    return [need for tuning, _ in parts for need in tuning], [need for _, test in parts for need in test]


def second_halves() -> tuple[list[Need], list[Need]]:
    """The open and the closed half of the needs of the second author; nobody looked at the errors of the closed one."""
    return _halve(_read_file(SECOND_FILE)["needs"])


def _halve(needs: Sequence[Need]) -> tuple[list[Need], list[Need]]:
    order = list(range(len(needs)))
    random.Random(SEED).shuffle(order)  # noqa: S311 - repeatable, not secret
    cut = len(order) // 2
    return [needs[place] for place in sorted(order[:cut])], [needs[place] for place in sorted(order[cut:])]


def measure(needs: Sequence[Need], ranked: Sequence[Sequence[str]]) -> Quality:
    """`ranked`: the ids shown for each need, best first."""
    fitting = [(need, order) for need, order in zip(needs, ranked, strict=True) if need.judged]
    silent = [not order for need, order in zip(needs, ranked, strict=True) if not need.judged]
    return Quality(
        _mean([ndcg(need, order) for need, order in fitting]),
        _mean([precision(need, order, min(FIRST, len(need.judged))) for need, order in fitting]),
        _mean([precision(need, order, FIRST) for need, order in fitting]),
        _mean([float(each) for each in silent]),
    )


def ndcg(need: Need, order: Sequence[str]) -> float:
    """Gain 2^grade - 1, discounted by the logarithm of the place, against the best order there is."""
    best = sorted(need.judged.values(), reverse=True)
    return _gain([need.judged.get(case, 0) for case in order[:DEPTH]]) / _gain(best[:DEPTH])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def precision(need: Need, order: Sequence[str], first: int) -> float:
    """Share of the first so many places that hold a case judged 1 or more; an empty place counts as wrong."""
    return sum(case in need.judged for case in order[:first]) / first


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0
