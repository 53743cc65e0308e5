"""From how a municipality stands to the volume up to each benchmark, and savings on those areas that the user picked."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.peers.run import Compared
from samspil.competition.potential.evidence import evidence_for, shipped_evidence
from samspil.competition.potential.picks import join_picks, parse_pick
from samspil.competition.potential.simulate import DRAWS, simulate
from samspil.competition.potential.volume import find_area, measure_potential
from samspil.values.competition import TARGETS, ServiceArea
from samspil.values.competition_peers import Evidence, Pick, Potential, Savings

SEED = 1


@dataclass(frozen=True, slots=True)
class Found:
    """`potentials`: by target; `savings`: one for each target when something was picked; `evidence`: what tells of the areas shown."""

    compared: Compared
    potentials: tuple[tuple[str, tuple[Potential, ...]], ...]
    evidence: tuple[Evidence, ...]
    picks: tuple[Pick, ...]
    savings: tuple[Savings, ...]


def find_potential(
    compared: Compared,
    targets: Sequence[str] = TARGETS,
    *,
    savings: Sequence[str] = (),
    evidence: Sequence[Evidence] | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
    shape: str = "uniform",
    areas: tuple[ServiceArea, ...] | None = None,
) -> Found:
    """`targets`: of TARGETS; `savings`: picks as texts (`picks.parse_pick`), none beforehand; `evidence`: None for what ships. Raises CompetitionError."""
    known, told = areas or shipped_areas(), tuple(shipped_evidence() if evidence is None else evidence)
    picks = tuple(parse_pick(text, told) for text in savings)
    wanted = tuple(dict.fromkeys(targets))
    potentials = tuple((target, measure_potential(compared.standings, target, known)) for target in wanted)
    drawn = [simulate(join_picks(held, picks, known), seed=seed, draws=draws, shape=shape) for _target, held in potentials]
    return Found(compared, potentials, _choose(compared, told, known), picks, tuple(one for one in drawn if one))


def _choose(compared: Compared, evidence: Sequence[Evidence], areas: Sequence[ServiceArea]) -> tuple[Evidence, ...]:
    """What tells of the areas shown or of none in particular; everything when the level has no areas."""
    found = [find_area(one.own.level, one.own.code, areas) for one in compared.standings]
    keys = {area.key for area in found if area}
    if not keys:
        return tuple(evidence)
    chosen = {one.id for key in keys for one in evidence_for(key, evidence)}
    return tuple(one for one in evidence if one.id in chosen)
