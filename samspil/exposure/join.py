"""Accounts, agreements and cases joined: what stands beside each indicator of competition, by municipality and, for suppliers, by service area.

Nothing is worked out here: figures come from `samspil.competition` (see `exposure/figures.py`), initiatives from a review, cases from the library.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from samspil.cases.matching.many import Shelf
from samspil.exposure.places import place_initiatives
from samspil.values.case import SERVICE_AREAS, Case
from samspil.values.codes import READ_VERDICTS
from samspil.values.competition import Indicator, ServiceArea, begins, main_account_of
from samspil.values.competition_accounts import About
from samspil.values.competition_beside import (
    FIRST_THEMES,
    MEASURED,
    NO_REVIEW,
    NOT_MEASURED,
    OPEN_STAGES,
    READ,
    UNKNOWN,
    AreaBeside,
    AreaForSuppliers,
    CaseBeside,
    Comparison,
    Exposure,
    MunicipalityBeside,
    Place,
    Placed,
    ReviewSource,
    Row,
    SupplierLine,
)
from samspil.values.competition_change import Break, Change, NoChange
from samspil.values.review import Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import read_municipalities

MOST_CASES = 4  # of an area, beside what is planned there
MAIN_ACCOUNTS = ("0", "1", "2", "3", "4", "5", "6")
COUNTRY = ""
Key = tuple[str, str, str]  # municipality ('' the country), level, code


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was worked out of one accounts file. `rows`: indicators of every level but 'function', all years; `functions`: those of the year shown.

    `comparisons`, `places`: of the year shown; `breaks`: which breaks lie in the years of an indicator; `changes`: from the year before.
    `findings`: municipality -> odd postings, '' for those of the file.
    """

    year: int
    kind: str
    definition: str
    title: str
    about: About
    areas: tuple[ServiceArea, ...]
    rows: Sequence[Indicator]
    functions: Sequence[Indicator] = ()
    comparisons: Mapping[Key, tuple[Comparison, ...]] = field(default_factory=dict)
    places: Mapping[Key, Place] = field(default_factory=dict)
    changes: Mapping[Key, Change | NoChange] = field(default_factory=dict)
    findings: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    breaks: Callable[[str, str, int, int], tuple[Break, ...]] = lambda _level, _code, _since, _until: ()


@dataclass(frozen=True, slots=True)
class Words:
    """What a review says: the initiatives by municipality, and the agreements that were read. `shelf`: the cases like them."""

    review: Review | None
    shelf: Shelf
    placed: Mapping[str, tuple[Placed, ...]]
    read: frozenset[str]
    source: ReviewSource | None = None

    def agreement(self, code: str) -> str:
        """Never a no: an agreement that nobody read says nothing."""
        return NO_REVIEW if self.review is None else READ if code in self.read else UNKNOWN


def read_words(review: Review | None, shelf: Shelf, source: ReviewSource | None = None) -> Words:
    """A review with each initiative placed under its service areas; None: no review was handed in."""
    placed: dict[str, list[Placed]] = defaultdict(list)
    for each in place_initiatives(review.initiatives if review else ()):
        placed[each.initiative.municipality_code].append(each)
    read = {record.municipality_code for record in review.coverage.documents if record.verdict in READ_VERDICTS} if review else set()
    read |= placed.keys()
    return Words(review, shelf, {code: tuple(sorted(found, key=order)) for code, found in placed.items()}, frozenset(read), source)


def order(placed: Placed) -> tuple[int, str]:
    """Who does the work first, then the other themes."""
    first = [FIRST_THEMES.index(theme) for theme in placed.initiative.themes if theme in FIRST_THEMES]
    return min(first, default=len(FIRST_THEMES)), placed.initiative.id


def build_exposure(figures: Figures, words: Words, budget_year: int | None = None) -> Exposure:
    """All 98 municipalities in Danish order, the country, and each service area for suppliers."""
    table = _Table(figures)
    places = sorted(read_municipalities(), key=lambda each: sort_key(each.name))
    municipalities = tuple(_municipality(each.code, each.name, table, words) for each in places)
    services = tuple(_for_suppliers(area, table, municipalities) for area in table.areas.values())
    return Exposure(
        figures.year,
        figures.kind,
        figures.definition,
        figures.title,
        figures.about,
        table.row(COUNTRY, "total", ""),
        tuple(table.row(COUNTRY, "main_account", key) for key in table.main_accounts),
        municipalities,
        services,
        words.shelf.cases,
        budget_year if words.review else None,
        words.source,
        figures.findings.get(COUNTRY, ()),
    )


