"""How firmly the nearest stand: every figure is given noise and the nearest are found anew, many times, with a seeded generator (numpy, PCG64)."""

from collections.abc import Sequence
from typing import Any

from samspil.competition.peers.alike import IQR_OF_NORMAL, by_condition, least_unit
from samspil.values.competition_peers import Fact, PeerGroup, Ruler

NOISE = 0.05
DRAWS = 200


def count_kept(group: PeerGroup, facts: Sequence[Fact], *, noise: float = NOISE, draws: int = DRAWS, seed: int = 1) -> dict[str, int]:
    """Municipality -> in how many draws it is among as many nearest, when every number is multiplied by 1 + noise x N(0, 1). Types have no noise.

    All that were measured may come in, so the keys are more than the group's members. Raises ValueError without likeness in the group.
    """
    import numpy as np

    if not group.alike:
        raise ValueError(group.by)
    table = by_condition(facts)
    codes = [code for code in sorted(table[group.rulers[0].condition.key]) if all(code in table[one.condition.key] for one in group.rulers)]
    own, chance = codes.index(group.municipality), np.random.default_rng(seed)
    counts = np.zeros(len(codes), dtype=int)
    for _ in range(draws):
        squared = sum(_square(ruler, [table[ruler.condition.key][code] for code in codes], own, noise, chance) for ruler in group.rulers)
        squared[own] = np.inf
        counts[np.argsort(squared, kind="stable")[: len(group.members)]] += 1
    return {code: int(count) for code, count in zip(codes, counts, strict=True) if count}


def _square(ruler: Ruler, facts: Sequence[Fact], own: int, noise: float, chance: Any) -> Any:
    """Weight x squared units from our own to each, with noise; spreads are measured anew, as they would be."""
    import numpy as np

    condition = ruler.condition
    if condition.scale == "category":
        units = np.array([0.0 if fact.word == facts[own].word else float(condition.floor) for fact in facts])
    else:
        shaken = np.array([float(fact.value or 0) for fact in facts]) * (1 + np.clip(noise * chance.standard_normal(len(facts)), -0.9, 0.9))
        places = np.log(shaken) if condition.scale == "relative" else shaken
        low, high = np.percentile(places, (25, 75))
        units = (places - places[own]) / max(float(high - low) / IQR_OF_NORMAL, least_unit(condition))
    return float(condition.weight) * units**2
