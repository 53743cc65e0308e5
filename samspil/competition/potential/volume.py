"""The volume up to a benchmark, area by area: max(0, benchmark - own share) x base, in kroner, every step kept.

It is a volume that could be exposed to competition, not a saving, and not a forecast: whether a market exists, what it costs to tender and what citizens gain or
lose is not in it. Source of the formula: our own, docs/competition-peers.md.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from samspil.competition.errors import complain
from samspil.values.competition import TARGETS, ServiceArea, begins
from samspil.values.competition_peers import Potential, Standing

DIGITS = 40
OERE = Decimal("0.01")


def measure_potential(standings: Iterable[Standing], target: str, areas: Sequence[ServiceArea] = ()) -> tuple[Potential, ...]:
    """One for each standing, in their order. `target`: of TARGETS; `areas`: from which welfare is known. Raises ValueError for another target."""
    if target not in TARGETS:
        raise ValueError(target)
    return tuple(_measure(standing, target, areas) for standing in standings)


def benchmark_of(standing: Standing, target: str) -> Decimal | None:
    """The share that is measured against; None when there is nobody to measure against."""
    return {
        "national_mean": standing.national,
        "peer_mean": standing.mean,
        "peer_median": standing.median,
        "top_quartile": standing.upper_quartile,
    }[target]


def _measure(standing: Standing, target: str, areas: Sequence[ServiceArea]) -> Potential:
    share, benchmark = standing.own.share, benchmark_of(standing, target)
    area = find_area(standing.own.level, standing.own.code, areas)
    welfare = area.welfare if area else None
    if share is None or benchmark is None:
        note = "own_no_base" if share is None else "no_benchmark"
        return Potential(standing, target, benchmark, None, None, welfare, (note,))
    with localcontext() as context:
        context.prec = DIGITS
        gap = benchmark - share
        exact = max(Decimal(0), benchmark * standing.own.base - standing.own.numerator)
        volume = exact.quantize(OERE, ROUND_HALF_EVEN)
    return Potential(standing, target, benchmark, gap, volume, welfare, ("at_or_above",) if gap <= 0 else ())


def find_area(level: str, code: str, areas: Sequence[ServiceArea]) -> ServiceArea | None:
    """The service area of a code: its own on the level of areas, that of a function; None for main accounts, the total and what lies in no area."""
    if level == "service_area":
        return next((one for one in areas if one.key == code), None)
    if level == "function":
        return next((one for one in areas if one.functions and begins(code, one.functions)), None)
    return None


def add_volumes(potentials: Sequence[Potential]) -> Decimal:
    """The sum of what is told. Raises CompetitionError when levels, targets, years or kinds are mixed or an area stands twice: then something would count twice."""
    marks = {(one.own.kind, one.own.year, one.own.level, one.target, one.own.municipality) for one in potentials}
    codes = [one.own.code for one in potentials]
    if len(marks) > 1 or len(set(codes)) < len(codes):
        raise complain("competition_peers.error_mixed_sum")
    return sum((one.volume for one in potentials if one.volume is not None), Decimal(0))
