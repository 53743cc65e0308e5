"""From a file of accounts to how a municipality stands: indicators measured, the group found, likeness with how firmly it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from samspil.competition.accounts.keeping import open_accounts
from samspil.competition.errors import complain
from samspil.competition.indicators.measure import measure_levels
from samspil.competition.peers.alike import COUNT, find_alike, mark_kept
from samspil.competition.peers.conditions import drivers_of, list_conditions, make_facts, weigh
from samspil.competition.peers.groups import find_group
from samspil.competition.peers.stability import DRAWS, NOISE, count_kept
from samspil.competition.peers.standing import stand
from samspil.values.competition import Definition, Indicator, ServiceArea
from samspil.values.competition_peers import PeerGroup, Standing
from samspil.values.statistics import Driver


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to hold against whom. `municipality`: four digits; `by`: of BENCHMARKS; `year`: None for the last of the accounts; `borders`: None for that year's.

    `chosen`: codes for 'own_choice'; `drivers`: conditions for 'alike' (the base is taken from the accounts when it is not among them); `weights` by condition.
    """

    municipality: str
    by: str = "type"
    level: str = "service_area"
    year: int | None = None
    borders: int | None = None
    definition: Definition | None = None
    chosen: tuple[str, ...] = ()
    drivers: tuple[Driver, ...] = ()
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    count: int = COUNT
    noise: float = NOISE
    draws: int = DRAWS
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """What came out. `year`: of the accounts; `example`: made-up figures are in it."""

    wish: Wish
    year: int
    group: PeerGroup
    standings: tuple[Standing, ...]

    @property
    def example(self) -> bool:
        """Whether any figure is made up."""
        indicators = any(one.own.example for one in self.standings)
        return indicators or any(part.own.example or part.theirs.example for one in self.group.alike for part in one.parts)


def compare(accounts: Path, wish: Wish, areas: tuple[ServiceArea, ...] | None = None) -> Compared:
    """Measure, find the group, and stand. `areas`: None for those that ship. Raises CompetitionError."""
    year = wish.year if wish.year is not None else find_last_year(accounts)
    levels = tuple(dict.fromkeys((wish.level, "total"))) if wish.by == "alike" else (wish.level,)
    measured = measure_levels(accounts, wish.definition, levels, (year,), country=False, areas=areas)
    group = _find(wish, year, measured)
    return Compared(wish, year, group, stand([one for one in measured if one.level == wish.level], group))


def _find(wish: Wish, year: int, measured: tuple[Indicator, ...]) -> PeerGroup:
    borders = wish.borders or year
    if wish.by != "alike":
        return find_group(wish.municipality, wish.by, borders, wish.chosen)
    given = any(one.driver in ("base_dkk", "base_per_inhabitant") for one in wish.drivers)
    drivers = wish.drivers if given else (*wish.drivers, *drivers_of(measured))
    facts = make_facts(drivers, borders)
    group = find_alike(wish.municipality, facts, weigh(list_conditions(facts), wish.weights), borders, wish.count)
    if any(fact.date and fact.date.year != year for fact in facts if fact.value is not None):
        group = replace(group, notes=(*group.notes, "other_year"))
    return mark_kept(group, count_kept(group, facts, noise=wish.noise, draws=wish.draws, seed=wish.seed), wish.draws)


def find_last_year(accounts: Path) -> int:
    """The last year in the file. Raises CompetitionError when there is none."""
    with open_accounts(accounts) as connection:
        found = connection.execute("SELECT max(year) FROM accounts").fetchone()
    if not found or found[0] is None:
        raise complain("competition_peers.error_no_years", str(accounts))
    return int(found[0])
