"""Counts side by side over the years, each with the rows it leads to: table cells and columns of a chart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from samspil.publish.site.model import ABSENT, FOUND, NONE, UNREAD, Place, Site, SiteYear
from samspil.publish.site.paths import published_anchor, year_anchor, year_file
from samspil.values.published import PublishedReview, PublishedTable

MOST_SLOTS = 15  # years between the first and the last that still get an empty place in a chart
FULL_LABELS = 5  # more columns have no room for four figures


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a year with the place of its rows (from the site's first page); `state`: see `model`."""

    year: int
    state: str
    count: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A year's column: `left`, `width` in per cent of the chart; heights in per cent of `of`. `read` None: no review of that year."""

    year: int
    label: str
    left: float
    width: float
    count: int
    read: int | None
    of: int
    href: str

    def height(self, count: int) -> float:
        return round(100 * count / self.of, 2) if self.of else 0.0


def place_cells(site: Site, place: Place, theme: str = "", page: str | None = None) -> list[Cell]:
    """A municipality's initiatives per reviewed year, of one theme or of all; `page`: the place's own page when the cells stand elsewhere."""
    return [_place_cell(year, place, theme, place.file if page is None else page) for year in site.reviewed]


def _place_cell(year: SiteYear, place: Place, theme: str, page: str) -> Cell:
    state = year.state(place.code)
    if theme and year.group(theme) is None:
        return Cell(year.year, ABSENT)
    count = sum(not theme or theme in initiative.themes for initiative in year.found.get(place.code, ()))
    if state in (UNREAD, ABSENT) or not count:
        return Cell(year.year, NONE if state == FOUND else state)
    return Cell(year.year, FOUND, count, f"{page}#{year_anchor(year.year, theme)}")


def theme_columns(site: Site, theme: str) -> list[Column]:
    """Municipalities with the theme, of those read, of all 98, year by year."""

    def count(year: SiteYear) -> tuple[int, int, int, str] | None:
        group, review = year.group(theme), year.review
        if group is None or review is None:
            return None
        return len(group.rows), review.coverage.read, review.coverage.municipalities, f"{year_file(year.year)}#tema-{theme}"

    return build_columns(site, count)


def region_columns(site: Site, region: str, theme: str, page: str) -> list[Column]:
    """The same within a region as it is at the beginning of each year."""

    def count(year: SiteYear) -> tuple[int, int, int, str] | None:
        members, group = region_members(site, year, region), year.group(theme)
        if group is None or not members:
            return None
        here = {place.code for place in members}
        found = sum(row.municipality_code in here for row in group.rows)
        return found, sum(year.state(code) in (FOUND, NONE) for code in here), len(here), f"{page}#{year_anchor(year.year, theme)}"

    return build_columns(site, count)


def region_members(site: Site, year: SiteYear, region: str) -> list[Place]:
    """The municipalities of a region in a year; [] when the region does not exist then."""
    return [place for place in site.places if year.region(place.code) == region]


def build_columns(site: Site, count: Callable[[SiteYear], tuple[int, int, int, str] | None]) -> list[Column]:
    """A column per year, with empty places for years without a review. `count`: found, read, of, where the rows stand; None: nothing known."""
    known = {year.year: counted for year in site.reviewed if (counted := count(year))}
    slots = _slots(known)
    width = 100 / max(len(slots), 3)
    columns = []
    for number, year in enumerate(slots):
        found, read, of, href = known.get(year, (0, None, 98, ""))
        label = str(year) if len(slots) <= FULL_LABELS else f"’{year % 100:02d}"
        columns.append(Column(year, label, round(number * width + width * 0.12, 2), round(width * 0.76, 2), found, read, of, href))
    return columns


def _slots(years: Iterable[int]) -> list[int]:
    found = sorted(years)
    if not found or found[-1] - found[0] >= MOST_SLOTS:
        return found
    return list(range(found[0], found[-1] + 1))


def years_with(site: Site, theme: str) -> list[int]:
    """The reviewed years in which the theme was asked for."""
    return [year.year for year in site.reviewed if year.group(theme) is not None]


def theme_rows(site: Site, theme: str) -> list[tuple[Place, list[Cell]]]:
    """The municipalities that have had an initiative in the theme, with a cell per reviewed year."""
    rows = [(place, place_cells(site, place, theme)) for place in site.places]
    return [(place, cells) for place, cells in rows if any(cell.state == FOUND for cell in cells)]


def published_tables(site: Site, theme: str) -> list[tuple[int, str, PublishedTable, PublishedReview]]:
    """(year, where it stands, table, review) of the tables that others published on the theme, newest first."""
    return [
        (year.year, f"{year_file(year.year)}#{published_anchor(year.year, r, t)}", table, review)
        for year in reversed(site.years)
        for r, review in enumerate(year.published, 1)
        for t, table in enumerate(review.tables, 1)
        if table.theme == theme
    ]
