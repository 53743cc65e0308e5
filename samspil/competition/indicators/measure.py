"""The door: a kept accounts file and a definition become indicators, each with its base and what a reader must know of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.indicators.definitions import find_definition
from samspil.competition.indicators.files import refuse
from samspil.competition.indicators.given import Inhabitants, OfficialValues, OwnWins, Prices
from samspil.competition.indicators.sums import Sum, Sums
from samspil.values.competition import LEVELS, Definition, Indicator, ServiceArea
from samspil.values.competition_accounts import About

SMALL_BASE = Decimal(5_000_000)  # kroner: below it one invoice may move the share by points (our own choice)
ALL_MUNICIPALITIES = 98
KINDS = ("pli",)
NOTES = (  # keys of `competition_indicators.note_KEY`, in the order in which they are told
    "owner_missing", "no_base", "small_base", "above_one", "negative_numerator", "income_positive", "strange_arts", "iku_equals_pli", "own_wins_partial",
    "own_wins_above_base", "functions_not_taken_out", "missing_arts", "outside_years", "country_incomplete", "current_prices",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What the user gave beside the accounts."""

    official: OfficialValues = field(default_factory=OfficialValues)
    own_wins: OwnWins = field(default_factory=OwnWins)
    inhabitants: Inhabitants = field(default_factory=Inhabitants)
    prices: Prices | None = None


def measure(
    accounts: Path,
    definition: Definition | None = None,
    level: str = "total",
    years: Sequence[int] = (),
    municipalities: Iterable[str] = (),
    *,
    codes: Iterable[str] = (),
    kinds: Sequence[str] = KINDS,
    country: bool = True,
    given: Given | None = None,
    areas: Sequence[ServiceArea] | None = None,
) -> tuple[Indicator, ...]:
    """Indicators of a level, by year, code, municipality; the country (municipality '') first of each, always of all municipalities in the file.

    `level`: one of LEVELS; `years`, `municipalities` (four digits), `codes`: none means all; `kinds`: of INDICATORS; `definition`: None for the one that ships.
    Rows where nothing counts are left out: no row is 'not known', not nought. Raises CompetitionError (a budget, no such year, no functions, no arts).
    """
    return measure_levels(
        accounts, definition, (level,), years, municipalities, codes=codes, kinds=kinds, country=country, given=given, areas=areas
    )


def measure_levels(
    accounts: Path,
    definition: Definition | None,
    levels: Sequence[str],
    years: Sequence[int] = (),
    municipalities: Iterable[str] = (),
    *,
    codes: Iterable[str] = (),
    kinds: Sequence[str] = KINDS,
    country: bool = True,
    given: Given | None = None,
    areas: Sequence[ServiceArea] | None = None,
) -> tuple[Indicator, ...]:
    """Several levels from one pass over the accounts; as `measure`. Raises CompetitionError."""
    recipe, known, told = definition or find_definition(), tuple(areas or shipped_areas()), given or Given()
    for level in levels:
        if level not in LEVELS:
            raise refuse("unknown_level", level, known=", ".join(LEVELS))
    wanted, shown = tuple(municipalities), tuple(codes)
    with Sums(accounts, recipe, years=years) as sums:
        counts = sums.count_municipalities()
        found: list[Indicator] = []
        for level in levels:
            maker = _Maker(
                sums.about,
                recipe,
                told,
                counts,
                level,
                told.own_wins.by_code(level, known),
                told.own_wins.reporting(),
                bool(sums.missing_arts),
            )
            listed = sums.list(level, known, municipalities=wanted, codes=shown, country=country)
            found += [maker.make(one, kind) for one in listed for kind in kinds]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Maker:
    """What all indicators of a level share. `counts`: municipalities with accounts by year; `wins`: own tenders won; `reporting`: who reported them."""

    about: About
    definition: Definition
    given: Given
    counts: Mapping[int, int]
    level: str
    wins: Mapping[tuple[str, int, str], Decimal]
    reporting: Mapping[int, set[str]]
    lacks_arts: bool = False

    def make(self, one: Sum, kind: str) -> Indicator:
        """The indicator of a sum."""
        wins = self._wins_of(one) if kind == "iku" else None
        prices, everybody = self.given.prices, self.counts[one.year]
        numerator = one.numerator + wins if wins else one.numerator
        made = Indicator(
            municipality=one.municipality,
            year=one.year,
            kind=kind,
            level=self.level,
            code=one.code,
            numerator=numerator,
            base=one.base,
            definition=self.definition.name,
            own_wins=wins,
            official=self.given.official.shares.get((one.municipality, one.year, self.level, one.code, kind)),
            inhabitants=self.given.inhabitants.find(one.municipality, one.year, everybody),
            example=self.about.example or self.given.inhabitants.example or (wins is not None and self.given.own_wins.example),
            notes=(*_notes_of_sum(one, numerator), *self._notes_of_wins(one, kind, wins), *self._notes_of_year(one)),
            unplaced=one.unplaced,
            municipalities=1 if one.municipality else everybody,
        )
        return _move_prices(made, prices) if prices else made

    def _notes_of_wins(self, one: Sum, kind: str, wins: Decimal | None) -> Iterator[str]:
        if kind == "iku" and wins is None:
            yield "iku_equals_pli"
        if wins is not None and not one.municipality and len(self.reporting[one.year]) < self.counts[one.year]:
            yield "own_wins_partial"
        if wins and wins > one.base - one.numerator:  # an own tender won is own work: it lies in the base and not among what is bought
            yield "own_wins_above_base"

    def _notes_of_year(self, one: Sum) -> Iterator[str]:
        if self.about.detail != "function" and (self.definition.functions_out or self.definition.corrections):
            yield "functions_not_taken_out"
        if self.lacks_arts:
            yield "missing_arts"
        if not self.definition.holds(one.year):
            yield "outside_years"
        if not one.municipality and self.counts[one.year] < ALL_MUNICIPALITIES:
            yield "country_incomplete"
        if self.given.prices is None and len(self.counts) > 1:
            yield "current_prices"

    def _wins_of(self, one: Sum) -> Decimal | None:
        """None where nothing was reported for the year; nought where a municipality that reported names none of this."""
        reported = self.reporting.get(one.year, set())
        known = one.municipality in reported if one.municipality else bool(reported)
        return self.wins.get((one.municipality, one.year, one.code), Decimal(0)) if known else None


def _notes_of_sum(one: Sum, numerator: Decimal) -> Iterator[str]:
    if one.unplaced:
        yield "owner_missing"
    if one.base <= 0:
        yield "no_base"
    elif one.base < SMALL_BASE:
        yield "small_base"
    if 0 < one.base < numerator:
        yield "above_one"
    if numerator < 0:
        yield "negative_numerator"
    if one.income > 0:
        yield "income_positive"
    if one.strange:
        yield "strange_arts"


def _move_prices(one: Indicator, prices: Prices) -> Indicator:
    """All kroner in the prices of the year asked for; the share stays."""
    factor = prices.index.factor(one.year, prices.year)
    return replace(
        one,
        numerator=one.numerator * factor,
        base=one.base * factor,
        own_wins=None if one.own_wins is None else one.own_wins * factor,
        unplaced=one.unplaced * factor,
        prices=prices.year,
    )
