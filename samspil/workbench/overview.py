"""The year at a glance, worked out from the rows as they stand on the desk: coverage, headlines, kroner, map, years side by side, what to look at."""

import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from urllib.parse import urlencode

import sqlalchemy as sa

from samspil.desk.state import is_person
from samspil.publish.contract import order_initiatives
from samspil.publish.figures import ADDED_KINDS, Ledger, build_ledger, state_of
from samspil.publish.overview import Overview, build_overview
from samspil.review.headlines import count_headlines, is_unplaced
from samspil.review.own_themes import list_own_themes
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_touched, read_head
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK, READ_VERDICTS, horizon
from samspil.values.desk import OPEN, RowState
from samspil.values.initiative import Initiative
from samspil.values.review import Coverage, Headline, Review
from samspil.vocabulary.divisions import regions_in
from samspil.vocabulary.municipalities import read_municipalities
from samspil.vocabulary.texts import language
from samspil.vocabulary.themes import label, short_label
from samspil.workbench.export import build_desk_review
from samspil.workbench.rows import Filters, list_page

MOST_TO_CHECK = 6
_MARKS = ("stage", "municipality", "by")
_MOST_LINES = 1000  # of the trail that are looked through for a year's rows; after more it is worked out anew
_SLICE = 500  # databases take only so many values in one question
_LOCK = Lock()


@dataclass(slots=True)
class _Kept:
    """A year as it was worked out: nothing of it has changed up to line `sequence` of the trail, with `hash`. `run`: the year's newest.
    `parts`: region -> what is in it."""

    sequence: int
    hash: str
    run: int
    review: Review
    parts: dict[str, Review] = field(default_factory=dict)


_KEPT: "weakref.WeakKeyDictionary[Desk, dict[int, _Kept]]" = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at; '' or 0: no matter. The address holds it, so that a view can be handed on."""

    year: int = 0
    theme: str = ""
    region: str = ""

    @property
    def query(self) -> str:
        """As part of an address: 'year=2026&region=Syddanmark'."""
        return self.having()

    def having(self, **values: object) -> str:
        """The same with other values, only what is set."""
        found = {"year": self.year, "theme": self.theme, "region": self.region} | values
        return urlencode({name: value for name, value in found.items() if value})


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme's headline with its rows: `by_person` of the `rows` have been decided by people, the others only read by a machine."""

    theme: str
    name: str
    headline: Headline
    rows: int
    by_person: int


@dataclass(frozen=True, slots=True)
class Point:
    """A theme in one year: `found` of `read` municipalities; kroner of that budget year itself. `share` in per cent of those read."""

    year: int
    found: int
    read: int
    allocation: int
    saving: int

    @property
    def share(self) -> float:
        return round(100 * self.found / self.read, 2) if self.read else 0.0


@dataclass(frozen=True, slots=True)
class Attention:
    """What a person should look at: rows that a machine now reads otherwise than decided, rows most worth a check, sums that could not be laid in years."""

    differs: int
    to_check: tuple[RowState, ...]
    unchecked: int
    rejected: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Board:
    """All of the page. `municipalities`, `codes`: of the region, or of the country. `trends`: theme -> a point per year, oldest first."""

    view: View
    years: tuple[int, ...]
    regions: tuple[str, ...]
    names: Mapping[str, str]
    overview: Overview
    municipalities: int
    codes: frozenset[str]
    lines: tuple[ThemeLine, ...]
    trends: Mapping[str, tuple[Point, ...]]
    attention: Attention

    @property
    def highest(self) -> int:
        """The most kroner of any theme and year in `trends`."""
        return max((max(point.allocation, point.saving) for points in self.trends.values() for point in points), default=0)


def list_years(desk: Desk) -> tuple[int, ...]:
    """The years that have a review on the desk, newest first."""
    with desk.reading() as connection:
        return tuple(connection.execute(sa.select(tables.run.c.year).distinct().order_by(tables.run.c.year.desc())).scalars())


def read_view(desk: Desk, values: Mapping[str, str]) -> View:
    """The view of an address, where anything may stand: what is not known counts as not set, and the year is then the newest."""
    years = list_years(desk)
    year = next((year for year in years if str(year) == values.get("year", "")), years[0] if years else 0)
    if not year:
        return View()
    review, theme, region = read_current(desk, year), values.get("theme", ""), values.get("region", "")
    return View(year, theme if theme in review.headlines else "", region if region in regions_in(year) else "")