class _Table:
    """Indicators by whose, which and when."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        known = {area.key: area for area in figures.areas}
        self.areas = {key: known.get(key, ServiceArea(key, (), welfare=False)) for key in SERVICE_AREAS}
        self._trends: dict[Key, list[Indicator]] = defaultdict(list)
        for each in figures.rows:
            if each.kind == figures.kind:
                self._trends[each.municipality, each.level, each.code].append(each)
        self._functions: dict[str, list[Indicator]] = defaultdict(list)
        for each in figures.functions:
            if each.kind == figures.kind and each.year == figures.year:
                self._functions[each.municipality].append(each)
        found = {code for _place, level, code in self._trends if level == "main_account"}
        self.main_accounts = tuple(key for key in MAIN_ACCOUNTS if key in found)
        self.measured = {key[0] for key, trend in self._trends.items() if any(each.year == figures.year for each in trend)}

    def row(self, place: str, level: str, code: str) -> Row:
        """The indicator of the year with what is known around it."""
        key, year = (place, level, code), self.figures.year
        trend = tuple(sorted((each for each in self._trends.get(key, ()) if each.year <= year), key=lambda each: each.year))
        now = trend[-1] if trend and trend[-1].year == year else None
        breaks = self.figures.breaks(level, code, trend[0].year, trend[-1].year) if trend else ()
        compared, rank = self.figures.comparisons.get(key, ()), self.figures.places.get(key)
        return Row(level, code, now, trend, breaks, compared, rank, self.figures.changes.get(key), self._parts(place, level, code))

    def _parts(self, place: str, level: str, code: str) -> tuple[Indicator, ...]:
        if level == "main_account":
            return tuple(each for each in self._functions.get(place, ()) if main_account_of(each.code) == code)
        if level == "service_area" and self.areas[code].functions:
            return tuple(each for each in self._functions.get(place, ()) if begins(each.code, self.areas[code].functions))
        return ()


def _municipality(code: str, name: str, table: _Table, words: Words) -> MunicipalityBeside:
    placed = words.placed.get(code, ())
    documents = words.review.coverage.documents if words.review else ()
    return MunicipalityBeside(
        code,
        name,
        MEASURED if code in table.measured else NOT_MEASURED,
        words.agreement(code),
        table.row(code, "total", ""),
        tuple(table.row(code, "main_account", key) for key in table.main_accounts),
        tuple(_area(code, area, table, placed, words.shelf) for area in table.areas.values()),
        tuple(each for each in placed if not each.areas),
        tuple(record for record in documents if record.municipality_code == code),
        table.figures.findings.get(code, ()),
    )


def _area(code: str, area: ServiceArea, table: _Table, placed: Sequence[Placed], shelf: Shelf) -> AreaBeside:
    here = tuple(each for each in placed if each.by(area.key))
    cases = find_cases(area.key, here, shelf)
    return AreaBeside(area.key, table.row(code, "service_area", area.key), area.welfare, bool(area.functions), here, cases)


def find_cases(area: str, placed: Iterable[Placed], shelf: Shelf, most: int = MOST_CASES) -> tuple[CaseBeside, ...]:
    """The cases that the area's initiatives are like, those most like first; then others of the same area, until there are `most`."""
    like: dict[str, tuple[Case, float, list[str]]] = {}
    for each in placed:
        for match in shelf.similar.get(each.initiative.id, ()):
            case, score, whose = like.get(match.case.id, (match.case, 0.0, []))
            like[case.id] = (case, max(score, match.score), [*whose, each.initiative.id])
    best = sorted(like.values(), key=lambda found: (-found[1], found[0].id))
    shown = [CaseBeside(case, tuple(whose)) for case, _score, whose in best]
    shown += [CaseBeside(case) for case in shelf.cases if case.service_area == area and case.id not in like]
    return tuple(shown[:most])


def _for_suppliers(area: ServiceArea, table: _Table, municipalities: Iterable[MunicipalityBeside]) -> AreaForSuppliers:
    """Least tendered first; where shares are alike, the larger base; those without a figure last, in Danish order."""
    lines = [_line(area.key, each) for each in municipalities]
    lines.sort(key=_least_first)
    return AreaForSuppliers(area.key, table.row(COUNTRY, "service_area", area.key).now, tuple(lines), area.welfare, bool(area.functions))


def _line(area: str, each: MunicipalityBeside) -> SupplierLine:
    beside = next(one for one in each.areas if one.key == area)
    planned = tuple(one for one in beside.placed if is_new_plan(one))
    return SupplierLine(each.code, each.name, each.agreement, beside.row.now, beside.row.place, planned)


def is_new_plan(placed: Placed) -> bool:
    """Whether who does the work may still change, either way: a theme of FIRST_THEMES that is considered, planned or decided."""
    initiative = placed.initiative
    return initiative.stage in OPEN_STAGES and not set(FIRST_THEMES).isdisjoint(initiative.themes)


def _least_first(line: SupplierLine) -> tuple[object, ...]:
    share = line.now.share if line.now else None
    if line.now is None or share is None:
        return (1, sort_key(line.name))
    return (0, share, -line.now.base, sort_key(line.name))
