"""How likely two initiatives of one municipality, a year apart, are the same undertaking.

Each pair is described by a few figures (`FEATURES`); their weights stand in `data/likeness.toml`, fitted on the development half of `corpus/years`.
"""

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from samspil.review.years.told import Told, Weights, find_names, full_text, tell
from samspil.values.initiative import Initiative

FEATURES = (
    "words", "letters", "things", "things_differ", "tasks", "tasks_differ", "groups", "names", "names_differ", "sites_differ",
    "actors", "themes", "topics", "promise", "sum", "counts", "lead_earlier", "lead_later",
)  # fmt: skip
Pair = tuple[int, int]
_RARE = 6.0  # weight from which shared concepts count in full: one in four hundred undertakings


@dataclass(frozen=True, slots=True)
class Side:
    """An initiative with what it tells."""

    initiative: Initiative
    told: Told


def prepare(earlier: Sequence[Initiative], later: Sequence[Initiative], municipality: str) -> tuple[list[Side], list[Side]]:
    """Both years of one municipality, with the proper names either of them uses."""
    texts = [full_text(initiative) for initiative in (*earlier, *later)]
    names = find_names(texts, municipality)
    sides = [Side(initiative, tell(text, names)) for initiative, text in zip((*earlier, *later), texts, strict=True)]
    return sides[: len(earlier)], sides[len(earlier) :]


def describe_pairs(earlier: Sequence[Side], later: Sequence[Side]) -> dict[Pair, list[float]]:
    """The figures of every pair (index of the earlier, index of the later), in the order of `FEATURES`."""
    plain = {(i, j): _compare(a, b) for i, a in enumerate(earlier) for j, b in enumerate(later)}
    base = {pair: _base(figures) for pair, figures in plain.items()}
    leads = _leads(base)
    return {pair: [*figures, *leads[pair]] for pair, figures in plain.items()}


def chances(features: Mapping[Pair, Sequence[float]]) -> dict[Pair, float]:
    """The probability of each pair to be one undertaking."""
    weights, bias = _weights()
    return {pair: 1 / (1 + math.exp(-bias - sum(map(float.__mul__, weights, figures)))) for pair, figures in features.items()}


def plain_chances(features: Mapping[Pair, Sequence[float]]) -> dict[Pair, float]:
    """The same as if each pair stood alone, without rivals."""
    return chances({pair: [*figures[:-2], _base(figures), _base(figures)] for pair, figures in features.items()})


def explains(pair: Pair, link: Pair, earlier: Sequence[Side], later: Sequence[Side]) -> bool:
    """Whether the leftover of `pair` is a part of the undertaking of `link`: all it deals with stands on the other side too, some of which its
    partner there does not deal with. 'AI in the job centre and the family department' is so joined with both 'AI in ...' of the next year."""
    if pair[0] == link[0]:
        leftover, partner, whole = later[pair[1]].told, later[link[1]].told, earlier[pair[0]].told
    else:
        leftover, partner, whole = earlier[pair[0]].told, earlier[link[0]].told, later[pair[1]].told
    strange = leftover.names and whole.names and not _shared_names(leftover.names, whole.names)
    own = set(leftover.concepts)
    return not strange and own <= set(whole.concepts) and bool(own - set(partner.concepts))


def overlap(left: Weights, right: Weights) -> float:
    """Weighted cosine of two sets of words, 0 to 1."""
    size = math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))
    return sum(weight * right[name] for name, weight in left.items() if name in right) / size if size else 0.0


def _compare(a: Side, b: Side) -> list[float]:
    one, two = a.told, b.told
    things, tasks, groups = ((_of_kind(one.concepts, kind), _of_kind(two.concepts, kind)) for kind in ("thing", "task", "group"))
    return [
        overlap(one.stems, two.stems),
        overlap(one.grams, two.grams),
        _telling(*things),
        float(all(things) and not _telling(*things)),
        _telling(*tasks),
        float(all(tasks) and not _telling(*tasks)),
        overlap(*groups),
        min(1.0, _shared_names(one.names, two.names) / 8),
        float(strange := bool(one.names and two.names) and not _shared_names(one.names, two.names)),
        float(strange and "friplejehjem" in a.initiative.themes and "friplejehjem" in b.initiative.themes),  # a home is where it stands
        float(bool(set(a.initiative.actors) & set(b.initiative.actors))),
        _jaccard(a.initiative.themes, b.initiative.themes),
        _jaccard(a.initiative.topics, b.initiative.topics),
        float(_keeps_promise(a.initiative, b.initiative)),
        float(bool(_sums(a.initiative) & _sums(b.initiative))),
        float(bool({count for count in one.counts & two.counts if count > 2})),
    ]


