"""Picked ranges of saving on volumes, with uncertainty: Monte Carlo with a seed (numpy, PCG64); the same picks and seed give the same kroner.

What is drawn: (1) the benchmark: the municipalities it is made of are drawn anew with replacement (bootstrap, Efron 1979), the same draws in every area;
(2) the per cent of saving, evenly between its ends (uniform) or most often in the middle (triangular, by the inverse of its distribution). Areas that rest on the same
source are drawn together, since what is wrong with a source is wrong in all of them; areas of different sources apart. Own accounts are taken as they are.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from samspil.competition.errors import complain
from samspil.competition.potential.volume import OERE, add_volumes
from samspil.values.competition import Indicator
from samspil.values.competition_peers import SHAPES, Pick, Potential, Saving, Savings, Spread

DRAWS = 10_000
FEWEST_DRAWS, MOST_DRAWS = 1_000, 50_000
QUANTILES = (5, 10, 50, 90, 95)
_HUNDRED = Decimal(100)


def simulate(pairs: Sequence[tuple[Potential, Pick]], *, seed: int, draws: int = DRAWS, shape: str = "uniform") -> Savings | None:
    """Each area's and the total spread; None without picks. Raises ValueError for another shape or number of draws, CompetitionError for what must not be added."""
    import numpy as np

    if shape not in SHAPES or not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise ValueError(f"{shape}, {draws}")
    told = sorted(((one, pick) for one, pick in pairs if one.volume is not None), key=lambda pair: pair[0].own.code)
    if not told:
        if pairs:
            raise complain("competition_peers.error_saving_untold", "--saving")
        return None
    add_volumes([one for one, _pick in told])
    chance = np.random.default_rng(seed)
    most = max(len(_made_of(one)) for one, _pick in told)
    lots = chance.random((draws, most))
    shares = {source: chance.random(draws) for source in sorted({pick.source for _one, pick in told})}
    kroner = {one.own.code: draw_volume(one, lots) * draw_percent(pick, shares[pick.source], shape) / 100 for one, pick in told}
    rows = tuple(_tell(one, pick, kroner[one.own.code]) for one, pick in pairs if one.own.code in kroner)
    total = _spread(sum(kroner[code] for code in sorted(kroner)))
    return Savings(told[0][0].target, rows, total, seed, draws, shape, _list_assumptions(shape, len(shares)))


def _made_of(potential: Potential) -> tuple[Indicator, ...]:
    """Those the benchmark is made of, by code."""
    everyone = potential.target == "national_mean"
    return tuple(sorted(potential.standing.everyone if everyone else potential.standing.group, key=lambda one: one.municipality))


def draw_volume(potential: Potential, lots: Any) -> Any:
    """The volume in each draw: the benchmark of municipalities drawn with replacement. `lots`: draws x municipalities, evenly from 0 to 1."""
    import numpy as np

    made_of = _made_of(potential)
    drawn = (lots[:, : len(made_of)] * len(made_of)).astype(int)
    bases = np.array([float(one.base) for one in made_of])[drawn]
    numerators = np.array([float(one.numerator) for one in made_of])[drawn]
    if potential.target == "national_mean":
        benchmark = numerators.sum(axis=1) / bases.sum(axis=1)
    elif potential.target == "peer_mean":
        benchmark = (numerators / bases).mean(axis=1)
    else:
        benchmark = np.percentile(numerators / bases, 50 if potential.target == "peer_median" else 75, axis=1)
    return np.maximum(0.0, benchmark * float(potential.own.base) - float(potential.own.numerator))


def draw_percent(pick: Pick, shares: Any, shape: str) -> Any:
    """Per cent in each draw, by the inverse of the distribution at `shares` (0 to 1)."""
    import numpy as np

    low, span = float(pick.low), float(pick.high - pick.low)
    if shape == "uniform":
        return low + span * shares
    return low + span * np.where(shares < 0.5, np.sqrt(shares / 2), 1 - np.sqrt((1 - shares) / 2))


def _tell(potential: Potential, pick: Pick, kroner: Any) -> Saving:
    volume = potential.volume or Decimal(0)
    low, high = ((volume * percent / _HUNDRED).quantize(OERE) for percent in (pick.low, pick.high))
    notes = {
        "welfare_picked": potential.welfare is True,
        "own_source": pick.evidence is None or pick.evidence.own,
        "interest": bool(pick.evidence and pick.evidence.source.interest),
        "to_be_verified": bool(pick.evidence and pick.evidence.status == "to_be_verified"),
        "no_volume": volume == 0,
    }
    return Saving(potential, pick, low, high, _spread(kroner), tuple(key for key, true in notes.items() if true))


def _spread(kroner: Any) -> Spread:
    import numpy as np

    values: Mapping[int, float] = dict(zip(QUANTILES, np.percentile(kroner, QUANTILES), strict=True))
    quantiles = tuple((percent, Decimal(round(float(value)))) for percent, value in values.items())
    return Spread(quantiles, Decimal(round(float(np.mean(kroner)))), float(np.mean(kroner < 0)))


def _list_assumptions(shape: str, sources: int) -> tuple[str, ...]:
    return (
        shape,
        "same_source",
        *(("sources_apart",) if sources > 1 else ()),
        "benchmark_drawn",
        "own_as_is",
        "all_exposed",
        "costs_not_in",
        "quality_same",
    )