def read_current(desk: Desk, year: int) -> Review:
    """The year's review as it stands on the desk (its facts may name an earlier line of the trail, if none since was about the year). Raises ExportError."""
    return _read_kept(desk, year).review


def _read_kept(desk: Desk, year: int) -> _Kept:
    """Worked out anew only when a row of the year has changed or a run has come since. Raises ExportError."""
    with _LOCK:
        known = _KEPT.setdefault(desk, {}).get(year)
    with desk.reading() as connection:
        head = read_head(connection)
        run = connection.execute(sa.select(sa.func.max(tables.run.c.id)).where(tables.run.c.year == year)).scalar() or 0
        fits = known is not None and known.run == run and _is_untouched(connection, known, head, year)
    if known is None or not fits:
        known = _Kept(*head, run, build_desk_review(desk, year))
    with _LOCK:
        if fits:
            known.sequence, known.hash = head
        _KEPT[desk][year] = known
    return known


def _is_untouched(connection: sa.Connection, known: _Kept, head: tuple[int, str], year: int) -> bool:
    """Whether no line of the trail since names a row of the year, or one that is there no more."""
    if (known.sequence, known.hash) == head:
        return True
    touched = list_touched(connection, known.sequence, _MOST_LINES) if head[0] > known.sequence else None
    if touched is None:
        return False
    rows, table = sorted(touched), tables.row.c
    for start in range(0, len(rows), _SLICE):
        some = rows[start : start + _SLICE]
        years = connection.execute(sa.select(table.year).where(table.id.in_(some))).scalars().all()
        if year in years or len(years) < len(some):
            return False
    return True


def build_board(desk: Desk, view: View) -> Board:
    """The page of a view with a year. Raises ExportError when there is nothing of that year."""
    whole, years = read_current(desk, view.year), list_years(desk)
    review = narrow(whole, view)
    trends = _build_trends(desk, years, view, review.headlines)
    return Board(
        view,
        years,
        tuple(regions_in(view.year)),
        name_themes(whole),
        build_overview(review),
        len(find_codes(view)),
        find_codes(view),
        tuple(_list_lines(review)),
        trends,
        _find_attention(desk, view, review),
    )


def find_codes(view: View) -> frozenset[str]:
    """Codes of the municipalities in the view."""
    if view.region:
        return frozenset(regions_in(view.year)[view.region])
    return frozenset(place.code for place in read_municipalities())


def name_themes(review: Review) -> dict[str, str]:
    """Short words for each theme of the review, also the user's own."""
    own = {str(theme["id"]): str(theme.get(f"short_{language()}") or theme["id"]) for theme in list_own_themes(review.facts)}
    return {theme: own.get(theme) or short_label("theme", theme) for theme in review.headlines}


def narrow(review: Review, view: View) -> Review:
    """The part of a review that is in the view, counted anew: its headlines are those of the view's theme and region."""
    codes = find_codes(view)
    kept = tuple(item for item in review.initiatives if item.municipality_code in codes and (not view.theme or view.theme in item.themes))
    coverage = _narrow_coverage(review.coverage, codes) if view.region else review.coverage
    themes = [theme for theme in review.headlines if not view.theme or theme == view.theme]
    own = [str(theme["id"]) for theme in list_own_themes(review.facts)]
    counted = count_headlines(kept, coverage.read, view.year, own=own)
    of = len(codes) if view.region else MUNICIPALITIES_IN_DENMARK
    return Review(review.facts, coverage, {theme: replace(counted[theme], of=of) for theme in themes}, kept)


def _narrow_coverage(coverage: Coverage, codes: Iterable[str]) -> Coverage:
    """Files of the region's municipalities; a file of an unknown municipality belongs to no region."""
    known = set(codes)
    names = {place.name for place in read_municipalities() if place.code in known}
    documents = tuple(record for record in coverage.documents if record.municipality_code in known)
    read = {record.municipality_code for record in documents if record.verdict in READ_VERDICTS}
    return Coverage(len(known), len(read), documents, tuple(name for name in coverage.missing if name in names))