def _of_kind(concepts: Weights, kind: str) -> Weights:
    return {name: weight for name, weight in concepts.items() if name.startswith(f"{kind}.")}


def _telling(left: Weights, right: Weights) -> float:
    """Overlap of concepts, less where all they share is common: that both deal with care homes says little, that both deal with sensor pads says all."""
    shared = sum(weight for name, weight in left.items() if name in right)
    return overlap(left, right) * min(1.0, shared / _RARE)


def _base(figures: Sequence[float]) -> float:
    """A plain likeness, only to tell which rival is nearest."""
    values = dict(zip(FEATURES, figures, strict=False))
    return (
        values["words"]
        + values["letters"]
        + 0.5 * values["things"]
        + 0.5 * values["tasks"]
        + 0.5 * values["names"]
        + 0.2 * values["promise"]
        + 0.2 * values["themes"]
    )


def _leads(base: Mapping[Pair, float]) -> dict[Pair, tuple[float, float]]:
    """How far each pair is ahead of the best rival of its earlier and of its later part."""
    rows: dict[int, list[float]] = {}
    columns: dict[int, list[float]] = {}
    for (i, j), value in base.items():
        rows.setdefault(i, []).append(value)
        columns.setdefault(j, []).append(value)
    best = [{n: sorted([0.0, *values], reverse=True)[:2] for n, values in side.items()} for side in (rows, columns)]
    return {(i, j): (_lead(value, best[0][i]), _lead(value, best[1][j])) for (i, j), value in base.items()}


def _lead(value: float, best: Sequence[float]) -> float:
    """Ahead of the best of the others: of the second when this is the best."""
    return value - (best[1] if value >= best[0] else best[0])


def _shared_names(one: Weights, two: Weights) -> float:
    """Weight of the names both have; 'lindehøj' and 'lindehøjcentret' are one."""
    return sum(weight for name, weight in one.items() if any(_same_name(name, other) for other in two))


def _same_name(one: str, two: str) -> bool:
    return one == two or (min(len(one), len(two)) >= 5 and (one.startswith(two) or two.startswith(one)))


def _jaccard(one: Sequence[str], two: Sequence[str]) -> float:
    both = set(one) | set(two)
    return len(set(one) & set(two)) / len(both) if both else 0.0


def _keeps_promise(earlier: Initiative, later: Initiative) -> bool:
    """Whether a sum promised for a year is the sum the later agreement states for it."""
    promised = {(year, dkk) for amount in earlier.amounts for year, dkk in amount.profile.items() if year >= later.budget_year and dkk}
    stated = {(year, dkk) for amount in later.amounts for year, dkk in amount.profile.items()}
    return bool(promised & stated)


def _sums(initiative: Initiative) -> set[int]:
    return {amount.dkk for amount in initiative.amounts} | {dkk for amount in initiative.amounts for dkk in amount.profile.values() if dkk}


@functools.cache
def _weights() -> tuple[tuple[float, ...], float]:
    text = resources.files("samspil.review.years").joinpath("data/likeness.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    return tuple(float(content["weights"][name]) for name in FEATURES), float(content["bias"])


def write_weights(path: Path, weights: Mapping[str, float], bias: float) -> None:
    """Keep fitted weights in the file `chances` reads."""
    lines = ["# Fitted by tools/year_weights.py on corpus/years/development.", f"bias = {bias:.3f}", "", "[weights]"]
    path.write_text("\n".join([*lines, *(f"{name} = {weights[name]:.3f}" for name in FEATURES)]) + "\n", encoding="utf-8")
