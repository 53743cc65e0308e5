"""From a kept accounts file to all figures of the report: indicators, how they stand among others, changes, breaks and odd postings, by the doors of `samspil.competition`."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from samspil.competition.accounts.keeping import read_about
from samspil.competition.coverage.checks import check_accounts
from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.indicators.breaks import find_breaks
from samspil.competition.indicators.definitions import DEFAULT, find_definition
from samspil.competition.indicators.files import refuse
from samspil.competition.indicators.measure import Given, measure_levels
from samspil.competition.indicators.sums import list_years
from samspil.exposure.join import Figures
from samspil.exposure.standing import compare, find_changes, rank
from samspil.values.competition import Definition, Indicator
from samspil.values.competition_change import Break
from samspil.values.competition_findings import ODD
from samspil.vocabulary.texts import language

LEVELS = ("total", "main_account", "service_area")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the year shown (None: the latest), 'pli' or 'iku', a definition (it, its name or its file), what the user gives beside the accounts."""

    year: int | None = None
    kind: str = "pli"
    definition: str | Definition = ""
    given: Given = field(default_factory=Given)


def read_figures(accounts: Path, wish: Wish | None = None) -> Figures:
    """All figures of one accounts file. Raises CompetitionError: a budget, a file that is not kept accounts, a year it does not hold, a bad definition."""
    asked = wish or Wish()
    definition = asked.definition if isinstance(asked.definition, Definition) else find_definition(asked.definition or DEFAULT)
    about, known = read_about(accounts), list_years(accounts)
    year = asked.year or (known[-1] if known else 0)
    if year not in known:
        raise refuse("no_year", str(accounts), year=year, known=", ".join(map(str, known)))
    levels = LEVELS if about.detail == "function" else LEVELS[:2]
    rows = measure_levels(accounts, definition, levels, kinds=(asked.kind,), given=asked.given)
    parts: tuple[Indicator, ...] = ()
    if about.detail == "function":
        parts = measure_levels(accounts, definition, ("function",), (year,), kinds=(asked.kind,), given=asked.given, country=False)
    findings: dict[str, list[object]] = defaultdict(list)
    for one in sorted(check_accounts(accounts), key=lambda one: one.weight != ODD):  # what is to be looked into before what is to be known
        if one.year in (0, year):
            findings[one.municipality].append(one)
    return Figures(
        year,
        asked.kind,
        definition.name,
        _title(definition),
        about,
        shipped_areas(),
        rows,
        parts,
        compare(rows, year),
        rank(rows, year),
        find_changes(rows, year),
        {whose: tuple(found) for whose, found in findings.items()},
        lambda level, code, since, until: _breaks(asked.kind, level, code, since, until),
    )


def _title(definition: Definition) -> str:
    return definition.title_en if language() == "en" and definition.title_en else definition.title


def _breaks(kind: str, level: str, code: str, since: int, until: int) -> tuple[Break, ...]:
    return find_breaks(kind, level, code, since, until)
