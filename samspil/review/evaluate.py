"""Predicted initiatives against gold labels, by the definitions of docs/codebook.md and docs/quality.md.

presence: municipality x theme pairs (what headlines rest on). initiatives: one-to-one matches with a shared theme and evidence that overlaps
(token F1 >= 0.5). stage: share of matched initiatives with the gold stage. amounts: (dkk, kind) of matched initiatives, missed and spurious ones
counted. profiles: share of matched amounts laid out over the years exactly as in gold.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.values.codes import THEMES

ENOUGH_OVERLAP = 0.5
Row = Mapping[str, Any]
Bag = Counter[str]


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and their harmonic mean; 0 where nothing was to be found."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, hits: int, spurious: int, missed: int) -> "Rate":
        """From counts of right, wrongly given and missed."""
        precision = hits / (hits + spurious) if hits + spurious else 0.0
        recall = hits / (hits + missed) if hits + missed else 0.0
        return cls(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures, and the rows behind them."""

    presence: Rate
    presence_by_theme: Mapping[str, Rate]
    initiatives: Rate
    stage: float
    amounts: Rate
    profiles: float
    matched: tuple[tuple[Row, Row], ...]
    missed: tuple[Row, ...]
    spurious: tuple[Row, ...]
    strays: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    row: Row
    municipality: str
    themes: frozenset[str]
    bag: Bag


def evaluate(gold: Sequence[Mapping[str, Any]], predicted: Sequence[Row]) -> Evaluation:
    """Compare `predicted` (initiatives as in initiatives.json) with `gold` (agreements with labelled initiatives, evidence as texts)."""
    wanted = [
        _Item(
            {**item, "municipality": agreement["municipality"]},
            agreement["municipality"],
            frozenset(item["themes"]),
            read_bag(item["evidence"]),
        )
        for agreement in gold
        for item in agreement["initiatives"]
    ]
    given = [_Item(row, row["municipality"], frozenset(row["themes"]), read_bag(e["quote"] for e in row["evidence"])) for row in predicted]
    pairs = match_items(wanted, given)
    used_wanted, used_given = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [item for n, item in enumerate(wanted) if n not in used_wanted]
    spurious = [item for n, item in enumerate(given) if n not in used_given]
    matched = [(wanted[i].row, given[j].row) for i, j in pairs]
    amounts, profiles = _judge_amounts(matched, missed, spurious)
    known = {agreement["municipality"] for agreement in gold}
    return Evaluation(
        _presence(wanted, given, THEMES),
        {theme: _presence(wanted, given, (theme,)) for theme in THEMES},
        Rate.of(len(matched), len(spurious), len(missed)),
        sum(a.get("stage") == b.get("stage") for a, b in matched) / max(1, len(matched)),
        amounts,
        profiles,
        tuple(matched),
        tuple(item.row for item in missed),
        tuple(item.row for item in spurious),
        tuple(item.row for item in given if item.municipality not in known),
    )


def read_bag(texts: Iterable[str]) -> Bag:
    """Words with their counts; hyphens and case are ignored, so that text broken over lines compares equal."""
    return Counter(re.findall(r"\w+", re.sub(r"[-\u00ad\u2010]\s*", "", " ".join(texts).lower())))


def measure_overlap(one: Bag, other: Bag) -> float:
    """Token F1 of two bags."""
    common = sum((one & other).values())
    return 2 * common / (one.total() + other.total()) if common else 0.0


def match_items(wanted: Sequence[_Item], given: Sequence[_Item]) -> list[tuple[int, int]]:
    """One-to-one matches within a municipality, best overlap first."""
    chances = [
        (measure_overlap(a.bag, b.bag), i, j)
        for i, a in enumerate(wanted)
        for j, b in enumerate(given)
        if a.municipality == b.municipality and a.themes & b.themes
    ]
    pairs: list[tuple[int, int]] = []
    for overlap, i, j in sorted(chances, reverse=True):
        if overlap >= ENOUGH_OVERLAP and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _presence(wanted: Sequence[_Item], given: Sequence[_Item], themes: Sequence[str]) -> Rate:
    gold, found = ({(item.municipality, theme) for item in items for theme in item.themes if theme in themes} for items in (wanted, given))
    return Rate.of(len(gold & found), len(found - gold), len(gold - found))


@dataclass(frozen=True, slots=True)
class PairAmounts:
    """Amounts of a matched pair: how many are `right` (same kroner and kind), how many of these `laid_out` over the years as in gold, and the
    (kroner, kind) that were `missed` and those that were `wrong`, in order."""

    right: int
    laid_out: int
    missed: tuple[tuple[int, str], ...]
    wrong: tuple[tuple[int, str], ...]


def judge_pair(gold: Row, found: Row) -> PairAmounts:
    """The amounts of a labelled initiative against those of the row matched with it."""
    wanted, given = _amounts(gold), _amounts(found)
    want, give = (Counter((int(a["dkk"]), a["kind"]) for a in amounts) for amounts in (wanted, given))
    missed, wrong = (tuple(sorted(left.elements())) for left in (want - give, give - want))
    return PairAmounts((want & give).total(), _count_laid_out(wanted, list(given)), missed, wrong)


def _judge_amounts(matched: Sequence[tuple[Row, Row]], missed: Sequence[_Item], spurious: Sequence[_Item]) -> tuple[Rate, float]:
    pairs = [judge_pair(gold, found) for gold, found in matched]
    hits, laid_out = sum(pair.right for pair in pairs), sum(pair.laid_out for pair in pairs)
    lost = sum(len(pair.missed) for pair in pairs) + sum(len(_amounts(item.row)) for item in missed)
    wrong = sum(len(pair.wrong) for pair in pairs) + sum(len(_amounts(item.row)) for item in spurious)
    return Rate.of(hits, wrong, lost), laid_out / max(1, hits)


def _amounts(row: Row) -> list[Row]:
    return list(row.get("amounts") or [])


def _count_laid_out(wanted: Sequence[Row], left: list[Row]) -> int:
    """How many gold amounts have a found one with the same sum, kind and years; each found one is used once."""
    count = 0
    for amount in wanted:
        same_sum = [other for other in left if (int(other["dkk"]), other["kind"]) == (int(amount["dkk"]), amount["kind"])]
        exact = [other for other in same_sum if is_laid_out_alike(amount, other)]
        if same_sum:
            left.remove((exact or same_sum)[0])
            count += bool(exact)
    return count


def is_laid_out_alike(one: Row, other: Row) -> bool:
    """Both part of another sum (then the years do not matter), or neither and the same kroner in the same years."""
    if one.get("part_of") or other.get("part_of"):
        return bool(one.get("part_of")) == bool(other.get("part_of"))
    return _profile(one) == _profile(other)


def _profile(amount: Row) -> dict[int, int]:
    return {int(year): int(dkk) for year, dkk in (amount.get("profile") or {}).items()}
