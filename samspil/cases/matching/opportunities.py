"""For suppliers: initiatives that are still open, with service areas and technologies, and the cases that are like them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.match import match_cases
from samspil.cases.matching.reading import Reading
from samspil.cases.matching.sides import read_need
from samspil.values.case import SERVICE_AREAS, Case
from samspil.values.codes import STAGES
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key

# What may still become a task for somebody: not what runs already, is done or was given up.
OPEN_STAGES = ("considered", "planned", "decided")
_NAMED = 0.5  # from this weight on, an initiative is in a service area or is about a technology
_CASES = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty filter lets all pass. `areas`: ids of SERVICE_AREAS; `technologies`: concepts ('technology.sensor_pad'); `themes`, `stages`: of the codebook."""

    areas: Collection[str] = ()
    technologies: Collection[str] = ()
    themes: Collection[str] = ()
    stages: Collection[str] = OPEN_STAGES


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An open initiative. `areas`, `technologies`: what its text speaks of; `cases`: ids of cases like it, best first."""

    initiative: Initiative
    areas: tuple[str, ...]
    technologies: tuple[str, ...]
    cases: tuple[str, ...]


def find_opportunities(
    initiatives: Iterable[Initiative], wanted: Wanted | None = None, library: Sequence[Case] | CaseIndex = ()
) -> tuple[Opportunity, ...]:
    """Open initiatives that pass the filters, by municipality, newest year first. An initiative without a quote is none."""
    chosen = wanted or Wanted()
    index = library if isinstance(library, CaseIndex) else CaseIndex(library)
    found = [
        opportunity
        for initiative in initiatives
        if initiative.evidence and (opportunity := _look_at(initiative, chosen, index)) is not None
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                sort_key(each.initiative.municipality),
                -each.initiative.budget_year,
                STAGES.index(each.initiative.stage),
                each.initiative.id,
            ),
        )
    )


def _look_at(initiative: Initiative, wanted: Wanted, index: CaseIndex) -> Opportunity | None:
    if wanted.stages and initiative.stage not in wanted.stages:
        return None
    if wanted.themes and not set(wanted.themes) & set(initiative.themes):
        return None
    reading = read_need(initiative)
    areas = areas_of(reading)
    technologies = tuple(
        sorted(concept for concept, weight in reading.weights.items() if concept.startswith("technology.") and weight >= _NAMED)
    )
    if (wanted.areas and not set(wanted.areas) & set(areas)) or (wanted.technologies and not set(wanted.technologies) & set(technologies)):
        return None
    cases = tuple(match.case.id for match in match_cases(initiative, index, limit=_CASES)) if index.cases else ()
    return Opportunity(initiative, areas, technologies, cases)


def areas_of(reading: Reading) -> tuple[str, ...]:
    """The service areas that a text speaks of, in the order of SERVICE_AREAS."""
    return tuple(area for area in SERVICE_AREAS if reading.weights.get(f"area.{area}", 0.0) >= _NAMED)