def _list_lines(review: Review) -> Iterable[ThemeLine]:
    names = name_themes(review)
    for theme, headline in review.headlines.items():
        rows = [item for item in review.initiatives if theme in item.themes]
        title = names[theme] if theme in {own["id"] for own in list_own_themes(review.facts)} else label("theme", theme)
        yield ThemeLine(theme, title, headline, len(rows), sum(is_person(item.reader) for item in rows))


def _build_trends(desk: Desk, years: Sequence[int], view: View, themes: Iterable[str]) -> dict[str, tuple[Point, ...]]:
    """Only years in which the region was there: Østdanmark begins in 2027."""
    in_view = [View(year, region=view.region) for year in sorted(years) if not view.region or view.region in regions_in(year)]
    reviews = {each.year: _read_part(desk, each) for each in in_view}
    return {theme: tuple(_point(year, review, theme) for year, review in reviews.items()) for theme in themes}


def _read_part(desk: Desk, view: View) -> Review:
    """What is in a view of all themes, counted once."""
    known = _read_kept(desk, view.year)
    if view.region not in known.parts:
        known.parts[view.region] = narrow(known.review, view)
    return known.parts[view.region]


def _point(year: int, review: Review, theme: str) -> Point:
    headline = review.headlines.get(theme)
    if headline is None:
        return Point(year, 0, 0, 0, 0)
    return Point(year, headline.municipalities, headline.read, headline.allocation_dkk.get(year, 0), headline.saving_dkk.get(year, 0))


def _find_attention(desk: Desk, view: View, review: Review) -> Attention:
    filters = Filters(year=view.year, theme=view.theme, region=view.region)
    worth = list_page(desk, replace(filters, state=OPEN), size=MOST_TO_CHECK)
    differs = list_page(desk, replace(filters, differs=True), size=1)
    unplaced = sum(any(is_unplaced(amount) for amount in item.amounts) for item in review.initiatives)
    return Attention(differs.total, worth.rows, worth.total, worth.states["rejected"], unplaced)


def list_behind(initiatives: Iterable[Initiative], stage: str = "", municipality: str = "", by: str = "") -> list[Initiative]:
    """Those behind a mark. `by`: 'person' for rows that people have decided about, 'machine' for the others."""
    wanted = {"person": True, "machine": False}
    return [
        item
        for item in initiatives
        if (not stage or item.stage == stage)
        and (not municipality or item.municipality_code == municipality)
        and (by not in wanted or is_person(item.reader) == wanted[by])
    ]


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a mark, in the published order; `ledgers`: their sums where the mark is one of kroner."""

    view: View
    rows: tuple[Initiative, ...]
    ledgers: tuple[Ledger, ...]
    municipalities: int


def find_behind(desk: Desk, view: View, asked: Mapping[str, str]) -> Behind:
    """The rows behind a mark of the view. `asked`: stage, municipality, by; kind ('allocation', 'saving'), at (a year: only rows with kroner in it),
    unplaced ('1': only rows with sums that could not be laid in years). Raises ExportError.
    """
    rows = list_behind(order_initiatives(narrow(read_current(desk, view.year), view)), *(asked.get(name, "") for name in _MARKS))
    kinds = [kind for kind in ADDED_KINDS if asked.get("kind") == kind]
    if asked.get("unplaced") == "1":
        rows, kinds = [item for item in rows if any(is_unplaced(amount) for amount in item.amounts)], list(ADDED_KINDS)
    elif kinds:
        rows = [item for item in rows if _has_kroner(item, kinds[0], asked.get("at", ""))]
    ledgers = tuple(_only_at(build_ledger(rows, kind, horizon(view.year)), asked.get("at", "")) for kind in kinds)
    return Behind(view, tuple(rows), ledgers, len({item.municipality_code for item in rows}))


def _has_kroner(item: Initiative, kind: str, at: str) -> bool:
    """Whether sums of that kind that are added reach the year, or any year."""
    profiles = [amount.profile for amount in item.amounts if amount.kind == kind and state_of(amount) == "added"]
    return any(not at or any(str(year) == at and dkk for year, dkk in profile.items()) for profile in profiles)


def _only_at(ledger: Ledger, at: str) -> Ledger:
    """What makes up the sum of one year; all of it for a year that is none of the ledger's."""
    years = {year: dkk for year, dkk in ledger.years.items() if str(year) == at}
    added = tuple(entry for entry in ledger.added if any(entry.amount.profile.get(year) for year in years))
    return replace(ledger, years=years, added=added) if years else ledger
